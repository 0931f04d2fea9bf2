"""What a sentence lists as parts of an amount lies in it, and is all of it (N25, N30)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.meaning import Meaning, are_apart
from discloser.check.reader.printed import Printed, added
from discloser.check.reader.prose import Passage
from discloser.check.reader.sentences import Claim
from discloser.check.subject import Reading
from discloser.compute.ledger import Column
from discloser.finding import Rule, Severity

NO_PART = Rule(
    "N25",
    "文中“其中”所列不是它的一部分",
    "“{whole}”的“其中”列了“{part}”，它不是前者的一部分。",
    "请核对模板包里这一句用的数，或这一项的名称。",
)
NOT_ALL = Rule(
    "N30",
    "文中“其中”列漏、列重",
    "“{whole}”{value}万元的“其中”{problem}。",
    "请核对有没有漏列、重列；本来只列几项的，写明“等”或“主要”。",
    Severity.WARNING,
)
_FEWEST = 3
"""So many parts are taken for all of them."""
_SOME = re.compile("等|主要")
_SENTENCE = re.compile(r"[^。\n]+")


@document_check(NO_PART, NOT_ALL, says_all=True)
def listed_parts_lie_in_their_whole(reading: Reading) -> Iterator[Outcome]:
    claims: dict[int, list[Claim]] = {}
    for claim in reading.reader.claims:
        claims.setdefault(id(claim.passage), []).append(claim)
    for passage in reading.passages:
        if told := claims.get(id(passage)):
            yield from _of_passage(reading, passage, told)


def _of_passage(reading: Reading, passage: Passage, told: Sequence[Claim]) -> Iterator[Outcome]:
    opens = [
        match.end()
        for words in reading.words.lists
        for match in re.finditer(words.phrase, passage.text)
    ]
    for sentence in _SENTENCE.finditer(passage.text):
        within = [c for c in told if sentence.start() <= c.mention.start < sentence.end()]
        wholes: list[Claim] = []
        for begin in sorted(at for at in opens if sentence.start() < at <= sentence.end()):
            before = [claim for claim in within if claim.mention.end <= begin]
            if not before or not before[-1].meanings:
                break  # what the list is of is not understood
            wholes.append(before[-1])
            later = min((at for at in opens if at > begin), default=sentence.end())
            parts = [c for c in within if begin <= c.mention.start < later and c.meanings]
            yield from (_told(reading, part, wholes) for part in parts)
            if _all_understood(reading, passage, parts, begin, later):
                yield from _as_a_whole(before[-1], parts, passage.text[begin:later])


def _told(reading: Reading, part: Claim, wholes: Sequence[Claim]) -> Outcome:
    is_class = bool(reading.reader.codes.function_class(part.label)[0])
    if any(_is_part(part, whole, is_class=is_class) for whole in wholes):
        return Held(NO_PART.code)
    place = part.passage.place(part.mention.start)
    return NO_PART.at(place, whole=wholes[-1].label, part=part.label)


def _all_understood(
    reading: Reading, passage: Passage, parts: Sequence[Claim], begin: int, end: int
) -> bool:
    """Whether every amount of a list that is none of change is a part whose words are known."""
    changes = (change for change in reading.reader.changes if change.passage is passage)
    known = {part.mention.start for part in parts}
    known |= {change.mention.start for change in changes if change.mention is not None}
    return all(m.start in known for m in passage.amounts if begin <= m.start < end)


def _as_a_whole(whole: Claim, parts: Sequence[Claim], listed: str) -> Iterator[Outcome]:
    """Whether parts that exclude each other are told once each, and come to the whole."""
    amounts = [part for part in parts if part.column is Column.AMOUNT and not part.less]
    keys = [part.meanings[0].key for part in amounts]
    twice = next((p for n, p in enumerate(amounts) if keys[n] in keys[:n]), None)
    place = whole.passage.place(whole.mention.start)
    problem = ""
    if twice is not None:
        problem = f"里“{twice.label}”列了两次"
    elif len(keys) < _FEWEST or _SOME.search(listed) or not are_apart(keys):
        return
    else:
        summed = added(_as_fine([part.mention.printed for part in amounts]))
        if not summed.agrees(whole.mention.printed):
            problem = f"所列{len(keys)}项加起来是{summed}万元"
    words = {"whole": whole.label, "value": str(whole.mention.printed), "problem": problem}
    yield NOT_ALL.at(place, figures=(), **words) if problem else Held(NOT_ALL.code)


def _as_fine(amounts: Sequence[Printed]) -> list[Printed]:
    """The amounts of a list; a bare 0 among amounts with decimals is as exact as they are."""
    finest = min(amount.slack for amount in amounts)
    return [replace(each, slack=finest) if each.value == 0 else each for each in amounts]


def _is_part(part: Claim, whole: Claim, *, is_class: bool) -> bool:
    """Whether a reading of a part lies in one of a whole, and is not the whole by the same name.

    A class may be called as the fund is that pays for it: 国有资本经营预算支出.
    """
    return any(
        mine.is_within(other)
        and (is_class or part.label != whole.label or not other.is_within(mine))
        for mine in _money(part)
        for other in _money(whole)
    )


def _money(claim: Claim) -> list[Meaning]:
    """What an amount may be about, whichever amount of that money it is."""
    return [meaning.in_column(Column.AMOUNT) for meaning in claim.meanings]


CHECKS = (listed_parts_lie_in_their_whole,)
