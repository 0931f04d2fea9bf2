"""A pack changes a limit: what documents print and what rules hold them to change together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discloser.check.run import run_document_checks
from discloser.document.grid import table_grid
from discloser.pipeline import Prepared, prepare
from tests.rules.documents import ALL, INPUTS, Edit, text

APPROVAL, FUNDS, MENGJIN, MADE_UP = (
    INPUTS / ALL[name] for name in ("approval", "funds", "district", "made up")
)
FINAL = Path(__file__).parents[1] / "final_account" / "carried_over.yaml"


def in_a_city(folder: Path, source: Path, limits: str, *edits: tuple[str, str]) -> Prepared:
    """An input as a city under its pack prints and checks it, with limits of its own."""
    draft = source.read_text(encoding="utf-8")
    parent = re.search(r"^pack: *(\S+)", draft, re.MULTILINE)
    assert parent is not None
    city = folder / "city"
    (city / "parameters").mkdir(parents=True)
    (city / "pack.yaml").write_text(f"title: 某市\nparent: {parent[1]}\n", encoding="utf-8")
    (city / "parameters/limits.yaml").write_text(limits, encoding="utf-8")
    draft = draft.replace(parent[0], "pack: city")
    for old, new in edits:
        assert old in draft
        draft = draft.replace(old, new)
    path = folder / source.name
    path.write_text(draft, encoding="utf-8")
    prepared = prepare(path, templates=folder)
    assert prepared.document is not None, prepared.findings
    return prepared


def lines(prepared: Prepared) -> list[str]:
    """The paragraphs and the rows of the tables."""
    document = prepared.document
    assert document is not None
    found = [block.text for block in document.blocks() if hasattr(block, "text")]
    return found + [
        "｜".join(row) for table in document.tables() for row in table_grid(table).texts()
    ]


def told(prepared: Prepared, code: str) -> list[str]:
    return [f"{f.message}{f.remedy}" for f in prepared.findings if f.code == code]


def broken_by(prepared: Prepared, edit: Edit) -> set[str]:
    """The rules that an edit of the document breaks."""
    assert prepared.figures is not None
    assert prepared.pack is not None
    assert prepared.document is not None
    limits = prepared.pack.limits(prepared.figures.disclosure.options)
    known = prepared.figures, prepared.pack.codebook, prepared.sources, prepared.pack.words
    before, after = (
        run_document_checks(document, *known, limits=limits)[0]
        for document in (prepared.document, edit(prepared.document))
    )
    return {f.code for f in after} - {f.code for f in before}


def only(limit: str, value: str) -> str:
    """A city's file that changes one limit; its label and ground stay the national ones."""
    return f"{limit}:\n  since: {{2018: {value}}}\n"


PRINTED = [
    (APPROVAL, "large_project", "20万元", "20万元及20万元以上项目2个，支出总额85万元"),
    (APPROVAL, "large_project", "55万元", "55万元及55万元以上项目"),
    (APPROVAL, "general_equipment", "80万元", "单价80万元以上通用设备0套"),
    (APPROVAL, "special_equipment", "500000元", "单位价值500000元以上专用设备0套"),
    (FUNDS, "general_equipment", "80万元", "单位价值80万元以上设备"),
    (FUNDS, "special_equipment", "200万元", "单位价值200万元以上设备"),
    (MENGJIN, "general_equipment", "80万元", "单位价值80万元以上通用设备"),
    (MENGJIN, "special_equipment", "200万元", "单位价值200万元以上专用设备"),
    (FINAL, "special_equipment", "200万元", "单位价值200万元（含）以上设备0台（套）"),
    (MADE_UP, "special_equipment", "200万元", "单位价值200万元（含）以上设备"),
    (FINAL, "execution_points", "20", "部门预算总额｜684.00｜875.35｜792.35｜20｜90.52%｜18.1｜"),
    (FINAL, "execution_full_rates", "[95%]", "｜792.35｜10｜90.52%｜9.53｜"),
]


@pytest.mark.parametrize(
    ("source", "limit", "value", "printed"),
    PRINTED,
    ids=[f"{each[1]} {each[2]}" for each in PRINTED],
)
def test_what_prints_a_limit_prints_the_packs(
    source: Path, limit: str, value: str, printed: str, tmp_path: Path
) -> None:
    assert not any(printed in line for line in lines(in_a_city(tmp_path / "a", source, "{}\n")))
    made = in_a_city(tmp_path / "b", source, only(limit, value))
    assert any(printed in line for line in lines(made))
    assert told(made, "N15") == told(made, "N21") == told(made, "B17") == []


@pytest.mark.parametrize(
    "case",
    [
        (APPROVAL, "large_project", "20万元", "以上项目2个", "以上项目1个", "B17"),
        (APPROVAL, "large_project", "20万元", "20万元以上项目", "100万元以上项目", "B17"),
        (APPROVAL, "large_project", "20万元", "20万元以上项目", "30万元以上项目", "N21"),
        (APPROVAL, "general_equipment", "80万元", "单价80万元", "单价50万元", "N21"),
        (APPROVAL, "general_equipment", "80万元", "通用设备0套", "通用设备1套", "N15"),
        (FUNDS, "special_equipment", "200万元", "价值200万元", "价值100万元", "N21"),
        (FINAL, "special_equipment", "200万元", "（含）以上设备0台", "（含）以上设备4台", "N15"),
    ],
)
def test_the_rule_holds_a_sentence_to_the_packs_limit(
    case: tuple[Path, str, str, str, str, str], tmp_path: Path
) -> None:
    source, limit, value, old, new, code = case
    made = in_a_city(tmp_path, source, only(limit, value))
    assert code in broken_by(made, text(old, new))


@pytest.mark.parametrize(
    "case",
    [
        (FINAL, "P01", "execution_points", "20", "10", "各项分值合计是 110，应为 100"),
        (FINAL, "P04", "evaluation_grades", "{优: 91}", "{优: 90}", "优 91 分以上，良 80 分以上"),
        (FINAL, "P04", "evaluation_grades", "{良: 89}", "{良: 88}", "应为“中”，填的是“良”"),
        (
            FINAL,
            "P09",
            "project_code",
            "[行政区划6位, 顺序号14位]",
            "[编码21位]",
            "应为 20 位数字。请按预算管理一体化系统核对：行政区划 6 位＋顺序号 14 位",
        ),
        (
            FINAL,
            "I07",
            "publication_months",
            "{final_account: [次年6月, 次年8月]}",
            "{final_account: [次年6月, 次年9月]}",
            "一般在 2025-06 至 2025-08",
        ),
        (
            FINAL,
            "I07",
            "evaluation_months",
            "[本年12月, 次年3月]",
            "[本年12月, 次年4月]",
            "2025-03",
        ),
        (APPROVAL, "I04", "reason_length", "8", "400", "一般不超过 8 个字"),
        (APPROVAL, "K06", "equal_items", '[["2010301", "30101"]]', "[]", "30101"),
    ],
)
def test_a_rule_breaks_where_the_packs_limit_does(
    case: tuple[Path, str, str, str, str, str], tmp_path: Path
) -> None:
    source, code, limit, breaks, holds, message = case
    assert told(in_a_city(tmp_path / "holds", source, only(limit, holds)), code) == []
    found = told(in_a_city(tmp_path / "breaks", source, only(limit, breaks)), code)
    assert any(message in each for each in found), found


def test_a_typed_score_is_held_to_the_packs_way_of_scoring(tmp_path: Path) -> None:
    typed = ("  grade: 优\n", "  grade: 优\n  execution_score: 9.05\n")  # 90.52% × 10
    assert told(in_a_city(tmp_path / "a", FINAL, "{}\n", typed), "P02") == []
    found = told(
        in_a_city(tmp_path / "b", FINAL, only("execution_full_rates", "[95%]"), typed), "P02"
    )
    assert len(found) == 1
    assert "应得 9.53 分，填的是 9.05 分" in found[0]


def test_an_input_chooses_among_the_limits_that_a_pack_offers(tmp_path: Path) -> None:
    offered = "large_project: {since: {2018: 100万元}, options: [100万元, 40万元]}\n"
    chosen = ("options:\n", "options:\n  large_project: 40万元\n")
    made = in_a_city(tmp_path, APPROVAL, offered, chosen)
    assert any("40万元及40万元以上项目" in line for line in lines(made))
    assert told(made, "B17") == told(made, "N21") == told(made, "N14") == []


def test_a_limit_counts_from_its_year_on(tmp_path: Path) -> None:
    later = "large_project: {since: {2026: 20万元}}\n"
    made = in_a_city(tmp_path, APPROVAL, later)
    assert any("100万元及100万元以上项目0个" in line for line in lines(made))
