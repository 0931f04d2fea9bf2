"""The columns of a table as they are printed this time, and its head."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from discloser.compose.context import Context
from discloser.compose.groups import Group, make_groups
from discloser.compose.panels import Line, head_cell, number_row, same_spanner
from discloser.compose.text import TextRenderer, is_fixed
from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Ledger
from discloser.compute.measure import Selection
from discloser.document.nodes import Row
from discloser.finding import Rule
from discloser.location import FieldPath, Location
from discloser.pack.branches import note_decision
from discloser.pack.specs import MOST_COLUMNS, ColumnSpec, TableSpec

HAS_AMOUNTS = "有数"
"""The condition of a column or row that is printed where any line of the table is in it."""
TOO_MANY = Rule(
    "T090",
    "栏太多",
    "“{label}”按 each 分成 {count} 栏，一张表最多 {most} 栏。",
    "请用 where 或 values 限定分组，或换一种分法。",
)


@dataclass(frozen=True, slots=True)
class ColumnMaker:
    """What making the columns of one table needs; ``names`` are those of the table's texts.

    ``select`` tells what a column takes of the table's lines.
    """

    context: Context
    texts: TextRenderer
    spec: TableSpec
    place: Callable[[FieldPath], Location]
    names: Mapping[str, Any]
    select: Callable[[ColumnSpec], Selection]

    def printed(self, columns: Sequence[ColumnSpec], ledger: Ledger) -> tuple[ColumnSpec, ...]:
        """The columns that are wanted, each ``each`` as a column for every group of ``ledger``."""
        kept: list[ColumnSpec] = []
        for column in columns:
            for single, lines in self._spread(column, ledger):
                below = self.printed(single.columns, lines)
                if self._wanted(single, lines) and bool(below) == bool(single.columns):
                    kept.append(single.model_copy(update={"columns": below}))
        return tuple(kept)

    def _spread(self, column: ColumnSpec, ledger: Ledger) -> list[tuple[ColumnSpec, Ledger]]:
        if not column.each:
            return [(column, ledger)]
        chosen = self.select(column).of(ledger)
        groups = make_groups(chosen, column, self.context)
        if len(groups) * len(column.leaves()) > MOST_COLUMNS:
            place = self.place(self.spec.path_of_column("label", column.label))
            values: dict[str, Any] = {"label": column.label, "most": MOST_COLUMNS}
            self.texts.findings.append(TOO_MANY.at(place, count=len(groups), **values))
            return []
        return [(self._of_group(column, group), group.entries) for group in groups]

    def _of_group(self, column: ColumnSpec, group: Group) -> ColumnSpec:
        """The column of one group, and all below it, restricted to the group."""
        names = {**self.names, "column": group}
        group_is = {name: (value,) for name, value in zip(column.each, group.key, strict=True)}
        of_spanner = column.where if column.columns else {}
        plain = column.model_copy(update={"each": ()} | ({"where": {}} if column.columns else {}))
        single = _restricted(plain, {**of_spanner, **group_is})

        def labelled(part: ColumnSpec) -> ColumnSpec:
            if part.each:  # its label is about its own groups
                return part
            label = self._label(part, names)
            below = tuple(map(labelled, part.columns))
            return part.model_copy(update={"label": label, "columns": below})

        return labelled(single)

    def _wanted(self, column: ColumnSpec, ledger: Ledger) -> bool:
        if not column.when:
            return True
        place = self.place(self.spec.path_of_column("when", column.when))
        if column.when != HAS_AMOUNTS:
            return self.texts.holds(column.when, place, self.names)
        shown = (self.select(leaf).of(ledger).of_column(leaf.value) for leaf in column.leaves())
        found = any(any(entry.amounts.values()) for lines in shown for entry in lines)
        note_decision(f"{column.id or column.label} {HAS_AMOUNTS}", place, holds=found)
        return found

    def _label(self, column: ColumnSpec, names: Mapping[str, Any]) -> str:
        if is_fixed(column.label):
            return column.label
        place = self.place(self.spec.path_of_column("label", column.label))
        return self.texts.text(column.label, place, names)

    def head(self, columns: Sequence[ColumnSpec], leaves: Sequence[ColumnSpec]) -> tuple[Row, ...]:
        """The rows of the head: labels with their spans, and the row of numbers."""
        depth = max(column.depth for column in columns)
        rows: list[Line] = [[] for _ in range(depth)]

        def add(column: ColumnSpec, level: int) -> None:
            label = self._label(column, self.names)
            rowspan = 1 if column.columns else depth - level
            header = head_cell(label, rowspan, len(column.leaves()))
            above = rows[level][-1] if rows[level] else None
            if column.columns and above is not None and same_spanner(above, header):
                header = replace(above, colspan=above.colspan + header.colspan)
                rows[level].pop()
            rows[level].append(header)
            for child in column.columns:
                add(child, level + 1)

        for column in columns:
            add(column, 0)
        if self.spec.column_numbers is not None:
            rows.append(number_row(self.spec.column_numbers, leaves))
        return tuple(map(tuple, rows))


def _restricted(part: ColumnSpec, conditions: Conditions) -> ColumnSpec:
    """A column that takes only what passes some conditions too, with all below it."""
    if part.columns:
        below = tuple(_restricted(child, conditions) for child in part.columns)
        return part.model_copy(update={"columns": below})
    where = dict(part.where)
    for dimension, values in conditions.items():
        mine = where.get(dimension, values)
        barred = dimension.startswith("not_")
        both = (*mine, *values) if barred else tuple(value for value in mine if value in values)
        where[dimension] = tuple(dict.fromkeys(both))
    return part.model_copy(update={"where": where})
