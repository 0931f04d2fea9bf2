"""What faults are planted in: documents of inputs, and documents that others published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from discloser.document.nodes import Document
from discloser.pipeline import Prepared, prepare, render
from discloser.read.document import read_document
from tests.auditing.files import REAL
from tests.auditing.seeds.files import STYLES
from tests.auditing.seeds.printed import SEEDS, printed_tree, with_numbers
from tests.rules.documents import INPUTS, prepared


@dataclass(frozen=True)
class Victim:
    """A document, the names in it that must be printed as they are, and what it is written with."""

    name: str
    document: Document
    known: frozenset[str]
    style: Prepared

    def content(self, document: Document, form: str) -> bytes:
        """A document, changed or not, as a file."""
        made = replace(self.style, document=document)
        return render(made, (form,), contents_pages="none", pdf_engine="typst")[form]

    def as_read(self, folder: Path) -> Victim:
        """It as it is read from a DOCX file, every node with the place where it stands."""
        path = folder / f"{self.document.title}.docx"
        path.write_bytes(self.content(self.document, "docx"))
        document = read_document(path).document
        assert document is not None
        return replace(self, document=with_numbers(replace(document, title=self.document.title)))


def victims(wanted: str) -> Iterator[Victim]:
    """All inputs, the published texts as they were printed, and the real files as they are read."""
    for path in sorted(INPUTS.rglob("*.yaml")):
        name = path.relative_to(INPUTS).with_suffix("").as_posix()
        if wanted in name:
            yield _of_input(name, path)
    for number in SEEDS:
        if wanted in (name := f"公布原文{number}"):
            known = frozenset[str]()
            yield Victim(name, printed_tree(number), known, prepared(STYLES[number]))
    for path in sorted(REAL.glob("*.pdf")):
        document = read_document(path).document
        if wanted in path.stem and document is not None:
            style = prepared("final" if "final" in path.stem else "approval")
            yield Victim(path.stem, with_numbers(document), frozenset(), style)


@cache
def _of_input(name: str, path: Path) -> Victim:
    made = prepare(path)
    assert made.document is not None
    assert made.figures is not None
    given = made.figures.disclosure
    names = {given.department.name, *(unit.name for unit in given.units)}
    names |= {project.name for project in given.projects}
    return Victim(name, made.document, frozenset(filter(None, names)), made)
