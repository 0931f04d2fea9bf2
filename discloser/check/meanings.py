"""What the cells of the tables mean: the ledger lines that each adds up, read by its labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from discloser.check.labels import (
    BALANCE,
    CAPITAL,
    EXPENDITURE,
    FUND,
    FUNDS,
    GENERAL,
    RECEIPTS,
    THREE_PUBLIC,
    Conditions,
    class_code,
    where_of,
)
from discloser.check.registry import Reading
from discloser.check.sheet import Sheet, normal
from discloser.compute.ledger import Column, Ledger, Side, Where
from discloser.model.values import Kind

Expected = tuple[int, int, Ledger]


def amount_column(sheet: Sheet, column: int) -> Column:
    """A final account's three public expenses have a budget, which is the adjusted one."""
    budget = sheet.name == "three_public" and sheet.headers[column][:1] == ("预算数",)
    return Column.ADJUSTED_BUDGET if budget else Column.AMOUNT


def expected_cells(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """The cells whose meaning is known: row, column, and the ledger lines that they add up."""
    if sheet.name not in reading.known:
        reader = READERS.get(sheet.name)
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


_FUND_OF = {
    "general_public_expenditure": GENERAL,
    "general_public_basic": GENERAL,
    "government_fund": FUND,
    "state_capital": CAPITAL,
}


def _base(sheet: Sheet, reading: Reading) -> Ledger:
    """The expenditure that a table is about: a budget's funds show this year's money only."""
    lines = reading.figures.ledger.side(Side.EXPENDITURE)
    if sheet.name not in _FUND_OF:
        return lines
    lines = lines.where(Where.of({"fund": _FUND_OF[sheet.name]}))
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
    for text in texts:
        if text in ("合计", reading.figures.disclosure.department.code):
            return lines
        if text in reading.figures.units:
            return lines.where(Where.of({"unit": text}))
    return None


def _receipts(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    lines = reading.figures.ledger.side(Side.RECEIPTS)
    labels = {label for header in sheet.headers for label in header}
    meanings = {**RECEIPTS, **_funds(reading, labels)}
    if reading.figures.disclosure.kind is Kind.FINAL_ACCOUNT:
        lines = lines.where(Where.of({"kind": "本年收入"}))
    for row in sheet.rows:
        chosen = _function_lines(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, meanings)


def _funds(reading: Reading, labels: Collection[str]) -> Mapping[str, Conditions]:
    """What the funds among ``labels`` mean.

    A final account that has no line for 财政专户管理资金 shows that money as 事业收入.
    """
    if reading.figures.disclosure.kind is Kind.BUDGET or any("财政专户" in e for e in labels):
        return FUNDS
    institutional: Conditions = {"fund": ["事业收入", "财政专户管理资金"]}
    return FUNDS | {"事业收入": institutional}


def _balance(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """Tables with receipts on the left and expenditure on the right."""
    ledger = reading.figures.ledger
    if sheet.name == "appropriation":
        ledger = ledger.where(Where.of({"fund_group": "财政拨款"}))
    columns = [c for c, header in enumerate(sheet.headers) if header and header[-1] == "项目"]
    if len(columns) != 2:  # noqa: PLR2004 - receipts and expenditure
        return
    left, right = columns
    funds = _funds(reading, {normal(sheet.texts[row][left]) for row in sheet.rows})
    kind = "本年收入"
    for row in sheet.rows:
        label = normal(sheet.texts[row][left])
        kind = "上年结转结余" if label in _CARRYING else kind
        lines = _receipt_lines(label, kind, ledger, funds)
        amount = next((c for c in range(left, right) if sheet.amount_columns[c]), None)
        if lines is not None and amount is not None:
            yield row, amount, lines
    by_row = _expenditure_rows(sheet, right, reading, ledger)
    for row, lines in by_row.items():
        yield from _grid(sheet, row, lines, FUNDS, right + 1)


_CARRYING = {"上年结转", "上年结转结余", "年初结转和结余", "年初财政拨款结转和结余"}


def _receipt_lines(
    label: str, kind: str, ledger: Ledger, funds: Mapping[str, Conditions]
) -> Ledger | None:
    if label == "总计":
        return ledger.side(Side.RECEIPTS)
    if label in BALANCE:
        return _books(label, ledger)
    conditions = {"财政拨款": FUNDS["一般公共预算"]}.get(label) or funds.get(label)
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
    spent = {
        name: {unit: of_unit for (unit,), of_unit in of_name.group(("unit",)).items()}
        for (name,), of_name in lines.group(("project",)).items()
        if name
    }
    for row in sheet.rows:
        chosen = _project_lines(sheet, row, spent, reading)
        if chosen is None:
            chosen = _whole_or_unit(sheet, row, lines, reading)
        if chosen is not None:
            yield from _grid(sheet, row, chosen, FUNDS | EXPENDITURE)


def _project_lines(
    sheet: Sheet, row: int, spent: Mapping[str, Mapping[str, Ledger]], reading: Reading
) -> Ledger | None:
    """The lines of the project that a row names; of the unit that it names in the list."""
    texts = [text.strip() for text in sheet.texts[row]]
    for unit, lines in (found for text in texts for found in spent.get(text, {}).items()):
        known = reading.figures.units.get(unit)
        if sheet.name != "projects" or known is None or known.name in texts:
            return lines
    return None


def _fund(sheet: Sheet, reading: Reading) -> Iterator[Expected]:
    """A final account's table may show receipts, expenditure and what is left in one row."""
    if reading.figures.disclosure.kind is Kind.BUDGET:
        yield from _by_function(sheet, reading)
        return
    ledger = reading.figures.ledger.where(Where.of({"fund": _FUND_OF[sheet.name]}))
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


READERS: dict[str, Callable[[Sheet, Reading], Iterator[Expected]]] = {
    "receipts_and_expenditure": _balance,
    "receipts": _receipts,
    "expenditure": _by_function,
    "appropriation": _balance,
    "general_public_expenditure": _by_function,
    "general_public_basic": _basic,
    "economic_summary": _economic,
    "three_public": _three_public,
    "government_fund": _fund,
    "state_capital": _fund,
    "projects": _projects,
    "project_targets": _projects,
    "overall_targets": _overall,
}
