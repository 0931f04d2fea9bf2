"""Last year's input as this year's draft: what stays is kept, what is counted anew is empty."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from discloser.compute.figures import Figures
from discloser.finding import Rule, Severity
from discloser.model.values import Category, Kind
from discloser.money import MoneyUnit

NO_PRIOR = Rule(
    "E050",
    "没有带入上年数",
    "上一份是 {year} 年{kind}，不是上一年的同一种公开，没有带入上年数。",
    "请在“上年数”里自己填。",
    Severity.NOTE,
)

_KEPT = ("department", "duties", "organs", "projects", "performance", "options")
_AMOUNTS = ("amount", "initial_budget", "adjusted_budget")
_PROJECTS = {Category.OTHER_OPERATION.value, Category.SPECIFIC_PURPOSE.value}


def carry(
    last: Mapping[str, Any], figures: Figures, pack: str, kind: Kind, year: int
) -> dict[str, Any]:
    """Make a draft for ``kind`` and ``year`` from last year's draft and its figures.

    Ledger lines stay without their amounts. A final account of the budget's year gets the
    budget's amounts as 年初预算数; otherwise last year's figures become prior-year figures,
    where the two are of the same kind.
    """
    disclosure = figures.disclosure
    unit = disclosure.money_unit
    same_year = disclosure.kind is Kind.BUDGET and kind is Kind.FINAL_ACCOUNT
    same_year = same_year and disclosure.year == year
    draft: dict[str, Any] = {
        "pack": pack,
        "kind": kind.value,
        "year": str(year),
        "money_unit": unit.value,
        "published": None,
    }
    draft |= {name: last[name] for name in _KEPT if last.get(name)}
    draft["units"] = [_unit(each) for each in last.get("units") or []]
    for book in ("receipts", "expenditure"):
        lines = [_line(line, same_year=same_year) for line in last.get(book) or []]
        draft[book] = _distinct(lines) if not same_year else lines
    if kind is Kind.FINAL_ACCOUNT:
        for line in draft["expenditure"]:
            if line.get("category") in _PROJECTS:
                line["category"] = Category.PROJECT.value
    if continues(figures, kind, year):
        draft["prior_year"] = {"figures": prior_figures(figures, unit)}
    note = (last.get("transfers") or {}).get("note")
    if note and kind is Kind.BUDGET:
        draft["transfers"] = {"note": note}
    if kind is Kind.FINAL_ACCOUNT:
        draft["evaluation"] = _evaluation(last, figures, same_year=same_year)
    return {name: value for name, value in draft.items() if value not in ({}, [])}


def continues(figures: Figures, kind: Kind, year: int) -> bool:
    """Whether the figures are those of the year before, of the same kind of disclosure."""
    return figures.disclosure.kind is kind and figures.disclosure.year == year - 1


def prior_figures(figures: Figures, unit: MoneyUnit) -> dict[str, str]:
    """The amounts that next year compares with: those that are not zero or were compared before."""
    compared = {*figures.disclosure.prior_year.figures, *figures.disclosure.reasons}
    return {
        name: in_unit(figure.amount, unit)
        for name, figure in figures.items()
        if figure.amount or name in compared
    }


def in_unit(amount: Decimal, unit: MoneyUnit) -> str:
    """An amount in 元 as an input of that unit has it."""
    value = (amount / unit.yuan).normalize()
    return format(value or Decimal(0), "f")


def _unit(unit: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in unit.items() if name != "own"}
    own = unit.get("own") or {}
    still = {name: own[name] for name in ("duties", "organs", "performance") if own.get(name)}
    return kept | ({"own": still} if still else {})


def _line(line: Mapping[str, Any], *, same_year: bool) -> dict[str, Any]:
    kept = {name: value for name, value in line.items() if name not in _AMOUNTS}
    budget = {"initial_budget": line.get("amount")} if same_year else {}
    return kept | {"amount": None} | budget


def _distinct(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each line once: without amounts, some are equal."""
    return [line for index, line in enumerate(lines) if line not in lines[:index]]


def _evaluation(
    last: Mapping[str, Any], figures: Figures, *, same_year: bool
) -> dict[str, Any] | None:
    """The self-evaluation with what the targets of the budget already say."""
    if not same_year:
        return None
    targets = last.get("performance") or {}
    indicators = [
        {
            "level1": each.get("level1"),
            "level2": each.get("level2"),
            "name": each.get("name"),
            "target": each.get("value"),
        }
        for each in targets.get("indicators") or []
    ]
    unit = figures.disclosure.money_unit
    projects = [
        {"name": project.name, "initial_budget": in_unit(project.amount, unit)}
        for project in figures.projects
    ]
    started = {
        "goal": targets.get("goal"),
        "tasks": targets.get("tasks"),
        "indicators": indicators,
        "projects": projects,
    }
    return {name: value for name, value in started.items() if value}
