"""The lists of a batch: who is ready, what all come to, what is there twice."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.batch.crosscheck import cross_check
from discloser.batch.job import Facts, Job, Outcome, Output, ProjectAmount, Record, State, UnitName
from discloser.batch.readiness import readiness_workbook
from discloser.batch.reports import manifest_json, summary_json
from discloser.batch.roll_up import roll_up_workbook
from discloser.batch.run import Result
from tests.batch.conftest import here

FACTS = Facts(
    code="101",
    name="甲局",
    pack="pack",
    kind="budget",
    year=2025,
    units=(UnitName("101001", "甲局"), UnitName("101002", "甲中心")),
    projects=(ProjectAmount("系统建设", "P1", Decimal(500_000)),),
    totals={"receipts_total": Decimal(1_234_500), "three_public": Decimal(20_000)},
    by_class={"201": Decimal(1_234_500)},
    class_names={"201": "一般公共服务支出"},
    by_fund={"一般公共预算": Decimal(1_234_500)},
)
OTHER = replace(
    FACTS,
    code="102",
    name="乙局",
    units=(UnitName("102001", "乙局"),),
    projects=(ProjectAmount("系统建设", "P2", Decimal(700_000)),),
    totals={"receipts_total": Decimal(765_500), "three_public": Decimal(0)},
    by_class={"201": Decimal(700_000), "208": Decimal(65_500)},
    class_names={"201": "一般公共服务支出", "208": "社会保障和就业支出"},
    by_fund={"一般公共预算": Decimal(765_500)},
)


def job(folder: Path, name: str) -> Job:
    return Job(Path(f"inputs/{name}.yaml"), folder / name, folder / "logs" / name)


def record(facts: Facts, folder: Path) -> Record:
    folder.mkdir(parents=True)
    (folder / "doc#1.pdf").write_bytes(b"pdf")
    output = Output("doc#1.pdf", "0" * 64, 3)
    return Record("1", "here", {"x": "1"}, "2", (output,), facts, pages=31, warnings=2)


@pytest.fixture
def city(tmp_path: Path) -> tuple[list[Job], Result]:
    jobs = [job(tmp_path, name) for name in ("a", "b", "c", "d", "e")]
    outcomes: tuple[Outcome, ...] = (
        Outcome(jobs[0].path, State.RENDERED, complete=True, warnings=2, facts=FACTS),
        Outcome(jobs[1].path, State.FINDINGS, "错误 3 个", errors=3, facts=FACTS),
        Outcome(jobs[2].path, State.UNCHANGED, complete=True, facts=OTHER),
        Outcome(jobs[3].path, State.FAILED, "内存不够"),
        Outcome(jobs[4].path, State.FINDINGS, "错误 7 个", errors=7, complete=True),
    )
    outcomes = tuple(
        replace(outcome, record=record(outcome.facts, here(done.folder)))
        if outcome.state.is_done and outcome.facts
        else outcome
        for done, outcome in zip(jobs, outcomes, strict=True)
    )
    return jobs, Result(outcomes)


def rows(content: bytes, sheet: str) -> list[list[object]]:
    cells = load_workbook(BytesIO(content))[sheet].iter_rows(min_row=4, values_only=True)
    return [list(row) for row in cells]


def test_what_needs_doing_comes_first(city: tuple[list[Job], Result], tmp_path: Path) -> None:
    content = readiness_workbook(*city, tmp_path)
    table = rows(content, "进度")
    assert [row[-1] for row in table] == [f"{name}.yaml" for name in "debac"]
    assert [row[2] for row in table] == ["失败", "有错误", "有错误", "已生成", "未变"]
    assert table[1][3:5] == ["是", "否"]
    assert table[2][3:5] == ["否", "否"]
    assert table[3][3:11] == ["是", "是", "", "", "有", 31, "", 2]


def test_a_list_links_to_documents_wherever_the_folder_is(
    city: tuple[list[Job], Result], tmp_path: Path
) -> None:
    book = load_workbook(BytesIO(readiness_workbook(*city, tmp_path)))
    links = [cell.hyperlink.target for row in book["进度"] for cell in row if cell.hyperlink]
    # Backslashes, as Excel itself writes them.
    assert links == ["a\\doc%231.pdf", "c\\doc%231.pdf"]


def test_totals_are_those_of_the_departments_that_are_done(
    city: tuple[list[Job], Result], tmp_path: Path
) -> None:
    content, _ = roll_up_workbook(*city, tmp_path)
    total, first, second = rows(content, "收支")
    # By hand: 123.45 + 76.55 万元.
    assert (total[3], total[4]) == ("合计（2 个部门）", 200)
    assert (first[3], first[4]) == ("甲局", 123.45)
    assert (second[3], second[4]) == ("乙局", 76.55)
    by_class = rows(content, "按功能分类")
    assert by_class[0][4:] == [193.45, 6.55]
    assert rows(content, "“三公”经费")[0][4] == 2


def test_years_are_not_added_together(city: tuple[list[Job], Result], tmp_path: Path) -> None:
    jobs, result = city
    later = replace(result.outcomes[2], facts=replace(OTHER, year=2026))
    result = Result((*result.outcomes[:2], later, *result.outcomes[3:]))
    content, _ = roll_up_workbook(jobs, result, tmp_path)
    totals = rows(content, "收支")[:2]
    assert [(row[0], row[4]) for row in totals] == [("2025", 123.45), ("2026", 76.55)]


def repeats(*departments: Facts) -> list[tuple[str, str]]:
    numbered = [(job(Path("out"), f"d{number}"), f) for number, f in enumerate(departments)]
    return [(repeat.kind, repeat.what) for repeat in cross_check(numbered)]


def test_departments_that_share_nothing_are_in_order() -> None:
    assert repeats(FACTS, OTHER) == []
    assert repeats(FACTS, replace(FACTS, year=2024)) == []
    assert repeats(FACTS, replace(FACTS, kind="final_account")) == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (replace(OTHER, code="101"), [("部门代码重复", "101")]),
        (replace(OTHER, name="甲局"), [("部门名称重复", "甲局")]),
        (
            replace(OTHER, units=(*OTHER.units, UnitName("101002", "别名"))),
            [("单位在两个部门里", "101002")],
        ),
        (
            replace(OTHER, units=(*OTHER.units, UnitName("", "甲中心"))),
            [("单位在两个部门里", "甲中心")],
        ),
        (
            replace(OTHER, units=(*OTHER.units, UnitName("101002", "甲中心"))),
            [("单位在两个部门里", "101002")],
        ),
        (
            replace(OTHER, projects=(ProjectAmount("别的", "P1", Decimal(1)),)),
            [("同一项目报了两次", "P1")],
        ),
        (
            replace(OTHER, projects=(ProjectAmount("系统建设", "P9", Decimal(500_000)),)),
            [("同一项目报了两次", "系统建设 50 万元")],
        ),
    ],
    ids=["code", "name", "unit code", "unit name", "unit", "project code", "project"],
)
def test_what_two_departments_share_is_told_once(
    other: Facts, expected: list[tuple[str, str]]
) -> None:
    assert repeats(FACTS, other) == expected


def test_the_summary_tells_each_input(city: tuple[list[Job], Result]) -> None:
    jobs, result = city
    content = json.loads(summary_json(jobs, result, 1.5))
    counts = {"failed": 1, "findings": 2, "pending": 0, "rendered": 1, "unchanged": 1}
    assert content["counts"] == counts
    first = content["inputs"][0]
    assert (first["state"], first["pages"], first["formats"]) == ("rendered", 31, ["pdf"])
    assert content["inputs"][3]["reason"] == "内存不够"


def test_the_manifest_names_every_document_with_its_origin(
    city: tuple[list[Job], Result], tmp_path: Path
) -> None:
    content = json.loads(manifest_json(*city, tmp_path))
    assert [entry["input"] for entry in content["departments"]] == [
        "inputs/a.yaml",
        "inputs/c.yaml",
    ]
    first = content["departments"][0]
    assert first["outputs"] == {"a/doc#1.pdf": {"sha256": "0" * 64, "bytes": 3}}
    assert (first["inputs_sha256"], first["pack_sha256"]) == ({"x": "1"}, "2")
    assert content["discloser"]
