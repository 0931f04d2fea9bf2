"""The lines of the tables that a pack declares, by what ``fields.yaml`` calls their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import PlacedTable
from discloser.compute.ledger import Column
from discloser.importing.published.document import in_yuan
from discloser.importing.published.parts import PartsReading
from discloser.model.supplement import HOLDER, ValueType
from discloser.pack.fields import Fields, FieldSpec, Per, books_in
from discloser.vocabulary.tables import LineWords, TableWords

_HOLDERS: Mapping[Per, tuple[str, str]] = {
    Per.UNIT: ("unit", "units"),
    Per.PROJECT: ("project", "projects"),
    Per.ITEM: ("function_item", "item_supplements"),
}
"""The column that names what lines hang on, and the part of an input that has it."""


def read_declared(
    reading: PartsReading, fields: Fields, roles: Mapping[str, TableWords]
) -> list[PlacedTable]:
    """Fill the declared line tables; the tables that were read for it."""
    used = []
    for table in reading.reader.tables:
        words = roles.get(table.role)
        spec = fields.get(words.of or "") if words is not None and words.lines else None
        if words is None or spec is None or spec.lines is None:
            continue
        lines = list(_Lines(table, words, spec, str(words.of)))
        if lines:
            _put(reading, str(words.of), spec, table, lines)
            used.append(table)
    return used


def _put(
    reading: PartsReading,
    name: str,
    spec: FieldSpec,
    table: PlacedTable,
    lines: Iterable[dict[str, str]],
) -> None:
    spot = table.sheet.table.spot
    if spec.per is Per.DEPARTMENT:
        reading.put((HOLDER, name), list(lines), spot)
        return
    column, part = _HOLDERS[spec.per]
    held: dict[str, list[dict[str, str]]] = {}
    for line in lines:
        key = line.pop(column, "")
        held.setdefault(key, []).append(line)
    for key, own in held.items():
        if not key:
            continue
        if spec.per is Per.ITEM:
            reading.put((part, key, name), own, spot)
        else:
            at = _entry(reading.draft.setdefault(part, []), key)
            reading.draft[part][at].setdefault(HOLDER, {})[name] = own
            reading.spots[part, at, HOLDER, name] = spot


def _entry(named: list[dict[str, Any]], key: str) -> int:
    """The place of a project or a unit in a list by its name; it is added where it is missing."""
    for at, each in enumerate(named):
        if each.get("name") == key:
            return at
    named.append({"name": key})
    return len(named) - 1


class _Lines:
    """The lines of one table, each as an input has it."""

    def __init__(self, table: PlacedTable, words: TableWords, spec: FieldSpec, name: str) -> None:
        self._table = table
        self._columns = dict(_columns(table, words))
        self._main = books_in({name: spec})[name].main
        self._known = {*(spec.lines or {}), *_HOLDERS.get(spec.per, ())[:1]}

    def __iter__(self) -> Iterator[dict[str, str]]:
        rows = [(row, where) for row, where in self._table.lines.items() if where.conditions]
        for row, where in rows:
            line = self._own(row)
            if self._is_group(row, line):
                continue
            for name, is_in, values in where.conditions:
                if is_in and name in self._known:
                    line.setdefault(name, next(iter(values)))  # what the row of its group says
            yield from self._with_others(row, line)

    def _own(self, row: int) -> dict[str, str]:
        """What the columns say whose heads are the line table's own."""
        line: dict[str, str] = {}
        for column, words in self._columns.items():
            name = self._name(words.name)
            value = self._value(row, column, words)
            if value and name in self._known:
                line.setdefault(name, value)
        return line

    def _is_group(self, row: int, line: Mapping[str, str]) -> bool:
        """Whether a row has its first text alone, and below it lines that have none."""
        texts = [column for column, words in self._columns.items() if not words.type.is_summed]
        said = [column for column in texts if self._table.sheet.texts[row][column].strip()]
        is_alone = len(texts) > 1 and said == texts[:1] and bool(line)
        below = row + 1
        return is_alone and below in self._table.lines and not self._text(below, texts[0])

    def _text(self, row: int, column: int) -> str:
        return self._table.sheet.texts[row][column].strip()

    def _with_others(self, row: int, line: dict[str, str]) -> Iterator[dict[str, str]]:
        """The line; where columns are called by what it may be of, one for each that has a sum.

        Columns may divide it in two ways, by fund and by region: one of them is the same for all
        lines, or it cannot be told which goes with which, and only the finer way is taken.
        """
        ways: dict[frozenset[str], list[tuple[dict[str, str], dict[str, str]]]] = {}
        for column, meaning in self._not_headed(row):
            printed = self._table.sheet.read(row, column)
            name = self._name(meaning.column)
            if name in self._known and printed is not None and printed.value:
                told = _told(meaning, self._known - line.keys())
                said = {name: in_yuan(printed.value)}
                ways.setdefault(frozenset(told), []).append((told, said))
        finest = max(ways.values(), key=len, default=[(dict[str, str](), dict[str, str]())])
        same = [each[0][0] for each in ways.values() if each is not finest and len(each) == 1]
        shared = {name: value for told in same for name, value in told.items()}
        yield from ({**said, **line, **shared, **told} for told, said in finest)

    def _not_headed(self, row: int) -> Iterator[tuple[int, Meaning]]:
        """The cells of a row in columns that are not called as the line table's own."""
        for (at, column), meaning in self._table.cells.items():
            if at == row and column not in self._columns:
                yield column, meaning

    def _name(self, column: str) -> str:
        return self._main if column == Column.AMOUNT and self._main else column

    def _value(self, row: int, column: int, words: LineWords) -> str:
        sheet = self._table.sheet
        text = self._text(row, column)
        if not text or not words.type.is_summed:
            return text
        if words.type is ValueType.AMOUNT:
            printed = sheet.read(row, column)
            return in_yuan(printed.value) if printed is not None else ""
        return text.replace(",", "")


def _told(meaning: Meaning, names: AbstractSet[str]) -> dict[str, str]:
    """What a cell's meaning says of the columns ``names`` of its line."""
    (_, where), *_ = meaning.parts
    said = {name: next(iter(values)) for name, is_in, values in where.conditions if is_in}
    return {name: value for name, value in said.items() if name in names}


def _columns(table: PlacedTable, words: TableWords) -> Iterator[tuple[int, LineWords]]:
    for column, header in enumerate(table.sheet.headers):
        if header:
            found = words.lines.get("".join(header)) or words.lines.get(header[-1])
            if found is not None:
                yield column, found
