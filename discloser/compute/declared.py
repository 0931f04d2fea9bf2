"""The lines of the tables that a pack declares, as entries of books by the tables' names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from discloser.compute.ledger import (
    LINE,
    Column,
    Entry,
    Ledger,
    economic_dimensions,
    function_dimensions,
    fund_dimensions,
    government_dimensions,
    yes_or_no,
)
from discloser.compute.measure import Measures
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import (
    HOLDER,
    Book,
    Declared,
    DeclaredLine,
    Supplement,
    ValueType,
    books_of,
    declared,
    lines_in,
)
from discloser.model.unit import unit_key
from discloser.model.values import Fund

Owner = Mapping[str, str]
"""The dimensions that a line has from what its table hangs on."""


def holders(disclosure: Disclosure) -> Iterator[tuple[FieldPath, Supplement, Owner]]:
    """Every declared part of a disclosure, with the way to it and whose it is."""
    own = unit_key(disclosure.own_unit)
    natures = {unit_key(unit): unit.nature or "" for unit in disclosure.units}
    yield (HOLDER,), disclosure.supplement, {"unit": own, "unit_nature": natures[own]}
    for index, unit in enumerate(disclosure.units):
        key = unit_key(unit)
        owner = {"unit": key, "unit_nature": natures[key]}
        yield ("units", index, HOLDER), unit.supplement, owner
    for index, project in enumerate(disclosure.projects):
        yield ("projects", index, HOLDER), project.supplement, {"project": project.name}
    for code, item in disclosure.item_supplements.items():
        yield ("item_supplements", code), item, function_dimensions(code)


def declared_values(disclosure: Disclosure, of: ValueType) -> Iterator[tuple[FieldPath, str]]:
    """Every value of a type that is filled in where a pack asks for it, with the way to it."""
    for path, holder, _ in holders(disclosure):
        for name, field in type(holder).model_fields.items():
            if lines_in(field) is None:
                yield from _of_type(holder, path, of, (name,))
            else:
                for index, line in enumerate(getattr(holder, name)):
                    yield from _of_type(line, (*path, name, index), of, type(line).model_fields)


def _of_type(
    part: Supplement | DeclaredLine, path: FieldPath, of: ValueType, names: Iterable[str]
) -> Iterator[tuple[FieldPath, str]]:
    for name in names:
        told, value = declared(type(part).model_fields[name]), getattr(part, name)
        if told is not None and told.type is of and value is not None:
            yield (*path, name), str(value)


def declared_lines(disclosure: Disclosure) -> Ledger:
    """All lines of the declared tables, table by table as the input has them."""
    books = books_of(type(disclosure))
    natures = {unit_key(unit): unit.nature or "" for unit in disclosure.units}
    numbers = dict.fromkeys(books, 0)
    entries: list[Entry] = []
    for path, holder, owner in holders(disclosure):
        for name in type(holder).model_fields:
            if name not in books:
                entries += _single(path, holder, name, owner)
                continue
            for index, line in enumerate(getattr(holder, name)):
                numbers[name] += 1
                numbered = {**owner, LINE: str(numbers[name])}
                entries.append(_entry(books[name], (*path, name, index), line, numbered, natures))
    return Ledger(tuple(entries))


def _single(path: FieldPath, holder: Supplement, name: str, owner: Owner) -> Iterator[Entry]:
    """A number of a unit, a project or an item as the one entry of a book by its name."""
    told = declared(type(holder).model_fields[name])
    if path != (HOLDER,) and told is not None and told.type.is_summed:
        value = getattr(holder, name)
        amounts: dict[str, Decimal] = {} if value is None else {Column.AMOUNT: Decimal(value)}
        yield Entry(name, (*path, name), owner, amounts, "")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a measure counts: its lines, whose amounts are the counts of one column of each."""

    label: str
    told: Declared
    lines: Ledger

    @property
    def number(self) -> Decimal:
        """How many there are, of what is filled in."""
        return self.lines.total()

    @property
    def blanks(self) -> tuple[FieldPath, ...]:
        """The fields that are not filled in."""
        return tuple(e.field(Column.AMOUNT) for e in self.lines if Column.AMOUNT not in e.amounts)


def tally(name: str, counts: Measures, lines: Ledger) -> Tally:
    """Count what a measure of counts selects of the declared lines; a sum counts a line once.

    Raises:
        ValueError: if the measure is one of amounts.
    """
    measure = counts[name]
    if measure.counted is None:
        raise ValueError(name)
    if measure.sum:
        parts = [tally(part, counts, lines) for part in measure.sum]
        entries = {entry.field(Column.AMOUNT): entry for part in parts for entry in part.lines}
        return Tally(measure.label, measure.counted, Ledger(tuple(entries.values())))
    selected = (_counting(entry, measure.value) for entry in measure.selection.of(lines))
    return Tally(measure.label, measure.counted, Ledger(tuple(selected)))


def _counting(entry: Entry, column: str) -> Entry:
    """A declared line with one of its counts for its amount."""
    value = entry.amounts.get(column if entry.main else Column.AMOUNT)
    amounts: dict[str, Decimal] = {} if value is None else {Column.AMOUNT: value}
    return replace(entry, main=entry.main and column, amounts=amounts)


def _entry(
    book: Book, path: FieldPath, line: DeclaredLine, owner: Owner, natures: Mapping[str, str]
) -> Entry:
    dimensions = dict(owner)
    amounts: dict[str, Decimal] = {}
    for name, (_, told) in book.columns.items():
        value = getattr(line, name)
        if told.type.is_summed:
            if value is not None:
                amounts[name] = Decimal(value)
        else:
            dimensions |= _dimensions(name, told.type, value)
    if dimensions.get("unit") in natures:
        dimensions["unit_nature"] = natures[dimensions["unit"]]
    if book.main in amounts:
        amounts[Column.AMOUNT] = amounts[book.main]
    return Entry(book.name, path, dimensions, amounts, book.main)


def _dimensions(name: str, of: ValueType, value: Any) -> dict[str, str]:
    """What a value that is no number says of its line, under its own name and in wider terms."""
    if value is None:
        return {name: ""}
    text = yes_or_no(value) if of is ValueType.YES_NO else str(value)
    wider = _WIDER.get(of)
    return {name: text} | (wider(text) if wider is not None else {})


_WIDER: Mapping[ValueType, Callable[[str], dict[str, str]]] = {
    ValueType.FUNCTION: function_dimensions,
    ValueType.DEPARTMENT_ECONOMIC: economic_dimensions,
    ValueType.GOVERNMENT_ECONOMIC: government_dimensions,
    ValueType.FUND: lambda text: fund_dimensions(Fund(text)),
    ValueType.UNIT: lambda text: {"unit": text},
    ValueType.PROJECT: lambda text: {"project": text},
}
