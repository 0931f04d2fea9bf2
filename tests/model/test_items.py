"""What is said of functional items beside the ledger."""

from __future__ import annotations

from discloser.location import SourceMap
from discloser.model.build import build
from tests.supplement.demo import draft
from tests.supplement.test_workbook import pack


def test_an_item_of_which_all_is_blank_is_as_one_that_is_not_named() -> None:
    made = draft()
    made["item_supplements"]["2010302"] = {"use": "", "conferences": None}
    found = build(made, SourceMap(""), form=pack().form).disclosure
    assert found is not None
    assert list(found.item_supplements) == ["2010301"]
