"""A pack's limits: laid over the national ones, and every nonsense told at its file and line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.model.evaluation import Grade
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.parameters.limits import Limits, national_limits, national_parameters


def load(
    folder: Path, files: dict[str, str]
) -> tuple[Pack | None, list[tuple[str, int | None, str]]]:
    """A city's pack over the base of the checkout, and what is said of it: file, line, message."""
    for name, written in {"pack.yaml": "title: 市\nparent: henan/base\n", **files}.items():
        path = folder / "city" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    pack, findings = load_pack("city", Kind.BUDGET, 2025, pack_roots(folder))
    places = [(f.location, f.message) for f in findings]
    return pack, [(Path(at.file).name, at.line, said) for at, said in places if at is not None]


def test_every_limit_has_a_national_value_its_name_and_its_ground() -> None:
    assert set(national_parameters()) == set(Limits.model_fields)
    for name, parameter in national_parameters().items():
        assert parameter.label, name
        assert parameter.reference, name


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("100", "优"),
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_a_score_has_the_national_grade(score: str, grade: str) -> None:
    """财政部预算司: 优 90–100, 良 80–89, 中 60–79, 差 0–59."""
    assert national_limits(2024).grade(Decimal(score)) is Grade(grade)


def test_a_city_has_the_national_limits_without_saying_so(tmp_path: Path) -> None:
    pack, said = load(tmp_path, {})
    assert said == []
    assert pack is not None
    assert pack.limits({}) == national_limits(2025)


def test_a_city_changes_one_limit_whatever_the_file(tmp_path: Path) -> None:
    written = "large_project:\n  label: 大项目\n  since: {2018: 50万元}\n"
    pack, said = load(tmp_path, {"parameters/wording.yaml": written})
    assert said == []
    assert pack is not None
    assert pack.limits({}).large_project.yuan == 500_000
    changed = pack.limits({}).model_copy(
        update={"large_project": national_limits(2025).large_project}
    )
    assert changed == national_limits(2025)


def test_a_pack_without_a_parent_has_them_too(tmp_path: Path) -> None:
    base = "title: 市\nparent: national\n"
    pack, _ = load(
        tmp_path,
        {
            "pack.yaml": base,
            "budget/report.yaml": "title: 报\ncover: []\ncontents: {title: [目录]}\nparts: []\n",
        },
    )
    assert pack is not None
    assert pack.limits({}) == national_limits(2025)


@pytest.mark.parametrize(
    ("limit", "value", "told"),
    [
        ("large_project", '"1000000"', "要写成带单位的数，如 100万元"),
        ("large_project", "一百万元", "要写成带单位的数，如 100万元"),
        ("large_project", "99999999999999万元", "要写成带单位的数"),
        ("general_equipment", "-5万元", "要写成带单位的数"),
        ("execution_points", "很多", "应当是数字"),
        ("execution_points", "0", "要大于 0"),
        ("execution_points", "101", "不能大于 100"),
        ("execution_full_rates", "[0.9]", "要写成 100% 以内的百分比"),
        ("execution_full_rates", "[120%]", "要写成 100% 以内的百分比"),
        ("execution_full_rates", "[]", "至少要有 1 项"),
        ("evaluation_grades", "{优: 70}", "最低分要一级比一级小"),
        ("evaluation_grades", "{差: 10}", "除“差”以外，每个等级各写一个最低分"),
        ("evaluation_grades", "{甲: 90}", "不在可选范围"),
        ("project_code", "21", "应当是列表"),
        ("project_code", "[21]", "要写成名称和位数，如 年度2位"),
        ("reason_length", "0", "不能小于 1"),
        ("reason_length", "长", "应当是整数"),
        ("equal_items", '[["22102", "30113"]]', "应为 7 位数字"),
        ("equal_items", '[["2210201", "30113", "30114"]]', "最多 2 项"),
        ("publication_months", "{budget: [本年12月, 上年12月]}", "要先写最早的月份"),
        ("publication_months", "{budget: [12月, 13月]}", "要写成 上年12月"),
        ("evaluation_months", "[本年12月]", "缺少"),
    ],
)
def test_nonsense_is_told_at_its_line(limit: str, value: str, told: str, tmp_path: Path) -> None:
    written = f"# 界限\n{limit}:\n  since:\n    2018: {value}\n"
    pack, said = load(tmp_path, {"parameters/limits.yaml": written})
    assert pack is None
    assert [(file, line) for file, line, _ in said][:1] == [("limits.yaml", 4)]
    assert told in said[0][2], said


def test_a_choice_without_sense_is_told_too(tmp_path: Path) -> None:
    written = "large_project:\n  options: [100万元, 大]\n"
    pack, said = load(tmp_path, {"parameters/limits.yaml": written})
    assert pack is None
    assert said[0][:2] == ("limits.yaml", 2)
    assert "要写成带单位的数" in said[0][2]
