"""The contents list of a document, apart from its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from discloser.read.document import words
from discloser.read.document.raw import Line, NewSection, Raw, RawTable

_SHORTEST = 4
_DATED = re.compile(r"(?:^|[:：])\d{4}年\d{1,2}月(?:\d{1,2}日)?$")
"""A line beside the list that says when it was published."""
_APART = 5
"""So many lines between two lists are no part of either."""
_OF_YEAR = re.compile(r"\d{4}年")
_ANY_DATE = re.compile(r"年.{1,3}月(?:.{1,3}日)?$")


@dataclass(frozen=True, slots=True)
class Listed:
    """The contents list: its title, and its entries with whether a page number stood behind."""

    title: str
    entries: tuple[tuple[str, bool], ...]


def part_contents(raws: Sequence[Raw]) -> tuple[list[Raw | Listed], Listed | None]:
    """The parts with the contents list as one, and the list; None where there is none.

    It is what the file marks as such, or what follows 目录 and either ends with a page number
    or is said again further down.
    """
    begin = next((i for i, raw in enumerate(raws) if _begins(raw)), None)
    if begin is None:
        return list(raws), None
    taken = _marked(raws, begin) or _recognised(raws, begin)
    within = [raw for raw in raws[begin:taken] if isinstance(raw, Line)]
    lines = [line for line in within if not _DATED.search(words.bare(line.text))]
    titles = [line for line in lines if words.is_contents_title(line.text)]
    entries = _entries([line.text for line in lines if line not in titles])
    title = titles[0].text.strip() if titles else words.CONTENTS
    whose = _whose(raws[:begin], title)
    listed = Listed(whose + title, _whole(entries))
    kept = [raw for raw in raws[begin:taken] if isinstance(raw, NewSection)]
    return [*raws[: begin - bool(whose)], listed, *kept, *raws[taken:]], listed


def _whose(above: Sequence[Raw], title: str) -> str:
    """The line above a title that begins with its year: whose contents they are; else nothing."""
    last = above[-1] if above else None
    if not isinstance(last, Line) or not _OF_YEAR.match(title):
        return ""
    line = last.text.strip()
    return line if words.may_be_title(line) and not _ANY_DATE.search(words.bare(line)) else ""


def _entries(lines: Sequence[str]) -> list[tuple[str, bool]]:
    """The entries with whether a page number stood behind.

    Where most have one, a label that fills its line leaves room for a blank before it alone.
    """
    entries = [words.without_leader(line) for line in lines]
    if sum(numbered for _, numbered in entries) * 2 <= len(entries):
        return entries
    return [entry if entry[1] else words.without_number(entry[0]) for entry in entries]


def _begins(raw: Raw) -> bool:
    return isinstance(raw, Line) and (raw.in_contents or words.is_contents_title(raw.text))


def _marked(raws: Sequence[Raw], begin: int) -> int:
    """The end of the first list that the file marks as contents; 0 where it marks nothing.

    Another one further down is that of another document in the same file.
    """
    end = 0
    for index in range(begin, len(raws)):
        raw = raws[index]
        if isinstance(raw, Line) and raw.in_contents:
            end = index + 1
        elif isinstance(raw, RawTable) or (end and index - end >= _APART):
            break
    return end


def _recognised(raws: Sequence[Raw], begin: int) -> int:
    """The end of the list by what it says; the text begins where its first entry comes again.

    Where entries have page numbers, the list ends with the last that has one.
    """
    end = numbered = begin + 1
    later = [words.bare(raw.text) for raw in raws if isinstance(raw, Line)]
    first = ""
    for index in range(begin + 1, len(raws)):
        raw = raws[index]
        if isinstance(raw, NewSection):
            continue
        if not isinstance(raw, Line) or not _is_entry(raw, later):
            break
        label, has_leader = words.without_leader(raw.text)
        if first and first.startswith(words.bare(label)):
            break
        first = first or words.bare(label)
        end = index + 1
        numbered = end if has_leader else numbered
    return numbered if numbered > begin + 1 else end


def _is_entry(line: Line, texts: Sequence[str]) -> bool:
    label, has_leader = words.without_leader(line.text)
    if has_leader or words.level_of(label):
        return True
    name = words.bare(label)
    same = [t for t in texts if t.startswith(name) or t.endswith(name) or _names(name, t)]
    return len(same) > 1


def _names(entry: str, text: str) -> bool:
    """Whether an entry names a title, with a number before it that the title has not."""
    return len(text) >= _SHORTEST and entry.endswith(text)


def _whole(entries: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """The entries, those over two lines as one."""
    whole: list[tuple[str, bool]] = []
    for label, numbered in entries:
        if whole and not words.level_of(label) and words.level_of(whole[-1][0]) == 1:
            whole[-1] = whole[-1][0] + label, numbered
        elif label:
            whole.append((label, numbered))
    return tuple(whole)
