"""Whole documents of random inputs: no errors, tables that add up, headers that fit."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from discloser.check.run import run_checks, run_document_checks
from discloser.classification.codebook import Codebook
from discloser.compose.context import Context
from discloser.compose.document import compose
from discloser.compose.table import TableMaker
from discloser.compose.text import TextRenderer
from discloser.compute.figures import Figures, compute
from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Table
from discloser.document.number import Number
from discloser.finding import Finding, has_errors
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.pack.specs import ColumnSpec, TableSpec
from tests.properties.strategies import (
    base_pack,
    disclosure_of,
    disclosures,
    drafts,
    fixed,
)

PIVOTS = {
    "receipts": 2,
    "expenditure": 2,
    "general_public_expenditure": 2,
    "general_public_basic": 1,
    "economic_summary": 2,
    "government_fund": 2,
    "projects": 2,
}
"""The pivot tables whose first row is the total, and the first of their rows that count."""
WAN_YUAN = Decimal(10_000)


def checked(disclosure: Disclosure) -> tuple[Figures, list[Finding]]:
    figures = compute(disclosure, base_pack().measures)
    return figures, list(run_checks(figures, Codebook(), SourceMap("in.yaml"))[0])


def composed(disclosure: Disclosure) -> tuple[Document, Figures, list[Finding]]:
    figures, findings = checked(disclosure)
    document, more = compose(figures, base_pack(), SourceMap("in.yaml"))
    return document, figures, [*findings, *more]


def leaves(spec: TableSpec) -> Iterator[ColumnSpec]:
    for panel in spec.all_panels():
        for column in panel.columns:
            yield from column.leaves()


def yuan(table: Table, row: int, column: int) -> Decimal:
    """The exact amount in a slot of a table's body."""
    grid = table_grid(table)
    content = grid.owners[grid.head_rows + row][column].cell.content
    assert isinstance(content, Number)
    return content.value * WAN_YUAN


@settings(fixed, max_examples=15)
@given(disclosures)
def test_a_valid_disclosure_has_no_errors_and_its_tables_add_up(disclosure: Disclosure) -> None:
    document, figures, findings = composed(disclosure)
    read, _ = run_document_checks(document, figures, base_pack().codebook, SourceMap("in.yaml"))
    findings += read
    assert [f"{f.code} {f.message}" for f in findings if has_errors([f])] == []
    tables = {table.name: table for table in document.tables()}
    for name, first in PIVOTS.items():
        spec, table = base_pack().tables[name], tables[name]
        if spec.measure and not len(figures[spec.measure].lines):
            continue  # an empty table has its sentence instead
        check_pivot(table, spec, first, figures[spec.covers].amount)
    check_panels(tables["receipts_and_expenditure"], figures, "receipts_total", "expenditure_total")
    check_panels(
        tables["appropriation"],
        figures,
        "appropriation_receipts_total",
        "appropriation_outlay_total",
    )


def check_pivot(table: Table, spec: TableSpec, first: int, total: Decimal) -> None:
    """The cells that count add up to the total, and each column to its own."""
    columns = list(enumerate(leaves(spec)))
    amounts = [(number, leaf) for number, leaf in columns if not leaf.is_text]
    rows = range(first, len(table.body))
    whole = next(number for number, leaf in amounts if not leaf.counts)
    assert yuan(table, 0, whole) == total, table.name
    counting = [number for number, leaf in amounts if leaf.counts]
    assert sum(yuan(table, row, number) for row in rows for number in counting) == total
    for number, leaf in amounts:
        column = sum(yuan(table, row, number) for row in rows)
        assert column == yuan(table, 0, number), (table.name, leaf.label)


def check_panels(table: Table, figures: Figures, left: str, right: str) -> None:
    """The last row has both totals, and they are equal but for other funds' money."""
    last = len(table.body) - 1
    assert yuan(table, last, 1) == figures[left].amount
    assert yuan(table, last, 3) == figures[right].amount
    assert figures[left].amount == figures[right].amount


@settings(fixed, max_examples=40)
@given(drafts(), st.data())
def test_a_changed_amount_is_an_error(draft: dict[str, Any], data: st.DataObject) -> None:
    assert not has_errors(checked(disclosure_of(draft))[1])
    changed = copy.deepcopy(draft)
    books = [book for book in ("receipts", "expenditure", "closing") if changed[book]]
    line = data.draw(st.sampled_from(changed[data.draw(st.sampled_from(books))]))
    difference = data.draw(st.sampled_from([Decimal("0.01"), Decimal("-0.01"), Decimal(10_000)]))
    line["amount"] += difference
    assume(line["amount"] >= 0)
    codes = {finding.code for finding in checked(disclosure_of(changed))[1]}
    assert len({"A01", "A02", "A08"} & codes) == 1  # at the narrowest place, once


@settings(fixed, max_examples=40)
@given(drafts(), st.data())
def test_money_of_another_fund_is_an_error(draft: dict[str, Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(draft)
    line = data.draw(st.sampled_from(changed["expenditure"]))
    other = "其他收入" if line["fund"] != "其他收入" else "事业收入"
    line["fund"] = other
    codes = {finding.code for finding in checked(disclosure_of(changed))[1]}
    assert len({"A02", "A08"} & codes) == 1
    assert "A01" not in codes


labels = st.sampled_from(["甲", "乙", "丙"])
columns = st.recursive(
    st.builds(lambda label, key: {"label": label, "key": key}, labels, st.sampled_from(["", "k"])),
    lambda below: st.builds(
        lambda label, under: {"label": label, "columns": under},
        labels,
        st.lists(below, min_size=1, max_size=3),
    ),
    max_leaves=10,
)


@settings(fixed, max_examples=60)
@given(st.lists(columns, min_size=1, max_size=4), st.booleans())
def test_a_header_tree_covers_its_grid_exactly_once(
    tree: list[dict[str, Any]], numbered: bool
) -> None:
    spec = TableSpec.model_validate(
        {
            "name": "表",
            "caption": "表",
            "columns": tree,
            "rows": [{}],
            "column_numbers": "栏次" if numbered else None,
        }
    )
    table = make_table(spec)
    grid = table_grid(table)  # fails where a slot is empty or shared
    assert grid.column_count == sum(1 for _ in leaves(spec))
    slots = grid.head_rows * grid.column_count
    assert sum(cell.rowspan * cell.colspan for row in table.head for cell in row) == slots
    if not numbered:
        lowest = [owner.cell.text for owner in grid.owners[grid.head_rows - 1]]
        assert lowest == [leaf.label for leaf in leaves(spec)]


def make_table(spec: TableSpec) -> Table:
    draft = {
        "pack": "henan/base",
        "kind": "budget",
        "year": 2025,
        "published": "2025-03",
        "department": {"code": "101", "name": "示范局"},
        "units": [{"code": "101001", "name": "示范局"}],
    }
    pack, sources = base_pack(), SourceMap("in.yaml")
    context = Context(compute(disclosure_of(draft), pack.measures), pack, sources)
    texts = TextRenderer(pack.layers, "budget", {}, {})
    return TableMaker(context, texts, sources).make("t", spec, sources)
