"""A published document beside ours: everything printed, paired with what stands in its place.

A ``Pair`` whose two sides differ is a difference. Pure functions: texts in, pairs out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tests.fidelity.align import align
from tests.fidelity.normal import bare, normal
from tests.fidelity.printed import Cells, PrintedDocument, PrintedTable, Sentence

FRONT = "封面和目录"
NARRATIVE = "正文"

_LABEL_LENGTH = 30

Columns = list[tuple[str, int | None, int | None]]
"""Columns side by side: a name, and the place in the published and in our row."""


class Kind(StrEnum):
    """What is compared."""

    FRONT = "front"
    SENTENCE = "sentence"
    TITLE = "title"
    LINE = "line"
    HEADER = "header"
    MONEY = "money"
    CELL = "cell"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Pair:
    """A printed thing and ours in its place; an empty text where one side has nothing.

    ``part`` is the narrative, the front, or a table's title; ``row`` the heading above a
    sentence, or a row's words; ``column`` a column's header.
    """

    kind: Kind
    part: str
    row: str
    column: str
    published: str
    ours: str

    @property
    def equal(self) -> bool:
        """Whether both sides say the same. Money must be written the same."""
        if self.kind is Kind.MONEY:
            return bare(self.published) == bare(self.ours)
        return normal(self.published) == normal(self.ours)


def compare_documents(published: PrintedDocument, ours: PrintedDocument) -> list[Pair]:
    """Pair everything that either document prints."""
    return [
        *compare_lines(Kind.FRONT, FRONT, published.front, ours.front),
        *compare_narratives(published.narrative, ours.narrative),
        *compare_all_tables(published.tables, ours.tables),
    ]


def differences(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs whose sides differ."""
    return [pair for pair in pairs if not pair.equal]


def compare_lines(kind: Kind, part: str, published: Cells, ours: Cells) -> Iterator[Pair]:
    """Pair lines in their order."""
    for i, j in align(_normals(published), _normals(ours)):
        yield Pair(
            kind,
            part,
            "",
            "",
            "" if i is None else bare(published[i]),
            "" if j is None else bare(ours[j]),
        )


def compare_narratives(published: Sequence[Sentence], ours: Sequence[Sentence]) -> Iterator[Pair]:
    """Pair the sentences of two narratives in their order."""
    left = _normals([sentence.text for sentence in published])
    right = _normals([sentence.text for sentence in ours])
    for i, j in align(left, right):
        before = None if i is None else published[i]
        after = None if j is None else ours[j]
        place = before or after
        yield Pair(
            Kind.SENTENCE,
            NARRATIVE,
            place.heading if place else "",
            "",
            before.text if before else "",
            after.text if after else "",
        )


def compare_all_tables(
    published: Sequence[PrintedTable], ours: Sequence[PrintedTable]
) -> Iterator[Pair]:
    """Pair the tables of two documents by their titles, in their order."""
    left = _normals([table.title for table in published])
    right = _normals([table.title for table in ours])
    for i, j in align(left, right):
        if i is None and j is not None:
            title = bare(ours[j].title)
            yield Pair(Kind.TITLE, title, "", "", "", title)
        elif i is not None:
            yield from compare_tables(published[i], None if j is None else ours[j])


def compare_tables(published: PrintedTable, ours: PrintedTable | None) -> Iterator[Pair]:
    """Pair everything that a published table prints with ours, or with nothing."""
    part = bare(published.title)
    ours = ours or PrintedTable("", (), (), ())
    yield Pair(Kind.TITLE, part, "", "", part, bare(ours.title))
    yield from _compare_above(part, published.lines, ours.lines)
    if published.columns:
        columns = _columns(published.columns, ours.columns)
        for name, i, j in columns:
            left = "" if i is None else bare(published.columns[i])
            right = "" if j is None else bare(ours.columns[j])
            yield Pair(Kind.HEADER, part, "", name, left, right)
        yield from _compare_ordinals(part, published.ordinals, ours.ordinals)
        yield from _compare_rows(published, ours.rows, lambda _before, _after: columns)
    else:
        sheet = replace(published, rows=_without_gaps(published.rows))
        yield from _compare_rows(sheet, _without_gaps(ours.head + ours.rows), _sheet_columns)
    yield from compare_lines(Kind.NOTE, part, published.notes, ours.notes)


def _compare_above(part: str, published: Cells, ours: Cells) -> Iterator[Pair]:
    """Pair the lines above a table; they share one printed line, so their order is free."""
    yield from compare_lines(
        Kind.LINE, part, tuple(sorted(published, key=normal)), tuple(sorted(ours, key=normal))
    )


def _compare_ordinals(part: str, published: Cells, ours: Cells) -> Iterator[Pair]:
    if published or ours:
        left, right = (" ".join(filter(None, map(bare, row))) for row in (published, ours))
        yield Pair(Kind.HEADER, part, "栏次", "", left, right)


def _columns(published: Cells, ours: Cells) -> Columns:
    columns = []
    for i, j in align(_normals(published), _normals(ours)):
        name = published[i] if i is not None else ours[j] if j is not None else ""
        columns.append((bare(name), i, j))
    return columns


def _without_gaps(rows: Iterable[Cells]) -> tuple[Cells, ...]:
    return tuple(tuple(cell for cell in row if bare(cell)) for row in rows)


def _sheet_columns(before: Cells, after: Cells) -> Columns:
    """Pair the cells of two rows of a sheet without header in their order."""
    pairing: Sequence[tuple[int | None, int | None]]
    if len(before) == len(after):
        pairing = [(c, c) for c in range(len(before))]
    else:
        pairing = align(_normals(before), _normals(after))
    return [(str((c if c is not None else d or 0) + 1), c, d) for c, d in pairing]


def _compare_rows(
    published: PrintedTable,
    rows: Sequence[Cells],
    columns_of: Callable[[Cells, Cells], Columns],
) -> Iterator[Pair]:
    part = bare(published.title)
    left = [_normal_row(row) for row in published.rows]
    right = [_normal_row(row) for row in rows]
    for i, j in align(left, right):
        before = () if i is None else published.rows[i]
        after = () if j is None else rows[j]
        label = row_label(before or after)
        for name, c, d in columns_of(before, after):
            text, our_text = _cell(before, c), _cell(after, d)
            if text or our_text:
                kind = Kind.MONEY if published.counts_as_money(text) else Kind.CELL
                yield Pair(kind, part, label, name, text, our_text)


def row_label(row: Cells) -> str:
    """The words of a row: its texts without its amounts, cut to a readable length."""
    words = [bare(cell) for cell in row if cell and not _is_number(cell)]
    return " ".join(words)[:_LABEL_LENGTH] or "（无文字的一行）"


def _is_number(cell: str) -> bool:
    return "." in cell and bare(cell).replace(",", "").replace(".", "").lstrip("-").isdigit()


def _cell(row: Cells, column: int | None) -> str:
    return bare(row[column]) if column is not None and column < len(row) else ""


def _normal_row(row: Cells) -> str:
    return "|".join(map(normal, row)).rstrip("|")


def _normals(texts: Iterable[str]) -> list[str]:
    return [normal(text) for text in texts]
