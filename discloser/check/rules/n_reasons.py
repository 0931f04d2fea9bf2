"""A reason stands behind the change that it was given for (N27)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from discloser.check.check import proof_check
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.patterns import any_of, at_end
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage
from discloser.check.subject import Proof
from discloser.compute.ledger import Column, Side
from discloser.finding import Rule
from discloser.location import Location

OF_ANOTHER = Rule(
    "N27",
    "印的是另一个数的原因",
    "这里写“{label}”，印的原因“{reason}”是给“{given}”填的。",
    "请核对模板包里这一句取的原因；两个数确实同一个原因的，在输入文件里各填一遍。",
)
_EXCERPT = 16
_WORDS_ALONE = re.compile(r"[^\d]*")


@dataclass(frozen=True, slots=True)
class _Given:
    """What a reason was given for: a label, and the money."""

    label: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence speaks of where its reason begins."""

    at: int
    label: str
    meanings: tuple[Meaning, ...]


@proof_check(OF_ANOTHER, says_all=True)
def reasons_stand_behind_their_changes(reading: Proof) -> Iterator[Outcome]:
    typed = _typed(reading)
    if not typed:
        return
    told = _topics(reading)
    leading = any_of(reading.words.wording.reasons)
    for passage in reading.passages:
        for lead in leading.finditer(passage.text):
            reason = _printed(typed, passage.text, lead.end())
            if reason:
                topic = _topic(reading, passage, lead.start(), told.get(id(passage), ()))
                place = passage.place(lead.start())
                yield _held(reading, place, topic, reason, typed[reason])


def _topic(reading: Proof, passage: Passage, start: int, told: Iterable[_Told]) -> _Told | None:
    """What a reason that is led to at ``start`` is of."""
    before = [each for each in told if each.at < start]
    last = max(before, key=lambda each: each.at, default=None)
    return _moved(reading, passage, start, last) or last


def _held(
    reading: Proof, place: Location, topic: _Told | None, reason: str, given: list[_Given]
) -> Outcome:
    if topic is None or not topic.meanings:
        return Unchecked(OF_ANOTHER.code, "认不出原因说的是哪一个数", place)
    if any(_is_of(reading, meaning, each.meaning) for meaning in topic.meanings for each in given):
        return Held(OF_ANOTHER.code)
    named = "”“".join(dict.fromkeys(each.label for each in given))
    return OF_ANOTHER.at(place, label=topic.label, reason=reason[:_EXCERPT], given=named)


def _is_of(reading: Proof, meaning: Meaning, given: Meaning) -> bool:
    """Whether a sentence speaks of the money that a reason was given for.

    A reason of a functional item is told of that part of it that a section is about.
    """
    if meaning.key == given.key:
        return True
    ledger = reading.figures.all_lines
    lines = {entry.path for entry in meaning.in_column(Column.AMOUNT).lines(ledger)}
    others = {entry.path for entry in given.lines(ledger)}
    return lines == others or meaning.is_within(given)


def _moved(reading: Proof, passage: Passage, start: int, told: _Told | None) -> _Told | None:
    """What the words before the last word of change name: 支出 in 支出减少的主要原因, 支出持平.

    None where an amount is between, or where these words are the change that is ``told`` last.
    """
    changes = reading.words.changes
    moving = any_of((*changes.up, *changes.down, *changes.level))
    last = max(moving.finditer(passage.text[:start]), key=re.Match.start, default=None)
    if last is None or not _WORDS_ALONE.fullmatch(passage.text[last.end() : start]):
        return None
    if told is not None and told.at == last.start():
        return None
    words = passage.text[: last.start()]
    alone = at_end("|".join(reading.words.wording.item_endings)).sub("", words)
    named = (reading.reader.named(passage, each) for each in (words, alone))
    claim = next((each for each in named if each is not None), None)
    found = (claim.label, claim.meanings) if claim is not None else ("", ())
    return _Told(last.start(), *found)


def _topics(reading: Proof) -> Mapping[int, list[_Told]]:
    """What the amounts and the changes of each passage are about."""
    found: dict[int, list[_Told]] = defaultdict(list)
    for change in reading.reader.changes:
        told = _Told(change.start, change.label, change.meanings)
        found[id(change.passage)].append(told)
    for claim in reading.reader.claims:
        told = _Told(claim.mention.start, claim.label, claim.meanings)
        found[id(claim.passage)].append(told)
    return found


def _typed(reading: Proof) -> Mapping[str, list[_Given]]:
    """The reasons of the input, each with what it is given for."""
    disclosure, figures = reading.figures.disclosure, reading.figures
    found: dict[str, list[_Given]] = defaultdict(list)
    for name, reason in disclosure.reasons.items():
        if name in figures.measures:
            meaning = Meaning(figures.measures[name].selection.parts)
            found[_plain(reason)].append(_Given(figures[name].label, meaning))
    for code, reason in disclosure.item_reasons.items():
        meaning = Meaning.of(Side.EXPENDITURE, {"function_item": code})
        found[_plain(reason)].append(_Given(code, meaning))
    return found


def _plain(reason: str) -> str:
    """A reason without the full stop that a template writes itself."""
    return reason.rstrip("。；")


def _printed(typed: Mapping[str, list[_Given]], text: str, at: int) -> str:
    """The longest of the reasons that is printed at a position."""
    return max((each for each in typed if text.startswith(each, at)), key=len, default="")


CHECKS = (reasons_stand_behind_their_changes,)
