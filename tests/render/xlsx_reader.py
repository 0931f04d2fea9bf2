"""Reads a rendered workbook back as one would see it on paper, knowing nothing of its writer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

CONTENTS = "目录"
_SECTION = re.compile(r'(?:"[^"]*"|\\.|[^;])+|(?<=;)(?=;|$)|^(?=;)')
_CODE = re.compile(r"(?P<digits>[#,0]*0)(?P<point>\.(?P<places>0*))?(?P<rest>.*)", re.DOTALL)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')


@dataclass(frozen=True)
class SheetTable:
    """What a sheet prints: ``texts`` has the text of a spanning cell in its first slot only."""

    caption: str
    subtitle: str
    subject: str
    unit: str
    texts: list[list[str]]
    head_rows: int
    notes: list[str]


def read_tables(data: bytes) -> dict[str, SheetTable]:
    """Read every sheet but the contents sheet."""
    workbook = load_workbook(BytesIO(data))
    return {sheet.title: _read(sheet) for sheet in workbook if sheet.title != CONTENTS}


def printed(cell: Cell | MergedCell) -> str:
    """Return what a cell shows, with its line breaks."""
    if isinstance(cell, MergedCell) or cell.value is None:
        return ""
    if isinstance(cell.value, int | float):
        return formatted(Decimal(repr(cell.value)), cell.number_format)
    return str(cell.value)


def formatted(value: Decimal, code: str) -> str:
    """Show ``value`` by a number format code of digits, sections and literals."""
    sections = _SECTION.findall(code)
    if value == 0 and len(sections) > 2:
        return _literals(sections[2])
    if value < 0 and len(sections) > 1:
        sign, _, code = sections[1].partition("-")
        assert sign == "", code
        return "-" + _shown(-value, code)
    return _shown(value, sections[0])


def _shown(value: Decimal, code: str) -> str:
    match = _CODE.fullmatch(code)
    assert match is not None, code
    step = Decimal(1).scaleb(-len(match["places"] or ""))
    comma = "," if "," in match["digits"] else ""
    return f"{value.quantize(step, ROUND_HALF_UP):{comma}f}" + _literals(match["rest"])


def _literals(code: str) -> str:
    assert _LITERAL.sub("", code) == "", code
    return "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(code))


def _read(sheet: Worksheet) -> SheetTable:
    last = sheet.print_area.rpartition("!")[2].replace("$", "").rpartition(":")[2]
    rows = list(sheet[f"A1:{last}"])
    owners = _owners(sheet)
    bordered = [n for n, row in enumerate(rows) if row[0].border.left.style]
    first, stop = (bordered[0], bordered[-1] + 1) if bordered else (len(rows), len(rows))
    grid = [
        row
        for row in rows[first:stop]
        if any(owners.get(cell.coordinate, cell.row) == cell.row for cell in row)
    ]
    above = list(_lines(rows[:first]))
    centred = [text for align, text in above if align == "center"]
    titles = [int(n) for n in (sheet.print_title_rows or "").replace("$", "").split(":") if n]
    head = titles[1] - first if titles and titles[0] == first + 1 else 0
    return SheetTable(
        caption=centred[0] if centred else "",
        subtitle=centred[1] if len(centred) > 1 else "",
        subject="".join(text for align, text in above if align == "left"),
        unit="".join(text for align, text in above if align == "right"),
        texts=[[printed(cell) for cell in row] for row in grid],
        head_rows=head,
        notes=[text for _, text in _lines(rows[stop:])],
    )


def _owners(sheet: Worksheet) -> dict[str, int]:
    """Map each merged cell to the row where its merge begins."""
    return {
        sheet.cell(row, column).coordinate: area.min_row
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _lines(rows: list[tuple[Cell | MergedCell, ...]]) -> Iterator[tuple[str | None, str]]:
    """Yield the alignment and the text of each cell that prints something."""
    for row in rows:
        for cell in row:
            if text := printed(cell):
                yield cell.alignment.horizontal, text
