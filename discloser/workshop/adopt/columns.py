"""The columns of an adopted table: the tree of its head, and what each leaf selects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.sheet import Sheet
from discloser.pack.specs import ColumnSpec
from discloser.vocabulary.names import header_label, normal
from discloser.workshop.adopt.selections import Selections, Words
from discloser.workshop.adopt.writing import Names

TOTALS = ("合计", "总计", "小计")
_OF_WHICH = "其中"


@dataclass(frozen=True)
class Columns:
    """The columns of a panel: their tree as a spec has it, and the keys of its text columns.

    ``has_total``: whether the form has a column of all the others, or needs none.
    """

    spec: list[Words]
    keys: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    """The headers of the amounts that nobody knows what they select."""
    has_total: bool = True


def columns_of(
    sheet: Sheet,
    span: range,
    meanings: Mapping[int, Meaning],
    *,
    base: Meaning,
    selections: Selections,
    names: Names,
) -> Columns:
    """The columns of a table between two borders.

    ``meanings`` is for each column of amounts what it says of the whole table's money, ``base``
    that money.
    """
    maker = _Maker(sheet, meanings, base, selections, names)
    spec = maker.tree(0, span)
    return Columns(spec, maker.keys, tuple(maker.unknown), _has_total(spec))


@dataclass
class _Maker:
    sheet: Sheet
    meanings: Mapping[int, Meaning]
    base: Meaning
    selections: Selections
    names: Names
    keys: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def tree(self, level: int, span: range) -> list[Words]:
        """The columns of a row of the head, each with those below it."""
        made: list[Words] = []
        column = span.start
        while column < span.stop:
            placed = self.sheet.grid.owners[level][column]
            end = min(placed.last_column + 1, span.stop)
            below = placed.last_row + 1
            label = self.names.template(placed.cell.text.replace("\n", ""), "in_tables")
            inside = range(column, end)
            if self._is_leaf(below, inside):
                made.append(self._leaf(label, column))
            else:
                group: Words = {"label": label, "columns": self.tree(below, inside)}
                made.append(group if _has_total(group["columns"]) else {**group, "total": "否"})
            column = end
        return made

    def _is_leaf(self, below: int, inside: range) -> bool:
        return below >= self._head or len(inside) == 1

    @property
    def _head(self) -> int:
        """The rows of the head without one that numbers the columns."""
        head = self.sheet.first
        while head and all(
            not (text := self.sheet.texts[head - 1][c].strip()) or text.isdigit() or text == "栏次"
            for c in range(self.sheet.grid.column_count)
        ):
            head -= 1
        return head

    def _leaf(self, label: str, column: int) -> Words:
        if not self.sheet.amount_columns[column]:
            self.keys[column] = f"text{column + 1}"
            return {"label": label, "key": self.keys[column], "width": 1.5}
        meaning = self.meanings.get(column)
        words = self.selections.within(meaning, self.base) if meaning is not None else None
        if meaning is None or words is None:
            self.unknown.append("·".join(self.sheet.headers[column]))
            return {"label": label, "key": f"unknown{column + 1}"}
        if self._is_total(column, meaning):
            words["counts"] = "否"
        return {"label": label, **words}

    def _is_total(self, column: int, meaning: Meaning) -> bool:
        """Whether other columns are parts of one, or it is one of 其中 or says what one said."""
        header = self.sheet.headers[column]
        if header and normal(header[-1]).startswith(_OF_WHICH):
            return True
        return any(
            other.column == meaning.column
            and other.is_within(meaning)
            and (index < column or not meaning.is_within(other))
            for index, other in self.meanings.items()
            if index != column
        )


def completed(
    ours: Sequence[Words], base: Sequence[ColumnSpec], *, inside: bool = False
) -> tuple[list[Words], tuple[str, ...]]:
    """The columns with those of the base's same groups that the form left out for want of money.

    These are printed where they have some; their labels are told too. ``inside`` a group.
    """
    named = {header_label(column.label): column for column in base}
    made: list[Words] = []
    added: tuple[str, ...] = ()
    for column in ours:
        known = named.pop(header_label(column["label"]), None)
        if known is None or "columns" not in column:
            made.append(column)
            continue
        below, more = completed(column["columns"], known.columns, inside=True)
        made.append({**column, "columns": below})
        added += tuple(f"{column['label']}·{label}" for label in more)
    for left in named.values() if inside else ():
        if left.where and left.counts and not (left.columns or left.each):
            words = left.model_dump(mode="json", include={"label", "where", "value"})
            made.append({**words, "when": "有数"})
            added = (*added, left.label)
    return made, added


def _has_total(columns: list[Words]) -> bool:
    """Whether one of some columns is the sum of the others, or there are not several to add up."""
    totals = (c for c in columns if c.get("counts") == "否" and is_total(c["label"]))
    return any(True for _ in totals) or sum(map(_counts, columns)) <= 1


def _counts(column: Words) -> bool:
    if "columns" in column:
        return any(map(_counts, column["columns"]))
    return "key" not in column and "counts" not in column


def is_total(label: str) -> bool:
    """Whether a row is one of sums."""
    return normal(label).endswith(TOTALS)


def panels(sheet: Sheet) -> list[range]:
    """The parts of a table's width: each begins with texts behind amounts."""
    width = sheet.grid.column_count
    is_amount = sheet.amount_columns
    behind = (c for c in range(1, width) if not is_amount[c] and is_amount[c - 1])
    starts = [0, *behind]
    return [range(a, b) for a, b in zip(starts, [*starts[1:], width], strict=True)]
