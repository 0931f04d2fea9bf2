"""Where a printed number comes from, and where a line of the input goes to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from discloser.entry.convert import convert
from discloser.location import Location, SourceMap
from discloser.pack.layers import pack_roots
from discloser.pipeline import Prepared, prepare
from discloser.trace import (
    explain_figure,
    explain_number,
    printed_numbers,
    trace_back,
    trace_from,
)
from tests.command import Run

INPUT = Path(__file__).parents[1] / "inputs/henan/sanmenxia/2025/administrative-approval.yaml"


PATH = ("expenditure", 10, "amount")
"""The amount of 公务接待费."""


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(INPUT)


def line_of(text: str) -> int:
    lines = INPUT.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


RECEPTION = line_of('"30217"')
"""The line of 公务接待费."""


def test_a_figure_goes_down_to_the_lines_of_the_input(prepared: Prepared) -> None:
    lines = trace_back(prepared, "three_public")
    text = "\n".join(lines)
    assert lines[0] == "“三公”经费（three_public）"
    assert "印作 0.20 万元，精确 2,001 元" in text
    assert "由 3 个口径相加" in text
    assert "公务接待费（three_public_reception）" in text
    assert f"第 {RECEPTION} 行  2,001 元  121001 一般公共预算 基本支出" in text
    assert "30217 公务接待费" in text


def test_a_figure_names_every_place_where_it_is_printed(prepared: Prepared) -> None:
    text = "\n".join(trace_back(prepared, "“三公”经费"))
    assert "支出情况表》“三公”经费合计" in text
    assert "“三公”经费预算为0.20万元" in text


def test_a_printed_number_finds_its_figures(prepared: Prepared) -> None:
    text = "\n".join(trace_back(prepared, "761.10"))
    assert "收入总计（receipts_total）" in text
    assert "收入总计761.10万元" in text


def test_a_printed_cell_that_no_figure_has_finds_its_lines(prepared: Prepared) -> None:
    text = "\n".join(trace_back(prepared, "48.74"))
    assert "48.74万元" in text
    assert "2210201 住房公积金 30113 住房公积金" in text
    assert "住房公积金／合计" in text


def test_a_percentage_is_found_in_its_sentence(prepared: Prepared) -> None:
    text = "\n".join(trace_back(prepared, "88.83%"))
    assert "占88.83%" in text
    assert " ÷ " in text
    assert "88.83万元" not in text


@pytest.mark.parametrize("what", ["no_such_figure", "123456.78", ""])
def test_what_is_printed_nowhere_gives_nothing(what: str, prepared: Prepared) -> None:
    assert trace_back(prepared, what) == []


def test_a_line_of_the_input_names_every_number_that_it_touches(prepared: Prepared) -> None:
    text = "\n".join(trace_from(prepared, str(RECEPTION)))
    assert "公务接待费（three_public_reception）：0.20 万元" in text
    assert "0.20万元  《2025年一般公共预算“三公”经费支出情况表》“三公”经费合计" in text
    assert "receipts_total" not in text
    assert "支出总计761.10万元" in text


def test_last_years_amount_touches_the_sentences_that_compare(prepared: Prepared) -> None:
    text = "\n".join(trace_from(prepared, str(line_of("receipts_total:"))))
    assert "收入总计的上年数" in text
    assert "减少25.55万元" in text


def test_a_cell_of_a_workbook_is_meant_by_sheet_and_address(prepared: Prepared) -> None:
    place = Location("填报表.xlsx", sheet="支出", cell="F37", path=("expenditure", 0, "amount"))
    sources = SourceMap("填报表.xlsx", {("expenditure", 0, "amount"): place})
    of_workbook = replace(prepared, sources=sources)
    assert trace_from(of_workbook, "支出!F37")[0].startswith("支出!F37  1,470,400 元")
    assert trace_from(of_workbook, "支出!A37") == trace_from(of_workbook, "支出!F37")
    assert trace_from(of_workbook, "支出！$f$37") == trace_from(of_workbook, "支出!F37")
    assert trace_from(of_workbook, "收入!F37") == []


def test_a_cell_of_a_real_workbook_says_what_its_line_of_yaml_says(
    prepared: Prepared, tmp_path: Path
) -> None:
    """The line of 公务接待费 and a row of last year's amounts, in both forms of one input."""
    book = tmp_path / "填报表.xlsx"
    content, _ = convert(INPUT, book, pack_roots())
    assert content is not None
    book.write_bytes(content)
    of_book = prepare(book)
    assert of_book.ok, [finding.message for finding in of_book.findings]
    for path in (PATH, ("prior_year", "figures", "receipts_total")):
        cell, line = of_book.sources.find(path), prepared.sources.find(path)
        assert cell.sheet
        by_cell = trace_from(of_book, f"{cell.sheet}!{cell.cell}")
        by_line = trace_from(prepared, f"{line.line}:{line.column}")
        assert len(by_line) > 3
        assert by_cell[0].replace(f"{cell.sheet}!{cell.cell}", f"第 {line.line} 行") == by_line[0]
        assert by_cell[1:] == by_line[1:]


def test_a_number_is_traced_to_the_cells_of_a_real_workbook(tmp_path: Path) -> None:
    book = tmp_path / "填报表.xlsx"
    content, _ = convert(INPUT, book, pack_roots())
    assert content is not None
    book.write_bytes(content)
    of_book = prepare(book)
    (cell,) = (entry for entry in of_book.sources.places.items() if entry[0] == PATH)
    text = "\n".join(trace_back(of_book, "three_public_reception"))
    assert f"支出!{cell[1].cell}  2,001 元" in text


def test_a_text_of_the_input_names_where_it_is_printed(prepared: Prepared) -> None:
    text = "\n".join(trace_from(prepared, str(line_of("  agency_operating_costs: 我单位"))))
    assert "印在 1 处（按内容查找）" in text
    assert "行政单位机构运转经费支出情况：“…" in text


def test_an_initial_budget_is_found_in_its_sentence() -> None:
    final = prepare(INPUT.parents[1] / "2023" / "government-services-final.yaml")
    text = "\n".join(trace_back(final, "639.30"))
    assert "年初预算" in text
    assert "年初预算数为639.30万元" in text


def test_a_figure_says_which_lines_it_takes_and_of_what(prepared: Prepared) -> None:
    lines = trace_back(prepared, "general_public_basic")
    said = "支出台账中，资金来源：一般公共预算，是否上年结转：否，支出性质：基本支出"
    assert f"├─ 口径：{said}" in lines
    of_sum = trace_back(prepared, "three_public")
    assert not any(line.startswith("├─ 口径：") for line in of_sum)


def test_a_rounded_number_tells_its_exact_value(prepared: Prepared) -> None:
    """487,350 元 of 住房公积金, and 676.1049 of 761.1049 万元 as they are printed."""
    assert "├─ 印作 48.74 万元，精确 48.735 万元" in trace_back(prepared, "48.74万元")
    assert "├─ 印作 88.83%" in trace_back(prepared, "88.83%")


@pytest.mark.parametrize("name", ["three_public", "receipts_total", "agency_operating_costs"])
def test_every_command_gives_the_same_explanation(name: str, prepared: Prepared) -> None:
    """A trace has behind it where the figure is printed, the page before it where one looks."""
    assert prepared.document is not None
    by_name = explain_figure(prepared, name)
    assert len(by_name) > 3
    traced = trace_back(prepared, name)
    assert [line.replace("└─", "├─", 1) for line in by_name][:2] == traced[:2]
    bare = [line.lstrip("│├└─ ") for line in traced]
    assert bare[: len(by_name)] == [line.lstrip("│├└─ ") for line in by_name]
    numbers = printed_numbers(prepared.document)
    number = next(printed for printed in numbers if printed.number.figure == name)
    assert explain_number(prepared, number) == [number.place, *by_name]


@pytest.mark.parametrize(
    "arguments",
    [["trace"], ["trace", INPUT], ["trace", INPUT, "a", "--from", "5"], ["trace", INPUT, "a"]],
    ids=["no input", "nothing asked", "both asked", "unknown"],
)
def test_misuse_is_explained(arguments: list[object], run: Run) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert "找到" in err or "请给" in err


def test_the_command_prints_the_tree(run: Run) -> None:
    code, out, _ = run("trace", INPUT, "three_public_reception")
    assert code == 0
    first, second, third, *_ = out.splitlines()
    assert first == f"输入文件：{INPUT}"
    assert second == "公务接待费（three_public_reception）"
    assert third.startswith("├─ ")
