"""Findings and figures as lines of text; :mod:`discloser.terminal` prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.check.relations import told
from discloser.compute.declared import tally
from discloser.compute.figures import Figure, Figures
from discloser.compute.measure import Measures
from discloser.document.number import NumberFormat
from discloser.finding import Finding, Severity
from discloser.location import Location, SourceMap, areas
from discloser.money import MoneyUnit, yuan_text
from discloser.problems import in_order, merged, without_briefs

_PRINTED = NumberFormat(grouping=True)
_MOST_PLACES = 5
_INDENT = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a report: pieces of text, each with its role, which a terminal shows by colour.

    The roles are ``heading``, ``place``, the names of severities, and none.
    """

    parts: tuple[tuple[str, str], ...]
    indent: int = 0

    def __str__(self) -> str:
        return " " * self.indent + "".join(text for text, _ in self.parts)


def plain_line(text: str, role: str = "", indent: int = 0) -> Line:
    """A line of one piece."""
    return Line(((text, role),), indent)


def finding_lines(findings: Iterable[Finding], sources: SourceMap | None = None) -> list[str]:
    """Write findings in order, equal ones once; each with its places, message and remedy."""
    found = merged(in_order(findings, sources))
    return [str(line) for finding in found for line in lines_of(finding)]


def lines_of(finding: Finding, *, with_file: bool = True, with_source: bool = False) -> list[Line]:
    """Write one finding; cells and titles are told without their file on request."""
    severity = finding.severity
    head = f"{severity.label} {finding.code} "
    place = _place(finding, with_file=with_file)
    lines = [
        Line(
            (
                *(((f"{place}: ", "place"),) if place else ()),
                (head, severity),
                (finding.message, ""),
            )
        )
    ]
    places, beside = finding.locations[: finding.times], finding.locations[finding.times :]
    first = finding.location
    details = []
    name = display if with_file or first is None else _called_in(first.file)
    if first is not None and first.sheet is None and first.field and finding.times == 1:
        details.append(f"字段：{first.field}")
    if len(places) > 1 and (first is None or first.cell is None or first.is_in_document):
        details.append(f"{len(places)} 处：{_listed(places, name)}")
    if beside:
        details.append(f"还有：{_listed(beside, name)}")
    if finding.remedy:
        details.append(f"怎么办：{finding.remedy}")
    ground = told(finding.code) if with_source else ""
    if ground:
        details.append(f"依据：{ground}")
    return lines + [plain_line(text, indent=_INDENT) for text in details]


def shown_places(finding: Finding) -> list[str]:
    """The places of a finding for a cell of a list: all as ranges, or the first two."""
    if finding.times > 1:
        return [_place(finding, with_file=True)]
    return [display(place) for place in finding.locations[:2]]


def _place(finding: Finding, *, with_file: bool) -> str:
    """Where a finding is: its place, or the cells of all findings that it stands for."""
    place = finding.location
    if place is None:
        return ""
    shown = display(place) if with_file else shortened(place)
    if finding.times == 1:
        return shown
    if place.cell is None or place.is_in_document:
        return f"{shown} 等 {finding.times} 处"
    cells = areas(finding.locations[: finding.times])
    more = "…" if len(cells) > _MOST_PLACES else ""
    file = f"{display(Location(place.file))} " if with_file else ""
    return f"{file}{'、'.join(cells[:_MOST_PLACES])}{more}（{finding.times} 处）"


def shortened(place: Location) -> str:
    """A cell or a title in a document without the file; a line in a file with it."""
    return (
        display(place) if place.sheet is None else place.position.removeprefix(place.file).strip()
    )


def _called_in(file: str) -> Callable[[Location], str]:
    """How to call places where those of ``file`` are told without it."""
    return lambda place: shortened(place) if place.file == file else display(place)


def shown(places: Sequence[Location]) -> str:
    """Several places in a row, the first few and how many there are."""
    return _listed(places, shortened)


def _listed(places: Sequence[Location], name: Callable[[Location], str]) -> str:
    few = [name(place) for place in places[:_MOST_PLACES]]
    more = f"等共 {len(places)} 处" if len(places) > _MOST_PLACES else ""
    return "、".join(few) + more


def summary(findings: Sequence[Finding]) -> str:
    """Count findings by severity, with their places where these are more: 错误 2 个（116 处）.

    What one sentence tells enough of is not counted.
    """
    counts = []
    found, _ = without_briefs(merged(findings))
    for severity in Severity:
        group = [finding for finding in found if finding.severity is severity]
        places = sum(finding.times for finding in group)
        more = f"（{places} 处）" if places > len(group) else ""
        if group:
            counts.append(f"{severity.label} {len(group)} 个{more}")
    return "，".join(counts) or "没有发现问题"


def figure_rows(figures: Figures) -> list[tuple[str, str, str, str, str]]:
    """The figures: name, label, exact 元, printed 万元, last year's printed 万元 (空: unknown)."""
    return [_figure_row(figure) for figure in figures.values()]


def count_rows(counts: Measures | None, figures: Figures) -> list[tuple[str, str, str, str, str]]:
    """What measures of counts find, in the columns of the figures: 55 人 stands for the amount."""
    if counts is None:
        return []
    found = [(name, tally(name, counts, figures.declared)) for name in counts]
    return [
        (name, each.label, f"{each.number:,f} {each.told.unit}", "", "") for name, each in found
    ]


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
    return figure.name, figure.label, yuan_text(figure.amount), printed, prior
