"""A table of a document as a table spec: by the base's own, or made from what the reader knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import PlacedTable
from discloser.check.reader.sheet import Sheet
from discloser.compute.ledger import Side, Where
from discloser.document.nodes import Orientation, Table
from discloser.pack.specs import ColumnSpec
from discloser.vocabulary.names import header_label, normal, title
from discloser.vocabulary.tables import Shape
from discloser.workshop.adopt.columns import columns_of, completed, is_total, panels
from discloser.workshop.adopt.questions import Questions
from discloser.workshop.adopt.rows import Rows
from discloser.workshop.adopt.selections import Selections, Words
from discloser.workshop.adopt.writing import Names

_EVERYTHING = Meaning(tuple((side, Where()) for side in Side))
_WRITTEN_OUT = (Shape.BALANCE, Shape.COLUMNS, Shape.ECONOMIC)
_OF_LEDGER = (Shape.FUNCTION, Shape.PAIRS, Shape.UNITS, Shape.PROJECTS)
_NOT_ALL = "原文没有印的资金、科目它也没有，所以没有写 covers：补齐栏和行以后写上。"
_ADDED = "原文没有“{}”，上级有：有数的时候照上级的印，请核对。"
_OF_BASE = "栏和行是上级模板包的，和原文不同，请照原文改。"
_AS_BASE = "整张表是上级模板包的，表名和原文不同的，请照原文改。"
_UNKNOWN = "不知道是哪一张国家统一的表，文字照抄，数都要自己写 measure。"
_AS_PARENT: Words = {"extends": "parent"}
_PLAIN = re.compile(r"[^{}]*")
_OWN = re.compile(r"\d[\d,]*\.\d+\s*万?元")
"""An amount of the department: one with decimals; a limit has none."""


@dataclass(frozen=True)
class BaseTable:
    """A table of the base: the name and columns of its spec, and as it prints one department."""

    name: str
    table: Table
    columns: tuple[ColumnSpec, ...] = ()


@dataclass(frozen=True)
class Adopted:
    """A spec: its name, what it says, and whether it stands on the base's."""

    name: str
    spec: Words
    from_base: bool = False
    fallbacks: tuple[tuple[str, Words], ...] = ()
    """What it says instead where it cannot be used, each with what a person must then do."""


@dataclass(frozen=True)
class TableMaker:
    """Makes specs for the tables of one document."""

    base: Mapping[str, BaseTable]
    """The base's tables by their role."""
    selections: Selections
    names: Names
    questions: Questions
    folder: str

    def made(self, placed: PlacedTable, orientation: Orientation, taken: set[str]) -> Adopted:
        """The spec of one table, and what may take its place; ``taken`` are others' names."""
        first = self._first(placed, orientation, taken)
        around = self._around(placed.sheet.table, orientation)
        for note in filter(_OWN.search, placed.sheet.table.notes):
            file = f"{self.folder}/tables/{first.name}.yaml"
            self.questions.ask(file, f"表下的“{note}”里有本部门的数，没有写进来，请用口径写。")
        known = self.base.get(placed.role)
        others: list[tuple[str, Words]] = []
        if known is not None and "columns" in first.spec:
            whole, added = completed(first.spec["columns"], known.columns)
            if added:
                others.append((_ADDED.format("、".join(added)), {**first.spec, "columns": whole}))
        if uncovered := _without_covers(first.spec):
            others.append((_NOT_ALL, uncovered))
        if known is not None and first.name == known.name:
            others += [(_OF_BASE, {"extends": "parent", **around}), (_AS_BASE, _AS_PARENT)]
        own = {key: value for key, value in around.items() if value}
        others.append((_UNKNOWN, {**own, "sheet_rows": self._sheet(placed.sheet)}))
        return replace(first, fallbacks=tuple(others))

    def _first(self, placed: PlacedTable, orientation: Orientation, taken: set[str]) -> Adopted:
        """The spec that is nearest to the document."""
        table = placed.sheet.table
        known = self.base.get(placed.role)
        name = known.name if known is not None else placed.role or f"table{len(taken) + 1}"
        if name in taken:
            name = f"{name}{len(taken) + 1}"
        file = f"{self.folder}/tables/{name}.yaml"
        around = self._around(table, orientation)
        is_own = placed.shape in _OF_LEDGER or known is None or name != known.name
        if known is not None and not is_own and _is_alike(known.table, table):
            return Adopted(name, {"extends": "parent", **around}, from_base=True)
        body = self._body(placed, file)
        own = {key: value for key, value in around.items() if value}
        if body is not None:
            return Adopted(name, {**own, **body})
        if known is not None and name == known.name:
            self.questions.ask(file, _OF_BASE)
            return Adopted(name, {"extends": "parent", **around}, from_base=True)
        self.questions.ask(file, _UNKNOWN)
        return Adopted(name, {**own, "sheet_rows": self._sheet(placed.sheet)})

    def _around(self, table: Table, orientation: Orientation) -> Words:
        """What stands around a table."""
        caption = self.names.template(table.caption or table.sheet, "in_titles")
        bare = (table.caption or table.sheet).replace(self.names.department or "\n", "")
        words: Words = {
            "name": title(bare) or "表",
            "caption": caption,
            "number": table.number,
            "subtitle": self.names.template(table.subtitle, "in_titles"),
            "subject": self.names.template(table.subject, "in_tables"),
            "unit": table.unit,
            "money_unit": table.money_unit.value,
            "orientation": orientation.value,
            "notes": [self.names.template(note) for note in table.notes if not _OWN.search(note)],
        }
        return words

    def _body(self, placed: PlacedTable, file: str) -> Words | None:
        """The columns and rows of a table that is read; None where too little of it is."""
        if placed.base is None or not placed.cells or placed.sheet.first == 0:
            return None
        if len(panels(placed.sheet)) > 1 and placed.shape in _OF_LEDGER:
            return None  # texts behind the amounts, such as targets, are not read
        if placed.shape in _OF_LEDGER:
            return self._of_ledger(placed, file)
        if placed.shape in _WRITTEN_OUT:
            return self._written_out(placed, file)
        return None

    def _of_ledger(self, placed: PlacedTable, file: str) -> Words:
        assert placed.base is not None  # noqa: S101 - _body has looked
        measure = self.selections.measure(placed.base)
        base = placed.base if measure else _EVERYTHING
        span = range(placed.sheet.grid.column_count)
        meanings, about = _column_meanings(placed, span, placed.base)
        columns = columns_of(
            placed.sheet,
            span,
            meanings,
            base=about or base,
            selections=self.selections,
            names=self.names,
        )
        self._ask_columns(columns.unknown, file)
        maker = self._rows(placed, file, base)
        rows, footer = maker.of_ledger(columns.keys)
        words: Words = {"columns": columns.spec, "rows": rows}
        if not columns.has_total:
            words["total"] = "否"
        if footer:
            words["footer"] = footer
            if maker.least:
                words["min_rows"] = maker.least
        if measure:
            words |= {"measure": measure, "covers": measure}
        else:
            self.questions.ask(file, "没有口径正好是这张表的钱，请写 measure 和 covers。")
        return words

    def _written_out(self, placed: PlacedTable, file: str) -> Words:
        made = []
        for span in panels(placed.sheet):
            meanings, about = _column_meanings(placed, span, None)
            base = about or placed.base or _EVERYTHING
            columns = columns_of(
                placed.sheet,
                span,
                meanings,
                base=base,
                selections=self.selections,
                names=self.names,
            )
            self._ask_columns(columns.unknown, file)
            rows, footer = self._rows(placed, file, _EVERYTHING).written_out(span, columns.keys)
            panel: Words = {"columns": columns.spec, "rows": rows}
            if not columns.has_total:
                panel["total"] = "否"
            if footer:
                panel["footer"] = footer
            covers = self.selections.measure(base)
            if covers:
                panel["covers"] = covers
            made.append(panel)
        words: Words = made[0] if len(made) == 1 else {"panels": made}
        least = self._rows(placed, file, _EVERYTHING).least
        return {**words, "min_rows": least} if least else words

    def _rows(self, placed: PlacedTable, file: str, base: Meaning) -> Rows:
        return Rows(placed, file, base, self.selections, self.names, self.questions)

    def _ask_columns(self, unknown: tuple[str, ...], file: str) -> None:
        for label in unknown:
            self.questions.ask(
                file, f"栏“{label}”是哪些钱没有认出，现在空着：写上 where 或 measure，去掉 key。"
            )

    def _sheet(self, sheet: Sheet) -> Words:
        """A table that nobody knows, as it is printed; its amounts are left open."""
        rows = []
        for owners in sheet.grid.owners:
            cells = []
            for placed in dict.fromkeys(owners):
                text = "" if _is_amount(placed.cell.text) else placed.cell.text
                cell: Words = {"text": self.names.template(text)}
                if (wide := owners.count(placed)) > 1:
                    cell["colspan"] = wide
                if text and placed.cell.rowspan > 1:
                    cell["merge"] = "是"
                cells.append(cell)
            rows.append({"cells": cells})
        widths = [1] * sheet.grid.column_count
        head = min(sheet.first, len(rows) - 1)
        return {"widths": widths, "head_rows": head, "rows": rows}


def _without_covers(spec: Words) -> Words | None:
    """A spec that leaves open which money it must print; None where it says nothing of it."""
    panels = spec.get("panels", [])
    if "covers" not in spec and not any("covers" in panel for panel in panels):
        return None
    left = {key: value for key, value in spec.items() if key != "covers"}
    if panels:
        left["panels"] = [{k: v for k, v in panel.items() if k != "covers"} for panel in panels]
    return left


def _is_amount(text: str) -> bool:
    return bool(re.fullmatch(r"[-\d,]+\.\d+", text.strip()))


def _column_meanings(
    placed: PlacedTable, span: range, base: Meaning | None
) -> tuple[dict[int, Meaning], Meaning | None]:
    """What the columns say in the row that tells it best, and what that row is about."""
    sums = [r for r in placed.sheet.rows if any(is_total(t) for t in placed.sheet.texts[r])]
    best = sorted(
        placed.sheet.rows,
        key=lambda r: (-sum((r, c) in placed.cells for c in span), r not in reversed(sums), -r),
    )
    if not best:
        return {}, None
    row = best[0]
    meanings = {c: placed.cells[row, c] for c in span if (row, c) in placed.cells}
    if row in sums and base is not None:
        return meanings, base
    first = next(iter(meanings.values()), None)
    return meanings, first


def _is_alike(ours: Table, theirs: Table) -> bool:
    """Whether a table of the base prints the same head and the same fixed rows.

    A form has no head by which it could be told.
    """
    is_table = bool(ours.head) and bool(theirs.head)
    return is_table and _labels(ours) == _labels(theirs) and _fixed(ours) == _fixed(theirs)


def _labels(table: Table) -> list[list[str]]:
    return [[header_label(cell.text) for cell in row] for row in table.head]


def _fixed(table: Table) -> list[str]:
    """The first texts of the rows where there are several panels; else nothing is fixed."""
    sheet = Sheet(table)
    if len(panels(sheet)) == 1:
        return []
    firsts = [panel.start for panel in panels(sheet)]
    return [
        normal(sheet.texts[row][c]) for row in sheet.rows for c in firsts if sheet.texts[row][c]
    ]
