"""Documents of one section, and what the tests read back from their PDFs."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from discloser.document.nodes import (
    Block,
    Document,
    Paragraph,
    Section,
    Text,
)

POINTS_PER_MM = 72 / 25.4
RIGHT_EDGE = (210 - 26) * POINTS_PER_MM
ROOT = Path(__file__).parents[2]


@cache
def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, by the PDF reader that Linux desktops use."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs poppler-utils")
    command = ["pdftotext", "-layout", "-", "-"]
    found = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return found.stdout.decode().split("\f")[:-1]


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def one_section(*blocks: Block, **section: Any) -> Document:
    return Document("题", "作者", date(2025, 3, 14), (Section(blocks, **section),))


def paragraph(text: str, style: str = "body") -> Paragraph:
    return Paragraph((Text(text),), style)


def page_lines(pdf: bytes, page: int = 0) -> list[list[dict[str, Any]]]:
    """The characters of each line of a page, from left to right."""
    with pdfplumber.open(BytesIO(pdf)) as opened:
        rows: dict[int, list[dict[str, Any]]] = {}
        for character in opened.pages[page].chars:
            rows.setdefault(round(character["matrix"][5]), []).append(character)
    return [sorted(rows[y], key=lambda c: c["x0"]) for y in sorted(rows, reverse=True)]


def line_text(line: list[dict[str, Any]]) -> str:
    return "".join(character["text"] for character in line)


def reader(pdf: bytes) -> Any:
    """A PDF as plain dictionaries and lists; pypdf's types name every possible object."""
    return PdfReader(BytesIO(pdf))


def elements(pdf: bytes, *kinds: str) -> Iterator[dict[str, Any]]:
    """Walk the structure tree in reading order."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, dict) and "/S" in node:
            if node["/S"] in kinds:
                yield node
            yield from walk(node.get("/K", []))

    yield from walk(reader(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"])


def kids_of(node: dict[str, Any], *kinds: str) -> list[dict[str, Any]]:
    kids: list[Any] = [kid.get_object() for kid in node["/K"] if isinstance(kid, IndirectObject)]
    return [kid for kid in kids if kid.get("/S") in kinds]


def tagged_rows(table: dict[str, Any]) -> list[list[dict[str, Any]]]:
    rows = [row for group in kids_of(table, "/THead", "/TBody") for row in kids_of(group, "/TR")]
    return [kids_of(row, "/TH", "/TD") for row in rows]
