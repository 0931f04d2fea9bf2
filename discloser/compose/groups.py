"""Group the ledger's lines for the rows of a table, and sort the groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from discloser.compose.context import Context
from discloser.compose.views import CodeView, ItemView
from discloser.compute import ledger
from discloser.compute.ledger import Entry, Ledger, Side
from discloser.pack.specs import ColumnSpec, Order, RowSpec

Grouping = RowSpec | ColumnSpec
"""What makes rows or columns of groups of the ledger."""
_SIDE_ORDER: dict[str, int] = {side: index for index, side in enumerate(Side)}


@dataclass(frozen=True)
class Group:
    """One group of an ``each``: its values by dimension, its entries, and its number from 1.

    A template names a value as ``row.function_item.code`` and ``.name``; ``row.unit`` and
    ``row.project`` are the unit and the project themselves, ``row.line`` is the line of a declared
    table, ``row.index`` is the number.
    """

    values: dict[str, Any]
    key: tuple[str, ...]
    entries: Ledger
    index: int = 0

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self) -> list[str]:
        return [*self.values, "index"]


def make_groups(entries: Ledger, spec: Grouping, context: Context) -> list[Group]:
    """Make the groups of a row's or column's spec, sorted as it says, or those that it lists."""
    found = entries.group(spec.each)
    if spec.values:
        keys = [(value,) for value in spec.values]
        groups = [_group(spec, key, found.get(key, Ledger(())), context) for key in keys]
    else:
        groups = [_group(spec, key, lines, context) for key, lines in found.items()]
        groups.sort(key=_sort_key(spec, context))
    return [replace(group, index=number) for number, group in enumerate(groups, start=1)]


def _group(spec: Grouping, key: tuple[str, ...], entries: Ledger, context: Context) -> Group:
    named = zip(spec.each, key, strict=True)
    values = {name: _view(name, value, entries, context) for name, value in named}
    return Group(values, key, entries)


def _view(dimension: str, value: str, entries: Ledger, context: Context) -> Any:
    match dimension:
        case "unit":
            return context.unit(value)
        case "project":
            return context.project(value)
        case "function_item":
            name = context.code_name(dimension, value)
            return ItemView(value, name, context.item_supplement(value))
        case ledger.LINE:
            return context.supplements.line(entries.entries[0].path) if entries else None
    return CodeView(value, context.code_name(dimension, value))


def _position(entry: Entry) -> tuple[Any, ...]:
    """Where a line stands in the input; those of a declared table are numbered through."""
    number = entry.dimensions.get(ledger.LINE)
    return (int(number),) if number is not None else entry.path


def _sort_key(spec: Grouping, context: Context) -> Callable[[Group], tuple[Any, ...]]:
    def part(order: Order, group: Group) -> Any:
        match order:
            case Order.CODE:
                return [context.rank(*item) for item in zip(spec.each, group.key, strict=True)]
            case Order.UNIT:
                return min(context.rank("unit", e.dimensions["unit"]) for e in group.entries)
            case Order.CATEGORY:
                categories = (e.dimensions.get("category", "") for e in group.entries)
                return min(context.rank("category", category) for category in categories)
            case Order.PROJECT_CODE:
                return context.rank("project", group.values["project"].name)
            case Order.LEDGER:
                return min((_SIDE_ORDER.get(e.side, 0), _position(e)) for e in group.entries)

    orders = (*spec.order, Order.LEDGER)
    return lambda group: tuple(part(order, group) for order in orders)
