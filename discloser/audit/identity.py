"""Whose document it is: its kind, year and department, as it says itself or as it was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from discloser.audit.rules import NO_KIND, NO_YEAR, OTHER
from discloser.document.nodes import Document, Heading, Paragraph
from discloser.finding import Finding
from discloser.importing.published.texts import YEAR, cover
from discloser.location import Location
from discloser.model.values import Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: a kind, a year, a place (the name of a pack); None or "" for any.

    ``approved`` and ``published`` are the days when the documents were, where they are known.
    """

    kind: Kind | None = None
    year: int = 0
    place: str = ""
    approved: date | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The kind and year that a document is checked as, and the department's name, if it says it."""

    kind: Kind
    year: int
    department: str = ""

    @property
    def title(self) -> str:
        """It in words."""
        return f"{self.department or '（没有写部门）'}{self.year}年{self.kind.label}"


def identify(
    document: Document, asked: Asked, place: Location, name: str
) -> Identity | list[Finding]:
    """What a document is, or why that cannot be told; what was asked for goes before it.

    The ``name`` of its file is asked last.
    """
    found = cover(document)
    kind = asked.kind or found.kind or _most_spoken_of(_titles(document)) or _most_spoken_of([name])
    years = Counter(_years(_titles(document))) or Counter(_years([name]))
    year = asked.year or found.year or next((year for year, _ in years.most_common(1)), None)
    if kind is None or year is None:
        return [rule.at(place) for rule, known in ((NO_KIND, kind), (NO_YEAR, year)) if not known]
    return Identity(kind, year, found.department.text if found.department is not None else "")


def said_of(document: Document) -> tuple[Kind | None, int | None]:
    """The kind and the year that the first page of a file says; None where it does not."""
    found = cover(document)
    return found.kind, found.year


def are_apart(one: Document, other: Document) -> bool:
    """Whether two files say that they are of different years, or of different kinds."""
    pairs = zip(said_of(one), said_of(other), strict=True)
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def in_words(document: Document) -> str:
    """The year and kind that the first page of a file says."""
    kind, year = said_of(document)
    return f"{f'{year}年' if year else ''}{kind.label if kind else '文本'}"


def contradictions(document: Document, asked: Asked, place: Location) -> Iterator[Finding]:
    """Where the cover says another kind or year than was asked for."""
    found = cover(document)
    if asked.kind is not None and found.kind not in (None, asked.kind):
        yield OTHER.at(place, found=found.kind.label if found.kind else "", asked=asked.kind.label)
    if asked.year and found.year not in (None, asked.year):
        yield OTHER.at(place, found=f"{found.year}年", asked=f"{asked.year}年")


def _titles(document: Document) -> Iterator[str]:
    """The titles of tables, the headings, then the paragraphs: each the less certain."""
    yield from ("".join(table.caption.split()) for table in document.tables())
    for kind in (Heading, Paragraph):
        yield from (block.text for block in document.blocks() if isinstance(block, kind))


def _most_spoken_of(texts: Iterable[str]) -> Kind | None:
    """Which kind most titles and sentences speak of."""
    budget = final = 0
    for text in texts:
        budget += "预算" in text and "决算" not in text
        final += "决算" in text
    if budget == final:
        return None
    return Kind.BUDGET if budget > final else Kind.FINAL_ACCOUNT


def _years(texts: Iterable[str]) -> Iterator[int]:
    for text in texts:
        for match in YEAR.finditer(text):
            yield int(match[1])
