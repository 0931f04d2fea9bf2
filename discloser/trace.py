"""Where a printed number comes from, and where a line of the input goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.ledger_cells import WAN, expected_cells
from discloser.check.printed import Printed
from discloser.check.prose import Passage, passages
from discloser.check.registry import Reading
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figure
from discloser.compute.ledger import Column, Entry, Ledger
from discloser.location import FieldPath, Location, SourceMap
from discloser.pipeline import Prepared
from discloser.report import display

Paths = frozenset[FieldPath]
_MOST_LINES = 40
_NEAR = 28


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a tree with the lines below it."""

    text: str
    branches: tuple[Branch, ...] = ()

    def lines(self, indent: str = "") -> Iterator[str]:
        """The tree as text, drawn with box lines."""
        for index, branch in enumerate(self.branches):
            last = index == len(self.branches) - 1
            yield f"{indent}{'└─ ' if last else '├─ '}{branch.text}"
            yield from branch.lines(indent + ("   " if last else "│  "))


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A printed amount of a table with the ledger lines that it adds up."""

    place: Location
    text: str
    lines: Ledger


def trace_back(prepared: Prepared, what: str) -> list[str]:
    """How a figure, given by name, label or printed value, arises; empty if there is none."""
    reading = _reading(prepared)
    figures = [figure for figure in reading.figures.values() if what in (figure.name, figure.label)]
    if figures:
        return [line for figure in figures for line in _figure_lines(figure, reading, prepared)]
    printed = Printed.read(what.strip().removesuffix("万元").removesuffix("%"))
    if printed is None or not what.strip():
        return []
    return _number_lines(printed, what.strip(), reading, prepared)


def _reading(prepared: Prepared) -> Reading:
    if prepared.document is None or prepared.figures is None:
        raise ValueError("the document has not been composed")
    codebook = prepared.pack.codebook if prepared.pack is not None else Codebook()
    return Reading(prepared.document, prepared.figures, codebook, prepared.sources)


def _figure_lines(figure: Figure, reading: Reading, prepared: Prepared) -> list[str]:
    tree = _figure_branch(figure, reading, prepared.sources)
    places = _printed_at(figure, reading)
    shown = tuple(Branch(place) for place in places)
    tree = Branch(tree.text, (*tree.branches, Branch(f"印在 {len(shown)} 处", shown)))
    return [tree.text, *tree.lines()]


def _figure_branch(figure: Figure, reading: Reading, sources: SourceMap) -> Branch:
    printed = f"印作 {figure.amount / WAN:.2f} 万元，精确 {figure.amount:,} 元"
    branches = [Branch(printed)]
    if figure.source:
        branches.append(Branch(f"口径出处：{figure.source}"))
    if figure.prior is not None:
        branches.append(Branch(f"上年 {figure.prior / WAN:.2f} 万元，精确 {figure.prior:,} 元"))
    parts = reading.figures.measures[figure.name].sum
    if parts:
        below = tuple(_figure_branch(reading.figures[name], reading, sources) for name in parts)
        branches.append(Branch(f"由 {len(parts)} 个口径相加", below))
    else:
        branches.append(_ledger_branch(figure.lines, sources))
    return Branch(f"{figure.label}（{figure.name}）", tuple(branches))


def _ledger_branch(lines: Ledger, sources: SourceMap, column: Column = Column.AMOUNT) -> Branch:
    entries = [entry for entry in lines if entry.amounts.get(column)]
    shown = [Branch(_entry_text(entry, sources, column)) for entry in entries[:_MOST_LINES]]
    if len(entries) > _MOST_LINES:
        shown.append(Branch(f"……共 {len(entries)} 行"))
    return Branch(f"由 {len(entries)} 行台账相加", tuple(shown))


def _entry_text(entry: Entry, sources: SourceMap, column: Column) -> str:
    place = display(sources.find((*entry.path, column.value)))
    dimensions = entry.dimensions
    names = ("unit", "fund", "kind", "category", "project", "function_item", "economic_item")
    words = " ".join(dimensions[name] for name in names if dimensions.get(name))
    return f"{place}  {entry.amounts[column]:,} 元  {words}"


def _printed_at(figure: Figure, reading: Reading) -> list[str]:
    """Every place of the document where a figure is printed."""
    wanted = _paths(figure.lines)
    found = [
        f"{display(cell.place)}：{cell.text}"
        for cell in _cells(reading)
        if cell.text and _paths(cell.lines) == wanted
    ]
    for passage in passages(reading.document):
        found += [
            _quote(passage, mention.start)
            for mention in passage.amounts
            if mention.figure == figure.name
        ]
    return found


def _paths(lines: Iterable[Entry]) -> Paths:
    return frozenset(entry.path for entry in lines)


def _cells(reading: Reading) -> Iterator[PrintedCell]:
    for sheet in reading.sheets.values():
        for row, column, lines in expected_cells(sheet, reading):
            yield PrintedCell(sheet.place(row, column), sheet.texts[row][column], lines)


def _quote(passage: Passage, start: int) -> str:
    begin = max(0, start - _NEAR)
    return f"{passage.heading or '正文'}：“…{passage.text[begin : start + _NEAR]}…”"


def _number_lines(printed: Printed, text: str, reading: Reading, prepared: Prepared) -> list[str]:
    """All figures, cells and sentences that print a number."""
    figures = [f for f in reading.figures.values() if f.lines and _prints(f.amount, printed)]
    lines = [line for figure in figures for line in _figure_lines(figure, reading, prepared)]
    known = {_paths(figure.lines) for figure in figures}
    groups: dict[Paths, list[PrintedCell]] = {}
    for cell in _cells(reading):
        number = Printed.read(cell.text) if cell.text else None
        if number is not None and number.value == printed.value:
            groups.setdefault(_paths(cell.lines), []).append(cell)
    for paths, cells in groups.items():
        if paths not in known:
            places = tuple(Branch(display(cell.place)) for cell in cells)
            tree = Branch(
                f"{text} 万元",
                (
                    _ledger_branch(cells[0].lines, prepared.sources),
                    Branch(f"印在 {len(places)} 处", places),
                ),
            )
            lines += [tree.text, *tree.lines()]
    quotes = [
        _quote(passage, mention.start)
        for passage in reading.passages
        for mention in (*passage.amounts, *passage.percents)
        if mention.printed.value == printed.value
    ]
    if quotes:
        tree = Branch(f"正文中的 {text}", tuple(map(Branch, quotes)))
        lines += [tree.text, *tree.lines()]
    return lines


def _prints(amount: Decimal, printed: Printed) -> bool:
    return printed.agrees(Printed(amount / WAN)) and bool(amount)


def trace_from(prepared: Prepared, where: str) -> list[str]:
    """Every printed number that a cell or a line of the input touches; empty if none is there."""
    reading = _reading(prepared)
    paths = [path for path, place in prepared.sources.places.items() if _is_at(place, where)]
    entries = {
        path[:2] for path in paths if path[:1] in (("receipts",), ("expenditure",), ("closing",))
    }
    priors = {str(path[2]) for path in paths if path[:2] == ("prior_year", "figures") and path[2:]}
    touched = [entry for entry in reading.figures.ledger if entry.path in entries]
    lines = [line for entry in touched for line in _touched(entry, reading, prepared.sources)]
    for name in sorted(priors):
        lines += _touched_prior(name, reading)
    return lines


def _is_at(place: Location, where: str) -> bool:
    """Tell whether a place is meant: 支出!F37 (the cell or its row), a line 52, or 52:5."""
    sheet, mark, cell = where.rpartition("!")
    if mark:
        row = re.sub(r"\D", "", cell)
        same_row = re.sub(r"\D", "", place.cell or "") == row
        return place.sheet == sheet and (place.cell == cell or same_row)
    line, _, column = where.partition(":")
    return str(place.line) == line and column in ("", str(place.column))


def _touched(entry: Entry, reading: Reading, sources: SourceMap) -> Iterator[str]:
    figures = [f for f in reading.figures.values() if entry.path in _paths(f.lines)]
    cells = [c for c in _cells(reading) if c.text and entry.path in _paths(c.lines)]
    names = {figure.name for figure in figures}
    quotes = [
        _quote(passage, mention.start)
        for passage in reading.passages
        for mention in passage.amounts
        if mention.figure in names
    ]
    tree = Branch(
        _entry_text(entry, sources, Column.AMOUNT),
        (
            Branch(f"口径 {len(figures)} 个", tuple(map(_figure_summary, figures))),
            Branch(
                f"表中 {len(cells)} 格",
                tuple(Branch(f"{display(cell.place)}：{cell.text}") for cell in cells),
            ),
            Branch(f"正文 {len(quotes)} 处", tuple(map(Branch, quotes))),
        ),
    )
    yield tree.text
    yield from tree.lines()


def _figure_summary(figure: Figure) -> Branch:
    return Branch(f"{figure.label}（{figure.name}）：{figure.amount / WAN:.2f} 万元")


def _touched_prior(name: str, reading: Reading) -> Iterator[str]:
    """The sentences that compare a figure with last year's."""
    figures: Mapping[str, Figure] = reading.figures
    figure = figures.get(name)
    if figure is None or figure.change is None:
        return
    difference = figure.change.difference / WAN
    quotes = [
        _quote(passage, mention.start)
        for passage in reading.passages
        for mention in passage.amounts
        if difference and mention.printed.agrees(Printed(difference))
    ]
    tree = Branch(f"{figure.label}的上年数（{name}）", tuple(map(Branch, quotes)))
    yield tree.text
    yield from tree.lines()
