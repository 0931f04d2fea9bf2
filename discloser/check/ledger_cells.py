"""Every amount of every table against the ledger, found by what its row and column are called.

The tables come from a pack's specs; this check reads their labels only, so that a wrong filter in
a pack is found as a wrong amount would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from discloser.check.labels import (
    BALANCE,
    EXPENDITURE,
    FUNDS,
    RECEIPTS,
    THREE_PUBLIC,
    Conditions,
    class_code,
    where_of,
)
from discloser.check.registry import Reading, tree_check
from discloser.check.sheet import Sheet, normal
from discloser.compute.ledger import Column, Ledger, Side, Where
from discloser.finding import Finding, Rule
from discloser.model.unit import unit_key
from discloser.model.values import Kind

CELL = Rule(
    "A05",
    "表中金额与台账不符",
    "{cell}印的是{printed}万元，台账中对应的各行合计{amount}元。",
    "请核对模板包中这张表的口径；台账有误的，改台账。",
    source="表中每个金额＝台账按本行、本列口径的合计",
)
UNKNOWN = Rule(
    "A06",
    "认不出这一行是什么口径",
    "“{table}”的行名“{label}”不是当年的科目、资金、单位或项目，这一行没有核对。",
    "请核对行名；确实是新增的行，可以不管。",
    source="表中行名应能对应到科目、单位或项目",
)
WAN = Decimal(10_000)
Expected = tuple[int, int, Ledger]


@tree_check()
def cells_equal_the_ledger(reading: Reading) -> Iterator[Finding]:
    """A05: 表中每个金额＝台账按本行、本列口径的合计."""
    for sheet in reading.sheets.values():
        for row, column, lines in expected_cells(sheet, reading):
            printed = sheet.read(row, column)
            amount = lines.total(_amount_column(sheet, column))
            if printed is not None and not printed.stands_for(amount / WAN):
                yield CELL.at(
                    sheet.place(row, column),
                    *(reading.sources.find(entry.path) for entry in lines),
                    cell=f"“{sheet.caption}”{sheet.label(row, column)}",
                    printed=printed,
                    amount=f"{amount:,}",
                )


@tree_check()
def rows_are_known(reading: Reading) -> Iterator[Finding]:
    """A06: 表中行名应能对应到科目、单位或项目."""
    for sheet in reading.sheets.values():
        if sheet.name not in _READERS:
            continue
        for row, column in _unknown_cells(sheet, reading):
            label = sheet.row_label(row, column)
            yield UNKNOWN.at(sheet.place(row, column), table=sheet.caption, label=label)


def _unknown_cells(sheet: Sheet, reading: Reading) -> Iterator[tuple[int, int]]:
    """The first amount of each row that no lines are known for; blank ones count beside a label."""
    known = {(row, column) for row, column, _ in expected_cells(sheet, reading)}
    balance = sheet.name in _BALANCING
    for row in sheet.rows:
        for column in range(sheet.grid.column_count):
            if not sheet.amount_columns[column] or (row, column) in known:
                continue
            printed = sheet.read(row, column)
            labelled = balance and bool(normal(_left_text(sheet, row, column)))
            if printed is not None and (printed.value or labelled):
                yield row, column
                break


def _left_text(sheet: Sheet, row: int, column: int) -> str:
    """The text in the nearest column of labels to the left."""
    labels = (c for c in range(column - 1, -1, -1) if sheet.headers[c][-1:] == ("项目",))
    return sheet.texts[row][next(labels, 0)]


_BALANCING = ("receipts_and_expenditure", "appropriation")


def _amount_column(sheet: Sheet, column: int) -> Column:
    """A final account's three public expenses have a budget, which is the adjusted one."""
    budget = sheet.name == "three_public" and sheet.headers[column][:1] == ("预算数",)
    return Column.ADJUSTED_BUDGET if budget else Column.AMOUNT


def expected_cells(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """The cells whose meaning is known: row, column, and the ledger lines that they add up."""
    if sheet.name not in reading.known:
        reader = _READERS.get(sheet.name)
        reading.known[sheet.name] = list(reader(sheet, reading)) if reader is not None else []
    yield from reading.known[sheet.name]


def _grid(
    sheet: Sheet, row: int, lines: Ledger, meanings: Mapping[str, Conditions], start: int = 0
) -> Iterator[Expected]:
    """The cells of one row: its lines, narrowed by each column's labels."""
    for column in range(start, sheet.grid.column_count):
        if sheet.amount_columns[column]:
            where = where_of(sheet.headers[column], meanings)
            if where is not None:
                yield row, column, lines.where(where) if where.conditions else lines


def _base(sheet: Sheet, reading: Reading) -> Ledger:
    """The expenditure that a table is about: a budget's funds show this year's money only."""
    lines = reading.figures.ledger.side(Side.EXPENDITURE)
    fund = {
        "general_public_expenditure": "一般公共预算",
        "general_public_basic": "一般公共预算",
        "government_fund": "政府性基金预算",
        "state_capital": "国有资本经营预算",
    }.get(sheet.name)
    if fund is None:
        return lines
    lines = lines.where(Where.of({"fund": fund}))
    if reading.figures.disclosure.kind is Kind.BUDGET:
        lines = lines.where(Where.of({"carried_over": "否"}))
    if sheet.name == "general_public_basic":
        lines = lines.where(Where.of({"category": "基本支出"}))
    return lines


def _by_function(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = _base(sheet, reading)
    for row in sheet.rows:
        chosen = _function_lines(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, EXPENDITURE)


def _function_lines(sheet: Sheet, row: int, lines: Ledger, reading: Reading) -> Ledger | None:
    code = sheet.code(row)
    if code:
        name = {3: "function_class", 5: "function_group", 7: "function_item"}.get(len(code))
        return lines.where(Where.of({name: code})) if name else None
    return _whole_or_unit(sheet, row, lines, reading)


def _whole_or_unit(sheet: Sheet, row: int, lines: Ledger, reading: Reading) -> Ledger | None:
    """The lines of a row of 合计, of the department or of a unit; None for another row."""
    texts = [normal(text) for text in sheet.texts[row] if text]
    disclosure = reading.figures.disclosure
    units = {unit.code or unit.name: unit_key(unit) for unit in disclosure.units}
    for text in texts:
        if text in ("合计", disclosure.department.code):
            return lines
        if text in units:
            return lines.where(Where.of({"unit": units[text]}))
    return None


def _receipts(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.RECEIPTS)
    if reading.figures.disclosure.kind is Kind.FINAL_ACCOUNT:
        lines = lines.where(Where.of({"kind": "本年收入"}))
    for row in sheet.rows:
        chosen = _function_lines(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, RECEIPTS | FUNDS)


def _balance(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """Tables with receipts on the left and expenditure on the right."""
    ledger = reading.figures.ledger
    if sheet.name == "appropriation":
        ledger = ledger.where(Where.of({"fund_group": "财政拨款"}))
    columns = [c for c, header in enumerate(sheet.headers) if header and header[-1] == "项目"]
    if len(columns) != 2:  # noqa: PLR2004 - receipts and expenditure
        return
    left, right = columns
    kind = "本年收入"
    for row in sheet.rows:
        label = normal(sheet.texts[row][left])
        kind = "上年结转结余" if label in _CARRYING else kind
        lines = _receipt_lines(label, kind, ledger)
        amount = next((c for c in range(left, right) if sheet.amount_columns[c]), None)
        if lines is not None and amount is not None:
            yield row, amount, lines
    by_row = _expenditure_rows(sheet, right, reading, ledger)
    for row, lines in by_row.items():
        yield from _grid(sheet, row, lines, FUNDS, right + 1)


_CARRYING = {"上年结转", "上年结转结余", "年初结转和结余", "年初财政拨款结转和结余"}


def _receipt_lines(label: str, kind: str, ledger: Ledger) -> Ledger | None:
    if label == "总计":
        return ledger.side(Side.RECEIPTS)
    if label in BALANCE:
        return _books(label, ledger)
    conditions = {"财政拨款": FUNDS["一般公共预算"]}.get(label) or FUNDS.get(label)
    if conditions is None:
        return None
    return ledger.side(Side.RECEIPTS).where(Where.of(dict(conditions) | {"kind": kind}))


def _books(label: str, ledger: Ledger) -> Ledger:
    entries = [
        entry
        for side, conditions in BALANCE[label]
        for entry in ledger.side(Side(side)).where(Where.of(conditions))
    ]
    return Ledger(tuple(entries))


def _expenditure_rows(
    sheet: Sheet, column: int, reading: Reading, ledger: Ledger
) -> dict[int, Ledger]:
    """The rows of the right half. A class's former name counts where its own is not printed."""
    rows: dict[int, Ledger] = {}
    former: dict[int, str] = {}
    named: set[str] = set()
    for row in sheet.rows:
        label = normal(sheet.texts[row][column])
        if label == "总计":
            rows[row] = _books("支出总计", ledger)
        elif label in BALANCE:
            rows[row] = _books(label, ledger)
        elif label:
            code, current = class_code(label, reading.codebook, reading.year)
            if current:
                named.add(code)
                rows[row] = _class_lines(code, ledger)
            elif code:
                former[row] = code
    for row, code in former.items():
        lines = _class_lines(code, ledger)
        rows[row] = Ledger(()) if code in named else lines
    return rows


def _class_lines(code: str, ledger: Ledger) -> Ledger:
    return ledger.side(Side.EXPENDITURE).where(Where.of({"function_class": code}))


def _basic(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = _base(sheet, reading)
    if reading.figures.disclosure.kind is Kind.BUDGET:
        yield from _by_pair(sheet, reading, lines, EXPENDITURE)
        return
    for row in sheet.rows:
        for column in range(sheet.grid.column_count):
            code = sheet.texts[row][column].strip()
            amount = sheet.column(after=column)
            if code.isdigit() and amount is not None:
                name = "economic_class" if len(code) == 3 else "economic_item"  # noqa: PLR2004
                yield row, amount, lines.where(Where.of({name: code}))
    for label in ("人员经费", "公用经费"):
        slot = sheet.find(f"{label}合计")
        amount = sheet.column(after=slot[1]) if slot is not None else None
        while slot is not None and amount is not None and not sheet.texts[slot[0]][amount]:
            amount = sheet.column(after=amount)
        if slot is not None and amount is not None:
            yield slot[0], amount, lines.where(Where.of(EXPENDITURE[label]))


def _by_pair(
    sheet: Sheet, reading: Reading, lines: Ledger, meanings: Mapping[str, Conditions]
) -> Iterator[Expected]:
    """Rows of a department and a government economic item each."""
    for row in sheet.rows:
        codes = [code for code in sheet.codes(row) if len(code) == 5]  # noqa: PLR2004
        if len(codes) == 2:  # noqa: PLR2004
            pair = {"economic_item": codes[0], "government_item": codes[1]}
            chosen: Ledger | None = lines.where(Where.of(pair))
        elif any("未细化" in text for text in sheet.texts[row]):
            chosen = lines.where(Where.of({"economic_item": ""}))
        else:
            chosen = _whole_or_unit(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, meanings)


def _economic(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.EXPENDITURE)
    meanings: dict[str, Conditions] = {
        label: dict(where) | {"carried_over": "否"} for label, where in FUNDS.items()
    }
    meanings["上年结转结余"] = {"carried_over": "是"}
    yield from _by_pair(sheet, reading, lines, meanings)


def _three_public(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.EXPENDITURE).where(
        Where.of({"fund_group": "财政拨款"})
    )
    for row in sheet.rows:
        for column, header in enumerate(sheet.headers):
            items = THREE_PUBLIC.get(header[-1]) if header else None
            if items is not None and sheet.amount_columns[column]:
                yield row, column, lines.where(Where.of({"economic_item": items}))


def _projects(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.EXPENDITURE).where(Where.of(EXPENDITURE["项目支出"]))
    for row in sheet.rows:
        chosen = _project_lines(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, FUNDS | EXPENDITURE)


def _project_lines(sheet: Sheet, row: int, lines: Ledger, reading: Reading) -> Ledger | None:
    texts = [text.strip() for text in sheet.texts[row]]
    for project in reading.figures.projects:
        unit = reading.figures.units.get(project.unit)
        same_name = project.name in texts
        if same_name and (sheet.name != "projects" or unit is None or unit.name in texts):
            return lines.where(Where.of({"project": project.name, "unit": project.unit}))
    return _whole_or_unit(sheet, row, lines, reading)


def _government_fund(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """A final account's table shows receipts, expenditure and what is left in one row."""
    if reading.figures.disclosure.kind is Kind.BUDGET:
        yield from _by_function(sheet, reading)
        return
    ledger = reading.figures.ledger.where(Where.of({"fund": "政府性基金预算"}))
    for row in sheet.rows:
        chosen = _function_lines(sheet, row, ledger, reading)
        if chosen is None:
            continue
        for column, header in enumerate(sheet.headers):
            if not header or not sheet.amount_columns[column]:
                continue
            side = chosen.side(Side.EXPENDITURE)
            if header[0] in BALANCE and header[0] != "本年支出":
                yield row, column, _books(header[0], chosen)
            elif (where := where_of(header, EXPENDITURE)) is not None:
                yield row, column, side.where(where)


_OVERALL = {
    "部门预算总额（万元）": {},
    "政府预算资金": FUNDS["政府预算资金"],
    "财政专户管理资金": FUNDS["财政专户管理资金"],
    "单位资金": FUNDS["单位资金"],
    "基本支出": EXPENDITURE["基本支出"],
    "项目支出": EXPENDITURE["项目支出"],
}


def _overall(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.EXPENDITURE)
    for row in sheet.rows:
        for column, text in enumerate(sheet.texts[row]):
            label = text.rpartition("）")[2] if text[-1:] != "）" else text
            if label in _OVERALL:
                place = next(
                    (
                        c
                        for c in range(column + 1, sheet.grid.column_count)
                        if _has_amount(sheet, row, c)
                    ),
                    None,
                )
                if place is not None:
                    yield row, place, lines.where(Where.of(_OVERALL[label]))


def _has_amount(sheet: Sheet, row: int, column: int) -> bool:
    owner = sheet.grid.owners[row][column]
    return (owner.row, owner.column) == (row, column) and "." in sheet.texts[row][column]


_READERS: dict[str, Callable[[Sheet, Reading], Iterator[Expected]]] = {
    "receipts_and_expenditure": _balance,
    "receipts": _receipts,
    "expenditure": _by_function,
    "appropriation": _balance,
    "general_public_expenditure": _by_function,
    "general_public_basic": _basic,
    "economic_summary": _economic,
    "three_public": _three_public,
    "government_fund": _government_fund,
    "state_capital": _by_function,
    "projects": _projects,
    "project_targets": _projects,
    "overall_targets": _overall,
}
