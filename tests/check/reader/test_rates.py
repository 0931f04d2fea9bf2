"""What sentences say in percent: which part, of which whole, and which budget was carried out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from discloser.check.reader.changes import changes
from discloser.check.reader.codes import Codes
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage
from discloser.check.reader.rates import (
    Completion,
    Named,
    Outturn,
    Share,
    completions,
    outturns,
    shares,
)
from discloser.check.reader.sentences import SentenceReader
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column
from discloser.document.nodes import Text
from discloser.model.values import Kind
from discloser.vocabulary.words import national_words

FINAL = Kind.FINAL_ACCOUNT


def passage_of(text: str, *headings: str) -> Passage:
    return Passage(text, (Text(text),), headings[-1], "", headings=headings)


def reader_of(kind: Kind) -> SentenceReader:
    return SentenceReader(national_words(), Codes(Codebook(), 2025), kind)


def shares_of(text: str, heading: str = "三、支出情况", kind: Kind = FINAL) -> list[Share]:
    passage, reader = passage_of(text, heading), reader_of(kind)
    return list(shares(passage, reader, [*reader.claims(passage)]))


def completion(text: str, heading: str = "七、“三公”经费") -> Completion:
    passage, reader = passage_of(text, heading), reader_of(FINAL)
    return list(completions(passage, reader, [*reader.claims(passage)]))[-1]


def outturn(text: str, heading: str = "七、“三公”经费") -> Outturn:
    passage, reader = passage_of(text, heading), reader_of(FINAL)
    told = [*changes(passage, reader, reader.claims(passage))]
    return list(outturns(passage, reader, [*reader.claims(passage)], told))[-1]


def amount(named: Named | None) -> str:
    assert named is not None
    return str(named.mention.printed) if named.mention is not None else ""


def keys(*names: str) -> list[object]:
    return [Meaning(standard_measures()[name].selection.parts).key for name in names]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("支出合计9.00万元，其中：基本支出6.00万元，占66.67%。", "6.00", "9.00"),
        (
            "支出合计9.00万元，其中：基本支出6.00万元，占66.67%；项目支出3.00万元，占33.33%。",
            "3.00",
            "9.00",
        ),
        (
            "支出合计9.00万元，比上年增加2.00万元，其中：基本支出6.00万元，占66.67%。",
            "6.00",
            "9.00",
        ),
        (
            "支出合计9.00万元，其中：基本支出6.00万元，比上年减少1.00万元，下降14.29%，占66.67%。",
            "6.00",
            "9.00",
        ),
        (
            "支出合计9.00万元。基本支出6.00万元，其中：党建支出3.00万元，占50.00%。",
            "3.00",
            "6.00",
        ),
        (
            "一般公共预算财政拨款支出9.00万元，主要用于以下方面：教育支出（类）3.00万元，占33.33%。",
            "3.00",
            "9.00",
        ),
    ],
)
def test_a_share_is_of_the_whole_that_its_part_lies_in(text: str, part: str, whole: str) -> None:
    share = shares_of(text)[-1]
    assert (amount(share.part), amount(share.whole)) == (part, whole)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("支出合计的", ["current_expenditure"]),
        ("本年支出合计的", ["current_expenditure"]),
        ("总支出的比重为", ["current_expenditure", "expenditure_total"]),
        ("“三公”经费的", ["three_public"]),
        ("基本支出的", ["basic_expenditure"]),
    ],
)
def test_the_words_say_what_a_share_is_of(words: str, names: list[str]) -> None:
    """Also where another whole stands in the sentence."""
    text = f"项目支出9.00万元，公用经费3.00万元，占{words}33.33%。"
    (share,) = shares_of(text)
    assert amount(share.part) == "3.00"
    assert share.whole is not None
    assert [meaning.key for meaning in share.whole.meanings] == keys(*names)
    assert share.whole.mention is None


def test_a_whole_may_be_named_before_its_parts() -> None:
    text = "2023年度“三公”经费财政拨款支出决算中，公务接待费支出决算1.00万元，占50.00%。"
    (share,) = shares_of(text)
    assert share.whole is not None
    assert [meaning.key for meaning in share.whole.meanings] == keys("three_public")


@pytest.mark.parametrize(
    "text",
    [
        "公用经费3.00万元，占运转总成本的33.33%。",
        "公用经费3.00万元，占33.33%。",
        "党建支出3.00万元。基本支出6.00万元，占33.33%。",
    ],
)
def test_what_the_words_do_not_tell_is_not_guessed(text: str) -> None:
    (share,) = shares_of(text)
    assert share.whole is None


@pytest.mark.parametrize(
    ("text", "actual", "budget"),
    [
        (
            (
                "公务接待费年初预算为8.00万元，全年预算数为4.00万元，决算数为3.00万元，"
                "完成年初预算的37.50%。"
            ),
            "3.00",
            "8.00",
        ),
        (
            (
                "公务接待费年初预算为8.00万元，全年预算数为4.00万元，决算数为3.00万元，"
                "完成全年预算数的75.00%。"
            ),
            "3.00",
            "4.00",
        ),
        (
            (
                "“三公”经费全年预算数为8.00万元，决算数为6.00万元，其中：公务接待费全年预算数为"
                "4.00万元，决算数为3.00万元，完成预算的75.00%。"
            ),
            "3.00",
            "4.00",
        ),
        ("党建经费全年预算为4.00万元，支出决算为3.00万元，完成全年预算的75.00%。", "3.00", "4.00"),
        ("公务接待费支出决算为3.00万元，完成全年预算4.00万元的75.00%。", "3.00", "4.00"),
    ],
)
def test_a_completion_is_of_the_budget_that_it_names(text: str, actual: str, budget: str) -> None:
    told = completion(text)
    assert amount(told.actual) == actual
    assert [amount(each) for each in told.budgets] == [budget]


def test_a_budget_that_is_not_printed_is_that_of_the_same_money() -> None:
    told = completion(
        "“三公”经费全年预算数为8.00万元，决算数为6.00万元，其中：公务接待费决算数为3.00万元，"
        "完成全年预算的75.00%。"
    )
    (budget,) = told.budgets
    assert budget.mention is None
    assert [meaning.column for meaning in budget.meanings] == [Column.ADJUSTED_BUDGET]
    assert budget.money == frozenset(keys("three_public_reception"))


def test_an_unknown_budget_of_unknown_money_is_none() -> None:
    told = completion("党建经费决算数为2.00万元。团建经费决算数为3.00万元，完成全年预算的75.00%。")
    assert told.budgets == ()


@pytest.mark.parametrize(
    ("words", "up", "mention"),
    [
        ("大于年初预算数1.00万元", True, "1.00"),
        ("小于年初预算数", False, ""),
        ("等于年初预算数", None, ""),
        ("与年初预算数持平", None, ""),
    ],
)
def test_an_outturn_is_held_against_its_own_budget(
    words: str, up: bool | None, mention: str
) -> None:
    text = "“三公”经费全年预算数为8.00万元，决算数为6.00万元。公务接待费年初预算数为4.00万元，"
    told = outturn(f"{text}决算数为3.00万元，决算数{words}，主要原因是节约。")
    assert told.change.up is up
    assert (str(told.change.mention.printed) if told.change.mention else "") == mention
    assert amount(told.actual) == "3.00"
    assert [amount(each) for each in told.budgets] == ["4.00"]


def test_a_bare_budget_is_the_one_that_was_spoken_of() -> None:
    start = "公务接待费年初预算数为4.00万元，决算数为3.00万元，"
    assert outturn(f"{start}决算数小于预算数1.00万元。").change.against is Column.INITIAL_BUDGET
    assert outturn("公务接待费决算数为3.00万元，小于预算数1.00万元。").change.against is (
        Column.ADJUSTED_BUDGET
    )


SHANGHAI = (
    "一般公共预算财政拨款支出307.82万元，主要用于以下方面：一般公共服务支出（类）264.87万元，"
    "占86.05%；社会保障和就业支出（类）10.82万元，占3.52%；卫生健康支出（类）2.71万元，占0.88%；"
    "住房保障支出（类）29.42万元，占9.55%。"
)
"""中共上海市普陀区委社会工作部2024年度部门决算."""


def test_the_shares_of_another_provinces_document_are_right() -> None:
    told = shares_of(SHANGHAI)
    assert [(amount(each.part), amount(each.whole)) for each in told] == [
        ("264.87", "307.82"),
        ("10.82", "307.82"),
        ("2.71", "307.82"),
        ("29.42", "307.82"),
    ]
    for share in told[:-1]:
        percent = Decimal(amount(share.part)) / Decimal(amount(share.whole)) * 100
        assert share.mention.printed.stands_for(percent), share.passage.text
    assert sum(share.mention.printed.value for share in told) == 100
    assert all(share.part is not None and share.part.meanings for share in told)


def test_an_item_is_spoken_of_to_the_end_of_its_paragraph() -> None:
    text = (
        "1、一般公共服务支出（类）政府办公厅（室）及相关机构事务（款）行政运行（项）。"
        "主要用于：行政单位人员支出、公用支出。全年预算为52.00万元，支出决算为51.32万元，"
        "完成全年预算数的98.69%。决算数小于全年预算数的主要原因：人员变动。"
    )
    told = completion(text, "（三）一般公共预算财政拨款支出决算具体情况")
    assert told.actual is not None
    assert told.actual.label.endswith("行政运行（项）")
    assert told.actual.meanings
    assert [amount(each) for each in told.budgets] == ["52.00"]
