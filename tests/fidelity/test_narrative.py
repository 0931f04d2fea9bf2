"""Every published sentence, contents line and cover line is printed, in its order."""

from __future__ import annotations

from tests.fidelity.compare import Kind, Pair, differences
from tests.fidelity.deliberate import entries, reasons, unlisted
from tests.fidelity.published import published
from tests.fidelity.rendered import Case


def _unlisted(case: Case, pairs: list[Pair], kind: Kind) -> list[Pair]:
    found = unlisted(differences(pairs), reasons(case.number))
    return [pair for pair in found if pair.kind is kind]


def test_every_published_sentence_is_printed_and_no_other(case: Case, pairs: list[Pair]) -> None:
    sentences = [pair for pair in pairs if pair.kind is Kind.SENTENCE and pair.published]
    assert len(sentences) == len(published(case.number).narrative)
    wrong = _unlisted(case, pairs, Kind.SENTENCE)
    assert not wrong, entries(wrong)


def test_cover_and_contents_are_printed_as_published(case: Case, pairs: list[Pair]) -> None:
    lines = [pair for pair in pairs if pair.kind is Kind.FRONT and pair.published]
    assert len(lines) == len(published(case.number).front)
    wrong = _unlisted(case, pairs, Kind.FRONT)
    assert not wrong, entries(wrong)
