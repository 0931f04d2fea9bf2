"""What the fuzzing begins with: whole inputs, workbooks and packs that are damaged afterwards.

``python -m tests.fuzz.seeds`` writes the workbooks of ``seeds/`` anew, by LibreOffice. They are
kept, so that the number of a case means the same case on every machine.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import Workbook, load_workbook

from discloser.entry.convert import convert
from discloser.pack.layers import pack_roots
from tests.entry.office import Office

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "seeds"
SMALL = ROOT / "tests" / "bad_inputs" / "good.yaml"
LAST_YEAR = SMALL.with_name("last_year.yaml")
TEMPLATES = ROOT / "templates"
INPUTS = (SMALL, *sorted((ROOT / "inputs").rglob("*.yaml")))
BASE = "henan/base"
"""The pack whose files a pack of a case overrides."""
_HELP = ("填表说明", "自查", "字典")


@cache
def inputs() -> tuple[bytes, ...]:
    """The inputs as YAML, the small one first."""
    return tuple(path.read_bytes() for path in INPUTS)


@cache
def workbooks(suffix: str) -> tuple[bytes, ...]:
    """The workbooks of one format, the smaller first."""
    return tuple(path.read_bytes() for path in sorted(FOLDER.glob(f"*{suffix}")))


@cache
def pack_files() -> dict[str, str]:
    """The files of the base pack and what it inherits, by their names in a pack."""
    folders = (TEMPLATES / "national", TEMPLATES / BASE)
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _small(entry: Path) -> Workbook:
    """The sheets that are filled, with dirt of the usual kinds, without the product's helps."""
    filled = load_workbook(entry)
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in filled.worksheets:
        if sheet.title in _HELP:
            continue
        copy = book.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            copy.append(row)
    form = book.worksheets[0]
    form["E2"], form["E3"] = date(2025, 3, 5), 0.5
    form["E2"].number_format, form["E3"].number_format = 'm"月"d"日"', "0.0%"
    form["F2"], form["F3"] = "=1/0", "=E3*2"
    book["支出"].merge_cells("K2:K4")
    book["支出"].column_dimensions["L"].hidden = True
    return book


def _write() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office.started(folder / "office")
        entry = folder / "entry.xlsx"
        content, findings = convert(SMALL, entry, pack_roots(None))
        if content is None:
            sys.exit(str(findings))
        entry.write_bytes(content)
        small = folder / "small.xlsx"
        _small(entry).save(small)
        for suffix in ("xlsx", "ods", "xls"):
            made = office.convert(small, suffix, folder / suffix)
            (FOLDER / made.name).write_bytes(made.read_bytes())


if __name__ == "__main__":
    _write()
