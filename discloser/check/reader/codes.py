"""The state's codes and names as a reader of documents needs them: those of one year."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from discloser.classification.codebook import Code, Codebook, Scheme
from discloser.vocabulary.names import bare, normal

_CLASS_LENGTH, _ITEM_LENGTH = 3, 7
_CLASSES = range(201, 236)


@dataclass(frozen=True)
class Codes:
    """The code tables in a fiscal year."""

    codebook: Codebook
    year: int

    def function_class(self, label: str) -> tuple[str, bool]:
        """The functional class that a label means, and whether it is its name of the year.

        Print often leaves out the word 支出. An unknown label gives an empty code.
        """
        short = bare(label)
        if short in self._classes:
            return self._classes[short], True
        return self._former.get(short, ""), False

    @cached_property
    def _classes(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for code in map(str, _CLASSES):
            found = self.codebook.find(Scheme.FUNCTION, code, self.year)
            if found is not None:
                names.setdefault(bare(found.name), code)
        return names

    @cached_property
    def _former(self) -> dict[str, str]:
        return {bare(name): code for name, code in former_names().items()}

    def function_item(self, names: tuple[str, ...]) -> str:
        """The code of the class, group and item that are named one after the other; or nothing."""
        above = ""
        for name in names:
            above = self._below.get((above, bare(name)), "")
            if not above:
                return ""
        return above

    def economic(self, name: str, within: str = "") -> str:
        """The department economic class of a name, or the item of it ``within`` a class."""
        return self._economic.get((within, name), "")

    @cached_property
    def _economic(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for entry in self.codebook.codes(Scheme.DEPARTMENT_ECONOMIC, self.year):
            above = entry.code[:_CLASS_LENGTH] if len(entry.code) > _CLASS_LENGTH else ""
            found.setdefault((above, normal(entry.name)), entry.code)
        return found

    def items_named(self, name: str) -> tuple[str, ...]:
        """The codes of all items of a name: several groups may have one of it."""
        return tuple(self._items.get(name, ()))

    @cached_property
    def _items(self) -> dict[str, list[str]]:
        items: dict[str, list[str]] = {}
        for entry in self._functions:
            if len(entry.code) == _ITEM_LENGTH:
                items.setdefault(entry.name, []).append(entry.code)
        return items

    @cached_property
    def _functions(self) -> list[Code]:
        return list(self.codebook.codes(Scheme.FUNCTION, self.year))

    @cached_property
    def _below(self) -> Mapping[tuple[str, str], str]:
        """The classes, groups and items, each by the code above it and its name."""
        below: dict[tuple[str, str], str] = {}
        for entry in self._functions:
            above = entry.code[:-2] if len(entry.code) > _CLASS_LENGTH else ""
            below.setdefault((above, bare(entry.name)), entry.code)
        return below


@lru_cache(maxsize=32)
def codes_of(codebook: Codebook, year: int) -> Codes:
    """The code tables in a fiscal year; one reader's and the next one's are the same."""
    return Codes(codebook, year)


@cache
def former_names(*, only_renamed: bool = False) -> dict[str, str]:
    """Class names of earlier years and the code of the class; short forms too unless left out."""
    resource = files("discloser.classification") / "functional_name_aliases.csv"
    lines = resource.read_text(encoding="utf-8-sig").splitlines()
    rows = [row for row in csv.DictReader(lines) if len(row["code"]) == _CLASS_LENGTH]
    return {
        row["alias_or_former_name"]: row["code"]
        for row in rows
        if not only_renamed or row["kind"].startswith("former name")
    }
