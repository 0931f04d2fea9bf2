"""What cannot be placed is not called missing, and what is missing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from discloser.check.check import DocumentCheck
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.rules.w_required import (
    every_section_is_there,
    every_table_is_there,
    it_is_public_in_time,
)
from discloser.check.subject import Reading
from discloser.document.nodes import Heading, Paragraph, Table
from discloser.finding import Finding
from tests.rules.documents import ALL, Edit, document, original, table
from tests.rules.required import each_block, said, without_table


def read(name: str, edit: Edit) -> Reading:
    """A changed document of which no input is known."""
    known = original(name)
    return Reading(
        edit(document(name)), known.kind, known.year, known.codebook, known.limits, known.words
    )


def outcomes(check: DocumentCheck, reading: Reading) -> list[Outcome]:
    assert check.of_print is not None
    return list(check.of_print(reading))


@pytest.mark.parametrize("name", list(ALL))
def test_no_real_document_lacks_anything(name: str) -> None:
    checks = (every_table_is_there, every_section_is_there)
    found = [each for check in checks for each in outcomes(check, original(name))]
    assert [each for each in found if isinstance(each, Finding)] == []
    assert sum(isinstance(each, Held) for each in found) >= 16


@pytest.mark.parametrize(
    "edit",
    [
        table("three_public", caption="2025年“三公”及会议费、培训费表", sheet="其他"),
        table("three_public", caption="", sheet=""),
    ],
    ids=["called otherwise", "without a title"],
)
def test_a_table_that_may_be_there_is_not_called_missing(edit: Edit) -> None:
    found = outcomes(every_table_is_there, read("approval", edit))
    assert [each for each in found if isinstance(each, Finding)] == []


def test_a_table_in_the_contents_that_was_not_read_is_unchecked() -> None:
    """It may stand on a page that is a picture."""
    found = outcomes(every_table_is_there, read("approval", without_table("three_public", "没有")))
    (unchecked,) = (each for each in found if isinstance(each, Unchecked))
    assert "目录里有" in unchecked.reason


@pytest.mark.parametrize("words", ["“三公”经费支出表无数据。", "“三公”经费预算0万元。"])
def test_a_table_that_is_said_to_be_empty_is_not_missing(words: str) -> None:
    edit = without_table("three_public", "三公")
    found = outcomes(every_table_is_there, read("approval", lambda d: said(words)(edit(d))))
    assert [each for each in found if isinstance(each, Finding)] == []


def test_tables_alone_lack_no_section_and_text_alone_lacks_no_table() -> None:
    tables = each_block(lambda b: None if isinstance(b, Paragraph | Heading) else b)
    texts = each_block(lambda b: None if isinstance(b, Table) else b)
    for check, edit in ((every_section_is_there, tables), (every_table_is_there, texts)):
        (only,) = outcomes(check, read("approval", edit))
        assert isinstance(only, Unchecked)


def test_days_that_nobody_knows_are_unchecked_and_those_that_are_told_are_held_to() -> None:
    reading = read("approval", lambda source: source)
    (unknown,) = outcomes(it_is_public_in_time, reading)
    assert isinstance(unknown, Unchecked)
    approved = date(2025, 2, 1)
    in_time = replace(reading, approved=approved, published=date(2025, 2, 21))
    late = replace(reading, approved=approved, published=date(2025, 2, 22))
    before = replace(reading, approved=approved, published=date(2025, 1, 31))
    assert isinstance(outcomes(it_is_public_in_time, in_time)[0], Held)
    (found,) = outcomes(it_is_public_in_time, late)
    assert isinstance(found, Finding)
    assert "隔了21天" in found.message
    assert isinstance(outcomes(it_is_public_in_time, before)[0], Unchecked)
