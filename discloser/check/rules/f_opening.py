"""What is carried over from last year's account (F22)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.compute.ledger import Entry, Ledger, Where, fund_dimensions
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.values import ClosingKind, Fund, Kind
from discloser.money import yuan_text

OPENING = Rule(
    "F22",
    "年初结转与上年年末结转不一致",
    "“{fund}”本年年初结转和结余 {opening} 元，上年决算年末结转和结余 {closing} 元，"
    "相差 {difference} 元。",
    "请核对；因会计差错更正等调整的，在说明中写明。",
    Severity.WARNING,
)


@check(OPENING, needs=("receipts",), kind=Kind.FINAL_ACCOUNT)
def opening_equals_last_closing(subject: Subject) -> Iterator[Finding]:
    last = subject.last_year
    if last is None or last.disclosure.kind is not Kind.FINAL_ACCOUNT:
        return
    carried = _by_fund(subject.figures["carried_over_receipts"].lines)
    left = _by_fund(last["closing_total"].lines.where(_CARRIED_FORWARD))
    for fund in dict.fromkeys((*carried, *left)):
        lines = carried.get(fund, Ledger(()))
        opening, closing = lines.total(), left.get(fund, Ledger(())).total()
        if opening != closing:
            paths: list[FieldPath] = [(*entry.path, "amount") for entry in lines]
            yield OPENING.at(
                *subject.places(paths or [("receipts",)]),
                figures=("carried_over_receipts",),
                fund=fund,
                opening=yuan_text(opening),
                closing=yuan_text(closing),
                difference=yuan_text(abs(opening - closing)),
            )


def _by_fund(lines: Ledger) -> dict[str, Ledger]:
    """Lines of 财政拨款 by fund; all other money together, as a final account prints it."""
    found: dict[str, tuple[Entry, ...]] = {}
    for (group, fund), members in lines.group(("fund_group", "fund")).items():
        name = fund if group == _APPROPRIATION else "财政拨款以外的资金"
        found[name] = (*found.get(name, ()), *members)
    return {name: Ledger(entries) for name, entries in found.items()}


_APPROPRIATION = fund_dimensions(Fund.GENERAL_PUBLIC_BUDGET)["fund_group"]
_CARRIED_FORWARD = Where.of({"kind": ClosingKind.CARRIED_FORWARD.value})
"""What is left and not distributed (结余分配)."""
CHECKS = (opening_equals_last_closing,)
