"""Empty tables and what is said below them (F23)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.compare import Missing
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.patterns import any_of
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.document.nodes import Heading, Paragraph, Table
from discloser.finding import Rule, Severity
from discloser.model.values import Kind

EMPTY = Rule(
    "F23",
    "空表没有说明，或有数的表写了无数据",
    "表“{table}”{problem}",
    "请补上或删去表下的说明。",
    Severity.WARNING,
)


_TABLES = {
    Kind.BUDGET: ("government_fund", "state_capital"),
    Kind.FINAL_ACCOUNT: ("government_fund", "state_capital", "three_public"),
}
_SPENT = {
    "government_fund": "government_fund_budget",
    "state_capital": "state_capital_budget",
}
"""What is spent of the money that a table is about."""
_QUALIFIED = re.compile("当年|本年|结转")
"""A note that speaks of this year's money alone."""
_OPTIONAL = {Kind.BUDGET: ("state_capital",), Kind.FINAL_ACCOUNT: ()}
"""Tables that not every province's form has."""


@document_check(EMPTY, says_all=True)
def empty_tables_are_explained(reading: Reading) -> Iterator[Outcome]:
    words = reading.words.wording
    kind = reading.kind
    for name in _TABLES[kind]:
        sheet = reading.table(name)
        if isinstance(sheet, Missing):
            if name not in _OPTIONAL[kind]:
                yield Unchecked(EMPTY.code, sheet.reason)
            continue
        notes = sheet.table.notes
        # What the pack itself prints below an empty table explains it, whatever its words are.
        says_none = sheet.table.is_empty or any(map(any_of(words.no_data).search, notes))
        explained = (
            (notes and says_none) or _explains_all(reading) or _explained_below(reading, sheet)
        )
        other = _printed_elsewhere(reading, name, sheet) if sheet.is_empty() and notes else None
        if other is not None:
            problem = f"是空表，说明写没有，{other.term.label}却是{other.printed}万元。"
            yield EMPTY.at(sheet.own_place, other.place, table=sheet.caption, problem=problem)
        elif sheet.is_empty() and not explained:
            yield EMPTY.at(sheet.own_place, table=sheet.caption, problem="是空表，没有说明。")
        elif not sheet.is_empty() and any(map(any_of(words.denies_data).search, notes)):
            yield EMPTY.at(sheet.own_place, table=sheet.caption, problem="有数，说明却写无数据。")
        else:
            yield Held(EMPTY.code)


def _printed_elsewhere(reading: Reading, name: str, sheet: Sheet) -> Fact | None:
    """An expenditure of the table's fund that another table prints, where the notes deny it."""
    none = any_of(reading.words.wording.no_data)
    if any(_QUALIFIED.search(note) for note in sheet.table.notes) or not any(
        none.search(note) for note in sheet.table.notes
    ):
        return None
    whole = Meaning(reading.measures[_SPENT[name]].selection.parts) if name in _SPENT else None
    facts = reading.reader.facts.of(whole) if whole is not None else []
    return next((fact for fact in facts if fact.printed.value), None)


def _explained_below(reading: Reading, sheet: Sheet) -> bool:
    """Whether a paragraph between the table and what comes next says that it has no data."""
    none = any_of(reading.words.wording.no_data)
    below = False
    for block in reading.document.blocks():
        if isinstance(block, Table | Heading):
            below = isinstance(block, Table) and block.anchor == sheet.table.anchor
        elif below and isinstance(block, Paragraph) and none.search(block.text):
            return True
    return False


def _explains_all(reading: Reading) -> bool:
    """Whether one sentence, below the contents perhaps, says why tables are empty."""
    told = any_of(reading.words.wording.empty_tables)
    return any(told.search(passage.text) for passage in reading.passages)


CHECKS = (empty_tables_are_explained,)
