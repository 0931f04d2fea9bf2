"""What sentences say in percent: shares of a whole, and budgets carried out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from discloser.check.patterns import at_end
from discloser.check.reader.changes import Change
from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.sentences import Claim, SentenceReader
from discloser.compute.ledger import Column
from discloser.vocabulary.rates import CompletionWords, ShareWords

BUDGETS = (Column.INITIAL_BUDGET, Column.ADJUSTED_BUDGET)
_AMONG = re.compile(r"(?:^|[。；：])(?P<whole>[^。；：，]+)中，")
_STOP = re.compile(r"[。；;]")


@dataclass(frozen=True, slots=True)
class Named:
    """An amount that a sentence prints, or one that it names alone."""

    label: str
    meanings: tuple[Meaning, ...] = ()
    mention: Mention | None = None
    field: str = ""
    column: Column = Column.AMOUNT

    @property
    def money(self) -> frozenset[Key]:
        """What money it may be, whichever amount of it."""
        return frozenset(meaning.in_column(Column.AMOUNT).key for meaning in self.meanings)


@dataclass(frozen=True, slots=True)
class Share:
    """A share: ``part`` is so much of ``whole``; what the words do not tell is None."""

    passage: Passage
    mention: Mention
    part: Named | None
    whole: Named | None


@dataclass(frozen=True, slots=True)
class Completion:
    """A budget carried out: ``actual`` is so much of the first of ``budgets`` that is known."""

    passage: Passage
    mention: Mention
    actual: Named | None
    budgets: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Outturn:
    """A comparison of what was spent with a budget: the change that is told, and both amounts."""

    change: Change
    actual: Named | None
    budgets: tuple[Named, ...]


def outturns(
    passage: Passage, reader: SentenceReader, claims: Iterable[Claim], told: Iterable[Change]
) -> Iterator[Outturn]:
    """The changes of a passage that are held against a budget, with what is compared."""
    listed = _Amounts(passage, reader, claims)
    for change in told:
        if change.against is not None:
            actual = listed.actual_before(change.start)
            budgets = listed.budgets_of(actual, change.start, (change.against,))
            yield Outturn(change, actual, budgets)


def shares(passage: Passage, reader: SentenceReader, claims: Iterable[Claim]) -> Iterator[Share]:
    """All shares of a passage."""
    listed = _Amounts(passage, reader, claims)
    for percent in passage.percents:
        match = _words(reader.words.shares, passage, percent)
        if match is None:
            continue
        part = listed.part_before(match.start())
        told = match.groupdict().get("whole") or ""
        if told:
            whole = reader.whole(passage, told)
            yield Share(passage, percent, part, _named(whole) if whole is not None else None)
        else:
            yield Share(passage, percent, part, listed.whole_of(part))


def completions(
    passage: Passage, reader: SentenceReader, claims: Iterable[Claim]
) -> Iterator[Completion]:
    """All rates of completion of a passage."""
    listed = _Amounts(passage, reader, claims)
    for percent in passage.percents:
        for words in reader.words.completions:
            match = _words((words,), passage, percent)
            if match is not None:
                actual = listed.actual_before(match.start())
                columns = (words.column,) if words.column is not None else BUDGETS
                within = [m for m in passage.amounts if match.start() <= m.start < match.end()]
                budgets = listed.budgets_of(actual, match.start(), columns)
                said = tuple(Named("预算数", mention=mention) for mention in within)
                yield Completion(passage, percent, actual, said or budgets)
                break


def _words(
    known: Iterable[ShareWords | CompletionWords], passage: Passage, percent: Mention
) -> re.Match[str] | None:
    """The words right before a percentage."""
    before = passage.before(percent)
    begin = percent.start - len(before)
    for words in known:
        match = at_end(words.phrase).search(passage.text, begin, percent.start)
        if match is not None:
            return match
    return None


def _named(claim: Claim) -> Named:
    return Named(claim.label, claim.meanings, None, claim.field, claim.column)


def _printed(claim: Claim, mention: Mention) -> Named:
    return Named(claim.label, claim.meanings, mention, claim.field, claim.column)


class _Amounts:
    """The amounts of a passage as the reader knows them, but last year's and those of a change."""

    def __init__(self, passage: Passage, reader: SentenceReader, claims: Iterable[Claim]) -> None:
        self._passage, self._reader = passage, reader
        known = {claim.mention: claim for claim in claims}
        last_years = {mention for mention, claim in known.items() if claim.column.compares}
        self._all = [
            _printed(known[mention], mention) if mention in known else self._unnamed(mention)
            for mention in passage.amounts
            if not reader.is_of_change(passage.text[: mention.start]) and mention not in last_years
        ]
        self._opens = [
            match.start()
            for words in reader.words.lists
            for match in re.finditer(words.phrase, passage.text)
        ]

    def part_before(self, end: int) -> Named | None:
        """What has a share: the amount before it, or what the words before it name alone."""
        begin = max((m.end() for m in _STOP.finditer(self._passage.text, 0, end)), default=0)
        earlier = [each for each in self._before(end) if _start(each) >= begin]
        between = self._passage.text[_end(earlier[-1]) : end] if earlier else ""
        if earlier and re.fullmatch(r"万元[^、：]*", between):
            return earlier[-1]
        found = self._reader.named(self._passage, None, self._passage.text[:end].rstrip("，"))
        return _named(found) if found is not None else None

    def whole_of(self, part: Named | None) -> Named | None:
        """What a share is of where it does not say so: the nearest whole that its part lies in.

        Where the words do not tell that of any, it is the amount before the list (其中).
        """
        if part is None:
            return None
        end = _start(part) if part.mention is not None else len(self._passage.text)
        wholes = [*self._named_before(end), *((_start(e), e) for e in self._before(end))]
        holding = [whole for whole in wholes if _lies_in(part, whole[1])]
        if holding:
            return max(holding, key=itemgetter(0))[1]
        opened = [start for start in self._opens if start < end]
        above = self._before(max(opened, default=0))
        return above[-1] if above else None

    def _named_before(self, end: int) -> Iterator[tuple[int, Named]]:
        """What is named without an amount, and where: “三公”经费支出中，."""
        for match in _AMONG.finditer(self._passage.text, 0, end):
            found = self._reader.named(self._passage, None, match["whole"])
            if found is not None:
                yield match.start(), _named(found)

    def actual_before(self, end: int) -> Named | None:
        """What was spent: the amount right before a rate of completion."""
        earlier = self._before(end)
        if not earlier:
            return None
        last = earlier[-1]
        if last.column in BUDGETS:
            meanings = tuple(meaning.in_column(Column.AMOUNT) for meaning in last.meanings)
            return Named(last.label, meanings) if meanings else None
        return last

    def budgets_of(
        self, actual: Named | None, end: int, columns: tuple[Column, ...]
    ) -> tuple[Named, ...]:
        """The budgets of what was spent: printed before, or named by the same words alone."""
        if actual is None:
            return ()
        earlier = [each for each in self._before(end) if each.column in columns]
        if actual.meanings:
            same = [each for each in earlier if each.money & actual.money]
            if same:
                return (same[-1],)
            return tuple(
                Named(
                    actual.label,
                    tuple(m.in_column(column) for m in actual.meanings),
                    column=column,
                )
                for column in columns
            )
        spent = [each for each in self._before(end) if each.column not in BUDGETS]
        since = _start(spent[-2]) if len(spent) > 1 else -1
        beside = [each for each in earlier if _start(each) > since]
        return (beside[-1],) if beside else ()

    def _unnamed(self, mention: Mention) -> Named:
        """An amount that no words name, but which of a line's amounts it is."""
        column = self._reader.column(self._passage.text[: mention.start])
        return Named("", mention=mention, column=column or Column.AMOUNT)

    def _before(self, end: int) -> list[Named]:
        return [each for each in self._all if _end(each) <= end]


def _start(amount: Named) -> int:
    return amount.mention.start if amount.mention is not None else -1


def _end(amount: Named) -> int:
    return amount.mention.end if amount.mention is not None else -1


def _lies_in(part: Named, whole: Named) -> bool:
    """Whether a part is a real part of a whole, or all of it under another name."""
    return any(
        mine.is_within(other) and not (other.is_within(mine) and part.label == whole.label)
        for mine in part.meanings
        for other in whole.meanings
    )
