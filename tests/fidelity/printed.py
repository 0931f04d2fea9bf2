"""A printed document, published or ours, as plain text: one form for both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tests.fidelity.normal import Line, bare, is_amount, join_part_titles, sentences

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: its title, the lines above it, its header, its rows, the notes below it.

    ``columns`` holds each column's header as a path (基本支出/人员经费/工资福利支出) and
    ``ordinals`` the numbers of the columns (栏次), where there are any. A sheet without a header
    of its own has no ``columns``. ``head`` holds the header as rows of cells, where known. A cell
    over many slots has its text in the first one.
    """

    title: str
    lines: Cells
    columns: Cells
    rows: tuple[Cells, ...]
    notes: Cells = ()
    ordinals: Cells = ()
    head: tuple[Cells, ...] = ()

    def counts_as_money(self, text: str) -> bool:
        """Whether a cell with this text is a money cell.

        The amounts of self-evaluations (scores and figures from elsewhere) are not counted.
        """
        return "自评" not in self.title and is_amount(text)

    def money(self) -> list[str]:
        """Every money cell, row by row."""
        return [cell for row in self.rows for cell in row if self.counts_as_money(cell)]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narrative, and the heading that it stands under."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document: the lines of its cover and contents list, its narrative, its tables."""

    front: Cells
    narrative: tuple[Sentence, ...]
    tables: tuple[PrintedTable, ...]


def running_text(lines: Iterable[Line]) -> tuple[Sentence, ...]:
    """Split lines into sentences, each with the heading that it stands under."""
    heading = ""
    found: list[Sentence] = []
    for line in join_part_titles(lines):
        if line.heading:
            heading = bare(line.text)
        found += [Sentence(heading, text) for text in sentences(line.text)]
    return tuple(found)
