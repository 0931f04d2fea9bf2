"""The sheet 自查: totals and checks as live formulas over the ledger sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from xlsxwriter.worksheet import Worksheet

from discloser.entry.looks import Looks, set_up_page
from discloser.entry.sheets import Placed
from discloser.model.values import Category, Fund
from discloser.read.workbook_layout import SELF_CHECK
from discloser.read.workbook_values import TOTAL_WORDS

_PROJECT_KINDS = (Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE, Category.PROJECT)
_NAMED_PROJECTS = (Category.OTHER_OPERATION, Category.SPECIFIC_PURPOSE)
_HEADER = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: a formula with the value that it has now.

    Where ``must_be_zero``, anything else turns the cell red.
    """

    label: str
    formula: str
    value: Decimal
    remark: str = ""
    must_be_zero: bool = False
    is_count: bool = False


def self_check_lines(sheets: Mapping[str, Placed]) -> list[Line]:
    """The lines for a workbook with these ledger sheets by their list's name."""
    receipts, spent, closing = (sheets[name] for name in ("receipts", "expenditure", "closing"))
    sums = {name: _sum(sheets[name], "amount") for name in sheets if name in _LEDGERS}
    totals = {name: sum(_amounts(sheets[name]), Decimal(0)) for name in sums}
    basic = _by(spent, "category", (Category.BASIC,))
    project = _by(spent, "category", _PROJECT_KINDS)
    balance = f"ROUND({sums['receipts']}-{sums['expenditure']}-{sums['closing']},2)"
    left = totals["receipts"] - totals["expenditure"] - totals["closing"]
    lines = [
        Line("收入合计", f"={sums['receipts']}", totals["receipts"]),
        Line("支出合计", f"={sums['expenditure']}", totals["expenditure"]),
        Line("　其中：基本支出", *basic),
        Line("　其中：项目支出", *project),
        Line("年终结余合计", f"={sums['closing']}", totals["closing"]),
        Line("收支差额", f"={balance}", left, "收入－支出－年终结余，应为 0", must_be_zero=True),
    ]
    for fund in Fund:
        parts = [_by(book, "fund", (fund,)) for book in (receipts, spent, closing)]
        if fund is Fund.GENERAL_PUBLIC_BUDGET:
            # An empty cell stands for the general public budget.
            parts = [
                _general(book, *part)
                for book, part in zip((receipts, spent, closing), parts, strict=True)
            ]
        formula = "-".join(part[0].removeprefix("=") for part in parts)
        value = parts[0][1] - parts[1][1] - parts[2][1]
        lines.append(
            Line(
                f"　{fund.value}收支差额",
                f"=ROUND({formula},2)",
                value,
                "应为 0",
                must_be_zero=True,
            )
        )
    return [*lines, *_counts(receipts, spent, closing, sheets["projects"])]


_LEDGERS = ("receipts", "expenditure", "closing")


def write_self_check(target: Worksheet, looks: Looks, lines: list[Line]) -> None:
    """Write the sheet."""
    target.set_column(0, 0, 46)
    target.set_column(1, 1, 22)
    target.set_column(2, 2, 60)
    target.write_string(0, 0, SELF_CHECK, looks.title)
    target.write_string(1, 0, "这一页自动计算，不用填；变红的要核对。", looks.hint)
    for column, title in enumerate(("事项", "数", "说明")):
        target.write_string(_HEADER, column, title, looks.header)
    for row, line in enumerate(lines, start=_HEADER + 1):
        look = looks.counted if line.is_count else looks.derived
        target.write_string(row, 0, line.label, looks.label)
        target.write_formula(row, 1, line.formula, look, _stored(line.value))
        target.write_string(row, 2, line.remark, looks.wrapped)
        if line.must_be_zero:
            alarm(target, row, 1, looks)
    set_up_page(target, _HEADER)


def write_totals(
    target: Worksheet, placed: Placed, looks: Looks, sheets: Mapping[str, Placed]
) -> None:
    """Write the row of sums above the titles of a sheet with amounts."""
    row = placed.header - 1
    for number in range(len(placed.columns)):
        target.write_blank(row, number, None, looks.label)
    target.write_string(row, 0, "合计", looks.label)
    for number, column in enumerate(placed.columns):
        if column.kind.value != "money":
            continue
        name = str(column.path[0])
        value = sum(_amounts(placed, name), Decimal(0))
        target.write_formula(row, number, f"={_sum(placed, name)}", looks.derived, _stored(value))
    if placed.sheet.is_ledger:
        balance = next(line for line in self_check_lines(sheets) if line.label == "收支差额")
        target.write_string(row, 1, "收支差额", looks.label)
        target.write_formula(row, 2, balance.formula, looks.derived, _stored(balance.value))
        alarm(target, row, 2, looks)


def alarm(target: Worksheet, row: int, column: int, looks: Looks) -> None:
    """Let a cell turn red where it is not zero."""
    target.conditional_format(
        row,
        column,
        row,
        column,
        {"type": "cell", "criteria": "!=", "value": 0, "format": looks.alarm},
    )


def _counts(receipts: Placed, spent: Placed, closing: Placed, projects: Placed) -> Iterator[Line]:
    for book in (receipts, spent, closing):
        count = sum(1 for text in book.texts("amount") if text and _amount(text) is None)
        yield _count(
            f"“{book.sheet.name}”里是文字的金额",
            f"=SUMPRODUCT(--ISTEXT({book.range('amount')}))-1",  # the title is a text, too
            count,
            "文字的金额不进上面的合计（生成文件时照样会读）",
        )
    rows = list(zip(*map(spent.texts, _SPENT), strict=True))
    read = _counts_rows(spent)
    amount, function, category, project, economic = (spent.range(name) for name in _SPENT)
    yield _count(
        "“支出”里没有功能科目的行",
        f'=SUMPRODUCT({read}*({amount}<>"")*({function}=""))',
        sum(bool(row[0]) and not row[1] for row in rows),
    )
    yield _count(
        "“支出”里没有经济分类的基本支出",
        f'=SUMPRODUCT(({category}="{Category.BASIC}")*({economic}=""))',
        sum(row[2] == Category.BASIC and not row[4] for row in rows),
    )
    kinds = "+".join(f'({category}="{kind}")' for kind in _NAMED_PROJECTS)
    yield _count(
        "“支出”里没有项目名称的项目支出",
        f'=SUMPRODUCT(({kinds})*({project}=""))',
        sum(row[2] in _NAMED_PROJECTS and not row[3] for row in rows),
    )
    known = set(projects.texts("name"))
    yield _count(
        "“支出”里不在“项目”表的项目",
        f'=SUMPRODUCT(({project}<>"")*ISNA(MATCH({project},{projects.range("name")},0)))',
        sum(bool(row[3]) and row[3] not in known for row in rows),
    )


_SPENT = ("amount", "function", "category", "project", "department_economic")


def _count(label: str, formula: str, value: int, remark: str = "应为 0") -> Line:
    return Line(label, formula, Decimal(value), remark, must_be_zero=True, is_count=True)


def _by(book: Placed, name: str, values: tuple[str, ...]) -> tuple[str, Decimal]:
    """The sum of the amounts whose field is one of ``values``."""
    cells = book.range(name)
    chosen = "+".join(f'({cells}="{value}")' for value in values)
    formula = f"=SUMPRODUCT({_counts_rows(book)}*({chosen}),{book.range('amount')})"
    amounts = zip(book.texts(name), _amounts(book), strict=True)
    return formula, sum((amount for text, amount in amounts if text in values), Decimal(0))


def _general(book: Placed, formula: str, value: Decimal) -> tuple[str, Decimal]:
    """Add the lines whose fund is left empty."""
    rows = f'{_counts_rows(book)}*({book.range("fund")}="")'
    empty = f"SUMPRODUCT({rows},{book.range('amount')})"
    amounts = zip(book.texts("fund"), _amounts(book), strict=True)
    more = sum((amount for text, amount in amounts if not text), Decimal(0))
    return f"=({formula.removeprefix('=')}+{empty})", value + more


def _sum(book: Placed, name: str) -> str:
    """The sum of a column of amounts, as reading takes it."""
    return f"SUMPRODUCT(--{_counts_rows(book)},{book.range(name)})"


def _counts_rows(book: Placed) -> str:
    """Which rows are read: those without a label that says that they are the sum of others.

    All labels of a row are joined, and what :func:`is_total` leaves aside is taken out.
    """
    labels = [
        book.cells_of(at) for at, column in enumerate(book.columns) if column.kind.value != "money"
    ]
    joined = '"|"&' + '&"|"&'.join(labels) + '&"|"'
    for sign, instead in (*((sign, "") for sign in " 　：:"), ("（", "|"), ("(", "|")):
        joined = f'SUBSTITUTE({joined},"{sign}","{instead}")'
    words = ",".join(f'"|{word}|"' for word in TOTAL_WORDS)
    ones = ";".join("1" for _ in TOTAL_WORDS)
    return f"(MMULT(--ISNUMBER(FIND({{{words}}},{joined})),{{{ones}}})=0)"


def _amounts(book: Placed, name: str = "amount") -> list[Decimal]:
    return [_amount(text) or Decimal(0) for text in book.texts(name)]


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "")) if text else None
    except InvalidOperation:
        return None


def _stored(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
