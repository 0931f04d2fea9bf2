"""How the document is worded: reasons, leftovers, punctuation, repetition (N07, N11, N12, N16)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.patterns import any_of
from discloser.check.reader.changes import Change
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.places import of_heading, of_title
from discloser.check.reader.prose import Passage
from discloser.check.reader.sheet import Sheet
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

_PUNCTUATION = re.compile(r"[，。；：、]{2,}|。”。|，”，")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("〔", "〕"))
_SENTENCE = re.compile(r"[。：；！？”）]$")
_LONG = 30
_DECIMAL = re.compile(r"\d[\d,]*\.\d+")
_FEWEST_ALIKE = 10
_LISTS = re.compile("其中")
_ECHO = 6
"""The longest reason that may stand before itself by chance."""


@document_check(N07, says_all=True)
def changes_have_reasons(reading: Reading) -> Iterator[Outcome]:
    told: dict[int, list[Change]] = {}
    for change in reading.reader.changes:
        told.setdefault(id(change.passage), []).append(change)
    for number, passage in enumerate(reading.passages):
        changes = told.get(id(passage), [])
        later = list(islice(reading.passages, number + 1, None)) if changes else []
        if _is_explained_later(reading, passage, changes, later):
            changes = []
        yield from _changes_without(reading, passage, changes)
        for start, problem in _faulty_reasons(reading, passage):
            yield N07.at(passage.place(start), problem=problem)


def _is_explained_later(
    reading: Reading, passage: Passage, changes: list[Change], later: list[Passage]
) -> bool:
    """Whether the reasons of a passage's changes stand in paragraphs below it."""
    if _is_of_three_public(reading, changes) and _is_explained_below(reading, passage, later):
        return True
    return _is_explained_apart(reading, passage, later)


def _is_of_three_public(reading: Reading, changes: Iterable[Change]) -> bool:
    whole = Meaning(reading.measures["three_public"].selection.parts).key
    return any(meaning.key == whole for change in changes for meaning in change.meanings)


def _is_explained_below(reading: Reading, passage: Passage, later: Iterable[Passage]) -> bool:
    """The sum of the three public expenses has its reasons in the items that follow it."""
    reasons = any_of(reading.words.wording.reasons)
    return any(item.heading == passage.heading and reasons.search(item.text) for item in later)


def _is_explained_apart(reading: Reading, passage: Passage, later: Iterable[Passage]) -> bool:
    """A paragraph of its own says what the changes above come from: 收支减少的主要原因是…."""
    words = reading.words
    moved = any_of((*words.changes.up, *words.changes.down)).pattern
    leading = any_of(words.wording.reasons).pattern
    apart = re.compile(rf"[^，。；\d]*(?:{moved})的?(?:{leading})")
    return any(item.heading == passage.heading and apart.match(item.text) for item in later)


def _changes_without(
    reading: Reading, passage: Passage, changes: list[Change]
) -> Iterator[Outcome]:
    """Amounts of change that no reason follows, but those that are told in a reason."""
    words = reading.words.wording
    reasons = [match.span() for match in _reasons(reading, passage.text)]
    amounts = [
        (change, change.mention)
        for change in changes
        if change.mention is not None
        and not any(start <= change.start < end for start, end in reasons)
    ]
    ends = [change.start for change, _ in amounts[1:]] + [len(passage.text)]
    named = _explained_by_name(reading, passage.text) if len(amounts) > 1 else []
    for (change, mention), next_change in zip(amounts, ends, strict=False):
        later = [(start, name) for start, name in named if start > mention.end]
        end = min([next_change, *(start for start, _ in later)])
        is_named = any(name in _clause(passage, change) for _, name in later)
        is_sum = bool(later) and _LISTS.search(passage.text, mention.end, end) is not None
        if is_named or is_sum or any_of(words.reasons).search(passage.text, change.start, end):
            yield Held(N07.code)
        else:
            stated = passage.text[change.start : mention.end]
            yield N07.at(passage.place(change.start), problem=f"“{stated}万元”没有写主要原因。")
    for match in any_of(words.different).finditer(passage.text):
        yield N07.at(passage.place(match.start()), problem=f"“{match[0]}”没有写主要原因。")


def _explained_by_name(reading: Reading, text: str) -> list[tuple[int, str]]:
    """What sentences behind a list explain one by one, where: 接待费增加的主要原因是…."""
    changes, wording = reading.words.changes, reading.words.wording
    moved, leading = any_of((*changes.up, *changes.down)).pattern, any_of(wording.reasons).pattern
    more = any_of(wording.item_endings).pattern
    apart = re.compile(rf"(?<=。)(?P<name>[^，。；\d]+?)(?:{more})?(?:{moved})的?(?:{leading})")
    return [(match.start(), match["name"]) for match in apart.finditer(text)]


def _clause(passage: Passage, change: Change) -> str:
    """The words before a change, back to the last mark."""
    return re.split("[，。；：、]", passage.text[: change.start])[-1]


def _reasons(reading: Reading, text: str) -> Iterator[re.Match[str]]:
    """The reasons of a text, each with the words that lead to it."""
    leading = any_of(reading.words.wording.reasons).pattern
    return re.finditer(rf"(?:{leading})(?P<reason>[^。；]*)", text)


def _faulty_reasons(reading: Reading, passage: Passage) -> Iterator[tuple[int, str]]:
    """Reasons that say nothing, repeat the sentence before, or contradict it."""
    for match in _reasons(reading, passage.text):
        reason = match["reason"].strip("，、 ")
        before = passage.text[: match.start()]
        clause = re.split(r"[。；]", before.rstrip("。；，"))[-1]
        if not reason or any_of(reading.words.wording.empty_reasons).fullmatch(reason):
            yield match.start(), "主要原因后面没有内容。"
        elif len(reason) > _ECHO and reason in _without_reasons(reading, before):
            yield match.start(), f"主要原因“{reason}”只是重复前面的话。"
        elif _contradicts(reading, reason, clause):
            yield match.start(), f"前面写没有变化，主要原因却是“{reason}”。"


def _without_reasons(reading: Reading, before: str) -> str:
    """The sentences before a reason, without earlier reasons, which may be the same."""
    for match in reversed(list(_reasons(reading, before))):
        before = before[: match.start()] + before[match.end() :]
    return before


def _contradicts(reading: Reading, reason: str, clause: str) -> bool:
    """Whether a sentence says that nothing changed and its reason that something did."""
    words = reading.words
    level = any_of((*words.changes.level, *words.changes.equal, "不变"))
    changing = any_of(words.wording.changing)
    return bool(
        level.search(clause)
        and changing.search(reason)
        and not level.search(reason)
        and not changing.search(level.sub("", clause))
    )


@document_check(N11, of_words=True)
def nothing_is_left_over(reading: Reading) -> Iterator[Finding]:
    leftovers = any_of(reading.words.wording.leftovers)
    for text, place in _all_texts(reading):
        for match in leftovers.finditer(text):
            typed = typed_at(reading, text, match[0])
            if typed or not match[0].startswith(TO_FILL):  # what is to be filled in was reported
                yield N11.at(*typed, place(), found=match[0])
                break


def _all_texts(reading: Reading) -> Iterator[tuple[str, Callable[[], Location]]]:
    """Every text, and what says where it stands."""
    for passage in reading.passages:
        yield passage.text, passage.place
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            yield block.text, partial(of_heading, block)
    for sheet in reading.reader.sheets:
        yield sheet.table.caption, partial(of_title, sheet.table, "整张表")
        columns = [column for column, is_amount in enumerate(sheet.amount_columns) if not is_amount]
        for row in sheet.rows:
            for column in columns:
                if text := sheet.texts[row][column]:
                    yield text, partial(sheet.place, row, column, text[:20])


@document_check(N12)
def punctuation_is_sound(reading: Reading) -> Iterator[Finding]:
    words = reading.words.wording
    doubled, unsound = any_of(words.doubled), any_of(words.unsound)
    for text, place in _all_texts(reading):
        problem, fault = _punctuation_problem(text, doubled)
        if not problem and (match := unsound.search(text)):
            problem, fault = f"不通或多余的写法“{match[0]}”", match[0]
        if problem:
            yield N12.at(*typed_at(reading, text, fault), place(), problem=problem)
    for sheet in reading.reader.sheets:
        for row, column in _finer_than_the_rest(sheet):
            problem = f"“{sheet.texts[row][column]}”的小数位数比表里别的数多"
            yield N12.at(sheet.place(row, column), problem=problem)
    for passage in reading.passages:
        ends = passage.style in ("body", "note") and len(passage.text) > _LONG
        if ends and not _SENTENCE.search(passage.text):
            yield N12.at(passage.place(), problem="句末缺句号")


def _finer_than_the_rest(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The amounts that have more decimals than nearly all of a table."""
    columns = [column for column, is_amount in enumerate(sheet.amount_columns) if is_amount]
    places = {
        (row, column): len(sheet.texts[row][column].partition(".")[2])
        for row in sheet.rows
        for column in columns
        if _DECIMAL.fullmatch(sheet.texts[row][column].strip())
    }
    usual, times = next(iter(Counter(places.values()).most_common(1)), (0, 0))
    if times >= _FEWEST_ALIKE and times * 10 >= len(places) * 9:
        yield from (at for at, decimals in places.items() if decimals > usual)


def _punctuation_problem(text: str, doubled: re.Pattern[str]) -> tuple[str, str]:
    """What is wrong with a text, and the marks that are."""
    if match := _PUNCTUATION.search(text):
        return f"标点重复“{match[0]}”", match[0]
    if match := doubled.search(text):
        return f"叠字“{match[0]}”", match[0]
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            fault = opening if opening in text else closing
            return f"“{opening}”和“{closing}”不配对（{text[:20]}…）", fault
    return "", ""


_OF_ONE_TABLE = re.compile(r"本表反映[^。；]{4,}|[^。；：:]*(?:此|本)表无数据")
"""What a note says of its own table alone."""


def _notes_of_another_table(reading: Reading) -> Iterator[Finding]:
    seen: dict[str, Passage] = {}
    for passage in reading.passages:
        for match in _OF_ONE_TABLE.finditer(passage.text):
            first = seen.setdefault(match[0], passage)
            if first.heading != passage.heading:
                yield N16.at(
                    passage.place(),
                    first.place(),
                    words=match[0][:20],
                    first=first.heading,
                    second=passage.heading,
                )


@document_check(N16, of_words=True)
def paragraphs_are_not_repeated(reading: Reading) -> Iterator[Finding]:
    yield from _notes_of_another_table(reading)
    seen: dict[str, Passage] = {}
    last: Passage | None = None
    for passage in reading.passages:
        if passage.of_table:
            continue
        place = (passage.text, passage.heading)
        is_next = last is not None and (last.text, last.heading) == place
        first = seen.setdefault(passage.text, passage)
        if first is not passage and (is_next or len(passage.text) >= _LONG):
            yield N16.at(
                passage.place(),
                first.place(),
                words=passage.text[:20],
                first=first.heading,
                second=passage.heading,
            )
        last = passage


CHECKS = (
    changes_have_reasons,
    nothing_is_left_over,
    punctuation_is_sound,
    paragraphs_are_not_repeated,
)
