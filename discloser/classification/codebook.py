"""Look up codes of the state's classifications in dated tables.

The tables follow the 政府收支分类科目 of the Ministry of Finance; a row's ``valid_from`` and
``valid_to`` are fiscal years, empty where unknown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Scheme(StrEnum):
    """A classification; its value is the name of its table."""

    FUNCTION = "functional_classification"
    DEPARTMENT_ECONOMIC = "economic_department"
    GOVERNMENT_ECONOMIC = "economic_government"

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return {
            "functional_classification": "支出功能分类",
            "economic_department": "部门预算支出经济分类",
            "economic_government": "政府预算支出经济分类",
        }[self.value]


class Scope(StrEnum):
    """The units for which two economic items correspond."""

    ADMINISTRATIVE = "行政单位和参照公务员法管理的事业单位"
    INSTITUTION = "其他事业单位（经常性/资本性补助）"
    ANY = "不分单位性质"


@dataclass(frozen=True, slots=True)
class Code:
    """A code with its name, and the fiscal years in which it is valid.

    ``replaces`` is the code that the same item had before, where the state moved it.
    """

    code: str
    level: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    replaces: str = ""

    def is_valid(self, year: int) -> bool:
        """Tell whether the code may be used in ``year``."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class Codebook:
    """The standard tables, and the codes that an office has added to them."""

    def __init__(self, added: Mapping[Scheme, Iterable[Code]] | None = None) -> None:
        self._added = {scheme: _by_code(entries) for scheme, entries in (added or {}).items()}

    def find(self, scheme: Scheme, code: str, year: int) -> Code | None:
        """Return the code as it is in ``year``; out of date, as it was; None where unknown."""
        found = self._entries(scheme, code)
        valid = (entry for entry in found if entry.is_valid(year))
        return next(valid, found[-1] if found else None)

    def name(self, scheme: Scheme, code: str, year: int) -> str:
        """Return the name of a code in ``year``, or the code itself where it is unknown."""
        found = self.find(scheme, code, year)
        return found.name if found is not None else code

    def codes(self, scheme: Scheme, year: int) -> Iterator[Code]:
        """All codes that may be used in ``year``, the office's own among them, by their number."""
        for code in sorted({*_table(scheme), *self._added.get(scheme, {})}):
            found = self.find(scheme, code, year)
            if found is not None and found.is_valid(year):
                yield found

    def names(self, scheme: Scheme) -> dict[str, tuple[str, ...]]:
        """Every code with all names that it has had, the standard ones and the office's own."""
        known = {*_table(scheme), *self._added.get(scheme, {})}
        return {code: tuple(entry.name for entry in self._entries(scheme, code)) for code in known}

    def history(self, scheme: Scheme, code: str) -> tuple[Code, ...]:
        """What a code has been in the years, as the tables list it; empty where it is unknown."""
        return self._entries(scheme, code)

    def successor(self, scheme: Scheme, code: str, year: int) -> Code | None:
        """The code that a code out of use has become in ``year``; None where that is not known."""
        found = self.find(scheme, code, year)
        if found is not None and found.is_valid(year):
            return None
        return next((each for each in self.codes(scheme, year) if each.replaces == code), None)

    def _entries(self, scheme: Scheme, code: str) -> tuple[Code, ...]:
        return self._added.get(scheme, {}).get(code, ()) or _table(scheme).get(code, ())


@cache
def economic_pairs() -> Mapping[tuple[str, str], frozenset[Scope]]:
    """The department and government economic items that correspond, and for which units.

    Source: 财预〔2017〕98号.
    """
    pairs: dict[tuple[str, str], frozenset[Scope]] = {}
    for row in _rows("economic_mapping"):
        pair = (row["dep_code"], row["gov_code"])
        pairs[pair] = pairs.get(pair, frozenset()) | {Scope(row["unit_scope"])}
    return pairs


@cache
def _table(scheme: Scheme) -> dict[str, tuple[Code, ...]]:
    return _by_code(map(_code, _rows(scheme.value)))


def _by_code(entries: Iterable[Code]) -> dict[str, tuple[Code, ...]]:
    table: dict[str, tuple[Code, ...]] = {}
    for entry in entries:
        table[entry.code] = (*table.get(entry.code, ()), entry)
    return table


def _code(row: Mapping[str, str]) -> Code:
    return Code(
        row["code"], row["level"], row["name"], _year(row["valid_from"]), _year(row["valid_to"])
    )


def _year(text: str) -> int | None:
    return int(text) if text else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    resource = files("discloser.classification") / f"{name}.csv"
    yield from csv.DictReader(resource.read_text(encoding="utf-8-sig").splitlines())
