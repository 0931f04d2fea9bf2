"""Amounts that no words name must stand in some table or be given in the input (N14)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from pydantic import BaseModel

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.meaning import Meaning
from discloser.check.subject import Reading
from discloser.compute.figures import Figures
from discloser.compute.ledger import Column, Side
from discloser.finding import Rule, Severity
from discloser.model.supplement import ValueType

WAN = Decimal(10_000)

N14 = Rule(
    "N14",
    "文中金额在表中找不到",
    "文中的{amount}万元不等于任何一张表里的数，也不是填报的数，或它们两年、预决算之差。",
    "请核对这个金额；是原因里引用的其他数，可以不管。",
    Severity.WARNING,
)
_NO_TABLE = "这个金额没有表可以对"
_ALONG = ("project", "function_class", "function_item")
"""The dimensions that a reader adds lines up along."""


@document_check(N14, says_all=True)
def amounts_are_found_somewhere(reading: Reading) -> Iterator[Outcome]:
    """Hold the amounts that no other rule places by the words before them."""
    known = sorted(_known_amounts(reading))
    for passage in reading.passages:
        for mention in passage.amounts:
            if reading.reader.is_placed(passage, mention):
                continue
            at = bisect_left(known, mention.printed.low)
            if at < len(known) and known[at] < mention.printed.high:
                yield Held(N14.code)
            elif reading.given is None:
                yield Unchecked(N14.code, _NO_TABLE, passage.place(mention.start))
            else:
                yield N14.at(passage.place(mention.start), amount=mention.printed)


def _known_amounts(reading: Reading) -> set[Decimal]:
    """Every amount in 万元 that the tables print or the input has, and what follows from two."""
    known = {Decimal(0)}
    for sheet in reading.reader.sheets:
        for row in sheet.rows:
            for column in range(sheet.grid.column_count):
                printed = sheet.read(row, column) if "." in sheet.texts[row][column] else None
                if printed is not None:
                    known.add(printed.value)
    figures = reading.given
    if figures is None:
        return known
    yuan = set(_given(figures.disclosure))
    sums = (*_sums(figures), *_declared_sums(figures))
    for amounts in (*sums, *_years(figures), *_receptions(figures)):
        yuan |= {*amounts, *(abs(one - two) for one, two in combinations(set(amounts), 2))}
    return known | {amount / WAN for amount in yuan}


def _given(part: object) -> Iterator[Decimal]:
    """Every amount that a part of the input holds, in 元."""
    match part:
        case Decimal():
            yield part
        case BaseModel():
            for name in part.model_fields_set:
                yield from _given(getattr(part, name))
            for name in getattr(part, "SUMS", {}):
                yield from _given(getattr(part, name))
        case Mapping():
            yield from _given(tuple(part.values()))
        case tuple():
            for each in part:
                yield from _given(each)


def _sums(figures: Figures) -> Iterator[tuple[Decimal, ...]]:
    """What is spent, was spent last year and is budgeted on each project, class and item."""
    spent = figures.both_years.side(Side.EXPENDITURE)
    columns = [column for column in Column if not column.is_of_two_years]
    if figures.last_year is None:
        columns.remove(Column.PRIOR)
    for dimension in _ALONG:
        for lines in spent.group((dimension,)).values():
            yield tuple(lines.total(column) for column in columns)


def _declared_sums(figures: Figures) -> Iterator[tuple[Decimal, ...]]:
    """What the tables that a pack declares come to: whole, by measures, and by each column."""
    for name, measure in figures.measures.items():
        if any(side in figures.books for side, _ in measure.selection.parts):
            yield (figures[name].amount,)
    for book in figures.books.values():
        lines = figures.declared.side(book.name)
        amounts = [name for name in book.summed if book.type_of(name) is ValueType.AMOUNT]
        for column in amounts:
            yield (lines.total(column),)
            for dimension in ("unit", "project", "function_item", *book.columns):
                for part in lines.group((dimension,)).values():
                    yield (part.total(column),)


def _years(figures: Figures) -> Iterator[tuple[Decimal, ...]]:
    """This year's and last year's amounts of what the input gives last year's of."""
    measures = figures.measures
    for name, prior in figures.disclosure.prior_year.figures.items():
        if name in measures:
            now = Meaning(measures[name].selection.parts).lines(figures.all_lines)
            yield now.total(), prior


def _receptions(figures: Figures) -> Iterable[tuple[Decimal, ...]]:
    """All receptions and those of foreigners: the rest is told as 国内公务接待."""
    foreign = figures.disclosure.three_public.foreign_reception
    if foreign is None:
        return ()
    whole = Meaning(figures.measures["three_public_reception"].selection.parts)
    return ((whole.lines(figures.all_lines).total(), foreign),)


CHECKS = (amounts_are_found_somewhere,)
