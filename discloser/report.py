"""Findings and figures as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from discloser.compute.figures import Figure, Figures
from discloser.compute.ledger import Column
from discloser.document.number import NumberFormat
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.money import MoneyUnit

_ORDER = list(Severity)
_PRINTED = NumberFormat(grouping=True)
_MOST_PLACES = 5


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """Write findings, errors first, then by place; each with its place, message and remedy."""
    lines: list[str] = []
    for finding in sorted(findings, key=_sort_key):
        place = f"{display(finding.location)}: " if finding.location else ""
        lines.append(f"{place}{finding.severity.label} {finding.code} {finding.message}")
        in_sheet = finding.location is not None and finding.location.sheet is not None
        field = finding.location.field if finding.location and not in_sheet else ""
        if field:
            lines.append(f"    字段：{field}")
        lines += _other_places(finding.locations[1:])
        if finding.remedy:
            lines.append(f"    怎么办：{finding.remedy}")
    return lines


def summary(findings: Sequence[Finding]) -> str:
    """Count findings by severity: 错误 2 个，警告 1 个."""
    counts = [
        f"{severity.label} {number} 个"
        for severity in Severity
        if (number := sum(finding.severity is severity for finding in findings))
    ]
    return "，".join(counts) or "没有发现问题"


def figure_rows(figures: Figures) -> list[tuple[str, str, str, str, str]]:
    """The figures: name, label, exact 元, printed 万元, last year's printed 万元 (空: unknown)."""
    return [_figure_row(figure) for figure in figures.values()]


def figure_detail(figure: Figure, place_of: dict[tuple[str | int, ...], Location]) -> list[str]:
    """One figure with the ledger lines behind it and their places."""
    name, label, exact, printed, prior = _figure_row(figure)
    lines = [f"{label}（{name}）", f"  {exact} 元，印作 {printed} 万元"]
    if prior:
        lines.append(f"  上年 {prior} 万元")
    if figure.source:
        lines.append(f"  口径出处：{figure.source}")
    lines.append(f"  由 {len(figure.lines)} 行台账相加：")
    for entry in figure.lines:
        words = [value for value in entry.dimensions.values() if value and value != "否"]
        place = place_of.get(entry.path)
        where = f"{display(place)}  " if place is not None else ""
        amount = entry.amounts.get(Column.AMOUNT, Decimal(0))
        lines.append(f"    {where}{amount:>16,} 元  {' '.join(dict.fromkeys(words))}")
    return lines


def display(place: Location | None) -> str:
    """A place with its file relative to the working directory where it lies below it."""
    if place is None:
        return ""
    path = Path(place.file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        short = str(path.relative_to(Path.cwd()))
        return place.position.replace(place.file, short, 1)
    return place.position


def _figure_row(figure: Figure) -> tuple[str, str, str, str, str]:
    prior = "" if figure.prior is None else _PRINTED.text(MoneyUnit.WAN_YUAN.of(figure.prior))
    printed = _PRINTED.text(MoneyUnit.WAN_YUAN.of(figure.amount))
    return figure.name, figure.label, f"{figure.amount:,}", printed, prior


def _other_places(places: Sequence[Location]) -> list[str]:
    shown = [display(place) for place in places[:_MOST_PLACES]]
    if len(places) > _MOST_PLACES:
        shown.append(f"等共 {len(places) + 1} 处")
    return [f"    还有：{'、'.join(shown)}"] if shown else []


def _sort_key(finding: Finding) -> tuple[int, str, str, tuple[int, int], str]:
    place = finding.location or Location("")
    return (
        _ORDER.index(finding.severity),
        place.file,
        place.sheet or "",
        place.row_and_column,
        finding.code,
    )
