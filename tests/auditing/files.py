"""Documents as files, as they are and with a fault planted, for the tests of the audit."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from discloser.audit.audit import Audited, audit, audit_read
from discloser.audit.files import Case, ReadFile
from discloser.audit.identity import Asked
from discloser.audit.sureness import Sureness
from discloser.document.nodes import Block, Document, Paragraph, Table, Text
from discloser.money import MoneyUnit
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs, render
from discloser.read.document.words import money_unit
from tests.rules.documents import document, prepared

FORMATS = ("docx", "xlsx", "pdf")
LOAD = keep_packs()
REAL = Path(__file__).parents[1] / "read" / "document" / "data"


@cache
def clean(name: str, suffix: str) -> bytes:
    return content(name, document(name), suffix)


def content(name: str, changed: Document, suffix: str) -> bytes:
    """A document of an input as a file, changed or not."""
    made = replace(prepared(name), document=changed)
    return render(made, (suffix,), contents_pages="none", pdf_engine="typst")[suffix]


def saved(folder: Path, data: bytes, suffix: str, stem: str = "某局") -> Path:
    path = folder / f"{stem}.{suffix}"
    path.write_bytes(data)
    return path


def audited(*paths: Path, asked: Asked | None = None) -> Audited:
    return audit(Case(paths[0].stem, paths), asked or Asked(), LOAD, pack_roots(None))


def audited_read(document: Document, name: str) -> Audited:
    """A document, changed or not, as if it had been read from a file of that name."""
    path = Path(f"{name}.docx")
    file = ReadFile(path, _printed(document), ())
    return audit_read(Case(name, (path,)), [file], Asked(), LOAD, pack_roots(None))


def _printed(document: Document) -> Document:
    """It with the numbers of its tables and sentences as texts, which is what a reader finds."""
    sections = (
        replace(section, blocks=tuple(map(_printed_block, section.blocks)))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _printed_block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, content=(Text(block.text),))
    if isinstance(block, Table):
        body = (tuple(replace(c, content=c.text) for c in row) for row in block.body)
        unit = money_unit(block.unit) or MoneyUnit.WAN_YUAN
        return replace(block, body=tuple(body), money_unit=unit)
    return block


def told(found: Audited, *, surely: bool = True) -> list[tuple[str, str]]:
    """The codes and messages of the faults, but those that a person has to look at."""
    return [
        (fault.finding.code, fault.finding.message)
        for fault in found.faults
        if not surely or fault.sure is not Sureness.LOOK
    ]
