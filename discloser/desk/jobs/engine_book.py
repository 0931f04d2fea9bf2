"""The engine's work on a filled workbook: what its cells hold, values mended, rows pasted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from discloser.desk.jobs.result import Result
from discloser.entry.convert import lists_for
from discloser.entry.lists import Lists
from discloser.entry.mend.around import Around, CellFindings, around
from discloser.entry.mend.book import EntryBook, open_book
from discloser.entry.mend.differences import ChangedRow, differences
from discloser.entry.mend.field import CellField, cell_field
from discloser.entry.mend.mended import mended
from discloser.entry.mend.pasted import pasted
from discloser.entry.mend.shown import shown_text
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.model.values import Kind
from discloser.pack.inputs import PackOf
from discloser.pack.layers import pack_roots
from discloser.pipeline import Prepared, keep_packs
from discloser.read import WORKBOOKS
from discloser.report import display

_load = keep_packs()
_MOST_GRIDS = 200
"""So many findings are shown with their cells; the rest by their places alone."""
_MOST_ROWS = 3_000


def opened(path: Path, about: Mapping[str, Any]) -> tuple[EntryBook | None, tuple[Finding, ...]]:
    """The entry workbook at ``path``; None where it is none."""
    return open_book(path.read_bytes(), str(path), PackOf(_load, _roots(about)).form)


def shown_cells(prepared: Prepared, about: Mapping[str, Any]) -> EntryBook | None:
    """The workbook of an input that was checked; None where the input is no workbook."""
    if prepared.path.suffix.lower() not in WORKBOOKS:
        return None
    return opened(prepared.path, about)[0]


class Grids:
    """The cells around the places of findings, each with what it asks for."""

    def __init__(self, book: EntryBook, prepared: Prepared, about: Mapping[str, Any]) -> None:
        self._book = book
        self._told_at = CellFindings(book, prepared.findings)
        self._lists = _lists_of(prepared, _roots(about))
        self._left = _MOST_GRIDS
        self._choices: dict[tuple[str, ...], int] = {}

    @property
    def choices(self) -> list[tuple[str, ...]]:
        """The lists that the fields offer, each once; a field names its own by number."""
        return list(self._choices)

    def of(self, finding: Finding) -> list[dict[str, Any]]:
        """The grid around the first cell of a finding that is the workbook's."""
        place = next(filter(self._is_own, finding.locations), None)
        if place is None or not self._left:
            return []
        self._left -= 1
        return [self._grid(place)]

    def _is_own(self, place: Location) -> bool:
        return bool(place.file == self._book.file and place.sheet and place.cell)

    def _grid(self, place: Location) -> dict[str, Any]:
        sheet, cell = place.sheet or "", place.cell or ""
        seen, _ = around(self._book, sheet, cell, self._told_at)
        field = None
        if self._lists is not None:
            field, _ = cell_field(self._book, self._lists, sheet, cell)
        return {
            "sheet": sheet,
            "cell": field.cell if field is not None else cell,
            **_as_table(seen),
            "field": self._told(field) if field is not None else None,
        }

    def _told(self, field: CellField) -> dict[str, Any]:
        number = None
        if field.choices:
            number = self._choices.setdefault(field.choices, len(self._choices))
        return asdict(field) | {"may_edit": field.may_edit, "choices": number}


def _as_table(seen: Around | None) -> dict[str, Any]:
    if seen is None:
        return {"columns": [], "titles": [], "rows": []}
    rows = [
        {
            "number": row.number,
            "cells": [
                {
                    "text": cell.text,
                    "is_number": cell.is_number,
                    "is_asked": cell.cell == seen.cell,
                    "severity": _worst(cell.findings),
                }
                for cell in row.cells
            ],
        }
        for row in seen.rows
    ]
    return {"columns": seen.columns, "titles": seen.titles, "rows": rows}


def _worst(findings: Iterable[Finding]) -> str:
    order = list(Severity)
    return min((each.severity for each in findings), key=order.index, default=None) or ""


def sheets_of(book: EntryBook) -> dict[str, list[tuple[int, list[str]]]]:
    """What every sheet shows: row numbers from 1, and their cells from column A on."""
    found: dict[str, list[tuple[int, list[str]]]] = {}
    for name in book.names:
        grid = book.grid(name)
        if grid.hidden:
            continue
        wide = max((at + 1 for cells in grid.rows.values() for at in cells), default=0)
        found[name] = [
            (row + 1, [shown_text(cells.get(at)) for at in range(wide)])
            for row, cells in sorted(grid.rows.items())[:_MOST_ROWS]
        ]
    return found


def mend(folder: Path, about: Mapping[str, Any]) -> Result:
    """Put typed values into cells."""
    values = {(sheet, cell): value for sheet, cell, value in about["values"]}
    return _changed(folder, about, lambda book: mended(book, values))


def paste(folder: Path, about: Mapping[str, Any]) -> Result:
    """Lay pasted rows onto a sheet."""
    sheet, cell, rows = about["sheet"], about["cell"], about["rows"]
    return _changed(folder, about, lambda book: pasted(book, sheet, cell, rows))


def _changed(folder: Path, about: Mapping[str, Any], change: Any) -> Result:
    book, findings = opened(folder / about["input"], about)
    if book is None:
        return Result(says=told(findings), refused=True)
    content, findings = change(book)
    if content is None:
        return Result(says=told(findings), refused=True)
    return Result(files={about["name"]: content}, says=told(findings))


def compare(folder: Path, about: Mapping[str, Any]) -> Result:
    """What differs between two versions, row by row."""
    old, findings = opened(folder / about["old"], about)
    new, problems = opened(folder / about["new"], about)
    if old is None or new is None:
        return Result(says=told((*findings, *problems)), refused=True)
    changes = [each for row in differences(old, new) for each in _told_row(row)]
    return Result({"title": about["title"], "changes": changes}, says=f"{len(changes)} 处不同")


_CHANGES = {"added": "新增", "removed": "删去", "changed": ""}


def _told_row(row: ChangedRow) -> list[dict[str, str]]:
    return [
        {
            "place": f"{row.sheet} {cell.new_cell or cell.old_cell}",
            "title": " ".join(filter(None, (_CHANGES[row.change], row.label, cell.title))),
            "old": cell.old,
            "new": cell.new,
        }
        for cell in row.cells
    ]


def told(findings: Sequence[Finding]) -> str:
    """Findings as lines for a person."""
    return "\n".join(
        f"{display(each.location)} {each.message}{each.remedy}".strip() for each in findings
    )


def _lists_of(prepared: Prepared, roots: tuple[Path, ...]) -> Lists | None:
    pack = prepared.pack
    if pack is None or prepared.figures is None:
        return None
    return _lists(pack.name, pack.kind, prepared.figures.disclosure.year, roots)


@cache
def _lists(pack: str, kind: Kind, year: int, roots: tuple[Path, ...]) -> Lists:
    return lists_for(pack, kind, year, roots)


def _roots(about: Mapping[str, Any]) -> tuple[Path, ...]:
    return pack_roots(Path(about["templates"]) if about.get("templates") else None)
