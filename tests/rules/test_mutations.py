"""The proof that the rules work: one thing changed at random must be noticed."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.rules.documents import ALL, document, new_codes
from tests.rules.mutate import mutations

COUNT, SEED = 520, 20250101
ROUNDING = {"A04"}


@cache
def noticed() -> tuple[Counter[str], Counter[str]]:
    """How many changes of each kind were made, and how many some rule notices."""
    names = list(ALL)
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for index, mutation in mutations([document(name) for name in names], COUNT, SEED):
        made[mutation.kind] += 1
        seen[mutation.kind] += bool(new_codes(names[index], mutation.document) - ROUNDING)
    return made, seen


def share(*kinds: str) -> float:
    made, seen = noticed()
    return sum(seen[kind] for kind in kinds) / sum(made[kind] for kind in kinds)


def test_enough_is_changed() -> None:
    made, _ = noticed()
    assert sum(made.values()) >= 500
    assert len(made) == 6


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (("amount in a table", "amount in a sentence", "percentage in a sentence"), 0.99),
        (("count",), 0.95),
        (("label",), 0.9),
        (("sentence",), 0.98),
    ],
    ids=["amounts and percentages", "counts", "labels", "sentences"],
)
def test_a_changed_number_label_or_sentence_is_noticed(
    kinds: tuple[str, ...], least: float
) -> None:
    assert share(*kinds) >= least, {kind: f"{share(kind):.2%}" for kind in kinds}
