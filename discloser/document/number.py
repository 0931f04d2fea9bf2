"""Numbers as they are printed: an exact value and the format that rounds it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from discloser.rounding import round_half_up


class Trim(StrEnum):
    """Which trailing zeros a number drops: none, all of an integer's (85.00 → 85), or any."""

    NONE = "none"
    INTEGER = "integer"
    ZEROS = "zeros"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a number is printed.

    ``decimals``: places after the point; ``grouping``: thousands separated by commas;
    ``trim``: trailing zeros dropped; ``zero``: what stands for exactly zero (None: the number);
    ``suffix``: printed behind the number, such as ``%``.
    """

    decimals: int = 2
    grouping: bool = False
    trim: Trim = Trim.NONE
    zero: str | None = None
    suffix: str = ""

    def round(self, value: Decimal) -> Decimal:
        """Return ``value`` as it is printed."""
        return round_half_up(value, self.decimals)

    def text(self, value: Decimal) -> str:
        """Return the printed form of ``value``."""
        if value == 0 and self.zero is not None:
            return self.zero
        rounded = self.round(value)
        text = f"{rounded:{',' if self.grouping else ''}f}"
        if self.trim is Trim.ZEROS and "." in text:
            text = text.rstrip("0").rstrip(".")
        elif self.trim is Trim.INTEGER and rounded == rounded.to_integral_value():
            text = text.partition(".")[0]
        return text + self.suffix


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from, for a reader who asks.

    ``formula`` says in words how it arises where it is no plain sum; ``fields`` are the ways to
    the fields of the input that it is made of.
    """

    formula: str = ""
    fields: tuple[tuple[str | int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a paragraph or a table cell.

    ``value`` is exact and in the printed unit (an amount's is 万元 in sentences, in a table what
    the table says); ``figure`` names the figure
    that it shows, so that a reader can ask where it comes from.
    """

    value: Decimal
    format: NumberFormat = NumberFormat()
    figure: str = ""
    strong: bool = False
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def text(self) -> str:
        """The printed form."""
        return self.format.text(self.value)

    @property
    def printed(self) -> Decimal:
        """The value as printed, rounded once."""
        return self.format.round(self.value)
