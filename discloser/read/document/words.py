"""The marks by which published documents tell their parts apart, whatever the place."""

from __future__ import annotations

import re

from discloser.money import MoneyUnit

_NUMERAL = "一二三四五六七八九十百"
_LONGEST_HEADING = 45
_LONGEST_CAPTION = 60
NUMBER = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
AMOUNT = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_LEVELS = (
    (1, re.compile(rf"第[{_NUMERAL}]+(?:部分|章)|附件\s*\d*\s*[：:]|附件[\d{_NUMERAL}]+")),
    (2, re.compile(rf"[{_NUMERAL}]+、")),
    (3, re.compile(rf"[（(][{_NUMERAL}]+[）)]")),
    (4, re.compile(r"\d+\s*[.．、](?!\d)|\d{1,2}\s*[.．、](?=20\d{2}年)")),
)
PART = re.compile(rf"第[{_NUMERAL}]+(?:部分|章)")
UNIT = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(万元|千元|亿元|元)")
_NUMBERED = r"(?:公开|预算|决算|附)\s*\d+(?:-\d+)*\s*表"
FORM_NUMBER = re.compile(rf"{_NUMBERED}|附?(?:表|件)\s*[\d{_NUMERAL}]+(?:-\d+)*")
NUMBERED_TITLE = re.compile(rf"({_NUMBERED}|附?表\s*[\d{_NUMERAL}]+(?:-\d+)*(?=\s))\s*(\S.*表.*)")
_CHART = re.compile(r"图\s*\d+(?:-\d+)*(?:\s.*)?")
_SUBJECT = re.compile(
    r"(?:编制|填报|公开|预算|主管|承担|项目)?(?:部门|单位)(?:[（(][^）)]*[）)])?(?:名称)?\s*[:：]"
)
_SUBTITLE = re.compile(r"[（(].{2,20}[）)]|\d{4}年(?:度|\d+月(?:\d+日)?)?")
_NOTE = re.compile(r"(?:备?\s*注|说明)\s*(?:\d|[:：])")
_NEXT_NOTE = re.compile(r"\d+\s*[.．、]")
_FEWEST_DOTS = 3
_WHOSE = re.compile(r"^(?:本)?(?:部门|单位)")
_SHORTEST_NAME = 4
_SENTENCE_END = ("。", "；", ";", "，", "：", ":", "、")
CONTENTS = "目录"
NAVIGATION = frozenset({"返回目录", "返回", "返回首页"})


def bare(text: str) -> str:
    """A text without any white space."""
    return re.sub(r"\s", "", text)


def level_of(text: str) -> int:
    """The level of a heading by its Chinese numbering, 0 for a paragraph."""
    line = text.strip()
    if len(line) > _LONGEST_HEADING or "。" in line or line.endswith(_SENTENCE_END):
        return 0
    if re.search(r"[:：].{6,}", line) and not line.startswith("附件"):
        return 0
    if re.search(r"\d(?:万元|元|%)", line):
        return 0
    return next((level for level, mark in _LEVELS if mark.match(line)), 0)


def begins_item(text: str) -> bool:
    """Whether a line begins with a number as headings and items of a list do."""
    return any(mark.match(text.strip()) for _, mark in _LEVELS)


def unnumbered(text: str) -> str:
    """A heading without its number and without white space."""
    line = text.strip()
    match = next((found for _, mark in _LEVELS if (found := mark.match(line))), None)
    return bare(line[match.end() :] if match else line)


def may_be_title(text: str) -> bool:
    """Whether a line without white space is short, and no sentence."""
    return 0 < len(text) <= _LONGEST_HEADING and not re.search(r"[，。；：]", text)


def is_of(title: str, name: str) -> bool:
    """Whether a title is what a list calls by ``name``, said of the department: 某局主要职能."""
    what = _WHOSE.sub("", name)
    return len(what) >= _SHORTEST_NAME and title.endswith(what)


def is_part_number(text: str) -> bool:
    """Whether a line is nothing but 第一部分."""
    return bool(PART.fullmatch(bare(text)))


def is_caption(text: str) -> bool:
    """Whether a line may be the title of a table."""
    line = bare(text)
    return "表" in line and len(line) <= _LONGEST_CAPTION and not line.endswith(_SENTENCE_END)


def is_chart(text: str) -> bool:
    """Whether a line is the number of a chart, alone or before its title: 图1 收入结构."""
    return bool(_CHART.fullmatch(text.strip()))


def is_subject(text: str) -> bool:
    """Whether a text says whose table it is: 部门名称：…"""
    return bool(_SUBJECT.match(text.strip()))


def is_subtitle(text: str) -> bool:
    """Whether a text is the year or month below a title."""
    return bool(_SUBTITLE.fullmatch(bare(text)))


def is_note(text: str, *, after_note: bool = False) -> bool:
    """Whether a line below a table is a note on it."""
    line = text.strip()
    return bool(_NOTE.match(line) or (after_note and _NEXT_NOTE.match(line)))


def is_contents_title(text: str) -> bool:
    """Whether a line is 目录, perhaps with whose."""
    line = bare(text)
    return line.endswith(CONTENTS) and len(line) <= _LONGEST_HEADING


def without_leader(text: str) -> tuple[str, bool]:
    """A line of the contents without dots and page number, and whether it had them."""
    line = text.rstrip()
    without_number = line.rstrip("0123456789")
    label = without_number.rstrip(" \t\u3000.…·．")
    leader = without_number[len(label) :]
    has_number = without_number != line
    parted = has_number and ("\t" in leader or len(leader) > 1)
    if not parted and sum(not each.isspace() for each in leader) < _FEWEST_DOTS:
        return text.strip(), False
    return label.strip(), True


def is_led(text: str) -> bool:
    """Whether a line is an entry of a contents list that dots lead from to the page number."""
    label, _ = without_leader(text)
    return text.rstrip()[len(label) :].count("…") + text.count(".") // 2 >= _FEWEST_DOTS


def without_number(text: str) -> tuple[str, bool]:
    """A line of the contents without the number behind its last blank, and whether it had one."""
    label, blank, number = text.rpartition(" ")
    return (label.rstrip(), True) if blank and number.isdecimal() else (text, False)


def money_unit(text: str) -> MoneyUnit | None:
    """The unit that a line names; None where it names none that amounts are kept in."""
    match = UNIT.search(text)
    return MoneyUnit(match[1]) if match and match[1] in set(MoneyUnit) else None
