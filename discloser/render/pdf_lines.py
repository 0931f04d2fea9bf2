"""Chinese lines that end at both edges.

WeasyPrint stretches spaces only, so lines of Chinese text would stay ragged, and the few that
hold a space would get a gap there. Here, after the layout, what a line lacks is shared out
between its characters: each Chinese character takes half a space on either side, a Latin word
or a number stays as it is. Pango does this when it draws (letter spacing of a range of text), so
the text of the PDF is not touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

from discloser.render.css import JUSTIFY

LOOSEST = 0.5
"""A line that would need more than this share of its size between characters stays ragged."""

_FIXED = re.compile(r"[!-~\u00a0-\u024f]+")
"""Latin words, numbers and codes, which are not spaced."""


def justify_lines(pages: Iterable[Any]) -> None:
    """Stretch every line of the justified blocks on ``pages``, except the last of each block."""
    lines: dict[Any, list[tuple[Any, Any]]] = defaultdict(list)
    for page in pages:
        for block in page.descendants():
            if isinstance(block, boxes.BlockBox) and _is_justified(block):
                lines[block.element] += [(block, line) for line in block.children]
    for of_element in lines.values():
        for (block, line), _ in pairwise(of_element):
            if isinstance(line, boxes.LineBox):
                _stretch(block, line)


def _is_justified(block: Any) -> bool:
    return block.element is not None and JUSTIFY in block.element.get("class", "").split()


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _stretch(block: Any, line: Any) -> None:
    texts = [box for box in _texts(line) if box.text]
    if not texts:
        return
    last = texts[-1]
    # Pango sets no space behind the last character, though its width counts one.
    missing = block.content_box_x() + block.width - last.position_x - last.width
    missing += _tracking(last)
    sides = sum(2 * _stretchable(box.text) for box in texts)
    # Nothing is added before the first and behind the last character of a line.
    sides -= _stretches(texts[0].text[0]) + _stretches(last.text[-1])
    if missing <= 0 or sides <= 0:
        return
    spacing = 2 * missing / sides
    if spacing > LOOSEST * last.style["font_size"]:
        return
    if _tracking(last):
        # Pango rounds each space, so the line is measured as it will be drawn.
        spacing -= 2 * sum(_excess(box, spacing) for box in texts) / sides
    for box in texts:
        _space(box, spacing)
    _shift(line, 0.0, spacing, texts[0], last)


def _tracking(box: Any) -> float:
    """What the style adds to each character."""
    value = box.style["letter_spacing"]
    return 0.0 if value == "normal" else float(value)


def _space(box: Any, spacing: float) -> None:
    layout = _SpacedLayout(box.style)
    layout.spacing = spacing + _tracking(box)
    layout.set_text(box.text)
    layout.deactivate()
    box.pango_layout = layout


def _excess(box: Any, spacing: float) -> float:
    """How much wider than it should be a text box is where it is drawn so spaced."""
    layout = _SpacedLayout(box.style)
    layout.spacing = spacing + _tracking(box)
    layout.set_text(box.text, justify=True)
    line, _ = layout.get_first_line()
    width: float = line_size(line, box.style)[0] - box.width
    return width - _inside(box.text, spacing)


def _inside(text: str, spacing: float) -> float:
    """What spacing adds between the characters of a text."""
    ends = _stretches(text[0]) + _stretches(text[-1])
    return (2 * _stretchable(text) - ends) * spacing / 2


def _shift(box: Any, moved: float, spacing: float, first: Any, last: Any) -> float:
    """Move the children of ``box`` to their new places and return how far the next one moves.

    Pango leaves out the half spaces at both ends of a text box; between two boxes of a line they
    are added here.
    """
    for child in box.children:
        child.position_x += moved
        if isinstance(child, boxes.InlineBox):
            start = moved
            moved = _shift(child, moved, spacing, first, last)
            child.width += moved - start
        elif isinstance(child, boxes.TextBox) and child.text:
            before = 0 if child is first else _stretches(child.text[0]) * spacing / 2
            behind = 0 if child is last else _stretches(child.text[-1]) * spacing / 2
            inside = _inside(child.text, spacing)
            child.position_x += before
            child.width += inside
            moved += before + inside + behind
    return moved


def _stretchable(text: str) -> int:
    return len(_FIXED.sub("", text))


def _stretches(character: str) -> bool:
    return _FIXED.fullmatch(character) is None


class _SpacedLayout(Layout):  # type: ignore[misc]
    """A text whose Chinese characters are spaced when it is drawn."""

    spacing = 0.0

    def set_text(self, text: str, justify: bool = False) -> None:
        super().set_text(text, justify)
        if not justify:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for start, end in _spaced_ranges(text):
            attribute = pango.pango_attr_letter_spacing_new(int(self.spacing * TO_UNITS))
            attribute.start_index, attribute.end_index = start, end
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)


def _spaced_ranges(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of ``text`` between its fixed parts, in bytes of UTF-8."""
    start = 0
    for match in _FIXED.finditer(text):
        if match.start() > start:
            yield _bytes(text[:start]), _bytes(text[: match.start()])
        start = match.end()
    if start < len(text):
        yield _bytes(text[:start]), _bytes(text)


def _bytes(text: str) -> int:
    return len(text.encode())
