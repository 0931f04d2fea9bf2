"""Workbooks as documents: tables of cells, and the lines above and below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from discloser.document.nodes import Orientation
from discloser.location import Location, Spot
from discloser.read.document import words
from discloser.read.document.raw import Found, Line, NewSection, RawCell, RawTable
from discloser.read.document.rules import HIDDEN, UNSEEN
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import NOTHING, Area, Cell, Grid, Row
from discloser.read.spreadsheet.guard import Refused

_LONGEST_LABEL = 20
_MOST_TOLD = 5
_MOST_BLANK = 60
"""Blank rows within a table; behind more it is over."""


def read_sheets(data: bytes, file: str) -> Found:
    """Everything in the sheets of a workbook that are shown."""
    book, findings = open_spreadsheet(data, file)
    if book is None:
        raise Refused(findings[-1])
    found = Found(findings=list(findings))
    for name, open_sheet in book.sheets.items():
        grid = open_sheet()
        found.findings += grid.findings
        if grid.hidden:
            found.findings.append(HIDDEN.at(Location(file, sheet=name, cell="A1"), sheet=name))
            continue
        if unseen := _unseen(grid):
            place = Location(file, sheet=name, cell="A1")
            found.findings.append(UNSEEN.at(place, sheet=name, what=unseen))
        found.raws.append(NewSection(Orientation.PORTRAIT))
        _Sheet(grid, name, found).read()
    return found


def _unseen(grid: Grid) -> str:
    """Which rows and columns with a text the sheet does not show, in words; or nothing."""
    filled = {(row, column) for row, cells in grid.rows.items() for column in _texts(cells)}
    rows = sorted({row + 1 for row, _ in filled if row in grid.hidden_rows})
    columns = sorted({column for _, column in filled if column in grid.hidden_columns})
    letters = [cell_name(0, column).rstrip("1") for column in columns]
    told = [
        f"{kind}（{'、'.join(map(str, names[:_MOST_TOLD]))}{'等' * (len(names) > _MOST_TOLD)}）"
        for kind, names in (("行", rows), ("列", letters))
        if names
    ]
    return "、".join(told)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet: its texts by column."""

    number: int
    texts: dict[int, str]

    @property
    def is_line(self) -> bool:
        """Whether it says something about a table, or is one text alone."""
        pieces = [text.strip() for text in self.texts.values()]
        return len(pieces) == 1 or all(
            words.UNIT.search(p) or words.is_subject(p) or words.FORM_NUMBER.fullmatch(p)
            for p in pieces
        )


@dataclass
class _Sheet:
    grid: Grid
    name: str
    found: Found
    rows: list[_Row] = field(default_factory=list)
    waiting: list[_Row] = field(default_factory=list)
    """Rows of one text each behind a table: a line within it, or below it."""
    above: list[_Row] = field(default_factory=list)
    """Rows before a table that are lines as far as is known."""
    is_chart: bool = False
    """Whether the rows are the numbers that a chart draws, which are no table of the document."""

    def read(self) -> None:
        """Part the sheet into lines and tables."""
        is_contents = words.bare(self.name) == words.CONTENTS
        if is_contents:
            self._line(_Row(0, {0: words.CONTENTS}), in_contents=True)
        for number, cells in sorted(self.grid.rows.items()):
            row = _Row(number, _texts(cells))
            if not row.texts:
                continue
            if is_contents:
                self._line(row, in_contents=True)
            elif self.rows and not row.is_line:
                self._more(row)
            elif self.rows:
                self.waiting.append(row)
            elif row.is_line:
                self.above.append(row)
            else:
                self._begin(row)
        self._finish()

    def _begin(self, row: _Row) -> None:
        """The first row of several cells: a label that all columns share may stand above it.

        It is a row of the table where it stands between the table and the line of its unit.
        """
        *_, before, last = [_Row(0, {}), _Row(0, {}), *self.above]
        if _is_shared_label(last) and last.number == row.number - 1 and _names_unit(before):
            self.rows.append(self.above.pop())
        self.is_chart = _names_chart(self.above)
        self._say_above()
        self.rows.append(row)

    def _say_above(self) -> None:
        for row in self.above:
            self._line(row)
        self.above = []

    def _more(self, row: _Row) -> None:
        """A row of several cells behind a table: one more, or the first of the next table."""
        last = (self.waiting or self.rows)[-1]
        is_new = any(_parts_tables(each) for each in self.waiting)
        if is_new or row.number - last.number > _MOST_BLANK:
            of_chart = _names_chart(self.waiting)
            self._finish()
            self.is_chart = of_chart
        self.rows += self.waiting
        self.waiting = []
        self.rows.append(row)

    def _finish(self) -> None:
        """Write the table, and what stands below it."""
        while self.rows and self.waiting and self._is_within(self.waiting[0]):
            self.rows.append(self.waiting.pop(0))
        if self.rows and not self.is_chart:
            last = self.waiting[0].number if self.waiting else self.rows[-1].number + 1
            self._table(self.rows[0].number, min(last, self.rows[-1].number + _MOST_BLANK))
        self._say_above()
        for row in self.waiting:
            self._line(row)
        self.rows, self.waiting = [], []

    def _is_within(self, row: _Row) -> bool:
        """Whether a short text alone is a row of the table above it: 合计 without amounts."""
        beginning = (row.number, min(row.texts))
        ends = [area[3] for area in self.grid.merged if area[:2] == beginning]
        text = row.texts[beginning[1]].strip()
        is_short = len(text) <= _LONGEST_LABEL and not text.endswith("。")
        last = max(max(each.texts) for each in self.rows)
        return is_short and not _parts_tables(row) and max(ends, default=0) < last

    def _line(self, row: _Row, *, in_contents: bool = False) -> None:
        spot = Spot(sheet=self.name, cell=cell_name(row.number, min(row.texts)))
        pieces = [row.texts[column] for column in sorted(row.texts)]
        if in_contents and len(pieces) > 1 and pieces[0].strip().isdigit():
            del pieces[0]  # the column of numbers of the list
        text = " ".join(pieces) if in_contents else "\t".join(pieces)
        self.found.raws.append(Line(text, spot, in_contents=in_contents))

    def _table(self, first: int, end: int) -> None:
        areas = [area for area in self.grid.merged if first <= area[0] < end]
        tops = {(top, left): area for area in areas for top, left, *_ in [area]}
        left = min(min(row.texts) for row in self.rows)
        right = max(max(row.texts) for row in self.rows)
        right = max([right, *(area[3] for area in areas)])
        left = min([left, *(area[1] for area in areas)])
        cells = []
        hidden = _covered(areas)
        for row in range(first, end):
            texts = _texts(self.grid.rows.get(row, NOTHING))
            for column in range(left, right + 1):
                if (row, column) in hidden:
                    continue
                area = tops.get((row, column), (row, column, row, column))
                cells.append(
                    RawCell(
                        texts.get(column, ""),
                        row - first,
                        column - left,
                        Spot(sheet=self.name, cell=cell_name(row, column)),
                        min(area[2], end - 1) - row + 1,
                        area[3] - column + 1,
                    )
                )
        spot = Spot(sheet=self.name, cell=cell_name(first, left))
        table = RawTable(tuple(cells), end - first, right - left + 1, spot)
        self.found.raws.append(table)


def _parts_tables(row: _Row) -> bool:
    """Whether a row can only stand between two tables."""
    pieces = list(row.texts.values())
    return any(
        words.UNIT.search(p) or words.is_note(p) or words.is_caption(p) or words.is_chart(p)
        for p in pieces
    )


def _names_unit(row: _Row) -> bool:
    return any(words.UNIT.search(text) for text in row.texts.values())


def _names_chart(rows: Sequence[_Row]) -> bool:
    """Whether the lines above some numbers are of a chart (图1), and none is a table's title."""
    texts = [text for row in rows for text in row.texts.values()]
    return any(map(words.is_chart, texts)) and not any(
        words.FORM_NUMBER.fullmatch(words.bare(text))
        or (words.is_caption(text) and not words.is_chart(text))
        for text in texts
    )


def _is_shared_label(row: _Row) -> bool:
    """Whether a row is one label, and says nothing about a table as a whole."""
    texts = list(row.texts.values())
    return len(texts) == 1 and not (
        _parts_tables(row) or words.is_subject(texts[0]) or words.is_subtitle(texts[0])
    )


def _covered(areas: Sequence[Area]) -> set[tuple[int, int]]:
    """The slots of merged ranges but their first ones."""
    return {
        (row, column)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }


def _texts(cells: Row) -> dict[int, str]:
    texts = {column: _text(cell) for column, cell in cells.items()}
    return {c: t for c, t in texts.items() if t.strip() and t.strip() not in words.NAVIGATION}


def _text(cell: Cell) -> str:
    shown = cell.shown
    return shown if shown is not None else str(cell.value)
