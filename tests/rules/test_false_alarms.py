"""The checks are silent on what is right: made-up departments of both kinds, by the dozen."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compose.needs.of_pack import needs_of
from discloser.document.nodes import Contents, Document, Paragraph, Text
from discloser.finding import Severity
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pipeline import keep_packs, prepare
from discloser.read import Draft
from discloser.specimen.department import make_department
from tests.deceive.trees import put, spots
from tests.rules.documents import ALL, INPUTS, Edit, contents, document, new_codes, table, text

LOAD = keep_packs()
PACK, YEAR = "henan/base", 2025
Read = tuple[Draft, SourceMap, tuple[()]]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("seed", range(3))
def test_a_made_up_city_has_no_errors_and_no_unlikely_amounts(kind: Kind, seed: int) -> None:
    pack, _ = LOAD(PACK, kind, YEAR, (Path("templates").resolve(),), None)
    assert pack is not None
    needs = needs_of(pack)
    for index in range(2):
        sample = make_department(seed, index, pack, needs)

        def read(path: Path, *_: object, draft: Draft = sample.draft) -> Read:
            return draft, SourceMap(str(path)), ()

        findings = prepare(Path("made-up.yaml"), load=LOAD, read=read).findings
        assert [f for f in findings if f.severity is Severity.ERROR] == []
        assert {f.code for f in findings} <= {"A04", "I13"}


@pytest.mark.parametrize(("one", "other"), [("10100A", "10100B"), ("101-1", "101-2")])
def test_a_units_code_may_have_more_than_digits(one: str, other: str, tmp_path: Path) -> None:
    good = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"
    (tmp_path / "last_year.yaml").write_bytes(good.with_name("last_year.yaml").read_bytes())
    path = tmp_path / "a.yaml"
    text = good.read_text(encoding="utf-8").replace("101001", one)
    path.write_text(text.replace("101002", other), encoding="utf-8")
    assert [finding.code for finding in prepare(path).findings] == []


def at_top(words: str) -> Edit:
    """Print a paragraph below the contents."""

    def edit(source: Document) -> Document:
        spot = next(spot for spot in spots(source) if isinstance(spot.node, Contents))
        return put(source, spot, spot.node, Paragraph((Text(words),)))

    return edit


def both(one: Edit, two: Edit) -> Edit:
    return lambda source: two(one(source))


REASON = "。主要原因：为全面落实过紧日子要求，压缩了部分一般性项目预算"


def apart(reason: str) -> Edit:
    """Give the reason of the changes of the first section below them, not in their sentences."""

    def edit(source: Document) -> Document:
        for spot in spots(source):
            if isinstance(spot.node, Paragraph) and spot.node.text.startswith(START):
                assert REASON in spot.node.text
                bare = Paragraph((Text(spot.node.text.replace(REASON, "")),))
                return put(source, spot, bare, Paragraph((Text(reason),)))
        raise LookupError(START)

    return edit


START = "市行政审批和政务信息管理局2025年收入总计"
FUND = "government_fund"
OTHER_WORDINGS: list[tuple[str, str, Edit]] = [
    # years: of events, of plans, of dates, of what is quoted and of what was before
    *(
        ("N09", "approval", text(START, f"{begins}收入总计"))
        for begins in (
            "按照2025—2027年中期财政规划，",
            "按照《2023年预算编制办法》，",
            "2024年1—8月执行情况较好，",
            "我单位2019年成立，",
            "从2022年起，",
            "截至2024年底，",
        )
    ),
    ("N09", "approval", text("与2024年预算相比", "与2024年度相比")),
    ("N09", "funds", text("2024年部分项目资金结转", "2025年部分项目资金结转")),
    # sentences that begin with what they are about, not with who
    *(
        ("N10", "approval", text(START, f"{begins}2025年收入总计"))
        for begins in (
            "机关运行经费",
            "政府采购预算",
            "本部门",
            "一般公共预算财政拨款",
            "按要求公开",
        )
    ),
    # contents that say less, or number and date their titles otherwise
    *(
        ("N17", "approval", contents("部门收支总体情况表", label))
        for label in (
            "表1 部门收支总体情况表",
            "2025年部门收支总体情况表",
            "部门收支总体表",
            "附件：部门收支总体情况表",
        )
    ),
    # 上海, 云南 and 江西 explain an empty table so
    *(
        ("F23", "final", table(FUND, notes=(note,), is_empty=False))
        for note in (
            "说明：本部门本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。",
            "本部门2023年度无政府性基金预算财政拨款收支，此表为空。",
            "注：本单位无政府性基金预算支出。",
            "本部门不涉及政府性基金预算收支。",
        )
    ),
    # 湖南 explains all empty tables at once, below the contents
    (
        "F23",
        "final",
        both(
            table(FUND, notes=(), is_empty=False),
            at_top("注：以上部门决算报表中，空表表示本部门无相关收支情况。"),
        ),
    ),
    # reasons with amounts of their own, and words of change that tell no change
    ("N07", "approval", text("压缩了部分一般性项目预算", "其中一个项目减少9.00万元")),
    ("N07", "approval", text("无变化。主要原因：我单位", "无变化。主要原因：为提高效率，我单位")),
    # 上海 gives the reason of several changes in a paragraph of its own
    # only units with accounts of their own are counted; all of them are too
    *(("N15", "approval", at_top(f"本部门{n}个预算单位编报了绩效目标。")) for n in (1, 2)),
    ("N07", "approval", apart("收支减少的主要原因是压缩了一般性项目。")),
]
"""How other provinces word what is right."""


@pytest.mark.parametrize(("code", "name", "edit"), OTHER_WORDINGS)
def test_another_provinces_words_are_no_fault(code: str, name: str, edit: Edit) -> None:
    assert code not in new_codes(name, edit(document(name)))


def test_more_units_than_there_are_is_a_fault() -> None:
    edit = at_top("本部门3个预算单位编报了绩效目标。")
    assert "N15" in new_codes("approval", edit(document("approval")))


LISTED = "办公经费比2024年增加2.00万元，其中：办公费增加1.00万元；差旅费增加1.00万元。"
BY_NAME = ("办公费增加的主要原因是业务增加。", "差旅费支出增加的主要原因是任务增加。")


def test_changes_of_a_list_may_be_explained_by_name_behind_it() -> None:
    """上海 explains the three public expenses so; one that is left out is missed, and it alone."""
    source = document("approval")
    assert "N07" not in new_codes("approval", at_top(LISTED + "".join(BY_NAME))(source))
    for one in BY_NAME:
        assert "N07" in new_codes("approval", at_top(LISTED + one)(source))
    assert "N07" in new_codes("approval", at_top(LISTED)(source))


@pytest.mark.parametrize("reason", ["2022年立项的系统已经建成", "系统在2022年立项，已经建成"])
def test_a_year_that_the_clerk_typed_is_no_fault(reason: str, tmp_path: Path) -> None:
    typed = "为全面落实过紧日子要求，压缩了部分一般性项目预算"
    source = (INPUTS / ALL["approval"]).read_text(encoding="utf-8")
    assert typed in source
    path = tmp_path / "input.yaml"
    path.write_text(source.replace(typed, reason), encoding="utf-8")
    made = prepare(path)
    assert made.document is not None
    assert any(
        reason in block.text for block in made.document.blocks() if isinstance(block, Paragraph)
    )
    assert "N09" not in {finding.code for finding in made.findings}
