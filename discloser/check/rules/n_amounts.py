"""Amounts in sentences against the tables (N01)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.named import exact_amounts
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.printed import Term
from discloser.check.reader.sentences import Claim
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.rounding import round_half_up

N01 = Rule(
    "N01",
    "文中金额与表中不符",
    "文中“{label}”是{left_value}万元，应为{right_value}万元。",
    "请核对这一句和对应的表；正文模板取错口径的，改模板。",
)


@document_check(N01, says_all=True)
def sentences_equal_the_tables(reading: Reading) -> Iterator[Outcome]:
    for claim in reading.reader.claims:
        yield _held(reading, claim)


def _held(reading: Reading, claim: Claim) -> Outcome:
    """Hold an amount to the tables by what its words name, and to the input behind them.

    The figure that the number carries has no part in it: a template may have taken the wrong one.
    """
    meanings = () if claim.less else claim.meanings
    terms = [term for meaning in meanings for term in reading.reader.facts.terms(meaning)]
    exact = list(exact_amounts(reading, claim.meanings, claim.field, claim.less))
    if not terms and not exact:
        place = claim.passage.place(claim.mention.start)
        return Unchecked(N01.code, f"没有“{claim.label}”可对的数", place)
    printed = claim.mention.printed
    in_tables = not terms or any(term.printed.agrees(printed) for term in terms)
    in_input = not exact or any(printed.stands_for(amount) for amount in exact)
    return Held(N01.code) if in_tables and in_input else _broken(claim, terms, exact)


def _broken(claim: Claim, terms: list[Term], exact: list[Decimal]) -> Outcome:
    right = [str(term.printed) for term in terms[:1]]
    right += [f"{round_half_up(amount, 2)}" for amount in exact if not terms]
    places = [place for term in terms[:1] for place in term.places]
    return N01.at(
        claim.passage.place(claim.mention.start),
        *places,
        label=claim.label,
        left_value=claim.mention.printed,
        right_value="或".join(dict.fromkeys(right)),
    )


CHECKS = (sentences_equal_the_tables,)
