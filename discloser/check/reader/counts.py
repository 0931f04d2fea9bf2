"""What sentences count: projects, vehicles, visits, and what is counted costs together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from discloser.check.patterns import at_end
from discloser.check.reader.prose import Mention, Passage
from discloser.model.values import Kind
from discloser.parameters.limits import THRESHOLD, Threshold
from discloser.vocabulary.counts import CountWords

_LIST = re.compile(r"\D{1,4}，其中[：:]?(?P<list>[^。；]*)")


@dataclass(frozen=True, slots=True)
class Count:
    """A count of a sentence.

    ``words`` tell what it is of, None where they are not known; ``least`` is the least amount of
    what is counted, ``amount`` what it costs together, ``parts`` the counts of a list
    (其中) that add up to it.
    """

    passage: Passage
    mention: Mention
    words: CountWords | None = None
    label: str = ""
    least: Threshold | None = None
    amount: Mention | None = None
    parts: tuple[Mention, ...] = ()


def counts(passage: Passage, known: Iterable[CountWords], kind: Kind) -> Iterator[Count]:
    """All counts of a passage."""
    words = [each for each in known if kind in each.kinds and each.under in passage.path]
    for unit in dict.fromkeys(each.unit for each in words if each.unit):
        own = [each for each in words if each.unit == unit]
        for mention in passage.counts_in(unit):
            found = (_read(passage, mention, each) for each in own)
            yield from [count for count in found if count is not None][:1]
    words = [each for each in words if not each.unit]
    for mention in passage.counts:
        found = (_read(passage, mention, each) for each in words)
        yield next((count for count in found if count is not None), Count(passage, mention))


def _read(passage: Passage, mention: Mention, words: CountWords) -> Count | None:
    before = at_end(words.before).search(passage.text, 0, mention.start)
    if before is None:
        return None
    after = re.match(words.after, passage.after(mention))
    if after is None:
        return None
    least = before.groupdict().get("least")
    if least and not re.fullmatch(THRESHOLD, least):
        return None
    return Count(
        passage,
        mention,
        words,
        before[0] or after[0],
        Threshold.read(least) if least else None,
        _amount(passage, mention, words),
        _parts(passage, mention) if words.adds_up else (),
    )


def _amount(passage: Passage, mention: Mention, words: CountWords) -> Mention | None:
    """What the things that are counted cost together, in the same sentence."""
    if words.amount_after:
        for amount in passage.amounts:
            between = passage.text[mention.end : amount.start]
            if amount.start > mention.end and re.fullmatch(
                f"[^。；，]*{words.amount_after}", between
            ):
                return amount
    if words.amount_before:
        sentence = mention.start - len(passage.before(mention))
        for amount in reversed(passage.amounts):
            named = at_end(words.amount_before).search(passage.text, 0, amount.start)
            if sentence <= amount.start < mention.start and named is not None:
                return amount
    return None


def _parts(passage: Passage, mention: Mention) -> tuple[Mention, ...]:
    listed = _LIST.match(passage.text, mention.end)
    if listed is None:
        return ()
    begin, end = listed.span("list")
    return tuple(each for each in passage.counts if begin <= each.start < end)
