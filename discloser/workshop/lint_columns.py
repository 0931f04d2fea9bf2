"""The columns of a pack's tables: totals that do not add up or are not there, numbers left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from discloser.compose.views import INDICATORS
from discloser.compute.figures import Figures, compute
from discloser.compute.ledger import (
    Column,
    Ledger,
    economic_dimensions,
    function_dimensions,
    fund_dimensions,
    government_dimensions,
)
from discloser.compute.measure import Selection
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location
from discloser.model.performance import Indicator
from discloser.model.supplement import Book, Required, ValueType, books_of
from discloser.model.values import Fund
from discloser.pack.pack import Pack
from discloser.pack.specs import ColumnSpec, PanelSpec, RowSpec, TableSpec
from discloser.specimen.samples import samples
from discloser.workshop.lint_places import start_of

NOT_ADDING_UP = Rule(
    "T052",
    "合计栏与分栏不等",
    "《{table}》“{label}”栏与同组各栏相加不等：{what}。",
    "请对照合计栏和各分栏的 where；不是合计的，给它写 counts: 否并改栏名。",
)
NO_TOTAL = Rule(
    "T122",
    "没有合计栏",
    "《{table}》{where}的各栏没有印合计。",
    "请加一栏合计（counts: 否）；表式本来没有的，在{where_to_say}写 total: 否。",
)
ALONE = Rule(
    "T123",
    "只有一栏的一组",
    "《{table}》“{label}”下面只有“{only}”一栏。",
    "请核对是不是少了一栏；本来只有一栏的，不要分两级。",
)
LEFT_OUT = Rule(
    "T124",
    "填了没有印的一栏",
    "《{table}》印的是“{book}”，其中的“{column}”哪里也没有印。",
    "请加上这一栏；不公开的，在 fields.yaml 里写 required: 可不填，或不要让人填。",
)
NOTHING = Rule(
    "T128",
    "什么也取不到的一栏",
    "《{table}》“{label}”栏什么也取不到。",
    "请核对这一栏的口径和筛选条件；全表的口径（measure、covers）里没有这种钱的，去掉这一栏。",
)
UNNUMBERED = Rule(
    "T125",
    "有的半边没有行次",
    "《{table}》有的半边有行次栏，有的没有。",
    "请给各个半边都加上行次栏（line_number: 是），或都不要。",
)
_TOTALS = ("合计", "小计", "总计", "支出总计", "收入总计")
_WIDER: Mapping[ValueType, frozenset[str]] = {
    ValueType.FUND: frozenset(fund_dimensions(Fund.GENERAL_PUBLIC_BUDGET)),
    ValueType.FUNCTION: frozenset(function_dimensions("")),
    ValueType.DEPARTMENT_ECONOMIC: frozenset(economic_dimensions("")),
    ValueType.GOVERNMENT_ECONOMIC: frozenset(government_dimensions("")),
    ValueType.UNIT: frozenset({"unit"}),
    ValueType.PROJECT: frozenset({"project"}),
}
"""The dimensions that a declared column is also shown by."""
_ALL_KINDS = "indicators"
_INDICATOR = {name: field.title or name for name, field in Indicator.model_fields.items()}
_ANY_INDICATOR = {"kind": "一级指标"} | _INDICATOR
"""What a project's indicators have: those of one kind, and those of all."""
_OF_LINE = re.compile(r"\bline\.(\w+)")
_FEWEST = 2
"""One column alone is its own total."""


def column_faults(pack: Pack) -> Iterator[Finding]:
    """All that is wrong with the columns of a pack's tables."""
    figures = compute(
        next(samples(pack.name, pack.kind, pack.year, pack.form)).disclosure, pack.measures
    )
    for name, spec in pack.tables.items():
        for index, panel in enumerate(spec.all_panels()):
            path: FieldPath = ("panels", index, "columns") if spec.panels else ("columns",)
            yield from _Panel.of(pack, name, panel, figures).faults(path)
        if len({_has_line_numbers(panel) for panel in spec.panels}) > 1:
            place = pack.table_sources[name].find(("panels",))
            yield UNNUMBERED.at(place, table=pack.table_name(name))
        yield from _lists_in_part(pack, name)
    yield from _left_out(pack)


def _has_line_numbers(panel: PanelSpec) -> bool:
    return any(leaf.line_number for column in panel.columns for leaf in column.leaves())


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel of a table, and which lines each of its columns of amounts shows."""

    pack: Pack
    name: str
    spec: PanelSpec
    lines: Ledger
    shown: Mapping[int, frozenset[FieldPath]]
    """By the identity of a leaf column, the lines by their paths."""

    @staticmethod
    def of(pack: Pack, name: str, panel: PanelSpec, figures: Figures) -> _Panel:
        table = pack.tables[name]
        whole = pack.measures[table.measure].selection if table.measure else Selection.everything()
        if table.of is not None:
            whole = Selection.of_books((table.of,))
        lines = whole.of(figures.all_lines)
        covered = pack.measures[panel.covers].selection.of(lines) if panel.covers else lines
        leaves = [leaf for column in panel.columns for leaf in column.leaves() if not leaf.is_text]
        shown = {}
        for leaf in leaves:
            of = pack.measures.select(leaf, table.of).of(lines if leaf.memo else covered)
            shown[id(leaf)] = frozenset(entry.path for entry in of)
        return _Panel(pack, name, panel, covered, shown)

    def faults(self, path: FieldPath) -> Iterator[Finding]:
        """What is wrong with its columns, which stand at ``path``."""
        table, sources = self.pack.table_name(self.name), self.pack.table_sources[self.name]
        if self._lacks_total(self.spec.columns) and self.spec.total:
            places = sources.find(path), _nearest(self.pack, self.name)
            yield NO_TOTAL.at(*places, table=table, where="全表", where_to_say="表格")
        for at, group in _groups(self.spec.columns, path):
            for index, column in enumerate(group):
                below, here = column.columns, (*at, index)
                if len(below) == 1 and not below[0].each:
                    place = sources.find((*here, "label"))
                    words = {"label": column.label, "only": below[0].label}
                    yield ALONE.at(place, table=table, **words)
                if below and column.total and self._lacks_total(below):
                    place = sources.find((*here, "label"))
                    where = f"“{column.label}”下面"
                    yield NO_TOTAL.at(place, table=table, where=where, where_to_say="这一组")
            if self.pack.tables[self.name].of is None:  # else each number is counted for itself
                for index in self._empty(group):
                    places = sources.find((*at, index)), _nearest(self.pack, self.name)
                    yield NOTHING.at(*places, table=table, label=group[index].label)
                for index, what in self._differences(group):
                    place, label = sources.find((*at, index)), group[index].label
                    yield NOT_ADDING_UP.at(place, table=table, label=label, what=what)

    def _empty(self, group: Sequence[ColumnSpec]) -> Iterator[int]:
        """The columns of a group that no line of a department with all kinds of money is in."""
        for index, column in enumerate(group):
            chooses = column.each or column.when or column.value != Column.AMOUNT
            if not (column.columns or column.is_text or chooses or self.shown[id(column)]):
                yield index

    def _lacks_total(self, group: Sequence[ColumnSpec]) -> bool:
        """Whether several columns of one kind of amount have none of their sum in the panel."""
        parts = [leaves for column in group if (leaves := _counting(column))]
        leaves = [leaf for each in parts for leaf in each]
        if len(parts) < _FEWEST or len({leaf.value for leaf in leaves}) > 1:
            return False
        whole = frozenset[FieldPath]().union(*(self.shown[id(leaf)] for leaf in leaves))
        books = {entry.side for entry in self.lines if entry.path in whole}
        others = (leaf for column in self.spec.columns for leaf in column.leaves())
        return len(books) == 1 and not any(
            not leaf.is_text and not leaf.counts and self.shown[id(leaf)] == whole
            for leaf in others
        )

    def _differences(self, group: Sequence[ColumnSpec]) -> Iterator[tuple[int, str]]:
        """The totals of a group that miss lines of its other columns, or have lines of none."""
        counting = [leaf for column in group for leaf in _counting(column)]
        if not counting:
            return
        parts = frozenset[FieldPath]().union(*(self.shown[id(leaf)] for leaf in counting))
        for index, column in enumerate(group):
            if column.columns or column.counts or column.is_text or column.label not in _TOTALS:
                continue
            total = self.shown[id(column)]
            missing = next((e for e in self.lines if e.path in total - parts), None)
            extra = next((e for e in self.lines if e.path in parts - total), None)
            if missing is not None:
                yield index, f"{_words(missing.dimensions)} 在合计里，不在任何分栏里"
            elif extra is not None:
                yield index, f"{_words(extra.dimensions)} 在分栏里，不在合计里"


def _nearest(pack: Pack, table: str) -> Location:
    """The file of a table that goes before those that it extends."""
    return start_of(pack.layers.find(pack.path(f"tables/{table}.yaml"))[0][1])


def _counting(column: ColumnSpec) -> list[ColumnSpec]:
    return [leaf for leaf in column.leaves() if leaf.counts and not leaf.is_text]


def _groups(
    columns: Sequence[ColumnSpec], path: FieldPath
) -> Iterator[tuple[FieldPath, Sequence[ColumnSpec]]]:
    yield path, columns
    for index, column in enumerate(columns):
        if column.columns:
            yield from _groups(column.columns, (*path, index, "columns"))


def _words(dimensions: Mapping[str, str]) -> str:
    shown = ("fund", "kind", "category", "function_class", "economic_class")
    return " ".join(dimensions[name] for name in shown if dimensions.get(name))


def _left_out(pack: Pack) -> Iterator[Finding]:
    """The columns of declared tables that a pack prints and that no table or sentence shows."""
    texts = "\n".join(_templates(pack))
    books = books_of(pack.form)
    for name, spec in pack.tables.items():
        if spec.of not in books:
            continue
        book = books[spec.of]
        shown = {each for other in pack.tables.values() for each in _shown(other, book)}
        shown |= set(_told_apart(pack, book))
        for column, (title, told) in book.columns.items():
            dimensions = {column} | _WIDER.get(told.type, frozenset())
            said = re.search(rf"\b{book.name}\b.*\b{column}\b", texts) is not None
            if told.required is not Required.NEVER and not said and not dimensions & shown:
                place = pack.table_sources[name].find(("of",))
                table = pack.table_name(name)
                yield LEFT_OUT.at(place, table=table, book=book.label, column=title)


def _lists_in_part(pack: Pack, table: str) -> Iterator[Finding]:
    """The lists of indicators beside a table's rows of which a field has no column."""
    spec = pack.tables[table]
    for panel in spec.all_panels():
        keys = {leaf.key for column in panel.columns for leaf in column.leaves()}
        for row in _rows((*panel.rows, *panel.footer)):
            for name, listed in row.parallel.items():
                shown = {key.partition(".")[2] for key in keys if key.startswith(f"{name}.")}
                of_kind = listed.rpartition(".")[2]
                fields = _INDICATOR if of_kind in INDICATORS else _ANY_INDICATOR
                known = fields if of_kind in (*INDICATORS, _ALL_KINDS) else {}
                for field in known.keys() - shown if shown else ():
                    place = pack.table_sources[table].find(("columns",))
                    words = {"table": pack.table_name(table), "book": "绩效指标"}
                    yield LEFT_OUT.at(place, **words, column=known[field])


def _shown(spec: TableSpec, book: Book) -> Iterator[str]:
    """What a table shows of a book: by texts, by groups, by filters and as numbers."""
    if spec.of != book.name:
        return
    yield from _OF_LINE.findall(spec.model_dump_json())
    for panel in spec.all_panels():
        for row in _rows((*panel.rows, *panel.footer)):
            yield from row.each
            yield from (name.removeprefix("not_") for name in row.where)
        for leaf in (leaf for column in panel.columns for leaf in column.leaves()):
            yield from leaf.each
            yield from (name.removeprefix("not_") for name in leaf.where)
            if not leaf.is_text:
                yield book.main if leaf.value == Column.AMOUNT else leaf.value


def _told_apart(pack: Pack, book: Book) -> Iterator[str]:
    """What the pack's measures tell the lines of a book apart by."""
    for measure in pack.measures.values():
        for side, where in measure.selection.parts:
            if side == book.name:
                yield from (name for name, _, _ in where.conditions)


def _rows(rows: Sequence[RowSpec]) -> Iterator[RowSpec]:
    for row in rows:
        yield row
        yield from _rows(row.rows)


def _templates(pack: Pack) -> Iterator[str]:
    """The templates of a pack's sentences."""
    bodies = [pack.path(part.body) for part in pack.report.parts if part.body]
    for file in dict.fromkeys([*bodies, pack.path("macros.j2"), "macros.j2"]):
        for _, path in pack.layers.find(file):
            yield path.read_text(encoding="utf-8", errors="replace")
