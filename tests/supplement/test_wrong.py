"""What is wrong with a declared value is told at its place, every wrong form of every type."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.finding import Finding
from discloser.pipeline import prepare
from tests.supplement.demo import PACKS, at, draft, errors, prepared, put, written

Path_ = tuple[str | int, ...]
_AMOUNTS = {"二十万": "M010", "-5": "M011", "1e5": "M012", "1.234": "M013", "9" * 17: "M014"}
_COUNTS = {"三人左右": "M005", "-1": "M006", "1.5": "M005"}
_NUMBERS = {"许多": "M005", "1e3": "M005", "1.255": "M006", "NaN": "M005"}
_DAYS = {"2025-02-30": "M005", "三月五日": "M005", "2025-13-01": "M005", "2025-03": "M005"}
_MONTHS = {"2027-13": "M005", "明年": "M005"}
_CODES = {"05301号": "M005", "0530 100": "M005"}
_ITEMS = {"20103": "M004", "运行": "M004"}
_ECONOMIC = {"302": "M004", "办公": "M004"}
_WORDS = {"": "M007"}
WRONG: dict[Path_, dict[str, str]] = {
    ("supplement", "supervision_index"): _CODES,
    ("supplement", "reviewed_on"): _DAYS,
    ("supplement", "review"): {"公开": "M003", "": "M007"},
    ("supplement", "signed"): {"也许": "M005", "2": "M005"},
    ("supplement", "signer"): _WORDS,
    ("supplement", "asset_value"): _AMOUNTS,
    ("supplement", "house_value"): _AMOUNTS,
    ("supplement", "house_area"): _NUMBERS,
    ("supplement", "plan_until"): _MONTHS,
    ("supplement", "remark"): _WORDS,
    ("units", 0, "supplement", "retired"): _COUNTS,
    ("units", 1, "supplement", "staff", 0, "post"): {"行政编制人员": "M003"},
    ("units", 1, "supplement", "staff", 0, "quota"): _COUNTS,
    ("projects", 0, "supplement", "basis"): _WORDS,
    ("projects", 0, "supplement", "plan", 1, "fund"): {"借款": "M003"},
    ("projects", 0, "supplement", "plan", 1, "third"): _AMOUNTS,
    ("item_supplements", "2010301", "use"): _WORDS,
    ("supplement", "services", 0, "code"): _CODES,
    ("supplement", "services", 0, "function"): _ITEMS,
    ("supplement", "services", 0, "economic"): _ECONOMIC,
    ("supplement", "services", 1, "government"): _ECONOMIC,
    ("supplement", "meetings", 0, "days"): {"2.55": "M006", "两天": "M005"},
    ("supplement", "equipment", 0, "until"): _DAYS,
    ("supplement", "purchases", 2, "amount"): _AMOUNTS,
}
CASES = [(path, value, code) for path, values in WRONG.items() for value, code in values.items()]


def found(value: object, folder: Path) -> list[Finding]:
    return [f for f in prepare(written(value, folder), PACKS).findings if f.code.startswith("M")]


@pytest.mark.parametrize(("path", "value", "code"), CASES)
def test_each_wrong_form_of_each_type(path: Path_, value: str, code: str, tmp_path: Path) -> None:
    made = found(put(draft(), path, value), tmp_path)
    assert [(f.code, f.location.path if f.location else ()) for f in made] == [(code, path)]
    assert made[0].location is not None
    assert made[0].location.line is not None


def test_every_problem_at_once(tmp_path: Path) -> None:
    value = draft()
    for path, wrong in WRONG.items():
        put(value, path, next(iter(wrong)))
    assert len(found(value, tmp_path)) == len(WRONG)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("supplement", "reviewed_on"), "2025年3月5日"),
        (("supplement", "reviewed_on"), "2025.3.5"),
        (("supplement", "reviewed_on"), "20250305"),
        (("supplement", "plan_until"), "2027年12月"),
        (("supplement", "signed"), "√"),
        (("supplement", "asset_value"), "12345678.9"),
        (("supplement", "house_area"), "1,200.50"),
        (("units", 0, "supplement", "retired"), "12人"),
        (("supplement", "services", 0, "function"), "2010301 行政运行"),
        (("supplement", "purchases", 0, "unit"), "101002 示范市示范中心"),
        (("projects", 0, "supplement", "plan", 0, "fund"), "一般公共预算拨款"),
    ],
)
def test_usual_forms_are_read_as_they_are_meant(path: Path_, value: str, tmp_path: Path) -> None:
    plain, usual = prepared(draft(), tmp_path), prepared(put(draft(), path, value), tmp_path)
    assert errors(usual) == []
    assert plain.figures is not None
    assert usual.figures is not None
    assert usual.figures.disclosure == plain.figures.disclosure


@pytest.mark.parametrize(
    ("path", "near"),
    [
        (("supplement", "suporvision_index"), "supervision_index"),
        (("units", 0, "supplement", "retierd"), "retired"),
        (("units", 0, "supplement", "staff", 0, "quotas"), "quota"),
        (("projects", 0, "supplement", "bases"), "basis"),
        (("item_supplements", "2010301", "uses"), "use"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(path: Path_, near: str, tmp_path: Path) -> None:
    (finding,) = found(put(draft(), path, "1"), tmp_path)
    assert finding.code == "M001"
    assert f"“{near}”" in finding.remedy


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("supplement", "supervision_index"), "监督索引号"),
        (("supplement", "purchases", 0, "item"), "采购品目"),
        (("units", 0, "supplement", "staff", 1, "post"), "编制类型"),
    ],
)
def test_what_is_always_required_is_missed(path: Path_, label: str, tmp_path: Path) -> None:
    (finding,) = found(put(draft(), path, None), tmp_path)
    assert finding.code == "M002"
    assert label in finding.message


def test_what_is_always_required_is_missed_without_its_part_too(tmp_path: Path) -> None:
    (finding,) = found(put(draft(), ("supplement",), None), tmp_path)
    assert finding.code == "M002"
    assert "监督索引号" in finding.message


@pytest.mark.parametrize(
    ("path", "value", "code", "near"),
    [
        (("supplement", "purchases", 0, "unit"), "101009", "X01", "101002"),
        (("supplement", "purchases", 0, "unit"), "示范市示范中", "X01", "示范市示范中心"),
        (("supplement", "services", 1, "project"), "系统建社", "X02", "系统建设"),
    ],
)
def test_a_unit_or_project_that_is_not_listed_is_told_with_the_nearest(
    path: Path_, value: str, code: str, near: str, tmp_path: Path
) -> None:
    (error,) = errors(prepared(put(draft(), path, value), tmp_path))
    assert error.code == code
    assert error.location is not None
    assert error.location.path == path
    assert near in error.remedy


def test_a_field_of_the_other_kind_is_told(tmp_path: Path) -> None:
    value = draft()
    at(value, ("supplement",))["drafter"] = "李四"
    assert [error.code for error in errors(prepared(value, tmp_path))] == ["I01"]


@pytest.mark.parametrize("line", [False, True])
def test_an_item_that_only_a_declared_line_names_is_spoken_of(line: bool, tmp_path: Path) -> None:
    """Of 2010399 the ledger has no line; a declared table may have one."""
    made = draft()
    made["item_supplements"]["2010399"] = {"use": "专项事务", "conferences": "100"}
    if line:
        made["supplement"]["services"][0]["function"] = "2010399"
    told = [f for f in prepared(made, tmp_path).findings if f.code == "X11"]
    places = [f.location.path for f in told if f.location is not None]
    assert places == ([] if line else [("item_supplements", "2010399")])
