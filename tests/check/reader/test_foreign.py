"""The published documents, read from their pages alone.

The second source is the ledger of the input that reproduces each document. A cell that the reader
takes for something else is a wrong amount here, unless the page itself is wrong.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from discloser.check.reader.read import DocumentReader, holds
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.model.unit import unit_key
from discloser.pipeline import prepare
from discloser.vocabulary.words import national_words
from tests.check.reader.foreign import as_document
from tests.fidelity.published import published

INPUTS = Path(__file__).parents[3] / "inputs"
DOCUMENTS = {
    "000": "henan/sanmenxia/2025/administrative-approval.yaml",
    "001": "henan/sanmenxia/2025/government-office.yaml",
    "002": "henan/sanmenxia/2023/government-services-final.yaml",
    "003": "henan/xinxiang/2025/administrative-approval.yaml",
    "004": "henan/luoyang_mengjin/2023/government-services.yaml",
    "005": "shanghai/putuo/2025/government-office.yaml",
    "006": "shanghai/putuo/2024/social-work-final.yaml",
}
WRONG_IN_PRINT = {
    "004": {
        ("行政运行／合计", "842.210"),
        ("中心劳务派遣人员工资／项目金额（万元）·资金总额", "105.96"),
        ("中心劳务派遣人员工资／项目金额（万元）·政府预算资金", "105.96"),
    },
}
"""See tests/fidelity/deliberate.yaml for the reasons."""
OF_ANOTHER_FORM = ("005",)
"""Those read with their pack's words: 上海 lists the receipts of a budget by functional item."""
SPLIT = "006"
"""It names an item in one sentence and its amounts in the next, which here stand apart."""
NOT_OF_THE_LEDGER = ("自评",)


@cache
def read(number: str) -> tuple[DocumentReader, Figures]:
    made = prepare(INPUTS / DOCUMENTS[number])
    figures, pack = made.figures, made.pack
    assert figures is not None
    assert pack is not None
    document = as_document(published(number))
    kind, year = figures.disclosure.kind, figures.disclosure.year
    words = pack.words if number in OF_ANOTHER_FORM else national_words()
    return DocumentReader(document, kind, year, words, Codebook(), pack.measures), figures


@pytest.mark.parametrize("number", DOCUMENTS)
def test_every_amount_of_a_table_is_placed(number: str) -> None:
    reader, _ = read(number)
    unread = [
        sheet.label(row, column)
        for table in reader.tables
        if not any(word in table.sheet.caption for word in NOT_OF_THE_LEDGER)
        for sheet in (table.sheet,)
        for row in sheet.rows
        for column in range(sheet.grid.column_count)
        if "." in sheet.texts[row][column]
        and sheet.read(row, column) is not None
        and (row, column) not in table.cells
    ]
    assert unread == []


@pytest.mark.parametrize("number", DOCUMENTS)
def test_every_amount_means_what_the_ledger_has(number: str) -> None:
    reader, figures = read(number)
    projects = {project.name for project in figures.projects}
    units = {unit_key(unit) for unit in figures.disclosure.units}
    wrong = set()
    for fact in reader.facts:
        named = _named(fact.meaning.parts)
        if not named.get("project", projects) <= projects or not named.get("unit", units) <= units:
            continue  # spelled otherwise than in the input: nothing to compare with
        exact = fact.meaning.lines(figures.ledger).total(fact.meaning.column) / 10_000
        if not fact.printed.stands_for(exact):
            wrong.add((fact.term.label.rpartition("”")[2], str(fact.printed)))
    assert wrong == WRONG_IN_PRINT.get(number, set())


def _named(parts: object) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    assert isinstance(parts, tuple)
    for _, where in parts:
        found |= {name: values for name, wanted, values in where.conditions if wanted}
    return found


@pytest.mark.parametrize("number", DOCUMENTS)
def test_no_sentence_is_misunderstood(number: str) -> None:
    """No published document contradicts its tables in an amount of this year's."""
    reader, _ = read(number)
    for claim in reader.claims:
        held = [holds(claim.mention.printed, meaning, reader.facts) for meaning in claim.meanings]
        assert True in held or False not in held, (claim.label, claim.passage.text)


def test_most_amounts_of_sentences_are_named() -> None:
    for number in set(DOCUMENTS) - {SPLIT}:
        reader, _ = read(number)
        amounts = sum(len(passage.amounts) for passage in reader.passages)
        assert len(reader.claims) >= 0.75 * amounts, number


def test_tables_that_contradict_each_other_are_told() -> None:
    """The projects' table and their targets print two amounts for one project."""
    reader, _ = read("004")
    groups = [group for group in reader.facts.by_meaning() if len(group) > 1]
    apart = [
        {str(fact.printed) for fact in group}
        for group in groups
        if not all(group[0].printed.agrees(fact.printed) for fact in group)
    ]
    assert {"76.25", "105.96"} in apart
