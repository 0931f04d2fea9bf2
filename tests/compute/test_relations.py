"""What holds between measures, found from their filters and tried on random ledgers."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column, Entry, Ledger, Side, Where
from discloser.compute.measure import Measure, Measures, Selection
from discloser.compute.relations import Relation, Structure, _lines, structure

STANDARD = standard_measures()


def structure_of(measures: Measures) -> Structure:
    return structure(tuple((name, measures[name].selection) for name in measures))


def equal(*names: str, of: str) -> tuple[frozenset[str], str]:
    return frozenset(names), of


def sums(relations: list[Relation]) -> set[tuple[frozenset[str], str]]:
    return {equal(*each.left, of=each.right[0]) for each in relations if not each.at_most}


def test_sums_are_found_without_being_written() -> None:
    found = sums(structure_of(STANDARD).sums(set(STANDARD)))
    assert (
        equal("personnel_expenditure", "operating_expenditure", of="general_public_basic") in found
    )
    receipts = ("current_receipts", "carried_over_receipts", "surplus_used")
    assert equal(*receipts, of="receipts_total") in found
    vehicles = ("three_public_vehicle_purchase", "three_public_vehicle_operation")
    assert equal(*vehicles, of="three_public_vehicles") in found
    assert not any(set(vehicles) <= parts for parts, whole in found if whole == "three_public")


def test_a_sum_that_is_not_known_gives_way_to_its_parts() -> None:
    known = set(STANDARD) - {"three_public_vehicles"}
    found = sums(structure_of(STANDARD).sums(known))
    items = ("abroad", "reception", "vehicle_purchase", "vehicle_operation")
    assert equal(*(f"three_public_{item}" for item in items), of="three_public") in found


def test_a_sum_with_an_unknown_part_is_no_sum() -> None:
    found = structure_of(STANDARD).sums({"receipts_total", "current_receipts"})
    assert found == [Relation(("current_receipts",), ("receipts_total",), at_most=True)]


@pytest.mark.parametrize("seed", range(20))
def test_every_sum_holds_in_every_ledger(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a fixed seed, so that it can be repeated
    kinds = list(_lines((name, STANDARD[name].selection) for name in STANDARD))
    entries = [
        Entry(line.side, (), line.dimensions, {Column.AMOUNT: Decimal(random.randrange(1, 10**8))})
        for line in random.sample(kinds, 200)
    ]
    ledger = Ledger(tuple(entries))
    for relation in structure_of(STANDARD).sums(set(STANDARD)):
        left, right = (
            sum(STANDARD[name].selection.of(ledger).total() for name in names)
            for names in (relation.left, relation.right)
        )
        assert left <= right
        assert relation.at_most or left == right


def test_a_packs_own_measure_has_its_relations_too() -> None:
    meetings = ((Side.EXPENDITURE, Where.of({"economic_item": "30215"})),)
    own = Measure("meetings", "会议费", Selection(meetings))
    found = structure_of(STANDARD.with_more([own])).sums({"meetings", "current_expenditure"})
    assert found == [Relation(("meetings",), ("current_expenditure",), at_most=True)]


def test_receipts_balance_with_what_is_spent_and_left() -> None:
    found = structure_of(STANDARD).balanced(set(STANDARD), of_budget=True)
    assert Relation(("expenditure_total",), ("receipts_total",)) in found
    general = Relation(("general_public_expenditure",), ("general_public_receipts",), at_most=True)
    assert general in found
    assert general not in structure_of(STANDARD).balanced(set(STANDARD), of_budget=False)
