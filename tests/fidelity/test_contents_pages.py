"""The page numbers that the DOCX's contents carry, against the pages that LibreOffice makes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import docx
import pypdf
import pytest

from discloser.document.nodes import Contents, Heading, Table
from tests.fidelity.rendered import CASES, Case, composed, rendered


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_each_contents_entry_names_the_page_it_is_on(case: Case, tmp_path: Path) -> None:
    data = rendered(case)["docx"]
    named = _contents_numbers(data)
    pages = _printed_pages(data, tmp_path)
    document = composed(case)
    titles = {
        block.anchor: block.text if isinstance(block, Heading) else block.caption
        for block in document.blocks()
        if isinstance(block, Heading | Table)
    }
    contents = next(block for block in document.blocks() if isinstance(block, Contents))
    entries = [entry for entry in contents.entries if entry.numbered]
    assert len(named) == len(entries)
    wrong = {
        entry.label: (number, [page for page, text in pages if _bare(titles[entry.anchor]) in text])
        for entry, number in zip(entries, named, strict=True)
        if not any(page == number and _bare(titles[entry.anchor]) in text for page, text in pages)
    }
    assert wrong == {}


def _contents_numbers(data: bytes) -> list[int]:
    """The numbers behind the dots, as the file carries them when it is first opened."""
    document = docx.Document(io.BytesIO(data))
    lines = [p.text for p in document.paragraphs if p.style and p.style.name.startswith("toc")]
    return [int(line.rpartition("\t")[2]) for line in lines if "\t" in line]


def _printed_pages(data: bytes, folder: Path) -> list[tuple[int, str]]:
    """The printed number and the bare text of each numbered page that LibreOffice makes."""
    path = folder / "document.docx"
    path.write_bytes(data)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = []
    for page in pypdf.PdfReader(path.with_suffix(".pdf")).pages:
        text = _bare(page.extract_text())
        if match := re.search(r"—(\d+)—", text):
            pages.append((int(match[1]), text))
    return pages


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
