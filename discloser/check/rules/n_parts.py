"""What a sentence lists as parts of an amount lies in that amount (N25)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage
from discloser.check.reader.sentences import Claim
from discloser.check.subject import Reading
from discloser.compute.ledger import Column
from discloser.finding import Rule

NO_PART = Rule(
    "N25",
    "文中“其中”所列不是它的一部分",
    "“{whole}”的“其中”列了“{part}”，它不是前者的一部分。",
    "请核对模板包里这一句用的数，或这一项的名称。",
)
_SENTENCE = re.compile(r"[^。\n]+")


@document_check(NO_PART, says_all=True)
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
            for part in within:
                later = [at for at in opens if begin < at <= part.mention.start]
                if part.mention.start >= begin and not later and part.meanings:
                    yield _told(reading, part, wholes)


def _told(reading: Reading, part: Claim, wholes: Sequence[Claim]) -> Outcome:
    is_class = bool(reading.reader.codes.function_class(part.label)[0])
    if any(_is_part(part, whole, is_class=is_class) for whole in wholes):
        return Held(NO_PART.code)
    place = part.passage.place(part.mention.start)
    return NO_PART.at(place, whole=wholes[-1].label, part=part.label)


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
