"""Documents of the inputs imported and printed again: every printed number beside the first one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from discloser.check.reader.sheet import Sheet
from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.document.number import Number
from discloser.importing.files import Import
from discloser.importing.marginals import import_tables
from discloser.importing.marginals.tables import PublishedTables
from discloser.importing.onto import onto
from discloser.importing.published.texts import cover
from discloser.pipeline import Prepared, prepare
from discloser.read.write_yaml import write_yaml
from tests.importing.grids import INPUTS, draft_of

__all__ = ["INPUTS", "Again", "imported", "numbers", "prepared", "printed_again"]
Numbers = Counter[tuple[str, str]]


@cache
def prepared(path: Path) -> Prepared:
    """An input, prepared once."""
    return prepare(path)


def numbers(document: Document) -> Numbers:
    """Every printed number: those of tables with what their cell is called, those of the text."""
    found: Numbers = Counter()
    for block in document.blocks():
        if isinstance(block, Table):
            found.update((label, number.text) for number, label in Sheet(block).numbers())
        elif isinstance(block, Paragraph | Heading):
            found.update(("", n.text) for n in block.content if isinstance(n, Number))
    return found


def imported(path: Path, document: Document) -> Import:
    """What the tables of a document give, with the pack of an input."""
    first = prepared(path)
    assert first.pack is not None
    about = {"pack": first.pack.name, "kind": first.pack.kind.value, "year": str(first.pack.year)}
    tables = PublishedTables(Path("公开.docx"), document, cover(document))
    return import_tables([tables], about, first.pack)


@dataclass(frozen=True, slots=True)
class Again:
    """A document printed again from an import: its numbers, and those that were printed first."""

    first: Numbers
    second: Numbers

    def lost(self, *, of_tables: bool) -> Numbers:
        """The numbers of the tables, or of the text, that are not printed again."""
        left = self.first - self.second
        return Counter({key: count for key, count in left.items() if bool(key[0]) is of_tables})


def printed_again(path: Path, found: Import, folder: Path) -> Again:
    """Print an import; all but the ledger (texts, targets, last year) is as it was typed."""
    assert found.imported is not None
    draft: Any = draft_of(path)
    for book in ("receipts", "expenditure"):
        for line in draft.get(book) or []:
            line.pop("initial_budget", None)  # as the tables and sentences tell it
    filled, _ = onto(draft, found.imported)
    target = folder / path.name
    target.write_text(write_yaml(filled.draft), encoding="utf-8")
    again = prepare(target)
    assert again.document is not None, [finding.message for finding in again.findings]
    first = prepared(path).document
    assert first is not None
    return Again(numbers(first), numbers(again.document))
