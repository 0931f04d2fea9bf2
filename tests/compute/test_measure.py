"""Measures: named filters, and the standard catalogue of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from discloser.compute.catalogue import MeasureSpec, read_measures, standard_measures
from discloser.compute.figures import compute
from discloser.compute.ledger import Side, Where, make_ledger
from discloser.compute.measure import Measure, Measures, Selection
from discloser.pack.specs import RowSpec
from tests.compute.lines import disclosure, spend

BASIC, PROJECT = "基本支出", "特定目标类"
LINES = disclosure(
    [{"amount": "7"}, {"amount": "1", "fund": "事业收入"}],
    [spend("5"), spend("2", category=PROJECT, project="甲", carried_over=True)],
    closing=[{"amount": "1", "fund": "事业收入"}],
)
LEDGER = make_ledger(LINES)


def measures(specs: Mapping[str, Mapping[str, Any]]) -> Measures:
    return Measures(MeasureSpec.model_validate(spec).named(name) for name, spec in specs.items())


SOME = measures(
    {
        "spent": {"label": "支出", "of": "expenditure"},
        "basic": {"label": "基本", "of": "expenditure", "where": {"category": BASIC}},
        "left": {"label": "结余", "of": "closing"},
        "out": {"label": "合计", "sum": ["spent", "left"]},
        "twice": {"label": "重复", "sum": ["spent", "basic"]},
    }
)


@pytest.mark.parametrize(
    ("name", "amount"), [("spent", 7), ("basic", 5), ("left", 1), ("out", 8), ("twice", 7)]
)
def test_a_measure_selects_its_entries_each_once(name: str, amount: int) -> None:
    assert SOME[name].selection.of(LEDGER).total() == amount


@pytest.mark.parametrize(
    ("spec", "amount"),
    [
        (RowSpec(), 16),
        (RowSpec(of=Side.RECEIPTS), 8),
        (RowSpec(where={"fund": ("事业收入",)}), 2),
        (RowSpec(of=Side.EXPENDITURE, where={"not_category": (BASIC,)}), 2),
        (RowSpec(measure="out"), 8),
        (RowSpec(measure="out", of=Side.CLOSING), 1),
        (RowSpec(measure="out", of=Side.RECEIPTS), 0),
        (RowSpec(measure="basic", where={"category": (PROJECT,)}), 0),
        (RowSpec(measure="spent", where={"category": (PROJECT,)}), 2),
    ],
)
def test_a_selection_narrows_a_measure(spec: RowSpec, amount: int) -> None:
    assert SOME.select(spec).of(LEDGER).total() == amount


def test_an_unknown_measure_cannot_be_selected() -> None:
    with pytest.raises(KeyError):
        SOME.select(RowSpec(measure="nothing"))


def test_the_intersection_of_selections_is_what_both_select() -> None:
    fund = Where.of({"fund": "事业收入"})
    both = Selection.everything() & Selection(((Side.RECEIPTS, fund), (Side.CLOSING, fund)))
    assert both.of(LEDGER).total() == 2
    assert (both & Selection(((Side.EXPENDITURE, Where()),))).of(LEDGER).total() == 0


@pytest.mark.parametrize(
    "spec",
    [
        {"label": "无"},
        {"label": "两种", "of": "closing", "sum": ["spent"]},
        {"label": "条件", "of": "closing", "where": {"fnud": "甲"}},
        {"label": "台账", "of": "nothing"},
        {"of": "closing"},
    ],
)
def test_a_faulty_spec_is_refused(spec: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MeasureSpec.model_validate(spec)


def test_a_pack_adds_measures_and_goes_before_standard_ones() -> None:
    more = SOME.with_more([Measure("basic", "别的", Selection.everything())])
    assert more["basic"].label == "别的"
    assert SOME["basic"].label == "基本"
    assert len(more) == len(SOME)
    assert SOME.with_more([]) is SOME


def test_a_catalogue_is_read_with_its_faults_placed() -> None:
    text = "a:\n  label: 甲\n  of: closing\nb:\n  label: 乙\n  off: closing\n"
    read, findings = read_measures(text, "m.yaml")
    assert read == ()
    assert [(f.code, f.location and f.location.line) for f in findings] == [("M001", 6)]


def test_every_standard_measure_can_be_computed() -> None:
    figures = compute(LINES, standard_measures())
    assert len(figures) > 40
    for name, figure in figures.items():
        assert figure.name == name
        assert figure.label
        assert figure.amount >= 0


def test_the_standard_catalogue_partitions_what_it_should() -> None:
    """Parts of a measure select each of its entries exactly once."""
    catalogue = standard_measures()
    parts = {
        "receipts_total": ["current_receipts", "carried_over_receipts", "surplus_used"],
        "expenditure_total": ["current_expenditure", "closing_total"],
        "general_public_expenditure": ["general_public_basic", "general_public_project"],
        "general_public_basic": ["personnel_expenditure", "operating_expenditure"],
        "project_expenditure": ["other_operation_expenditure", "specific_purpose_expenditure"],
        "appropriation_expenditure": [
            "general_public_budget",
            "government_fund_budget",
            "state_capital_budget",
        ],
    }
    kinds = ["30101", "30201", "30302", "31002", None]
    funds = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "事业收入"]
    lines = [
        spend("1", fund=fund, department_economic=code, category=category, carried_over=over)
        for fund in funds
        for code in kinds
        for category in (BASIC, "其他运转类", PROJECT)
        for over in (False, True)
    ]
    receipts = [
        {"amount": "1", "fund": fund, "kind": kind}
        for fund in funds
        for kind in ("本年收入", "上年结转结余", "使用非财政拨款结余")
    ]
    figures = compute(disclosure(receipts, lines, closing=[{"amount": "1"}]), catalogue)
    for whole, names in parts.items():
        shown = Counter(entry.path for name in names for entry in figures[name].lines)
        assert shown == Counter(entry.path for entry in figures[whole].lines), whole
    assert len(figures["receipts_total"].lines) == 12
