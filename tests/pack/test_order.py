"""The cities' tables: in the order of typing where that was published, by code in later years."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.grid import table_grid
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from tests.compute.lines import disclosure, spend

TEMPLATES = Path(__file__).parents[2] / "templates"
TYPED = ["30231", "30201", "30302", "30101", "30201"]
"""As an export that is sorted by amount has them, of two units."""


def items(pack_name: str, year: int) -> list[str]:
    """The economic items of the basic expenditure, as the table of a pack lists them."""
    pack, findings = load_pack(pack_name, Kind.BUDGET, year, pack_roots(TEMPLATES))
    assert findings == ()
    assert pack is not None
    units = [{"code": "101001", "name": "甲"}, {"code": "101002", "name": "乙"}]
    lines = [
        spend(
            str(90_000 - 10_000 * index),
            department_economic=code,
            government_economic="50201",
            unit=units[index // 3]["code"],
        )
        for index, code in enumerate(TYPED)
    ]
    made = disclosure(expenditure=lines, units=units, year=year)
    document, _ = compose(compute(made, pack.measures), pack, SourceMap("in.yaml"))
    table = next(t for t in document.tables() if t.name == "general_public_basic")
    rows = table_grid(table).texts()[len(table.head) :]
    return [row[0] for row in rows if row[0].isdigit()]


@pytest.mark.parametrize(
    ("pack", "year", "rows"),
    [
        ("henan/base", 2025, ["30101", "30201", "30231", "30302"]),
        ("henan/sanmenxia", 2025, ["30231", "30201", "30302", "30101"]),
        ("henan/sanmenxia", 2026, ["30101", "30201", "30231", "30302"]),
        ("henan/xinxiang", 2025, ["30231", "30201", "30302", "30101"]),
        ("henan/xinxiang", 2026, ["30101", "30201", "30231", "30302"]),
        ("henan/luoyang_mengjin", 2023, ["30231", "30201", "30302", "30101"]),
        ("henan/luoyang_mengjin", 2024, ["30101", "30201", "30231", "30302"]),
    ],
)
def test_the_items_of_basic_expenditure_stand_as_the_pack_says(
    pack: str, year: int, rows: list[str]
) -> None:
    assert items(pack, year) == rows
