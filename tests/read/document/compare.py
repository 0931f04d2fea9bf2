"""Holds a document that was read to the one that was composed: the second source is the tree."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Table
from discloser.document.number import Number
from discloser.pipeline import Prepared, prepare, render
from discloser.read.document import ReadDocument, read_document

ROOT = Path(__file__).parents[3]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
FORMATS = ("docx", "xlsx", "pdf", "typst")
Labelled = Counter[tuple[str, tuple[str, ...], str]]


@dataclass(frozen=True, slots=True)
class Count:
    """Of one table: its title, and how many of its amounts stand in their own cell."""

    title: str
    right: int
    printed: int


@cache
def prepared(path: Path) -> Prepared:
    """An input, prepared once."""
    return prepare(path)


@cache
def written(path: Path, form: str) -> bytes:
    """An input's file in one format; ``typst`` is the PDF by Typst."""
    suffix = "pdf" if form == "typst" else form
    engine = form if form == "typst" else ""
    made = render(prepared(path), (suffix,), pdf_engine=engine, contents_pages="none")
    return made[suffix]


@cache
def read_back(path: Path, form: str) -> ReadDocument:
    """The document that is read from an input's file."""
    return read_document(written(path, form), f"{path.stem}.{form}")


def bare(text: str) -> str:
    """A text without white space, which no format keeps."""
    return re.sub(r"\s", "", text)


def composed(path: Path) -> Document:
    """The document that was printed."""
    document = prepared(path).document
    assert document is not None
    return document


def amounts(table: Table, *, numbers_only: bool) -> Labelled:
    """The printed amounts of a table, each with the labels of its row and column."""
    sheet = Sheet(table)
    return Counter(
        (
            bare(sheet.row_label(placed.row, placed.column)),
            tuple(map(bare, sheet.headers[placed.column])),
            bare(placed.cell.text),
        )
        for row in sheet.grid.rows
        for placed in row
        if placed.cell.text and (not numbers_only or isinstance(placed.cell.content, Number))
    )


def counts(printed: Document, read: Document) -> list[Count]:
    """For every table of a document how many of its amounts were read into their own cell."""
    waiting: dict[str, list[Table]] = {}
    for table in read.tables():
        waiting.setdefault(bare(table.caption), []).append(table)
    found = []
    for table in printed.tables():
        wanted = amounts(table, numbers_only=True)
        same = waiting.get(bare(table.caption), [])
        had = amounts(same.pop(0), numbers_only=False) if same else Counter()
        found.append(Count(table.caption, (wanted & had).total(), wanted.total()))
    return found


def texts(document: Document) -> list[tuple[str, list[list[str]]]]:
    """Every table of a document: its title and the text of every slot."""
    return [
        (bare(table.caption), [[bare(text) for text in row] for row in table_grid(table).texts()])
        for table in document.tables()
    ]


def facts(path: Path, document: Document) -> Counter[tuple[object, str]]:
    """What the tables of a document tell, by meaning, and in which figures."""
    made = prepared(path)
    assert made.pack is not None
    assert made.figures is not None
    disclosure = made.figures.disclosure
    reader = DocumentReader(
        document,
        disclosure.kind,
        disclosure.year,
        made.pack.words,
        made.pack.codebook,
        made.pack.measures,
    )
    return Counter((fact.meaning.key, str(fact.term.printed)) for fact in reader.facts)


def money(text: str) -> Counter[str]:
    """The amounts of a text: 1,234.50."""
    return Counter(re.findall(r"(?<![\d.,])\d[\d,]*\.\d\d(?![\d.])", text))
