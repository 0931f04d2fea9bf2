"""The clerk's own workbook with the problems in it: coloured cells, comments, a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook as NewWorkbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from discloser.entry.package.marks import SheetMarks
from discloser.entry.package.workbook import DAMAGED, WorkbookPackage
from discloser.entry.package.xml import new
from discloser.entry.problem_sheet import problem_sheet
from discloser.finding import Finding, Severity
from discloser.location import Location, areas
from discloser.problems import merged
from discloser.read.cell_text import agrees
from discloser.read.characters import tidy
from discloser.read.spreadsheet.cell import Cell, Grid
from discloser.read.workbook import open_workbook
from discloser.read.workbook_layout import PROBLEMS

_COLORS = {
    Severity.ERROR: "FFFF9C9C",
    Severity.WARNING: "FFFFD966",
    Severity.NOTE: "FFBDD7EE",
}
_MOST_TEXT = 2_000
_NARROWEST, _WIDEST = 8, 60
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
KEPT_WHOLE = frozenset({".xlsx", ".xlsm"})
"""The forms whose copy is the original with marks; of the others it has the contents alone."""


def annotate(path: Path, findings: Iterable[Finding]) -> bytes:
    """Write the problems of the workbook at ``path`` into a copy of it, an .xlsx.

    Each cell with a problem is coloured by how much it matters and says what is wrong and what
    to do; the first sheet lists all problems in the order of ``findings``, equal ones once, with
    links to the cells. All else of an .xlsx stays as it is, so that the copy reads the same.

    Raises:
        ValueError: if the file is too damaged to be marked.
    """
    data = path.read_bytes() if path.suffix.lower() in KEPT_WHOLE else _contents(path)
    try:
        return _marked(WorkbookPackage(data), list(merged(findings)), str(path))
    except DAMAGED as error:
        raise ValueError("文件已损坏") from error


def _marked(package: WorkbookPackage, findings: list[Finding], file: str) -> bytes:
    package.drop_sheet(PROBLEMS)
    package.without_macros()
    fills = {severity: _fill(package, color) for severity, color in _COLORS.items()}
    names = {name.strip(): name for name in package.sheet_parts}

    def cell(place: Location | None) -> tuple[str, str] | None:
        """The sheet and the cell that is shown for a place; None outside this workbook."""
        name = names.get((place.sheet or "").strip()) if place is not None else None
        if place is None or name is None or place.file != file:
            return None
        sheet = package.sheet(name)
        is_cell = sheet is not None and _ADDRESS.fullmatch(place.cell or "")
        return (name, sheet.shown(place.cell or "")) if sheet is not None and is_cell else None

    marks: dict[tuple[str, str], dict[int, Finding]] = {}
    for number, finding in enumerate(findings):
        for place in finding.locations:
            at = cell(place)
            if at is not None:
                marks.setdefault(at, {})[number] = finding
    marked: dict[str, SheetMarks] = {}
    for (name, address), found in marks.items():
        sheet = package.sheet(name)
        if sheet is not None:
            on_sheet = marked.setdefault(name, SheetMarks(package, sheet))
            worst = min((each.severity for each in found.values()), key=list(Severity).index)
            on_sheet.colour(address, fills[worst])
            words = "\n\n".join("\n".join(_words(each)) for each in found.values())
            on_sheet.comment(address, tidy(words)[0][:_MOST_TEXT])

    def link(finding: Finding) -> str:
        at = cell(finding.location)
        quoted = at[0].replace("'", "''") if at is not None else ""
        return f"'{quoted}'!{at[1]}" if at is not None else ""

    listed = problem_sheet(package, findings, fills, lambda each: _where(each, file), link)
    package.put_sheet_first(PROBLEMS, listed)
    return package.content()


def _fill(package: WorkbookPackage, color: str) -> int:
    """Add a colour to the workbook's styles."""
    near = package.tree(package.book_part)
    fill, pattern = new(near, "fill"), new(near, "patternFill", patternType="solid")
    pattern.append(new(near, "fgColor", rgb=color))
    fill.append(pattern)
    return package.style_element("fills", fill)


def _contents(path: Path) -> bytes:
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
        for top, left, bottom, right in content.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    del book[book.sheetnames[0]]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _copy(cell: Any, read: Cell) -> None:
    """Copy a cell with its format; where only what it shows is known, that is the copy."""
    value = read.value
    if read.error:
        cell.value, cell.data_type = read.error, "e"
        return
    if read.is_open:
        cell.value = "=NA()"  # a formula without a result, as the original has
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


def _words(finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{finding.message}"
    if finding.remedy:
        yield f"怎么办：{finding.remedy}"


def _where(finding: Finding, file: str) -> str:
    """The place of a finding, or the cells of all that it stands for."""
    if not finding.locations:
        return ""
    places = finding.locations[: finding.times]
    return "、".join(areas(places)) or places[0].position.removeprefix(file).strip()
