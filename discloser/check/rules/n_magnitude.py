"""Whether two years of a figure have a like size (N13)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.check import check
from discloser.check.given import confirmed_prior_figures
from discloser.check.likely import UNITS_APART, likely_limits, typical_line
from discloser.check.subject import Subject
from discloser.compute.figures import Figure
from discloser.finding import Finding, Rule, Severity
from discloser.money import yuan_text

MAGNITUDE = Rule(
    "N13",
    "本年数与上年数差得太多",
    "“{label}”本年 {amount} 元，上年 {prior} 元，相差约 {times} 倍{more}。",
    "请核对两年的数：{hint}。确实新增或不再安排的，可以不管。",
    Severity.WARNING,
)


@check(MAGNITUDE, needs=("receipts", "expenditure"))
def magnitudes_are_alike(subject: Subject) -> Iterator[Finding]:
    if typical_line(subject) is not None:
        return  # I10 tells why
    groups: dict[tuple[int, bool], list[Figure]] = {}
    sure = confirmed_prior_figures(subject)
    for figure in subject.figures.values():
        times = _slip(figure, confirmed=figure.name in sure)
        if times and figure.prior is not None:
            groups.setdefault((times, figure.amount > figure.prior), []).append(figure)
    for (times, _), figures in groups.items():
        first = figures[0]
        names = [figure.name for figure in figures]
        yield MAGNITUDE.at(
            *subject.places([("prior_year", "figures", name) for name in names]),
            figures=names,
            label=first.label,
            amount=yuan_text(first.amount),
            prior=yuan_text(first.prior or Decimal(0)),
            times=f"{times:,}",
            more=f"（另有 {len(figures) - 1} 个数也是这样）" if len(figures) > 1 else "",
            hint=_hint(subject, times),
        )


def _slip(figure: Figure, *, confirmed: bool) -> int:
    """The power of ten that two years differ by where that is unlikely, else 0.

    ``confirmed``: last year's amount adds up with others, so that no digit of it alone is wrong.
    """
    if not figure.prior or not figure.amount:
        return 0
    limits = likely_limits()
    ratio = max(figure.amount, figure.prior) / min(figure.amount, figure.prior)
    if ratio >= limits.unit_slip:
        return UNITS_APART
    near = [times for times in limits.typing_slips if abs(ratio / times - 1) <= limits.near]
    if near and not confirmed:
        return near[0]
    if figure.name in limits.stable and ratio >= limits.stable_slip:
        return min(limits.typing_slips, key=lambda times: abs(times - ratio))
    return 0


def _hint(subject: Subject, times: int) -> str:
    unit = subject.figures.disclosure.money_unit
    if times == UNITS_APART:
        return f"金额单位填的是“{unit}”，像是其中一年的数按另一种单位（元、万元）填了"
    return "像是多写或少写了 0，或小数点点错了"


CHECKS = (magnitudes_are_alike,)
