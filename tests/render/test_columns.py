from decimal import Decimal

import pytest

from discloser.document.grid import table_grid
from discloser.document.nodes import Align, Cell, Column, Table
from discloser.document.number import Number, NumberFormat
from discloser.render.columns import Fit, fit_columns, row_heights
from tests.render.sample import sample_style

GROUPED = NumberFormat(grouping=True)


def _table(*cells: Cell, widths: tuple[float, ...]) -> Table:
    columns = tuple(Column(width, Align.RIGHT) for width in widths)
    return Table("t", "t", "表", "t", columns, (), (cells,))


def _fit(table: Table, width: float) -> Fit:
    return fit_columns(table, table_grid(table), sample_style(), width)


def _amount(value: str) -> Cell:
    return Cell(Number(Decimal(value), GROUPED))


def test_columns_keep_their_proportions_where_there_is_room() -> None:
    fit = _fit(_table(Cell("甲"), _amount("1"), widths=(3, 1)), 400)
    assert fit.shares == pytest.approx((0.75, 0.25))
    assert fit.scale == 1


def test_a_column_grows_with_an_amount_and_the_others_give_way() -> None:
    fit = _fit(_table(Cell("甲"), _amount("1234567890.12"), widths=(9, 1)), 200)
    assert fit.shares[1] * 200 > 70
    assert sum(fit.shares) == pytest.approx(1)
    assert fit.scale == 1


def test_a_crowded_table_is_set_smaller() -> None:
    fit = _fit(_table(*[_amount("1234567890.12")] * 6, widths=(1,) * 6), 300)
    assert 0.3 < fit.scale < 1
    assert fit.shares == pytest.approx((1 / 6,) * 6)


def test_a_long_code_may_break_and_asks_for_nothing() -> None:
    fit = _fit(_table(Cell("X" * 60), Cell("甲"), widths=(1, 1)), 200)
    assert fit.shares == pytest.approx((0.5, 0.5))


def test_a_row_is_as_high_as_its_longest_text() -> None:
    style = sample_style()
    one_line = table_grid(_table(Cell("甲"), Cell("乙"), widths=(1, 1)))
    three_lines = table_grid(_table(Cell("甲\n乙\n丙"), Cell("乙"), widths=(1, 1)))
    low, high = (row_heights(grid, style, Fit((0.5, 0.5)), 200) for grid in (one_line, three_lines))
    assert high[0] - low[0] == pytest.approx(2 * style.table_cell.pitch)
