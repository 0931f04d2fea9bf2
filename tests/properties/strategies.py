"""Valid random disclosures: any funds, codes and units, with receipts to match the expenditure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from discloser.compute.figures import compute
from discloser.model.disclosure import Disclosure
from discloser.model.values import Category, Fund, Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.codes import all_function_items, pairs
from discloser.specimen.ledger import receipts_for

YEAR = 2025
BASIC = Category.BASIC.value
PROJECT_CATEGORIES = [Category.OTHER_OPERATION.value, Category.SPECIFIC_PURPOSE.value]
APPROPRIATIONS = [
    Fund.GENERAL_PUBLIC_BUDGET,
    Fund.GOVERNMENT_FUND,
    Fund.STATE_CAPITAL_OPERATIONS,
]
BASIC_CLASSES = ("301", "302", "303", "309", "310")
NO_ROW = {"209", "225", "226", "228"}
"""Classes of the functional classification that the fixed rows of the tables leave out."""

NOTHING: dict[str, Any] = {
    "procurement": dict.fromkeys(("goods", "works", "services"), "0"),
    "assets": {
        "vehicles": dict.fromkeys(("general", "law_enforcement", "special", "other"), 0),
        "general_equipment": 0,
        "special_equipment": 0,
    },
    "transfers": {"count": 0},
}
"""What the base pack prints besides, of which there is none."""
fixed = settings(derandomize=True, deadline=None, max_examples=25, database=None)
"""The same examples in every run."""


@cache
def base_pack() -> Pack:
    """The base pack of the checkout."""
    roots = pack_roots(Path(__file__).parents[2] / "templates")
    pack, findings = load_pack("henan/base", Kind.BUDGET, YEAR, roots)
    assert findings == ()
    assert pack is not None
    return pack


@cache
def rows() -> list[str]:
    """The functional items that are valid in the year and have a row."""
    return [code for code in all_function_items(YEAR) if code[:3] not in NO_ROW]


amounts = st.one_of(
    st.integers(1, 10**11).map(lambda fen: Decimal(fen) / 100),
    st.integers(1, 10**6).map(Decimal),
    st.integers(1, 20_000).map(lambda fen: Decimal(fen) / 100),
)
"""Amounts in 元 to the 分: large ones, round ones, and ones around the printed 0.01 万元."""


@st.composite
def expenditure_lines(draw: st.DrawFn, units: list[str]) -> dict[str, Any]:
    """A line of expenditure with codes that exist and correspond."""
    line: dict[str, Any] = {
        "unit": draw(st.sampled_from(units)),
        "fund": draw(st.sampled_from(list(Fund))).value,
        "function": draw(st.sampled_from(rows())),
        "carried_over": draw(st.booleans()),
        "amount": draw(amounts),
    }
    if draw(st.booleans()):
        basic = [pair for pair in pairs(YEAR) if pair[0].startswith(BASIC_CLASSES)]
        pair: tuple[str | None, str | None] = draw(st.sampled_from(basic))
        line["category"] = BASIC
    else:
        pair = draw(st.one_of(st.just((None, None)), st.sampled_from(pairs(YEAR))))
        line["category"] = draw(st.sampled_from(PROJECT_CATEGORIES))
        line["project"] = draw(st.sampled_from(["甲", "乙", "丙"]))
    return line | dict(zip(("department_economic", "government_economic"), pair, strict=True))


@st.composite
def closing_lines(draw: st.DrawFn, units: list[str]) -> dict[str, Any]:
    """What is left of some fund at the end of the year."""
    return {
        "unit": draw(st.sampled_from(units)),
        "fund": draw(st.sampled_from(list(Fund))).value,
        "amount": draw(amounts),
    }


@st.composite
def drafts(draw: st.DrawFn) -> dict[str, Any]:
    """The fields of a valid disclosure by the base pack."""
    units = ["101001", "101002", "101003"][: draw(st.integers(1, 3))]
    expenditure = draw(st.lists(expenditure_lines(units), min_size=1, max_size=10))
    closing = draw(st.lists(closing_lines(units), max_size=2))
    receipts = draw(st.permutations(_receipts(expenditure, closing)))
    used = {line["project"] for line in expenditure if "project" in line}
    measures = base_pack().measures
    share = draw(st.sampled_from([0, 1, 2]))
    draft = {
        "pack": "henan/base",
        "kind": "budget",
        "year": YEAR,
        "published": "2025-03",
        "department": {"code": "101", "name": "示范局"},
        "units": [{"code": code, "name": f"单位{code}"} for code in units],
        "receipts": receipts,
        "expenditure": expenditure,
        "closing": closing,
        "projects": [{"name": name, "code": f"code-{name}"} for name in sorted(used)],
        "reasons": dict.fromkeys(measures, "政策调整"),
        "options": draw(options()),
        **NOTHING,
    }
    figures = compute(disclosure_of(draft), measures)
    prior = {name: figure.amount * share for name, figure in figures.items()}
    return draft | {"prior_year": {"figures": prior}}


def _receipts(
    expenditure: list[dict[str, Any]], closing: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    return [
        line | {"amount": Decimal(line["amount"])} for line in receipts_for(expenditure, closing)
    ]


@st.composite
def options(draw: st.DrawFn) -> dict[str, str]:
    """Some of the choices that the base pack offers."""
    offered = {name: spec.options for name, spec in base_pack().parameters.items() if spec.options}
    chosen = draw(st.sets(st.sampled_from(sorted(offered)), max_size=3))
    return {name: draw(st.sampled_from(offered[name])) for name in sorted(chosen)}


def disclosure_of(draft: Mapping[str, Any]) -> Disclosure:
    """The disclosure of a draft."""
    return Disclosure.model_validate(draft)


disclosures = drafts().map(disclosure_of)
