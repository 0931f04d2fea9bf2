"""Changes of a sentence by its own numbers alone, where no table tells what they are of (N35)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.changes import Change
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Mention
from discloser.check.subject import Reading
from discloser.finding import Rule, Severity

OWN = Rule(
    "N35",
    "一句话里的数和增减对不上",
    "{problem}",
    "请核对这一句里的数、增减额和增减率；前面的数不是它的，不用改。",
    Severity.WARNING,
)
_UNIT = "万元"
_SENTENCE_END = re.compile(r"[。\n]")


@document_check(OWN, says_all=True)
def changes_follow_from_their_own_sentence(reading: Reading) -> Iterator[Outcome]:
    facts = reading.reader.facts
    for change in reading.reader.changes:
        known = any(facts.terms(meaning) for meaning in change.meanings)
        if change.mention is None or change.up is None or known:
            continue  # what tables tell, other rules hold
        before = list(_before(change))
        base = next((m for m in before if m.end + len(_UNIT) == change.start), None)
        candidates = [mention.printed for mention in before if mention is not base]
        problem = _of_base(change, base, candidates) or _of_rate(change, base, candidates)
        if problem:
            yield OWN.at(change.passage.place(change.start), problem=problem)
        elif candidates and (base is not None or change.rate is not None):
            yield Held(OWN.code)


def _before(change: Change) -> Iterator[Mention]:
    """The amounts of the same sentence before a change."""
    ends = [m.end() for m in _SENTENCE_END.finditer(change.passage.text, 0, change.start)]
    begin = ends[-1] if ends else 0
    return (m for m in change.passage.amounts if begin <= m.start and m.end <= change.start)


def _of_base(change: Change, base: Mention | None, candidates: list[Printed]) -> str:
    """What is wrong where the earlier amount stands before the change: 比上年100万元减少20万元."""
    if base is None or not candidates or change.mention is None:
        return ""
    moved = change.mention.printed
    if any(_size(now - base.printed).agrees(moved) for now in candidates):
        return ""
    word, now = change.word, candidates[-1]
    return f"{now}万元比{base.printed}万元，不是{word}{moved}万元。"


def _of_rate(change: Change, base: Mention | None, candidates: list[Printed]) -> str:
    """What is wrong with the rate: it is the change by the amount before it."""
    if change.rate is None or change.mention is None:
        return ""
    moved = change.mention.printed
    earlier = [base.printed] if base is not None else []
    earlier += [now - moved if change.up else now + moved for now in candidates]
    bounds = [found for each in earlier if (found := moved.ratio(each)) is not None]
    if not bounds or any(change.rate.printed.within(each) for each in bounds):
        return ""
    return f"{change.word}{moved}万元，变动率不是{change.rate.printed}%：前面的数都算不出来。"


def _size(printed: Printed) -> Printed:
    """A number without its sign, as exact as it is."""
    return Printed(abs(printed.value), printed.slack)


CHECKS = (changes_follow_from_their_own_sentence,)
