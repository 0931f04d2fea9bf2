"""Files of an office as an input: which sheets are ledger grids, what they say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding, Rule, Severity
from discloser.importing.grid import LedgerGrid, read_grid
from discloser.importing.header import find_heads
from discloser.importing.ledger import YUAN_ASSUMED, Imported, draft_of
from discloser.importing.lines import lines_of
from discloser.importing.proof import Proof, prove
from discloser.importing.titles import Role, Title, Titles
from discloser.location import Location
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
NO_AMOUNT = Rule("J005", "不是金额", "“{name}”这里不是金额。", "请在导出的表里改成数字。")
NOT_REPRODUCED = Rule(
    "J006",
    "有数对不上",
    "“{name}”印的是 {printed}，明细加起来是 {derived}，差 {difference} 元。",
    "请看这一行（列）是不是有没认出来的栏，或导出的表不全。",
    Severity.WARNING,
)


@dataclass(frozen=True, slots=True)
class Import:
    """What files say as an input, and its proof; None where nothing could be read."""

    imported: Imported | None
    proof: Proof
    findings: tuple[Finding, ...]


def import_files(
    paths: Iterable[Path], about: Mapping[str, str], forms: Forms, codebook: Codebook
) -> Import:
    """Read files that are no input: what they say as a draft of ``about`` (pack, kind, year)."""
    titles, findings = Titles(forms), list[Finding]()
    grids: list[LedgerGrid] = []
    for path in paths:
        book, told = open_workbook(path, str(path))
        findings += told
        if book is not None:
            grids += _grids(book, titles, findings)
    if not grids:
        return Import(None, Proof(()), tuple(findings))
    lines = [line for at, grid in enumerate(grids) for line in lines_of(at, grid, titles, forms)]
    findings += _about_grids(grids, about["year"])
    imported = draft_of(lines, about, forms, codebook)
    if any(not _unit(grid, title) for grid in grids for title in grid.heads.amounts.values()):
        imported.inferred["money_unit",] = YUAN_ASSUMED
    proof = prove(grids, lines)
    findings += (*imported.findings, *_not_reproduced(proof))
    return Import(imported, proof, tuple(findings))


def _grids(book: Book, titles: Titles, findings: list[Finding]) -> list[LedgerGrid]:
    """The ledger grids of a workbook; where one has the system's own field names, those alone."""
    found: list[LedgerGrid] = []
    for name, sheet in book.sheets.items():
        cells = sheet()
        heads = find_heads(cells, titles)
        if heads is None:
            findings.append(_aside(book.file, name, "没有认出明细的标题"))
        else:
            found.append(read_grid(cells, heads, book.file))
    if not found:
        findings.append(NO_GRID.at(Location(book.file)))
        return []
    own = [grid for grid in found if grid.heads.is_source_data]
    beside = [grid for grid in found if own and grid not in own]
    findings += (
        _aside(book.file, grid.sheet, f"同一批数据取自“{own[0].sheet}”") for grid in beside
    )
    return own or found


def _unit(grid: LedgerGrid, title: Title) -> str:
    return title.unit or grid.heads.unit


def _aside(file: str, sheet: str, why: str) -> Finding:
    return ASIDE.at(Location(file, sheet=sheet), sheet=sheet, why=why)


def _about_grids(grids: Iterable[LedgerGrid], year: str) -> Iterable[Finding]:
    for grid in grids:
        yield from grid.findings
        place = Location(grid.file, sheet=grid.sheet)
        if grid.heads.unknown:
            yield UNKNOWN_COLUMNS.at(place, titles="、".join(grid.heads.unknown.values()))
        years = {row.keys[Role.YEAR].text: row for row in grid.lines if Role.YEAR in row.keys}
        for written, row in years.items():
            if written.removesuffix("年") != year:
                yield WRONG_YEAR.at(row.keys[Role.YEAR].place, written=written, year=year)


def _not_reproduced(proof: Proof) -> Iterable[Finding]:
    for each in proof.broken:
        if each.printed is None:
            yield NO_AMOUNT.at(each.place, name=each.name)
            continue
        amounts = (each.printed, each.derived, each.printed - each.derived)
        printed, derived, difference = (f"{amount:,f}" for amount in amounts)
        yield NOT_REPRODUCED.at(
            each.place, name=each.name, printed=printed, derived=derived, difference=difference
        )
