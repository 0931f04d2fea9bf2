"""The units of a published document: where it says which units its figures are of (单位构成)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from discloser.check.reader.prose import Passage
from discloser.check.reader.sheet import Sheet
from discloser.importing.published.texts import NUMBERED, Said
from discloser.importing.published.words import TextWords
from discloser.read.workbook_values import is_total

_NUMBER = r"(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|[①-⑳])"
_NUMBERED_INSIDE = re.compile(rf"{_NUMBER}\s*")
_BETWEEN = re.compile(r"[、；;]")
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_END = "。；;，,：: "
_LONGEST, _SHORTEST = 40, 4
"""Signs of a unit's name."""


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """A unit as a document lists it, and whether it says that it keeps no accounts of its own."""

    name: str
    is_independent: bool
    said: Said


def units(
    passages: Sequence[Passage],
    sheets: Iterable[Sheet],
    words: TextWords,
    department: Said | None = None,
) -> list[UnitSaid]:
    """The units, the ``department`` itself first: from a sentence, the list below it or a table."""
    own = [department] if department is not None else []
    for at in range(len(passages)):
        for names, ahead in ((words.units, []), (words.affiliates, own)):
            said, is_whole = _listed(passages, at, names, words)
            made = _units([*(own if not is_whole else ahead), *said], words)
            if said and made:
                return made
    table = _units(_in_tables(sheets, words), words)
    if table:
        return table
    has_none = any(word in p.text for p in passages for word in words.no_affiliates)
    return _units(own, words) if has_none else []


def _listed(
    passages: Sequence[Passage], at: int, names: Iterable[str], words: TextWords
) -> tuple[list[Said], bool]:
    """What is listed behind or below a passage that has one of the words, and whether it is all."""
    passage = passages[at]
    marker = "|".join(map(re.escape, names))
    pattern = rf"(?<!无)(?<!没有)(?:{marker})(?P<between>[^。；]{{0,60}}?)[：:](?P<rest>.*)"
    match = re.search(pattern, passage.text)
    if match is None:
        return [], True
    between = match["between"].removeprefix("的")
    is_whole = not between.startswith(words.affiliates)
    rest = re.split("[：:]", match["rest"].partition("。")[0])[-1].strip()
    if rest:
        parts = (_NUMBERED_INSIDE if _NUMBERED_INSIDE.match(rest) else _BETWEEN).split(rest)
        return [Said(part.partition("，")[0], passage.spot) for part in parts if part], is_whole
    below = []
    for each in passages[at + 1 :]:
        if each.heading != passage.heading or not NUMBERED.match(each.text.strip()):
            break
        below.append(Said(NUMBERED.sub("", each.text.strip()), each.spot))
    return below, is_whole


def _in_tables(sheets: Iterable[Sheet], words: TextWords) -> Iterator[Said]:
    """The column of names of a table that lists units and prints no amount."""
    for sheet in sheets:
        columns = ["".join(path[-1].split()) if path else "" for path in sheet.headers]
        at = next((n for n, title in enumerate(columns) if title in words.unit_column), None)
        if at is not None and not any(sheet.amount_columns):
            for row in sheet.rows:
                yield Said(sheet.texts[row][at], sheet.table.spot)
            return


def _units(said: Iterable[Said], words: TextWords) -> list[UnitSaid]:
    made = [unit for each in said if (unit := _unit(each, words)) is not None]
    return list({unit.name: unit for unit in made}.values())


def _unit(said: Said, words: TextWords) -> UnitSaid | None:
    """The unit that a text names; None where it is no name."""
    text = "".join(said.text.split()).strip(_END)
    is_dependent = any(word in text for word in words.not_independent)
    remark = _REMARK.search(text)
    if remark is not None and is_dependent:
        text = text[: remark.start()]
    is_name = _SHORTEST <= len(text) <= _LONGEST and not is_total(text)
    if not is_name or re.search(r"[。：:]|\d{4}年", text):
        return None
    return UnitSaid(text, not is_dependent, said)
