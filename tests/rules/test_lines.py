"""The rows of declared line tables, of tables that go on, and the names of units in tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discloser.check.reader.read import PlacedTable
from discloser.document.nodes import Document, Table
from tests.deceive.trees import put, spots, with_cell
from tests.rules.documents import Edit, document, new_codes, original, reading, text, words


def exchanged(name: str, one: str, two: str) -> Edit:
    """Print two texts of a table's body in each other's place."""

    def edit(source: Document) -> Document:
        moved = words(name, one, "（别处）")(source)
        return words(name, "（别处）", two)(words(name, two, one)(moved))

    return edit


def of_table(name: str) -> PlacedTable:
    reader = original("declared").reader
    return next(table for table in reader.tables if table.sheet.name == name)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (words("procurement", "快速检测设备", "快速检测设施"), "N28"),
        (words("procurement", "套", "台"), "N28"),
        (words("purchased_services", "A1605", "A1606"), "N28"),
        (exchanged("procurement", "快速检测设备", "灌溉渠道工程"), "N28"),
        (words("transfers", "良种补助", "良种补贴"), "N28"),
        (words("transfer_targets", "村民满意度", "村民满意率"), "N28"),
        (words("midterm", "本级", "本机"), "N28"),
        (words("procurement", "22.00", "23.00"), "A05"),
        (words("procurement", "4", "14"), "A05"),
        (words("transfers", "12.00", "12.10"), "A05"),
        (words("new_assets", "6", "7"), "A05"),
    ],
)
def test_a_row_of_a_declared_table_is_a_line_of_the_input(edit: Edit, code: str) -> None:
    assert code in new_codes("declared", edit(document("declared")))


@pytest.mark.parametrize(
    "edit",
    [
        words("procurement", "快速检测设备", " 快速检测设备"),
        words("purchased_services", "A1605", "A1605 "),
    ],
)
def test_spaces_make_no_other_line(edit: Edit) -> None:
    assert new_codes("declared", edit(document("declared"))) == set()


@pytest.mark.parametrize(
    "name",
    ["procurement", "purchased_services", "transfers", "midterm", "new_assets"],
)
def test_every_amount_of_a_declared_table_is_read(name: str) -> None:
    table = of_table(name)
    assert table.cells
    assert not table.unplaced


def test_amounts_that_print_several_lines_are_their_sum() -> None:
    table = of_table("transfers")
    (row,) = (r for r in table.sheet.rows if table.sheet.texts[r][0] == "村庄清洁行动以奖代补")
    amounts = {table.sheet.texts[row][column] for (at, column) in table.cells if at == row}
    assert {"27.00", "12.00", "9.00", "6.00"} <= amounts


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("快速检测设备（某局）", set()),
        ("快速检测设备（农产品）", set()),
        ("快速检测设施（某局）", {"N28"}),
        ("计快速检测设备", {"N22", "N28"}),
    ],
)
def test_a_cell_may_say_more_than_was_typed(printed: str, codes: set[str]) -> None:
    changed = words("procurement", "快速检测设备", printed)(document("declared"))
    assert new_codes("declared", changed) - {"N22"} == codes - {"N22"}


def test_rows_that_say_the_same_are_left_out() -> None:
    """Two purchases of one name, each of a fund of its own, stand in two rows with equal texts."""
    source = document("declared")
    spot = next(s for s in spots(source) if getattr(s.node, "name", "") == "procurement")
    assert isinstance(spot.node, Table)
    twice = (*spot.node.body[:2], spot.node.body[1], *spot.node.body[2:])
    changed = put(source, spot, replace(spot.node, body=twice))
    tables = reading("declared", changed).reader.tables
    table = next(table for table in tables if table.sheet.name == "procurement")
    rows = {row - table.sheet.first for row, _ in table.cells}
    assert rows.isdisjoint({1, 2})
    assert {0, 3, 4} <= rows


def in_part(name: str, old: str, new: str) -> Edit:
    """Print another text in the first body cell that reads ``old`` of a part of a table."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == name)
        assert isinstance(spot.node, Table)
        for r, row in enumerate(spot.node.body):
            for c, found in enumerate(row):
                if found.text == old:
                    cell = type(found)(new, found.role)
                    return put(source, spot, with_cell(spot.node, r, c, cell))
        raise AssertionError(old)

    return edit


@pytest.mark.parametrize("part", ["appropriation_detail", "appropriation_detail-2"])
def test_a_table_goes_on_with_the_rows_that_it_began_with(part: str) -> None:
    changed = in_part(part, "行政运行", "政运行")(document("wide"))
    assert "N29" in new_codes("wide", changed)
    same = in_part(part, "行政运行", "行政运行")(document("wide"))
    assert new_codes("wide", same) == set()


def test_an_amount_of_a_continuation_is_told_at_that_one() -> None:
    read = original("wide")
    sheet = next(s for s in read.reader.sheets if len(s.parts) > 1)
    second = sheet.parts[1]
    assert sheet.place(sheet.rows[0], second.first).sheet == second.caption
    assert sheet.place(sheet.rows[0], second.first - 1).sheet == sheet.parts[0].caption
    assert sheet.place(sheet.rows[0], 0).sheet == sheet.caption


@pytest.mark.parametrize("wrong", [-1, 1])
def test_the_last_day_of_a_year_is_that_of_the_account(wrong: int) -> None:
    old, new = "截至2024年12月31日", f"截至{2024 + wrong}年12月31日"
    assert "N09" in new_codes("wide", text(old, new)(document("wide")))
