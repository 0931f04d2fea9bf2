"""One unit's own disclosure, cut out of its department's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure, Unit
from discloser.model.ledger import Line

_BOOKS = ("receipts", "expenditure", "closing")
_OF_ITEMS = ("item_reasons", "item_supplements")
"""What an input says of functional items, by their codes."""


def unit_key(unit: Unit) -> str:
    """What ledger lines call a unit: its code, or its name where it has none."""
    return unit.code or unit.name


def cut_out_unit(
    disclosure: Disclosure, sources: SourceMap, key: str
) -> tuple[Disclosure, SourceMap] | None:
    """Make the disclosure of the unit that ledger lines call ``key``, or None where there is none.

    Its ledger is the department's lines of that unit, so that the figures of all units add up to
    the department's; of functional items that only other units have it says nothing, and its other
    parts are the unit's ``own``.
    """
    units = {unit_key(unit): unit for unit in disclosure.units}
    if key not in units:
        return None
    unit = units[key]
    foreign = set(_foreign_lines(disclosure, key))
    books = {
        book: tuple(
            line
            for index, line in enumerate(getattr(disclosure, book))
            if (book, index) not in foreign
        )
        for book in _BOOKS
    }
    spending = {line.project for line in books["expenditure"]}
    idle = {
        ("projects", index)
        for index, project in enumerate(disclosure.projects)
        if project.name not in spending
    }
    projects = tuple(project for project in disclosure.projects if project.name in spending)
    others = _items(getattr(disclosure, book) for book in _BOOKS) - _items(books.values())
    told = {
        name: {code: each for code, each in getattr(disclosure, name).items() if code not in others}
        for name in _OF_ITEMS
        if getattr(disclosure, name)
    }
    own = {name: getattr(unit.own, name) for name in type(unit.own).model_fields}
    cut = disclosure.model_copy(
        update={
            **books,
            **told,
            **own,
            "department": type(disclosure.department)(code=key, name=unit.name),
            "units": (unit,),
            "projects": projects,
            "control_figures": {},
        }
    )
    base = ("units", list(units).index(key), "own")
    return cut, sources.without(foreign | idle).moved(base, own)


def _items(books: Iterable[Iterable[Line]]) -> set[str | None]:
    """The functional items that the lines of some books name."""
    return {getattr(line, "function", None) for lines in books for line in lines}


def _foreign_lines(disclosure: Disclosure, key: str) -> Iterator[FieldPath]:
    own = unit_key(disclosure.own_unit)
    for book in _BOOKS:
        for index, line in enumerate(getattr(disclosure, book)):
            if (line.unit or own) != key:
                yield (book, index)
