"""What a pack declares, as its templates and tables may name it while they are read and not run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from discloser.compose.needs import values as v
from discloser.compose.needs.reading import Reading
from discloser.compute.ledger import LINE
from discloser.compute.measure import Measures
from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER, lines_in, part_model
from discloser.pack.pack import Pack
from discloser.pack.specs import TableSpec

ITEM = "function_item"
"""The name, and the dimension, of any functional item."""


def declared_names(form: type[Disclosure]) -> dict[str, v.Value]:
    """The names that lead to declared fields."""
    projects = v.Repeated(v.Project(_of_each(form, "projects", HOLDER)))
    names: dict[str, v.Value] = {
        "projects": projects,
        "large_projects": projects,
        "units": v.Repeated(v.Holder(_of_each(form, "units", HOLDER))),
        ITEM: v.Holder(_of_each(form, "item_supplements")),
    }
    department = form.model_fields[HOLDER].annotation
    if isinstance(department, type):
        names[HOLDER] = v.Record((HOLDER,), department)
    return names


def _of_each(form: type[Disclosure], part: str, *below: str) -> v.Value:
    """What the pack asks of each of a form's units, projects or functional items."""
    return v.Record((part, v.ITEM, *below), part_model(form, part))


def tables_of(figures: Iterable[str], pack: Pack) -> Iterator[FieldPath]:
    """The ways to the line tables that some figures are the sums of."""
    measures = (pack.measures[name] for name in figures if name in pack.measures)
    books = {str(side) for measure in measures for side, _ in measure.selection.parts}
    for holder in _holders(pack.form):
        yield from ((*holder.path, name) for name in holder.model.model_fields if name in books)


def tallies_of(pack: Pack) -> Iterator[tuple[str, v.Value]]:
    """What the pack counts, by name, with the fields that it counts."""
    holders = list(_holders(pack.form))
    for name in pack.counts:
        yield name, v.Tally(tuple(_counted(name, pack.counts, holders)))


def _counted(
    name: str, counts: Measures, holders: Sequence[v.Record]
) -> Iterator[tuple[v.Record, tuple[str, ...]]]:
    measure = counts[name]
    for part in measure.sum:
        yield from _counted(part, counts, holders)
    for book, _ in measure.selection.parts if not measure.sum else ():
        for holder in holders:
            field = holder.model.model_fields.get(book)
            if field is not None:
                is_table = lines_in(field) is not None
                yield holder, (book, measure.value) if is_table else (book,)


def _holders(form: type[Disclosure]) -> Iterator[v.Record]:
    """The declared parts of the department and of each unit, project and item."""
    for found in declared_names(form).values():
        each = found.item if isinstance(found, v.Repeated) else found
        holder = each if isinstance(each, v.Record) else getattr(each, HOLDER, None)
        if isinstance(holder, v.Record):
            yield holder


def group_of(reading: Reading, pack: Pack, table: TableSpec) -> v.Value:
    """What the rows and columns of a table are about."""
    named = declared_names(pack.form)
    members: dict[str, v.Value] = {
        dimension: found.item if isinstance(found, v.Repeated) else found
        for dimension, found in (
            ("unit", named["units"]),
            ("project", named["projects"]),
            (ITEM, named[ITEM]),
        )
    }
    measure = pack.measures.get(table.measure)
    item = members[ITEM]
    if measure is not None and isinstance(item, v.Holder):
        members[ITEM] = v.Holder(item.among(table.measure))
    parts = measure.selection.parts if measure is not None else ()
    books = {str(table.of), *(str(side) for side, _ in parts)}
    holders = [named.get(HOLDER), *(getattr(each, HOLDER, None) for each in members.values())]
    for holder in holders:
        for book in books if isinstance(holder, v.Record) else ():
            lines = reading.member(holder, book) if holder is not None else v.OPAQUE
            if isinstance(lines, v.Repeated):
                members[LINE] = lines.item
    return v.Row(tuple(members.items()))
