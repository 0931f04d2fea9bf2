"""Columns are as wide as their texts want: fewest lines, nothing cut that must stay whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.document.grid import table_grid
from discloser.document.nodes import Align, Cell, Column, Role, Row, Table
from discloser.document.number import Number, NumberFormat
from discloser.render.advances import BOLD, ems
from discloser.render.columns import Fit, Look, fit_columns

GROUPED = NumberFormat(grouping=True)
LOOK = Look(padding=1.0)


def _table(*rows: Row, widths: tuple[float, ...], head: tuple[Row, ...] = ()) -> Table:
    columns = tuple(Column(width, Align.RIGHT) for width in widths)
    return Table("t", "t", "表", "t", columns, head, rows)


def _fit(table: Table, room: float) -> Fit:
    return fit_columns(table, table_grid(table), room, LOOK)


def _amount(value: str) -> Cell:
    return Cell(Number(Decimal(value), GROUPED))


def _row(*texts: str, role: Role = Role.DATA) -> Row:
    return tuple(Cell(text, role) for text in texts)


def test_columns_keep_their_proportions_where_no_text_wants_more() -> None:
    fit = _fit(_table((Cell("甲"), _amount("1")), widths=(3, 1)), 44)
    assert fit.shares == pytest.approx((0.75, 0.25))
    assert (fit.scale, fit.lines, fit.faults) == (1, (1,), 0)


def test_a_column_grows_with_an_amount_and_the_others_give_way() -> None:
    fit = _fit(_table((Cell("甲"), _amount("1234567890.12")), widths=(9, 1)), 22)
    assert fit.shares[1] * 22 - LOOK.padding >= ems("1,234,567,890.12")
    assert sum(fit.shares) == pytest.approx(1)
    assert fit.scale == 1


def test_a_crowded_table_is_set_smaller() -> None:
    fit = _fit(_table((_amount("1234567890.12"),) * 6, widths=(1,) * 6), 30)
    assert 0.3 < fit.scale < 1
    assert fit.shares == pytest.approx((1 / 6,) * 6)


def test_an_empty_column_gives_its_width_to_one_that_lacks_a_character() -> None:
    """Nine names of ten characters each would leave one behind in the width that is asked for."""
    head = (_row("项目", "金额", "金额", role=Role.COLUMN_HEADER),)
    rows = [_row("一二三四五六七八九十", "", "") for _ in range(9)]
    fit = _fit(_table(*rows, widths=(1, 1, 1), head=head), 30)
    assert fit.lines == (1,) * 10
    assert fit.shares[0] * 30 >= 11
    assert fit.shares[1] * 30 >= 3
    assert fit.shares[1] == pytest.approx(fit.shares[2])


def test_a_long_text_takes_the_room_that_short_ones_leave() -> None:
    rows = [_row("字" * 60, "完成", "100%") for _ in range(3)]
    wide, narrow = (
        sum(_fit(_table(*rows, widths=widths), 50).lines) for widths in ((1, 1, 1), (40, 1, 1))
    )
    assert wide == narrow == 6


def test_a_number_keeps_its_sign_and_its_unit() -> None:
    fit = _fit(_table(_row("≤21002.41万元", "字" * 200), widths=(1, 20)), 40)
    assert fit.shares[0] * 40 - LOOK.padding >= ems("≤21002.41万元") - 1e-9


def test_a_total_in_bold_has_the_room_that_bold_takes() -> None:
    number = Number(Decimal("4263.93"), GROUPED)
    fit = _fit(_table((Cell(number, strong=True), Cell("字" * 300)), widths=(1, 30)), 40)
    assert fit.shares[0] * 40 - LOOK.padding >= ems("4,263.93") * BOLD - 1e-9


def test_heads_of_another_size_are_measured_in_it() -> None:
    head = (_row("因公出国", "x", role=Role.COLUMN_HEADER),)
    table = _table(_row("", "字" * 90), widths=(1, 30), head=head)
    small, large = (
        fit_columns(table, table_grid(table), 40, Look(1.0, factor)).shares[0]
        for factor in (1.0, 1.5)
    )
    assert large > small


TEXTS = st.one_of(
    st.sampled_from(
        ["", "—", "合计", "国有资本经营预算支出", "≤21002.41万元", "https://a.cn/" * 9]
    ),
    st.text("一二三四五六。，（）《》", max_size=40),
    st.text("abc012.%-", max_size=30),
    st.just("字" * 3000),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of any shape: a row of heads, texts and amounts, cells over two columns."""
    count = draw(st.integers(1, 40))
    widths = draw(st.lists(st.floats(0.1, 40), min_size=count, max_size=count))
    head = tuple(Cell(draw(TEXTS), Role.COLUMN_HEADER) for _ in range(count))
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        amount = _amount(str(draw(st.integers(-(10**12), 10**12))))
        cells = [amount if draw(st.booleans()) else Cell(draw(TEXTS)) for _ in range(count)]
        if count > 1 and draw(st.booleans()):
            cells[:2] = [Cell(draw(TEXTS), colspan=2)]
        rows.append(tuple(cells))
    return _table(*rows, widths=tuple(widths), head=(head,))


@settings(max_examples=40, deadline=None)
@given(tables(), st.floats(30, 90))
def test_any_table_fills_its_room_and_cuts_no_number(table: Table, room: float) -> None:
    grid = table_grid(table)
    fit = fit_columns(table, grid, room, LOOK)
    assert fit == fit_columns(table, grid, room, LOOK)
    assert sum(fit.shares) == pytest.approx(1)
    assert min(fit.shares) > 0
    assert len(fit.lines) == len(grid.rows)
    if fit.scale > 0.3:
        for placed in (placed for row in grid.rows for placed in row):
            if isinstance(placed.cell.content, Number) and placed.cell.colspan == 1:
                inner = fit.shares[placed.column] * room - LOOK.padding
                assert inner / fit.scale >= ems(placed.cell.text) - 1e-6
