"""A filled-in entry workbook that is open: its bytes, what its cells hold, what it was read as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.read import Draft, FormOf, core_form
from discloser.read.excel import Filled, read_book
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.cell import Book, Cell, Grid


@dataclass(frozen=True)
class EntryBook:
    """An open workbook. Its sheets are called as they are written, white space around aside.

    ``findings`` are what reading it has to say; rows and columns are counted from 0.
    """

    data: bytes
    file: str
    findings: tuple[Finding, ...]
    filled: Filled
    _grids: Mapping[str, Callable[[], Grid]]

    @property
    def draft(self) -> Draft:
        """What was read, with the field names of the models."""
        return self.filled.draft or {}

    @property
    def sources(self) -> SourceMap:
        """The cells of what was read."""
        return self.filled.sources

    @property
    def names(self) -> tuple[str, ...]:
        """The sheets in their order."""
        return tuple(self._grids)

    @property
    def kind(self) -> Kind | None:
        """Of which kind the disclosure is, where the workbook says it."""
        kind = Kind.meant_by(str(self.draft.get("kind")))
        return Kind(kind) if kind in list(Kind) else None

    def called(self, sheet: str) -> str | None:
        """The name of a sheet as it is written, or None where there is none."""
        wanted = sheet.strip()
        return next((name for name in self._grids if name.strip() == wanted), None)

    def grid(self, name: str) -> Grid:
        """The cells of a sheet, by its name as it is written."""
        return self._grids[name]()

    def cell(self, name: str, row: int, column: int) -> Cell | None:
        """The cell there, if it is filled."""
        return self.grid(name).cell(row, column)

    def shown(self, name: str, row: int, column: int) -> tuple[int, int]:
        """The cell that is shown for another one: of merged cells, the first."""
        for top, left, bottom, right in self.grid(name).merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column

    @cached_property
    def complained_of(self) -> frozenset[tuple[str, str]]:
        """The sheets and cells that reading has something to say about."""
        places = (place for finding in self.findings for place in finding.locations)
        return frozenset((place.sheet or "", place.cell or "") for place in places)


def open_book(
    data: bytes, file: str, form_of: FormOf = core_form
) -> tuple[EntryBook | None, tuple[Finding, ...]]:
    """Open the entry workbook that these bytes are; ``file`` is what findings call it.

    ``form_of`` tells by the first sheet what its pack asks for, as
    :meth:`discloser.pack.inputs.PackOf.form` does. None with the reasons where it is no entry
    workbook; what is wrong with its contents is among the book's own findings.
    """
    book, findings = open_spreadsheet(data, file)
    if book is None:
        return None, findings
    grids = {name: cache(read) for name, read in book.sheets.items()}
    filled = read_book(Book(file, grids), form_of)
    if filled.draft is None:
        return None, (*findings, *filled.findings)
    return EntryBook(data, file, (*findings, *filled.findings), filled, grids), ()
