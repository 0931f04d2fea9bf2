"""How sure a finding is follows from the ground of its rule."""

from __future__ import annotations

import pytest

from discloser.audit.rules import CHANGED, DIFFERS
from discloser.audit.sureness import Sureness, sureness_of
from discloser.check.catalogue import rule_entries
from discloser.check.relations import relations
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location

PLACE = Location("某局.pdf")
RULES = {entry.rule.code: entry.rule for entry in rule_entries() if entry.of_print}


def finding(rule: Rule) -> Finding:
    return Finding(rule.code, rule.severity, "", locations=(PLACE,))


@pytest.mark.parametrize("code", ["A07", "B01", "F05", "N01", "N04", "N15", "N20", "N25", "P14"])
def test_what_printed_numbers_prove_is_certain(code: str) -> None:
    assert sureness_of(finding(RULES[code])) is Sureness.CERTAIN


@pytest.mark.parametrize("code", ["B15", "B19", "F21", "N09", "N17", "N23"])
def test_what_rests_on_a_form_or_a_law_is_likely(code: str) -> None:
    assert sureness_of(finding(RULES[code])) is Sureness.LIKELY


@pytest.mark.parametrize("code", ["A04", "N12", "N14", "N22", "N30"])
def test_what_a_rule_itself_only_warns_of_is_to_be_looked_at(code: str) -> None:
    assert RULES[code].severity is not Severity.ERROR
    assert sureness_of(finding(RULES[code])) is Sureness.LOOK


def test_no_certainty_without_arithmetic_in_its_ground() -> None:
    for code, rule in RULES.items():
        certain = sureness_of(finding(rule)) is Sureness.CERTAIN
        assert not certain or "算术" in relations()[code].basis


def test_the_rules_of_the_audit_itself_prove_nothing() -> None:
    assert sureness_of(finding(DIFFERS)) is Sureness.LIKELY
    assert sureness_of(finding(CHANGED)) is Sureness.LOOK
