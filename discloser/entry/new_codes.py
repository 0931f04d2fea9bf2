"""The codes of carried lines as they are in the new year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from discloser.classification.codebook import Codebook, Scheme

CODE_FIELDS: Mapping[str, Scheme] = {
    "function": Scheme.FUNCTION,
    "department_economic": Scheme.DEPARTMENT_ECONOMIC,
    "government_economic": Scheme.GOVERNMENT_ECONOMIC,
}
"""The fields of a line that hold codes."""


class Renewal:
    """Puts the new code in a line's place of one that has moved.

    ``changed`` and ``ended`` are what was met, in words, each once: codes that became others, and
    codes out of use of which the tables do not say what became of them.
    """

    def __init__(self, codebook: Codebook, year: int) -> None:
        self.year = year
        self._codebook = codebook
        self.changed: dict[str, None] = {}
        self.ended: dict[str, None] = {}

    def of(
        self, lines: Iterable[tuple[dict[str, str], Decimal]]
    ) -> Iterator[tuple[dict[str, str], Decimal]]:
        """Lines as fields and amounts, the fields with the codes of the year."""
        for fields, amount in lines:
            yield {name: self._code(name, value) for name, value in fields.items()}, amount

    def _code(self, name: str, value: str) -> str:
        scheme = CODE_FIELDS.get(name)
        known = self._codebook.find(scheme, value, self.year) if scheme is not None else None
        if scheme is None or known is None or known.is_valid(self.year):
            return value
        new = self._codebook.successor(scheme, value, self.year)
        if new is None:
            self.ended[f"{value} {known.name}"] = None
            return value
        self.changed[f"{value} {known.name} → {new.code} {new.name}"] = None
        return new.code
