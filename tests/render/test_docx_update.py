"""Updating the whole contents list, in Word or elsewhere, gives back the list that is printed.

What Word does is recomputed from the file: a TOC field with the switch f gathers the ``TC`` fields
in the order of the text, each with its own words and depth (ECMA-376 part 1, 17.16.5.66 and
17.16.5.68).
LibreOffice's own update is the second source.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

from discloser.document.nodes import Contents, ContentsEntry, Document, Heading
from discloser.pipeline import prepare
from discloser.render.docx import render_docx
from tests.entry.office import Office, is_installed
from tests.entry.samples import INPUTS
from tests.render.docx_samples import rendered
from tests.render.sample import sample_document, sample_style

_SWITCH = re.compile(r'\\(?P<letter>[a-z])(?:\s+"?(?P<value>\w+)"?)?')
_PLAIN = re.compile(r'\\n "(\d)-(\d)"')
_TEXT = re.compile(r'\s*TC\s+"(?P<text>(?:\\.|[^"\\“”„‟])*)"(?P<switches>.*)')


@cache
def of_input(path: Path) -> tuple[Document, bytes]:
    """An input's document, and its Word file without page numbers."""
    prepared = prepare(path)
    assert prepared.document is not None
    assert prepared.pack is not None
    return prepared.document, render_docx(prepared.document, prepared.pack.style, {})


def printed(document: Document) -> list[tuple[str, int, bool]]:
    """The entries of the contents list, each with its depth and whether it has a page number."""
    lists = (block for block in document.blocks() if isinstance(block, Contents))
    entries = (entry for contents in lists for entry in contents.entries)
    return [(entry.label, entry.level, entry.numbered) for entry in entries]


def instructions(data: bytes) -> Iterator[str]:
    """The instructions of all fields in the order of the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for code in root.iter(qn("w:instrText")):
        yield code.text or ""


def updated(data: bytes) -> list[tuple[str, int, bool]]:
    r"""The list that Word makes anew from the fields of a file.

    Entries of the levels that the switch n names get no page number (17.16.5.68).
    """
    codes = list(instructions(data))
    [contents] = [code for code in codes if code.split()[:1] == ["TOC"]]
    switches = {match["letter"] for match in _SWITCH.finditer(contents)}
    assert switches - {"n"} == {"f", "h", "z"}  # no headings, no outline levels, no styles
    plain = _PLAIN.search(contents)
    assert (plain is not None) == ("n" in switches)
    bare = range(int(plain[1]), int(plain[2]) + 1) if plain is not None else range(0)
    entries = []
    for code in codes:
        mark = _TEXT.fullmatch(code)
        assert (mark is not None) == (code.split()[:1] == ["TC"]), code
        if mark is not None:
            options = {match["letter"]: match["value"] for match in _SWITCH.finditer(mark[2])}
            assert options["f"] == "C"  # the kind that \f gathers where it names none
            level = int(options["l"])
            entries.append((re.sub(r"\\(.)", r"\1", mark["text"]), level, level not in bare))
    return entries


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_a_whole_update_gives_the_printed_list(path: Path) -> None:
    document, data = of_input(path)
    assert len(printed(document)) > 10
    assert updated(data) == printed(document)


def test_a_mark_is_hidden_and_quotation_marks_do_not_end_its_text() -> None:
    entry = ContentsEntry('一、“三公”\\经费"表"', 2, "a")
    word = rendered(Contents(("目录",), (entry,)), Heading(2, (), "a"))
    marks = [run for run in word.element.iter(qn("w:r")) if "TC" in "".join(run.itertext())]
    assert [run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None for run in marks] == [True]
    stream = io.BytesIO()
    word.save(stream)
    assert updated(stream.getvalue()) == [(entry.label, 2, True)]


@pytest.mark.skipif(not is_installed(), reason="LibreOffice is not installed")
def test_libreoffice_rebuilds_the_printed_list(tmp_path: Path) -> None:
    files = [(sample_document(), render_docx(sample_document(), sample_style(), {}))]
    files += [of_input(path) for path in INPUTS[:1]]
    office = Office.started(tmp_path / "profile")
    for number, (document, data) in enumerate(files):
        (tmp_path / f"{number}.docx").write_bytes(data)
        office.do(
            f'  Document = Opened("{tmp_path}/{number}.docx")\n'
            "  Document.getDocumentIndexes().getByIndex(0).update()\n"
            f'  Store(Document, "{tmp_path}/{number}.odt", "writer8", "")\n'
            "  Document.close(True)\n"
        )
        assert _rebuilt(tmp_path / f"{number}.odt") == [label for label, *_ in printed(document)]


def _rebuilt(path: Path) -> list[str]:
    """The labels of the contents list in an OpenDocument text."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("content.xml"))
    space = {"text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0"}
    body = root.find(".//text:index-body", space)
    assert body is not None
    found = []
    for entry in body.iterfind("text:p", space):
        for tab in entry.iterfind(".//text:tab", space):
            tab.tail = "\t"
        for gap in entry.iterfind(".//text:s", space):
            gap.text = " "
        found.append("".join(map(str, entry.itertext())).partition("\t")[0])
    return found
