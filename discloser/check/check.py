"""A check: a function that applies rules, with where it applies and what it needs.

Checks of the input run before the document is composed, checks of the document read it as a
reviewer would. :data:`discloser.check.rules.ALL` has every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from discloser.check.outcome import Outcome
from discloser.check.subject import Reading, Subject
from discloser.compute.figures import Figures
from discloser.finding import Rule
from discloser.model.values import Kind

InputFunction = Callable[[Subject], Iterable[Outcome]]
DocumentFunction = Callable[[Reading], Iterable[Outcome]]


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


class _Check:
    """What both kinds of checks have."""

    __slots__ = ()
    rules: tuple[Rule, ...]
    says_all = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its rules."""
        return tuple(rule.code for rule in self.rules)


@dataclass(frozen=True, slots=True)
class InputCheck(_Check):
    """A check of the input; it is skipped where a part that it ``needs`` has lost lines."""

    rules: tuple[Rule, ...]
    outcomes: InputFunction
    needs: frozenset[str] = frozenset()
    applies: Applies = Applies()


@dataclass(frozen=True, slots=True)
class DocumentCheck(_Check):
    """A check of the composed document.

    ``of_words``: it reads words that no amount has a part in, so that a fault in the ledger or a
    missing reason is no cause to skip it. ``says_all``: it says of everything that it looks at
    what became of it, so that silence means that there was nothing to look at; another check
    finds what is wrong, and its silence means that a rule holds.
    """

    rules: tuple[Rule, ...]
    outcomes: DocumentFunction
    applies: Applies = Applies()
    of_words: bool = False
    says_all: bool = False


Check = InputCheck | DocumentCheck


def check(
    *rules: Rule,
    needs: Iterable[str] = (),
    kind: Kind | None = None,
    since: int = 0,
    pack: str = "",
) -> Callable[[InputFunction], InputCheck]:
    """Make a function that applies ``rules`` to an input a check."""

    def made(function: InputFunction) -> InputCheck:
        return InputCheck(rules, function, frozenset(needs), Applies(kind, since, pack))

    return made


def document_check(
    *rules: Rule,
    kind: Kind | None = None,
    since: int = 0,
    pack: str = "",
    of_words: bool = False,
    says_all: bool = False,
) -> Callable[[DocumentFunction], DocumentCheck]:
    """Make a function that applies ``rules`` to a composed document a check."""

    def made(function: DocumentFunction) -> DocumentCheck:
        return DocumentCheck(rules, function, Applies(kind, since, pack), of_words, says_all)

    return made
