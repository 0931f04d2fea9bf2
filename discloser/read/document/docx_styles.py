"""The paragraph styles of a Word file: which are headings, and of which level."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from discloser.read.document.docx_text import W, number_of

Element: TypeAlias = Any
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)
_DEEPEST = 9
_LOWEST = 4
"""The lowest level of headings in the tree."""


class Styles:
    """What the paragraph styles say, each with what it stands on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            if style.get(f"{W}type") == "paragraph":
                self._styles[style.get(f"{W}styleId", "")] = style
                if style.get(f"{W}default") in ("1", "true"):
                    self._default = style.get(f"{W}styleId", "")

    def of(self, paragraph: Element) -> tuple[str, int]:
        """A paragraph's style, and its level as a heading, 0 for text."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = named.get(f"{W}val", "") if named is not None else self._default
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        level = _outline(own) if own is not None else self._level(style)
        return style, min(level, _LOWEST)

    def _chain(self, style: str) -> list[Element]:
        """A style and those it stands on, the nearest first."""
        chain: list[Element] = []
        while style in self._styles and len(chain) < len(self._styles):
            chain.append(self._styles[style])
            base = self._styles[style].find(f"{W}basedOn")
            style = base.get(f"{W}val", "") if base is not None else ""
        return chain

    def _level(self, style: str) -> int:
        for each in self._chain(style):
            outline = each.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return _outline(outline)
            match = _HEADING.fullmatch(_name(each))
            if match:
                return int(match[1])
        return 0

    def is_contents(self, style: str) -> bool:
        """Whether a style is one of the contents list."""
        return any(_CONTENTS.fullmatch(_name(each)) for each in self._chain(style))

    def numbering(self, style: str) -> tuple[int, int]:
        """The list and level that a style numbers its paragraphs by; zeros for none."""
        for each in self._chain(style):
            number = number_of(each, "pPr/numPr/numId")
            if number:
                return number, number_of(each, "pPr/numPr/ilvl")
        return 0, 0


def _name(style: Element) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val", "") if name is not None else ""


def _outline(element: Element) -> int:
    value = element.get(f"{W}val", "")
    level = int(value) + 1 if value.isdigit() else 0
    return level if level <= _DEEPEST else 0
