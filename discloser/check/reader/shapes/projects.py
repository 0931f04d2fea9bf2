"""Tables with a row for each project."""

from __future__ import annotations

from collections import Counter

from discloser.check.reader.shapes.coded import is_undivided, where_of_economic
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.ledger import Where
from discloser.vocabulary.names import normal


def projects(table: TableReader) -> Placed:
    """A row for each project; its unit stands beside it, or in a row above it."""
    named = Counter(project_of(table, row) for row in table.sheet.rows)
    above = Where()
    for row in table.sheet.rows:
        unit, project = table.unit_of(row), project_of(table, row)
        of_unit = Where.of({"unit": unit}) if unit else Where()
        if project:
            where = Where.of({"project": project})
            where &= _type_of(table, row) if named[project] > 1 else Where()
            where &= of_unit if unit is not None else above
            yield from table.row(row, table.base & where, table.columns)
        elif unit is not None:
            above = of_unit
            yield from table.row(row, table.base & of_unit, table.columns)


def project(table: TableReader) -> Placed:
    """One project's economic items; its name stands in the title, before the table's own."""
    named = _project_in_title(table)
    if not named:
        return
    base = table.base & Where.of({"project": named})
    for row in table.sheet.rows:
        where = where_of_economic(table.sheet.code(row))
        if where is None and is_undivided(table, row):
            where = Where.of({"economic_item": ""})
        chosen = base & where if where is not None else table.whole_or_unit(row, base)
        if chosen is not None:
            yield from table.row(row, chosen & _fund_of(table, row), table.columns)


def _project_in_title(table: TableReader) -> str:
    caption = table.sheet.caption.strip()
    known = sorted(table.role.titles, key=len, reverse=True)
    ending = next((title for title in known if caption.endswith(title)), caption)
    return caption.removesuffix(ending).strip()


def _fund_of(table: TableReader, row: int) -> Where:
    """The fund that a text of a row names."""
    known = table.around.words.labels.funds
    named = (known[text] for text in map(normal, table.sheet.label_texts(row)) if text in known)
    return Where.of(next(named, {}))


def _type_of(table: TableReader, row: int) -> Where:
    """The nature of a project's row (其他运转类), where it alone tells rows apart."""
    words = table.around.words.labels
    known, types = words.expenditure, words.texts.types
    for column in range(table.sheet.grid.column_count):
        text = normal(table.sheet.texts[row][column])
        if table.sheet.leaf(column) in types and text in known:
            return Where.of(known[text])
    return Where()


def project_of(table: TableReader, row: int) -> str:
    """The project that a row names, in a column that is called so; not a unit."""
    names = table.around.words.labels.texts.projects
    for column in range(table.sheet.grid.column_count):
        if any(name in table.sheet.leaf(column) for name in names):
            text = table.sheet.texts[row][column].strip()
            label = normal(text)
            known = label in table.around.units or label in table.around.words.labels.totals
            if label and not known:
                return text
    return ""
