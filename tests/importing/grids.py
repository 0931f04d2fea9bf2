"""Inputs as the budget system exports them: one row a line, in four shapes of grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from discloser.classification.codebook import Codebook, Scheme
from discloser.read import read_input
from tests.entry.samples import ROOT

INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
_SCHEMES = {
    "function": Scheme.FUNCTION,
    "department_economic": Scheme.DEPARTMENT_ECONOMIC,
    "government_economic": Scheme.GOVERNMENT_ECONOMIC,
}


@dataclass(frozen=True)
class Entry:
    """A line of the expenditure as a system holds it: codes with names, an amount in 元."""

    unit: tuple[str, str]
    function: tuple[str, str]
    department_economic: tuple[str, str]
    government_economic: tuple[str, str]
    category: str
    project: tuple[str, str]
    fund: str
    carried_over: bool
    amount: Decimal


def draft_of(path: Path) -> Any:
    """The draft of an input."""
    draft, _, _ = read_input(path)
    assert draft is not None
    return draft


def entries(draft: Any) -> list[Entry]:
    """The expenditure of a draft, its amounts in 元."""
    units = {unit.get("code") or unit["name"]: unit["name"] for unit in draft["units"]}
    own = next(iter(units))
    codes = {each["name"]: each.get("code") or "" for each in draft.get("projects") or []}
    yuan = 10_000 if draft.get("money_unit") == "万元" else 1
    found = []
    for line in draft["expenditure"]:
        named = {
            name: (line.get(name) or "", _name(scheme, line.get(name), int(draft["year"])))
            for name, scheme in _SCHEMES.items()
        }
        unit, project = line.get("unit") or own, line.get("project") or ""
        amount = Decimal(str(line["amount"]).replace(",", "")) * yuan
        found.append(
            Entry(
                (unit if unit.isalnum() and unit.isascii() else "", units[unit]),
                named["function"],
                named["department_economic"],
                named["government_economic"],
                line["category"],
                (codes.get(project, ""), project),
                line.get("fund") or "一般公共预算",
                line.get("carried_over") == "是",
                amount,
            )
        )
    return found


def _name(scheme: Scheme, code: str | None, year: int) -> str:
    if not code:
        return ""
    return Codebook().name(scheme, code, year) or ""


@dataclass
class Sheet:
    """A sheet of an export: its rows, and its merged ranges by first and last row and column."""

    title: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def single(found: list[Entry]) -> list[Sheet]:
    """One row of titles, codes before names in one cell, amounts in 元, 序号 and 合计."""
    titles = "序号 财政内部机构 预算单位 项目支出类别 项目代码 项目名称 支出功能分类"
    titles += " 部门预算经济分类 政府预算经济分类 是否政府采购 资金性质 是否上年结转 预算金额(元)"
    sheet = Sheet("视图数据", [titles.split()])
    for number, each in enumerate(found, start=1):
        row = [number, "011-行政政法科", joined(each.unit, "-"), each.category, *each.project]
        row += [joined(each.function, "-"), joined(each.department_economic, "-")]
        row += [joined(each.government_economic, "-"), "否", each.fund, carried(each)]
        sheet.rows.append([*row, float(each.amount)])
    sheet.rows.append(["合计", *[None] * 11, float(sum(each.amount for each in found))])
    return [sheet]


def nested(found: list[Entry]) -> list[Sheet]:
    """Titles in two rows, units merged over their rows, 万元, totals beside and below."""
    funds = list(dict.fromkeys(each.fund for each in found))
    wide = len(funds)
    top = ["预算单位", "支出性质", "支出功能分类科目", None, "部门预算支出经济分类", None]
    top += ["政府预算支出经济分类", None, "项目", "总计", "资金来源", *[None] * wide, "是否结转"]
    leaf = [None, None, "科目编码", "科目名称", "编码", "名称", "编码", "名称", None, None]
    sheet = Sheet("Sheet1", [["支出预算明细表"], [None] * 8 + ["单位：万元"], top])
    sheet.rows.append([*leaf, "小计", *funds])
    sheet.merged += [(3, at, 4, at) for at in (1, 2, 9, 10, 12 + wide)]
    sheet.merged += [(3, 3, 3, 4), (3, 5, 3, 6), (3, 7, 3, 8), (3, 11, 3, 11 + wide)]
    by_unit: dict[tuple[str, str], list[Entry]] = {}
    for each in found:
        by_unit.setdefault(each.unit, []).append(each)
    for unit, lines in by_unit.items():
        first = len(sheet.rows) + 1
        for each in lines:
            amount = float(each.amount / 10_000)
            row: list[Any] = [f"[{unit[0]}]{unit[1]}" if unit[0] else unit[1], each.category]
            row += [*each.function, *each.department_economic, *each.government_economic]
            row += [joined(each.project, " "), amount, amount]
            row += [amount if each.fund == fund else None for fund in funds]
            sheet.rows.append([*row, carried(each)])
        sheet.merged.append((first, 1, len(sheet.rows), 1))
    whole = [float(sum(e.amount for e in found if e.fund == f) / 10_000) for f in funds]
    total = float(sum(each.amount for each in found) / 10_000)
    sheet.rows.append(["合　计", *[None] * 8, total, total, *whole])
    return [sheet]


def source_data(found: list[Entry]) -> list[Sheet]:
    """The view beside the system's own fields on a sheet 源数据."""
    titles = "fiscal_year mof_div_code agency_code agency_name exp_func_code exp_func_name"
    titles += " dep_bgt_eco_code gov_bgt_eco_code pro_cat_name pro_code pro_name fund_type_name"
    sheet = Sheet("源数据", [[*titles.split(), "is_carry_over", "amt"]])
    for each in found:
        row = [None, "410700000", *each.unit, *each.function, each.department_economic[0]]
        row += [each.government_economic[0], each.category, *each.project, each.fund]
        sheet.rows.append([*row, carried(each), float(each.amount)])
    return [*single(found), sheet]


def fund_columns(found: list[Entry]) -> list[Sheet]:
    """One row a combination: the kinds of money stand side by side, what is carried over apart."""
    funds = list(dict.fromkeys(each.fund for each in found))
    titles = "预算单位 项目类别 项目编码 项目名称 支出功能分类 政府预算经济分类 部门预算经济分类"
    titles += " 资金性质 预算金额"
    sheet = Sheet("支出预算", [[*titles.split(), *funds, "上年结转"]])
    for each in found:
        amount = float(each.amount)
        row: list[Any] = [joined(each.unit, " - "), each.category, *each.project]
        row += [joined(each.function, " - "), joined(each.government_economic, " - ")]
        row += [joined(each.department_economic, " - "), each.fund, amount]
        row += [amount if each.fund == f and not each.carried_over else 0 for f in funds]
        sheet.rows.append([*row, amount if each.carried_over else 0])
    return [sheet]


def carried(entry: Entry) -> str:
    """Whether a line is last year's money, as a grid says it."""
    return "是" if entry.carried_over else "否"


def joined(pair: tuple[str, str], between: str) -> str:
    """A code and its name in one cell."""
    return between.join(filter(None, pair))


SHAPES = {
    "single": single,
    "nested": nested,
    "source data": source_data,
    "fund columns": fund_columns,
}


def saved(sheets: list[Sheet], path: Path) -> Path:
    """Write sheets as a workbook."""
    book = Workbook()
    for each in sheets:
        target = book.create_sheet(each.title)
        for row in each.rows:
            target.append(row)
        for top, left, bottom, right in each.merged:
            target.merge_cells(None, top, left, bottom, right)
    del book[book.sheetnames[0]]
    book.save(path)
    return path


def keys(draft: Any) -> list[tuple[tuple[Any, ...], Decimal]]:
    """The lines of a draft by what tells them apart, equal ones added up."""
    sums: dict[tuple[Any, ...], Decimal] = {}
    for each in entries(draft):
        key: tuple[Any, ...] = (each.unit[1], each.function[0], each.department_economic[0])
        key += (each.government_economic[0], each.category, each.project, each.fund)
        key += (each.carried_over,)
        sums[key] = sums.get(key, Decimal()) + each.amount
    return sorted(sums.items(), key=str)
