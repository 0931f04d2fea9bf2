"""How tables are set on their pages: as large as they may, closer where that saves a page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from discloser.document.grid import table_grid
from discloser.document.nodes import (
    BREAK,
    Cell,
    Column,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Role,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat
from discloser.document.setting import Setting
from discloser.render.cell_lines import with_breaks
from discloser.render.css import text_height
from discloser.render.page_turns import Room, heads_above, kept_at_ends, pages_of
from discloser.render.pdf import render_pdf
from discloser.render.tables import row_heights, set_tables, setting_of
from discloser.render.typst import render_typst
from tests.render.pdf_reader import page_texts
from tests.render.sample import sample_document, sample_style
from tests.render.test_columns import tables

STYLE = sample_style()
USUAL = STYLE.table_cell.size
PORTRAIT = Orientation.PORTRAIT


def _rows(count: int, text: str = "支出", columns: int = 3) -> Table:
    head = tuple(Cell("项目", Role.COLUMN_HEADER) for _ in range(columns))
    rows = tuple(
        (Cell(text), *(Cell(Number(Decimal(n), NumberFormat())) for _ in range(columns - 1)))
        for n in range(count)
    )
    return Table("t", "t", "表", "t", (Column(),) * columns, (head,), rows)


def _document(*blocks: Table | Paragraph | Heading) -> Document:
    return replace(sample_document(), sections=(Section(blocks),))


def _set(*blocks: Table | Paragraph | Heading) -> Table:
    (*_, table) = set_tables(_document(*blocks), STYLE).tables()
    return table


def _setting(*blocks: Table | Paragraph | Heading) -> Setting:
    setting = _set(*blocks).setting
    assert setting is not None
    return setting


def _most_rows() -> int:
    """How many rows of the usual height a page holds below the caption and the head."""
    setting = setting_of(_rows(60), STYLE, PORTRAIT)
    (height, *_) = row_heights(table_grid(_rows(1)), STYLE, setting, 400)
    caption = STYLE.table_caption
    room = text_height(STYLE.page, PORTRAIT) - caption.pitch - 8
    return int(room / height) - 1


def test_a_table_that_fills_half_a_page_is_set_larger() -> None:
    setting = _setting(_rows(_most_rows() // 2))
    assert setting.size == 10.5
    assert setting.whole


def test_a_table_that_fills_its_page_keeps_the_size_of_the_style() -> None:
    setting = _setting(_rows(_most_rows() - 1))
    assert (setting.size, setting.pitch) == (USUAL, STYLE.table_cell.pitch)
    assert setting.whole


def test_a_table_that_is_larger_only_on_more_lines_keeps_its_size() -> None:
    """A text as wide as its column would take a line more."""
    text = "字" * 44
    assert _setting(_rows(5, text, columns=1)).size < 10.5


@pytest.mark.parametrize("more", [1, 4, 8])
def test_a_table_that_misses_its_page_by_little_is_set_closer(more: int) -> None:
    setting = _setting(_rows(_most_rows() + more))
    assert setting.whole
    assert setting.size >= 8
    assert setting.pitch >= 1.25 * setting.size - 1e-9
    assert (setting.pitch, setting.padding_y) < (STYLE.table_cell.pitch, 1.8)


def test_padding_goes_before_pitch_and_pitch_before_size() -> None:
    found = [_setting(_rows(_most_rows() + more)) for more in range(14)]
    whole = [setting for setting in found if setting.whole]
    assert [setting.size for setting in whole] == sorted((s.size for s in whole), reverse=True)
    assert any(s.pitch == STYLE.table_cell.pitch and s.padding_y < 1.7 for s in whole)
    assert any(s.size == USUAL and s.pitch < STYLE.table_cell.pitch for s in whole)
    assert all(s.pitch < STYLE.table_cell.pitch for s in whole if s.size < USUAL)


def test_a_table_of_two_full_pages_is_left_as_it_is() -> None:
    setting = _setting(_rows(2 * _most_rows() - 4))
    assert (setting.size, setting.pitch) == (USUAL, STYLE.table_cell.pitch)
    assert not setting.whole


def test_what_stands_above_a_table_takes_of_its_room() -> None:
    rows = _rows(_most_rows() - 1)
    above = Paragraph((Text("字" * 100),))
    assert _setting(above, rows).padding_y < _setting(rows).padding_y


@pytest.mark.parametrize("write", [render_pdf, render_typst])
@pytest.mark.parametrize("more", [-1, 1, 8])
def test_a_table_that_is_whole_takes_one_page(write: object, more: int) -> None:
    document = set_tables(_document(_rows(_most_rows() + more)), STYLE)
    (table,) = document.tables()
    assert table.setting is not None
    assert table.setting.whole
    assert callable(write)
    assert write(document, STYLE).page_count == 1


def test_heads_break_between_words_and_texts_leave_no_character_behind() -> None:
    head = (Cell("国有资本经营预算", Role.COLUMN_HEADER), Cell("说明", Role.COLUMN_HEADER))
    rows = tuple((Cell(str(n)), Cell("字" * 300)) for n in range(9))
    columns = (Column(1), Column(9))
    table = _set(Table("t", "t", "表", "t", columns, (head,), rows))
    lines = table.head[0][0].text.split(BREAK)
    assert "".join(lines) == "国有资本经营预算"
    assert set(lines) <= {"国有资本", "国有资本经营", "经营预算", "国有", "资本", "经营", "预算"}


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("其他商品和服务支出", 8.0, ["其他商品和服务", "支出"]),
        ("投入不超过21002.41万元", 9.5, ["投入不超过", "21002.41万元"]),
        ("字字字字", 4.0, ["字字字字"]),
        ("字字字字字字", 4.0, ["字字字字字字"]),
    ],
)
def test_a_text_is_broken_only_where_it_would_end_badly(
    text: str, room: float, lines: list[str]
) -> None:
    assert with_breaks(text, room).split(BREAK) == lines


@settings(max_examples=20, deadline=None)
@given(tables())
def test_setting_changes_no_text(table: Table) -> None:
    made = _set(table)
    before, after = (
        [cell.text.replace(BREAK, "") for row in (*t.head, *t.body) for cell in row]
        for t in (table, made)
    )
    assert before == after
    assert made == _set(table)


@pytest.mark.parametrize("write", [render_pdf, render_typst])
@pytest.mark.parametrize("more", [1, 2, 3])
def test_no_page_holds_fewer_than_three_rows(write: object, more: int) -> None:
    """Two full pages and a few rows, more than what setting them closer would save."""
    count = int(2.45 * _most_rows())
    rows = tuple((Cell(f"第{n}行\n二\n三"),) for n in range(count // 3 + more))
    table = Table("t", "t", "表", "t", (Column(),), (), rows)
    assert callable(write)
    pages = page_texts(write(set_tables(_document(table), STYLE), STYLE).pdf)
    assert len(pages) > 1
    assert all(page.count("第") >= 3 for page in pages)


def test_rows_at_both_ends_stay_together_where_they_are_low() -> None:
    grid = table_grid(_rows(8))
    assert kept_at_ends(grid, [10.0] * 9, 100) == {1, 2, 6, 7}
    assert kept_at_ends(grid, [10.0] * 9, 29) == frozenset()
    assert kept_at_ends(table_grid(_rows(6)), [10.0] * 7, 100) == frozenset()


def test_the_head_of_a_band_that_a_page_repeats_takes_of_its_room() -> None:
    head = tuple(Cell("指标", Role.COLUMN_HEADER) for _ in range(3))
    plain = replace(_rows(10), head=())
    form = replace(plain, body=(*plain.body[:2], head, *plain.body[2:]))
    grid, heads = table_grid(form), heads_above(form)
    assert [len(rows) for rows in heads] == [0, 0, 0, *[1] * 8]
    pages = pages_of(grid, [10.0] * 11, Room(50.0, 50.0, 0.0), heads)
    # The first page has its two rows, the head and two below it; the others repeat the head.
    assert [len(page) for page in pages] == [5, 4, 2]
