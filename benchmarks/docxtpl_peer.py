"""The common way: a Word template filled by docxtpl, a workbook by openpyxl, PDF by LibreOffice.

Run as a program it is that way as a process of its own: ``docxtpl_peer.py <folder>`` reads
``data.pickle`` and ``template.docx`` there. It imports nothing of discloser.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from openpyxl import Workbook

LIMIT = 120
"""Seconds after which LibreOffice is given up."""


def fill(data: dict[str, Any], template: Path, target: Path) -> None:
    """Fill the template and save the DOCX."""
    word = import_module("docxtpl").DocxTemplate(template)
    word.render({"texts": data["texts"]}, autoescape=True)
    word.save(target)


def write_workbook(data: dict[str, Any], target: Path) -> None:
    """Save the tables: numbers with a format, merged cells, no other looks."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, table in enumerate(data["sheets"], start=1):
        sheet = book.create_sheet(f"{number}")
        for row, column, value, number_format in table["cells"]:
            cell = sheet.cell(row, column, value)
            if number_format:
                cell.number_format = number_format
        for first_row, first, last_row, last in table["merged"]:
            sheet.merge_cells(
                start_row=first_row, start_column=first, end_row=last_row, end_column=last
            )
    book.save(target)


def convert(docx: Path) -> bytes:
    """Convert with a LibreOffice of its own, tagged."""
    profile = f"-env:UserInstallation={(docx.parent / 'profile').as_uri()}"
    tagged = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command = ["soffice", profile, "--headless", "--convert-to", tagged]
    command += ["--outdir", str(docx.parent), str(docx)]
    subprocess.run(command, capture_output=True, check=True, timeout=LIMIT)  # noqa: S603
    return docx.with_suffix(".pdf").read_bytes()


def main(folder: Path) -> None:
    """One document in a process of its own."""
    sys.path.append(str(Path(__file__).parents[1] / ".venv-peers"))
    data = pickle.loads((folder / "data.pickle").read_bytes())  # noqa: S301 - our own file
    write_workbook(data, folder / "peer.xlsx")
    fill(data, folder / "template.docx", folder / "peer.docx")
    convert(folder / "peer.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
