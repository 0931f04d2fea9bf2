"""What a new year's book of codes changes: codes added, ended, renamed and moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from discloser.classification.codebook import Code, Codebook, Scheme
from discloser.codebooks.book import Listed, parent_of


class ChangeKind(StrEnum):
    """What becomes of a code."""

    ADDED = "新增"
    ENDED = "停用"
    RENAMED = "改名"
    MOVED = "改编码"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the code ``before``, None where it is new, and ``after``, None where it ends."""

    kind: ChangeKind
    scheme: Scheme
    before: Code | None
    after: Code | None

    @property
    def text(self) -> str:
        """The change in one line."""
        if self.before is None or self.after is None:
            one = self.before or self.after
            return f"{one.code} {one.name}" if one is not None else ""
        if self.kind is ChangeKind.RENAMED:
            return f"{self.after.code} {self.before.name} → {self.after.name}"
        return f"{self.before.code} → {self.after.code} {self.after.name}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A year's book against the tables in force.

    ``same`` counts the codes that stay; ``left_out`` are the 类 of the tables in force that the
    book does not have at all, which are not compared: a book may hold one classification.
    """

    year: int
    changes: tuple[Change, ...]
    same: int
    left_out: tuple[Code, ...] = ()

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(each for each in self.changes if each.kind is kind)


def compare(
    listed: Iterable[Listed], codebook: Codebook, year: int, *, whole: bool = False
) -> Comparison:
    """What is different in ``year`` by a book that lists these codes.

    Codes of a 类 that the book has nothing of stay as they are, unless the book is ``whole``.
    """
    new: dict[Scheme, dict[str, Code]] = {}
    for each in listed:
        new.setdefault(each.scheme, {})[each.code.code] = each.code
    changes: list[Change] = []
    left_out: list[Code] = []
    same = 0
    for scheme in new if not whole else Scheme:
        after = new.get(scheme, {})
        classes = {_class(code) for code in after}
        every = {each.code: each for each in codebook.codes(scheme, year)}
        before = {c: each for c, each in every.items() if whole or _class(c) in classes}
        left_out += [each for c, each in every.items() if c not in before and not parent_of(c)]
        found = list(_changes(scheme, before, after))
        changes += found
        same += sum(code in before for code in after)
        same -= sum(each.kind is ChangeKind.RENAMED for each in found)
    return Comparison(year, tuple(changes), same, tuple(left_out))


def _class(code: str) -> str:
    return code[:3]


def _changes(
    scheme: Scheme, before: Mapping[str, Code], after: Mapping[str, Code]
) -> Iterator[Change]:
    ended = {code: before[code] for code in before if code not in after}
    added = {code: after[code] for code in after if code not in before}
    for old, new in _moves(ended, added, before, after):
        yield Change(ChangeKind.MOVED, scheme, ended.pop(old), added.pop(new))
    for code in before:
        if code in after and before[code].name != after[code].name:
            yield Change(ChangeKind.RENAMED, scheme, before[code], after[code])
    for each in ended.values():
        yield Change(ChangeKind.ENDED, scheme, each, None)
    for each in added.values():
        yield Change(ChangeKind.ADDED, scheme, None, each)


def _moves(
    ended: Mapping[str, Code],
    added: Mapping[str, Code],
    before: Mapping[str, Code],
    after: Mapping[str, Code],
) -> list[tuple[str, str]]:
    """The old and the new code of items that moved, known by a name that is theirs alone.

    Many items share a name (行政运行); with the names above it, it is one item's.
    """
    found: list[tuple[str, str]] = []
    for depth in (3, 2, 1):
        old = _alone(ended, before, depth, {code for code, _ in found})
        new = _alone(added, after, depth, {code for _, code in found})
        found += [(old[path], new[path]) for path in old if path in new]
    return found


def _alone(
    codes: Mapping[str, Code], book: Mapping[str, Code], depth: int, taken: set[str]
) -> dict[tuple[str, ...], str]:
    """The codes by their own name and the names above, so many, where no other is called so."""
    times = Counter(_names(code, book, depth) for code in book)
    called = {_names(code, book, depth): code for code in codes if code not in taken}
    return {path: code for path, code in called.items() if times[path] == 1}


def _names(code: str, book: Mapping[str, Code], depth: int) -> tuple[str, ...]:
    names: list[str] = []
    while code and len(names) < depth:
        names.append(book[code].name if code in book else "")
        code = parent_of(code)
    return tuple(names)
