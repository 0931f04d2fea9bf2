"""How the parts of a table stand together: panels side by side, spanners, numbered columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from discloser.document.nodes import Align, Cell, Role, Row
from discloser.pack.specs import ColumnSpec

Line = list[Cell]
"""The cells that begin in one printed row of a panel."""


@dataclass(frozen=True, slots=True)
class ComposedPanel:
    """A composed panel: its leaf columns, its lines, and those at the bottom."""

    leaves: tuple[ColumnSpec, ...]
    rows: list[Line]
    footer: list[Line]

    def lines(self, rows: int, footer: int, first: int) -> list[Line]:
        """Its lines, filled up with blank ones to ``rows`` and ``footer`` lines.

        ``first`` is the number of the first line where a column numbers them.
        """
        blank = [Cell("") for _ in self.leaves]
        missing = rows - len(self.rows) + footer - len(self.footer)
        lines = [*self.rows, *[blank] * missing, *self.footer]
        numbering = [index for index, leaf in enumerate(self.leaves) if leaf.line_number]
        return [_spanned(_numbered(line, numbering, first + n)) for n, line in enumerate(lines)]


def _numbered(line: Line, columns: Sequence[int], number: int) -> Line:
    if not columns:
        return line
    return [
        replace(cell, content=str(number)) if index in columns else cell
        for index, cell in enumerate(line)
    ]


def _spanned(line: Line) -> Line:
    """The line without the cells that wider ones before them cover."""
    kept: Line = []
    covered = 0
    for cell in line:
        if covered:
            covered -= 1
        else:
            kept.append(cell)
            covered = cell.colspan - 1
    return kept


def side_by_side(panels: Sequence[ComposedPanel], at_least: int = 0) -> tuple[Row, ...]:
    """Set panels side by side: rows from the top, ``at_least`` so many, footers at the bottom."""
    rows = max(at_least, *(len(panel.rows) for panel in panels))
    footer = max(len(panel.footer) for panel in panels)
    columns = [
        panel.lines(rows, footer, 1 + index * (rows + footer)) for index, panel in enumerate(panels)
    ]
    return tuple(
        tuple(cell for line in lines for cell in line) for lines in zip(*columns, strict=True)
    )


def head_cell(label: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    """A cell of the head."""
    return Cell(label, Role.COLUMN_HEADER, rowspan, colspan, align=Align.CENTER)


def same_spanner(above: Cell, header: Cell) -> bool:
    """Tell whether two spanners beside each other are one."""
    return above.text == header.text and above.rowspan == header.rowspan == 1


def number_row(label: str, leaves: Sequence[ColumnSpec]) -> Line:
    """The header row that numbers the amount columns; ``label`` stands over each run of others."""
    row: Line = []
    number = 0
    for index, leaf in enumerate(leaves):
        if not leaf.is_text:
            number += 1
            row.append(head_cell(str(number)))
        elif index and leaves[index - 1].is_text:
            row[-1] = replace(row[-1], colspan=row[-1].colspan + 1)
        else:
            row.append(head_cell(label))
    return row


def alignment(leaf: ColumnSpec) -> Align:
    """How the cells of a column are aligned: amounts right, line numbers centred, texts left."""
    if leaf.align is not None:
        return leaf.align
    if leaf.line_number:
        return Align.CENTER
    return Align.LEFT if leaf.key else Align.RIGHT
