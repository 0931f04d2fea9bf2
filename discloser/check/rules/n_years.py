"""The years that the document speaks of (N09)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from discloser.check.check import document_check, proof_check
from discloser.check.outcome import Held, Outcome
from discloser.check.patterns import any_of
from discloser.check.reader.places import of_cover, of_entry, of_heading, of_title
from discloser.check.reader.prose import CHART, Passage
from discloser.check.subject import Proof, Reading
from discloser.document.nodes import Contents, Heading, Paragraph, Table
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.values import Kind
from discloser.vocabulary.wording import KnownYear

N09 = Rule(
    "N09",
    "年份不对",
    "写的是{found}年，应为{expected}年。",
    "请核对年份：本年是报告年度，比较年是上一年，法规的年份照原文。",
)

OTHER_MONTH = Rule(
    "N24",
    "印的年月不是填报的",
    "印的是{found}，填报的年月是{known}。",
    "请核对公开年月、填表年月，和模板包里的写法。",
)
_MONTH = re.compile(r"20\d\d年\d{1,2}月")
_YEAR = re.compile(r"(?<![〔\d])(20\d\d)(?=年)")
_FISCAL = re.compile(r"年度")
_DATE = re.compile(r"20\d\d年(?:\d{1,2}[-—－~～至])?\d{1,2}月")
_TITLE = re.compile(r"《[^》]*》|〈[^〉]*〉")
_LEGEND = re.compile(r"(?:(?:20\d\d年度?[预决]?算?|单位[：:]\s*万?元)\s*){2,}")
"""What stands at the bars of a chart that was read from a file."""
_AROUND, _DIGITS = 4, 4


@document_check(N09, of_words=True, says_all=True)
def years_are_right(reading: Reading) -> Iterator[Outcome]:
    for text, place in _titles(reading):
        for match in _YEAR.finditer(_without_quoted_years(text)):
            yield _held(int(match[1]), {reading.year}, place)
    for passage in reading.passages:
        yield from _years_of(reading, passage)
    for change in reading.reader.changes:
        if change.year == reading.year:
            place = change.passage.place(change.start)
            yield N09.at(place, found=change.year, expected=reading.year - 1)


@proof_check(OTHER_MONTH, of_words=True, says_all=True)
def months_are_those_typed(reading: Proof) -> Iterator[Outcome]:
    """The months that stand alone, on the cover and in tables, are those that were typed."""
    given = reading.given.disclosure
    typed = given.evaluation.month if given.evaluation is not None else None
    known = {given.published, *([typed] if typed is not None else [])}
    written = {f"{each.year}年{each.month}月" for each in known}
    for text, place in (*_cover(reading), *_cells(reading)):
        if not _MONTH.fullmatch(text):
            continue
        if text in written or _is_given(reading, text):
            yield Held(OTHER_MONTH.code)
        else:
            yield OTHER_MONTH.at(place, found=text, known="、".join(sorted(written)))


def _is_given(reading: Proof, text: str) -> bool:
    return any(text in typed for _, typed in reading.typed)


def _cells(reading: Reading) -> Iterator[tuple[str, Location]]:
    """The months in tables, and the texts above them."""
    for sheet in reading.reader.sheets:
        table = sheet.table
        for text in (table.subtitle, table.subject):
            yield text, of_title(table)
        for row in sheet.rows:
            for column, text in enumerate(sheet.texts[row]):
                if _MONTH.search(text):
                    yield text.strip(), sheet.place(row, column)


def _held(found: int, expected: set[int], place: Location) -> Outcome:
    if found in expected:
        return Held(N09.code)
    return N09.at(place, found=found, expected=min(expected))


def _years_of(reading: Reading, passage: Passage) -> Iterator[Outcome]:
    """The years of a passage, but those of the clerk's own words."""
    text = _without_quoted_years(passage.text)
    words = reading.words.wording
    last, closing = _named(words.last_years, text), _named(words.closing_years, text)
    reasons = re.compile(rf"(?:{any_of(words.reasons).pattern})[^。；]*")
    last |= {at for match in reasons.finditer(text) for at in range(*match.span())}
    known = _known(words.known_years, text)
    free = _named(words.other_years, text)
    is_chart = passage.style == CHART or _LEGEND.fullmatch(text) is not None
    is_told = passage.part in reading.told_parts and not passage.of_table
    for match in _YEAR.finditer(text):
        found, at = int(match[1]), match.start()
        if at in known:
            yield _held(found, {known[at]}, passage.place(at))
            continue
        if at in free or not (is_told or _FISCAL.match(text, match.end())):
            continue
        expected = {reading.year}
        if at in last or is_chart:  # which sets last year's numbers beside this year's
            expected = {reading.year - 1, reading.year}
        elif at in closing and reading.kind is Kind.BUDGET:
            expected = {reading.year - 1}
        if found in expected or not _is_typed(reading, text, at):
            yield _held(found, expected, passage.place(at))
    yield from _closing_dates(reading, passage, text)


def _closing_dates(reading: Reading, passage: Passage, undated: str) -> Iterator[Outcome]:
    """The last days of a year (截至2024年12月31日), which are blanked out as dates otherwise."""
    expected = {reading.year - (reading.kind is Kind.BUDGET)}
    for at in sorted(_named(reading.words.wording.closing_years, passage.text)):
        if undated[at].isdigit():
            continue
        found = int(passage.text[at : at + 4])
        if found in expected or not _is_typed(reading, passage.text, at):
            yield _held(found, expected, passage.place(at))


def _named(patterns: tuple[str, ...], text: str) -> set[int]:
    """Where the years stand that some words name."""
    return {match.start("year") for words in patterns for match in re.finditer(words, text)}


def _known(known: Iterable[KnownYear], text: str) -> dict[int, int]:
    """Where the years stand that a regulation tells, and which they are."""
    return {m.start("year"): each.year for each in known for m in re.finditer(each.words, text)}


def _is_typed(reading: Reading, text: str, at: int) -> bool:
    """Whether a year and the words around it stand in one line that the clerk typed."""
    year = text[at : at + _DIGITS]
    lines = (line for _, typed in reading.typed if year in typed for line in typed.splitlines())
    return any(
        _agrees(text, at, line, match.start())
        for line in lines
        for match in re.finditer(year, line)
    )


def _agrees(text: str, at: int, line: str, there: int) -> bool:
    """Whether a printed and a typed year have the same neighbours.

    Those before it tell; where the line has few there, those behind it do.
    """
    before = min(_AROUND, there)
    behind = min(1 if before == _AROUND else _AROUND, len(line) - there - _DIGITS)
    begin, end = at - before, at + _DIGITS + behind
    is_enough = before + behind >= _AROUND
    return is_enough and begin >= 0 and text[begin:end] == line[there - before :][: end - begin]


def _without_quoted_years(text: str) -> str:
    """A text with its titles of documents (《…》) and its dates (2024年8月) blanked out."""
    for pattern in (_TITLE, _DATE):
        text = pattern.sub(lambda match: "　" * len(match[0]), text)
    return text


def _cover(reading: Reading) -> Iterator[tuple[str, Location]]:
    """The lines of the first pages that have no number, up to the contents list."""
    for section in reading.document.sections:
        if section.page_numbers or any(isinstance(block, Contents) for block in section.blocks):
            return
        for block in section.blocks:
            if isinstance(block, Paragraph):
                yield block.text, of_cover(block)


def _titles(reading: Reading) -> Iterator[tuple[str, Location]]:
    yield from _cover(reading)
    for block in reading.document.blocks():
        match block:
            case Heading():
                yield block.text, of_heading(block)
            case Contents():
                for entry in block.entries:
                    yield entry.label, of_entry(entry)
            case Table():
                yield block.caption, of_title(block)
                if block.subtitle and "月" not in block.subtitle:
                    yield block.subtitle, of_title(block)


CHECKS = (years_are_right, months_are_those_typed)
