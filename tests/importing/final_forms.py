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
        information(draft, unit),
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


INFORMATION = """\
一、“三公”经费支出|
（一）支出合计|
1．因公出国（境）费|30212
2．公务用车购置及运行维护费|
（1）公务用车购置费|31013
（2）公务用车运行维护费|30231
3．公务接待费|30217
（二）相关统计数|
1．因公出国（境）团组数（个）|three_public.groups_abroad
2．因公出国（境）人次数（人）|three_public.persons_abroad
3．公务用车购置数（辆）|three_public.vehicles_bought
4．公务用车保有量（辆）|three_public.vehicles_kept
5．国内公务接待批次（个）|three_public.domestic_groups
6．国内公务接待人次（人）|three_public.domestic_guests
7．国（境）外公务接待批次（个）|three_public.foreign_groups
8．国（境）外公务接待人次（人）|three_public.foreign_guests
二、机关运行经费|
三、国有资产占用情况|
（一）车辆数合计（辆）|
1．副部（省）级及以上领导用车|assets.vehicles.provincial_leaders
2．主要负责人用车|assets.vehicles.principals
3．机要通信用车|assets.vehicles.confidential
4．应急保障用车|assets.vehicles.emergency
5．执法执勤用车|assets.vehicles.law_enforcement
6．特种专业技术用车|assets.vehicles.special
7．离退休干部服务用车|assets.vehicles.retired
8．其他用车|assets.vehicles.other
（二）单价100万元（含）以上设备（不含车辆）（台，套）|assets.special_equipment
四、政府采购支出信息|
（一）政府采购支出合计|
1．政府采购货物支出|procurement.goods
2．政府采购工程支出|procurement.works
3．政府采购服务支出|procurement.services
（二）政府采购授予中小企业合同金额|procurement.small_and_medium
其中：授予小微企业合同金额|procurement.small_and_micro"""
"""The rows of 财决附03 with the field that each counts, or the item that it is spent on."""


def information(draft: Any, unit: str) -> Sheet:
    """The form 机构运行信息表, in two panels side by side."""
    yuan = 10_000 if draft.get("money_unit") == "万元" else 1
    rows: list[list[Any]] = []
    for number, line in enumerate(INFORMATION.splitlines(), start=1):
        label, _, field_name = line.partition("|")
        value: Any = None
        if field_name.isdigit():
            spent = (e for e in entries(draft) if e.department_economic[0] == field_name)
            value = float(sum((e.amount for e in spent if e.fund == GENERAL), Decimal()))
        elif field_name:
            value = draft
            for step in field_name.split("."):
                value = (value or {}).get(step)
            is_money = field_name.startswith("procurement")
            value = float(Decimal(str(value)) * (yuan if is_money else 1)) if value else value
        rows.append([label, number, "—" if value is None else value])
    half = (len(rows) + 1) // 2
    sheet = Sheet("F03 机构运行信息表(财决附03表)", [["机构运行信息表"]])
    sheet.rows.append([f"编制单位：{unit}", None, None, None, None, "金额单位：元"])
    sheet.rows.append(["项  目", "行次", "统计数", "项  目", "行次", "统计数"])
    right = [*rows[half:], ["", "", ""]]
    sheet.rows += [[*left, *right[at]] for at, left in enumerate(rows[:half])]
    return sheet


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
