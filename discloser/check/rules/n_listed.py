"""Items of the economic classification that a sentence lists, against the table (N32)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from discloser.check.check import document_check
from discloser.check.compare import Missing
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.prose import Passage
from discloser.check.subject import Reading
from discloser.classification.codebook import Scheme
from discloser.finding import Rule, Severity
from discloser.vocabulary.names import normal

NOT_THERE = Rule(
    "N32",
    "文中列举的科目，表里没有数",
    "文中“主要包括”列了{items}，“{table}”里没有这些科目的数。",
    "请按表里有数的科目列举，不要照抄通用的清单。",
    Severity.WARNING,
)
_ROLE = "general_public_basic"
_LIST = re.compile(r"主要包括[：:]?(?P<items>[^。；：:]+)")
_BETWEEN = re.compile(r"[、，,和]|等$")
_FEWEST = 2
"""So many of a list must be items with amounts: else it lists something else."""


@document_check(NOT_THERE, says_all=True)
def listed_items_have_amounts(reading: Reading) -> Iterator[Outcome]:
    table = reading.table(_ROLE)
    if isinstance(table, Missing):
        yield Unchecked(NOT_THERE.code, table.reason)
        return
    spent, codes = _spent(reading, table.name), _codes(reading)
    for passage in reading.passages if spent else ():
        if passage.of_table:
            continue
        for match in _LIST.finditer(passage.text):
            yield from _of_list(passage, match, spent, codes, table.caption)


def _of_list(
    passage: Passage,
    match: re.Match[str],
    spent: set[str],
    codes: Mapping[str, set[str]],
    table: str,
) -> Iterator[Outcome]:
    """What becomes of one list; none where it is not of items."""
    listed = [name for name in map(normal, _BETWEEN.split(match["items"])) if name in codes]
    lacking = [name for name in listed if not codes[name] & spent]
    if len(listed) - len(lacking) < _FEWEST:
        return
    if not lacking:
        yield Held(NOT_THERE.code)
        return
    items = "、".join(f"“{name}”" for name in lacking)
    yield NOT_THERE.at(passage.place(match.start("items")), items=items, table=table)


def _spent(reading: Reading, table: str) -> set[str]:
    """The items that the table prints an amount of."""
    facts = (fact for fact in reading.reader.facts.in_table(table) if fact.printed.value)
    wheres = (where for fact in facts for _, where in fact.meaning.parts)
    conditions = (condition for where in wheres for condition in where.conditions)
    named = (values for name, wanted, values in conditions if name == "economic_item" and wanted)
    return {value for values in named for value in values}


def _codes(reading: Reading) -> Mapping[str, set[str]]:
    """The codes of all items by name: several classes may have one of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in reading.codebook.codes(Scheme.DEPARTMENT_ECONOMIC, reading.year):
        found[normal(entry.name)].add(entry.code)
    return found


CHECKS = (listed_items_have_amounts,)
