"""What the words before an amount name."""

from __future__ import annotations

from datetime import date

import pytest

from discloser.check.reader.codes import Codes
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage, passages
from discloser.check.reader.sentences import SentenceReader
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column, Side, Where
from discloser.compute.measure import Measure, Selection
from discloser.document.nodes import Block, Document, Heading, Paragraph, Section, Text
from discloser.model.values import Kind
from discloser.vocabulary.sentences import PhraseWords
from discloser.vocabulary.words import Words, national_words

PROJECTS = frozenset({"系统建设", "信息系统建设"})
SPENT = {"category": ["其他运转类", "特定目标类", "项目支出"]}


LINES = {
    "养老补助": (Meaning((("transfers", Where.of({"name": "养老补助"}, {"name"})),)),),
    "基本支出": (Meaning((("transfers", Where.of({"name": "基本支出"}, {"name"})),)),),
}
"""What lines of a declared table say."""


def claimed(
    text: str, *headings: str, kind: Kind = Kind.FINAL_ACCOUNT, lead: str = ""
) -> dict[str, list[tuple[str, object]]]:
    """The amounts of a sentence that are understood, with what each may be."""
    passage = Passage(text, (Text(text),), headings[-1], headings[0], headings=headings, lead=lead)
    reader = SentenceReader(
        national_words(), Codes(Codebook(), 2024), kind, standard_measures(), PROJECTS, LINES
    )
    return {
        str(claim.mention.printed): [
            (m.column, m.in_column(Column.AMOUNT).key) for m in claim.meanings
        ]
        for claim in reader.claims(passage)
    }


def of(**conditions: str | list[str]) -> object:
    return Meaning.of(Side.EXPENDITURE, conditions).key


def test_a_section_that_is_called_by_a_project_is_about_it() -> None:
    text = (
        "2024年度年初预算为1.00万元，全年预算为2.00万元，支出决算为3.00万元，完成全年预算的150%。"
    )
    read = claimed(text, "第四部分　项目", "一、信息系统建设", "（六）年度预算安排")
    expected = of(project="信息系统建设", **SPENT)
    assert read == {
        "1.00": [(Column.INITIAL_BUDGET, expected)],
        "2.00": [(Column.ADJUSTED_BUDGET, expected)],
        "3.00": [(Column.AMOUNT, expected)],
    }


@pytest.mark.parametrize(
    ("text", "is_known"),
    [
        ("1.信息系统建设。预算安排3.00万元。", True),
        ("（一）信息系统建设。安排3.00万元。", True),
        ("1.信息系统建设和维护。预算安排3.00万元。", False),
        ("1.道路养护。预算安排3.00万元。", False),
    ],
)
def test_a_paragraph_that_begins_with_a_projects_name_is_about_it(
    text: str, is_known: bool
) -> None:
    expected = {"3.00": [(Column.AMOUNT, of(project="信息系统建设", **SPENT))]}
    assert claimed(text, "八、重点项目", kind=Kind.BUDGET) == (expected if is_known else {})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("管理的转移支付5.00万元：养老补助2.00万元；基本支出3.00万元。", {"养老补助", "基本支出"}),
        ("管理的转移支付5.00万元：道路补助2.00万元。", set()),
        ("基本支出5.00万元：养老补助2.00万元。", set()),
    ],
)
def test_a_part_is_known_by_what_the_lines_of_its_table_say(text: str, parts: set[str]) -> None:
    """The whole has to be money of that table; only then may a line be called like a category."""
    phrase = PhraseWords(phrase="管理的转移支付", means=("transfers",), specimen=text[:7])
    words = national_words().joined(Words(phrases=(phrase,)))
    transfers = Measure("transfers", "转移支付", Selection.of_books(("transfers",)))
    measures = standard_measures().with_more((transfers,))
    reader = SentenceReader(words, Codes(Codebook(), 2025), Kind.BUDGET, measures, lines=LINES)
    passage = Passage(text, (Text(text),), "七、其他", "第三部分")
    books = {
        claim.label
        for claim in reader.claims(passage)
        if [part[0] for meaning in claim.meanings for part in meaning.parts] == ["transfers"]
    }
    assert books - {"管理的转移支付"} == parts


def test_another_section_that_names_no_money_is_about_none() -> None:
    text = "2024年度年初预算为1.00万元，支出决算为3.00万元。"
    assert claimed(text, "一、某项工作") == {}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("主要用于：征地和拆迁补偿支出1.00万元，占100.00%。", {"2120801", "2121001", "2120701"}),
        ("主要用于：某种补偿支出1.00万元，占100.00%。", set()),
        ("原因是征地和拆迁补偿支出1.00万元。", set()),
    ],
)
def test_a_list_of_shares_names_items_without_their_class(text: str, items: set[str]) -> None:
    read = claimed(text, "七、政府性基金预算财政拨款支出决算情况")
    found = {key for _, key in read.get("1.00", [])}
    possible = {of(fund="政府性基金预算", function_item=item) for item in items}
    assert bool(found) is bool(items)
    assert not items or found & possible


def test_an_amount_behind_a_comparison_is_no_amount_of_change() -> None:
    text = "决算数小于全年预算数1.20万元，主要原因是节约。其中：公务用车购置支出5.00万元，购置2辆。"
    read = claimed(text, "七、财政拨款“三公”经费支出决算情况")
    assert list(read) == ["5.00"]
    purchase = Meaning(standard_measures()["three_public_vehicle_purchase"].selection.parts)
    assert read["5.00"] == [(Column.AMOUNT, purchase.key)]


@pytest.mark.parametrize(
    ("text", "heading", "kind", "name"),
    [
        ("经营支出1.00万元，占1%", "三、支出决算情况", Kind.FINAL_ACCOUNT, "business_expenditure"),
        ("国有资本经营支出1.00万元", "三、支出决算情况", Kind.FINAL_ACCOUNT, ""),
        ("使用非财政拨款结余1.00万元。", "二、收入预算", Kind.BUDGET, "surplus_used"),
    ],
)
def test_receipts_and_expenditure_of_a_unit_of_its_own(
    text: str, heading: str, kind: Kind, name: str
) -> None:
    read = claimed(text, heading, kind=kind)
    expected = [Meaning(standard_measures()[name].selection.parts).key] if name else []
    assert [key for _, key in read.get("1.00", [])] == expected


ITEM = "3.“卫生健康支出-行政事业单位医疗-行政单位医疗”科目78.29万元，主要用于医疗保险。"


@pytest.mark.parametrize(
    ("lead", "scope"),
    [
        ("", {}),
        ("一般公共预算拨款支出主要内容如下：", {"fund": "一般公共预算", "carried_over": "否"}),
    ],
)
def test_an_item_in_quotation_marks_is_of_what_its_list_is_about(
    lead: str, scope: dict[str, str]
) -> None:
    read = claimed(ITEM, "2025年部门预算编制说明", kind=Kind.BUDGET, lead=lead)
    assert read == {"78.29": [(Column.AMOUNT, of(function_item="2101101", **scope))]}


def test_a_list_ends_where_its_items_do() -> None:
    texts = [
        "一般公共预算支出内容如下：",
        "1.甲1.00万元。",
        "2.乙2.00万元。",
        "其他。",
        "3.丙3.00万元。",
    ]
    blocks: list[Block] = [Heading(1, (Text("说明"),), "a")]
    blocks += [Paragraph((Text(text),)) for text in texts]
    made = Document("", "", date(2025, 1, 1), (Section(tuple(blocks)),))
    assert [passage.lead for passage in passages(made)] == ["", texts[0], texts[0], "", ""]
