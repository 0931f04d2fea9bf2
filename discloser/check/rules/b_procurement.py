"""Parts of procurement and receptions against their wholes (B16)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.likely import typical_line
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule
from discloser.location import FieldPath
from discloser.money import yuan_text

PROCUREMENT = Rule(
    "B16",
    "政府采购和接待的数字矛盾",
    "{less}是 {less_amount} 元，大于{more} {more_amount} 元。",
    "请核对这两个金额。",
)


@check(PROCUREMENT, needs=("expenditure",))
def parts_are_not_above_their_wholes(subject: Subject) -> Iterator[Finding]:
    if typical_line(subject) is not None:
        return  # I10 tells why
    figures = subject.figures
    part, details = figures.disclosure.procurement, figures.disclosure.three_public
    spent, reception = figures["current_expenditure"], figures["three_public_reception"]
    procured: FieldPath = ("procurement",)
    whole = [(*procured, name) for name in ("goods", "works", "services")]
    steps = (
        (
            "授予小微企业合同金额",
            part.small_and_micro,
            "授予中小企业合同金额",
            part.small_and_medium,
            [(*procured, "small_and_micro")],
        ),
        (
            "授予中小企业合同金额",
            part.small_and_medium,
            "政府采购总额",
            part.total,
            [(*procured, "small_and_medium")],
        ),
        ("政府采购总额", part.total, spent.label, spent.amount, whole),
        (
            "外宾接待支出",
            details.foreign_reception,
            reception.label,
            reception.amount,
            [("three_public", "foreign_reception")],
        ),
    )
    for less, less_amount, more, more_amount, paths in steps:
        if less_amount is None or more_amount is None:
            continue  # what is not filled in is no zero
        if less_amount > more_amount:
            yield PROCUREMENT.at(
                *subject.places(paths),
                less=less,
                less_amount=yuan_text(less_amount),
                more=more,
                more_amount=yuan_text(more_amount),
            )


CHECKS = (parts_are_not_above_their_wholes,)
