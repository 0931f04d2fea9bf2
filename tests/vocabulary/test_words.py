"""The words of the reader: each is well-formed, and its specimen is read by it."""

from __future__ import annotations

import re

import pytest

from discloser.check.reader.changes import changes
from discloser.check.reader.codes import Codes
from discloser.check.reader.counts import counts
from discloser.check.reader.prose import Passage
from discloser.check.reader.sentences import SentenceReader
from discloser.classification.codebook import Codebook
from discloser.compute.catalogue import standard_measures
from discloser.document.nodes import Text
from discloser.model.values import Kind
from discloser.vocabulary.counts import CountWords
from discloser.vocabulary.rates import CompletionWords, ListWords, ShareWords
from discloser.vocabulary.sentences import PhraseWords
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import Words, national_words, read_words

WORDS = national_words()


@pytest.mark.parametrize("phrase", WORDS.phrases, ids=lambda phrase: phrase.phrase)
def test_a_phrase_reads_its_specimen(phrase: PhraseWords) -> None:
    heading = (phrase.under or "一、某项目",)
    passage = Passage(phrase.specimen, (Text(phrase.specimen),), heading[0], "", headings=heading)
    codes, projects = Codes(Codebook(), 2025), frozenset({"某项目"})
    reader = SentenceReader(_only(phrase), codes, phrase.kinds[0], projects=projects)
    read = [*reader.claims(passage)]
    told = [*changes(passage, reader, reader.claims(passage))]
    assert any(claim.mention == passage.amounts[-1] for claim in read) or told[-1].meanings
    assert all(claim.meanings or claim.field for claim in read)


def _only(phrase: PhraseWords) -> Words:
    return WORDS.model_copy(update={"phrases": (phrase,)})


@pytest.mark.parametrize("phrase", WORDS.phrases, ids=lambda phrase: phrase.phrase)
def test_a_phrase_names_something_that_exists(phrase: PhraseWords) -> None:
    assert set(phrase.means) <= set(standard_measures())
    assert phrase.means or phrase.parts or phrase.field
    assert phrase.seen


RATES = [*WORDS.shares, *WORDS.completions]


@pytest.mark.parametrize("words", RATES, ids=lambda words: words.phrase)
def test_words_before_a_percentage_stand_so_in_their_specimen(
    words: ShareWords | CompletionWords,
) -> None:
    before = re.split(r"[\d.]+%", words.specimen)[-2]
    assert re.search(f"(?:{words.phrase})$", before)
    assert words.seen


@pytest.mark.parametrize("words", [*WORDS.wholes, *WORDS.lists], ids=lambda words: words.phrase)
def test_words_for_a_whole_stand_so_in_their_specimen(words: PhraseWords | ListWords) -> None:
    assert re.search(f"(?:{words.phrase})$", words.specimen)
    assert words.seen


@pytest.mark.parametrize("words", WORDS.counts, ids=lambda words: words.specimen)
def test_words_around_a_count_read_their_specimen(words: CountWords) -> None:
    heading = (words.under or "说明",)
    passage = Passage(words.specimen, (Text(words.specimen),), heading[0], "", headings=heading)
    found = counts(passage, WORDS.counts, words.kinds[0])
    assert words in [count.words for count in found]
    assert words.seen


def test_a_packs_words_of_every_sort_go_before_the_national_ones() -> None:
    text = """
changes: {up: [扩大], last_year: [上一预算年度]}
shares: [{phrase: 比重达, specimen: 比重达1.00%, seen: 某地}]
completions: [{phrase: 执行进度为, column: initial_budget, specimen: 执行进度为1.00%, seen: 某地}]
"""
    words, findings = read_words(text, "vocabulary.yaml")
    assert findings == ()
    assert words is not None
    joined = WORDS.joined(words)
    assert joined.changes.up == ("扩大", *WORDS.changes.up)
    assert joined.shares == (*words.shares, *WORDS.shares)
    assert joined.completions == (*words.completions, *WORDS.completions)
    assert joined.wholes == WORDS.wholes


@pytest.mark.parametrize("kind", Kind)
def test_a_title_names_its_own_table(kind: Kind) -> None:
    tables = WORDS.tables[kind]
    for role, table in tables.items():
        assert table.seen
        assert table.titles
        assert table.shape
        for title in table.titles:
            assert role_of(f"2025年度示范局{title}", tables) == role


def test_another_title_names_none() -> None:
    assert role_of("2025年人员情况表", WORDS.tables[Kind.BUDGET]) == ""


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("政府采购支出预算表", ""),
        ("政府采购项目支出预算表", ""),
        ("一般公共预算本级支出预算表", ""),
        ("政府性基金预算财政拨款收支总表", ""),
        ("示范县政府采购中心支出预算表", "expenditure"),
        ("示范市重点项目建设服务局部门支出预算表", "expenditure"),
        ("部门项目支出表", "projects"),
    ],
)
def test_what_narrows_a_title_makes_it_another_not_whose_table_it_is(title: str, role: str) -> None:
    assert role_of(f"2025年{title}", WORDS.tables[Kind.BUDGET]) == role


OF_OFFICES = """
tables:
  budget:
    operating_costs:
      titles: [机关运行经费表]
      shape: economic
      of: expenditure
      where: {fund: 一般公共预算, category: 基本支出, not_economic_class: ["301"]}
    project_outturn: {titles: [支出明细表], shape: project, of: expenditure}
"""


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("一般公共预算机关运行经费表", "operating_costs"),
        ("一般公共预算财政拨款机关运行经费表", "operating_costs"),
        ("财政拨款基本支出机关运行经费表", "operating_costs"),
        ("政府性基金预算机关运行经费表", ""),
        ("政府性基金预算财政拨款机关运行经费表", ""),
        ("项目支出机关运行经费表", ""),
        ("专业人才培训项目（1号）支出明细表", "project_outturn"),
        ("政府采购支出明细表", "project_outturn"),
    ],
)
def test_what_a_table_is_about_anyway_or_a_projects_name_narrows_no_title(
    title: str, role: str
) -> None:
    words, findings = read_words(OF_OFFICES, "vocabulary.yaml")
    assert findings == ()
    assert words is not None
    assert role_of(f"2025年{title}", WORDS.joined(words).tables[Kind.BUDGET]) == role


@pytest.mark.parametrize("role", ["project_evaluation", "project_self_evaluation"])
def test_a_project_whose_name_ends_so_has_its_evaluation(role: str) -> None:
    tables = WORDS.tables[Kind.FINAL_ACCOUNT]
    for known in tables[role].titles:
        assert role_of(f"艺术普及培训项目{known}", tables) == role


def test_a_packs_titles_are_known_beside_the_national_ones() -> None:
    text = "tables: {budget: {receipts: {titles: [收入安排表], shape: units, of: receipts}}}"
    words, findings = read_words(text, "vocabulary.yaml")
    assert findings == ()
    assert words is not None
    tables = WORDS.joined(words).tables[Kind.BUDGET]
    assert role_of("2025年收入安排表", tables) == "receipts"
    assert role_of("2025年部门收入总体情况表", tables) == "receipts"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("labels:\n  funds: {某项收入: {fond: 其他收入}}", 2),
        ("phrases:\n  - {phrase: '(', specimen: 某句}", 2),
        ("phrases:\n  - {phrase: 某项}", 2),
        ("phrases:\n  - {phrase: 某项, specimen: 某项1万元}", 2),
        ("phrases:\n  - {phrase: 某项, field: procurement.gods, specimen: 某项1万元}", 2),
        ("phrases:\n  - {phrase: 某项, field: assets.vehicles, specimen: 某项1万元}", 2),
        ("phrases:\n  - {phrase: 某项, field: units.name, specimen: 某项1万元}", 2),
        ("phrases:\n  - {phrase: (?:.+)+, means: [three_public], specimen: 某项1万元}", 2),
        ("counts:\n  - {before: 某某共, of: asets.vehicles, specimen: 某某共1个}", 2),
        ("counts:\n  - {of: units, specimen: 某某共1个}", 2),
        ("tables: {budget: {receipts: {labels: found}}}", 1),
        ("tables: {budget: {receipts: {form: {columns: [{合计: 总计}]}}}}", 1),
        ("tables: {budget: {receipts: {form: {columns: ['']}}}}", 1),
        ("tables: {budget: {receipts: {form: {columns: 合计}}}}", 1),
        ("tables: {budget: {receipts: {titles: [某表], shape: 圆}}}", 1),
    ],
)
def test_a_wrong_word_is_told_at_its_line(text: str, line: int) -> None:
    words, findings = read_words(text, "vocabulary.yaml")
    assert words is None
    assert [finding.location.line for finding in findings if finding.location] == [line]


def test_a_field_below_a_table_is_told_with_the_nearest_name() -> None:
    text = "tables: {budget: {receipts: {form: {colums: [合计]}}}}"
    _, (finding,) = read_words(text, "vocabulary.yaml")
    assert finding.code == "M001"
    assert "columns" in finding.remedy
