"""Published documents that are huge or claim to be, read by the command in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import compress

import docx
import pikepdf
import pytest

from tests.importing.limited import Ended, run_limited

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of a child process")

MANY = 10**6
RULED = b"10 10 m 90 10 l S\n"
"""A line of a page, as a table has it."""


def imported(data: bytes, name: str, folder: Path) -> Ended:
    path = folder / name
    path.write_bytes(data)
    target = folder / "某局.yaml"
    asked = ["import", path, "--pack", "henan/xinxiang", "--year", "2025", "-o", target]
    ended = run_limited(asked, folder)
    assert not target.exists()
    return ended


def package(body: bytes) -> bytes:
    """A Word file with such a body."""
    empty = BytesIO()
    docx.Document().save(empty)
    stream = BytesIO()
    with ZipFile(empty) as source, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                begin, end = part.index(b"<w:body>") + len(b"<w:body>"), part.index(b"</w:body>")
                part = part[:begin] + body + part[end:]
            made.writestr(name, part)
    return stream.getvalue()


def page(body: str) -> bytes:
    """A web page."""
    return f"<html><meta charset='utf-8'><body><p>某局2025年度部门预算</p>{body}".encode()


def wide(span: int) -> bytes:
    """A table of one cell that says it is so many columns wide."""
    width = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>'
    return f"<w:tbl><w:tr><w:tc>{width}<w:p/></w:tc></w:tr></w:tbl>".encode()


def pdf(content: bytes, pages: int = 1) -> bytes:
    """Pages with the same content, whose stream is compressed."""
    made = pikepdf.new()
    stream = made.make_stream(compress(content), Filter=pikepdf.Name.FlateDecode)
    for _ in range(pages):
        sheet = made.add_blank_page(page_size=(600, 800))
        sheet.Contents = stream
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def drawn_again(times: int) -> bytes:
    """A page that draws a form so often, and the form another one as often."""
    made = pikepdf.new()
    form: pikepdf.Object = made.make_stream(RULED, Subtype=pikepdf.Name.Form)
    for _ in range(2):
        held = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        form = made.make_stream(b"/F Do\n" * times, Subtype=pikepdf.Name.Form, Resources=held)
    sheet = made.add_blank_page(page_size=(600, 800))
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    sheet.Contents = made.make_stream(b"/F Do\n")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


HUGE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a part of many elements": ("docx", lambda: package(b"<w:p/>" * 2 * MANY), "D003"),
    "a cell of a million columns": ("docx", lambda: package(wide(MANY)), "J044"),
    "elements in one another": (
        "docx",
        lambda: package(b"<w:p>" * 9_999 + b"</w:p>" * 9_999),
        "D001",
    ),
    "cells of a million columns and rows": (
        "html",
        lambda: page(f"<table><tr><td colspan={MANY}>1<td rowspan={MANY}>2</table>"),
        "J044",
    ),
    "a table with a million rows": (
        "html",
        lambda: page(f"<table>{'<tr><td>1' * MANY}</table>"),
        "D003",
    ),
    "tags in one another": ("html", lambda: page("<div>" * MANY), "J044"),
    "thousands of pages": ("pdf", lambda: pdf(RULED, 2_001), "D003"),
    "a million lines on a page": ("pdf", lambda: pdf(RULED * MANY), "D003"),
    "a stream of 110 MB": ("pdf", lambda: pdf(b" " * (110 * MANY)), "D003"),
    "a form that is drawn again and again": ("pdf", lambda: drawn_again(1_000), "D003"),
}
"""The suffix, the file, and the beginning of the code that says it."""


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_document_is_said_within_bounds(name: str, tmp_path: Path) -> None:
    suffix, make, code = HUGE[name]
    ended = imported(make(), f"公开.{suffix}", tmp_path)
    assert (ended.code, code in ended.said) == (1, True), ended.said[-2000:]
