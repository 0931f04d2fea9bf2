"""The tables of an office's files that are read: ledger grids and final-accounts forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from discloser.finding import Finding, Rule, Severity
from discloser.importing.form import Form, FormTitle, Use, form_title, is_form_name, read_form
from discloser.importing.grid import LedgerGrid, read_grid
from discloser.importing.header import find_heads
from discloser.importing.information import Told, read_information
from discloser.importing.recognition import Recognition
from discloser.importing.titles import Titles
from discloser.location import Location
from discloser.model.values import Kind
from discloser.read.file import file_content
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.cell import Book

NO_GRID = Rule(
    "J001",
    "没有认出能导入的表",
    "这个文件里没有认出预算系统导出的明细表。",
    "要导入的表，标题里至少要有这些栏中的四个：单位、功能分类、部门经济分类、政府经济分类、资金性质、"
    "项目、金额。",
)
ASIDE = Rule(
    "J003",
    "没有用到的工作表",
    "工作表“{sheet}”没有用到：{why}。",
    "不用处理。",
    Severity.NOTE,
)
SAME_FILE = Rule(
    "J021",
    "同一个文件给了两次",
    "这个文件和“{other}”的内容一样，只读了一次。",
    "不用处理。",
    Severity.NOTE,
)
WITHOUT_FORM = Rule(
    "J022",
    "少几张决算表",
    "没有找到这些表：{forms}。",
    "请从决算软件里再导出这几张，一起导入；没有的，括号里的内容要自己填。",
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
    """Open the workbooks at these paths; a sheet's cells are read once, when they are asked for."""
    books: list[Book] = []
    findings: list[Finding] = []
    known: dict[bytes, Path] = {}
    for path in paths:
        content = file_content(path, str(path))
        if isinstance(content, Finding):
            findings.append(content)
            continue
        first = known.setdefault(sha256(content).digest(), path)
        if first is not path:
            findings.append(SAME_FILE.at(Location(str(path)), other=str(first)))
            continue
        book, told = open_spreadsheet(content, str(path))
        findings += told
        if book is not None:
            books.append(
                replace(book, sheets={n: cache(sheet) for n, sheet in book.sheets.items()})
            )
    return books, tuple(findings)


def kind_of(books: Sequence[Book]) -> Kind | None:
    """The kind of disclosure that workbooks are for: forms of final accounts have numbers."""
    if not books:
        return None
    names = (name for book in books for name in book.sheets)
    return Kind.FINAL_ACCOUNT if any(map(is_form_name, names)) else Kind.BUDGET


def read_tables(books: Iterable[Book], titles: Titles, known: Recognition) -> Tables:
    """Recognise the sheets of workbooks by what stands in them."""
    tables = Tables()
    for book in books:
        grids: list[LedgerGrid] = []
        forms: list[Form] = []
        told: list[Told] = []
        seen = set[FormTitle | None]()
        for name, sheet in book.sheets.items():
            cells = sheet()
            title = form_title(cells, known.forms)
            seen.add(title)
            if title is not None and title.use is Use.INFORMATION:
                told += read_information(cells, book.file, known.information)
                continue
            form = read_form(cells, title, book.file) if title is not None else None
            if form is not None:
                forms.append(form)
                continue
            found = [read_grid(cells, h, book.file) for h in find_heads(cells, titles, book.file)]
            grids += found
            if not found:
                tables.findings.extend(cells.findings)
                tables.findings.append(_aside(book.file, name, "没有认出明细的标题"))
        tables.grids.extend(_without_views(grids, tables.findings))
        if forms or told:
            tables.forms.append(forms)
            tables.information.append(told)
            tables.findings.extend(_missing(seen, known.forms, book.file))
        if not (grids or forms or told):
            tables.findings.append(NO_GRID.at(Location(book.file)))
    return tables


def _missing(
    seen: Collection[FormTitle | None], known: Iterable[FormTitle], file: str
) -> Iterator[Finding]:
    """The forms that a workbook of forms does not have, each with what only it tells."""
    absent = [f"{each.title}（{each.without}）" for each in known if each.without]
    there = {f"{each.title}（{each.without}）" for each in seen if each is not None}
    if names := "、".join(each for each in absent if each not in there):
        yield WITHOUT_FORM.at(Location(file), forms=names)


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
