"""What sentences say of changes: against last year or a budget, up, down or level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.sentences import Claim, SentenceReader
from discloser.compute.ledger import Column

_UP, _DOWN = "增加|增长|上升|提高|大于|多于|高于|超过", "减少|下降|降低|压减|小于|少于|低于"
_AGAINST = r"(?:年初|全年|调整|年度)?预算(?:数)?"
_AMOUNT = re.compile(rf"(?P<word>{_UP}|{_DOWN})(?:了)?(?P<budget>{_AGAINST})?(?:各)?$")
_LEVEL = re.compile(
    r"(?:保持)?持平|(?:没有|无|未发生)(?:增减)?变化|保持一致|无差异|一致(?=[，。；])"
)
_RATE = re.compile(rf"(?P<word>{_UP}|{_DOWN})(?:了)?$")
_COMPARED = re.compile(
    r"(?:与|较|比|同)(?:(?P<year>\d{4})年(?:度)?|(?P<last>上年(?:度)?|去年|上一年度?))?"
    r"(?P<budget>年初|全年|调整|年度)?(?P<what>预算|决算|执行)?(?:数)?(?:相比)?[，,]?$"
)
_OPEN_END = re.compile(r"(?:^|[，。；、：]|万元|相比|其中)$")
_FILLERS = re.compile(r"(?:各|均|共|合计|总额|数)$")


@dataclass(frozen=True, slots=True)
class Change:
    """A change that a sentence tells.

    ``mention`` is its amount (None where nothing changed, ``up`` then None too), ``rate`` its
    percentage. ``meanings`` is what changed, as far as the words name it; ``against`` the budget
    that it is held against, None for last year.
    """

    passage: Passage
    start: int
    word: str
    up: bool | None
    mention: Mention | None = None
    rate: Mention | None = None
    rate_word: str = ""
    label: str = ""
    meanings: tuple[Meaning, ...] = ()
    against: Column | None = None

    @property
    def rate_is_up(self) -> bool:
        """The direction of the percentage's word."""
        return is_up(self.rate_word)


def is_up(word: str) -> bool:
    """Whether a word says that something grew."""
    return re.fullmatch(_UP, word) is not None


def changes(passage: Passage, reader: SentenceReader) -> Iterator[Change]:
    """All changes of a passage in reading order."""
    topics: list[Claim] = list(reader.claims(passage))
    found = [*_with_amounts(passage), *_level(passage)]
    for change in sorted(found, key=lambda each: each.start):
        topic = _topic(change, reader, topics)
        yield change if topic is None else _about(change, topic)
        if topic is not None:
            topics.append(topic)


def _with_amounts(passage: Passage) -> Iterator[Change]:
    for index, mention in enumerate(passage.amounts):
        match = _AMOUNT.search(passage.text[: mention.start])
        if match is None:
            continue
        later = passage.amounts[index + 1 : index + 2]
        rate, rate_word = _rate(passage, mention, later[0].start if later else len(passage.text))
        yield Change(
            passage,
            match.start(),
            match["word"],
            is_up(match["word"]),
            mention,
            rate,
            rate_word,
            against=_budget(match["budget"] or ""),
        )


def _rate(passage: Passage, mention: Mention, end: int) -> tuple[Mention | None, str]:
    """The percentage behind an amount of change, and its word."""
    for percent in passage.percents:
        found = _RATE.search(passage.text[mention.end : percent.start])
        if mention.end < percent.start < end and found is not None:
            return percent, found["word"]
    return None, ""


def _level(passage: Passage) -> Iterator[Change]:
    for match in _LEVEL.finditer(passage.text):
        if _COMPARED.search(passage.text[: match.start()]):
            yield Change(passage, match.start(), match[0], None)


def _budget(words: str) -> Column | None:
    if "预算" not in words:
        return None
    return Column.INITIAL_BUDGET if "年初" in words else Column.ADJUSTED_BUDGET


def _topic(change: Change, reader: SentenceReader, topics: list[Claim]) -> Claim | None:
    """What changed: the words before the comparison, or what was spoken of last."""
    before = change.passage.text[: change.start]
    compared = _COMPARED.search(before)
    if compared is not None:
        before = before[: compared.start()]
    named = _FILLERS.sub("", before)
    found = reader.named(change.passage, change.mention, named)
    if found is not None:
        return found
    if not any(_OPEN_END.search(rest) for rest in reader.without_quantity(named)):
        return None
    earlier = (topic for topic in topics if topic.mention.end <= change.start)
    return max(earlier, key=lambda topic: topic.mention.end, default=None)


def _about(change: Change, topic: Claim) -> Change:
    compared = _COMPARED.search(change.passage.text[: change.start])
    against = change.against
    if against is None and compared is not None and not (compared["year"] or compared["last"]):
        against = _budget("".join(filter(None, (compared["budget"], compared["what"]))))
    return Change(
        change.passage,
        change.start,
        change.word,
        change.up,
        change.mention,
        change.rate,
        change.rate_word,
        topic.label,
        tuple(meaning.in_column(Column.AMOUNT) for meaning in topic.meanings),
        against,
    )
