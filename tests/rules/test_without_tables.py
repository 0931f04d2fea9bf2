"""A rule whose table is not there does not hold: it says that it could not look, and why."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from discloser.check import rules
from discloser.check.check import DocumentCheck
from discloser.check.outcome import Held, Tally, Unchecked, sort_out
from discloser.check.relations import relations
from discloser.check.rules.a_cells import rows_are_known
from discloser.document.nodes import Document, Table
from discloser.finding import CATALOGUE, Finding
from discloser.model.values import Kind
from tests.deceive.trees import put, spots
from tests.rules.documents import ALL, cell, document, original, reading, table
from tests.rules.test_document_rules import words_of_head

NAMES = {Kind.BUDGET: "approval", Kind.FINAL_ACCOUNT: "final"}
CALLED = {
    Kind.BUDGET: {
        "财政拨款收支总表": "appropriation",
        "收支总表": "receipts_and_expenditure",
        "收入总表": "receipts",
        "支出总表": "expenditure",
        "一般公共预算支出表": "general_public_expenditure",
        "一般公共预算基本支出表": "general_public_basic",
        "支出经济分类汇总表": "economic_summary",
        "“三公”经费表": "three_public",
        "项目支出表": "projects",
        "整体绩效目标表": "overall_targets",
        "项目绩效目标表": "project_targets",
    },
    Kind.FINAL_ACCOUNT: {
        "财政拨款收入支出决算总表": "appropriation",
        "财政拨款总表": "appropriation",
        "收入支出决算总表": "receipts_and_expenditure",
        "收入决算表": "receipts",
        "一般公共预算支出决算表": "general_public_expenditure",
        "支出决算表": "expenditure",
        "基本支出决算明细表": "general_public_basic",
        "政府性基金决算表": "government_fund",
        "国有资本经营决算表": "state_capital",
        "“三公”经费决算表": "three_public",
    },
}
"""What the demands of the rules call the national tables."""
IN_ONE_WORD = {
    "B04": ("expenditure", "general_public_expenditure", "government_fund"),
    "F07": ("receipts", "expenditure", "general_public_expenditure"),
    "F08": ("receipts", "expenditure", "general_public_expenditure"),
}
"""Rules that name several tables together."""
OTHERS = {"A18", "A19", "A20", "A21", "A22", "A23", "A24", "B15", "B17", "B18", "F21", "F23"}
"""Rules on sentences, on the notes of tables that a form may lack, and on columns that compare with
last year, which no form must have."""


def document_checks(kind: Kind, letters: str) -> list[DocumentCheck]:
    return [
        check
        for check in rules.ALL
        if isinstance(check, DocumentCheck)
        and check.applies.kind in (None, kind)
        and check.codes[0][0] in letters
    ]


def tables_of(code: str, kind: Kind) -> set[str]:
    """The tables that a rule's demand speaks of."""
    called = CALLED[kind]
    words = "|".join(sorted(map(re.escape, called), key=len, reverse=True))
    found = {called[word] for word in re.findall(words, relations()[code].demand)}
    return found | set(IN_ONE_WORD.get(code, ()))


CASES = [
    (code, kind, role)
    for kind in Kind
    for check in document_checks(kind, "BF")
    for code in check.codes
    if code not in OTHERS
    for role in sorted(tables_of(code, kind))
]


def tally(code: str, kind: Kind, changed: Document) -> Tally:
    read = reading(NAMES[kind], changed)
    checks = [check for check in document_checks(kind, code[0]) if code in check.codes]
    return sum(
        (sort_out(c.codes, c.outcomes(read), says_all=c.says_all)[1] for c in checks), Tally()
    )


def test_every_rule_on_tables_is_asked() -> None:
    asked = {code for code, _, _ in CASES} | {code for code in OTHERS if code[0] in "BF"}
    checks = (check for kind in Kind for check in document_checks(kind, "BF"))
    assert {code for check in checks for code in check.codes} == asked


@pytest.mark.parametrize(("code", "kind", "role"), CASES)
def test_a_rule_does_not_hold_without_its_table(code: str, kind: Kind, role: str) -> None:
    source = document(NAMES[kind])
    spot = next(s for s in spots(source) if isinstance(s.node, Table) and s.node.name == role)
    found = tally(code, kind, put(source, spot))
    assert any(each.code == code for each in found.unchecked), found
    assert all(each.reason.startswith("没有“") for each in found.unchecked)


@pytest.mark.parametrize("code", ["B01", "B02", "B03", "B08", "B11", "B13"])
def test_a_table_of_another_name_is_not_there(code: str) -> None:
    changed = document("approval")
    for role in ("receipts_and_expenditure", "expenditure"):
        changed = table(role, sheet="某表", caption="某某情况一览")(changed)
    assert any(each.code == code for each in tally(code, Kind.BUDGET, changed).unchecked)


def test_an_unknown_table_is_not_held_to_the_ledger() -> None:
    """A05."""
    changed = table("expenditure", sheet="某表", caption="某某情况一览")(document("approval"))
    outcomes = rows_are_known.outcomes(reading("approval", changed))
    found = [each for each in outcomes if isinstance(each, Unchecked)]
    assert [each.code for each in found] == ["A05"]


def checks_on(name: str) -> list[DocumentCheck]:
    return document_checks(original(name).figures.disclosure.kind, "ABF")


@pytest.mark.parametrize("name", ALL)
def test_every_rule_on_tables_tells_what_it_looked_at(name: str) -> None:
    for check in checks_on(name):
        outcomes = list(check.outcomes(original(name)))
        spoken = {each.code for each in outcomes}
        for code in set(check.codes) - OTHERS - {"A14", "A15"}:
            assert code in spoken, code
        assert all(each.times for each in outcomes if isinstance(each, Held))


LACKING = {
    "declared": {
        "没有“项目支出表”",
        "没有“一般公共预算基本支出表”",
        "没有“支出经济分类汇总表”",
        "没有“项目绩效目标表”",
        "没有“整体绩效目标表”",
        "“2025年部门支出预算表”里“基本支出”没有分项可以相加",
        "“2025年部门支出预算表”里“项目支出”没有分项可以相加",
    }
}
"""What cannot be looked at in a document, for its place's form has not the table.

云南 lists every line of basic expenditure and of projects (基本支出预算表, 项目支出预算表), its
targets are declared lines, and its table of expenditure does not part either of its two columns.
"""


def test_what_is_not_looked_at_is_not_printed() -> None:
    printed = {table.name: table for table in document("declared").tables()}
    lacking = {"projects", "general_public_basic", "economic_summary", "project_targets"}
    assert not printed.keys() & {*lacking, "overall_targets"}
    (head,) = printed["expenditure"].head
    assert [cell.text for cell in head] == ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]


@pytest.mark.parametrize("name", ALL)
def test_the_relations_of_tables_are_all_looked_at(name: str) -> None:
    outcomes = [outcome for check in checks_on(name) for outcome in check.outcomes(original(name))]
    found = {o.reason for o in outcomes if isinstance(o, Unchecked) and o.code != "A05"}
    assert found == LACKING.get(name, set())


@pytest.mark.parametrize("role", ["government_fund", "state_capital", "three_public"])
def test_a_missing_table_is_not_called_explained(role: str) -> None:
    """F23."""
    changed = table(role, sheet="某表", caption="某某情况一览")(document("final"))
    found = tally("F23", Kind.FINAL_ACCOUNT, changed)
    assert [each.code for each in found.unchecked] == ["F23"]


def test_an_amount_that_differs_from_three_tables_is_told_once_and_first() -> None:
    changed = cell("expenditure", "合计", ("合计",), "761.30")(document("approval"))
    read = reading("approval", changed)
    checks = [check for check in checks_on("approval") if check.codes[0] in PAIRS]
    outcomes = [outcome for check in checks for outcome in check.outcomes(read)]
    found = [each for each in outcomes if isinstance(each, Finding)]
    assert [each.code for each in found] == ["B03"]
    first, *elsewhere = found[0].locations
    assert (first.sheet, first.cell) == ("2025年部门支出总体情况表", "合计／合计")
    assert {
        "2025年部门收支总体情况表",
        "2025年支出经济分类汇总表",
        "部门（单位）整体绩效目标表",
    } <= {place.sheet for place in elsewhere}
    others = {each.code for each in outcomes if isinstance(each, Unchecked)}
    assert others == {"B08", "B13"}


@pytest.mark.parametrize(
    ("label", "amount", "is_told"),
    [
        ("其中：一般公共预算", "9", False),
        ("一般公共预算拨款", "9", True),
        ("其中：一般公共预算", "99", True),
    ],
)
def test_what_is_listed_below_of_which_need_not_be_all(
    label: str, amount: str, is_told: bool
) -> None:
    changed = cell("projects", "合计", ("一般公共预算",), f"{amount}.00")(document("approval"))
    changed = words_of_head("projects", "一般公共预算", label)(changed)
    outcomes = list(reading("approval", changed).agreement.outcomes(CATALOGUE["A14"]))
    assert any(isinstance(each, Finding) for each in outcomes) is is_told


PAIRS = {"B02", "B03", "B08", "B11", "B12", "B13", "A15"}
"""Rules on what two tables print."""


@pytest.mark.parametrize("name", ALL)
def test_a_check_that_says_what_holds_says_all(name: str) -> None:
    for check in document_checks(original(name).figures.disclosure.kind, "ABFNP"):
        if any(isinstance(each, Held) for each in check.outcomes(original(name))):
            assert check.says_all, check.codes


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("B15", Kind.BUDGET, "机构运转经费"),
        ("F21", Kind.FINAL_ACCOUNT, "机关运行经费"),
    ],
)
def test_a_rule_that_compares_nothing_does_not_hold(code: str, kind: Kind, words: str) -> None:
    changed = document(NAMES[kind])
    assert tally(code, kind, changed).held[code]
    while told := [s for s in spots(changed) if words in getattr(s.node, "text", "")]:
        changed = put(changed, told[0])
    found = tally(code, kind, changed)
    assert code not in found.held


@pytest.mark.parametrize("code", ["A14", "A15", "N01", "N02", "N03", "N18"])
@pytest.mark.parametrize("kind", Kind)
def test_nothing_holds_of_a_document_without_tables_and_sentences(code: str, kind: Kind) -> None:
    empty = replace(document(NAMES[kind]), sections=())
    assert code not in tally(code, kind, empty).held
