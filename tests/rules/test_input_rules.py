"""Each rule on the input: a disclosure that breaks it, and one that nearly does."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from discloser.check.catalogue import rule_entries
from discloser.check.run import run_checks
from discloser.compute.figures import compute
from discloser.model.disclosure import Disclosure
from discloser.model.performance import Indicator
from tests.rules.documents import prepared

Change = Callable[[Disclosure], Disclosure]
Case = tuple[str, str, Change, Change]


def with_(**parts: Any) -> Change:
    return lambda disclosure: disclosure.model_copy(update=parts)


def same(disclosure: Disclosure) -> Disclosure:
    return disclosure


def part(name: str, **values: Any) -> Change:
    """Change fields of one part of the input."""

    def change(disclosure: Disclosure) -> Disclosure:
        changed = getattr(disclosure, name).model_copy(update=values)
        return disclosure.model_copy(update={name: changed})

    return change


def project(**values: Any) -> Change:
    """Change fields of the first project (45 万元 in the ledger)."""

    def change(disclosure: Disclosure) -> Disclosure:
        first = next(p for p in disclosure.projects if p.name == "数字政府建设运行费")
        changed = first.model_copy(update=values)
        return disclosure.model_copy(update={"projects": (changed,)})

    return change


def indicator(name: str, value: str) -> tuple[Indicator, ...]:
    return (Indicator(name=name, value=value),)


def first_score(points: str) -> Change:
    """Give the first indicator of the self-evaluation another score."""

    def change(disclosure: Disclosure) -> Disclosure:
        assert disclosure.evaluation is not None
        items = disclosure.evaluation.indicators
        changed = (items[0].model_copy(update={"score": Decimal(points)}), *items[1:])
        return part("evaluation", indicators=changed)(disclosure)

    return change


def housing_fund(item: str) -> Change:
    """Pay the housing fund's lines as another economic item."""

    def change(disclosure: Disclosure) -> Disclosure:
        lines = tuple(
            line.model_copy(update={"department_economic": item})
            if line.function == "2210201"
            else line
            for line in disclosure.expenditure
        )
        return disclosure.model_copy(update={"expenditure": lines})

    return change


def prior(name: str, times: str) -> Change:
    """Say that last year's amount was so many times this year's."""

    def change(disclosure: Disclosure) -> Disclosure:
        amount = compute(disclosure, _measures()).get(name)
        assert amount is not None
        return part("prior_year", figures={name: amount.amount * Decimal(times)})(disclosure)

    return change


def _measures() -> Any:
    pack = prepared("approval").pack
    assert pack is not None
    return pack.measures


def executed(rate: str) -> Change:
    """Score the execution of the budget."""
    return part("evaluation", execution_score=Decimal(rate))


CASES: list[Case] = [
    (
        "I03",
        "approval",
        with_(reasons={"receipts_total": "无"}),
        with_(reasons={"receipts_total": "无新增项目"}),
    ),
    (
        "I04",
        "approval",
        with_(reasons={"receipts_total": "压缩项目和"}),
        with_(reasons={"receipts_total": "压缩项目和会议"}),
    ),
    ("N13", "approval", prior("receipts_total", "0.0001"), prior("receipts_total", "0.00011")),
    (
        "B16",
        "final",
        part("procurement", goods=Decimal(5), small_and_medium=Decimal(6)),
        part("procurement", goods=Decimal(6), small_and_medium=Decimal(6)),
    ),
    ("K06", "approval", housing_fund("30114"), same),
    (
        "B14",
        "approval",
        project(cost=indicator("项目成本", "≤45.02万元")),
        project(cost=indicator("项目成本", "≤450000元")),
    ),
    (
        "P03",
        "approval",
        project(satisfaction=indicator("群众满意度", "≤95%")),
        project(satisfaction=indicator("群众满意度", "≥95%")),
    ),
    (
        "P06",
        "approval",
        project(output=indicator("维修面积", "44318")),
        project(output=indicator("维修面积", "44318平方米")),
    ),
    (
        "P07",
        "approval",
        project(output=indicator("40万元", "40万元")),
        project(output=indicator("40万元以下", "40万元")),
    ),
    (
        "P08",
        "approval",
        project(output=(*indicator("次数", "1次"), *indicator("次数", "2次"))),
        project(output=indicator("次数", "1次"), benefit=indicator("次数", "2次")),
    ),
    (
        "P09",
        "approval",
        project(code="41120025000000004440"),
        project(code="411200250000000044401"),
    ),
    ("P01", "final", first_score("3.5"), first_score("2.9")),
    ("P02", "final", executed("9.50"), executed("8.78")),
    ("P04", "final", first_score("-6"), first_score("-5")),
    (
        "P05",
        "final",
        with_(expenditure=()),
        lambda disclosure: part(
            "evaluation",
            execution=(
                disclosure.evaluation.execution[0].model_copy(  # type: ignore[union-attr]
                    update={"initial_budget": Decimal(7867000), "executed": Decimal(38818350)}
                ),
            ),
        )(disclosure),
    ),
]


def codes(name: str, change: Change, last: Change | None = None) -> set[str]:
    source = prepared(name)
    assert source.figures is not None
    assert source.pack is not None
    disclosure = source.figures.disclosure
    figures = compute(change(disclosure), source.pack.measures)
    last_year = compute(last(disclosure), source.pack.measures) if last is not None else None
    found = run_checks(figures, source.pack.codebook, source.sources, last_year=last_year)
    return {finding.code for finding in found}


@pytest.mark.parametrize(("code", "name", "broken", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_tells_a_fault_from_what_nearly_is_one(
    code: str, name: str, broken: Change, near: Change
) -> None:
    assert code in codes(name, broken)
    assert code not in codes(name, near)


def test_a_prior_amount_is_held_to_last_years_input() -> None:
    given = part("prior_year", figures={"receipts_total": Decimal(7611000)})
    assert "I02" in codes("approval", given, same)
    assert "I02" not in codes("approval", prior("receipts_total", "1"), same)


def test_a_final_account_opens_with_what_last_year_left() -> None:
    def closing(amount: str) -> Change:
        def change(disclosure: Disclosure) -> Disclosure:
            from discloser.model.ledger import ClosingLine

            return disclosure.model_copy(update={"closing": (ClosingLine(amount=Decimal(amount)),)})

        return change

    assert "F22" in codes("final", same, closing("1"))
    assert "F22" not in codes("final", same, closing("0"))


def test_every_rule_on_the_input_of_these_families_has_a_case() -> None:
    tested = {case[0] for case in CASES} | {"I02", "F22"}
    rules = {entry.rule.code for entry in rule_entries() if not entry.on_document}
    elsewhere = {code for code in rules if code[0] == "X" or code in ELSEWHERE}
    assert rules - elsewhere == tested


ELSEWHERE = {"A01", "A02", "A03", "I01", "K01", "K02", "K03", "K04", "K05"}
"""Rules that the faulty inputs of ``tests/bad_inputs`` break."""
