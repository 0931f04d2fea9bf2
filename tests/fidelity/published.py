"""The published documents, read from ``data/`` and freed of the slips of their extraction.

``data/published/NNN.json`` is what a program read out of the published PDF. Where it read
wrongly (a cell shifted, a paragraph torn by a page turn), ``data/extraction_slips.yaml`` says what
the page shows and why we know. Mistakes of the publishing office are no slips: they stay, and
``deliberate.yaml`` answers them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from tests.fidelity.normal import Line, bare
from tests.fidelity.printed import PrintedDocument, PrintedTable, running_text

DATA = Path(__file__).parent / "data"
SLIPS = DATA / "extraction_slips.yaml"
NUMBERS = ("000", "001", "002", "003", "004", "005", "006")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Slip(_Frozen):
    why: str


class Torn(_Slip):
    """Lines that continue the line before them: one paragraph, torn by a page turn."""

    lines: tuple[int, ...]


class Misread(_Slip):
    """A text that stands in some line, or in some column of a table's line, read wrongly."""

    line: int
    column: int | None = None
    read: str
    printed: str


class Shifted(_Slip):
    """Rows that lost an empty cell at ``column``, so that the cells behind it stand too far left.

    ``lines`` is the first and the last line of the rows; the gap can be several cells wide.
    """

    table: str
    lines: tuple[int, int]
    column: int
    width: int = 1


class Header(_Slip):
    """A table's columns as the page shows them."""

    table: str
    columns: tuple[str, ...]


class Moved(_Slip):
    """A line of a table's head that was taken for a paragraph of the narrative."""

    line: int
    table: str


class Slips(_Frozen):
    """All slips of one document."""

    torn: tuple[Torn, ...] = ()
    misread: tuple[Misread, ...] = ()
    shifted: tuple[Shifted, ...] = ()
    headers: tuple[Header, ...] = ()
    moved: tuple[Moved, ...] = ()


@cache
def published(number: str) -> PrintedDocument:
    """Load the published document ``number`` (000 to 006)."""
    return corrected(extracted(number), slips(number))


def extracted(number: str) -> dict[str, Any]:
    """What was read out of the published file, line by line."""
    raw: dict[str, Any] = json.loads(
        (DATA / "published" / f"{number}.json").read_text(encoding="utf-8")
    )
    return raw


@cache
def slips(number: str) -> Slips:
    """Load the extraction slips of the document ``number``."""
    return Slips.model_validate(YAML(typ="safe").load(SLIPS).get(number, {}))


def corrected(raw: dict[str, Any], known: Slips) -> PrintedDocument:
    """Turn a document as it was extracted into the document as it was printed."""
    return PrintedDocument(
        front=tuple(line.text for _, line in _lines(raw["cover_and_toc"], known)),
        narrative=running_text(line for _, line in narrative_lines(raw, known)),
        tables=tuple(table for _, table in placed_tables(raw, known)),
    )


def narrative_lines(raw: dict[str, Any], known: Slips) -> list[tuple[int, Line]]:
    """The lines of the narrative as they are printed, each with its number in the extraction."""
    moved = {slip.line for slip in known.moved}
    return _lines([line for line in _narrative(raw) if line["line"] not in moved], known)


def placed_tables(raw: dict[str, Any], known: Slips) -> list[tuple[int, PrintedTable]]:
    """The tables as they are printed, each with the number of its first line."""
    moved = {slip.line: slip.table for slip in known.moved}
    return [
        (
            table["lines"][0],
            _table(
                table,
                tuple(
                    line["text"]
                    for line in _narrative(raw)
                    if moved.get(line["line"]) == table["id"]
                ),
                known,
            ),
        )
        for table in raw["tables"]
    ]


def _narrative(raw: dict[str, Any]) -> list[dict[str, Any]]:
    front_end = max(line["line"] for line in raw["cover_and_toc"])
    return [line for line in raw["paragraphs"] if line["line"] > front_end]


def _lines(raw: list[dict[str, Any]], known: Slips) -> list[tuple[int, Line]]:
    continued = {line for torn in known.torn for line in torn.lines}
    lines: list[tuple[int, Line]] = []
    for line in raw:
        text = _as_printed(line["text"], line["line"], None, known)
        if line["line"] in continued:
            at, before = lines[-1]
            lines[-1] = (at, Line(before.text + text))
        else:
            lines.append((line["line"], Line(text, line.get("heading", False))))
    return lines


def _table(raw: dict[str, Any], moved: tuple[str, ...], known: Slips) -> PrintedTable:
    headers = {slip.table: slip.columns for slip in known.headers}
    columns = headers.get(raw["id"], tuple(raw["columns"]))
    above = [*moved, *(line["text"] for line in raw["before"])]
    if columns[0] == "c1":
        columns = ()
        above += [cell for row in raw["header_rows_raw"] for cell in row if cell]
    return PrintedTable(
        title=raw["title"],
        lines=tuple(line for line in above if bare(line) != bare(raw["title"])),
        columns=columns,
        ordinals=_ordinals(raw["header_rows_raw"]),
        rows=tuple(_row(row, raw["id"], known) for row in raw["rows"]),
        notes=tuple(_as_printed(line["text"], line["line"], None, known) for line in raw["after"]),
    )


def _ordinals(head: list[list[str]]) -> tuple[str, ...]:
    for row in head:
        texts = {bare(cell) for cell in row} - {"", "栏次"}
        if texts and all(text.isdigit() for text in texts):
            return tuple(row)
    return ()


def _row(raw: dict[str, Any], table: str, known: Slips) -> tuple[str, ...]:
    cells: list[str] = list(raw["cells"])
    for slip in known.shifted:
        if slip.table == table and slip.lines[0] <= raw["line"] <= slip.lines[1]:
            cells[slip.column : slip.column] = [""] * slip.width
            if any(cells[-slip.width :]):
                raise ValueError(f"line {raw['line']}: the shift would drop {cells[-slip.width :]}")
            del cells[-slip.width :]
    return tuple(_as_printed(cell, raw["line"], c, known) for c, cell in enumerate(cells))


def _as_printed(text: str, line: int, column: int | None, known: Slips) -> str:
    for slip in known.misread:
        if (slip.line, slip.column) == (line, column):
            if slip.read not in text or (slip.read == "" and text):
                raise ValueError(f"line {line}: no {slip.read!r} in {text!r}")
            text = text.replace(slip.read, slip.printed) if slip.read else slip.printed
    return text
