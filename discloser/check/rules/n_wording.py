"""How the document is worded: reasons, leftovers, punctuation, repetition (N07, N11, N12, N16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from discloser.check.check import document_check
from discloser.check.reader.prose import Passage
from discloser.check.reader.sheet import DOCUMENT
from discloser.check.subject import Reading
from discloser.check.typed import typed_at
from discloser.chinese import TO_FILL
from discloser.document.nodes import Heading
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location

N07 = Rule(
    "N07",
    "增减原因缺失或不成立",
    "原因有误：{problem}",
    "请写明为什么增减；没有增减的，不写原因。",
    Severity.WARNING,
)

N11 = Rule(
    "N11",
    "残留占位符",
    "还留着“{found}”。",
    "请填上实际内容，或删去这一句。",
)

N12 = Rule(
    "N12",
    "标点或叠字",
    "{problem}。",
    "请改正。",
    Severity.NOTE,
)

N16 = Rule(
    "N16",
    "段落重复",
    "“{words}…”这一段在“{first}”和“{second}”各出现一次。",
    "请删去其中一段，或改写。",
    Severity.WARNING,
)

_CHANGED = re.compile(r"(?:增加|减少|增长|下降|[大小]于(?:年初|全年)?预算数?)(?:了)?[\d,.]+万元")

_ANY_CHANGE = re.compile(r"增加|减少|增长|下降|压减|新增")

_SAME = re.compile(r"持平|无变化|保持一致|无差异|一致|不变")

_DIFFERENT = re.compile(r"(?<!不)存在差异(?=的?[，。；])(?!的?[，；][^。；]*原因)")

_REASON = re.compile(r"主要原因(?:是|为)?[：:]?(?P<reason>[^。；]*)")

_EMPTY = re.compile(r"(?:无|没有|正常(?:变动|增减)|其他|略)?")

_THREE_PUBLIC = re.compile(r"“三公”经费支出预算数?[与较比]")

_LEFTOVER = re.compile(
    r"[Xx]{2,}|×{2,}|＊{2,}|\*{2,}|\{\{|\}\}|\{%|None|增加（减少）|（增加/减少）|增加/减少|（待[^）]*）|"
    r"（如持平[^）]*）|【[^】]*】|\?\?|？？|[_＿]{2,}"
)

_PUNCTUATION = re.compile(r"[，。；：、]{2,}|。”。|，”，")

_DOUBLED = re.compile(
    r"的的|了了|和和|是是|为为|在在|与与|万元万元|增减少|增减加|预算算|大数数|增长减少"
)

_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("〔", "〕"))

_SENTENCE = re.compile(r"[。：；！？”）]$")

_LONG = 30


@document_check(N07)
def changes_have_reasons(reading: Reading) -> Iterator[Finding]:
    for number, passage in enumerate(reading.passages):
        below = _is_explained_below(passage, islice(reading.passages, number + 1, None))
        for start, problem in _reason_problems(passage, explained_below=below):
            yield N07.at(passage.place(start), problem=problem)


def _is_explained_below(passage: Passage, later: Iterable[Passage]) -> bool:
    """The sum of the three public expenses has its reasons in the items that follow it."""
    return _THREE_PUBLIC.search(passage.text) is not None and any(
        item.heading == passage.heading and "原因" in item.text for item in later
    )


def _reason_problems(passage: Passage, *, explained_below: bool) -> Iterator[tuple[int, str]]:
    changes = [] if explained_below else list(_CHANGED.finditer(passage.text))
    for index, change in enumerate(changes):
        end = changes[index + 1].start() if index + 1 < len(changes) else len(passage.text)
        if "原因" not in passage.text[change.end() : end]:
            yield change.start(), f"“{change[0]}”没有写主要原因。"
    for match in _DIFFERENT.finditer(passage.text):
        yield match.start(), f"“{match[0]}”没有写主要原因。"
    for match in _REASON.finditer(passage.text):
        reason = match["reason"].strip("，、 ")
        before = passage.text[: match.start()]
        clause = re.split(r"[。；]", before.rstrip("。；，"))[-1]
        if _EMPTY.fullmatch(reason):
            yield match.start(), "主要原因后面没有内容。"
        elif len(reason) > 6 and reason in before and reason in clause_of(before, reason):  # noqa: PLR2004
            yield match.start(), f"主要原因“{reason}”只是重复前面的话。"
        elif _SAME.search(clause) and _contradicts(reason, clause):
            yield match.start(), f"前面写没有变化，主要原因却是“{reason}”。"


def clause_of(before: str, reason: str) -> str:
    """The sentences before a reason, without earlier reasons, which may be the same."""
    return _REASON.sub("", before) if reason in before else ""


def _contradicts(reason: str, clause: str) -> bool:
    return bool(
        _ANY_CHANGE.search(reason) and not _SAME.search(reason) and not _CHANGED.search(clause)
    )


@document_check(N11, of_words=True)
def nothing_is_left_over(reading: Reading) -> Iterator[Finding]:
    for text, place in _all_texts(reading):
        for match in _LEFTOVER.finditer(text):
            typed = typed_at(reading, text, match[0])
            if typed or not match[0].startswith(TO_FILL):  # what is to be filled in was reported
                yield N11.at(*typed, place, found=match[0])
                break


def _all_texts(reading: Reading) -> Iterator[tuple[str, Location]]:
    for passage in reading.passages:
        yield passage.text, passage.place()
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            yield block.text, Location(DOCUMENT, sheet=block.text, cell="标题")
    for sheet in reading.reader.sheets:
        yield sheet.table.caption, sheet.own_place
        for row in sheet.rows:
            for column, text in enumerate(sheet.texts[row]):
                if text and not sheet.amount_columns[column]:
                    place = Location(DOCUMENT, sheet=sheet.caption, cell=text[:20])
                    yield text, place


@document_check(N12)
def punctuation_is_sound(reading: Reading) -> Iterator[Finding]:
    for text, place in _all_texts(reading):
        problem, fault = _punctuation_problem(text)
        if problem:
            yield N12.at(*typed_at(reading, text, fault), place, problem=problem)
    for passage in reading.passages:
        ends = passage.style == "body" and not passage.of_table and len(passage.text) > _LONG
        if ends and not _SENTENCE.search(passage.text):
            yield N12.at(passage.place(), problem="句末缺句号")


def _punctuation_problem(text: str) -> tuple[str, str]:
    """What is wrong with a text, and the marks that are."""
    if match := _PUNCTUATION.search(text):
        return f"标点重复“{match[0]}”", match[0]
    if match := _DOUBLED.search(text):
        return f"叠字“{match[0]}”", match[0]
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            fault = opening if opening in text else closing
            return f"“{opening}”和“{closing}”不配对（{text[:20]}…）", fault
    return "", ""


@document_check(N16, of_words=True)
def paragraphs_are_not_repeated(reading: Reading) -> Iterator[Finding]:
    seen: dict[str, Passage] = {}
    for passage in reading.passages:
        if len(passage.text) < _LONG or passage.of_table:
            continue
        first = seen.setdefault(passage.text, passage)
        if first is not passage:
            yield N16.at(
                passage.place(),
                first.place(),
                words=passage.text[:20],
                first=first.heading,
                second=passage.heading,
            )


CHECKS = (
    changes_have_reasons,
    nothing_is_left_over,
    punctuation_is_sound,
    paragraphs_are_not_repeated,
)
