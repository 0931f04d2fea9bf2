"""The months that an input names, against its fiscal year and kind (I07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.parameters.limits import Span

MONTH = Rule(
    "I07",
    "年月与年度不符",
    "{year} 年度{kind}的{what}填的是 {found}，一般在 {first} 至 {last}。",
    "请核对{what}和年度。",
    Severity.WARNING,
)


@check(MONTH)
def months_fit_the_year(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    limits = subject.limits
    published = limits.publication_months[disclosure.kind]
    months: list[tuple[FieldPath, str, date, Span]] = [
        (("published",), "公开月份", disclosure.published, published)
    ]
    evaluation = disclosure.evaluation
    if evaluation is not None and evaluation.month is not None:
        evaluated = limits.evaluation_months
        months.append((("evaluation", "month"), "自评填表年月", evaluation.month, evaluated))
    for path, what, found, span in months:
        bounds = [month.of(subject.year) for month in span]
        if not bounds[0] <= found <= bounds[1]:
            yield MONTH.at(
                *(subject.place(*each) for each in (path, ("year",), ("kind",))),
                year=subject.year,
                kind=disclosure.kind.label,
                what=what,
                found=f"{found:%Y-%m}",
                first=f"{bounds[0]:%Y-%m}",
                last=f"{bounds[1]:%Y-%m}",
            )


CHECKS = (months_fit_the_year,)
