"""Which dimensions of the ledger a pack's tables list, so that a check asks for no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from discloser.compute.ledger import Side
from discloser.compute.measure import Measures
from discloser.model.values import Category
from discloser.pack.specs import ColumnSpec, RowSpec, TableSpec


@dataclass(frozen=True, slots=True)
class Listed:
    """The tables that list a dimension, by name; ``projects`` are those that show project money.

    ``receipts`` are those that show receipts alone, each with the measure that it covers.
    """

    tables: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    receipts: tuple[tuple[str, str], ...] = ()


def listed_dimensions(tables: Iterable[TableSpec], measures: Measures) -> dict[str, Listed]:
    """The dimensions that rows and columns list or filter by, with their tables."""
    found: dict[str, Listed] = {}
    for table in tables:
        used = {
            dimension
            for panel in table.all_panels()
            for dimension in (*_of_columns(panel.columns), *_of_rows((*panel.rows, *panel.footer)))
        }
        projects = () if _is_basic(table, measures) else (table.name,)
        receipts = ((table.name, table.covers),) if _is_of_receipts(table, measures) else ()
        for dimension in used:
            known = found.get(dimension, Listed())
            found[dimension] = Listed(
                (*known.tables, table.name),
                (*known.projects, *projects),
                (*known.receipts, *receipts),
            )
    return found


def _is_of_receipts(table: TableSpec, measures: Measures) -> bool:
    """Whether all that a table covers is receipts."""
    covered = measures[table.covers].selection.parts if table.covers in measures else ()
    return bool(covered) and all(side == Side.RECEIPTS for side, _ in covered)


def _is_basic(table: TableSpec, measures: Measures) -> bool:
    """Tell whether all that a table shows is basic expenditure."""
    names = {table.measure, table.covers, *(panel.covers for panel in table.all_panels())} - {""}
    basic = ("category", True, frozenset({Category.BASIC.value}))
    return any(
        all(basic in where.conditions for _, where in measures[name].selection.parts)
        for name in names
        if name in measures
    )


def _of_columns(columns: Iterable[ColumnSpec]) -> Iterator[str]:
    for column in columns:
        yield from column.each
        yield from (name.removeprefix("not_") for name in column.where)
        yield from _of_columns(column.columns)


def _of_rows(rows: Iterable[RowSpec]) -> Iterator[str]:
    for row in rows:
        yield from row.each
        yield from (name.removeprefix("not_") for name in row.where)
        yield from _of_rows(row.rows)
