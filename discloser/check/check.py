"""A check: a function that applies rules, with where it applies and what it needs.

Checks of the input run before the document is composed, checks of the document read it as a
reviewer would. :data:`discloser.check.rules.ALL` has every one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from discloser.check.outcome import Outcome
from discloser.check.subject import Proof, Reading, Subject
from discloser.finding import Rule
from discloser.model.values import Kind

InputFunction = Callable[[Subject], Iterable[Outcome]]
DocumentFunction = Callable[[Reading], Iterable[Outcome]]
ProofFunction = Callable[[Proof], Iterable[Outcome]]


class Classed(Protocol):
    """What has a kind, a fiscal year and a pack ("" where none is known)."""

    @property
    def kind(self) -> Kind:
        """Budget or final account."""

    @property
    def year(self) -> int:
        """The fiscal year."""

    @property
    def pack(self) -> str:
        """The pack's name."""


@dataclass(frozen=True, slots=True)
class Applies:
    """Where a check applies: to one kind or all, from a fiscal year on, in a pack and below it."""

    kind: Kind | None = None
    since: int = 0
    pack: str = ""

    def to(self, one: Classed) -> bool:
        """Tell whether it applies to an input, or to a document that is read."""
        in_pack = not self.pack or f"{one.pack}/".startswith(f"{self.pack}/")
        return self.kind in (None, one.kind) and one.year >= self.since and in_pack


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
    """A check of the document, as it is held to its input.

    ``of_print`` is the same for a document whose input nobody has; None where there is nothing to
    hold without one. ``of_words``: it reads words that no amount has a part in, so that a fault in
    the ledger or a missing reason is no cause to skip it. ``says_all``: it says of everything that
    it looks at what became of it, so that silence means that there was nothing to look at; another
    check finds what is wrong, and its silence means that a rule holds.
    """

    rules: tuple[Rule, ...]
    outcomes: ProofFunction
    of_print: DocumentFunction | None = None
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
    """Make a function that applies ``rules`` to a document a check, whoever made the document."""

    def made(function: DocumentFunction) -> DocumentCheck:
        applies = Applies(kind, since, pack)
        return DocumentCheck(rules, function, function, applies, of_words, says_all)

    return made


def proof_check(
    *rules: Rule,
    kind: Kind | None = None,
    since: int = 0,
    pack: str = "",
    of_words: bool = False,
    says_all: bool = False,
) -> Callable[[ProofFunction], DocumentCheck]:
    """Make a function that holds a document to its input by ``rules`` a check."""

    def made(function: ProofFunction) -> DocumentCheck:
        return DocumentCheck(rules, function, None, Applies(kind, since, pack), of_words, says_all)

    return made
