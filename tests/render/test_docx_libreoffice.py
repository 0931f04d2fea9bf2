from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdf
import pytest

from discloser.document.nodes import Heading
from discloser.render.docx import render_docx
from tests.render.docx_samples import PAGES, sample_file
from tests.render.sample import LONG_TABLE_ROWS, sample_document, sample_style


class _LibreOffice:
    """LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pdf(self, data: bytes) -> pypdf.PdfReader:
        path = self.folder / "document.docx"
        path.write_bytes(data)
        profile = (self.folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(self.folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return pypdf.PdfReader(path.with_suffix(".pdf"))


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> _LibreOffice:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    return _LibreOffice(tmp_path_factory.mktemp("libreoffice"))


def _printed_numbers(pdf: pypdf.PdfReader) -> list[int | None]:
    """The number at the foot of each page."""
    found = [re.search(r"—\s*(\d+)\s*—", page.extract_text()) for page in pdf.pages]
    return [int(match[1]) if match else None for match in found]


def _pages_by_title(pdf: pypdf.PdfReader) -> dict[str, int | None]:
    """The printed page of each heading and caption, by the PDF's bookmarks."""
    numbers = _printed_numbers(pdf)
    found: dict[str, int | None] = {}
    waiting: list[Any] = list(pdf.outline)
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        else:
            page = pdf.get_destination_page_number(item)
            found[str(item.title)] = numbers[page] if page is not None else None
    return found


def _anchors_by_title() -> dict[str, str]:
    headings = (block for block in sample_document().blocks() if isinstance(block, Heading))
    return {heading.text: heading.anchor for heading in headings} | {
        table.caption: table.anchor for table in sample_document().tables()
    }


def test_printed_contents_agree_with_the_pages_that_libreoffice_makes(
    libreoffice: _LibreOffice,
) -> None:
    anchors = _anchors_by_title()
    first = _pages_by_title(libreoffice.pdf(render_docx(sample_document(), sample_style(), {})))
    pages = {anchors[title]: page for title, page in first.items() if page is not None}
    pdf = libreoffice.pdf(render_docx(sample_document(), sample_style(), pages))

    assert set(pages) >= set(PAGES)
    assert _pages_by_title(pdf) == first
    lines = pdf.pages[1].extract_text().splitlines()
    printed = [int(match[1]) for line in lines if (match := re.search(r"\.{3,}\s*(\d+)$", line))]
    assert printed == [pages[anchor] for anchor in PAGES]


@pytest.fixture(scope="module")
def sample_pdf(libreoffice: _LibreOffice) -> list[str]:
    return [page.extract_text() for page in libreoffice.pdf(sample_file()).pages]


def test_libreoffice_makes_no_blank_page(sample_pdf: list[str]) -> None:
    numbers = [re.findall(r"—\s*(\d+)\s*—", page) for page in sample_pdf]

    assert numbers == [[], *([str(n)] for n in range(1, len(sample_pdf)))]
    assert all(re.sub(r"—\s*\d+\s*—", "", page).strip() for page in sample_pdf)


def test_libreoffice_repeats_the_header_rows_on_each_page_of_a_table(sample_pdf: list[str]) -> None:
    pages = [page for page in sample_pdf if "明细科目" in page]

    assert len(pages) > 2
    assert all("批次" in page and "编码" in page for page in pages)


def test_libreoffice_keeps_the_rows_under_a_merged_cell_on_one_page(sample_pdf: list[str]) -> None:
    for first in range(30200, 30200 + LONG_TABLE_ROWS, 6):
        pages = {n for n, page in enumerate(sample_pdf) if str(first) in page}
        for code in range(first, first + 6):
            assert {n for n, page in enumerate(sample_pdf) if str(code) in page} == pages
