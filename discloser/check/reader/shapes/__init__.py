"""How the amounts of each shape of table are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from discloser.check.reader.shapes.balance import balance
from discloser.check.reader.shapes.books import books, columns
from discloser.check.reader.shapes.coded import coded, economic, pairs
from discloser.check.reader.shapes.declared import declared
from discloser.check.reader.shapes.evaluation import evaluation
from discloser.check.reader.shapes.form import form
from discloser.check.reader.shapes.lines import lines
from discloser.check.reader.shapes.projects import project, projects
from discloser.check.reader.tables import Cells, Placed, TableReader
from discloser.vocabulary.tables import Shape

SHAPES: Mapping[Shape, Callable[[TableReader], Placed]] = {
    Shape.BALANCE: balance,
    Shape.UNITS: coded,
    Shape.FUNCTION: coded,
    Shape.PAIRS: pairs,
    Shape.ECONOMIC: economic,
    Shape.COLUMNS: columns,
    Shape.BOOKS: books,
    Shape.PROJECTS: projects,
    Shape.PROJECT: project,
    Shape.LINES: lines,
    Shape.FORM: form,
    Shape.EVALUATION: evaluation,
}


def cells_of(table: TableReader) -> Cells:
    """The meanings of a table's amounts; what cannot be placed is left out."""
    shape = table.role.shape
    found = SHAPES[shape](table) if shape is not None else iter(())
    cells = {(row, column): meaning for row, column, meaning in found}
    return cells | {(row, column): meaning for row, column, meaning in declared(table)}
