"""Compose the whole document: cover, contents, parts and tables in the report's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from discloser.chinese import chinese_number
from discloser.compose.charts import ChartMaker, end_below
from discloser.compose.context import Context
from discloser.compose.echo import echo_findings
from discloser.compose.sheet import scopes
from discloser.compose.table import TableMaker
from discloser.compose.text import TextRenderer
from discloser.compute.figures import Figures
from discloser.document.nodes import (
    Block,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Inline,
    Orientation,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Text,
    plain_text,
)
from discloser.document.wide import parts_of
from discloser.finding import Finding, Rule
from discloser.location import Location, SourceMap
from discloser.pack.budget import Budget
from discloser.pack.consistency import NAME_TWICE
from discloser.pack.pack import Pack
from discloser.pack.report_spec import ParagraphSpec, PartSpec
from discloser.pack.specs import TableSpec
from discloser.validation import nearest

NO_STYLE = Rule(
    "T017",
    "没有这个样式",
    "用了 style.yaml 里没有的样式“{name}”。",
    "{hint}请改正名称，或在 style.yaml 里加上。",
)


def compose(
    figures: Figures, pack: Pack, sources: SourceMap, *, of_unit: bool = False
) -> tuple[Document, tuple[Finding, ...]]:
    """Compose the document of ``figures`` by ``pack``.

    ``sources`` places the input's fields; ``of_unit`` says that it is one unit's own document,
    which may leave out comparisons with last year. The document is whole only where no finding is
    an error.
    """
    context = Context(figures, pack, sources, of_unit=of_unit)
    budget = Budget(len(figures.ledger))
    texts = TextRenderer(pack.layers, pack.kind.value, context.names(), context.filters(), budget)
    composer = _Composer(context, texts, pack, TableMaker(context, texts, sources))
    document = composer.document()
    echoes = echo_findings((*context.echoes, *texts.echoes), figures.disclosure, sources)
    findings = (*context.findings, *texts.findings, *composer.tables.findings, *echoes)
    return document, findings


Names = Mapping[str, Any]
"""What the texts of one part may use beside the document's names."""
NOTHING: Names = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Turn:
    """One time that a part is composed: what sets its anchors and tables apart, and its names."""

    suffix: str
    names: Names


@dataclass(frozen=True, slots=True)
class _Part:
    """A composed part: its line in the contents, the entries below it, and its blocks."""

    entries: tuple[ContentsEntry, ...]
    blocks: tuple[tuple[Orientation, Block], ...]
    new_page: bool = True


class _Composer:
    def __init__(
        self, context: Context, texts: TextRenderer, pack: Pack, tables: TableMaker
    ) -> None:
        self._context = context
        self._texts = texts
        self._pack = pack
        self._report = pack.report
        self._printed: set[str] = set()
        self._charts = ChartMaker(context, texts)
        self._drawn = 0
        self.tables = tables

    def document(self) -> Document:
        disclosure = self._context.figures.disclosure
        parts = list(self._all_parts())
        entries = tuple(entry for part in parts for entry in part.entries)
        titles = tuple(
            text
            for index, line in enumerate(self._report.contents.title)
            if (text := self._text(line, "contents", "title", index))
        )
        orientation = self._report.orientation
        listed: tuple[Block, ...] = (
            *self._lines(self._report.contents.above, "contents", "above"),
            Contents(titles, entries),
            *self._lines(self._report.contents.below, "contents", "below"),
        )
        contents = Section(listed, orientation, page_numbers=False)
        sections = _sections_of(parts)
        if sections:
            first = sections[0]
            sections[0] = Section(first.blocks, first.orientation, restart=True)
        return Document(
            title=self._text(self._report.title, "title"),
            author=disclosure.department.name,
            date=disclosure.published,
            sections=tuple(filter(_is_printed, (self._cover(), contents, *sections))),
            subject=disclosure.kind.label,
        )

    def _cover(self) -> Section:
        lines = self._lines(self._report.cover, "cover")
        return Section(lines, self._report.orientation, page_numbers=False)

    def _lines(self, specs: Sequence[ParagraphSpec], *path: str) -> tuple[Paragraph, ...]:
        """The lines that are written at ``path`` of the report, without those that are empty."""
        lines: list[Paragraph] = []
        for index, line in enumerate(specs):
            place = self._pack.report_sources.find((*path, index, "text"))
            content = self._texts.inline(line.text, place)
            if content:
                lines.append(Paragraph(content, line.style))
                here = self._pack.report_sources.find((*path, index, "style"))
                self._check_styles(tuple(lines[-1:]), here)
        return tuple(lines)

    def _all_parts(self) -> Iterator[_Part]:
        """The parts that are printed; those with a number are counted."""
        counted = 0
        for index, spec in enumerate(self._report.parts):
            place = self._pack.report_sources.find(("parts", index, "when"))
            if spec.when and not self._texts.holds(spec.when, place):
                continue
            counted += bool(spec.number)
            yield from self._parts(index, {"part": counted})

    def _parts(self, index: int, own: Names) -> Iterator[_Part]:
        """The part at ``index`` of the report, or one for each time that it is repeated."""
        spec = self._report.parts[index]
        place = self._pack.report_sources.find(("parts", index, "repeat"))
        for names in scopes(spec.repeat, self._texts, place, own):
            suffix = f"-{names['index']}" if spec.repeat else ""
            yield self._part(index, spec, _Turn(suffix, names))

    def _part(self, index: int, spec: PartSpec, turn: _Turn) -> _Part:
        anchor = f"part-{spec.id}{turn.suffix}"
        orientation = spec.orientation or self._report.orientation
        path = ("parts", index)
        number = self._text(spec.number, *path, "number", names=turn.names)
        heading = self._inline(spec.heading, *path, "heading", names=turn.names)
        own = self._text(spec.contents, *path, "contents", names=turn.names)
        title = plain_text(heading).strip()
        entries: list[ContentsEntry] = []
        head: list[Block] = [Paragraph((Text(number),), "part_number")] if number else []
        if title:
            head.append(Heading(spec.level, heading, anchor, own))
        self._check_styles(tuple(head), self._pack.report_sources.find((*path, "level")))
        if spec.body:
            named = self._pack.report_sources.find((*path, "body"))
            body = self._texts.blocks(self._pack.path(spec.body), anchor, named, turn.names)
            self._check_styles(body, self._file_place(spec.body))
            head += self._with_charts(index, body, turn)
            depth = spec.level + spec.contents_depth
            entries += _heading_entries(body, spec.level, depth)
        blocks = [(orientation, block) for block in head]
        for count, (name, table) in enumerate(self._tables(index, turn), start=1):
            turned = self._pack.tables[name].orientation or orientation
            blocks += [(turned, part) for part in self._pages(name, table)]
            if spec.contents_tables:
                label = self._table_line(name, count, turn.names)
                entries.append(ContentsEntry(label, spec.level + 1, table.anchor))
        # What is written for the contents list and comes out empty is not listed.
        label = own if spec.contents or not title else f"{number} {title}".strip()
        first = next((block for _, block in blocks if isinstance(block, Heading | Table)), None)
        if label and first is not None and spec.in_contents:
            # Without a heading the part begins with what is printed first.
            entries.insert(0, ContentsEntry(label, spec.level, first.anchor))
        numbered = self._report.contents.page_numbers
        listed = tuple(replace(entry, numbered=numbered) for entry in entries)
        return _Part(listed, tuple(blocks), spec.new_page)

    def _with_charts(self, index: int, body: tuple[Block, ...], turn: _Turn) -> Iterator[Block]:
        """The text of a part with its charts, which are counted through the whole document."""
        placed = sorted(self._chart_places(index, body, turn))
        begin = 0
        for end, number in placed:
            yield from body[begin:end]
            begin = end
            name = self._report.parts[index].charts[number].chart
            spec, sources = self._pack.charts[name], self._pack.chart_sources[name]
            names = {**turn.names, "index": self._drawn + 1}
            chart = self._charts.make(f"{name}{turn.suffix}", spec, sources, names)
            if chart is not None:
                self._drawn += 1
                yield chart
        yield from body[begin:]

    def _chart_places(
        self, index: int, body: tuple[Block, ...], turn: _Turn
    ) -> Iterator[tuple[int, int]]:
        """Behind which block of a part each of its charts stands, those that are wanted."""
        report = self._pack.report_sources
        for number, entry in enumerate(self._report.parts[index].charts):
            path = ("parts", index, "charts", number)
            spec, sources = self._pack.charts[entry.chart], self._pack.chart_sources[entry.chart]
            conditions = (
                (entry.when, report.find((*path, "when"))),
                (spec.when, sources.find(("when",))),
            )
            if all(not when or self._texts.holds(when, at, turn.names) for when, at in conditions):
                under = report.find((*path, "under"))
                end = end_below(body, entry.under, under, self._texts)
                if end is not None:
                    yield end, number

    def _tables(self, index: int, turn: _Turn) -> Iterator[tuple[str, Table]]:
        """The tables of a part, each time under a name of its own."""
        position = 0
        for number, entry in enumerate(self._report.parts[index].tables):
            here = self._pack.report_sources.find(("parts", index, "tables", number, "when"))
            if entry.when and not self._texts.holds(entry.when, here, turn.names):
                continue
            if not self._wanted(entry.table, turn.names):
                continue
            position += 1
            spec, sources = self._pack.tables[entry.table], self._pack.table_sources[entry.table]
            own = {**turn.names, "table": entry.table, "position": position}
            yield entry.table, self._made(f"{entry.table}{turn.suffix}", spec, sources, own, here)

    def _made(
        self, name: str, spec: TableSpec, sources: SourceMap, names: Names, place: Location
    ) -> Table:
        if name in self._printed:
            self._texts.findings.append(NAME_TWICE.at(place, what="表格", name=name))
        self._printed.add(name)
        return self.tables.make(name, spec, sources, names)

    def _pages(self, name: str, table: Table) -> tuple[Table, ...]:
        """A table as it is printed: in several parts where it is wider than a page."""
        spec = self._pack.tables[name]
        return parts_of(table, spec.naming_columns, spec.page_columns or len(table.columns))

    def _file_place(self, relative: str) -> Location:
        found = self._pack.layers.find(self._pack.path(relative))
        return Location(str(found[0][1]) if found else relative)

    def _check_styles(self, blocks: tuple[Block, ...], place: Location) -> None:
        style = self._pack.style
        for block in blocks:
            if isinstance(block, Paragraph) and block.style not in style.paragraphs:
                hint = nearest(block.style, list(style.paragraphs))
                self._texts.findings.append(NO_STYLE.at(place, name=block.style, hint=hint))
            elif isinstance(block, Heading) and block.level > len(style.headings):
                values = {"name": f"{block.level} 级标题", "hint": ""}
                self._texts.findings.append(NO_STYLE.at(place, figures=(), **values))

    def _wanted(self, name: str, names: Names) -> bool:
        when = self._pack.tables[name].when
        place = self._pack.table_sources[name].find(("when",))
        return not when or self._texts.holds(when, place, names)

    def _table_line(self, name: str, index: int, names: Names) -> str:
        """A table's line in the contents list."""
        spec, sources = self._pack.tables[name], self._pack.table_sources[name]
        called = self._texts.text(spec.name, sources.find(("name",)), {**names, "table": name})
        numbers = {"index": index, "number": chinese_number(index), "name": called}
        if spec.contents:
            inner = {**names, **numbers}
            return self._texts.text(spec.contents, sources.find(("contents",)), inner)
        return self._text(self._report.contents.table, "contents", "table", names=numbers)

    def _text(self, source: str, *path: str | int, names: Names = NOTHING) -> str:
        return plain_text(self._inline(source, *path, names=names))

    def _inline(self, source: str, *path: str | int, names: Names = NOTHING) -> tuple[Inline, ...]:
        return self._texts.inline(source, self._pack.report_sources.find(path), names)


def _heading_entries(blocks: tuple[Block, ...], above: int, depth: int) -> Iterator[ContentsEntry]:
    for block in blocks:
        if isinstance(block, Heading) and above < block.level <= depth:
            yield ContentsEntry(block.contents or block.text, block.level, block.anchor)


def _sections_of(parts: Iterable[_Part]) -> list[Section]:
    """The sections of all parts; what goes on without a new page is in the section before it."""
    made: list[Section] = []
    for part in parts:
        for index, section in enumerate(_sections(part)):
            goes_on = made and not index and not part.new_page
            if goes_on and made[-1].orientation is section.orientation:
                made[-1] = Section((*made[-1].blocks, *section.blocks), section.orientation)
            else:
                made.append(section)
    return made


def _sections(part: _Part) -> Iterator[Section]:
    """Make a section for each run of pages of one orientation; each table has its own page."""
    for orientation, run in groupby(part.blocks, key=lambda item: item[0]):
        blocks: list[Block] = []
        for _, block in run:
            if isinstance(block, Table) and any(isinstance(known, Table) for known in blocks):
                blocks.append(PageBreak())
            blocks.append(block)
        printed = _without_idle_breaks(blocks)
        if printed:
            yield Section(printed, orientation)


def _is_printed(section: Section) -> bool:
    """Whether anything stands in a section: an empty contents list is nothing."""
    return any(
        not isinstance(block, Contents) or block.title or block.entries for block in section.blocks
    )


def _without_idle_breaks(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks without page breaks that would leave a page empty: first, last, and doubled."""
    kept: list[Block] = []
    for block in blocks:
        if not isinstance(block, PageBreak) or (kept and not isinstance(kept[-1], PageBreak)):
            kept.append(block)
    while kept and isinstance(kept[-1], PageBreak):
        kept.pop()
    return tuple(kept)
