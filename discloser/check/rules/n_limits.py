"""The amounts from which on a sentence counts something, against the limits in force (N21)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.subject import Reading
from discloser.finding import Rule, Severity
from discloser.parameters.limits import Threshold

OTHER_LIMIT = Rule(
    "N21",
    "起点与规定不同",
    "文中写“{words}”，规定的起点是{expected}。",
    "请在模板里印参数 {name}，不写死数；起点确实不同的，改这个参数。",
    Severity.WARNING,
)


@document_check(OTHER_LIMIT, of_words=True, says_all=True)
def counts_begin_where_the_limits_say(reading: Reading) -> Iterator[Outcome]:
    for count in reading.reader.counts:
        name = count.words.limit if count.words is not None else ""
        if not name or count.least is None:
            continue
        least: Threshold = getattr(reading.limits, name)
        if count.least.yuan == least.yuan:
            yield Held(OTHER_LIMIT.code)
        else:
            place = count.passage.place(count.mention.start)
            yield OTHER_LIMIT.at(place, words=count.label, expected=least, name=name)


CHECKS = (counts_begin_where_the_limits_say,)
