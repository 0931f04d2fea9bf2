"""The numbers that Word writes before paragraphs by itself: 一、（一）1."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from discloser.chinese import chinese_number
from discloser.read.document.docx_text import W, number_of

Element: TypeAlias = Any
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}
_LETTERS = 26
_MOST = 9999


class Numbering:
    """The lists of a file, and how far each is counted."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[int, dict[int, Element]] = {}
        self._counts: dict[int, dict[int, int]] = {}
        self._shared: dict[int, int] = {}
        if root is None:
            return
        abstract = {
            each.get(f"{W}abstractNumId"): {
                int(level.get(f"{W}ilvl", "0")): level for level in each.findall(f"{W}lvl")
            }
            for each in root.findall(f"{W}abstractNum")
        }
        for each in root.findall(f"{W}num"):
            number = int(each.get(f"{W}numId", "0"))
            base = number_of(each, "abstractNumId")
            self._levels[number] = abstract.get(str(base), {})
            restarts = each.find(f"{W}lvlOverride") is not None
            self._shared[number] = -number if restarts else base

    def label(self, paragraph: Element, of_style: tuple[int, int]) -> str:
        """The number before a paragraph, counted on; empty where it has none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        if own is not None:
            number, level = number_of(own, "numId"), number_of(own, "ilvl")
            number = number or (of_style[0] if own.find(f"{W}numId") is None else 0)
        else:
            number, level = of_style
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._shared[number], {})
        counts[level] = counts.get(level, _start(levels[level]) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._written(levels, counts, level)

    def _written(self, levels: dict[int, Element], counts: dict[int, int], level: int) -> str:
        pattern = levels[level].find(f"{W}lvlText")
        text = pattern.get(f"{W}val", "") if pattern is not None else ""

        def count(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            if which not in levels:
                return ""
            kind = levels[which].find(f"{W}numFmt")
            value = counts.get(which, _start(levels[which]))
            return _format(value, kind.get(f"{W}val", "") if kind is not None else "")

        written = re.sub(r"%(\d)", count, text)
        return written if re.search(r"\w", written) else ""


def _start(level: Element) -> int:
    return number_of(level, "start") if level.find(f"{W}start") is not None else 1


def _format(value: int, kind: str) -> str:
    if kind == "none" or not 0 <= value <= _MOST:
        return ""
    if kind in _CHINESE:
        return chinese_number(value)
    if kind in ("lowerLetter", "upperLetter") and 1 <= value <= _LETTERS:
        letter = chr(ord("a") + value - 1)
        return letter.upper() if kind == "upperLetter" else letter
    return str(value) if kind != "bullet" else ""
