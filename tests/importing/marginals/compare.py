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
from discloser.importing.published.texts import cover
from discloser.location import FieldPath
from discloser.pipeline import Prepared, prepare
from discloser.read.write_yaml import write_yaml
from tests.importing.grids import INPUTS, draft_of

__all__ = ["INPUTS", "Again", "imported", "numbers", "prepared", "printed_again"]
BOOKS = {"receipts", "expenditure", "closing"}
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


def printed_again(path: Path, draft: Any, folder: Path) -> tuple[Again, list[FieldPath]]:
    """Print what an import made of an input's document, and what had to be typed for it.

    Typed is what the input has and the import lacks; of the ledger nothing is.
    """
    wanted = {name: part for name, part in draft_of(path).items() if name not in BOOKS}
    whole, typed = completed(draft, wanted)
    target = folder / path.name
    target.write_text(write_yaml(whole), encoding="utf-8")
    again = prepare(target)
    assert again.document is not None, [finding.message for finding in again.findings]
    first = prepared(path).document
    assert first is not None
    return Again(numbers(first), numbers(again.document)), typed


def completed(made: Any, wanted: Any, path: FieldPath = ()) -> tuple[Any, list[FieldPath]]:
    """What was made with what it lacks of what is wanted, and the places of that."""
    typed: list[FieldPath] = []
    if isinstance(made, dict) and isinstance(wanted, dict):
        whole = dict(made)
        for name, part in wanted.items():
            if whole.get(name) in (None, "", [], {}):
                whole[name] = part
                typed.append((*path, name))
            else:
                whole[name], below = completed(whole[name], part, (*path, name))
                typed += below
        return whole, typed
    if isinstance(made, list) and isinstance(wanted, list) and made and isinstance(made[0], dict):
        return _listed(made, wanted, path)
    return made, typed


def _listed(made: list[Any], wanted: list[Any], path: FieldPath) -> tuple[Any, list[FieldPath]]:
    """Units and projects by code or name; the lines of other lists one after the other."""
    typed: list[FieldPath] = []
    whole: list[Any] = []
    if path not in {("units",), ("projects",)}:
        for at, each in enumerate(made):
            own, below = completed(each, wanted[at] if at < len(wanted) else {}, (*path, at))
            whole.append(own)
            typed += below
        return whole, typed
    known = {each[name]: each for each in wanted for name in ("code", "name") if each.get(name)}
    left = [each["name"] for each in wanted]
    for each in made:
        other = known.get(each.get("code")) or known.get(each.get("name")) or {}
        own, below = completed(each, other, (*path, str(each.get("name"))))
        whole.append(own)
        typed += below
        if other:
            left.remove(other["name"])
    added = [each for each in wanted if each["name"] in left]
    return [*whole, *added], [*typed, *((*path, each["name"]) for each in added)]
