"""What has become of the faults that an earlier audit found: 已改, 未改, 新问题, 不再核对.

Two faults are one where their rule and their place in meaning are: table, row and column, or
heading and sentence. Pages, paragraphs and cells move when a file is corrected, and a sentence
changes its numbers, so neither counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from discloser.audit.earlier import Earlier, ToldFault, ToldFinding, ToldPlace, ToldReport
from discloser.audit.faults import Fault
from discloser.check.outcome import Tally
from discloser.check.subject import Reading
from discloser.document.differences import NUMBER
from discloser.document.nodes import Cell, Heading, Table
from discloser.finding import CATALOGUE, Finding
from discloser.location import Location
from discloser.vocabulary.names import normal

_YEAR = re.compile(r"(?:19|20)\d{2}")
_CHANGING = re.compile(r"[\d.,，X×]+|增长|下降|增加|减少|持平")
_ALIKE = 0.6
_QUOTED = "“"
_COLUMN = "／"
"""What stands between the row and the column of a place."""
_OF_TABLE = ("表题", "标题", "单位")
"""What a place names that is in no row."""


class Standing(StrEnum):
    """What has become of a fault since an earlier audit."""

    FIXED = "已改"
    LEFT = "未改"
    NEW = "新问题"
    LOST = "不再核对"


@dataclass(frozen=True, slots=True)
class Gone:
    """An earlier fault that is not found any more, and why it was not checked where it was not."""

    fault: ToldFault
    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What an audit says of the faults of an earlier one.

    ``standings`` are those of the faults that are there now, in their order; ``source`` is the
    earlier report; ``version`` the discloser that made it.
    """

    source: str
    version: str
    standings: tuple[Standing, ...]
    gone: tuple[Gone, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many faults have each standing, by its name."""
        every = [*self.standings, *(each.standing for each in self.gone)]
        return {standing.value: every.count(standing) for standing in Standing}

    @property
    def lost(self) -> tuple[Gone, ...]:
        """The faults that could not be looked for again."""
        return tuple(each for each in self.gone if each.standing is Standing.LOST)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a finding of a rule is, in meaning."""

    code: str
    inside: str
    at: str
    is_sentence: bool

    def is_like(self, other: _Place) -> bool:
        """Whether both are one place."""
        if (self.code, self.is_sentence) != (other.code, other.is_sentence):
            return False
        if not self.is_sentence:
            return (self.inside, self.at) == (other.inside, other.at)
        same = self.at == other.at or _alike(self.at, other.at) >= _ALIKE
        return same and (self.inside == other.inside or _alike(self.inside, other.inside) >= _ALIKE)


def remedy(
    earlier: Earlier, told: ToldReport, faults: Sequence[Fault], seen: Seen | None
) -> Remedy:
    """Hold the faults of a document to those that were told of it before.

    ``seen`` is what could be checked now, None where nothing could be.
    """
    now = [list(_places_of(fault)) for fault in faults]
    before = [list(_told_places(fault)) for fault in told.findings]
    standings = tuple(
        Standing.LEFT if any(_meet(places, others) for others in before) else Standing.NEW
        for places in now
    )
    gone = tuple(
        _gone(fault, places, seen)
        for fault, places in zip(told.findings, before, strict=True)
        if not any(_meet(places, others) for others in now)
    )
    return Remedy(str(earlier.path), told.discloser, standings, gone)


@dataclass(frozen=True, slots=True)
class Seen:
    """What an audit could look at: the document as the checks read it, and what they said."""

    reading: Reading
    tally: Tally

    def why_not(self, code: str, places: Sequence[_Place]) -> str:
        """Why a rule could not be held to a place again, or nothing."""
        if code not in CATALOGUE:
            return f"现在没有规则 {code}"
        unchecked = [each for each in self.tally.unchecked if each.code == code]
        for each in unchecked:
            if each.place is None:
                continue
            if any(place.is_like(_place(code, each.place)) for place in places):
                return each.reason
        applied = self.tally.held.get(code, 0) + self.tally.found.get(code, 0)
        if unchecked and not applied:
            return unchecked[0].reason
        if places and not any(self._stands(place) for place in places):
            return "文本里没有这一处了"
        return ""

    def _stands(self, place: _Place) -> bool:
        """Whether the document still has such a place."""
        document = self.reading.document
        if place.is_sentence:
            texts = (passage.text for passage in self.reading.passages)
            return any(_holds(_core(text), place.at) for text in texts)
        if place.inside in {"目录", "封面"} or not place.inside:
            return True
        tables = [each for each in document.tables() if place.inside in _titles(each)]
        if any(_has_row(table, place.at) for table in tables):
            return True
        headings = (block for block in document.blocks() if isinstance(block, Heading))
        return any(_title(heading.text) == place.inside for heading in headings)


def _titles(table: Table) -> tuple[str, str]:
    return _title(table.caption), _title(table.sheet)


def _has_row(table: Table, at: str) -> bool:
    """Whether a table still has the row that a place names, if it names one."""
    row = normal(at.partition(_COLUMN)[0])
    rows = (*table.head, *table.body)
    return row in _OF_TABLE or any(row in normal(_labels(cells)) for cells in rows)


def _labels(cells: Sequence[Cell]) -> str:
    """The texts of a row that are no numbers."""
    texts = dict.fromkeys(cell.text for cell in cells if not NUMBER.fullmatch(cell.text))
    return "".join("".join(texts).split())


def _gone(fault: ToldFault, places: Sequence[_Place], seen: Seen | None) -> Gone:
    if seen is None:
        return Gone(fault, Standing.LOST, "文件没有读进来")
    own = [place for place in places if place.code == fault.code]
    reason = seen.why_not(fault.code, own)
    return Gone(fault, Standing.LOST if reason else Standing.FIXED, reason)


def _meet(some: Iterable[_Place], others: Sequence[_Place]) -> bool:
    return any(place.is_like(other) for place in some for other in others)


def _places_of(fault: Fault) -> Iterator[_Place]:
    """The places of a fault of now and of what follows from it."""
    for finding in (fault.finding, *fault.consequences):
        yield from (_place(finding.code, each) for each in _own(finding))
    if fault.cause is not None:
        yield _place(fault.finding.code, fault.cause)


def _told_places(fault: ToldFault) -> Iterator[_Place]:
    """The places of a fault of an earlier report and of what follows from it."""
    findings: tuple[ToldFinding, ...] = (fault, *fault.consequences)
    for finding in findings:
        yield from (_place(finding.code, each) for each in _own(finding))
    if fault.cause is not None:
        yield _place(fault.code, fault.cause)


def _own(finding: Finding | ToldFinding) -> Sequence[Location | ToldPlace]:
    """The places where a finding is, without those that it only names."""
    return finding.locations[: finding.times]


def _place(code: str, place: Location | ToldPlace) -> _Place:
    cell = place.cell or ""
    is_sentence = cell.startswith(_QUOTED)
    at = _core(cell.strip("“”…")) if is_sentence else _YEAR.sub("", "".join(cell.split()))
    return _Place(code, _title(place.sheet or ""), at, is_sentence)


def _title(text: str) -> str:
    """A title without its number and its year, which may have been the fault."""
    return normal(_YEAR.sub("", text))


def _core(text: str) -> str:
    """A sentence without what a correction changes."""
    return _CHANGING.sub("", "".join(text.split()))


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _holds(text: str, words: str) -> bool:
    """Whether most of some words stand in a text together."""
    match = SequenceMatcher(None, text, words, autojunk=False).find_longest_match()
    return not words or match.size >= _ALIKE * len(words)
