"""The audit of published documents finds what is wrong in print, and nothing else for certain."""

from __future__ import annotations

import pytest

from tests.auditing.files import audited, saved
from tests.auditing.seeds.files import FORMS, rebuilt
from tests.auditing.seeds.judged import Held, held, judged
from tests.auditing.seeds.printed import SEEDS, printed_tree
from tests.fidelity.deliberate import reasons
from tests.fidelity.ours import printed_document
from tests.fidelity.published import published

RECALL = 0.95


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Held]:
    """What the audit says of each document, in one form each."""
    folder = tmp_path_factory.mktemp("seeds")
    return {
        number: held(number, audited(saved(folder, *rebuilt(number, form))).faults)
        for number, form in zip(SEEDS, FORMS, strict=True)
    }


@pytest.mark.parametrize("number", SEEDS)
def test_it_is_rebuilt_as_it_was_printed(number: str) -> None:
    """Every cell and every sentence of the published document, and nothing of ours."""
    ours, theirs = printed_document(printed_tree(number)), published(number)
    assert [table.money() for table in ours.tables] == [table.money() for table in theirs.tables]
    above = {"".join(line.split()) for table in theirs.tables for line in table.lines}
    assert [s.text for s in ours.narrative if s.text not in above] == [
        s.text for s in theirs.narrative
    ]
    assert [table.title for table in ours.tables] == [
        "".join(table.title.split()) for table in theirs.tables
    ]


@pytest.mark.parametrize("number", SEEDS)
def test_every_difference_is_a_fault_or_wording(number: str) -> None:
    known = judged()[number]
    assert sorted([*(fault.reason for fault in known.faults), *known.wording]) == sorted(
        reason.reason for reason in reasons(number)
    )
    for fault in known.faults:
        assert bool(fault.told) + bool(fault.missed) + bool(fault.unknowable) == 1, fault.reason


@pytest.mark.parametrize("number", SEEDS)
def test_what_was_judged_is_what_is_told(number: str, outcomes: dict[str, Held]) -> None:
    found = outcomes[number]
    assert [fault.finding.message for fault in found.unjudged] == []
    assert [fault.reason for fault in found.not_found if not fault.missed] == []
    assert [fault.reason for fault in found.found if fault.missed] == []


def test_nothing_is_called_certain_that_is_not(outcomes: dict[str, Held]) -> None:
    wrong = [fault.finding.message for found in outcomes.values() for fault in found.wrong]
    assert wrong == []
    assert sum(found.certain for found in outcomes.values()) >= 10


def test_what_a_reader_could_know_is_found(outcomes: dict[str, Held]) -> None:
    found = sum(len(each.found) for each in outcomes.values())
    knowable = found + sum(len(each.not_found) for each in outcomes.values())
    assert found / knowable >= RECALL, f"{found} of {knowable}"
