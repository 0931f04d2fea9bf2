"""Percentages and amounts as they are printed: without decimals, with a wide or spaced sign."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from discloser.check.outcome import Held
from discloser.check.reader.prose import Passage
from discloser.check.reader.sheet import Sheet
from discloser.check.rules.n_shares import shares_follow_from_amounts
from discloser.document.nodes import Document, Heading, Paragraph, Section, Text
from discloser.finding import Finding
from tests.check.reader.test_lines import table
from tests.rules.documents import original


@pytest.mark.parametrize(
    ("label", "texts", "is_amounts"),
    [
        ("增减比例", ("5%", "12%", ""), True),
        ("增减比例", ("5％", "—", "12.5％"), True),
        ("增减（%）", ("5", "12", "0"), True),
        ("合计", ("85", "676.10", "761.10"), True),
        ("合计", ("85", "676", "761"), False),
        ("编号", ("2010301", "2010302", "201"), False),
        ("增减比例", ("5%", "较大", ""), False),
        ("执行率", ("5%", "12%", "7%"), False),
        ("说明", ("≥5%", "5%", ""), False),
    ],
)
def test_a_column_of_numbers_is_one_of_amounts_where_something_shows_it(
    label: str, texts: tuple[str, ...], is_amounts: bool
) -> None:
    """Codes and counts are numbers too; a rate of execution is no amount."""
    sheet = Sheet(table("某表", ("项目", label), [("某项", text) for text in texts]))
    assert sheet.amount_columns == (False, is_amounts)


@pytest.mark.parametrize("written", ["5%", "5％", "5 %", "5.0%", "5.00％"])
def test_a_percentage_of_a_sentence_is_seen_however_it_is_written(written: str) -> None:
    text = f"支出比上年增长{written}，占总数的3%。"
    passage = Passage(text, (Text(text),), "", "")
    assert [mention.printed.value for mention in passage.percents] == [5, 3]


@pytest.mark.parametrize(
    ("shares", "holds"),
    [
        (("33%", "33%", "34%"), True),
        (("33.33%", "33.33%", "33.34%"), True),
        (("33％", "33％", "34％"), True),
        (("33%", "33%", "36%"), False),
        (("33％", "33％", "36％"), False),
        (("33.33%", "33.33%", "33.44%"), False),
    ],
)
def test_the_last_share_may_take_up_what_rounding_leaves(
    shares: tuple[str, ...], holds: bool
) -> None:
    """N02: as much as the printed decimals leave."""
    parts = "；".join(
        f"{name}3.00万元，占{share}"
        for name, share in zip(("基本支出", "项目支出", "经营支出"), shares, strict=True)
    )
    blocks = (
        Heading(2, (Text("三、支出决算情况说明"),), "h"),
        Paragraph((Text(f"本年支出合计9.00万元，其中：{parts}。"),)),
    )
    reading = replace(
        original("final"), document=Document("", "", date(2024, 8, 1), (Section(blocks),))
    )
    outcomes = list(shares_follow_from_amounts.outcomes(reading))
    assert len(outcomes) == len(shares)
    assert all(isinstance(outcome, Held) for outcome in outcomes) is holds
    assert sum(isinstance(outcome, Finding) for outcome in outcomes) == (0 if holds else 1)
