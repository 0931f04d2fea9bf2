"""Last year's digits in what is carried over: in project codes, and in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, Location

NEW_CODES = Rule(
    "E058",
    "项目编码改了年份",
    "项目编码里的年份由 {old} 改成了 {new}：{codes}。",
    "请按预算管理一体化系统核对；延续项目沿用原来编码的，改回来。",
    Severity.NOTE,
)
OLD_YEAR = Rule(
    "E059",
    "带入的文字里有以前的年份",
    "带入的文字里写着以前的年份：“{words}”。",
    "请在新文件里看一看，现在不对的，改掉。",
    Severity.NOTE,
)
_LENGTHS = (20, 21)
"""Digits of a project's code: district 6, year 2 (or all 4), number."""
_CITED = re.compile("《[^》]*》|〔[^〕]*〕")
_YEAR = re.compile(r"(?<![\d.])(20\d\d) ?年")
_BEFORE, _AFTER = 20, 20


def with_new_year(code: str, old: int, new: int) -> str:
    """A project's code with the year's digits changed; the same where it has not last year's."""
    if len(code) not in _LENGTHS or not code.isascii() or not code.isdigit():
        return code
    district, rest = code[:6], code[6:]
    for digits in (4, 2):
        if rest.startswith(str(old)[-digits:]):
            return f"{district}{str(new)[-digits:]}{rest[digits:]}"
    return code


def old_years(draft: Any, year: int, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """The texts of a draft that name a year before ``year``, with the words around it.

    Numbers of documents and titles in 《》 keep their years.
    """
    if isinstance(draft, dict):
        for name, value in draft.items():
            yield from old_years(value, year, (*path, name))
    elif isinstance(draft, list):
        for index, value in enumerate(draft):
            yield from old_years(value, year, (*path, index))
    elif isinstance(draft, str):
        text = _CITED.sub(lambda match: "＊" * len(match[0]), draft)
        for match in _YEAR.finditer(text):
            if int(match[1]) < year:
                yield path, _around(draft, match.start(), match.end())
                break


def _around(text: str, start: int, end: int) -> str:
    """The clause that words stand in, cut where it is long."""
    first = max(text.rfind(mark, 0, start) for mark in "，。；：、") + 1
    last = min(
        (at for mark in "，。；：、" if (at := text.find(mark, end)) >= 0), default=len(text)
    )
    return text[max(first, start - _BEFORE) : min(last, end + _AFTER)]


def code_note(place: Location, codes: list[tuple[str, str]], old: int, new: int) -> Finding:
    """The note that lists changed codes, old and new."""
    listed = "，".join(f"{before} → {after}" for before, after in codes)
    return NEW_CODES.at(place, old=old, new=new, codes=listed)
