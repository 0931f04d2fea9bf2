"""What checks look at: the figures of an input, or the document as a reviewer reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from discloser.check.agreement import Agreement
from discloser.check.compare import Missing
from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.prose import Passage
from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import Figures
from discloser.compute.measure import Measures
from discloser.document.nodes import Document
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.texts import texts
from discloser.model.values import Kind
from discloser.parameters.limits import Limits
from discloser.vocabulary.words import Words, national_words


class Listed(Protocol):
    """The tables that list a dimension, and those of them that show project expenditure."""

    @property
    def tables(self) -> tuple[str, ...]:
        """Their names."""

    @property
    def projects(self) -> tuple[str, ...]:
        """The names of those that show project expenditure."""

    @property
    def receipts(self) -> tuple[tuple[str, str], ...]:
        """The names of those that show receipts alone, each with the measure that it covers."""


Printed = Mapping[str, Listed]
"""The dimensions of the ledger that a pack's tables list."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check of the figures looks at; ``last_year`` where last year's input is known.

    ``limits`` are those of the pack and its year, the national ones where no pack is known.
    ``printed`` are the dimensions that the pack's tables list, with the names of these tables;
    None where no pack is known.
    """

    figures: Figures
    codebook: Codebook
    sources: SourceMap
    limits: Limits
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

    def tables_of_receipts(self, *dimensions: str) -> tuple[tuple[str, str], ...]:
        """The tables of receipts that list any of these dimensions, each with what it covers."""
        printed = self.printed or {}
        listed = [printed[each] for each in dimensions if each in printed]
        return tuple(dict.fromkeys(table for each in listed for table in each.receipts))

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
    """What a check of the tree looks at: a document, by whomever it was made.

    ``limits`` and ``words`` are those of its pack and year, the national ones where no ``pack`` is
    known; ``measures`` are the amounts that its words may name, ``counts`` what its pack counts;
    ``approved`` and ``published`` the
    days when it was, as somebody has said. Nothing else is known beside the document here: what an
    input gives is empty, and :class:`Proof` has it.
    """

    document: Document
    kind: Kind
    year: int
    codebook: Codebook
    limits: Limits
    words: Words = field(default_factory=national_words)
    measures: Measures = field(default_factory=standard_measures)
    pack: str = ""
    approved: date | None = None
    published: date | None = None
    counts: Measures = field(default_factory=lambda: Measures(()))

    @cached_property
    def reader(self) -> DocumentReader:
        """The document as a person understands it who knows neither pack nor ledger."""
        return DocumentReader(
            self.document, self.kind, self.year, self.words, self.codebook, self.measures
        )

    @cached_property
    def agreement(self) -> Agreement:
        """What the document prints twice, or prints with its parts."""
        return Agreement(self.reader)

    def table(self, role: str) -> Sheet | Missing:
        """The table that is a national one."""
        placed = self.reader.by_role.get(role)
        return placed.sheet if placed is not None else Missing(self.reader.no_table(role))

    @cached_property
    def told_parts(self) -> frozenset[str]:
        """The parts of the document that tell its amounts in sentences."""
        claims = (claim.passage for claim in self.reader.claims)
        return frozenset(passage.part for passage in claims if not passage.of_table)

    @property
    def passages(self) -> Sequence[Passage]:
        """The paragraphs and notes."""
        return self.reader.passages

    @property
    def given(self) -> Figures | None:
        """The figures of the input, where there is one."""
        return None

    @cached_property
    def typed(self) -> tuple[tuple[FieldPath, str], ...]:
        """The texts of the input with their fields."""
        return ()

    def place(self, path: FieldPath) -> Location | None:
        """Where a field of the input stands."""
        del path
        return None


@dataclass(frozen=True, kw_only=True)
class Proof(Reading):
    """A document with the input that it was made from, which it is held to."""

    figures: Figures
    sources: SourceMap

    @classmethod
    def of(
        cls,
        document: Document,
        figures: Figures,
        codebook: Codebook,
        sources: SourceMap,
        limits: Limits,
        *,
        words: Words | None = None,
        counts: Measures | None = None,
    ) -> Proof:
        """The document of an input; the vocabulary is the national one where none is given."""
        disclosure = figures.disclosure
        return cls(
            document,
            disclosure.kind,
            disclosure.year,
            codebook,
            limits,
            words or national_words(),
            figures.measures,
            disclosure.pack,
            counts=counts or Measures(()),
            figures=figures,
            sources=sources,
        )

    @property
    def given(self) -> Figures:
        """The figures of the input."""
        return self.figures

    @cached_property
    def typed(self) -> tuple[tuple[FieldPath, str], ...]:
        """The texts of the input with their fields."""
        return tuple(texts(self.figures.disclosure))

    def place(self, path: FieldPath) -> Location:
        """Where a field of the input stands."""
        return self.sources.find(path)

    @cached_property
    def priors(self) -> Mapping[Key, Decimal]:
        """Last year's figures in 元 by what they are about."""
        return {
            Meaning(self.measures[name].selection.parts).key: figure.prior
            for name, figure in self.figures.items()
            if figure.prior is not None
        }
