"""Amounts that are printed as nothing: less than half of the last printed digit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from discloser.importing.marginals import import_tables
from discloser.importing.marginals.tables import PublishedTables
from discloser.importing.published.texts import cover
from discloser.pipeline import prepare
from discloser.read.write_yaml import write_yaml
from tests.importing.grids import draft_of
from tests.importing.marginals.compare import INPUTS

PATH = next(path for path in INPUTS if "luoyang_mengjin" in path.parts)
ITEMS = ("2010302", "2010303", "2010304")


def with_small(yuan: tuple[str, ...]) -> dict[str, Any]:
    """The input with a small purchase of each of some items, paid by this year's money."""
    made: dict[str, Any] = draft_of(PATH)
    codes = {"department_economic": "30201", "government_economic": "50201"}
    own = {"category": "特定目标类", "project": "零星支出", "fund": "一般公共预算"}
    for function, amount in zip(ITEMS, yuan, strict=False):
        made["expenditure"].append({"function": function, **own, **codes, "amount": amount})
    made["projects"].append({"name": "零星支出"})
    made.pop("control_figures", None)
    received = next(line for line in made["receipts"] if line["fund"] == "一般公共预算")
    received["amount"] = str(Decimal(received["amount"]) + sum(map(Decimal, yuan)))
    return made


@pytest.mark.parametrize(
    "yuan",
    [
        ("40",),  # 0.00 in its row and in every total
        ("40", "40", "40"),  # 0.00 in each row, 0.01 in their total
        ("60", "40", "10"),  # 0.01 and 0.00 twice, 0.01 in their total
        ("49.99", "49.99", "50.02"),  # 0.00 twice, 0.01, and 0.02 in their total
    ],
)
def test_every_printed_number_is_given_again(yuan: tuple[str, ...], tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    source.write_text(write_yaml(with_small(yuan)), encoding="utf-8")
    made = prepare(source)
    assert made.document is not None
    assert made.pack is not None
    tables = PublishedTables(source, made.document, cover(made.document))
    about = {"pack": made.pack.name, "kind": "budget", "year": str(made.pack.year)}
    found = import_tables([tables], about, made.pack)
    assert len(found.proof.numbers) > 700
    assert [(each.name, each.printed, each.derived) for each in found.proof.broken] == []
