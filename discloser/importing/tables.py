"""The tables of an office's files that are read: ledger grids and final-accounts forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from discloser.finding import Finding, Rule, Severity
from discloser.importing.form import Form, Use, form_title, is_form_name, read_form
from discloser.importing.grid import LedgerGrid, read_grid
from discloser.importing.header import find_heads
from discloser.importing.information import Told, read_information
from discloser.importing.titles import Role, Titles
from discloser.location import Location
from discloser.model.values import Kind
from discloser.read.spreadsheet.cell import Book
from discloser.read.workbook import open_workbook

NO_GRID = Rule(
    "J001",
    "没有认出能导入的表",
    "这个文件里没有认出预算系统导出的明细表。",
    "要导入的表，标题里至少要有这些栏中的四个：单位、功能分类、部门经济分类、政府经济分类、资金性质、"
    "项目、金额。",
)
UNKNOWN_COLUMNS = Rule(
    "J002", "没有用到的栏", "这些栏没有用到：{titles}。", "不用处理。", Severity.NOTE
)
ASIDE = Rule(
    "J003",
    "没有用到的工作表",
    "工作表“{sheet}”没有用到：{why}。",
    "不用处理。",
    Severity.NOTE,
)
WRONG_YEAR = Rule(
    "J004",
    "年度不对",
    "表里写的年度是 {written}，要做的是 {year}。",
    "请核对是不是给错了文件。",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class Tables:
    """What was recognised in files: ledger grids, and the forms of each workbook that has some.

    ``information`` has for each of these workbooks what its form 机构运行信息表 tells.
    """

    grids: list[LedgerGrid] = field(default_factory=list)
    forms: list[list[Form]] = field(default_factory=list)
    information: list[list[Told]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def open_books(paths: Iterable[Path]) -> tuple[list[Book], tuple[Finding, ...]]:
    """Open the workbooks at these paths; a sheet's cells are read when they are asked for."""
    opened = [open_workbook(path, str(path)) for path in paths]
    books = [book for book, _ in opened if book is not None]
    return books, tuple(finding for _, told in opened for finding in told)


def kind_of(books: Iterable[Book]) -> Kind:
    """The kind of disclosure that workbooks are for: forms of final accounts have numbers."""
    names = (name for book in books for name in book.sheets)
    return Kind.FINAL_ACCOUNT if any(map(is_form_name, names)) else Kind.BUDGET


def read_tables(books: Iterable[Book], titles: Titles) -> Tables:
    """Recognise the sheets of workbooks by what stands in them."""
    tables = Tables()
    for book in books:
        grids: list[LedgerGrid] = []
        forms: list[Form] = []
        told: list[Told] = []
        for name, sheet in book.sheets.items():
            cells = sheet()
            title = form_title(cells)
            if title is not None and title.use is Use.INFORMATION:
                told += read_information(cells, book.file)
                continue
            form = read_form(cells, title, book.file) if title is not None else None
            heads = find_heads(cells, titles) if form is None else None
            if form is not None:
                forms.append(form)
            elif heads is not None:
                grids.append(read_grid(cells, heads, book.file))
            else:
                tables.findings.append(_aside(book.file, name, "没有认出明细的标题"))
        tables.grids.extend(_without_views(grids, tables.findings))
        if forms or told:
            tables.forms.append(forms)
            tables.information.append(told)
        if not (grids or forms or told):
            tables.findings.append(NO_GRID.at(Location(book.file)))
    return tables


def _without_views(grids: list[LedgerGrid], findings: list[Finding]) -> list[LedgerGrid]:
    """Where one grid has the system's own field names, those alone."""
    own = [grid for grid in grids if grid.heads.is_source_data]
    beside = [grid for grid in grids if own and grid not in own]
    findings += (
        _aside(grid.file, grid.sheet, f"同一批数据取自“{own[0].sheet}”") for grid in beside
    )
    return own or grids


def _aside(file: str, sheet: str, why: str) -> Finding:
    return ASIDE.at(Location(file, sheet=sheet), sheet=sheet, why=why)


def about_grids(grids: Iterable[LedgerGrid], year: str) -> Iterable[Finding]:
    """What is to be said of grids: columns that are not read, another year."""
    for grid in grids:
        yield from grid.findings
        place = Location(grid.file, sheet=grid.sheet)
        if grid.heads.unknown:
            yield UNKNOWN_COLUMNS.at(place, titles="、".join(grid.heads.unknown.values()))
        years = {row.keys[Role.YEAR].text: row for row in grid.lines if Role.YEAR in row.keys}
        for written, row in years.items():
            if written.removesuffix("年") != year:
                yield WRONG_YEAR.at(row.keys[Role.YEAR].place, written=written, year=year)
