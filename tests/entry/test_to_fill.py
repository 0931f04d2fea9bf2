"""The sheet 待填 counts in LibreOffice what ``check`` misses, whatever is left out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.entry.convert import convert, new_input
from discloser.entry.offers import offers_of
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare
from discloser.read.workbook_layout import GUIDE, TO_FILL
from discloser.read.write_yaml import write_yaml
from tests.entry.office import Office, is_installed
from tests.entry.samples import INPUTS, draft_of

MISSING = frozenset({"C001", "C002", "C005", "C007", "C008"})
BUDGETS = [path for path in INPUTS if draft_of(path)["kind"] == "budget"]
FINALS = [path for path in INPUTS if draft_of(path)["kind"] != "budget"]
SOME = [path for path in INPUTS if path.stem == "social-work-final"]
STATES = [*((path, 0.4) for path in SOME), (BUDGETS[0], 0.0), (FINALS[0], 1.0)]
"""Inputs, and the share of what they say beside the ledger that is left out.

The first asks for the reasons of items of three funds; LibreOffice takes seconds for each.
"""


KEPT = ("name", "level1", "level2", "source", "grade")
"""What a line cannot be without, and the grade that says that the whole was evaluated."""


def left_out(draft: Any, random: Random, share: float) -> Any:
    """A draft without some of what a document needs beside its ledger."""
    parts = ("procurement", "assets", "transfers", "three_public", "reasons", "item_reasons")
    return {
        name: thinned(value, random, share)
        if name in (*parts, "prior_year", "evaluation")
        else value
        for name, value in draft.items()
    } | {"projects": [without_texts(each, random, share) for each in draft.get("projects") or []]}


def thinned(part: Any, random: Random, share: float) -> Any:
    if isinstance(part, list):
        return [thinned(each, random, share) for each in part]
    if not isinstance(part, dict):
        return part
    return {
        name: thinned(value, random, share)
        for name, value in part.items()
        if name in KEPT or isinstance(value, dict | list) or random.random() >= share
    }


def without_texts(project: Any, random: Random, share: float) -> Any:
    kept = [text for text in project.get("texts") or [] if random.random() >= share]
    return {name: value for name, value in project.items() if name != "texts"} | (
        {"texts": kept} if kept else {}
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    return Office.started(tmp_path_factory.mktemp("office") / "profile")


def test_the_count_is_what_check_misses(office: Office, tmp_path: Path) -> None:
    books = []
    for number, (path, share) in enumerate(STATES):
        draft = left_out(draft_of(path), Random(number), share)  # noqa: S311 - any choice will do
        draft.get("prior_year", {}).pop("input", None)
        source = tmp_path / f"{number}.yaml"
        source.write_text(write_yaml(draft), encoding="utf-8")
        content, findings = convert(source, source.with_suffix(".xlsx"), pack_roots())
        assert content is not None, findings
        source.with_suffix(".xlsx").write_bytes(content)
        books.append(source.with_suffix(".xlsx"))
    (tmp_path / "out").mkdir()
    counts = []
    for book, computed in zip(
        books, office.convert_all(books, "xlsx", tmp_path / "out"), strict=True
    ):
        missed = sum(finding.code in MISSING for finding in prepare(book).findings)
        sheets: Any = load_workbook(computed, data_only=True)
        assert sheets[TO_FILL]["D2"].value == missed, book.name
        said = sheets[GUIDE]["B2"].value
        assert f"还差 {missed} 处" in said if missed else "都填了" in said
        counts.append(missed)
    assert counts[len(SOME)] == 0  # all that it asked for is filled in
    assert min(counts[: len(SOME)]) > 0
    assert counts[-1] > max(counts[: len(SOME)]) // 2


@pytest.mark.parametrize(
    ("pack", "kind"),
    [
        ("henan/sanmenxia", Kind.BUDGET),
        ("henan/xinxiang", Kind.BUDGET),
        ("henan/luoyang_mengjin", Kind.BUDGET),
        ("henan/sanmenxia", Kind.FINAL_ACCOUNT),
        ("example/qinglan", Kind.FINAL_ACCOUNT),
    ],
)
def test_a_new_workbook_lists_the_names_that_its_pack_prints_and_no_others(
    pack: str, kind: Kind
) -> None:
    content, _ = new_input(pack, kind, 2026, ".xlsx", roots=pack_roots())
    assert content is not None
    book: Any = load_workbook(BytesIO(content))
    listed = {row[5].value for row in book[TO_FILL].iter_rows(min_row=5) if row[5].value}
    for name in ("上年数", "原因说明"):
        names = [row[0].value for row in book[name].iter_rows(min_row=4) if row[0].value]
        assert len(names) == len(set(names))
        assert {f"{name}|{each}" for each in names} == {k for k in listed if k.startswith(name)}
    assert any(key.startswith("三公与其他事项|政府采购·货物") for key in listed)
    assert ("上年数|收入总计" in listed) == (pack != "example/qinglan")


@pytest.mark.parametrize("written", ["收入总计", "收入总计 receipts_total", "receipts_total"])
def test_a_figure_may_be_called_by_its_chinese_name(written: str, tmp_path: Path) -> None:
    draft: Any = draft_of(BUDGETS[0])
    figures = draft["prior_year"]["figures"]
    draft["prior_year"]["figures"] = {written: figures.pop("receipts_total"), **figures}
    source = tmp_path / "a.yaml"
    source.write_text(write_yaml(draft), encoding="utf-8")
    content, findings = convert(source, tmp_path / "b.xlsx", pack_roots())
    assert content is not None, findings
    book: Any = load_workbook(BytesIO(content))
    names = [row[0].value for row in book["上年数"].iter_rows(min_row=4) if row[0].value]
    assert names.count("收入总计") == 1
    assert not any("receipts_total" in str(name) for name in names)
    (tmp_path / "b.xlsx").write_bytes(content)
    assert not [f for f in prepare(tmp_path / "b.xlsx").findings if f.code in MISSING]


@pytest.mark.parametrize("path", [BUDGETS[0], *FINALS], ids=lambda path: str(path.stem))
def test_no_choice_is_offered_that_no_table_has_a_place_for(path: Path) -> None:
    """Each offered value put alone on a line that suits it is printed by every table."""
    source = prepare(path)
    assert source.pack is not None
    assert source.figures is not None
    pack, whole = source.pack, source.figures.disclosure
    for (book, field), values in offers_of(pack).items():
        assert values
        for value in values if (book, field) not in ASKED_ALIKE else ():
            line = {**line_of(book, whole.kind), field: value}
            if (book, field) == ("expenditure", "category") and value not in OF_APPROPRIATIONS:
                line["fund"] = "其他收入"
            if value == "使用非财政拨款结余":
                line["fund"] = "事业收入"
            draft = whole.model_dump(include={"pack", "kind", "year", "published"}) | {
                "department": {"code": "1", "name": "某部门"},
                "units": [{"code": "101", "name": "某单位"}],
                book: [line],
            }
            figures = compute(Disclosure.model_validate(draft), pack.measures)
            _, findings = compose(figures, pack, SourceMap(""))
            assert "C010" not in {finding.code for finding in findings}, (book, field, value)
    offered = offers_of(pack)["expenditure", "category"]
    assert ("上缴上级支出" in offered) == (whole.kind is Kind.FINAL_ACCOUNT)


OF_APPROPRIATIONS = ("基本支出", "其他运转类", "特定目标类", "项目支出")
ASKED_ALIKE = {("closing", "fund"), ("expenditure", "fund")}
"""Fields of the same values as another book's; trying them again would take long."""


def line_of(book: str, kind: Kind) -> dict[str, Any]:
    line = {"amount": "12", "fund": "一般公共预算"}
    if book == "receipts":
        return line | ({} if kind is Kind.BUDGET else {"function": "2010301"})
    if book == "closing":
        return line
    codes = {"department_economic": "30201", "government_economic": "50201"}
    return line | codes | {"function": "2010301", "category": "基本支出"}
