"""Compose the charts of a part from their specs, and set them below their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from discloser.compose.context import Context
from discloser.compose.text import TextRenderer
from discloser.compose.views import Amount
from discloser.document.nodes import Block, Chart, ChartKind, Heading, Series
from discloser.document.number import Number
from discloser.finding import Rule
from discloser.location import Location, SourceMap
from discloser.pack.budget import CELL
from discloser.pack.chart_specs import ChartSpec, ChartValue, PointSpec, SeriesSpec
from discloser.pack.unknown import Unknown
from discloser.validation import nearest

NO_PLACE = Rule(
    "T035",
    "图没有放处",
    "这一部分没有标题“{words}”，图不知道印在哪里。",
    "{hint}请照正文里的标题写（不带序号）；标题有时不印的，给图写同样的 when。",
)
_ORDINAL = re.compile(r"第.+部分\s*|[一二三四五六七八九十百]+、|[（(].{1,3}[）)]|\d+[.．、]\s*")
Point = tuple[str, Amount]


@dataclass(frozen=True, slots=True)
class ChartMaker:
    """What composing the charts of a document needs."""

    context: Context
    texts: TextRenderer

    def make(
        self, name: str, spec: ChartSpec, sources: SourceMap, names: Mapping[str, Any]
    ) -> Chart | None:
        """Compose a chart; None where too little of it is known or not zero.

        ``names`` are what its texts may use, ``index`` among them: which chart it is.
        """
        spec = spec.model_copy(update={"series": tuple(self._series(spec, sources, names))})
        points = list(self._points(spec, sources, names))
        rows = [[_number(amount, series.value) for series in spec.series] for _, amount in points]
        known = [[each for each in row if each is not None] for row in rows]
        if any(len(row) < len(spec.series) for row in known):
            return None
        shown = [any(number.printed for number in row) for row in known]
        if sum(bool(number.printed) for row in known for number in row) <= 1:
            return None
        kept = [index for index, is_shown in enumerate(shown) if is_shown]
        shares = self._shares(spec, [amount for _, amount in points])

        def text(source: str, *path: str | int) -> str:
            return self.texts.text(source, sources.find(path), names)

        return Chart(
            name=name,
            kind=_kind(spec, [known[index] for index in kept]),
            number=text(spec.number, "number"),
            title=text(spec.title, "title"),
            anchor=f"chart-{name}",
            categories=tuple(points[index][0] for index in kept),
            series=tuple(
                Series(
                    series.label,
                    tuple(known[index][position] for index in kept),
                )
                for position, series in enumerate(spec.series)
            ),
            unit=spec.money_unit.value,
            shares=tuple(shares[index] for index in kept) if shares else (),
            whole=text(spec.whole_label, "whole_label") or self._label(spec.whole),
        )

    def _series(
        self, spec: ChartSpec, sources: SourceMap, names: Mapping[str, Any]
    ) -> Iterator[SeriesSpec]:
        """The series that are printed, with their labels as printed."""
        for index, series in enumerate(spec.series):
            path = ("series", index)
            when = sources.find((*path, "when"))
            if not series.when or self.texts.holds(series.when, when, names):
                label = self.texts.text(series.label, sources.find((*path, "label")), names)
                yield series.model_copy(update={"label": label})

    def _points(
        self, spec: ChartSpec, sources: SourceMap, names: Mapping[str, Any]
    ) -> Iterator[Point]:
        for index, point in enumerate(spec.points):
            place = sources.find(("points", index, "label"))
            for amount in self._amounts(point, spec):
                self.texts.takes(CELL, place)
                label = self.texts.text(point.label, place, {**names, "name": amount.label})
                yield label, replace(amount, unit=spec.money_unit)

    def _amounts(self, point: PointSpec, spec: ChartSpec) -> list[Amount]:
        amount = self.context.amount(point.measure)
        if point.where:
            amount = replace(self.context.part_of(amount, point.where), name="")
        if not point.each:
            return [amount]
        compares = any(series.value is ChartValue.PRIOR for series in spec.series)
        return self.context.breakdown(amount, point.each, both_years=compares)

    def _label(self, measure: str) -> str:
        return self.context.figures[measure].label if measure else ""

    def _shares(self, spec: ChartSpec, amounts: Sequence[Amount]) -> list[Number]:
        if not spec.whole:
            return []
        whole = replace(self.context.amount(spec.whole), unit=spec.money_unit)
        shared = self.context.with_shares(amounts, whole)
        return [each.share.number() for each in shared if each.share is not None]


def _number(amount: Amount, value: ChartValue) -> Number | None:
    """One of an amount's numbers; None where it is not known."""
    match value:
        case ChartValue.INITIAL_BUDGET:
            return amount.initial.number()
        case ChartValue.ADJUSTED_BUDGET:
            return amount.adjusted.number()
        case ChartValue.PRIOR:
            prior = amount.prior
            return None if isinstance(prior, Unknown) else prior.number()
        case _:
            return amount.number()


def _kind(spec: ChartSpec, rows: Sequence[Sequence[Number]]) -> ChartKind:
    """The kind that so many numbers can be read in: bars where they cannot in the pack's."""
    if len(rows) > _MOST.get(spec.kind, len(rows)):
        return ChartKind.BAR
    if spec.kind is ChartKind.PIE and len(spec.series) > 1:
        return ChartKind.BAR
    is_negative = any(number.value < 0 for row in rows for number in row)
    return ChartKind.BAR if is_negative and spec.kind in _OF_PARTS else spec.kind


_MOST = {ChartKind.PIE: 5, ChartKind.STACKED: 5, ChartKind.LINE: 8}
"""So many categories a chart of a kind shows at most."""
_OF_PARTS = (ChartKind.PIE, ChartKind.STACKED)
"""The kinds that show parts of a whole: none may be negative."""


def end_below(
    blocks: Sequence[Block], words: str, place: Location, texts: TextRenderer
) -> int | None:
    """Where the paragraphs below a heading end, which is named without its ordinal."""
    titles = {index: _title(b) for index, b in enumerate(blocks) if isinstance(b, Heading)}
    found = next((index for index, title in titles.items() if title == words), None)
    if found is None:
        hint = nearest(words, list(titles.values()))
        texts.findings.append(NO_PLACE.at(place, words=words, hint=hint))
        return None
    return next((index for index in titles if index > found), len(blocks))


def _title(heading: Heading) -> str:
    return _ORDINAL.sub("", heading.text, count=1).strip()
