"""What a pack's files say of each other: measures, text columns and number formats they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from discloser.compute.ledger import Column
from discloser.compute.measure import Measure, Measures
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.supplement import Book
from discloser.pack.report_spec import ReportSpec
from discloser.pack.specs import ColumnSpec, RowSpec, TableSpec
from discloser.parameters.parameter import Parameter
from discloser.validation import nearest

UNKNOWN_MEASURE = Rule(
    "T006", "没有这个口径", "没有名为“{name}”的口径。", "{hint}口径目录见 discloser figures。"
)
WRONG_FORMAT = Rule(
    "T007",
    "没有这个数字格式",
    "{name}用了没有的数字格式“{value}”。",
    "{hint}现有：{known}。",
)
NO_PARAMETER = Rule(
    "T008",
    "模板包缺少参数",
    "模板包“{pack}”没有参数 {name}。",
    "请在 parameters 里补上，或让模板包继承有它的上级。",
)
SUM_CIRCLE = Rule(
    "T009", "口径绕圈相加", "口径“{name}”绕一圈又加到了自己。", "请改 measures.yaml 里的 sum。"
)
SUM_TOO_LARGE = Rule(
    "T064",
    "口径相加太多",
    "口径“{name}”逐层展开以后超过 {most} 个口径，或者层数太多。",
    "请改 measures.yaml 里的 sum，能用一个 where 写清楚的不要拆开相加。",
)
MOST_PARTS, MOST_LEVELS = 300, 20
UNKNOWN_COLUMN = Rule(
    "T101",
    "没有这个数",
    "value 写的“{name}”不是这张表取得到的数。",
    "{hint}可以写：{known}。",
)
UNKNOWN_CELL = Rule(
    "T016",
    "没有这个文字栏",
    "这张表没有名为“{name}”的文字栏。",
    "{hint}各栏的名称见 columns 里的 key。",
)
NAME_TWICE = Rule(
    "T025",
    "同一名称用了两次",
    "{what}“{name}”在 report.yaml 里用了两次，目录和链接分不清指哪一个。",
    "请给其中一个改名；同一张表要印两次的，把表格文件另存一个名称。",
)

NUMBER_FORMATS = "number_formats"
FORMATTED = ("text_amount", "table_amount", "percent")
"""The parameters that name a number format."""


def doubled_names(report: ReportSpec, sources: SourceMap) -> Iterator[Finding]:
    """Parts, tables and charts that a report names twice: nothing could point at one of them."""
    seen: dict[tuple[str, str], FieldPath] = {}
    for path, what, name in _names_in(report):
        first = seen.setdefault((what, name), path)
        if first != path:
            yield NAME_TWICE.at(sources.find(path), sources.find(first), what=what, name=name)


def _names_in(report: ReportSpec) -> Iterator[tuple[FieldPath, str, str]]:
    for index, part in enumerate(report.parts):
        yield ("parts", index, "id"), "部分", part.id
        for number, entry in enumerate(part.tables):
            if not entry.when:
                yield ("parts", index, "tables", number), "表格", entry.table
        for number, drawn in enumerate(part.charts):
            if not drawn.when:
                yield ("parts", index, "charts", number), "图", drawn.chart


def table_faults(
    spec: TableSpec,
    books: Mapping[str, Book],
    measures: Measures,
    formats: Collection[str],
    sources: SourceMap,
) -> Iterator[Finding]:
    """What a table names that does not exist."""
    yield from unknown_columns(spec, books, measures, sources)
    yield from unknown_measures(spec, measures, sources)
    yield from unknown_cells(spec, sources)
    yield from unknown_formats(spec, formats, sources)


def unknown_measures(spec: BaseModel, measures: Measures, sources: SourceMap) -> Iterator[Finding]:
    """The measures that a spec names and that do not exist."""
    known = list(measures)
    for path, name in _named_in(spec, ()):
        if name and name not in known:
            hint = nearest(name, known)
            yield UNKNOWN_MEASURE.at(sources.find(path), name=name, hint=hint)


def faulty_sums(
    measures: Sequence[Measure], standard: Measures, sources: SourceMap
) -> Iterator[Finding]:
    """The sums of a pack's measures that name an unknown measure or lead back to themselves."""
    known = standard.with_more(measures).written
    sizes: dict[str, tuple[int, int]] = {}
    for measure in measures:
        name = measure.name
        for index, part in enumerate(measure.sum):
            if part not in known:
                place = sources.find((name, "sum", index))
                yield UNKNOWN_MEASURE.at(place, name=part, hint=nearest(part, list(known)))
        if name in _parts(name, known):
            yield SUM_CIRCLE.at(sources.find((name, "sum")), name=name)
        elif _too_large(*_size(name, known, sizes)):
            place = sources.find((name, "sum"))
            yield SUM_TOO_LARGE.at(place, name=name, most=MOST_PARTS)


def unknown_cells(spec: TableSpec, sources: SourceMap) -> Iterator[Finding]:
    """The texts of a table's rows that belong to no text column."""
    for index, panel in enumerate(spec.all_panels()):
        base: FieldPath = ("panels", index) if spec.panels else ()
        known = _text_columns(panel.columns)
        for part, rows in (("rows", panel.rows), ("footer", panel.footer)):
            at = sources.find((*base, "columns"))
            yield from _unknown_cells(known, rows, (*base, part), sources, at)
    if spec.empty is not None:
        known = _text_columns([column for panel in spec.all_panels() for column in panel.columns])
        for part, rows in (("rows", spec.empty.rows), ("footer", spec.empty.footer)):
            at = sources.find(("columns",))
            yield from _unknown_cells(known, rows, ("empty", part), sources, at)


def unknown_columns(
    spec: TableSpec, books: Mapping[str, Book], measures: Measures, sources: SourceMap
) -> Iterator[Finding]:
    """The numbers that columns ask for and that the table's book does not have."""
    of_measure = measures[spec.measure].selection.parts if spec.measure in measures else ()
    named = [spec.of or "", *(side for side, _ in of_measure)]
    book = next((books[name] for name in named if name in books), None)
    known = list(book.summed) if book is not None else [column.value for column in Column]
    for path, value in _named_in(spec, (), ("value",)):
        if value not in known and not (book is not None and value == Column.AMOUNT):
            words = {"name": value, "hint": nearest(value, known), "known": "、".join(known)}
            yield UNKNOWN_COLUMN.at(sources.find(path), **words)


def unknown_formats(
    spec: TableSpec, formats: Collection[str], sources: SourceMap
) -> Iterator[Finding]:
    """The number formats that a table names and that do not exist."""
    for path, value in _named_in(spec, (), ("format",)):
        if value and value not in formats:
            known = list(formats)
            values = {"value": value, "hint": nearest(value, known), "known": "、".join(known)}
            yield WRONG_FORMAT.at(sources.find(path), name="这张表", **values)


def faulty_formats(
    parameters: Mapping[str, Parameter], sources: Mapping[str, SourceMap], year: int, pack: str
) -> Iterator[Finding]:
    """The parameters of number formats that are missing or name an unknown format."""
    missing = [name for name in (NUMBER_FORMATS, *FORMATTED) if name not in parameters]
    for name in missing:
        yield NO_PARAMETER.at(pack=pack, name=name)
    if missing:
        return
    known = list(parameters[NUMBER_FORMATS].value(year))
    for name in FORMATTED:
        spec = parameters[name]
        texts = dict.fromkeys(_as_text(value) for value in (*spec.since.values(), *spec.options))
        for value in texts:
            if value not in known:
                place = sources[name].find((name,))
                values = {"value": value, "hint": nearest(value, known), "known": "、".join(known)}
                yield WRONG_FORMAT.at(place, name=f"参数 {name} ", **values)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else "（不是一个词）"


def _named_in(
    value: Any, path: FieldPath, fields: tuple[str, ...] = ("measure", "covers", "whole")
) -> Iterator[tuple[FieldPath, str]]:
    """Walk a spec for what these fields of its name (measures), with their paths."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            child = getattr(value, name)
            if name in fields and isinstance(child, str):
                yield (*path, name), child
            else:
                yield from _named_in(child, (*path, name), fields)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _named_in(item, (*path, index), fields)


def _size(
    name: str, specs: Mapping[str, Measure], known: dict[str, tuple[int, int]], above: int = 0
) -> tuple[int, int]:
    """How many filters a measure comes to, and over how many levels of sums.

    What leads back to itself, or has more levels than are allowed, has one level too many.
    """
    if above > MOST_LEVELS:
        return 1, MOST_LEVELS
    if name not in known:
        parts = specs[name].sum[: MOST_PARTS + 1] if name in specs else ()
        below = [_size(part, specs, known, above + 1) for part in parts]
        levels = 1 + max((levels for _, levels in below), default=0)
        known[name] = (sum(size for size, _ in below) or 1, levels)
    return known[name]


def _too_large(size: int, levels: int) -> bool:
    return size > MOST_PARTS or levels > MOST_LEVELS


def _parts(name: str, specs: Mapping[str, Measure]) -> set[str]:
    """All measures that a sum is made of, however far down."""
    found: set[str] = set()
    waiting = list(specs[name].sum)
    while waiting:
        part = waiting.pop()
        if part not in found and part in specs:
            waiting += specs[part].sum
        found.add(part)
    return found


def _text_columns(columns: Sequence[ColumnSpec]) -> dict[str, list[str]]:
    """The names that a row's ``cells`` and its ``parallel`` lists may fill columns by."""
    keys = [leaf.key for column in columns for leaf in column.leaves() if leaf.key]
    return {"cells": keys, "parallel": [key.partition(".")[0] for key in keys if "." in key]}


def _unknown_cells(
    known: Mapping[str, list[str]],
    rows: Sequence[RowSpec],
    path: FieldPath,
    sources: SourceMap,
    columns: Location,
) -> Iterator[Finding]:
    """The names that no column has; a column may be gone from where the ``columns`` stand."""
    for index, row in enumerate(rows):
        here = (*path, index)
        for part, named in (("cells", row.cells), ("parallel", row.parallel)):
            for name in named:
                if name not in known[part]:
                    place, hint = sources.find((*here, part, name)), nearest(name, known[part])
                    yield UNKNOWN_CELL.at(place, columns, name=name, hint=hint)
        yield from _unknown_cells(known, row.rows, (*here, "rows"), sources, columns)
