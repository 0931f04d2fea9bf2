"""Every amount of the narrative must stand in some table or be a figure of the input (N14)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.subject import Reading
from discloser.compute.ledger import Column, Ledger, Side
from discloser.finding import Finding, Rule, Severity

WAN = Decimal(10_000)
LARGE = Decimal(1_000_000)
"""The least amount of a large project, in 元."""

N14 = Rule(
    "N14",
    "文中金额在表中找不到",
    "文中的{amount}万元不等于任何一张表里的数，也不是本年或上年的任何口径。",
    "请核对这个金额；是原因里引用的其他数，可以不管。",
    Severity.WARNING,
)


@document_check(N14)
def amounts_are_found_somewhere(reading: Reading) -> Iterator[Finding]:
    known = sorted(_known_amounts(reading))
    for passage in reading.passages:
        for mention in passage.amounts:
            at = bisect_left(known, mention.printed.low)
            if at == len(known) or known[at] >= mention.printed.high:
                yield N14.at(passage.place(mention.start), amount=mention.printed)


def _known_amounts(reading: Reading) -> set[Decimal]:
    """Every amount in 万元 that the tables print or the figures have."""
    known = {Decimal(0)}
    for sheet in reading.sheets.values():
        for row in sheet.rows:
            for column in range(sheet.grid.column_count):
                printed = sheet.read(row, column) if "." in sheet.texts[row][column] else None
                if printed is not None:
                    known.add(printed.value)
    known |= {amount / WAN for amount in _figure_amounts(reading)}
    return known


def _figure_amounts(reading: Reading) -> Iterator[Decimal]:
    figures = reading.figures
    for figure in figures.values():
        yield figure.amount
        yield from _totals(figure.lines)
        if figure.change is not None and figure.prior is not None:
            yield figure.prior
            yield figure.change.difference
    spent = figures.ledger.side(Side.EXPENDITURE)
    for dimensions in (
        ("function_class",),
        ("function_item",),
        ("fund", "carried_over", "function_class"),
        ("fund", "carried_over", "function_item"),
    ):
        for lines in spent.group(dimensions).values():
            yield from _totals(lines)
    part = figures.disclosure.procurement
    stated = (
        *(part.goods, part.works, part.services, part.total),
        *(part.small_and_medium, part.small_and_micro),
        figures.disclosure.three_public.foreign_reception,
    )
    yield from (amount for amount in stated if amount is not None)
    large = [project.amount for project in figures.projects if project.amount >= LARGE]
    yield sum(large, Decimal(0))
    yield from (project.amount for project in figures.projects)
    performance = figures.disclosure.performance
    for names in (performance.evaluated_projects, performance.key_projects):
        yield sum((p.amount for p in figures.projects if p.name in names), Decimal(0))


def _totals(lines: Ledger) -> Iterator[Decimal]:
    """The actual amount of lines, their budgets, and how far it is from each."""
    actual = lines.total()
    yield actual
    for budget in (lines.total(Column.INITIAL_BUDGET), lines.total(Column.ADJUSTED_BUDGET)):
        yield from (budget, abs(actual - budget))


CHECKS = (amounts_are_found_somewhere,)
