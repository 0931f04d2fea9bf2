"""What two documents say differently: sentence by sentence, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from discloser.document.charts import as_table
from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.document.number import Number
from discloser.location import Spot

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?|\n")
_ALIKE = 0.3
"""Below this likeness two sentences are one that went and one that came."""
_YEAR = re.compile(r"^20\d{2}年度?")
_ABOVE = ("caption", "subtitle", "number", "subject", "unit")
"""What stands above a table; one file has it in a line, another in a cell."""
_Key = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed sentence or cell: where it stands, and its text before and after.

    ``spot`` is where that is in the second document, if it was read from a file; ``number`` what
    the cell of the first one holds, if that is a number.
    """

    place: str
    before: str
    after: str
    spot: Spot | None = field(default=None, compare=False)
    number: Number | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence or a cell's text, and where it stands."""

    place: str
    text: str
    spot: Spot | None = None
    number: Number | None = None


def differences(
    before: Document | None, after: Document | None, *, was_read: bool = False
) -> list[Difference]:
    """The changed headings, sentences and cells between two versions of a document.

    Where one of them ``was_read`` from a file, white space counts for nothing, and tables are the
    same that have one title, not one name.
    """
    if before is None or after is None:
        word = ("（没有这份文件）", "（有）")
        return [Difference("整份文件", word[before is not None], word[after is not None])]
    compare = _Comparison(was_read)
    found = [*compare.texts(before, after)]
    old = {compare.name(table): table for table in _tables(before)}
    new = {compare.name(table): table for table in _tables(after)}
    for name in [*old, *(name for name in new if name not in old)]:
        found += compare.tables(old.get(name), new.get(name))
    return found


def _tables(document: Document) -> Iterator[Table]:
    """The tables of a document, and its charts as such."""
    yield from document.tables()
    yield from map(as_table, document.charts())


@dataclass(frozen=True, slots=True)
class _Comparison:
    """How two documents are compared."""

    was_read: bool

    def key(self, text: str) -> str:
        """What of a text counts."""
        return "".join(text.split()) if self.was_read else text

    def name(self, table: Table) -> str:
        """What makes tables of two documents the same."""
        return _YEAR.sub("", self.key(table.caption)) if self.was_read else table.name

    def texts(self, before: Document, after: Document) -> Iterator[Difference]:
        """The sentences that differ; in a file nothing tells where a line of the cover ends."""
        old, new = list(self._sentences(before)), list(self._sentences(after))
        one, two = ([self.key(each.text) for each in said] for said in (old, new))
        matcher = SequenceMatcher(None, one, two, autojunk=False)
        for what, i, j, k, m in matcher.get_opcodes():
            same = self.was_read and "".join(one[i:j]) == "".join(two[k:m])
            if what != "equal" and not same:
                yield from _paired(old[i:j], new[k:m])

    def _sentences(self, document: Document) -> Iterator[_Said]:
        """The sentences of the narrative with the heading that they stand under.

        In a file nothing tells a note below a table from a paragraph.
        """
        heading = "封面"
        for block in document.blocks():
            if isinstance(block, Heading):
                heading = block.text
                yield _Said(heading, block.text, block.spot)
            elif isinstance(block, Paragraph):
                for match in _SENTENCE.finditer(block.text):
                    yield _Said(heading, match[0], block.spot)
            elif isinstance(block, Table) and self.was_read:
                for note in block.notes:
                    for match in _SENTENCE.finditer(note):
                        yield _Said(heading, match[0], block.spot)

    def tables(self, before: Table | None, after: Table | None) -> Iterator[Difference]:
        """What differs in a table, or that it is not there."""
        if before is None or after is None:
            caption = (before or after or _nothing()).caption
            spot = after.spot if after is not None else None
            here, there = caption if before else "", caption if after else ""
            yield Difference(f"《{caption}》", here, there, spot)
            return
        place = f"《{after.sheet}》"
        for what in _ABOVE:
            old, new = getattr(before, what), getattr(after, what)
            is_lost = self.was_read and not (old and new)
            if self.key(old) != self.key(new) and not is_lost:
                yield Difference(place, old, new, after.spot)
        noted = list(map(self.key, before.notes)) == list(map(self.key, after.notes))
        if not (noted or self.was_read):
            old_notes = [_Said(place + "注", note) for note in before.notes]
            yield from _paired(old_notes, [_Said(place + "注", n, after.spot) for n in after.notes])
        above = {self.key(getattr(table, what)) for table in (before, after) for what in _ABOVE}
        for found in self._cells(_cells(before), _cells(after), place):
            is_lost = self.was_read and not (found.before and found.after)
            if not (is_lost and self.key(found.before or found.after) in above):
                yield found

    def _cells(
        self, old: dict[_Key, _Said], new: dict[_Key, _Said], place: str
    ) -> Iterator[Difference]:
        """Compare cells by the names of their rows and columns, whatever their order."""
        blank = _Said("", "")
        for key in [*old, *(key for key in new if key not in old)]:
            one, two = old.get(key, blank), new.get(key, blank)
            if self.key(one.text) != self.key(two.text):
                where = f"{place}{key[0]}·{key[1]}"
                yield Difference(where, one.text, two.text, two.spot, one.number)


def _paired(old: Sequence[_Said], new: Sequence[_Said]) -> Iterator[Difference]:
    """Pair what went with what came, each with its likest, in order."""
    rest = list(new)
    for gone in old:
        likeness = [SequenceMatcher(None, gone.text, other.text).ratio() for other in rest]
        best = max(range(len(rest)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] > _ALIKE:
            yield from map(_came, rest[:best])
            yield Difference(gone.place, gone.text, rest[best].text, rest[best].spot)
            rest = rest[best + 1 :]
        else:
            yield Difference(gone.place, gone.text, "")
    yield from map(_came, rest)


def _came(said: _Said) -> Difference:
    return Difference(said.place, "", said.text, said.spot)


def _cells(table: Table) -> dict[_Key, _Said]:
    """The cells by the names of their rows and columns, wherever these break into lines."""
    grid = table_grid(table)
    texts = grid.texts()
    heads = [["".join(text.split()) for text in row] for row in texts[: grid.head_rows]]
    columns = ["/".join(dict.fromkeys(filter(None, cells))) for cells in zip(*heads, strict=True)]
    columns = columns or [f"第{n + 1}栏" for n in range(len(table.columns))]
    found: dict[_Key, _Said] = {}
    rows = zip(texts[grid.head_rows :], grid.owners[grid.head_rows :], strict=True)
    for line, owners in rows:
        named = [text for text in line if text and not NUMBER.fullmatch(text)]
        row = " ".join(dict.fromkeys("".join(text.split()) for text in named[:2]))
        for column, text, owner in zip(columns, line, owners, strict=True):
            times = 0
            while (row, column, times) in found:
                times += 1
            content = owner.cell.content
            number = content if isinstance(content, Number) else None
            found[row, column, times] = _Said(row, text, owner.cell.spot, number)
    return found


def _nothing() -> Table:
    return Table("", "", "", "", (), (), ())
