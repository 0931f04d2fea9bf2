"""One wrong amount of a table is one finding, at its cell, whatever else it contradicts."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from discloser.check.run import check_proof
from discloser.document.nodes import Document, Table
from discloser.document.number import Number
from discloser.finding import Finding
from discloser.problems import without_consequences
from tests.deceive.fault import chance
from tests.deceive.trees import Spot, put, spots, with_cell
from tests.rules.documents import document, reading

ROUNDING = "A04"


def found(name: str, source: Document) -> list[Finding]:
    findings, _ = check_proof(reading(name, source))
    return [finding for finding in findings if finding.code != ROUNDING]


def amounts(source: Document) -> list[tuple[Spot, int, int]]:
    """Where the amounts of the tables stand that the reader knows."""
    return [
        (spot, r, c)
        for spot in spots(source)
        if isinstance(spot.node, Table)
        for r, row in enumerate(spot.node.body)
        for c, cell in enumerate(row)
        if isinstance(cell.content, Number) and cell.content.value and cell.content.format.decimals
    ]


@pytest.mark.parametrize("name", ["approval", "final"])
def test_a_wrong_amount_is_told_once(name: str) -> None:
    source = document(name)
    clean = Counter(f.message for f in found(name, source))
    told = Counter[tuple[str, ...]]()
    several = 0
    for spot, r, c in chance("once").sample(amounts(source), 12):
        assert isinstance(spot.node, Table)
        cell = spot.node.body[r][c]
        assert isinstance(cell.content, Number)
        wrong = replace(cell.content, value=cell.content.value + Decimal(300))
        changed = put(source, spot, with_cell(spot.node, r, c, replace(cell, content=wrong)))
        new = [f for f in found(name, changed) if not clean[f.message]]
        several += len(new) > 1
        told[tuple(f.code for f in without_consequences(new))] += 1
    assert several > 3
    assert set(told) <= {("A05",), ("P14",)}, told


def test_what_is_wrong_in_another_cell_stays() -> None:
    source = document("approval")
    (one, r, c), *_, (two, r2, c2) = amounts(source)
    changed = source
    for spot, row, column in ((one, r, c), (two, r2, c2)):
        assert isinstance(spot.node, Table)
        cell = spot.node.body[row][column]
        assert isinstance(cell.content, Number)
        wrong = replace(cell.content, value=Decimal("987.65"))
        changed = put(
            changed, spot, with_cell(spot.node, row, column, replace(cell, content=wrong))
        )
    told = without_consequences(found("approval", changed))
    assert sum(f.code == "A05" for f in told) == 2
