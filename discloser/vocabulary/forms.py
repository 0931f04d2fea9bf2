"""What a national table must print: its columns and its fixed rows, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from discloser.vocabulary.names import header_label

Path = Sequence[str]
"""The labels above a column, outermost first, or that of a row."""
MAY_LACK, OR, WITHIN = "（可缺）", "|", "·"


@dataclass(frozen=True, slots=True)
class Entry:
    """A column or a row of a form: what it may be called, group by group, outermost first.

    Written as 基本支出·小计|合计; with （可缺） behind it, a table may lack it.
    """

    written: str
    is_required: bool
    parts: tuple[frozenset[str], ...]

    def names(self, path: Path, groups: frozenset[str] = frozenset()) -> bool:
        """Whether the labels of a column or row begin with this entry's, below some ``groups``."""
        for start, label in enumerate(path):
            rest = path[start : start + len(self.parts)]
            if len(rest) == len(self.parts) and all(
                each in part for each, part in zip(rest, self.parts, strict=True)
            ):
                return True
            if label not in groups:
                return False
        return False

    def is_of(self, path: Path) -> bool:
        """Whether the labels of a column have this entry's among them, in whatever order."""
        return all(any(label in part for label in path) for part in self.parts)


@lru_cache(maxsize=4096)
def read_entry(text: str) -> Entry:
    """Read an entry as it is written."""
    written = text.removesuffix(MAY_LACK)
    parts = (part.split(OR) for part in written.split(WITHIN))
    names = tuple(frozenset(map(header_label, part)) for part in parts)
    return Entry(written, not text.endswith(MAY_LACK), names)


Written = Annotated[str, Field(min_length=1)]


class FormWords(BaseModel):
    """The columns and the fixed rows of a table."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    columns: tuple[Written, ...] = Field(default=(), title="应有的栏，照从左到右的次序")
    anywhere: tuple[Written, ...] = Field(default=(), title="应有的栏，次序和分组各地不同")
    rows: tuple[Written, ...] = Field(default=(), title="应有的行，照从上到下的次序，左边的在前")
    sections: tuple[Written, ...] = Field(
        default=(), title="表单各部分的标题，照从上到下的次序，可以没有"
    )

    def joined(self, more: FormWords) -> FormWords:
        """This form with what another says otherwise: its columns, its rows or its sections."""
        return self.model_copy(update={name: getattr(more, name) for name in more.model_fields_set})


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a table prints otherwise than its form: entries that it lacks, entries out of order."""

    missing: tuple[str, ...]
    misplaced: tuple[str, ...]


def lacking(
    entries: Iterable[str], paths: Sequence[Path], groups: frozenset[str] = frozenset()
) -> Lacking:
    """Hold the labels of a table, in their order, to the entries of a form."""
    missing: list[str] = []
    misplaced: list[str] = []
    after = 0
    having: dict[str, set[int]] = {}
    for index, path in enumerate(paths):
        for label in path:
            having.setdefault(label, set()).add(index)
    for entry in map(read_entry, entries):
        near = set[int]().union(*(having.get(label, ()) for label in entry.parts[0]))
        found = [index for index in sorted(near) if entry.names(paths[index], groups)]
        later = [index for index in found if index >= after]
        if later:
            after = later[0] + 1
        elif entry.is_required:
            (misplaced if found else missing).append(entry.written)
    return Lacking(tuple(missing), tuple(misplaced))


def lacking_anywhere(entries: Iterable[str], paths: Sequence[Path]) -> Lacking:
    """Hold the labels of a table to entries whose order is not told."""
    known = map(read_entry, entries)
    missing = (e.written for e in known if e.is_required and not any(map(e.is_of, paths)))
    return Lacking(tuple(missing), ())


def out_of_order(sections: Iterable[str], rows: Sequence[Path]) -> tuple[str, ...]:
    """The sections of a form that do not stand, with all their rows, below those before them."""
    misplaced: list[str] = []
    last = -1
    for entry in map(read_entry, sections):
        found = [index for index, path in enumerate(rows) if entry.is_of(path)]
        if found and found[0] <= last:
            misplaced.append(entry.written)
        last = max([last, *found])
    return tuple(misplaced)
