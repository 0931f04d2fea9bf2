"""What a document tells of the year before: its figures, by changes, and why they changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from discloser.check.reader.changes import Change
from discloser.check.reader.meaning import Key, Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Passage
from discloser.compute.ledger import Column, Side
from discloser.compute.measure import Measures
from discloser.compute.relations import Relation, structure
from discloser.importing.marginals.ledger import of_column, sums
from discloser.importing.marginals.lines import lines_of_draft
from discloser.importing.marginals.printed import NATURE, Margin, Margins
from discloser.importing.published.document import in_yuan, terms_of
from discloser.importing.published.parts import PartsReading
from discloser.location import Spot

COUNTED_BACK = "照“{words}”倒算"
FROM_OTHERS = "照别的上年数推算"
_MOST_WORDS = 16
_LEAST = Decimal("0.000001")
"""One 分 in 万元."""
_ITEM = 7
_Before = tuple[Decimal, Spot | None, str]
"""An amount of last year in 万元, where it was read, and what it follows from."""


def read_before(
    reading: PartsReading, measures: Measures, wanted: AbstractSet[str], draft: Mapping[str, Any]
) -> int:
    """Last year's figures that are ``wanted``; how many the document tells.

    A sentence tells the change, which is that of the exact amounts: from the ledger's own amount it
    leads to one that prints as the document does. What measures add up to follows from the others.
    """
    meanings = {name: Meaning(measures[name].selection.parts) for name in measures}
    told = _by_key(reading.reader.changes, reading.reader.year)
    now = _amounts(meanings.values(), draft)
    found: dict[str, _Before] = {}
    for name, meaning in meanings.items():
        before = _before(reading, meaning, told.get(meaning.key), now.get(meaning.key))
        if before is not None:
            found[name] = before
    found = _completed(found, measures)
    taken = [name for name in measures if name in wanted and name in found]
    for name in taken:
        wan, spot, how = found[name]
        reading.put_money(("prior_year", "figures", name), in_yuan(wan), spot, how)
    return len(taken)


def _completed(found: Mapping[str, _Before], measures: Measures) -> dict[str, _Before]:
    """What is told, with what follows from sums of which one amount alone is not told."""
    made = dict(found)
    known = structure(tuple((name, measures[name].selection) for name in measures))
    everything = list(measures)
    relations = [*known.sums(everything), *known.balanced(everything, of_budget=False)]
    exact = [each for each in relations if not each.at_most]
    is_new = True
    while is_new:
        is_new = False
        for each in exact:
            missing = [name for name in each.names if name not in made]
            if len(missing) == 1:
                made[missing[0]] = _rest(each, missing[0], made)
                is_new = True
    return made


def _rest(relation: Relation, missing: str, made: Mapping[str, _Before]) -> _Before:
    own, other = relation.left, relation.right
    if missing in other:
        own, other = other, own
    others = [made[name] for name in other]
    beside = [made[name] for name in own if name != missing]
    wan = sum((each[0] for each in others), Decimal())
    wan -= sum((each[0] for each in beside), Decimal())
    return wan, [*others, *beside][0][1], FROM_OTHERS


def _before(
    reading: PartsReading, meaning: Meaning, change: Change | None, now: Decimal | None
) -> _Before | None:
    reader = reading.reader
    if meaning.is_nothing:
        return None
    term = next(iter(terms_of(reader, meaning.in_column(Column.PRIOR))), None)
    printed = term.printed if term is not None else None
    spot = term.places[0].spot if term is not None else None
    if now is None:
        now = next((each.printed.value for each in terms_of(reader, meaning)), None)
    if change is not None and now is not None:
        by = change.mention.printed.value if change.mention is not None else Decimal()
        wan = now - by if change.up else now + by
        printed, spot = printed or change.base, spot or change.passage.spot
        if printed is None or abs(wan - printed.value) <= 2 * printed.slack:
            words = change.passage.text[change.start :][:_MOST_WORDS].partition("，")[0]
            return _within(printed, wan), spot, COUNTED_BACK.format(words=words)
    return (printed.value, spot, "") if printed is not None else None


def _within(printed: Printed | None, wan: Decimal) -> Decimal:
    """The amount nearest to one that is printed so."""
    if printed is None or printed.stands_for(wan):
        return wan
    return min(max(wan, printed.low), printed.high - _LEAST)


def _by_key(changes: Iterable[Change], year: int) -> dict[Key, Change]:
    """The first change against last year of each meaning; one without an amount is of none."""
    found: dict[Key, Change] = {}
    for change in changes:
        is_told = change.mention is not None or change.up is None
        if is_told and change.against is None and change.year in (None, year - 1):
            for meaning in change.meanings:
                found.setdefault(meaning.key, change)
    return found


def _amounts(meanings: Iterable[Meaning], draft: Mapping[str, Any]) -> dict[Key, Decimal]:
    """What the lines of a draft give, in 万元; nothing of what units' natures tell apart."""
    known = [m.key for m in meanings if not any(NATURE in limits for _, limits in m.key.books)]
    nothing = Printed(Decimal())
    margins = Margins(Column.AMOUNT, {key: Margin(key, nothing) for key in known}, ())
    lines = list(lines_of_draft(draft))
    return dict(zip(margins.margins, sums(margins, of_column(lines, Column.AMOUNT)), strict=True))


def read_reasons(reading: PartsReading, meanings: Mapping[str, Meaning]) -> int:
    """Why figures changed, by the names in ``meanings``; how many reasons there are."""
    names: dict[Key, list[str]] = {}
    for name, meaning in meanings.items():
        names.setdefault(meaning.key, []).append(name)
    pattern = _reason(reading)
    count = 0
    for change, end in _spans(reading.reader.changes):
        reason = pattern.search(change.passage.text, change.start, end)
        if reason is None:
            continue
        for meaning in change.meanings:
            known = names.get(meaning.key, [])
            # Of two names of the same money the later one's reason is of its budget.
            for name in known[:1] if change.against is None else known[-1:]:
                count += reading.put(("reasons", name), reason["reason"], change.passage.spot)
    return count


def _spans(changes: Iterable[Change]) -> Iterator[tuple[Change, int]]:
    """The changes with where the next one of the passage begins."""
    ordered = list(changes)
    for change, later in zip_longest(ordered, ordered[1:]):
        is_same = later is not None and later.passage is change.passage
        yield change, later.start if is_same and later is not None else len(change.passage.text)


def read_item_reasons(reading: PartsReading) -> int:
    """Why the accounts of functional items differ from their budget, by the items' codes."""
    pattern = _reason(reading)
    items: dict[int, tuple[Passage, set[str]]] = {}
    for claim in reading.reader.claims:
        codes = {code for meaning in claim.meanings if (code := _item(meaning.key))}
        items.setdefault(id(claim.passage), (claim.passage, set()))[1].update(codes)
    count = 0
    for passage, codes in items.values():
        reason = pattern.search(passage.text)
        if len(codes) == 1 and reason is not None:
            path = ("item_reasons", next(iter(codes)))
            count += reading.put(path, reason["reason"], passage.spot)
    return count


def _reason(reading: PartsReading) -> re.Pattern[str]:
    begin = "|".join(map(re.escape, reading.words.reasons))
    return re.compile(rf"(?:{begin})(?P<reason>[^。；]+)")


def _item(key: Key) -> str:
    """The functional item that a meaning is about; empty where it is about more or less."""
    (side, limits), *others = key.books
    limit = limits.get("function")
    codes = limit.allowed if limit is not None and not limit.barred else None
    if others or side != Side.EXPENDITURE or codes is None or len(codes) != 1:
        return ""
    code = next(iter(codes))
    return code if len(code) == _ITEM else ""
