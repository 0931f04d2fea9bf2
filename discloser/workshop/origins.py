"""What a reader may ask of a printed number: what it is, its exact value, where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.reader.sheet import Sheet
from discloser.compute.ledger import Column
from discloser.document.nodes import Document, Heading, Paragraph, Table
from discloser.document.number import Number
from discloser.location import FieldPath
from discloser.pipeline import Prepared
from discloser.report import display, figure_detail

_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number of a document, and what the reader calls its place: a cell's table and labels."""

    number: Number
    place: str = ""


def printed_numbers(document: Document) -> Iterator[PrintedNumber]:
    """Every number of the sentences and cells of a document, in reading order."""
    for block in document.blocks():
        match block:
            case Heading() | Paragraph():
                numbers = (inline for inline in block.content if isinstance(inline, Number))
                yield from map(PrintedNumber, numbers)
            case Table():
                yield from (PrintedNumber(*found) for found in Sheet(block).numbers())


def explain(printed: PrintedNumber, prepared: Prepared) -> list[str]:
    """A number's name, exact value, formula and the input's fields behind it, line by line."""
    number = printed.number
    figures = prepared.figures
    figure = figures.get(number.figure) if figures is not None else None
    head = [printed.place] if printed.place else []
    if figures is not None and figure is not None:
        places = {entry.path: prepared.sources.find(entry.path) for entry in figure.lines}
        parts = figures.measures[figure.name].sum
        formula = f"  = {' + '.join(figures[part].label for part in parts)}"
        first, *rest = figure_detail(figure, places)
        return [*head, first, *([formula] if parts else []), *rest]
    origin = number.origin
    said = [f"  {origin.formula}"] if origin is not None and origin.formula else []
    fields = origin.fields if origin is not None else ()
    exact = f"  印作 {number.text or '空白'}，精确值 {number.value.normalize():f}"
    return [*(head or ["这个数"]), exact, *said, *_field_lines(fields, prepared)]


def _field_lines(fields: Sequence[FieldPath], prepared: Prepared) -> Iterator[str]:
    if not fields or prepared.figures is None:
        return
    entries = {entry.path: entry for entry in prepared.figures.ledger}
    amounts: list[tuple[FieldPath, Decimal, str]] = []
    for path in fields:
        if path[:2] == ("prior_year", "figures"):
            prior = prepared.figures.get(str(path[2]))
            known = prior.prior if prior is not None and prior.prior is not None else Decimal(0)
            amounts.append((path, known, "上年数"))
        elif path[:2] in entries:
            entry = entries[path[:2]]
            words = [value for value in entry.dimensions.values() if value and value != "否"]
            amount = entry.amounts.get(Column(str(path[2])), Decimal(0))
            amounts.append((path, amount, " ".join(dict.fromkeys(words))))
    yield f"  输入里的 {len(amounts)} 处："
    for path, amount, shown in amounts[:_MOST_LINES]:
        yield f"    {display(prepared.sources.find(path))}  {amount:>16,} 元  {shown}"
    if len(amounts) > _MOST_LINES:
        yield f"    ……共 {len(amounts)} 处"
