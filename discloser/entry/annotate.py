"""The clerk's own workbook with the problems in it: coloured cells, comments, a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook as NewWorkbook
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from discloser.entry.sheets import row_height
from discloser.finding import Finding, Severity
from discloser.location import Location, areas
from discloser.problems import merged
from discloser.read.cell_text import agrees
from discloser.read.spreadsheet.cell import Cell, Grid
from discloser.read.workbook import open_workbook
from discloser.read.workbook_layout import PROBLEMS

_COLORS = {Severity.ERROR: "FF9C9C", Severity.WARNING: "FFD966", Severity.NOTE: "BDD7EE"}
_TITLES = ("序号", "级别", "位置", "问题", "怎么办", "编号")
_WIDTHS = (6, 8, 24, 80, 60, 8)
_AUTHOR = "核对"
_MOST_TEXT = 2_000
_NARROWEST, _WIDEST = 8, 60
KEPT_WHOLE = frozenset({".xlsx", ".xlsm"})
"""The forms whose copy looks like the original; of the others it has the contents alone."""


def annotate(path: Path, findings: Iterable[Finding]) -> bytes:
    """Write the problems of the workbook at ``path`` into a copy of it, an .xlsx.

    Each cell with a problem is coloured by how much it matters and says what is wrong and what
    to do; the first sheet lists all problems in the order of ``findings``, equal ones once, with
    links to the cells.
    """
    if path.suffix.lower() in KEPT_WHOLE:
        book = load_workbook(path, keep_vba=False)
    else:
        book = _contents(path)
    if PROBLEMS in book.sheetnames:
        del book[PROBLEMS]
    ordered = list(merged(findings))
    for finding in reversed(ordered):  # the first problem of a cell stands first in its comment
        for place in finding.locations:
            cell = _cell(book, place, str(path))
            if cell is not None:
                _mark(cell, finding)
    _list(book, ordered, str(path))
    book.active = 0
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _contents(path: Path) -> Workbook:
    """A new workbook with every value of the one at ``path`` in its cell."""
    read, _ = open_workbook(path, str(path))
    if read is None:
        raise ValueError("打不开")
    book = NewWorkbook()
    for name, cells in read.sheets.items():
        sheet = book.create_sheet(name)
        content = cells()
        sheet.sheet_state = "hidden" if content.hidden else "visible"
        for row, filled in content.rows.items():
            for column, value in filled.items():
                _copy(sheet.cell(row + 1, column + 1), value)
        for letter, width in _widths(content).items():
            sheet.column_dimensions[letter].width = width
    del book[book.sheetnames[0]]
    return book


def _copy(cell: Any, read: Cell) -> None:
    """Copy a cell with its format; where only what it shows is known, that is the copy."""
    value = read.value
    if read.error:
        cell.value, cell.data_type = read.error, "e"
        return
    is_number = isinstance(value, float) and (read.text is None or agrees(read.text, value))
    if is_number or isinstance(value, bool):
        cell.value, cell.number_format = value, read.format.code
        return
    if not isinstance(value, str) and read.text is None:
        cell.value, cell.number_format = read.number, read.format.code
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", read.shown or str(value))
    cell.data_type = "s"  # a text may begin like a formula
    cell.number_format = "@"


def _widths(content: Grid) -> dict[str, int]:
    """The width of each column by its longest text, in characters."""
    longest: dict[str, int] = {}
    for filled in content.rows.values():
        for column, cell in filled.items():
            letter = get_column_letter(column + 1)
            shown = cell.shown or str(cell.value)
            wide = sum(1 if char.isascii() else 2 for char in shown) + 2
            longest[letter] = min(_WIDEST, max(longest.get(letter, _NARROWEST), wide))
    return longest


def _cell(book: Workbook, place: Location, file: str) -> Any:
    """The cell of a place in this workbook; of merged cells, the one that is shown."""
    if place.file != file or place.sheet not in book.sheetnames or not place.cell:
        return None
    sheet = book[place.sheet or ""]
    for area in sheet.merged_cells.ranges:
        if place.cell in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[place.cell]


def _mark(cell: Any, finding: Finding) -> None:
    cell.fill = PatternFill("solid", fgColor=_COLORS[finding.severity])
    words = "\n".join(_words(finding))
    if cell.comment is not None:
        words = f"{words}\n\n{cell.comment.text}"
    cell.comment = Comment(words[:_MOST_TEXT], _AUTHOR, width=320, height=160)


def _words(finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{finding.message}"
    if finding.remedy:
        yield f"怎么办：{finding.remedy}"


def _where(finding: Finding, file: str) -> str:
    """The place of a finding, or the cells of all that it stands for."""
    places = finding.locations[: finding.times]
    return "、".join(areas(places)) or places[0].position.removeprefix(file).strip()


def _list(book: Workbook, findings: list[Finding], file: str) -> None:
    sheet: Worksheet = book.create_sheet(PROBLEMS, 0)
    sheet.append(list(_TITLES))
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    for row, finding in enumerate(findings, start=2):
        place = finding.location
        where = "" if place is None else _where(finding, file)
        texts = (
            str(row - 1),
            finding.severity.label,
            where,
            finding.message,
            finding.remedy,
            finding.code,
        )
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s"  # what a clerk typed may begin like a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = row_height(texts, _WIDTHS)
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor=_COLORS[finding.severity])
        if place is not None and _cell(book, place, file) is not None:
            link = sheet.cell(row, 3)
            link.hyperlink = Hyperlink(link.coordinate, location=f"'{place.sheet}'!{place.cell}")
            font = copy(link.font)
            link.font = Font(name=font.name, color="0563C1", underline="single")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:F{max(2, len(findings) + 1)}"
