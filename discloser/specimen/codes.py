"""The codes that made-up lines may have: those that are valid in a year, and go together."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from discloser.classification.codebook import Codebook, Scheme, Scope, economic_pairs
from discloser.model.values import Fund, UnitNature

_BOOKS = {
    Fund.GOVERNMENT_FUND: "政府性基金",
    Fund.STATE_CAPITAL_OPERATIONS: "国有资本经营",
}
_ORDINARY = "一般公共"
"""The book of the functional items that a fund pays for where it has none of its own."""
Pair = tuple[str, str]
"""A department economic item and the government economic item that it is."""


@cache
def function_items(year: int, fund: Fund = Fund.GENERAL_PUBLIC_BUDGET) -> tuple[str, ...]:
    """The functional items that a fund pays for."""
    book = _BOOKS.get(fund, _ORDINARY)
    return tuple(
        code for code, of in _books() if of == book and _is_valid(Scheme.FUNCTION, code, year)
    )


@cache
def all_function_items(year: int) -> tuple[str, ...]:
    """The functional items of all books."""
    return tuple(code for code, _ in _books() if _is_valid(Scheme.FUNCTION, code, year))


@cache
def pairs(year: int, nature: UnitNature | None = None) -> tuple[Pair, ...]:
    """The pairs of economic items that units of a nature may use; None for any unit."""
    return tuple(
        sorted(
            pair
            for pair, scopes in economic_pairs().items()
            if scopes & _scopes(nature)
            and _is_valid(Scheme.DEPARTMENT_ECONOMIC, pair[0], year)
            and _is_valid(Scheme.GOVERNMENT_ECONOMIC, pair[1], year)
        )
    )


@cache
def government_item(department: str, nature: UnitNature) -> str:
    """The first government economic item that a department economic item of such units is.

    Raises:
        StopIteration: if there is none.
    """
    return next(
        government
        for (item, government), scopes in economic_pairs().items()
        if item == department and scopes & _scopes(nature)
    )


def _scopes(nature: UnitNature | None) -> frozenset[Scope]:
    if nature is None:
        return frozenset(Scope)
    of_institution = nature is UnitNature.INSTITUTION
    return frozenset({Scope.ANY, Scope.INSTITUTION if of_institution else Scope.ADMINISTRATIVE})


@cache
def _books() -> tuple[tuple[str, str], ...]:
    """Every functional item with its book."""
    resource = files("discloser.classification") / "functional_classification.csv"
    rows = csv.DictReader(resource.read_text(encoding="utf-8-sig").splitlines())
    return tuple((row["code"], row["book"]) for row in rows if row["level"] == "项")


def _is_valid(scheme: Scheme, code: str, year: int) -> bool:
    found = Codebook().find(scheme, code, year)
    return found is not None and found.is_valid(year)
