"""What the entry workbook takes: making one, and reading it beside a bare reading of its cells."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import python_calamine

from benchmarks.documents import INPUT
from benchmarks.measure import print_head, print_row
from discloser.entry.lists import make_lists
from discloser.entry.workbook import write_workbook
from discloser.model.build import build
from discloser.model.values import Kind
from discloser.read import read_input
from discloser.read.spreadsheet import open_spreadsheet

LINES, YEAR, RUNS = 2_000, 2025, 15


def print_workbook() -> None:
    """Measure a workbook with many ledger lines, each with an amount of its own.

    Work is the fastest of some runs: reading takes so little that all else disturbs it.
    """
    draft = _draft()
    lists = make_lists(None, YEAR)
    print_head(f"entry workbook of {LINES} ledger lines", "work", "of the bare reading")
    making = _fastest(lambda: write_workbook(draft, Kind.BUDGET, YEAR, lists))
    print_row("making it (target: under 1 s)", f"{making:.3f} s", "")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "workbook.xlsx"
        path.write_bytes(write_workbook(draft, Kind.BUDGET, YEAR, lists))
        _print_reading(path)
    sys.stdout.write("\n")


def _print_reading(path: Path) -> None:
    data = path.read_bytes()
    again, sources, _ = read_input(path)
    base = _fastest(lambda: _bare_reading(path))
    for title, action in (
        ("python-calamine merely reads the cells of all sheets", lambda: _bare_reading(path)),
        ("**reading it** (target: 1.5×)", lambda: read_input(path)),
        ("… of which the cells of all sheets", lambda: _all_cells(data)),
        ("validating what was read", lambda: build(again, sources)),
    ):
        seconds = _fastest(action)
        print_row(title, f"{seconds:.4f} s", f"{seconds / base:.2f}×")


def _fastest(action: Callable[[], object]) -> float:
    """The seconds of processor time of the fastest run."""
    seconds = []
    for _ in range(RUNS):
        gc.collect()
        start = process_time()
        action()
        seconds.append(process_time() - start)
    return min(seconds)


def _draft() -> dict[str, Any]:
    draft, _, _ = read_input(INPUT)
    made: dict[str, Any] = {**(draft or {})}
    random = Random(1)  # noqa: S311 - no secret
    lines = made["expenditure"] * (LINES // len(made["expenditure"]) + 1)
    made["expenditure"] = [
        {**line, "amount": f"{random.randrange(1, 10**9) / 100:.2f}"} for line in lines[:LINES]
    ]
    return made


def _bare_reading(path: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _all_cells(data: bytes) -> None:
    book, _ = open_spreadsheet(data, "")
    for read in book.sheets.values() if book is not None else ():
        read()
