"""The months that an input names, against its fiscal year and kind (I07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.values import Kind

MONTH = Rule(
    "I07",
    "年月与年度不符",
    "{year} 年度{kind}的{what}填的是 {found}，一般在 {first} 至 {last}。",
    "请核对{what}和年度。",
    Severity.WARNING,
)
_PUBLISHED = {
    Kind.BUDGET: ((-1, 12), (0, 12)),
    Kind.FINAL_ACCOUNT: ((1, 6), (1, 12)),
}
"""The first and last month of publication by kind: years after the fiscal year, and month."""
_EVALUATED = ((0, 12), (1, 12))


@check(MONTH)
def months_fit_the_year(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    months: list[tuple[FieldPath, str, date, tuple[tuple[int, int], tuple[int, int]]]] = [
        (("published",), "公开月份", disclosure.published, _PUBLISHED[disclosure.kind])
    ]
    evaluation = disclosure.evaluation
    if evaluation is not None:
        months.append((("evaluation", "month"), "自评填表年月", evaluation.month, _EVALUATED))
    for path, what, found, (first, last) in months:
        bounds = [date(subject.year + years, month, 1) for years, month in (first, last)]
        if not bounds[0] <= found <= bounds[1]:
            yield MONTH.at(
                subject.place(*path),
                year=subject.year,
                kind=disclosure.kind.label,
                what=what,
                found=f"{found:%Y-%m}",
                first=f"{bounds[0]:%Y-%m}",
                last=f"{bounds[1]:%Y-%m}",
            )


CHECKS = (months_fit_the_year,)
