"""The printed text of a Word paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Element: TypeAlias = Any
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHANGES = {f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_NOT_PRINTED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr")} | {
    _FALLBACK
}
_LITERAL = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}


def number_of(element: Element, path: str) -> int:
    """The number that a property has, 0 where it has none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    value = found.get(f"{W}val") if found is not None else None
    return int(value) if value and value.lstrip("-").isdigit() else 0


@dataclass
class Texts:
    """Reads paragraphs one after the other, and knows whether they are in the contents field."""

    tracked: bool = False
    """Whether the last paragraph has changes that nobody has accepted."""
    _depth: int = 0
    _contents_depth: int = 0
    _touched: bool = False

    @property
    def in_contents(self) -> bool:
        """Whether the last paragraph is one of the contents list."""
        return self._touched

    def of(self, paragraph: Element) -> str:
        """The text as it is printed once all changes are accepted."""
        self.tracked = False
        self._touched = bool(self._contents_depth)
        parts: list[str] = []
        self._walk(paragraph, parts)
        return "".join(parts)

    def _walk(self, element: Element, parts: list[str]) -> None:
        for child in element:
            tag = child.tag
            self.tracked |= tag in _CHANGES
            if tag == f"{W}instrText":
                self._instruction(child.text or "")
            if tag in _NOT_PRINTED or not isinstance(tag, str) or _is_hidden(child):
                continue
            if tag == f"{W}t":
                parts.append(child.text or "")
            elif tag in _LITERAL:
                is_page = tag == f"{W}br" and child.get(f"{W}type") in ("page", "column")
                parts.append("" if is_page else _LITERAL[tag])
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            else:
                self._walk(child, parts)

    def _instruction(self, text: str) -> None:
        if text.split()[:1] == ["TOC"] and not self._contents_depth:
            self._contents_depth = self._depth
            self._touched = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._depth += 1
        elif kind == "end":
            if self._depth == self._contents_depth:
                self._contents_depth = 0
            self._depth = max(0, self._depth - 1)


def _is_hidden(element: Element) -> bool:
    if element.tag != f"{W}r":
        return False
    mark = element.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false")
