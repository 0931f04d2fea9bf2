"""Counts that a pack declares are added up by measures, as amounts are, and stay counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from discloser.compose.needs.of_pack import needs_of
from discloser.compute.declared import tally
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.report import count_rows
from discloser.trace import printed_numbers
from tests.command import Run
from tests.supplement.demo import INPUT, draft, errors, packs_with, prepared, put, said, written

MEASURES = """
posts: {label: 编制数, of: staff}
posts_of_office: {label: 行政和参公编制数, of: staff, where: {post: [行政, 参公]}}
at_work: {label: 实有数, of: staff, value: actual}
all_retired: {label: 离退休人数, of: retired}
everybody: {label: 实有和离退休人数, sum: [at_work, all_retired]}
meeting_days: {label: 会议天数, of: meetings, value: days}
"""
SENTENCE = """

编制{{ posts }}名，行政和参公{{ posts_of_office }}名，事业{{ posts | only(post="事业") }}名。

实有{{ at_work }}人，离退休{{ all_retired }}人，共{{ everybody }}人，会议{{ meeting_days }}天。

{% for part in breakdown(posts, "post") %}{{ part.label }}{{ part }}名{{ "；" if not loop.last }}\
{% endfor %}{% if posts > at_work %}，有空编{% endif %}。
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return packs_with(tmp_path, "", SENTENCE, MEASURES)


def test_sentences_say_what_is_counted(packs: Path, tmp_path: Path) -> None:
    """By hand from the input: 20 + 5 + 30 posts, 18 + 5 + 28 persons, 12 + 0 retired, 2.5 + 3."""
    made = prepared(draft(), tmp_path, packs)
    assert errors(made) == []
    assert made.document is not None
    text = said(made.document)
    assert "编制55名，行政和参公25名，事业30名。" in text
    assert "实有51人，离退休12人，共63人，会议5.5天。" in text
    assert "事业30名；参公5名；行政20名，有空编。" in text


def test_a_count_tells_where_it_comes_from(packs: Path, tmp_path: Path) -> None:
    made = prepared(draft(), tmp_path, packs)
    assert made.document is not None
    numbers = {each.number.text: each.number for each in printed_numbers(made.document)}
    origin = numbers["63"].origin
    assert origin is not None
    assert set(origin.fields) == {
        ("units", 0, "supplement", "staff", 0, "actual"),
        ("units", 0, "supplement", "staff", 1, "actual"),
        ("units", 1, "supplement", "staff", 0, "actual"),
        ("units", 0, "supplement", "retired"),
        ("units", 1, "supplement", "retired"),
    }


@pytest.mark.parametrize(
    "path", [("units", 1, "supplement", "retired"), ("units", 0, "supplement", "staff", 1, "quota")]
)
def test_a_blank_is_no_zero(path: tuple[str | int, ...], packs: Path, tmp_path: Path) -> None:
    made = prepared(put(draft(), path, None), tmp_path, packs)
    assert path in [each.location.path for each in errors(made) if each.location is not None]
    assert {each.code for each in errors(made)} == {"C008"}


def test_a_document_that_counts_needs_what_it_counts(packs: Path) -> None:
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is not None, findings
    needs = needs_of(pack)
    every = {".".join(need.key) for need in needs.of("each")}
    assert {"units.*.supplement.staff.*.actual", "units.*.supplement.retired"} <= every
    assert ("units", "*", "supplement", "staff") in needs.used


def test_the_list_of_figures_has_them(packs: Path, run: Run) -> None:
    code, out, _ = run("figures", INPUT, "--templates", packs)
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert ["posts", "编制数", "55 人", "", ""] in rows
    assert not any(row[0] == "posts" and row[3] for row in rows), "no 万元"


def test_no_amount_takes_a_count(packs: Path, tmp_path: Path) -> None:
    made = prepared(draft(), tmp_path, packs)
    assert made.pack is not None
    assert made.figures is not None
    assert not set(made.pack.counts) & set(made.figures)
    assert tally("everybody", made.pack.counts, made.figures.declared).number == 63
    assert len(count_rows(made.pack.counts, made.figures)) == 6


@pytest.mark.parametrize(
    ("measure", "code", "says"),
    [
        ("posts: {label: 甲, of: staff, value: quotas}", "M099", "quota"),
        ("posts: {label: 甲, of: staff, value: post}", "M099", "个数"),
        ("posts: {label: 甲, of: purchases, value: amount}", "M099", "个数"),
        ("posts: {label: 甲, of: expenditure, value: amount}", "M099", "个数"),
        ("posts: {label: 甲, of: retire}", "M003", "retired"),
        ("posts: {label: 甲, of: basis}", "M003", "purchases"),
        ("three_public: {label: 甲, of: staff}", "T103", "three_public"),
        ("a: {label: 甲, of: staff}\nb: {label: 乙, sum: [a, purchases]}", "T006", "“a”"),
    ],
)
def test_a_measure_that_cannot_count_is_told_at_its_line(
    measure: str, code: str, says: str, tmp_path: Path
) -> None:
    packs = packs_with(tmp_path, measures=f"\n{measure}\n")
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is None
    of_file = [f for f in findings if f.location and f.location.file.endswith("measures.yaml")]
    (told,) = of_file
    assert told.code == code
    assert says in told.message + told.remedy


WORDS = """counts:
  - {before: 参公, after: 名，事业, unit: 名, of: posts_of_office, specimen: 参公25名，事业30名}
  - {before: 会议, unit: 天, of: meeting_days, specimen: 会议5.5天}
"""
WRONG = [("{{ posts_of_office }}", "26", "25"), ("{{ meeting_days }}", "5.4", "5.5")]


def with_words(packs: Path, words: str) -> Path:
    (packs / "demo/vocabulary.yaml").write_text(words, encoding="utf-8")
    return packs


@pytest.mark.parametrize(("printed", "wrong", "right"), WRONG)
def test_a_sentence_is_held_to_what_the_pack_counts(
    printed: str, wrong: str, right: str, packs: Path, tmp_path: Path
) -> None:
    """A sentence with the number that it prints, and with another that is typed in the template."""
    with_words(packs, WORDS)
    assert "N15" not in {f.code for f in prepared(draft(), tmp_path, packs).findings}
    text = packs / "demo/budget/parts/text.md.j2"
    text.write_text(text.read_text(encoding="utf-8").replace(printed, wrong), encoding="utf-8")
    (told,) = (f for f in prepared(draft(), tmp_path, packs).findings if f.code == "N15")
    assert wrong in told.message
    assert right in told.message


def test_a_count_by_an_unknown_name_is_told_at_its_line(packs: Path) -> None:
    with_words(packs, WORDS.replace("posts_of_office", "posts_of_offices"))
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is None
    (told,) = findings
    assert told.location is not None
    assert (told.location.file.endswith("vocabulary.yaml"), told.location.line) == (True, 2)
    assert "posts_of_office" in told.remedy


COMPARED = """

{% macro moved(it) %}{% if it.change.is_none %}持平{% else %}\
{{ "增加" if it.change.direction == "increase" else "减少" }}{{ it.change.amount }}{% endif %}\
{% if it.change.percent is not none %}（{{ it.change.percent }}）{% endif %}{% endmacro %}
编制{{ posts }}名，上年{{ posts.prior }}名，{{ moved(posts) }}，会议天数{{ moved(meeting_days) }}。

{% for part in breakdown(posts, "post", both_years=true) %}{{ part.label }}{{ part }}名，上年\
{{ part.prior }}名{{ "；" if not loop.last }}{% endfor %}。
"""


def two_years(folder: Path, *, named: bool) -> Any:
    """This year's input, which names last year's: 22 行政 and 4 工勤, no 事业, no meetings."""
    last = draft() | {"year": "2024"}
    last["units"][0]["supplement"]["staff"][0]["quota"] = "22"
    last["units"][1]["supplement"]["staff"] = []
    last["supplement"]["meetings"] = []
    written(last, folder).rename(folder / "2024.yaml")
    return draft() | ({"prior_year": {"input": "2024.yaml"}} if named else {})


@pytest.fixture
def comparing(tmp_path: Path) -> Path:
    return packs_with(tmp_path, "", COMPARED, MEASURES)


def test_a_count_tells_last_years(comparing: Path, tmp_path: Path) -> None:
    """By hand: 20 + 5 + 30 = 55 this year, 22 + 5 = 27 last year; 5.5 days and none."""
    made = prepared(two_years(tmp_path, named=True), tmp_path, comparing)
    assert errors(made) == []
    assert made.document is not None
    text = said(made.document)
    assert "编制55名，上年27名，增加28（103.70%），会议天数增加5.5。" in text
    assert "事业30名，上年0名；参公5名，上年5名；行政20名，上年22名。" in text
    numbers = {each.number.text: each.number for each in printed_numbers(made.document)}
    origin = numbers["27"].origin
    assert origin is not None
    assert {path[:2] for path in origin.fields} == {("prior_year", "input")}


def test_a_last_year_that_nobody_knows_is_missed(comparing: Path, tmp_path: Path) -> None:
    made = prepared(two_years(tmp_path, named=False), tmp_path, comparing)
    assert {each.code for each in errors(made)} == {"C013"}
    pack, _ = load_pack("demo", Kind.BUDGET, 2025, pack_roots(comparing))
    assert pack is not None
    assert ("prior_year", "input") in {need.key for need in needs_of(pack).of("value")}
