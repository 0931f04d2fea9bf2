"""Amounts of national tables, as several rules look for them: by table, row and column.

What is not there is :class:`~discloser.check.compare.Missing`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from discloser.check.check import Applies, DocumentCheck
from discloser.check.compare import Missing, Side
from discloser.check.outcome import Outcome, Unchecked
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning, is_within
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.model.values import Kind
from discloser.vocabulary.names import normal

REMEDY = "请核对模板包中这两处的口径；台账有误的，改台账。"
_ITEM_LENGTHS = (5, 7)
TableFunction = Callable[..., Iterable[Outcome]]
"""A function that applies a rule to the tables that it is given."""


def agreement_check(rule: Rule, kind: Kind | None = None) -> DocumentCheck:
    """The check of a rule that says of amounts that they agree by what they mean."""

    def outcomes(reading: Reading) -> Iterable[Outcome]:
        return reading.agreement.outcomes(rule)

    return DocumentCheck((rule,), outcomes, outcomes, Applies(kind), says_all=True)


def table_check(rule: Rule, *roles: str, kind: Kind) -> Callable[[TableFunction], DocumentCheck]:
    """Make a function a check of ``rule`` that is given the reading and the tables of these roles.

    Where one is missing, that is said, and the function is left out. What the rule demands of
    amounts that mean the same is held before.
    """

    def made(function: TableFunction) -> DocumentCheck:
        def outcomes(reading: Reading) -> Iterator[Outcome]:
            yield from reading.agreement.outcomes(rule)
            tables = [reading.table(role) for role in roles]
            missing = [table for table in tables if isinstance(table, Missing)]
            for table in missing:
                yield Unchecked(rule.code, table.reason)
            if not missing:
                yield from function(reading, *tables)

        return DocumentCheck((rule,), outcomes, outcomes, Applies(kind), says_all=True)

    return made


def measured(reading: Reading, role: str, measure: str) -> Side:
    """The amount of a measure as a table prints it."""
    found = reading.reader.measures[measure]
    return meant(reading, role, Meaning(found.selection.parts), found.label)


def meant(reading: Reading, role: str, meaning: Meaning, label: str) -> Side:
    """The amount of some money, called ``label``, as a table prints it."""
    sheet = reading.table(role)
    if isinstance(sheet, Missing):
        return sheet
    facts = reading.reader.facts.in_table(sheet.name)
    terms = (fact.term for fact in facts if fact.key == meaning.key)
    return next(terms, Missing(f"“{sheet.caption}”里没有“{label}”", sheet.own_place))


def wholes(facts: Iterable[Fact], meaning: Meaning) -> list[Fact]:
    """Those of some facts that are within a meaning, each once and without parts of others."""
    within = {fact.key: fact for fact in facts if fact.meaning.is_within(meaning)}
    return [
        fact
        for fact in within.values()
        if not any(is_within(fact.key, key) for key in within if key != fact.key)
    ]


def total_column(sheet: Sheet) -> int | Missing:
    """The first column of amounts that is called 合计, as the vocabulary calls it."""
    columns = (c for c, is_amount in enumerate(sheet.amount_columns) if is_amount)
    found = (c for c in columns if sheet.leaf(c) in sheet.words.totals)
    return next(found, Missing(f"“{sheet.caption}”里没有合计一栏", sheet.own_place))


def at(sheet: Sheet, row: int, column: int) -> Side:
    """The amount in a slot."""
    cell = sheet.cell(row, column)
    return cell or Missing(f"“{sheet.caption}”里有一格不是数", sheet.place(row, column))


def detail_rows(sheet: Sheet) -> list[int]:
    """The rows that a table's total is made of: items, pairs of items, projects or units."""
    coded = {row: code for row, code in sheet.coded_rows() if len(code) in _ITEM_LENGTHS}
    if coded:
        deepest = max(map(len, coded.values()))
        rows = [row for row, code in coded.items() if len(code) == deepest]
        return sorted({*rows, *undivided(sheet)})
    if sheet.leaf(0) not in sheet.words.texts.types:
        return []
    return [row for row in sheet.rows if sheet.texts[row][0] in sheet.words.expenditure]


def undivided(sheet: Sheet) -> list[int]:
    """The rows of project expenditure that is not broken down by economic items."""
    words = sheet.words.undivided
    return [row for row in sheet.rows if any(normal(text) in words for text in sheet.texts[row])]
