"""Sums: a roll-up is the sum of its leaves, in whatever order they stand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from discloser.compute.arithmetic import HUNDRED, change, shares
from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import compute
from discloser.compute.ledger import DIMENSIONS, Ledger, make_ledger
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.unit import cut_out_unit
from tests.properties.strategies import disclosures, fixed

parts_of_a_whole = st.lists(st.integers(0, 10**9), min_size=1, max_size=8)
"""Amounts as printed, in 0.01 万元."""


@fixed
@given(disclosures, st.sets(st.sampled_from(sorted(DIMENSIONS)), max_size=3), st.randoms())
def test_groups_add_up_to_the_whole_in_any_order(
    disclosure: Disclosure, dimensions: set[str], random: Random
) -> None:
    ledger = make_ledger(disclosure)
    lines = (*disclosure.receipts, *disclosure.expenditure, *disclosure.closing)
    whole = sum((Fraction(line.amount) for line in lines), Fraction(0))
    assert Fraction(ledger.total()) == whole

    groups = ledger.group(sorted(dimensions))
    assert sum(len(group) for group in groups.values()) == len(ledger)
    assert Fraction(sum((g.total() for g in groups.values()), Decimal(0))) == whole

    entries = list(ledger)
    random.shuffle(entries)
    shuffled = Ledger(tuple(entries)).group(sorted(dimensions))
    assert {key: group.total() for key, group in shuffled.items()} == {
        key: group.total() for key, group in groups.items()
    }


@fixed
@given(disclosures, st.randoms())
def test_figures_do_not_depend_on_the_order_of_lines(
    disclosure: Disclosure, random: Random
) -> None:
    shuffled = disclosure.model_copy(
        update={
            book: tuple(random.sample(getattr(disclosure, book), len(getattr(disclosure, book))))
            for book in ("receipts", "expenditure", "closing")
        }
    )
    ours, theirs = (compute(each, standard_measures()) for each in (disclosure, shuffled))
    assert {name: figure.amount for name, figure in ours.items()} == {
        name: figure.amount for name, figure in theirs.items()
    }


@fixed
@given(disclosures)
def test_the_units_add_up_to_the_department(disclosure: Disclosure) -> None:
    whole = compute(disclosure, standard_measures())
    cuts = [cut_out_unit(disclosure, SourceMap("a"), unit.code) for unit in disclosure.units]
    units = [compute(cut[0], standard_measures()) for cut in cuts if cut is not None]
    assert len(units) == len(disclosure.units)
    for name, figure in whole.items():
        assert sum(unit[name].amount for unit in units) == figure.amount, name


@fixed
@given(parts_of_a_whole, st.integers(-4, 4))
def test_shares_add_up_to_a_hundred(parts: list[int], missed: int) -> None:
    """The printed whole may miss the printed parts by what rounding each of them can do."""
    printed = [Decimal(part) / 100 for part in parts]
    bound = (len(parts) + 1) // 2
    whole = sum(printed, Decimal(0)) + Decimal(max(-bound, min(bound, missed))) / 100
    found = shares(printed, whole)
    assert len(found) == len(parts)
    assert all(share == round(share, 2) for share in found)
    if whole > 0 and len(parts) > 1 and any(parts):
        assert sum(found) == HUNDRED
        assert all(share >= 0 for share in found)
        assert all(share == 0 for part, share in zip(parts, found, strict=True) if not part)


@fixed
@given(parts_of_a_whole)
def test_shares_rounded_by_themselves_miss_a_hundred_by_little(parts: list[int]) -> None:
    printed = [Decimal(part) / 100 for part in parts]
    whole = sum(printed, Decimal(0))
    found = shares(printed, whole, last_is_rest=False)
    if whole:
        assert abs(sum(found) - HUNDRED) <= Decimal("0.005") * len(parts)


@fixed
@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_change_leads_from_last_year_to_this_year(amount: int, prior: int) -> None:
    made = change(Decimal(amount) / 100, Decimal(prior) / 100)
    sign = {"increase": 1, "decrease": -1, "none": 0}[made.direction]
    assert made.difference >= 0
    assert Decimal(prior) / 100 + sign * made.difference == Decimal(amount) / 100
    assert (made.percent is None) == (prior == 0)
