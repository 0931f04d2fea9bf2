"""The clerk's own workbook comes back with its problems marked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from discloser.cli import main
from discloser.read import read_input
from discloser.read.workbook_layout import PROBLEMS
from tests.entry.samples import GOOD, built, draft_of, edited

RED, YELLOW = "00FF9C9C", "00FFD966"


def annotated(folder: Path, change: Any) -> Workbook:
    (folder / "last_year.yaml").write_bytes((GOOD.parent / "last_year.yaml").read_bytes())
    (folder / "a.xlsx").write_bytes(edited(change))
    with pytest.raises(SystemExit):
        main(["check", str(folder / "a.xlsx"), "--annotate", str(folder / "b.xlsx")])
    return load_workbook(folder / "b.xlsx")


def mistakes(book: Workbook) -> None:
    book["支出"]["I7"] = "=1+1"
    book["支出"]["B6"] = "201"
    book["收入"]["B5"] = "=公共预算"
    book["收入"]["B5"].data_type = "s"
    book["职责"]["A9"] = "留着"


def test_a_faulty_cell_is_coloured_and_says_what_to_do(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    for sheet, cell in (("支出", "I7"), ("支出", "B6"), ("收入", "B5")):
        marked = book[sheet][cell]
        assert marked.fill.fgColor.rgb == RED
        assert "怎么办" in marked.comment.text
    assert book["支出"]["I6"].comment is None
    assert book["职责"]["A9"].value == "留着"


def test_all_problems_are_listed_in_reading_order_with_links(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    problems = book[PROBLEMS]
    assert book.sheetnames[0] == PROBLEMS
    places = [row[2].value for row in problems.iter_rows(min_row=2)]
    assert places[:3] == ["收入!B5", "支出!B6", "支出!I7"]
    links = [row[2].hyperlink for row in problems.iter_rows(min_row=2, max_row=4)]
    assert [link.location for link in links if link] == ["'收入'!B5", "'支出'!B6", "'支出'!I7"]
    assert [cell.value for cell in problems[2]][1] == "错误"


def test_what_a_clerk_typed_is_no_formula_in_the_list(tmp_path: Path) -> None:
    book = annotated(tmp_path, mistakes)
    cells = [cell for row in book[PROBLEMS].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book["收入"]["B5"].data_type == "s"


def test_a_clean_workbook_gets_an_empty_list_and_reads_the_same(tmp_path: Path) -> None:
    book = annotated(tmp_path, lambda _: None)
    rows = list(book[PROBLEMS].iter_rows(min_row=2, values_only=True))
    assert all(row[1] != "错误" for row in rows)
    draft, _, _ = read_input(tmp_path / "b.xlsx")
    assert built(draft) == built(draft_of(GOOD))


def test_an_annotated_workbook_can_be_annotated_again(tmp_path: Path) -> None:
    annotated(tmp_path, mistakes)
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path / "b.xlsx"), "--annotate", str(tmp_path / "c.xlsx")])
    names = load_workbook(tmp_path / "c.xlsx").sheetnames
    assert [name for name in names if name.startswith(PROBLEMS)] == [PROBLEMS]


def test_the_original_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(mistakes))
    before = path.read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["check", str(path), "--annotate", str(path)])
    assert ended.value.code == 2
    assert path.read_bytes() == before
