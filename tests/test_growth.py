"""A department of many units: it has its document, and the work grows with its ledger."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from benchmarks.documents import INPUT, grown_input
from discloser.compute.ledger import Ledger, Where
from discloser.pipeline import Prepared, prepare


@pytest.fixture(scope="module")
def real() -> Prepared:
    return prepare(INPUT)


@pytest.mark.parametrize("name", ["receipts_total", "expenditure_total", "basic_expenditure"])
def test_many_times_the_ledger_makes_as_many_times_the_amount(name: str, real: Prepared) -> None:
    grown = prepare(grown_input(3))
    assert grown.ok
    assert grown.figures is not None
    assert real.figures is not None
    assert grown.figures[name].amount == 3 * real.figures[name].amount


def test_the_lines_that_are_looked_at_grow_no_faster_than_the_ledger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: Counter[str] = Counter()
    group, matches = Ledger.group, Where.matches

    def counted_group(self: Ledger, dimensions: Any) -> Any:
        looked["group"] += len(self)
        return group(self, dimensions)

    def counted_matches(self: Where, entry: Any) -> bool:
        looked["matches"] += 1
        return matches(self, entry)

    monkeypatch.setattr(Ledger, "group", counted_group)
    monkeypatch.setattr(Where, "matches", counted_matches)

    def work(times: int) -> int:
        looked.clear()
        assert prepare(grown_input(times)).ok
        return looked.total()

    assert work(8) < 2.2 * work(4)
