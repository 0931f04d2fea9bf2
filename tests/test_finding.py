"""Findings: declared once, placed, sorted and said in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.finding import CATALOGUE, Finding, Rule, Severity, has_errors
from discloser.location import FieldPath, Location, SourceMap, format_path
from discloser.report import finding_lines, summary


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Rule:
    monkeypatch.setattr("discloser.finding.CATALOGUE", dict(CATALOGUE))
    return Rule("Z01", "试", "“{name}”不对。", "请改 {name}。", Severity.WARNING)


def test_a_rule_fills_its_templates(rule: Rule) -> None:
    place = Location("a.yaml", 3)
    finding = rule.at(place, None, figures=["three_public"], name="{甲}")
    assert finding == Finding(
        "Z01", Severity.WARNING, "“{甲}”不对。", "请改 {甲}。", (place,), ("three_public",)
    )
    assert finding.location == place


def test_a_code_is_declared_once(rule: Rule) -> None:
    assert Rule("Z01", "试", "“{name}”不对。", "请改 {name}。", Severity.WARNING) == rule
    with pytest.raises(ValueError, match="Z01"):
        Rule("Z01", "另一条", "…")


def test_only_an_error_stops_rendering() -> None:
    def of(severity: Severity) -> Finding:
        return Finding("Z01", severity, "…")

    assert has_errors([of(Severity.NOTE), of(Severity.ERROR)])
    assert not has_errors([of(Severity.NOTE), of(Severity.WARNING)])
    assert not has_errors([])


@pytest.mark.parametrize(
    ("place", "position"),
    [
        (Location("a.yaml"), "a.yaml"),
        (Location("a.yaml", 3), "a.yaml:3"),
        (Location("a.yaml", 3, 7), "a.yaml:3:7"),
        (Location("a.xlsx", sheet="支出", cell="F37"), "a.xlsx 支出!F37"),
        (Location("a.xlsx", sheet="支出"), "a.xlsx 支出!"),
    ],
)
def test_a_place_is_written_as_editors_open_it(place: Location, position: str) -> None:
    assert str(place) == position


def test_a_field_path_counts_from_one() -> None:
    assert format_path(("expenditure", 2, "amount")) == "expenditure[3].amount"
    assert (
        format_path(("prior_year", "figures", "three_public")) == "prior_year.figures.three_public"
    )
    assert format_path(()) == ""


def test_a_missing_field_is_found_at_what_surrounds_it() -> None:
    places = {(): Location("a", 1), ("x", 0): Location("a", 5, path=("x", 0))}
    sources = SourceMap("a", places)
    assert sources.find(("x", 0, "amount")) == Location("a", 5, path=("x", 0, "amount"))
    assert sources.find(("y",)) == Location("a", 1, path=("y",))
    assert SourceMap("b").find(("y",)) == Location("b", path=("y",))


def test_what_stands_behind_a_removed_item_moves_up_and_keeps_its_name() -> None:
    places: dict[FieldPath, Location] = {
        ("x", n): Location("a", 10 + n, path=("x", n)) for n in range(4)
    }
    rest = SourceMap("a", places).without([("x", 1), ("x", 2)])
    assert rest.find(("x", 0)).line == 10
    assert rest.find(("x", 1, "amount")) == Location("a", 13, path=("x", 3, "amount"))
    assert rest.find(("x", 2)).line is None


def finding(code: str, severity: Severity, *places: Location, remedy: str = "") -> Finding:
    return Finding(code, severity, f"说明{code}", remedy, places)


def test_lines_are_sorted_by_place_whatever_their_weight() -> None:
    found = [
        finding("Z05", Severity.NOTE, Location("a", 1)),
        finding("Z04", Severity.WARNING, Location("a", 2)),
        finding("Z03", Severity.ERROR, Location("a", 10, 2)),
        finding("Z02", Severity.ERROR, Location("a", 10, 1)),
        finding("Z01", Severity.ERROR, Location("a", 9, 5)),
        finding("Z00", Severity.ERROR),
    ]
    assert finding_lines(found) == [
        "错误 Z00 说明Z00",
        "a:1: 提示 Z05 说明Z05",
        "a:2: 警告 Z04 说明Z04",
        "a:9:5: 错误 Z01 说明Z01",
        "a:10:1: 错误 Z02 说明Z02",
        "a:10:2: 错误 Z03 说明Z03",
    ]


def test_a_finding_says_its_field_its_other_places_and_its_remedy() -> None:
    places = [Location("a", n, path=("x", n)) for n in range(1, 9)]
    assert finding_lines([finding("Z01", Severity.ERROR, *places, remedy="请改。")]) == [
        "a:1: 错误 Z01 说明Z01",
        "    字段：x[2]",
        "    还有：a:2、a:3、a:4、a:5、a:6等共 7 处",
        "    怎么办：请改。",
    ]


def test_a_file_below_the_working_directory_is_called_by_its_short_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    places = (Location(str(tmp_path / "inputs" / "a.yaml"), 3), Location("/elsewhere/a.yaml", 4))
    assert [
        line.split()[0] for line in finding_lines([finding("Z", Severity.NOTE, p) for p in places])
    ] == [
        "/elsewhere/a.yaml:4:",
        "inputs/a.yaml:3:",
    ]


def test_the_summary_counts_by_weight() -> None:
    kinds = [("Y", Severity.WARNING), ("Z", Severity.ERROR), ("Z", Severity.WARNING)]
    assert summary([finding(*kind) for kind in kinds]) == "错误 1 个，警告 2 个"
    assert summary([]) == "没有发现问题"
