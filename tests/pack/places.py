"""The made-up departments of real places: their inputs read as plain YAML, and their documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.pipeline import Prepared, prepare

ROOT = Path(__file__).parents[2]
INPUTS = {
    "gansu": ROOT / "inputs/gansu/2025/culture-and-tourism.yaml",
    "yunnan": ROOT / "inputs/yunnan/2025/agriculture.yaml",
    "beijing": ROOT / "inputs/beijing/2025/public-space.yaml",
}
GENERAL, FUND, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
APPROPRIATIONS = (GENERAL, FUND, CAPITAL)
Line = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """An input and what is printed of it; amounts are counted from the input's text alone."""

    name: str
    prepared: Prepared
    typed: Mapping[str, Any]

    @property
    def document(self) -> Document:
        assert self.prepared.document is not None
        return self.prepared.document

    @property
    def tables(self) -> dict[str, Table]:
        return {table.name: table for table in self.document.tables()}

    def titles(self) -> list[str]:
        """The titles of the tables in their order, without the year."""
        year = f"{self.typed['year']}年"
        return [table.caption.removeprefix(year) for table in self.document.tables()]

    def headings(self, level: int) -> list[str]:
        blocks = self.document.blocks()
        return [b.text for b in blocks if isinstance(b, Heading) and b.level == level]

    def paragraphs(self) -> list[str]:
        return [block.text for block in self.document.blocks() if isinstance(block, Paragraph)]

    def rows(self, table: str) -> list[list[str]]:
        """The texts of a table's body."""
        grid = table_grid(self.tables[table])
        return [list(line) for line in grid.texts()[grid.head_rows :]]

    def row(self, table: str, *labels: str) -> list[str]:
        """The first row that has these texts."""
        return next(line for line in self.rows(table) if set(labels) <= set(line))

    def spent(self, **where: str | tuple[str, ...]) -> list[Line]:
        """The expenditure lines that have these fields."""
        own = self.typed["units"][0]["code"]
        usual = {"unit": own, "fund": GENERAL, "carried_over": False, "project": ""}
        lines = [{**usual, **line} for line in self.typed["expenditure"]]
        return [line for line in lines if all(_has(line, *item) for item in where.items())]

    def total(self, **where: str | tuple[str, ...]) -> Decimal:
        return added(self.spent(**where))


def _has(line: Line, field: str, wanted: str | tuple[str, ...]) -> bool:
    value = str(line[field]) if field in line else ""
    return value == wanted if isinstance(wanted, str) else value in wanted


def added(lines: list[Line], column: str = "amount") -> Decimal:
    """The sum of a column in 元."""
    return sum((Decimal(str(line[column])) for line in lines), Decimal(0))


def wan(amount: Decimal) -> str:
    """An amount as a table prints it: in 万元, rounded half-up; zero is blank."""
    shown = (amount / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{shown:f}" if amount else ""


@cache
def place(name: str) -> Place:
    """A place's own input."""
    path = INPUTS[name]
    return Place(name, prepare(path), yaml.safe_load(path.read_text(encoding="utf-8")))


def changed(name: str, folder: Path, **changes: Any) -> Place:
    """A place's input with other values at its top."""
    typed = {**yaml.safe_load(INPUTS[name].read_text(encoding="utf-8")), **changes}
    path = folder / "input.yaml"
    path.write_text(yaml.safe_dump(typed, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return Place(name, prepare(path), typed)
