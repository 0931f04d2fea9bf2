"""Shares in sentences against the part and the whole that their words name (N02)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from discloser.check.check import document_check
from discloser.check.named import printed_as
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import is_zero
from discloser.check.reader.rates import Named, Share
from discloser.check.subject import Reading
from discloser.finding import Rule

HUNDRED = Decimal(100)

N02 = Rule(
    "N02",
    "占比不符",
    "文中占{percent}%，{part}{amount}万元÷{label}{whole}万元应为{expected}%。",
    "请核对金额和占比。",
)
_STEP = Decimal("0.005")


@document_check(N02, says_all=True)
def shares_follow_from_amounts(reading: Reading) -> Iterator[Outcome]:
    # A share follows from what is printed, as completion does, so that a reader can compute it.
    earlier: list[Share] = []
    for share in reading.reader.shares:
        place = share.passage.place(share.mention.start)
        if share.part is None or share.whole is None:
            what = "占的是什么" if share.part is not None else "谁占"
            yield Unchecked(N02.code, f"认不出{what}", place)
            continue
        pairs = list(product(printed_as(reading, share.part), printed_as(reading, share.whole)))
        others = [each.mention.printed.value for each in earlier if _beside(each, share)]
        earlier.append(share)
        if not pairs:
            yield Unchecked(N02.code, f"没有“{share.whole.label or '合计'}”可对的数", place)
        elif any(_is_share(share, part, whole, others) for part, whole in pairs):
            yield Held(N02.code)
        else:
            part, whole = pairs[0]
            yield N02.at(
                place,
                percent=share.mention.printed,
                part=_quoted(share.part),
                amount=part,
                label=_quoted(share.whole),
                whole=whole,
                expected=percent_of(part, whole),
            )


def _quoted(named: Named) -> str:
    return f"“{named.label}”" if named.label else ""


def _beside(one: Share, two: Share) -> bool:
    """Whether two shares are of one whole, in one list."""
    return one.passage is two.passage and one.whole == two.whole


def _is_share(share: Share, part: Printed, whole: Printed, others: Sequence[Decimal]) -> bool:
    bounds = part.ratio(whole)
    printed = share.mention.printed
    if bounds is None:
        return is_zero(share.mention) and part.value == 0
    if printed.stands_for(part.value / whole.value * HUNDRED):
        return True
    rest = {HUNDRED - sum(others[start:], Decimal(0)) for start in range(len(others) + 1)}
    # The parts may miss the whole by what rounding each of them leaves, which the rest takes up.
    step = max(_STEP, printed.slack)
    slack = (step + whole.slack / whole.value * HUNDRED) * (len(others) + 2)
    return printed.value in rest and bounds[0] - slack <= printed.value <= bounds[1] + slack


def percent_of(part: Printed, whole: Printed) -> str:
    """The percentage that printed amounts make."""
    return f"{part.value / whole.value * HUNDRED:.2f}" if whole.value else "0.00"


CHECKS = (shares_follow_from_amounts,)
