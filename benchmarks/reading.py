"""What reading an office's files takes: ``python -m benchmarks.reading``. Prints Markdown tables.

Two PDFs of 30 and 300 pages, beside pdfplumber alone in the same run, and a ledger grid of 20,000
lines through the whole import, beside python-calamine, which merely reads the cells.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pdfplumber
import pikepdf
import python_calamine

from benchmarks.documents import INPUT
from benchmarks.measure import print_head, print_row
from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.importing.command import Asked, make_import
from discloser.importing.files import import_files
from discloser.importing.tables import open_books
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare, render
from discloser.read.document import read_document
from discloser.read.spreadsheet import open_spreadsheet
from tests.importing.grids import draft_of, entries, saved, single

PAGES, LINES = (30, 300), 20_000
_MB = 1024


def main() -> None:
    """Measure and print everything."""
    _print_documents()
    with TemporaryDirectory() as folder:
        _print_grid(Path(folder))


def _print_documents() -> None:
    data = render(prepare(INPUT), ("pdf",), contents_pages="none")["pdf"]
    head = ("processor time", "of pdfplumber's", "peak memory")
    print_head("reading a PDF as a document, the libraries loaded", *head)
    read_document(data)  # loads the libraries
    for pages in PAGES:
        long = _of_pages(data, pages)
        theirs, most = _measured(lambda long=long: _pdfplumber(long))
        print_row(f"{pages} pages, pdfplumber alone", f"{theirs:.2f} s", "1", f"{most} MB")
        ours, most = _measured(lambda long=long: read_document(long))
        print_row(f"**{pages} pages**", f"{ours:.2f} s", f"{ours / theirs:.2f}", f"{most} MB")
    sys.stdout.write("\n")


def _of_pages(data: bytes, pages: int) -> bytes:
    """The document's pages over and over, as many as are asked for."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as source, pikepdf.new() as made:
        for at in range(pages):
            made.pages.append(source.pages[at % len(source.pages)])
        made.save(stream)
    return stream.getvalue()


def _pdfplumber(data: bytes) -> None:
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.extract_text()


def _print_grid(folder: Path) -> None:
    path = _grid(folder / "grid.xlsx")
    data = path.read_bytes()
    about = {"pack": "henan/base", "kind": "budget", "year": "2025"}

    def imported(name: str) -> Callable[[], object]:
        asked = Asked([path], [], "henan/base", None, 2025)
        return lambda: make_import(asked, folder / name, pack_roots())

    head = ("processor time", "of calamine's", "peak memory")
    print_head(f"a ledger grid of {LINES:,} lines", *head)
    base, most = _measured(lambda: _calamine(path))
    print_row("python-calamine merely reads the cells", f"{base:.2f} s", "1", f"{most} MB")
    for title, action in (
        ("our reading of the cells", lambda: _cells(data)),
        (
            "… and of the lines, with their proof",
            lambda: import_files(open_books([path])[0], about, Forms(), Codebook()),
        ),
        ("**the whole import into a workbook**", imported("a.xlsx")),
        ("the whole import into YAML", imported("a.yaml")),
    ):
        seconds, most = _measured(action)
        print_row(title, f"{seconds:.2f} s", f"{seconds / base:.1f}", f"{most} MB")
    sys.stdout.write("\n")


def _grid(path: Path) -> Path:
    """The lines of an input over and over, each with a project and an amount of its own."""
    own = entries(draft_of(INPUT))
    many = [
        replace(
            own[at % len(own)],
            project=(f"41070025{at:08}", f"第 {at} 号项目"),
            category="项目支出",
            amount=Decimal(at) + Decimal("1000.25"),
        )
        for at in range(LINES)
    ]
    return saved(single(many), path)


def _calamine(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _cells(data: bytes) -> None:
    book, _ = open_spreadsheet(data, "grid.xlsx")
    for sheet in book.sheets.values() if book is not None else ():
        sheet()


def _measured(action: Callable[[], object]) -> tuple[float, int]:
    """Seconds of processor time and MB of the peak, in a process of its own."""
    gc.collect()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        start = process_time()
        action()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MB
        os.write(writing, f"{process_time() - start} {most}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    seconds, most = os.read(reading, 200).decode().split()
    os.close(reading)
    os.close(writing)
    return float(seconds), int(most)


if __name__ == "__main__":
    main()
