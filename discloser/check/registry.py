"""What a check looks at, and where checks are registered.

There are two registers: checks of the figures run before the document is composed, checks of
the tree read the composed document as a reviewer would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from discloser.check.outcome import Outcome
from discloser.check.reader.prose import Passage
from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.check.reader.vocabulary import Words, national_words
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.document.nodes import Document
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.values import Kind


class Listed(Protocol):
    """The tables that list a dimension, and those of them that show project expenditure."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Their names."""

    @property
    def projects(self) -> tuple[str, ...]:
        """The names of those that show project expenditure."""


Printed = Mapping[str, Listed]
"""The dimensions of the ledger that a pack's tables list."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check of the figures looks at; ``last_year`` where last year's input is known.

    ``printed`` are the dimensions that the pack's tables list, with the names of these tables;
    None where no pack is known.
    """

    figures: Figures
    codebook: Codebook
    sources: SourceMap
    last_year: Figures | None = None
    printed: Printed | None = None

    def tables_of(self, *dimensions: str, of_projects: bool = False) -> tuple[str, ...] | None:
        """The tables that list any of these dimensions; None where that is not known."""
        if self.printed is None:
            return None
        listed = [self.printed[each] for each in dimensions if each in self.printed]
        names = [
            name for each in listed for name in (each.projects if of_projects else each.tables)
        ]
        return tuple(dict.fromkeys(names))

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.figures.disclosure.year

    def place(self, *path: str | int) -> Location:
        """Where a field of the input stands."""
        return self.sources.find(path)

    def places(self, paths: Iterable[FieldPath]) -> tuple[Location, ...]:
        """Where several fields of the input stand."""
        return tuple(self.sources.find(path) for path in paths)


@dataclass(frozen=True)
class Reading:
    """What a check of the tree looks at: the composed document, and the figures to hold it to.

    ``words`` is the vocabulary that the document is read with.
    """

    document: Document
    figures: Figures
    codebook: Codebook
    sources: SourceMap
    words: Words = field(default_factory=national_words)

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.figures.disclosure.year

    @cached_property
    def reader(self) -> DocumentReader:
        """The document as a person understands it who knows neither pack nor ledger."""
        disclosure = self.figures.disclosure
        return DocumentReader(
            self.document,
            disclosure.kind,
            disclosure.year,
            self.words,
            self.codebook,
            self.figures.measures,
        )

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """The tables by the national table that each is; by their own name where it is none."""
        found = {table.role or table.sheet.name: table.sheet for table in self.reader.tables[::-1]}
        return dict(reversed(found.items()))

    @property
    def passages(self) -> Sequence[Passage]:
        """The paragraphs and notes."""
        return self.reader.passages


Check = Callable[[Subject], Iterable[Outcome]]
TreeCheck = Callable[[Reading], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Applies:
    """Where a check applies: to one kind or all, from a fiscal year on, in a pack and below it."""

    kind: Kind | None = None
    since: int = 0
    pack: str = ""

    def to(self, figures: Figures) -> bool:
        """Tell whether it applies to a disclosure."""
        disclosure = figures.disclosure
        in_pack = not self.pack or f"{disclosure.pack}/".startswith(f"{self.pack}/")
        return self.kind in (None, disclosure.kind) and disclosure.year >= self.since and in_pack


@dataclass(frozen=True, slots=True)
class Registered:
    """A check of the figures, and the parts of the input that it needs whole to have a say."""

    check: Check
    needs: frozenset[str]
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class RegisteredTreeCheck:
    """A check of the tree; one of words has its say whatever is wrong with the amounts."""

    check: TreeCheck
    applies: Applies = Applies()
    of_words: bool = False


CHECKS: list[Registered] = []
"""All checks of the figures in the order in which they run."""
TREE_CHECKS: list[RegisteredTreeCheck] = []
"""All checks of the tree in the order in which they run."""


def check(
    *needs: str, kind: Kind | None = None, since: int = 0, pack: str = ""
) -> Callable[[Check], Check]:
    """Register a check of the figures.

    ``needs``: it is skipped where one of these parts of the input has lost lines.
    """

    def register(function: Check) -> Check:
        CHECKS.append(Registered(function, frozenset(needs), Applies(kind, since, pack)))
        return function

    return register


def tree_check(
    *, kind: Kind | None = None, since: int = 0, pack: str = "", of_words: bool = False
) -> Callable[[TreeCheck], TreeCheck]:
    """Register a check of the composed document.

    ``of_words``: it reads words that no amount has a part in, so that a fault in the ledger or a
    missing reason is no cause to skip it.
    """

    def register(function: TreeCheck) -> TreeCheck:
        TREE_CHECKS.append(RegisteredTreeCheck(function, Applies(kind, since, pack), of_words))
        return function

    return register


def rule_codes(function: Check | TreeCheck) -> list[str]:
    """The codes of the rules that a check applies: its docstring begins with them."""
    return [code.strip() for code in (function.__doc__ or "").partition(":")[0].split(",")]


def all_codes() -> set[str]:
    """The codes of all registered checks' rules."""
    functions: list[Check | TreeCheck] = [known.check for known in CHECKS]
    functions += [known.check for known in TREE_CHECKS]
    return {code for function in functions for code in rule_codes(function)}
