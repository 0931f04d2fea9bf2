"""Measures that no sample tells apart: exchanged in a sentence or table, they print the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from discloser.compute.figures import Figures
from discloser.compute.relations import Structure, structure
from discloser.finding import Finding, Rule, Severity
from discloser.pack.pack import Pack
from discloser.workshop.lint_places import place_of_text

ALIKE = Rule(
    "T131",
    "样例分不出的口径",
    "“{first}”（{first_name}）和“{second}”（{second_name}）在所有样例里都一样大，取错了看不出来。",
    "请人工核对用到它们的话和栏；其中一个没有用的，不要印。",
    Severity.NOTE,
)
_CODE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NAME = re.compile(r"(?<![\w.\"'])[a-z]\w+(?![\w(=\"'])")


def not_told_apart(pack: Pack, tried: Iterable[Figures]) -> Iterator[Finding]:
    """The measures printed that are equal in every sample ``tried`` and need not be so.

    What balances by definition (receipts and expenditure) is equal in every input: exchanged, it
    still prints what is true.
    """
    figures = list(tried)
    measures = pack.measures
    divided = structure(tuple((name, measures[name].selection) for name in measures))
    equal: dict[object, list[str]] = {}
    printed = _printed(pack)
    for name in measures:
        if name in printed:
            amounts = tuple(each[name].amount for each in figures)
            equal.setdefault(amounts, []).append(name)
    for names in equal.values():
        for one, two in pairwise(names):
            if not _must_be_equal(one, two, divided):
                words = {"first": measures[one].label, "first_name": one}
                words |= {"second": measures[two].label, "second_name": two}
                yield ALIKE.at(place_of_text(*printed[two], two), **words)


def _must_be_equal(one: str, two: str, divided: Structure) -> bool:
    """Whether two measures take the same lines, or balance in every input."""
    if divided.masks[one] == divided.masks[two]:
        return True
    balances = divided.balanced((one, two), of_budget=False)
    return any(not each.at_most and {*each.names} == {one, two} for each in balances)


def _printed(pack: Pack) -> Mapping[str, tuple[Path, int]]:
    """The measures that a pack's templates and tables name, each where it is named first."""
    found: dict[str, tuple[Path, int]] = {}
    for path in _files(pack):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        for start, name in _named(path, text):
            if name in pack.measures:
                found.setdefault(name, (path, text.count("\n", 0, start) + 1))
    return found


def _named(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """The names in a template's code, or of the measures of a table's spec, with their places."""
    if path.suffix == ".j2":
        for code in _CODE.finditer(text):
            for name in _NAME.finditer(code[0]):
                yield code.start() + name.start(), name[0]
    else:
        for match in re.finditer(r"\bmeasure:\s*(\w+)", text):
            yield match.start(1), match[1]


def _files(pack: Pack) -> Iterator[Path]:
    bodies: Sequence[str] = [pack.path(part.body) for part in pack.report.parts if part.body]
    tables = [pack.path(f"tables/{name}.yaml") for name in pack.tables]
    for file in dict.fromkeys((*bodies, pack.path("macros.j2"), "macros.j2", *tables)):
        for _, path in pack.layers.find(file):
            yield path
