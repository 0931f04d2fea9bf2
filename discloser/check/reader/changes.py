"""What sentences say of changes: against last year or a budget, up, down or level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.sentences import Claim, SentenceReader
from discloser.compute.ledger import Column

_UNIT = "万元"
_OPEN_END = re.compile(r"(?:^|[，。；、：]|万元|相比|其中)$")
_FILLERS = re.compile(r"(?:各|均|共|合计|总额|数)$")


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a sentence tells.

    ``mention`` is its amount, ``rate`` its percentage; both are None where it says the direction
    alone, and ``up`` is None where nothing changed. ``meanings`` is what changed, as far as the
    words name it; ``against`` the budget that it is held against, None for last year.
    ``year`` is the year that it is compared with, where the words say one.
    """

    passage: Passage
    start: int
    word: str
    up: bool | None
    mention: Mention | None = None
    rate: Mention | None = None
    rate_word: str = ""
    rate_is_up: bool = False
    label: str = ""
    meanings: tuple[Meaning, ...] = ()
    against: Column | None = None
    year: int | None = None

    @property
    def base(self) -> Printed | None:
        """Last year's amount where it stands right before: 比上年100万元减少20万元."""
        amounts = self.passage.amounts if self.against is None else []
        before = (m for m in amounts if m.end + len(_UNIT) == self.start)
        return next((mention.printed for mention in before), None)


_Found = tuple[Change, str]
"""A change, and the words for the budget that it is held against."""


def changes(passage: Passage, reader: SentenceReader, claims: Iterable[Claim]) -> Iterator[Change]:
    """All changes of a passage in reading order; ``claims`` are its amounts that are known."""
    topics: list[Claim] = list(claims)
    found = [*_with_amounts(passage, reader), *_level(passage, reader), *_beside(passage, reader)]
    for change, budget in sorted(found, key=lambda each: each[0].start):
        topic = _topic(change, reader, topics)
        yield _about(change, topic, reader, budget, _budget_before(change, topics))
        if topic is not None:
            topics.append(topic)


def _with_amounts(passage: Passage, reader: SentenceReader) -> Iterator[_Found]:
    words = reader.directions
    for index, mention in enumerate(passage.amounts):
        match = words.amount.search(passage.text[: mention.start])
        if match is None:
            continue
        later = passage.amounts[index + 1 : index + 2]
        end = later[0].start if later else len(passage.text)
        rate, rate_word = _rate(passage, mention, end, words.rate)
        up = words.is_up(match["word"])
        told = (mention, rate, rate_word, words.is_up(rate_word))
        change = Change(passage, match.start(), match["word"], up, *told)
        yield change, match["budget"] or ""


def _rate(
    passage: Passage, mention: Mention, end: int, words: re.Pattern[str]
) -> tuple[Mention | None, str]:
    """The percentage behind an amount of change, and its word."""
    for percent in passage.percents:
        found = words.search(passage.text[mention.end : percent.start])
        if mention.end < percent.start < end and found is not None:
            return percent, found["word"]
    return None, ""


def _level(passage: Passage, reader: SentenceReader) -> Iterator[_Found]:
    words = reader.directions
    for match in words.level.finditer(passage.text):
        if words.compared.search(passage.text[: match.start()]):
            yield Change(passage, match.start(), match[0], None), ""


def _beside(passage: Passage, reader: SentenceReader) -> Iterator[_Found]:
    """Comparisons with a budget without an amount."""
    words = reader.directions
    for match in words.beside_budget.finditer(passage.text):
        up = None if words.is_equal(match["word"]) else words.is_up(match["word"])
        yield Change(passage, match.start(), match["word"], up), match["budget"]


def _budget(words: str, spoken_of: Column, reader: SentenceReader) -> Column | None:
    """The budget that some words name; a bare 预算数 is the one that was spoken of last."""
    return reader.directions.budget(words) or spoken_of if "预算" in words else None


def _topic(change: Change, reader: SentenceReader, topics: list[Claim]) -> Claim | None:
    """What changed: the words before the comparison, or what was spoken of last."""
    before = change.passage.text[: change.start]
    compared = reader.directions.compared.search(before)
    if compared is not None:
        before = before[: compared.start()]
    named = _FILLERS.sub("", before)
    found = reader.named(change.passage, change.mention, named)
    if found is not None:
        return found
    if not any(_OPEN_END.search(rest) for rest in reader.without_quantity(named)):
        return None
    earlier = (topic for topic in topics if topic.mention.end <= len(before))
    last = max(earlier, key=lambda topic: topic.mention.end, default=None)
    said = [m for m in change.passage.amounts if m.end <= len(before)]
    amounts = [m.end for m in said if not reader.is_of_change(before[: m.start])]
    # An amount between that no words name is what changed, not what was spoken of before it.
    return last if last is None or last.mention.end >= max(amounts, default=0) else None


def _about(
    change: Change, topic: Claim | None, reader: SentenceReader, budget: str, spoken_of: Column
) -> Change:
    compared = reader.directions.basis(change.passage.text[: change.start])
    year = int(compared["year"]) if compared is not None and compared["year"] else None
    if not budget and compared is not None and not (year or compared["last"]):
        budget = "".join(filter(None, (compared["budget"], compared["what"])))
    against = _budget(budget, spoken_of, reader)
    if topic is None:
        return replace(change, against=against, year=year)
    meanings = tuple(meaning.in_column(Column.AMOUNT) for meaning in topic.meanings)
    return replace(change, label=topic.label, meanings=meanings, against=against, year=year)


def _budget_before(change: Change, topics: list[Claim]) -> Column:
    columns = [
        topic.column
        for topic in topics
        if topic.mention.end <= change.start and topic.column is not Column.AMOUNT
    ]
    return columns[-1] if columns else Column.ADJUSTED_BUDGET
