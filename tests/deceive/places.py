"""Where a document differs from another, and whether a finding is about that place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from discloser.check.outcome import Unchecked
from discloser.check.reader.sheet import Sheet
from discloser.document.nodes import Block, Contents, Document, Heading, Paragraph, Table
from discloser.finding import Finding
from discloser.location import Location

_WHOLE = ("整张表", "标题", "表题")
_SHORTEST_QUOTE = 4
_DIGITS = 4


@dataclass(frozen=True)
class ChangedTable:
    """A table that differs: what it is called, and the rows and columns that differ.

    ``labels`` None: the table as a whole.
    """

    names: frozenset[str]
    labels: frozenset[str] | None

    def is_in(self, text: str) -> bool:
        """Whether a text names a row or a column that differs."""
        return self.labels is None or any(label in text for label in self.labels)


@dataclass(frozen=True)
class Changed:
    """What is printed otherwise: tables, and the texts of paragraphs, headings and contents."""

    tables: tuple[ChangedTable, ...]
    texts: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.tables or self.texts)

    def is_place_of(self, found: Finding | Unchecked) -> bool:
        """Whether a reader of what is found looks at a place that differs."""
        if isinstance(found, Unchecked):
            places, message = [found.place] if found.place else [], found.reason
        else:
            places, message = list(found.locations), found.message
        printed = [place for place in places if place.is_in_document]
        return any(self._is_at(place) for place in printed) or self._is_named(
            message, alone=not printed
        )

    def _is_at(self, place: Location) -> bool:
        sheet, cell = place.sheet or "", place.cell or ""
        if any(
            sheet in table.names and (cell in _WHOLE or table.is_in(cell)) for table in self.tables
        ):
            return True
        quote = cell.strip("“”…")
        here = [text for text in (quote, sheet) if text]
        return any(
            text == changed or (len(text) >= _SHORTEST_QUOTE and text in changed)
            for text in here[:1] + here[1:] * (cell in _WHOLE)
            for changed in self.texts
        )

    def _is_named(self, message: str, *, alone: bool) -> bool:
        """``alone``: the finding has no place in the document, so that its message is its place."""
        for table in self.tables:
            named = any(f"“{name}”" in message or f"《{name}》" in message for name in table.names)
            if named and (alone or table.is_in(message)):
                return True
        return any(
            quote in changed
            for quote in _quotes(message)
            for changed in self.texts
            if len(quote) >= _SHORTEST_QUOTE
        )


def _quotes(message: str) -> Iterator[str]:
    for piece in message.split("“")[1:]:
        yield piece.partition("”")[0]


def changed(before: Document, after: Document) -> Changed:
    """What a document prints otherwise than another."""
    old, new = list(before.blocks()), list(after.blocks())
    old_keys, new_keys = [_key(block) for block in old], [_key(block) for block in new]
    tables: list[ChangedTable] = []
    texts: set[str] = set()
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        tables += _tables(old[i1:i2], new[j1:j2])
        texts |= set(_texts(old[i1:i2])) ^ set(_texts(new[j1:j2]))
    if before.title != after.title:
        texts |= {before.title, after.title}
    return Changed(tuple(tables), frozenset(texts))


def _key(block: Block) -> object:
    match block:
        case Heading() | Paragraph():
            return type(block).__name__, block.text
        case Table():
            return _head(block), _cells(block), block.notes
        case Contents():
            return block.title, block.entries
        case _:
            return block


def _head(table: Table) -> tuple[object, ...]:
    return table.caption, table.sheet, table.subtitle, table.number, table.subject, table.unit


def _cells(table: Table) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(cell.text for cell in row) for row in (*table.head, *table.body))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.text
            case Contents():
                yield from (entry.label for entry in block.entries)
            case Table():
                yield from block.notes


def _tables(old: list[Block], new: list[Block]) -> Iterator[ChangedTable]:
    before = {block.name: block for block in old if isinstance(block, Table)}
    after = {block.name: block for block in new if isinstance(block, Table)}
    for name in dict.fromkeys((*before, *after)):
        one, two = before.get(name), after.get(name)
        both = [table for table in (one, two) if table is not None]
        names = frozenset(
            text for table in both for text in (table.caption, table.sheet, table.name) if text
        )
        if one is None or two is None or _head(one) != _head(two):
            yield ChangedTable(names, None)
        elif _cells(one) != _cells(two):
            yield ChangedTable(names, _labels(Sheet(one), Sheet(two)))


def _labels(one: Sheet, two: Sheet) -> frozenset[str] | None:
    """The labels of the rows and columns that differ."""
    labels: set[str] = set()
    if one.grid.column_count != two.grid.column_count:
        return None
    if one.texts[: one.first] != two.texts[: two.first]:
        labels |= {label for header in set(one.headers) ^ set(two.headers) for label in header}
        if one.texts[one.first :] == two.texts[two.first :]:
            return _telling(labels)
    matcher = SequenceMatcher(
        None,
        [tuple(one.texts[row]) for row in one.rows],
        [tuple(two.texts[row]) for row in two.rows],
        autojunk=False,
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        labels |= _slots(one, one.rows[i1:i2], two, two.rows[j1:j2])
    return _telling(labels)


def _telling(labels: set[str]) -> frozenset[str] | None:
    """The labels that are long enough to be found in a message; None where there is none."""
    return (
        frozenset(text for text in labels if len(text) > (_DIGITS if text.isdigit() else 1)) or None
    )


def _slots(one: Sheet, rows: range, two: Sheet, others: range) -> set[str]:
    labels: set[str] = set()
    paired = len(rows) == len(others)
    for sheet, mine, theirs, other in ((one, rows, others, two), (two, others, rows, one)):
        for index, row in enumerate(mine):
            for column in range(sheet.grid.column_count):
                if paired and sheet.texts[row][column] == other.texts[theirs[index]][column]:
                    continue
                labels |= {sheet.row_label(row), sheet.row_label(row, column), sheet.code(row)}
                labels |= {"·".join(sheet.headers[column]), sheet.texts[row][column]}
                if not sheet.amount_columns[column]:
                    amounts = range(column + 1, sheet.grid.column_count)
                    labels |= {sheet.row_label(row, each) for each in amounts}
    return labels
