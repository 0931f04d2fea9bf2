"""What is read is what is shown: each dirty cell × each format × each kind of column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.read import read_input
from discloser.read.spreadsheet.cell import Grid
from discloser.read.understand import understand
from tests.entry.office import Office, is_installed
from tests.entry.samples import GOOD, draft_of
from tests.read.matrix import COLUMNS, DIRT, LABELS, PLACES, grid_of, outcome, save

FORMATS = ("xlsx", "xls", "ods")
ROWS = {dirt.name: row for row, dirt in enumerate(DIRT)}

EXPECTED: Mapping[tuple[str, str], tuple[str, list[str]]] = {
    ("percentage", "text"): ("95%", []),
    ("percentage of one", "text"): ("100.00%", []),
    ("day of a month", "text"): ("3月5日", []),
    ("time", "text"): ("9:30", []),
    ("unit in the format", "text"): ("12次", []),
    ("amount as shown", "text"): ("1,234.50", []),
    ("fraction", "text"): ("0.95", ["E025"]),
    ("zero width", "text"): ("甲乙", ["R006"]),
    ("line break", "text"): ("甲\n乙", []),
    ("line break", "project"): ("甲乙", []),
    ("line break", "project of a line"): ("甲乙", []),
    ("line break", "evaluated project"): ("甲乙", []),
    ("line break", "label of a project"): ("甲乙", []),
    ("compatibility ideograph", "unit's name"): ("行政", ["R030"]),
    ("amount as shown", "money"): ("1234.5", []),
    ("rounded", "money"): ("1234.567", []),
    ("accounting", "money"): ("-1234.5", []),
    ("binary noise", "money"): ("0.3", []),
    ("percentage", "money"): ("95%", []),
    ("ten thousands in the format", "money"): ("12.5万元", []),
    ("thousands in the format", "money"): ("", ["E037"]),
    ("thousands by spaces", "money"): ("310000", []),
    ("two numbers", "money"): ("310000\n310000", []),
    ("two numbers in a line", "money"): ("310000 12", []),
    ("two numbers with a comma", "money"): ("310、310", []),
    ("dash", "money"): ("0", []),
    ("date", "money"): ("2025年3月5日", []),
    ("unit in the format", "count"): ("12", []),
    ("percentage", "number"): ("95%", []),
    ("zeros in the format", "code"): ("0102", []),
    ("zeros in the format", "unit"): ("0102", []),
    ("number", "code"): ("12", ["E023"]),
    ("code of 17 digits", "code"): ("", ["E022"]),
    ("code of 17 digits", "text"): ("", ["E022"]),
    ("year and month as code", "function"): ("2010301", []),
    ("unit in brackets", "unit"): ("0102", []),
    ("choice with spaces", "choice"): ("基本支出", []),
    ("truth", "flag"): ("是", []),
    ("tick", "flag"): ("是", []),
    ("date", "month"): ("2025-03", []),
    ("day of a month", "month"): ("2025-03", []),
    ("month of a year", "month"): ("2025-10", []),
    ("month as a number", "month"): ("2025-10", []),
    ("month as a short number", "month"): ("", ["E039"]),
    ("month without a point", "month"): ("2025-03", []),
    ("formula with a value", "money"): ("12", []),
    ("list title", "label of a list"): ("产出指标", []),
    **{
        (name, column): ("", ["E021"])
        for name in ("typed error", "division by zero", "not available")
        for column in (*COLUMNS, *LABELS)
    },
}
"""What is right, laid down by hand; the three formats must agree on all the rest, too."""


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Grid]:
    """The same cells in the three formats, saved by LibreOffice, which computes the formulas."""
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("matrix")
    save(folder / "a.xlsx")
    office = Office.started(folder / "profile")
    (folder / "out").mkdir()
    return {
        suffix: grid_of(office.convert(folder / "a.xlsx", suffix, folder / "out"))
        for suffix in FORMATS
    }


@pytest.mark.parametrize("column", [*COLUMNS, *LABELS])
def test_a_cell_is_read_alike_in_every_format(column: str, grids: dict[str, Grid]) -> None:
    wrong = {}
    for name, row in ROWS.items():
        found = {suffix: outcome(grid, row, column) for suffix, grid in grids.items()}
        right = EXPECTED.get((name, column), found["xlsx"])
        if any(each != right for each in found.values()):
            wrong[name] = {"right": right, **found}
    assert wrong == {}


def test_the_matrix_is_laid_down_for_its_cells() -> None:
    """Its size: so many cells × columns × formats."""
    assert {name for name, _ in EXPECTED} <= set(ROWS)
    assert {column for _, column in EXPECTED} <= {*COLUMNS, *LABELS}
    assert len(DIRT) * (len(COLUMNS) + len(LABELS)) * len(FORMATS) > 3000


def put(draft: Any, path: tuple[str | int, ...], text: str) -> Any:
    """A draft with another text at a place."""
    copy = json.loads(json.dumps(draft))
    part = copy
    for step in path[:-1]:
        part = part.setdefault(step, {}) if isinstance(part, dict) else part[step]
    part[path[-1]] = text
    return copy


def understood(path: Path, at: tuple[str | int, ...]) -> tuple[Any, list[str]]:
    """What stands at a place of a file in the model's words, and what is said about it."""
    draft, sources, findings = read_input(path)
    assert draft is not None
    read = understand(draft, sources, Forms(), Codebook())
    part: Any = read.draft
    for step in at:
        part = part[step]
    return part, sorted({each.code for each in (*findings, *read.findings)})


NUMBERED = ("money", "count", "month", "function", "economic")
"""Where a stored number is itself read; what it shows may be typed otherwise, or be no value."""


@pytest.mark.parametrize("column", PLACES)
def test_what_is_typed_is_read_alike_in_yaml(column: str, tmp_path: Path) -> None:
    """The text that a cell shows, typed into YAML, is read as the cell is."""
    save(tmp_path / "a.xlsx")
    grid = grid_of(tmp_path / "a.xlsx")
    wrong = {}
    for dirt in DIRT:
        if dirt.typed is None or dirt.typed.startswith("=") or column in ("unit", "project"):
            continue
        of_cell, codes = outcome(grid, ROWS[dirt.name], column)
        if {"E022", "E023", "E025", "E037", "E039"} & set(codes):
            continue  # what only a number in a cell can be: nobody types it in YAML
        draft = put(draft_of(GOOD), PLACES[column], dirt.typed)
        (tmp_path / "a.yaml").write_text(json.dumps(draft, ensure_ascii=False), encoding="utf-8")
        found, said = understood(tmp_path / "a.yaml", PLACES[column])
        if codes == ["E021"]:
            if "E021" not in said:
                wrong[dirt.name] = (said, codes)
        elif column not in NUMBERED or dirt.shown is None:
            draft = put(draft_of(GOOD), PLACES[column], of_cell)
            (tmp_path / "b.yaml").write_text(
                json.dumps(draft, ensure_ascii=False), encoding="utf-8"
            )
            expected, _ = understood(tmp_path / "b.yaml", PLACES[column])
            if found != expected:
                wrong[dirt.name] = (found, expected)
    assert wrong == {}
