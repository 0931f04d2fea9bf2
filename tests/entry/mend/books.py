"""Entry workbooks of several packs and kinds, open as a clerk sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from discloser.entry.convert import convert
from discloser.entry.mend.book import EntryBook, open_book
from discloser.entry.mend.mended import mended
from discloser.finding import Finding
from discloser.pack.inputs import PackOf
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.read.workbook_layout import DICTIONARY
from tests.entry.samples import ROOT, good_workbook

INPUTS = {
    "declared": "shanghai/putuo/2025/government-office.yaml",
    "account": "sichuan/base/2024/education-final.yaml",
}
"""A budget whose pack declares much, and a final account."""
FILE = "填报表.xlsx"


@cache
def packs() -> PackOf:
    return PackOf(load_pack, pack_roots(None))


@cache
def workbook(name: str) -> bytes:
    """The entry workbook of an input.

    ``good`` is that of the small one, ``light`` the same without the lists, which are long.
    """
    if name == "good":
        return good_workbook()
    if name == "light":
        return changed(good_workbook(), lambda book: book.remove(book[DICTIONARY]))
    content, findings = convert(ROOT / "inputs" / INPUTS[name], Path("none.xlsx"), pack_roots(None))
    assert content is not None, findings
    return content


def opened(data: bytes) -> EntryBook:
    book, findings = open_book(data, FILE, packs().form)
    assert book is not None, findings
    return book


@cache
def book_of(name: str) -> EntryBook:
    return opened(workbook(name))


def mended_book(book: EntryBook, values: dict[tuple[str, str], str]) -> EntryBook:
    """The book as it is opened again after a mending that succeeds."""
    data, findings = mended(book, values)
    assert data is not None, findings
    return opened(data)


def changed(data: bytes, change: Callable[[Workbook], Any]) -> bytes:
    """A workbook as a clerk has changed and saved it."""
    book = load_workbook(BytesIO(data))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(held: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return stream.getvalue()


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """The findings as ``code cell``."""
    return [
        f"{each.code} {(each.location.cell if each.location else '') or ''}" for each in findings
    ]
