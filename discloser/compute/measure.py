"""Measures: named selections of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol

from discloser.compute.ledger import Entry, Ledger, Side, Where
from discloser.model.supplement import Declared


@dataclass(frozen=True, slots=True)
class Selection:
    """Entries of the ledger: those that match any of the parts, a book and a filter each.

    The parts of a measure must not overlap; each entry counts once all the same.
    """

    parts: tuple[tuple[str, Where], ...] = ()

    @staticmethod
    def everything() -> Selection:
        """All three books."""
        return Selection.of_books(Side)

    @staticmethod
    def of_books(books: Iterable[str]) -> Selection:
        """All lines of some books."""
        return Selection(tuple((book, Where()) for book in books))

    def matches(self, entry: Entry) -> bool:
        """Tell whether an entry is selected."""
        for side, where in self.parts:  # noqa: SIM110 - asked millions of times, any() takes twice
            if side == entry.side and where.matches(entry):
                return True
        return False

    def of(self, ledger: Ledger) -> Ledger:
        """The selected entries of ``ledger``."""
        return ledger.select(self.parts)

    def __and__(self, other: Selection) -> Selection:
        return Selection(
            tuple(
                (side, where & narrower)
                for side, where in self.parts
                for other_side, narrower in other.parts
                if side == other_side
            )
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """A named selection, with its Chinese label and the source of its definition.

    One that is the ``sum`` of others has no selection of its own; :class:`Measures` gives it
    theirs. One that adds up a count has the column of a declared table that it is in as ``value``,
    and ``counted``, what its pack says of that column.
    """

    name: str
    label: str
    selection: Selection = Selection()
    source: str = ""
    sum: tuple[str, ...] = ()
    value: str = ""
    counted: Declared | None = None


class Selecting(Protocol):
    """What selects from the ledger: a measure, or all books; one of them; by a filter."""

    @property
    def measure(self) -> str:
        """A measure's name, or empty."""

    @property
    def of(self) -> str | None:
        """A book, or None for all."""

    @property
    def where(self) -> Mapping[str, Iterable[str]]:
        """A filter."""


class Measures(Mapping[str, Measure]):
    """Measures by name, each with all that it selects.

    ``written`` has them as they are written, before sums are resolved.
    """

    def __init__(self, measures: Iterable[Measure]) -> None:
        self.written: Mapping[str, Measure] = {measure.name: measure for measure in measures}

    def __getitem__(self, name: str) -> Measure:
        measure = self.written[name]
        if not measure.sum:
            return measure
        return replace(measure, selection=union(self[part].selection for part in measure.sum))

    def __iter__(self) -> Iterator[str]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)

    def with_more(self, measures: Iterable[Measure]) -> Measures:
        """These measures and a pack's own; a pack's goes before a standard one of its name."""
        more = list(measures)
        return Measures([*self.written.values(), *more]) if more else self

    def select(self, spec: Selecting, book: str | None = None) -> Selection:
        """The selection that a row or column describes, in a table of a ``book`` or of the three.

        Raises:
            KeyError: if it names an unknown measure.
        """
        where = Where.of(spec.where, {name.removeprefix("not_") for name in spec.where})
        named = self[spec.measure].selection if spec.measure else None
        books: Iterable[str]
        if spec.of is not None:
            books = (spec.of,)
        elif named is not None:
            books = {side for side, _ in named.parts}
        else:
            books = (book,) if book is not None else Side
        chosen = Selection(tuple((side, where) for side in books))
        return chosen if named is None else named & chosen


def union(selections: Iterable[Selection]) -> Selection:
    """The selection of everything that any of ``selections`` selects."""
    return reduce(lambda a, b: Selection(a.parts + b.parts), selections, Selection())
