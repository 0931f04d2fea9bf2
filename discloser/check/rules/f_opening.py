"""What is carried over from last year's account (F22)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.values import Kind
from discloser.money import yuan_text

OPENING = Rule(
    "F22",
    "年初结转与上年年末结转不一致",
    "本年年初结转和结余 {opening} 元，上年决算年末结转和结余 {closing} 元，相差 {difference} 元。",
    "请核对；因会计差错更正等调整的，在说明中写明。",
    Severity.WARNING,
)


@check(OPENING, needs=("receipts",), kind=Kind.FINAL_ACCOUNT)
def opening_equals_last_closing(subject: Subject) -> Iterator[Finding]:
    last = subject.last_year
    if last is None or last.disclosure.kind is not Kind.FINAL_ACCOUNT:
        return
    opening = subject.figures["carried_over_receipts"].amount
    closing = last["closing_total"].amount
    if opening != closing:
        carried = subject.figures["carried_over_receipts"].lines
        paths: list[FieldPath] = [(*entry.path, "amount") for entry in carried]
        yield OPENING.at(
            *subject.places(paths or [("receipts",)]),
            figures=("carried_over_receipts",),
            opening=yuan_text(opening),
            closing=yuan_text(closing),
            difference=yuan_text(abs(opening - closing)),
        )


CHECKS = (opening_equals_last_closing,)
