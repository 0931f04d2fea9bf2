"""Every published table is printed: its money cells, its words, its header, its notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fidelity.compare import Kind, Pair, compare_all_tables, differences
from tests.fidelity.deliberate import entries, reasons, unlisted
from tests.fidelity.ours import printed_document, with_cells
from tests.fidelity.published import NUMBERS, published
from tests.fidelity.readers import GRIDS
from tests.fidelity.rendered import Case, composed, rendered

MONEY_CELLS = {"000": 173, "001": 273, "002": 202, "003": 439, "004": 199, "005": 221, "006": 159}
"""The money cells printed in each document: cells that hold an amount other than zero, with
decimals and nothing else, in all tables but the self-evaluations of a final account."""


@pytest.mark.parametrize("number", NUMBERS)
def test_each_published_document_has_its_known_number_of_money_cells(number: str) -> None:
    found = sum(len(table.money()) for table in published(number).tables)
    assert found == MONEY_CELLS[number]


def test_every_published_money_cell_is_printed(case: Case, pairs: list[Pair]) -> None:
    money = [pair for pair in pairs if pair.kind is Kind.MONEY]
    assert len(money) == MONEY_CELLS[case.number]
    wrong = unlisted(differences(money), reasons(case.number))
    assert not wrong, entries(wrong)


@pytest.mark.parametrize("suffix", GRIDS)
def test_every_published_money_cell_stands_in_the_rendered_file(case: Case, suffix: str) -> None:
    grids = GRIDS[suffix](rendered(case)[suffix])
    ours = printed_document(composed(case)).tables
    tables = [with_cells(table, grid) for table, grid in zip(ours, grids, strict=True)]
    pairs = list(compare_all_tables(published(case.number).tables, tables))
    money = [pair for pair in pairs if pair.kind is Kind.MONEY]
    assert len(money) == MONEY_CELLS[case.number]
    wrong = unlisted(differences(money), reasons(case.number))
    assert not wrong, entries(wrong)


@pytest.mark.parametrize(
    "kind", [Kind.TITLE, Kind.LINE, Kind.HEADER, Kind.CELL, Kind.NOTE], ids=str
)
def test_everything_else_in_the_tables_is_printed_as_published(
    case: Case, pairs: list[Pair], kind: Kind
) -> None:
    found = unlisted(differences(pairs), reasons(case.number))
    wrong = [pair for pair in found if pair.kind is kind]
    assert not wrong, entries(wrong)


def test_a_wrong_digit_in_a_real_table_would_be_found(case: Case) -> None:
    printed = published(case.number)
    table = next(table for table in printed.tables if table.money())
    wrong = replace(
        table,
        rows=tuple(
            tuple(cell.replace(table.money()[0], "0.01") for cell in row) for row in table.rows
        ),
    )
    tables = [wrong if known is table else known for known in printed.tables]
    assert differences(compare_all_tables(printed.tables, tables))
