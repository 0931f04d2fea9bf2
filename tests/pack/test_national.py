"""The national base: its nine tables of either kind, and what places may choose of it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from discloser.document.nodes import Contents, Document, Heading, Paragraph
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.samples import Sample, samples
from discloser.workshop.trial import try_sample

YEAR = 2025
NAME = "made/up"
CATALOGUE = (
    *("部门收支总体情况表", "部门收入总体情况表", "部门支出总体情况表", "财政拨款收支总体情况表"),
    *("一般公共预算支出情况表", "一般公共预算基本支出情况表"),
    *("一般公共预算“三公”经费支出情况表", "政府性基金预算支出情况表"),
    "国有资本经营预算支出情况表",
)
"""What 财预〔2016〕143号 lists, and the table of the state capital."""
SHORT = (
    *("部门收支总表", "部门收入总表", "部门支出总表", "财政拨款收支总表", "一般公共预算支出表"),
    *("一般公共预算基本支出表", "一般公共预算“三公”经费支出表", "政府性基金预算支出表"),
    "国有资本经营预算支出表",
)
FINAL = (
    *("收入支出决算总表", "收入决算表", "支出决算表", "财政拨款收入支出决算总表"),
    *("一般公共预算财政拨款支出决算表", "一般公共预算财政拨款基本支出决算明细表"),
    *("政府性基金预算财政拨款收入支出决算表", "国有资本经营预算财政拨款支出决算表"),
    "财政拨款“三公”经费支出决算表",
)
"""公开01–09 as 三门峡 published them for 2023."""


def pack_of(folder: Path, kind: Kind, files: dict[str, str]) -> Pack:
    """A pack of these files that stands on the national base."""
    for file, text in {"pack.yaml": "title: 某省\nparent: national\n", **files}.items():
        path = folder / NAME / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pack, findings = load_pack(NAME, kind, YEAR, (folder, *pack_roots()))
    assert pack is not None, findings
    return pack


def printed(pack: Pack, **options: str) -> Document:
    """The first sample, with these options chosen."""
    sample = next(samples(pack.name, pack.kind, YEAR, pack.form))
    chosen = sample.disclosure.model_copy(update={"options": options})
    made = try_sample(pack, Sample(sample.what, chosen, sample.prior))
    assert [f.message for f in made.findings if f.code.startswith(("T", "C"))] == []
    return made.document


def names(document: Document) -> list[str]:
    """The tables as the contents list calls them."""
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    captions = [table.sheet for table in document.tables()]
    listed = [entry.label.partition("、")[2] for entry in contents.entries]
    assert [name for name in listed if name in captions] == captions
    return captions


def parts(document: Document) -> list[str]:
    """The headings of the parts with their numbers."""
    blocks = list(document.blocks())
    return [
        f"{before.text} {block.text}"
        for before, block in pairwise(blocks)
        if isinstance(block, Heading) and block.level == 1 and isinstance(before, Paragraph)
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, CATALOGUE),
        ({"table_naming": "总表"}, SHORT),
        ({"budget_three_public_place": "最后"}, (*CATALOGUE[:6], *CATALOGUE[7:], CATALOGUE[6])),
    ],
)
def test_a_budget_has_the_nine_tables(
    tmp_path: Path, options: dict[str, str], expected: tuple[str, ...]
) -> None:
    document = printed(pack_of(tmp_path, Kind.BUDGET, {}), **options)
    assert names(document) == list(expected)
    assert [table.caption for table in document.tables()] == [f"{YEAR}年{n}" for n in expected]


@pytest.mark.parametrize("place", ["最后", "第七"])
def test_a_final_account_has_the_nine_tables_numbered_as_they_stand(
    tmp_path: Path, place: str
) -> None:
    document = printed(pack_of(tmp_path, Kind.FINAL_ACCOUNT, {}), final_three_public_place=place)
    expected = FINAL if place == "最后" else (*FINAL[:6], FINAL[8], *FINAL[6:8])
    assert names(document) == list(expected)
    assert [t.number for t in document.tables()] == [f"公开0{n}表" for n in range(1, 10)]
    told = [b.text for b in document.blocks() if isinstance(b, Heading) and b.level == 2]
    public = next(i for i, text in enumerate(told) if "“三公”经费" in text)
    fund = next(i for i, text in enumerate(told) if "政府性基金" in text)
    assert (public < fund) is (place == "第七")
    assert told[public].startswith("七、" if place == "第七" else "九、")


def test_a_part_moves_goes_and_comes_and_the_numbers_follow(tmp_path: Path) -> None:
    report = """\
extends: parent
parts:
  - {id: tables, after: terms}
  - {id: overview, heading: 基本情况}
  - {id: extra, after: overview, number: NUMBER, heading: 前言, body: BODY, when: year == 2025}
  - {id: never, number: NUMBER, heading: 无, body: BODY, when: year == 2024}
  - {id: last, number: NUMBER, heading: 附件, body: BODY}
"""
    report = report.replace("NUMBER", '"第{{ part | chinese }}部分"')
    report = report.replace("BODY", "parts/terms.md.j2")
    found = parts(printed(pack_of(tmp_path, Kind.BUDGET, {"budget/report.yaml": report})))
    assert found == [
        "第一部分 基本情况",
        "第二部分 前言",
        "第三部分 2025年度部门预算情况说明",
        "第四部分 名词解释",
        "第五部分 2025年度部门预算表",
        "第六部分 附件",
    ]


def test_a_table_that_would_stand_in_two_places_at_once_is_told(tmp_path: Path) -> None:
    report = """\
extends: parent
parts:
  - id: tables
    tables: [receipts, {table: receipts, when: year == 2025}]
"""
    pack = pack_of(tmp_path, Kind.BUDGET, {"budget/report.yaml": report})
    made = try_sample(pack, next(samples(pack.name, pack.kind, YEAR, pack.form)))
    (told,) = [f for f in made.findings if f.code == "T025"]
    assert told.location is not None
    assert told.location.line == 4


def test_one_table_gets_another_name_by_a_parameter(tmp_path: Path) -> None:
    own = (
        "budget_table_names:\n  label: 名称\n"
        "  since: {2018: {总体情况表: {receipts: 收入预算表}}}\n"
    )
    document = printed(pack_of(tmp_path, Kind.BUDGET, {"parameters/tables.yaml": own}))
    assert names(document) == [CATALOGUE[0], "收入预算表", *CATALOGUE[2:]]


def test_a_nearer_pack_s_parameter_counts_whatever_a_further_one_says_of_a_kind(
    tmp_path: Path,
) -> None:
    """The base says of final accounts alone that tables have thousands commas."""
    amounts = "table_amount:\n  label: 表格金额\n  since: {2018: 表格三位小数}\n"
    usual = pack_of(tmp_path / "usual", Kind.FINAL_ACCOUNT, {})
    mine = pack_of(tmp_path / "mine", Kind.FINAL_ACCOUNT, {"parameters/numbers.yaml": amounts})
    found = [pack.parameters["table_amount"].value(YEAR) for pack in (usual, mine)]
    assert found == ["表格两位小数千分位", "表格三位小数"]


def test_a_nearer_pack_s_measure_replaces_a_further_one_s_whole(tmp_path: Path) -> None:
    """The base filters by the nature of units; who sums another measure needs nothing of that."""
    own = "agency_operating_costs: {label: 机构运转经费, sum: [operating_expenditure]}\n"
    pack = pack_of(tmp_path, Kind.BUDGET, {"budget/measures.yaml": own})
    measures = pack.measures
    assert (
        measures["agency_operating_costs"].selection.parts
        == measures["operating_expenditure"].selection.parts
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_every_spec_of_it_may_be_named_by_a_pack_below(kind: Kind) -> None:
    """What a pack below changes it names by id: no list has some items with and some without."""
    pack, _ = load_pack("national", kind, YEAR, pack_roots())
    assert pack is not None
    halves = [name for name, spec in pack.tables.items() if _is_half_named(spec)]
    assert halves == []


def _is_half_named(spec: BaseModel) -> bool:
    for field in type(spec).model_fields:
        value = getattr(spec, field)
        items = [i for i in value if isinstance(i, BaseModel)] if isinstance(value, tuple) else []
        named = [bool(getattr(item, "id", "")) for item in items if hasattr(item, "id")]
        if any(named) and not all(named):
            return True
        if any(_is_half_named(item) for item in items):
            return True
    return False
