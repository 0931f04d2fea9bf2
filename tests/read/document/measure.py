"""Measure the reading of documents: python -m tests.read.document.measure."""

from __future__ import annotations

import sys
import time
from io import BytesIO
from pathlib import Path

import pdfplumber

from discloser.read.document import read_document
from tests.read.document.compare import FORMATS, INPUTS, composed, counts, read_back, written

DATA = Path(__file__).parent / "data"


def rows() -> list[str]:
    """For every input, format and table the amounts in their own cell, of those printed."""
    lines = ["| 输入 | docx | xlsx | pdf | typst |", "|---|---|---|---|---|"]
    for path in INPUTS:
        cells = []
        for form in FORMATS:
            document = read_back(path, form).document
            found = counts(composed(path), document) if document is not None else []
            right, printed = sum(c.right for c in found), sum(c.printed for c in found)
            cells.append(f"{right} / {printed}（{len(found)} 张表）")
        lines.append(f"| {path.parent.parent.name} {path.stem} | {' | '.join(cells)} |")
    return lines


def seconds(data: bytes) -> tuple[int, float, float]:
    """Pages of a PDF; processor seconds a page of ours, and of pdfplumber's tables and text."""
    read_document(data)
    start = time.process_time()
    read_document(data)
    ours = time.process_time() - start
    start = time.process_time()
    with pdfplumber.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                table.extract()
            page.extract_text()
        pages = len(pdf.pages)
    return pages, ours / pages, (time.process_time() - start) / pages


def main() -> None:
    """Print the figures of docs/import.md."""
    lines = rows()
    files = {path.name: path.read_bytes() for path in sorted(DATA.glob("*.pdf"))}
    ours_too = [path for path in INPUTS if "xinxiang" in str(path)]
    files |= {f"{path.stem}.pdf": written(path, "pdf") for path in ours_too}
    head = "| 文件 | 页 | 本程序（秒/页） | pdfplumber（秒/页） | 倍 |"
    lines += ["", head, "|---|---|---|---|---|"]
    for name, data in files.items():
        pages, ours, theirs = seconds(data)
        lines.append(f"| {name} | {pages} | {ours:.4f} | {theirs:.3f} | {theirs / ours:.0f} |")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
