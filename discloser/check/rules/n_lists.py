"""Contents against headings and tables, and the numbers of headings (N17, N18)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from discloser.check.check import document_check
from discloser.check.patterns import any_of
from discloser.check.reader.sheet import DOCUMENT, Sheet
from discloser.check.subject import Reading
from discloser.chinese import chinese_number
from discloser.document.nodes import Contents, ContentsEntry, Heading, Table
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.vocabulary.names import normal
from discloser.vocabulary.wording import WordingWords

CONTENTS = Rule(
    "N17",
    "目录与正文、表格不符",
    "目录有误：{problem}",
    "请核对目录和正文标题、表名。",
)
NUMBERING = Rule(
    "N18",
    "序号不连续",
    "“{second}”前面是“{first}”，序号不连续。",
    "请核对有没有漏掉或重复的一节。",
)
_LINE = "行次"
_NUMBER_WORDS = "一二三四五六七八九十"
_LEVEL_TWO = re.compile(rf"^([{_NUMBER_WORDS}]+)、")
_LEVEL_THREE = re.compile(rf"^[（(]([{_NUMBER_WORDS}]+)[）)]")


@document_check(CONTENTS, of_words=True)
def contents_match_the_document(reading: Reading) -> Iterator[Finding]:
    anchors: dict[str, str] = {}
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            anchors[block.anchor] = block.contents or block.text
        elif isinstance(block, Table):
            anchors[block.anchor] = block.caption
    for entry in _entries(reading):
        target = anchors.get(entry.anchor)
        if target is None:
            yield _contents_problem(entry.label, f"目录的“{entry.label}”在正文里没有。")
        elif not _same_title(entry.label, target, reading.words.wording):
            problem = f"目录写“{entry.label}”，正文写“{target}”。"
            yield _contents_problem(entry.label, problem)
    listed = {entry.anchor for entry in _entries(reading)}
    if any(anchor in listed for anchor in (t.anchor for t in reading.document.tables())):
        yield from _unlisted_tables(reading, listed)


def _unlisted_tables(reading: Reading, listed: set[str]) -> Iterator[Finding]:
    """Tables beside a listed one that are not listed themselves."""
    for section in reading.document.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        if any(table.anchor in listed for table in tables):
            for table in tables:
                if table.anchor not in listed:
                    yield _contents_problem(table.caption, f"目录漏列“{table.caption}”。")


def _contents_problem(label: str, problem: str) -> Finding:
    return CONTENTS.at(Location(DOCUMENT, sheet="目录", cell=label), problem=problem)


def _entries(reading: Reading) -> Iterator[ContentsEntry]:
    for block in reading.document.blocks():
        if isinstance(block, Contents):
            yield from block.entries


def _same_title(label: str, target: str, words: WordingWords) -> bool:
    """Tell whether a contents label names what the document prints, which may say more."""
    short, full = _title(label, words), _title(target, words)
    return short in full or full in short or _letters(short, words) <= _letters(full, words)


def _letters(text: str, words: WordingWords) -> set[str]:
    return set(any_of(words.small_words).sub("", text))


def _title(text: str, words: WordingWords) -> str:
    return re.sub(r"\s", "", normal(any_of(words.title_fillers).sub("", text)))


@document_check(NUMBERING, of_words=True)
def numbering_is_continuous(reading: Reading) -> Iterator[Finding]:
    headings: list[str] = []
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            if block.level == 1:
                headings = []
            headings.append(block.text)
            yield from _gap(headings)
    labels: list[str] = []
    for entry in _entries(reading):
        labels = [] if entry.level == 1 else [*labels, entry.label]
        yield from _gap(labels)
    yield from _numbers_that_fall(reading)


def _numbers_that_fall(reading: Reading) -> Iterator[Finding]:
    for sheet in reading.reader.sheets:
        for column, header in enumerate(sheet.headers):
            by_line = header[-1:] == (_LINE,)
            for value_of in (_line_number,) if by_line else (_level_two, _level_three):
                yield from _falls(sheet, column, value_of)


def _falls(sheet: Sheet, column: int, value_of: Callable[[str], int]) -> Iterator[Finding]:
    """The findings for labels whose number is not more than that of the one above, but for 一."""
    above, first = 0, ""
    for row in sheet.rows:
        text = sheet.texts[row][column]
        is_again = (
            row > sheet.first
            and sheet.grid.owners[row][column] is (sheet.grid.owners[row - 1][column])
        )
        value = value_of(text)
        if not value or is_again:
            continue
        if 1 < value <= above:
            place = Location(DOCUMENT, sheet=sheet.caption, cell=text)
            yield NUMBERING.at(place, first=first, second=text)
        above, first = value, text


def _line_number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _level_two(text: str) -> int:
    match = _LEVEL_TWO.match(text)
    return _value(match[1]) if match is not None else 0


def _level_three(text: str) -> int:
    match = _LEVEL_THREE.match(text)
    return _value(match[1]) if match is not None else 0


def _gap(titles: list[str]) -> Iterator[Finding]:
    """The finding for the last title where its number does not follow its forerunner's."""
    for pattern, wider in ((_LEVEL_TWO, None), (_LEVEL_THREE, _LEVEL_TWO)):
        last = pattern.match(titles[-1]) if titles else None
        if last is None:
            continue
        before = [match for title in titles[:-1] if (match := pattern.match(title))]
        restarted = wider is not None and any(
            wider.match(title) for title in titles[_index(titles, before) : -1]
        )
        expected = 1 if restarted or not before else _value(before[-1][1]) + 1
        if _value(last[1]) != expected:
            place = Location(DOCUMENT, sheet=titles[-1], cell="标题")
            first = before[-1].string if before else "（无）"
            yield NUMBERING.at(place, first=first, second=titles[-1])


def _index(titles: list[str], before: list[re.Match[str]]) -> int:
    if not before:
        return 0
    return max(i for i, title in enumerate(titles[:-1]) if title == before[-1].string) + 1


def _value(word: str) -> int:
    return next((number for number in range(1, 100) if chinese_number(number) == word), 0)


CHECKS = (
    contents_match_the_document,
    numbering_is_continuous,
)
