"""What sentences say of changes: what changed, against what, and in which direction."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.check.reader.changes import Change, changes
from discloser.check.reader.codes import Codes
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage
from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sentences import SentenceReader
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column
from discloser.document.nodes import Text
from discloser.model.values import Kind
from discloser.pipeline import prepare
from discloser.vocabulary.words import national_words

INPUTS = sorted((Path(__file__).parents[3] / "inputs").rglob("*.yaml"))


def told(text: str, heading: str = "一、收支总体情况", kind: Kind = Kind.BUDGET) -> list[Change]:
    passage = Passage(text, (Text(text),), heading, "", headings=(heading,))
    reader = SentenceReader(national_words(), Codes(Codebook(), 2025), kind)
    return list(changes(passage, reader, reader.claims(passage)))


def measure(name: str) -> object:
    return Meaning(standard_measures()[name].selection.parts).key


@pytest.mark.parametrize(
    ("text", "name", "up"),
    [
        ("与2024年预算相比，收入增加1.00万元，增长2.00%。", "receipts_total", True),
        ("收入增加1.00万元；支出减少1.00万元，下降2.00%。", "expenditure_total", False),
        ("收入总计9.00万元，比上年减少1.00万元，下降10.00%。", "receipts_total", False),
        ("“三公”经费预算为3.60万元，与上年持平。", "three_public", None),
        (
            "公务接待费0.50万元，主要用于接待。预算数比2024年增加0.10万元。",
            "three_public_reception",
            True,
        ),
        ("公务用车购置费预算数与2024年持平。", "three_public_vehicle_purchase", None),
    ],
)
def test_the_words_name_what_changed(text: str, name: str, up: bool | None) -> None:
    change = told(text)[-1]
    assert [meaning.key for meaning in change.meanings] == [measure(name)]
    assert change.up is up
    assert change.against is None


@pytest.mark.parametrize(
    ("text", "against", "up"),
    [
        ("决算数大于年初预算数1.00万元，主要原因是追加。", Column.INITIAL_BUDGET, True),
        ("决算数小于全年预算数1.00万元，主要原因是节约。", Column.ADJUSTED_BUDGET, False),
        ("决算数与预算数无差异。", Column.ADJUSTED_BUDGET, None),
        ("与年初预算相比，决算数减少1.00万元。", Column.INITIAL_BUDGET, False),
        ("比2022年度减少1.00万元，下降1.00%。", None, False),
    ],
)
def test_the_words_tell_what_it_is_held_against(
    text: str, against: Column | None, up: bool | None
) -> None:
    start = "公务接待费全年预算数为4.00万元，决算数为3.00万元，"
    change = told(start + text, "七、“三公”经费", Kind.FINAL_ACCOUNT)[-1]
    assert change.against is against
    assert change.up is up
    assert [meaning.key for meaning in change.meanings] == [measure("three_public_reception")]


@pytest.mark.parametrize("before", ["2024年年初预算数2.00万元", "上年预算数2.00万元", "2024年"])
def test_what_it_is_compared_with_may_have_its_amount(before: str) -> None:
    change = told(f"公务接待费预算为1.00万元，比{before}减少1.00万元，下降50.00%。")[-1]
    assert change.up is False
    assert [meaning.key for meaning in change.meanings] == [measure("three_public_reception")]
    assert change.against is None


def test_the_percentage_behind_a_change_belongs_to_it() -> None:
    (change,) = told("收入增加1.00万元，下降2.00%，占3.00%。")
    assert change.rate is not None
    assert str(change.rate.printed) == "2.00"
    assert change.up is True
    assert change.rate_is_up is False


def test_what_no_words_name_has_no_meaning() -> None:
    (change,) = told("物业费增加1.00万元。")
    assert change.meanings == ()


def test_what_no_words_name_is_not_what_was_spoken_of_before() -> None:
    """上海 names 公务用车租赁费 behind 公务用车购置费."""
    text = "公务用车购置费1.00万元，与2024年预算持平；公务用车租赁费2.00万元，与2024年预算持平。"
    bought, leased = told(text)
    assert bought.label == "公务用车购置费"
    assert leased.meanings == ()


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("与2023年相比，收入增加1.00万元，增长2.00%；支出增加1.00万元。", 2023),
        ("收入总计9.00万元，较2023年增加1.00万元。", 2023),
        ("收入总计9.00万元，比上年增加1.00万元。", None),
        ("与2023年相比，收入增加1.00万元。支出增加1.00万元。", None),
    ],
)
def test_the_year_that_it_is_compared_with_is_read(text: str, year: int | None) -> None:
    assert told(text)[-1].year == year


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.stem)
def test_every_change_of_our_documents_is_understood(path: Path) -> None:
    """The second source is the ledger and the figures of last year in the input."""
    made = prepare(path)
    assert made.document is not None
    assert made.pack is not None
    assert made.figures is not None
    figures, year = made.figures, made.figures.disclosure.year
    measures = made.pack.measures
    reader = DocumentReader(
        made.document, figures.disclosure.kind, year, made.pack.words, made.pack.codebook, measures
    )
    priors = {
        Meaning(measures[name].selection.parts).key: figure.prior
        for name, figure in figures.items()
        if figure.prior is not None
    }
    assert reader.changes
    typed = {*figures.disclosure.reasons.values(), *figures.disclosure.item_reasons.values()}
    for change in reader.changes:
        if not change.meanings:  # a reason may tell a change in words that name no figure
            assert any(stands_in(reason, change) for reason in typed), change.passage.text
            continue
        (meaning,) = change.meanings
        lines = meaning.lines(figures.all_lines)
        base = priors[meaning.key] if change.against is None else lines.total(change.against)
        difference = (lines.total() - base) / 10_000
        if change.up is None:
            assert round(difference, 2) == 0, change.passage.text
        else:
            assert (difference > 0) is change.up, change.passage.text
        if change.mention is not None:
            assert change.mention.printed.stands_for(abs(difference)), change.passage.text


def stands_in(reason: str, change: Change) -> bool:
    """Whether a change is told within a reason that was typed."""
    start = change.passage.text.find(reason)
    return 0 <= start <= change.start < start + len(reason)
