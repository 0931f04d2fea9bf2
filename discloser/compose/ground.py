"""What the rows of a table stand on: its columns, its entries, and what a panel covers of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discloser.compose.coverage import Coverage
from discloser.compute.ledger import Ledger
from discloser.compute.measure import Measures
from discloser.finding import Rule
from discloser.location import FieldPath
from discloser.pack.specs import ColumnSpec, PanelSpec, RowSpec

NOT_COVERED = Rule(
    "T058",
    "口径超出 covers",
    "口径“{name}”有 {amount} 元不在 covers 写的“{whole}”里，表里只会印出一部分。",
    "请改口径或 covers；这一栏（行）本来就另有所指的，写 counts: 否，就印出它自己的全数。",
)
NOT_IN_TABLE = Rule(
    "T059",
    "口径超出全表的口径",
    "口径“{name}”有 {amount} 元不在全表的 measure“{whole}”里，表里只会印出一部分。",
    "全表的 measure 对每一栏、每一行都起作用；另有所指的，请把它改写成 covers。",
)
Paths = frozenset[FieldPath]
"""Entries by their paths."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf column, and the entries of the table that it shows, by their paths."""

    spec: ColumnSpec
    entries: Paths


@dataclass(frozen=True, slots=True)
class Ground:
    """What a row stands on: its leaf columns, the entries it may show, and where it is written.

    ``covered`` are those of the entries that the panel covers, None where the row shows all of
    them; ``names`` are what its texts may use beside the document's names.
    """

    leaves: tuple[Leaf, ...]
    entries: Ledger
    path: FieldPath = ()
    names: Mapping[str, Any] = field(default_factory=dict)
    covered: Paths | None = None
    coverage: Coverage | None = None

    def shows(self, leaf: Leaf) -> Ledger:
        """The entries in the cell of a column."""
        shown = [entry for entry in self.entries.entries if entry.path in leaf.entries]
        if self.covered is not None and not leaf.spec.memo:
            shown = [entry for entry in shown if entry.path in self.covered]
        return Ledger(tuple(shown))

    def seen(self, more: Paths) -> Ledger:
        """The entries that make a row: the covered ones, and ``more`` of those beside them."""
        if self.covered is None:
            return self.entries
        wanted = self.covered.union(more, *(leaf.entries for leaf in self.leaves if leaf.spec.memo))
        return Ledger(tuple(entry for entry in self.entries if entry.path in wanted))


def paths_of(measure: str, measures: Measures, ledger: Ledger) -> Paths:
    """The entries that a measure selects, by their paths."""
    return frozenset(entry.path for entry in measures[measure].selection.of(ledger))


def memo_rows(rows: Sequence[RowSpec], measures: Measures, ledger: Ledger) -> Paths:
    """What rows below a group show that count nowhere and name a measure of their own."""
    found: Paths = frozenset()
    for row in rows:
        found |= memo_rows(row.rows, measures, ledger)
        if row.measure and not row.counts:
            found |= paths_of(row.measure, measures, ledger)
    return found


def measures_beyond(
    named: Iterable[tuple[FieldPath, str]], whole: str, measures: Measures, ledger: Ledger
) -> Iterator[tuple[FieldPath, dict[str, str]]]:
    """Those of the ``named`` measures that have lines outside the measure ``whole``, and how much.

    Of such a measure a table would print a part, and call it the whole.
    """
    inside = paths_of(whole, measures, ledger)
    for path, name in named:
        lines = measures[name].selection.of(ledger)
        beyond = [e for e in lines if e.path not in inside and any(e.amounts.values())]
        if beyond:
            labels = {"name": measures[name].label, "whole": measures[whole].label}
            yield path, labels | {"amount": f"{Ledger(tuple(beyond)).of_both_years:,f}"}


def named_measures(
    panel: PanelSpec, base: FieldPath, *, counting: bool = False
) -> Iterator[tuple[FieldPath, str]]:
    """The measures that columns and rows of a panel name, or only those that count."""
    found: list[tuple[FieldPath, ColumnSpec | RowSpec]] = [
        *_all_columns(panel.columns, (*base, "columns")),
        *_all_rows(panel.rows, (*base, "rows")),
        *_all_rows(panel.footer, (*base, "footer")),
    ]
    for path, spec in found:
        if spec.measure and (spec.counts or not counting):
            yield (*path, "measure"), spec.measure


def _all_columns(
    columns: Sequence[ColumnSpec], path: FieldPath
) -> Iterator[tuple[FieldPath, ColumnSpec]]:
    for index, column in enumerate(columns):
        yield (*path, index), column
        yield from _all_columns(column.columns, (*path, index, "columns"))


def _all_rows(rows: Sequence[RowSpec], path: FieldPath) -> Iterator[tuple[FieldPath, RowSpec]]:
    for index, row in enumerate(rows):
        yield (*path, index), row
        yield from _all_rows(row.rows, (*path, index, "rows"))
