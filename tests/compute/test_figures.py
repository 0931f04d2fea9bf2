"""Figures: amounts by name with last year's, and the projects behind them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from discloser.compute.arithmetic import Direction
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from tests.compute.lines import disclosure, spend

LAST_YEAR = compute(disclosure([{"amount": "80"}], [spend("80")], year=2024), standard_measures())


def test_a_figure_knows_its_amount_its_label_and_its_lines() -> None:
    figures = compute(disclosure([{"amount": "5"}, {"amount": "2.5"}]), standard_measures())
    figure = figures["receipts_total"]
    assert (figure.name, figure.label, figure.amount) == (
        "receipts_total",
        "收入总计",
        Decimal("7.5"),
    )
    assert [entry.path for entry in figure.lines] == [("receipts", 0), ("receipts", 1)]
    assert figures["expenditure_total"].amount == 0


def test_without_last_year_there_is_no_change() -> None:
    figure = compute(disclosure(), standard_measures())["receipts_total"]
    assert figure.prior is None
    assert figure.change is None


def test_last_years_input_gives_every_prior_amount() -> None:
    figures = compute(disclosure([{"amount": "100"}]), standard_measures(), LAST_YEAR)
    made = figures["receipts_total"].change
    assert made is not None
    assert (made.difference, made.percent) == (Decimal(20), Decimal(25))
    assert made.direction is Direction.INCREASE
    assert figures["closing_total"].prior == 0


def test_an_amount_in_the_input_goes_before_last_years_input() -> None:
    given = {"figures": {"receipts_total": "100"}}
    figures = compute(
        disclosure([{"amount": "100"}], prior_year=given), standard_measures(), LAST_YEAR
    )
    assert figures["receipts_total"].prior == 100
    assert figures["expenditure_total"].prior == 80


def test_an_unknown_figure_is_no_figure() -> None:
    figures = compute(disclosure(), standard_measures())
    assert "nothing" not in figures
    with pytest.raises(KeyError):
        figures["nothing"]


def test_projects_stand_in_the_ledgers_order_with_their_targets() -> None:
    lines = [
        spend("5"),
        spend("4", category="特定目标类", project="乙"),
        spend("3", category="特定目标类", project="甲"),
        spend("2", category="特定目标类", project="乙"),
        spend("1", category="特定目标类", project="乙", unit="示范中心"),
    ]
    projects = [{"name": "甲", "code": "0001"}]
    figures = compute(disclosure(expenditure=lines, projects=projects), standard_measures())
    assert [(p.name, p.unit, int(p.amount), p.code) for p in figures.projects] == [
        ("乙", "101001", 6, ""),
        ("甲", "101001", 3, "0001"),
        ("乙", "示范中心", 1, ""),
    ]
    assert list(figures.units) == ["101001", "示范中心"]
