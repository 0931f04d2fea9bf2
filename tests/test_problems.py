"""The one list of problems: its order, equal findings as one, notes in one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discloser.check.rules.a_sums import ROUNDING
from discloser.finding import Finding, Severity
from discloser.location import Location, SourceMap, areas
from discloser.problems import in_order, merged, without_briefs
from discloser.read.excel_rules import NO_HEADER
from discloser.report import finding_lines, summary

BOOK = SourceMap("局.xlsx", sheets=("收入", "支出", "项目"))


def at(sheet: str, cell: str, message: str = "不对。", code: str = "Z01") -> Finding:
    place = Location("局.xlsx", sheet=sheet, cell=cell)
    return Finding(code, Severity.ERROR, message, "请改。", (place,))


def test_the_order_is_that_of_the_workbook_and_not_of_codes_or_alphabets() -> None:
    wanted = (
        Finding("Z99", Severity.NOTE, "没有位置。"),
        at("收入", "B9", code="Z09"),
        at("收入", "B10", code="Z08"),
        at("支出", "Z5", code="Z07"),
        at("支出", "AA5", code="Z06"),
        at("支出", "A6", code="Z05"),
        at("项目", "A1", code="Z04"),
        replace(at("项目", "A1"), locations=(Location("去年.xlsx", sheet="收入", cell="A1"),)),
        replace(at("", ""), locations=(Location("公开文档", sheet="收入表", cell="合计"),)),
    )
    for start in range(len(wanted)):
        turned = wanted[start:] + wanted[:start]
        assert in_order(turned, BOOK) == in_order(turned[::-1], BOOK) == wanted


def test_what_cannot_be_read_is_told_before_what_follows_from_it() -> None:
    consequence = at("收入", "B9", code="B06")
    cause = NO_HEADER.at(Location("局.xlsx", sheet="项目", cell="A1"), sheet="项目", titles="")
    assert in_order([consequence, cause], BOOK) == (cause, consequence)


def test_findings_of_one_place_stay_in_the_order_of_the_stages() -> None:
    found = (at("支出", "A5", code="Z09"), at("支出", "A5", code="Z01"))
    assert in_order(found, BOOK) == found


def test_equal_findings_are_one_with_the_number_of_its_places() -> None:
    found = [at("支出", f"G{row}") for row in range(5, 120)] + [
        at("支出", "G200"),
        at("收入", "A3"),
    ]
    (one,) = merged(found)
    assert one.times == len(found)
    head, remedy = finding_lines(found, BOOK)
    assert head == "局.xlsx 收入!A3、支出!G5:G119、G200（117 处）: 错误 Z01 不对。"
    assert remedy == "    怎么办：请改。"
    assert summary(found) == "错误 1 个（117 处）"


@pytest.mark.parametrize(
    "other",
    [
        at("支出", "G6", message="也不对。"),
        at("支出", "G6", code="Z02"),
        replace(at("支出", "G6"), remedy="请删。"),
        replace(at("支出", "G6"), severity=Severity.WARNING),
        replace(at("支出", "G6"), locations=(Location("去年.xlsx", sheet="支出", cell="G6"),)),
    ],
    ids=["message", "code", "remedy", "severity", "file"],
)
def test_findings_that_differ_stay_apart(other: Finding) -> None:
    assert len(merged([at("支出", "G5"), other])) == 2


def test_a_finding_found_twice_at_one_place_is_one() -> None:
    (one,) = merged([at("支出", "G5"), at("支出", "G5")])
    assert one == at("支出", "G5")


def test_places_beside_the_first_are_kept_apart_from_the_places_of_the_others() -> None:
    place = Location("局.xlsx", sheet="项目", cell="B2")
    found = [
        replace(f, locations=(*f.locations, place)) for f in (at("支出", "G5"), at("支出", "G7"))
    ]
    (one,) = merged(found)
    assert [each.cell for each in one.locations[: one.times]] == ["G5", "G7"]
    assert one.locations[one.times :] == (place,)


def test_equal_findings_of_lines_name_their_first_lines() -> None:
    found = [
        Finding("Z01", Severity.ERROR, "不对。", "", (Location("a.yaml", n, 3),))
        for n in range(1, 8)
    ]
    assert finding_lines(found) == [
        "a.yaml:1:3 等 7 处: 错误 Z01 不对。",
        "    7 处：a.yaml:1:3、a.yaml:2:3、a.yaml:3:3、a.yaml:4:3、a.yaml:5:3等共 7 处",
    ]


def rounding(cell: str) -> Finding:
    place = Location("公开文档", sheet="支出表", cell=cell)
    values = dict.fromkeys(("table", "column", "count", "sum", "total", "difference", "bound"), "1")
    return ROUNDING.at(place, **values, parts=cell)


def test_notes_that_ask_for_nothing_are_one_sentence() -> None:
    rest, sentences = without_briefs([rounding("甲"), at("支出", "G5"), rounding("乙")])
    assert rest == (at("支出", "G5"),)
    assert sentences == ("尾差 2 处，均在四舍五入允许的范围内，不用处理。",)


def test_a_note_that_a_pack_makes_a_warning_is_told_in_full() -> None:
    strict = replace(rounding("甲"), severity=Severity.WARNING)
    assert without_briefs([strict]) == ((strict,), ())


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        (["A1"], ["支出!A1"]),
        (["A2", "A1", "A3"], ["支出!A1:A3"]),
        (["A1", "A3", "A4"], ["支出!A1", "A3:A4"]),
        (["A1", "B1", "A2"], ["支出!A1:A2", "B1"]),
        (["AZ9", "AZ10"], ["支出!AZ9:AZ10"]),
    ],
)
def test_cells_below_one_another_are_written_as_a_range(
    cells: list[str], written: list[str]
) -> None:
    assert areas(Location("局.xlsx", sheet="支出", cell=cell) for cell in cells) == written
