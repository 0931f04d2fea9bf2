"""What two versions of documents say differently, grouped so that one change shows once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Heading, Paragraph, Table

_SENTENCE = re.compile(r"[^。；\n]+[。；]?|\n")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALIKE = 0.3
"""Below this likeness two sentences are one that went and one that came."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed sentence or cell: where it stands, and its text before and after."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """A change that several departments share; the example is the first department's."""

    example: Difference
    departments: tuple[str, ...]
    count: int


def differences(before: Document | None, after: Document | None) -> list[Difference]:
    """The changed headings, sentences and cells between two versions of a document."""
    if before is None or after is None:
        word = ("（没有这份文件）", "（有）")
        return [Difference("整份文件", word[before is not None], word[after is not None])]
    found = [*_texts_differ(before, after)]
    old = {table.name: table for table in before.tables()}
    new = {table.name: table for table in after.tables()}
    for name in [*old, *(name for name in new if name not in old)]:
        found += _tables_differ(old.get(name), new.get(name))
    return found


def group(found: Mapping[str, Sequence[Difference]], names: Mapping[str, str]) -> list[Group]:
    """Join the same change in different departments.

    Two changes are the same where they stand at the same place and differ only in numbers and in
    the department's name (``names``: by the same key as ``found``).
    """
    groups: dict[tuple[str, str, str], list[tuple[str, Difference]]] = {}
    for department, changes in found.items():
        name = names.get(department, "")
        for change in changes:
            key = tuple(_mask(text, name) for text in (change.place, change.before, change.after))
            if key[1] == key[2]:  # only numbers changed: which ones matters
                key = (key[0], change.before, change.after)
            groups.setdefault(key, []).append((department, change))  # type: ignore[arg-type]
    made = [
        Group(items[0][1], tuple(dict.fromkeys(where for where, _ in items)), len(items))
        for items in groups.values()
    ]
    return sorted(made, key=lambda each: -len(each.departments))


def _mask(text: str, name: str) -> str:
    masked = text.replace(name, "〔部门〕") if name else text
    return _NUMBER.sub("#", masked)


def _texts_differ(before: Document, after: Document) -> Iterator[Difference]:
    old, new = list(_sentences(before)), list(_sentences(after))
    matcher = SequenceMatcher(None, [s for _, s in old], [s for _, s in new], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what != "equal":
            yield from _paired(old[i:j], new[k:m])


def _paired(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    """Pair what went with what came, each with its likest, in order."""
    rest = list(new)
    for place, sentence in old:
        likeness = [SequenceMatcher(None, sentence, other).ratio() for _, other in rest]
        best = max(range(len(rest)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] > _ALIKE:
            yield from (Difference(where, "", came) for where, came in rest[:best])
            yield Difference(place, sentence, rest[best][1])
            rest = rest[best + 1 :]
        else:
            yield Difference(place, sentence, "")
    yield from (Difference(where, "", came) for where, came in rest)


def _sentences(document: Document) -> Iterator[tuple[str, str]]:
    """The sentences of the narrative with the heading that they stand under."""
    heading = "封面"
    for block in document.blocks():
        if isinstance(block, Heading):
            heading = block.text
            yield heading, block.text
        elif isinstance(block, Paragraph):
            yield from ((heading, match[0]) for match in _SENTENCE.finditer(block.text))


def _tables_differ(before: Table | None, after: Table | None) -> Iterator[Difference]:
    if before is None or after is None:
        caption = (before or after or _nothing()).caption
        yield Difference(f"《{caption}》", caption if before else "", caption if after else "")
        return
    place = f"《{after.sheet}》"
    for what in ("caption", "subtitle", "number", "subject", "unit"):
        old, new = getattr(before, what), getattr(after, what)
        if old != new:
            yield Difference(place, old, new)
    old_notes, new_notes = list(before.notes), list(after.notes)
    if old_notes != new_notes:
        noted = [(place + "注", note) for note in old_notes]
        yield from _paired(noted, [(place + "注", note) for note in new_notes])
    yield from _cells_differ(before, after, place)


def _cells_differ(before: Table, after: Table, place: str) -> Iterator[Difference]:
    """Compare cells by the names of their rows and columns, whatever their order."""
    old, new = _cells(before), _cells(after)
    for key in [*old, *(key for key in new if key not in old)]:
        if old.get(key, "") != new.get(key, ""):
            row, column, _ = key
            yield Difference(f"{place}{row}·{column}", old.get(key, ""), new.get(key, ""))


def _cells(table: Table) -> dict[tuple[str, str, int], str]:
    grid = table_grid(table)
    texts = grid.texts()
    heads = texts[: grid.head_rows]
    columns = ["/".join(dict.fromkeys(filter(None, cells))) for cells in zip(*heads, strict=True)]
    columns = columns or [f"第{n + 1}栏" for n in range(len(table.columns))]
    found: dict[tuple[str, str, int], str] = {}
    for line in texts[grid.head_rows :]:
        named = [text for text in line if text and not _NUMBER.fullmatch(text)]
        row = " ".join(dict.fromkeys(named[:2]))
        for column, text in zip(columns, line, strict=True):
            times = 0
            while (row, column, times) in found:
                times += 1
            found[row, column, times] = text
    return found


def _nothing() -> Table:
    return Table("", "", "", "", (), (), ())


def as_text(groups: Iterable[Group]) -> str:
    """Write the groups for a terminal."""
    lines = []
    for each in groups:
        lines.append(f"{each.example.place}（{_counted(each)}）")
        lines += [f"  - {each.example.before}" if each.example.before else "  -（没有）"]
        lines += [f"  + {each.example.after}" if each.example.after else "  +（没有）"]
    return "\n".join(lines) + "\n" if lines else "没有不同。\n"


def _counted(each: Group) -> str:
    first = each.departments[0]
    number = len(each.departments)
    return first if number == 1 else f"{number} 个部门，如 {first}"
