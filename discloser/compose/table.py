"""Compose a table from its spec: a pivot of the ledger, or an irregular sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from discloser.compose.columns import HAS_AMOUNTS, ColumnMaker
from discloser.compose.context import Context
from discloser.compose.coverage import Coverage
from discloser.compose.ground import (
    NOT_COVERED,
    NOT_IN_TABLE,
    Ground,
    Leaf,
    measures_beyond,
    memo_rows,
    named_measures,
    paths_of,
)
from discloser.compose.groups import make_groups
from discloser.compose.numbers import NumberMaker
from discloser.compose.panels import (
    ComposedPanel,
    Line,
    alignment,
    side_by_side,
)
from discloser.compose.sheet import MONEY_UNIT, SheetMaker, compose_sheet
from discloser.compose.text import TextRenderer, is_fixed
from discloser.compose.views import NO_LINES, Amount
from discloser.compute.ledger import COMPARING, Column, Ledger
from discloser.compute.measure import Selection
from discloser.document.nodes import Cell, Role, Row, Table
from discloser.document.nodes import Column as Width
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.pack.branches import note_decision
from discloser.pack.budget import CELL, OverBudgetError
from discloser.pack.specs import ColumnSpec, EmptySpec, PanelSpec, RowSpec, TableSpec
from discloser.pack.unknown import Unknown

OTHER_UNIT = Rule(
    "T023",
    "表头的单位与金额单位不符",
    "表头写“{text}”，表里的金额按{unit}印。",
    "请把表头改成 {{{{ money_unit }}}}，或改 money_unit。",
)
NO_AMOUNT = Rule(
    "T024",
    "lines 写法不对",
    "lines 写的“{text}”不是一个数。",
    "应写一个印得出金额的名称，如 project.amount。",
)


@dataclass(frozen=True, slots=True)
class TableMaker:
    """What composing any table of a document needs."""

    context: Context
    texts: TextRenderer
    sources: SourceMap
    findings: list[Finding] = field(default_factory=list)

    def make(
        self, name: str, spec: TableSpec, sources: SourceMap, names: Mapping[str, Any] | None = None
    ) -> Table:
        """Compose the table ``name``; ``sources`` says where its spec is written.

        ``names`` are what its texts may use beside the document's names.
        """
        composer = _TableComposer(self, name, spec, sources, names or {})
        try:
            return composer.compose()
        except OverBudgetError as error:
            place = sources.find(("rows",))
            self.texts.report(error, place.file, place)
            return composer.blank()


_UNIT_WORD = re.compile("万?元")


class _TableComposer:
    def __init__(
        self,
        maker: TableMaker,
        name: str,
        spec: TableSpec,
        sources: SourceMap,
        names: Mapping[str, Any],
    ) -> None:
        self._maker = maker
        self._context = maker.context
        self._name = name
        self._spec = spec
        self._spec_sources = sources
        self._places: dict[FieldPath, Location] = {}
        figures = maker.context.figures
        if spec.measure:
            chosen = figures.measures[spec.measure].selection
        else:
            chosen = Selection.of_books((spec.of,)) if spec.of else Selection.everything()
        named = [side for side, _ in chosen.parts if side in figures.books]
        self._book = figures.books[named[0]] if named else None
        self._names = {**names, MONEY_UNIT: spec.money_unit.value}
        self._lines = self._about()
        self._ledger = chosen.of(self._lines)
        book = self._book.name if self._book is not None else None
        self._numbers = NumberMaker(maker.context, spec, self._book)
        self._select = partial(figures.measures.select, book=book)
        self._columns = ColumnMaker(
            maker.context, maker.texts, spec, self._place, self._names, self._select
        )

    def compose(self) -> Table:
        spec = self._spec
        if spec.sheet_rows is not None:
            figures, texts = self._context.figures, self._maker.texts
            maker = SheetMaker(texts, figures, self._numbers.format, self._place, self._names)
            columns, head, body = compose_sheet(spec.sheet_rows, maker)
            return self._table(columns, head, body, spec.notes)
        panels = tuple(self._printed_panel(panel) for panel in spec.all_panels())
        leaves = [leaf for panel in panels for column in panel.columns for leaf in column.leaves()]
        columns = tuple(Width(leaf.width, alignment(leaf)) for leaf in leaves)
        head = self._columns.head([c for panel in panels for c in panel.columns], leaves)
        if spec.empty is not None and not any(any(e.amounts.values()) for e in self._ledger):
            body = side_by_side([self._empty_panel(leaves, spec.empty)], spec.min_rows)
            return replace(self._table(columns, head, body, spec.empty.notes), is_empty=True)
        coverages = {
            name: Coverage(self._book) for panel in panels if (name := self._covers(panel))
        }
        made = [self._panel(panel, index, coverages) for index, panel in enumerate(panels)]
        self._check(coverages, [leaf for leaf in leaves if leaf.counts and not leaf.is_text])
        return self._table(columns, head, side_by_side(made, spec.min_rows), spec.notes)

    def blank(self) -> Table:
        """The table without anything in it, where its making had to be left off."""
        return self._table((Width(1),), (), (), ())

    def _about(self) -> Ledger:
        """The ledger that the table is about: all of it, or the lines of an amount."""
        compares = self._spec.compares
        if compares and self._context.figures.last_year is None:
            self._context.needs_last_year()
        if not self._spec.lines:
            figures = self._context.figures
            return figures.both_years if compares else figures.all_lines
        found = self._value(self._spec.lines, ("lines",))
        if isinstance(found, Amount):
            return found.lines + (found.prior_lines or NO_LINES) if compares else found.lines
        if found is not None:
            self._maker.findings.append(
                NO_AMOUNT.at(self._place(("lines",)), text=self._spec.lines)
            )
        return Ledger(())

    def _printed_panel(self, panel: PanelSpec) -> PanelSpec:
        """The panel without the columns that are not printed this time."""
        ledger = self._ledger
        if panel.covers:
            ledger = self._context.figures.measures[panel.covers].selection.of(ledger)
        printed = self._columns.printed(panel.columns, ledger) or panel.columns
        return panel.model_copy(update={"columns": printed})

    def _covers(self, panel: PanelSpec) -> str:
        """What a panel must show every line of: a declared table that it prints, unless it says."""
        return panel.covers or self._spec.of or ""

    def _covered(self, name: str) -> Ledger:
        if name == self._spec.of:
            return self._ledger
        return self._context.figures.measures[name].selection.of(self._ledger)

    def _check(self, coverages: Mapping[str, Coverage], counting: Sequence[ColumnSpec]) -> None:
        name = self._text(self._spec.name, "name")
        values = [leaf.value for leaf in counting] or ([] if self._book else [Column.AMOUNT])
        for covered, coverage in coverages.items():
            expected = self._covered(covered)
            if Column.PRIOR not in values:
                expected = expected.of_column(Column.AMOUNT)
            place = self._place_of_covers(covered)
            locate = self._maker.sources.find
            found = coverage.findings(expected, values, name, locate, place)
            self._maker.findings.extend(found)

    def _place_of_covers(self, covered: str) -> Location:
        """Where the spec says that its rows must show this."""
        if covered == self._spec.of:
            return self._place(("of",))
        panels = enumerate(self._spec.panels)
        inside = (("panels", n, "covers") for n, panel in panels if panel.covers == covered)
        return self._place(next(inside, ("covers",)))

    def _table(
        self,
        columns: tuple[Width, ...],
        head: tuple[Row, ...],
        body: tuple[Row, ...],
        notes: Sequence[str],
    ) -> Table:
        spec = self._spec
        unit = self._text(spec.unit, "unit")
        if any(word != spec.money_unit for word in _UNIT_WORD.findall(unit)):
            place = self._place(("unit",))
            self._maker.findings.append(OTHER_UNIT.at(place, text=unit, unit=spec.money_unit))
        return Table(
            name=self._name,
            sheet=self._text(spec.sheet or spec.name, "sheet"),
            caption=self._text(spec.caption, "caption"),
            anchor=f"table-{self._name}",
            columns=columns,
            head=head,
            body=body or (tuple(Cell("") for _ in columns),),
            subtitle=self._text(spec.subtitle, "subtitle"),
            number=self._text(spec.number, "number"),
            subject=self._text(spec.subject, "subject"),
            unit=unit,
            notes=tuple(text for note in notes if (text := self._text(note, "notes"))),
            money_unit=spec.money_unit,
        )

    def _empty_panel(self, leaves: Sequence[ColumnSpec], empty: EmptySpec) -> ComposedPanel:
        ground = Ground(self._with_entries(leaves), self._ledger)
        rows = list(self._all_rows(empty.rows, ground, ("empty", "rows")))
        footer = list(self._all_rows(empty.footer, ground, ("empty", "footer")))
        return ComposedPanel(tuple(leaves), rows, footer)

    def _panel(
        self, panel: PanelSpec, index: int, coverages: Mapping[str, Coverage]
    ) -> ComposedPanel:
        leaves = tuple(leaf for column in panel.columns for leaf in column.leaves())
        base: FieldPath = ("panels", index) if self._spec.panels else ()
        measures = self._context.figures.measures
        covered = paths_of(panel.covers, measures, self._ledger) if panel.covers else None
        shown, coverage = self._with_entries(leaves), coverages.get(self._covers(panel))
        if covered is not None:
            counting = named_measures(panel, base, counting=True)
            self._report_beyond(NOT_COVERED, counting, panel.covers, self._ledger)
        if self._spec.measure:
            every = named_measures(panel, base)
            self._report_beyond(NOT_IN_TABLE, every, self._spec.measure, self._lines)
        ground = Ground(shown, self._ledger, covered=covered, coverage=coverage)
        rows = list(self._all_rows(panel.rows, ground, (*base, "rows")))
        footer = list(self._all_rows(panel.footer, ground, (*base, "footer")))
        return ComposedPanel(leaves, rows, footer)

    def _report_beyond(
        self, rule: Rule, named: Iterable[tuple[FieldPath, str]], whole: str, ledger: Ledger
    ) -> None:
        measures = self._context.figures.measures
        for path, words in measures_beyond(named, whole, measures, ledger):
            self._maker.findings.append(rule.at(self._place(path), figures=(), **words))

    def _with_entries(self, leaves: Iterable[ColumnSpec]) -> tuple[Leaf, ...]:
        return tuple(
            Leaf(leaf, self._select(leaf).of(self._ledger).of_column(leaf.value).paths)
            for leaf in leaves
        )

    def _all_rows(
        self, specs: Sequence[RowSpec], ground: Ground, path: FieldPath
    ) -> Iterator[Line]:
        """The lines of row specs that are written in the list at a path."""
        for index, spec in enumerate(specs):
            yield from self._rows(spec, ground, (*path, index))

    def _rows(self, spec: RowSpec, ground: Ground, path: FieldPath) -> Iterator[Line]:
        outermost = "row" not in ground.names
        ledger = self._ledger if spec.measure and outermost else ground.entries
        entries = self._select(spec).of(ledger)
        own = bool(spec.measure) and (outermost or not spec.counts)
        covered = None if own else ground.covered
        ground = replace(ground, entries=entries, path=path, covered=covered)
        if not spec.each:
            yield from self._row_and_below(spec, ground)
            return
        lines = entries.group(spec.each)
        memo = memo_rows(spec.rows, self._context.figures.measures, self._ledger)
        for group in make_groups(ground.seen(memo), spec, self._context):
            names = {**ground.names, "row": group}
            inner = replace(ground, entries=lines.get(group.key, Ledger(())), names=names)
            yield from self._row_and_below(spec, inner)

    def _row_and_below(self, spec: RowSpec, ground: Ground) -> Iterator[Line]:
        if not self._is_wanted(spec, ground):
            return
        yield from self._row(spec, ground)
        yield from self._all_rows(spec.rows, ground, (*ground.path, "rows"))

    def _is_wanted(self, spec: RowSpec, ground: Ground) -> bool:
        """Whether a row is printed with all below it."""
        if not spec.when:
            return True
        place = self._place((*ground.path, "when"))
        if spec.when != HAS_AMOUNTS:
            return self._maker.texts.holds(spec.when, place, {**self._names, **ground.names})
        found = any(any(e.amounts.values()) for leaf in ground.leaves for e in ground.shows(leaf))
        note_decision(f"{spec.id or '这一行'} {HAS_AMOUNTS}", place, holds=found)
        return found

    def _row(self, spec: RowSpec, ground: Ground) -> list[Line]:
        lists = {
            name: self._maker.texts.items(
                expression,
                self._place((*ground.path, "parallel", name)),
                {**self._names, **ground.names},
            )
            for name, expression in spec.parallel.items()
        }
        height = max([1, *(len(items) for items in lists.values())])
        lines: list[Line] = [[] for _ in range(height)]
        for leaf in ground.leaves:
            name, _, member = leaf.spec.key.partition(".") if lists else ("", "", "")
            if name in lists and member:
                place: FieldPath = (*ground.path, "parallel", name)
                texts = [
                    self._text(f"{{{{ item.{member} }}}}", place, {"item": item})
                    for item in lists[name]
                ]
                texts += [""] * (height - len(texts))
                for line, text in zip(lines, texts, strict=True):
                    line.append(Cell(text))
                continue
            cell = self._cell(spec, leaf, ground)
            lines[0].append(cell if height == 1 else replace(cell, rowspan=height))
        self._widen(spec, ground, lines[0])
        return lines

    def _widen(self, spec: RowSpec, ground: Ground, line: Line) -> None:
        """Let the first text of a row take as many columns, so aligned, as its spec says."""
        if spec.span == 1 and spec.align is None:
            return
        texts = [index for index, leaf in enumerate(ground.leaves) if leaf.spec.key]
        if texts:
            first = texts[0]
            most = next((n for n in range(first, len(line)) if n not in texts), len(line)) - first
            span = min(spec.span, most)
            line[first] = replace(line[first], colspan=span, align=spec.align or line[first].align)

    def _cell(self, spec: RowSpec, column: Leaf, ground: Ground) -> Cell:
        leaf = column.spec
        self._maker.texts.budget.spend(CELL + len(ground.entries))
        if leaf.key:
            source = spec.cells.get(leaf.key, "")
            path = (*ground.path, "cells", leaf.key)
            text = self._text(source, path, ground.names) if source else ""
            role = Role.ROW_HEADER if leaf.row_header and text else Role.DATA
            return Cell(text, role, strong=spec.strong)
        if leaf.line_number or not spec.amounts:
            return Cell("")
        if leaf.value in COMPARING and self._context.figures.last_year is None:
            return Cell(str(Unknown("上年数")), strong=spec.strong)
        shown = ground.shows(column)
        if ground.coverage is not None and spec.counts and leaf.counts:
            ground.coverage.add(shown, leaf.value)
        return Cell(self._numbers.cell(shown, leaf, spec), strong=spec.strong)

    def _place(self, path: FieldPath) -> Location:
        if path not in self._places:  # rows of one spec have the same
            self._places[path] = self._spec_sources.find(path)
        return self._places[path]

    def _text(
        self, source: str, path: str | FieldPath, scope: Mapping[str, Any] | None = None
    ) -> str:
        if is_fixed(source):
            return source
        where = (path,) if isinstance(path, str) else path
        return self._maker.texts.text(source, self._place(where), {**self._names, **(scope or {})})

    def _value(self, expression: str, path: FieldPath) -> Any:
        return self._maker.texts.value(expression, self._place(path), self._names)
