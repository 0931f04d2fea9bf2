"""How well the pages of the documents are set: what a typesetter would mark in the proofs.

Counted in the finished PDFs, by both engines: titles whose lines cut a word or end in a stub, cells
that end in one character or cut a number, pages that hold little, and pages on which a form goes
on without the head of its columns. Word files and workbooks are counted by the pages that
LibreOffice prints.
``--write`` puts the table into ``docs/print.md``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.page_cells import cut_numbers, gaps, sheets, spills, stub_cells
from discloser.document.bands import bands
from discloser.document.nodes import Contents, Document, Heading, Paragraph, Table
from discloser.document.style import Page
from discloser.pipeline import prepare, render
from discloser.render.advances import ems
from discloser.render.breaks import STUB, names_of
from discloser.render.words import INSIDE, atoms
from tests.render.pdf_reader import page_texts

ROOT = Path(__file__).parents[1]
INPUTS = (
    "henan/luoyang_mengjin/2023/government-services.yaml",
    "henan/sanmenxia/2025/administrative-approval.yaml",
    "henan/sanmenxia/2025/government-office.yaml",
    "henan/xinxiang/2025/administrative-approval.yaml",
    "henan/sanmenxia/2023/government-services-final.yaml",
    "example/qinglan/2024/digital-governance.yaml",
)
ENGINES = ("weasyprint", "typst")
REPORT = ROOT / "docs" / "print.md"
_TABLE = re.compile(r"(?<=<!-- now -->\n).*?(?=<!-- end -->)", re.DOTALL)
_MOST_LINES, _ONE_LINE, _KEY, _ROWS = 4, 4, 8, 3


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the pages of one PDF."""

    pages: int
    cut_titles: int
    stubs: int
    cell_stubs: int
    cut_numbers: int
    spills: int
    gaps: int
    headless: int


def faults(document: Document, pdf: bytes, page: Page) -> Faults:
    """Count the faults in the pages that print ``document`` on paper like ``page``."""
    pages = list(_pages(pdf))
    lines = [line for page in pages for line in page]
    names = names_of(document)
    printed = [parts for title in _titles(document) if (parts := _lines_of(title, lines))]
    cut = sum(_cuts(parts, names) for parts in printed)
    stubs = sum(len(parts) > 1 and ems(parts[-1]) < STUB for parts in printed)
    titles = {"".join(title.split()) for title in _titles(document)}
    found = list(sheets(pdf, page))
    return Faults(
        len(pages),
        cut,
        stubs,
        stub_cells(found),
        cut_numbers(found),
        spills(found, titles),
        gaps(found, titles),
        sum(_headless(table, pages) for table in document.tables()),
    )


def _pages(pdf: bytes) -> Iterator[list[str]]:
    """The lines of each page without white space."""
    for page in page_texts(pdf):
        yield ["".join(line.split()) for line in page.splitlines() if line.strip()]


def _titles(document: Document) -> Iterator[str]:
    for block in document.blocks():
        match block:
            case Heading():
                yield block.text
            case Paragraph() if block.style.startswith("cover"):
                yield block.text
            case Contents():
                yield from block.title
            case Table():
                yield block.caption


def _lines_of(title: str, lines: Sequence[str]) -> list[str]:
    """The lines that print a title; none where it is not found whole."""
    text = "".join(title.split())
    for start, line in enumerate(lines):
        if text and text.startswith(line):
            parts = [line]
            while len("".join(parts)) < len(text) and len(parts) < _MOST_LINES:
                parts += lines[start + len(parts) : start + len(parts) + 1] or [""]
            if "".join(parts) == text:
                return parts
    return []


def _cuts(parts: Sequence[str], names: Sequence[str]) -> int:
    """How many lines of a title end inside an atom."""
    borders, place = set(), 0
    for atom in atoms("".join(parts), names):
        if atom.cost < INSIDE:
            borders.add(place)
        place += len(atom.text)
    ends, place = [], 0
    for part in parts[:-1]:
        place += len(part)
        ends.append(place)
    return sum(end not in borders for end in ends)


def _headless(table: Table, pages: Sequence[Sequence[str]]) -> int:
    """The pages that print a row of the last band of a form without its head."""
    last = bands(table)[-1]
    # A long label may stand on several lines of its cell.
    texts = (cell.text for row in last.table.head for cell in row)
    labels = [text for text in texts if 0 < len(text) <= _ONE_LINE]
    if last.table.head == table.head or not labels:
        return 0
    keys = {max((c.text.split("\n")[0][:_KEY] for c in row), key=len) for row in last.table.body}
    count = 0
    for page in pages:
        text = "\n".join(page)
        rows = sum(len(key) > _ONE_LINE + 1 and key in text for key in keys)
        count += rows >= _ROWS and not all(_stands_in(text, label) for label in labels)
    return count


def _stands_in(text: str, label: str) -> bool:
    """Whether a label is printed, on one line or on two."""
    half = len(label) // 2
    return label in text or (label[:half] in text and label[half:] in text)


def report() -> str:
    """The tables of the report, measured now."""
    lines = [
        "| 文本 | 引擎 | 页 | 标题断词 | 标题孤字 | 格内孤字 | 断数 | 甩尾页 | 空页 | 没有栏头 |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    printed = ["| 文本 | DOCX | XLSX |", "|---|--:|--:|"]
    for path in INPUTS:
        prepared = prepare(ROOT / "inputs" / path)
        if prepared.document is None or prepared.pack is None:
            raise ValueError(f"{path} has errors")
        name = path.removesuffix(".yaml")
        for engine in ENGINES:
            pdf = render(prepared, ("pdf",), pdf_engine=engine)["pdf"]
            counted = astuple(faults(prepared.document, pdf, prepared.pack.style.page))
            lines.append(f"| {name} | {engine} | {' | '.join(map(str, counted))} |")
        files = render(prepared, ("docx", "xlsx"))
        counts = [str(office_pages(files[kind], kind)) for kind in ("docx", "xlsx")]
        printed.append(f"| {name} | {' | '.join(counts)} |")
    return "\n".join([*lines, "", "LibreOffice 打印的页数：", "", *printed]) + "\n"


def office_pages(content: bytes, kind: str) -> int:
    """On how many pages LibreOffice prints a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        path.write_bytes(content)
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"]
        command += ["--headless", "--convert-to", "pdf", "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own file
        return len(page_texts(path.with_suffix(".pdf").read_bytes()))


if __name__ == "__main__":
    made = report()
    sys.stdout.write(made)
    if "--write" in sys.argv:
        text = REPORT.read_text(encoding="utf-8")
        REPORT.write_text(_TABLE.sub(made, text), encoding="utf-8")
