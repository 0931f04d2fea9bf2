"""Final accounts as the ministry's software exports them: the forms 财决02 to 附03 of one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.classification.codebook import Codebook, Scheme
from tests.importing.grids import Entry, Sheet, entries

GENERAL, FUND, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
_ECONOMIC = Codebook()


@dataclass(frozen=True)
class Receipt:
    """A receipt, or what is left, of one functional item and fund, in 元."""

    function: str
    fund: str
    kind: str
    amount: Decimal


def receipts(draft: Any, book: str) -> list[Receipt]:
    """The lines of a book of a draft."""
    yuan = 10_000 if draft.get("money_unit") == "万元" else 1
    usual = {"receipts": "本年收入", "closing": "年终结转结余"}[book]
    return [
        Receipt(
            line["function"],
            line.get("fund") or GENERAL,
            line.get("kind") or usual,
            Decimal(str(line["amount"])) * yuan,
        )
        for line in draft.get(book) or []
    ]


def forms(draft: Any, unit: str) -> list[Sheet]:
    """The workbook of a unit."""
    year = int(draft["year"])
    spent = entries(draft)
    received, left = receipts(draft, "receipts"), receipts(draft, "closing")
    basic = [each for each in spent if each.category == "基本支出"]
    project = [each for each in spent if each.category == "项目支出"]

    def of(fund: str, lines: Iterable[Entry]) -> list[Entry]:
        return [each for each in lines if each.fund == fund]

    return [
        account("Z02 收入支出决算表(财决02表)", unit, year, spent, received, left),
        income("Z03 收入决算表(财决03表)", unit, received, year),
        matrix("Z05 支出决算明细表(财决05表)", unit, spent, year),
        matrix("Z05_1 基本支出决算明细表(财决05-1表)", unit, basic, year),
        matrix("Z05_2 项目支出决算明细表(财决05-2表)", unit, project, year),
        account(
            "Z07 一般公共预算财政拨款收入支出决算表(财决07表)",
            unit,
            year,
            each_of(GENERAL, spent),
            each_of(GENERAL, received),
            each_of(GENERAL, left),
        ),
        matrix(
            "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-1表)",
            unit,
            of(GENERAL, basic),
            year,
        ),
        matrix(
            "Z08_2 一般公共预算财政拨款项目支出决算明细表(财决08-2表)",
            unit,
            of(GENERAL, project),
            year,
        ),
        account(
            "Z09 政府性基金预算财政拨款收入支出决算表(财决09表)",
            unit,
            year,
            each_of(FUND, spent),
            each_of(FUND, received),
            each_of(FUND, left),
        ),
        account(
            "Z11 国有资本经营预算财政拨款收入支出决算表(财决11表)",
            unit,
            year,
            each_of(CAPITAL, spent),
            each_of(CAPITAL, received),
            each_of(CAPITAL, left),
        ),
    ]


def each_of(fund: str, lines: Iterable[Any]) -> list[Any]:
    """The lines of a fund."""
    return [each for each in lines if each.fund == fund]


def matrix(name: str, unit: str, lines: list[Entry], year: int) -> Sheet:
    """Functional items by department economic items, with the sums of classes and of all."""
    codes = list(_ECONOMIC.codes(Scheme.DEPARTMENT_ECONOMIC, year))
    top, leaf, columns = ["合计"], [""], [""]
    for each in codes:
        top.append(each.name if len(each.code) == 3 else "")
        leaf.append("小计" if len(each.code) == 3 else each.name)
        columns.append(each.code)

    def values(held: list[Entry]) -> list[Any]:
        sums: dict[str, Decimal] = {}
        for each in held:
            code = each.department_economic[0]
            for length in (0, 3, 5):
                sums[code[:length]] = sums.get(code[:length], Decimal()) + each.amount
        return [float(sums[code]) if code in sums else "—" for code in columns]

    functions = list(dict.fromkeys(each.function[0] for each in lines))
    rows = [values(lines)]
    rows += [values([each for each in lines if each.function[0] == code]) for code in functions]
    return sheet(name, unit, [top, leaf], rows, functions, year)


def income(name: str, unit: str, lines: list[Receipt], year: int) -> Sheet:
    """The receipts of the year by functional item and source."""
    funds = ["上级补助收入", "事业收入", "财政专户管理资金", "事业单位经营收入"]
    funds += ["附属单位上缴收入", "其他收入"]
    top = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "", "经营收入"]
    top += ["附属单位上缴收入", "其他收入"]
    leaf = ["", "", "", "小计", "其中：教育收费", "", "", ""]
    now = [each for each in lines if each.kind == "本年收入"]

    def values(held: list[Receipt]) -> list[Any]:
        sums = {fund: sum((e.amount for e in held if e.fund == fund), Decimal()) for fund in funds}
        fiscal = sum((e.amount for e in held if e.fund in (GENERAL, FUND, CAPITAL)), Decimal())
        sums["事业收入"] += sums["财政专户管理资金"]
        whole = sum((each.amount for each in held), Decimal())
        return [float(amount) for amount in (whole, fiscal, *sums.values())]

    functions = list(dict.fromkeys(each.function for each in now))
    rows = [values(now)]
    rows += [values([each for each in now if each.function == code]) for code in functions]
    return sheet(name, unit, [top, leaf], rows, functions, year)


def account(  # noqa: PLR0917
    name: str,
    unit: str,
    year: int,
    spent: list[Entry],
    received: list[Receipt],
    left: list[Receipt],
) -> Sheet:
    """From what was brought forward to what is left, by functional item."""
    top = ["年初结转和结余", "", "", "本年收入", "本年支出", "", "", "年末结转和结余", "", ""]
    leaf = ["合计", "基本支出结转", "项目支出结转和结余", "合计", "合计", "基本支出", "项目支出"]
    leaf += ["合计", "基本支出结转", "项目支出结转和结余"]

    def values(code: str) -> list[Any]:
        def total(lines: Iterable[Any], **asked: str) -> float:
            return float(
                sum(
                    (
                        each.amount
                        for each in lines
                        if function_of(each).startswith(code)
                        and all(getattr(each, key) == value for key, value in asked.items())
                    ),
                    Decimal(),
                )
            )

        opening = total(received, kind="上年结转结余")
        closing = total(left, kind="年终结转结余")
        return [
            *(opening, 0, opening, total(received, kind="本年收入"), total(spent)),
            *(total(spent, category="基本支出"), total(spent, category="项目支出")),
            *(closing, 0, closing),
        ]

    functions = list(dict.fromkeys(map(function_of, [*received, *spent, *left])))
    rows = [values(""), *map(values, functions)]
    return sheet(name, unit, [top, leaf], rows, functions, year)


def function_of(line: Any) -> str:
    """The functional item of a line of any book."""
    return line.function if isinstance(line, Receipt) else line.function[0]


def sheet(  # noqa: PLR0917
    name: str,
    unit: str,
    titles: list[list[str]],
    rows: list[list[Any]],
    functions: list[str],
    year: int,
) -> Sheet:
    """A form: code in A to C, name in D, amounts from E; 栏次 and 合计 above the first item."""
    title = name.partition(" ")[2].partition("(")[0]
    wide = len(titles[0])
    made = Sheet(name[:31], [[title], [name.partition("(")[2].rstrip(")")]])
    made.rows.append([f"编制单位：{unit}", *[None] * (wide + 1), f"{year}年度", "金额单位：元"])
    made.rows.append(["项目", None, None, None, *[None] * wide])
    made.rows.append(
        ["支出功能分类科目编码", None, None, "科目名称", *(t or None for t in titles[0])]
    )
    made.rows.append(["类", "款", "项", None, *(text or None for text in titles[1])])
    made.merged += [(4, 1, 4, 4), (5, 1, 5, 3), (5, 4, 6, 4)]
    at = 5
    while at < wide + 5:
        end = at
        while end < wide + 4 and not titles[0][end - 4]:
            end += 1
        if titles[1][at - 5] == "":
            made.merged.append((5, at, 6, at))
        elif end > at:
            made.merged.append((5, at, 5, end))
        at = end + 1
    made.rows.append([None, None, None, "栏次", *range(1, wide + 1)])
    made.rows.append([None, None, None, "合计", *rows[0]])
    book = Codebook()
    for code, values in zip(functions, rows[1:], strict=True):
        named = book.name(Scheme.FUNCTION, code, year)
        made.rows.append([code, None, None, named, *values])
        made.merged.append((len(made.rows), 1, len(made.rows), 3))
    return made
