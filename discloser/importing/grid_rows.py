"""A row of a ledger grid: the texts of its keys and its amounts, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from discloser.importing.texts import Text
from discloser.importing.titles import Role, Title

YUAN = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000}
"""How many 元 the units are that a title may say."""


@dataclass(frozen=True, slots=True)
class Amount(Text):
    """An amount as it is written, its title, and what it is in 元; None where it is no amount."""

    title: Title
    column: int
    yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid with amounts: the texts of its keys, and its amounts that are not zero.

    ``totals`` are the amounts in it that others of it add up to; ``label`` is what the row is
    called if it is itself a total; ``filled`` are the keys that stand only in a row above.
    """

    number: int
    keys: Mapping[Role, Text]
    codes: Mapping[Role, Text]
    amounts: tuple[Amount, ...]
    totals: tuple[Amount, ...] = ()
    label: str = ""
    filled: frozenset[Role] = field(default=frozenset())


def yuan_of(text: str, unit: str) -> Decimal | None:
    """An amount in 元; None where the text is no number. Without a unit it is 元."""
    try:
        return Decimal(text.replace(",", "")) * YUAN[unit or "元"]
    except InvalidOperation:
        return None
