"""What is to be said of the tables of an office's files before their lines are taken.

Whether a table is of the year and the kind that are asked for, whether its money unit can be right,
what of it a person does not see, and whether files are given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from statistics import median

from discloser.finding import Finding, Rule, Severity
from discloser.importing.caption import Caption
from discloser.importing.form import Form
from discloser.importing.grid import LedgerGrid
from discloser.importing.grid_rows import Amount
from discloser.importing.lines import Line
from discloser.importing.tables import Tables
from discloser.importing.titles import Role
from discloser.location import Location
from discloser.model.values import Kind

UNKNOWN_COLUMNS = Rule(
    "J002", "没有用到的栏", "这些栏没有用到：{titles}。", "不用处理。", Severity.NOTE
)
WRONG_YEAR = Rule(
    "J004",
    "年度不对",
    "表里写的年度是 {written}，要做的是 {year}。",
    "请核对是不是给错了文件。",
    Severity.WARNING,
)
OTHER_YEARS = Rule(
    "J007",
    "有别的年度的行",
    "有 {count} 行的年度是 {written}，要做的是 {year}，这些行没有导入。",
    "不用处理；年度写错的，请在导出的表里改正。",
    Severity.WARNING,
)
WRONG_KIND = Rule(
    "J008",
    "种类不对",
    "这是{found}的表，要做的是{wanted}；照样读了。",
    "请核对是不是给错了文件。",
    Severity.WARNING,
)
FORMS_OF_AN_ACCOUNT = Rule(
    "J009",
    "决算的表用不上",
    "这是决算软件的报表，要做的是部门预算，没有读。",
    "做决算请写 --kind 决算；做预算请给预算系统导出的明细表。",
)
UNIT_DOUBTED = Rule(
    "J016",
    "金额单位可能写错了",
    "按“{unit}”算，这张表一行大约是 {typical} 元，{how}。",
    "请核对表上写的金额单位，写错的改正后再导入。",
    Severity.WARNING,
)
LESS_THAN_A_CENT = Rule(
    "J017",
    "金额不到一分",
    "“{text}”按“{unit}”算有不到一分的零头，金额单位可能是万元。",
    "请核对表上写的金额单位和这个数。",
    Severity.WARNING,
)
NOT_SHOWN = Rule(
    "J018",
    "隐藏的内容也读了",
    "{what}是隐藏的（可能被筛选掉了），也读了。",
    "不要的，请取消筛选和隐藏，删去后再导入。",
    Severity.WARNING,
)
SEVERAL_DEPARTMENTS = Rule(
    "J019",
    "不止一个部门",
    "单位代码分属 {count} 个部门：{names}。",
    "一次只能做一个部门；请在导出时只选一个部门。",
    Severity.WARNING,
)
_YUAN = "元"
_PLAUSIBLE = (Decimal(1_000), Decimal(100_000_000))
"""元 that a usual line of a department lies between: one economic item of a unit or a project."""
_LEAST_LINES = 3
_CENT = Decimal("0.01")
_DEPARTMENT_DIGITS = 3
"""How many digits of a unit's code are its department's."""


def about_grids(grids: Iterable[LedgerGrid], kind: str, year: str) -> Iterator[Finding]:
    """What is to be said of ledger grids; of columns that are not read, too."""
    for grid in grids:
        yield from grid.findings
        place = Location(grid.file, sheet=grid.sheet)
        if grid.heads.unknown:
            yield UNKNOWN_COLUMNS.at(place, titles="、".join(grid.heads.unknown.values()))
        yield from _about_caption(grid.heads.caption, place, kind, year)
        yield from _years(grid, year)
        yield from _hidden(grid, place)
        yield from _units(grid, place)


def about_forms(forms: Iterable[Form], year: str) -> Iterator[Finding]:
    """What is to be said of forms of the final-accounts software; their kind is known."""
    for form in forms:
        yield from form.findings
        place = Location(form.file, sheet=form.sheet)
        yield from _about_caption(form.caption, place, "", year)


def not_of_a_budget(tables: Tables) -> Iterator[Finding]:
    """Leave the forms of the final-accounts software out of a budget, and say so."""
    for file in dict.fromkeys(form.file for forms in tables.forms for form in forms):
        yield FORMS_OF_AN_ACCOUNT.at(Location(file))
    tables.forms.clear()
    tables.information.clear()


def _about_caption(caption: Caption, place: Location, kind: str, year: str) -> Iterator[Finding]:
    if caption.year is not None and caption.year.text != year:
        yield WRONG_YEAR.at(caption.year.place, written=caption.year.text, year=year)
    if kind and caption.kind is not None and caption.kind.value != kind:
        yield WRONG_KIND.at(place, found=caption.kind.label, wanted=Kind(kind).label)


def _years(grid: LedgerGrid, year: str) -> Iterator[Finding]:
    """Lines of other years, where some are of this one; else that all are of another."""
    rows: dict[str, list[Location]] = {}
    for row in grid.lines:
        if Role.YEAR in row.keys:
            rows.setdefault(_year(row.keys[Role.YEAR].text), []).append(row.keys[Role.YEAR].place)
    for written, places in rows.items():
        if written == year:
            continue
        if year in rows:
            yield OTHER_YEARS.at(places[0], count=len(places), written=written, year=year)
        else:
            yield WRONG_YEAR.at(places[0], written=written, year=year)


def _year(text: str) -> str:
    return text.strip().removesuffix("度").removesuffix("年")


def of_other_years(grid: LedgerGrid, year: str) -> frozenset[int]:
    """The rows of a grid that are of other years, where some are of this one."""
    years = {
        row.number: _year(row.keys[Role.YEAR].text) for row in grid.lines if Role.YEAR in row.keys
    }
    if year not in years.values():
        return frozenset()
    return frozenset(number for number, written in years.items() if written != year)


def _hidden(grid: LedgerGrid, place: Location) -> Iterator[Finding]:
    if grid.is_hidden:
        yield NOT_SHOWN.at(place, what=f"工作表“{grid.sheet}”")
    elif grid.hidden_rows:
        first = Location(grid.file, sheet=grid.sheet, cell=f"A{grid.hidden_rows[0] + 1}")
        yield NOT_SHOWN.at(first, what=f"从这里起有 {len(grid.hidden_rows)} 行")


def _units(grid: LedgerGrid, place: Location) -> Iterator[Finding]:
    """Amounts that their money unit makes too small or too large to be true."""
    unit = _unit_of(grid, None)
    typical = [
        abs(each.yuan) for row in grid.lines for each in row.amounts if each.yuan is not None
    ]
    usual = median(typical) if len(typical) >= _LEAST_LINES else _PLAUSIBLE[0]
    if not _PLAUSIBLE[0] <= usual <= _PLAUSIBLE[1]:
        how = "小得少见" if usual < _PLAUSIBLE[0] else "大得少见"
        yield UNIT_DOUBTED.at(place, unit=unit, typical=f"{usual.normalize():,f}", how=how)
    for row in grid.lines:
        for each in row.amounts:
            if each.yuan is not None and each.yuan % _CENT:
                unit = _unit_of(grid, each)
                yield LESS_THAN_A_CENT.at(each.place, text=each.text, unit=unit)
                return


def _unit_of(grid: LedgerGrid, amount: Amount | None) -> str:
    titles = grid.heads.amounts.values() if amount is None else [amount.title]
    own = next((title.unit for title in titles if title.unit), "")
    return own or grid.heads.caption.money_unit or _YUAN


def about_units(lines: Sequence[Line]) -> Iterator[Finding]:
    """That the units of lines are of several departments, by the first digits of their codes."""
    known: dict[str, Line] = {}
    for line in lines:
        code = line.unit[0]
        if code.isdecimal() and len(code) > _DEPARTMENT_DIGITS:
            known.setdefault(code[:_DEPARTMENT_DIGITS], line)
    if len(known) > 1:
        places = [line.places.get("unit", line.places["amount"]) for line in known.values()]
        names = "、".join(" ".join(filter(None, line.unit)) for line in known.values())
        yield SEVERAL_DEPARTMENTS.at(*places, count=len(known), names=names)
