"""What every comparison ignores. A difference that is not named here counts.

1. White space and line breaks: the published texts were read out of PDF pages, which break lines
   anywhere and put gaps around digits.
2. The width of brackets, comma, colon, semicolon and full stop: the same document prints （一）
   on one page and (一) on the next.
3. Markdown residue (``**``, leading ``#`` and ``- ``): added when the PDFs were read.
4. The line break inside a part's title (第一部分 / 部门概况): typography, not text.
5. In a sheet without a header of its own (整体绩效目标表), how many slots a cell covers: the
   extracted rows keep the order of the cells, but not their spans.

Digits, signs, decimals and thousands separators always count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WIDTH = str.maketrans("（）［］，：；．", "()[],:;.")
_STOP_BEHIND_TEXT = re.compile(r"(?<=[\u4e00-\u9fff”）)])\.(?!\d)")
_MARKDOWN = re.compile(r"^\s*(?:#+\s+|-\s+)|\*\*", re.MULTILINE)
_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"[^。；;：:]*(?:[。；;：:]+[”）)]?|$)")
_PART = re.compile(r"第[一二三四五六七八九十]+部分")
_NUMBERED = re.compile(_PART.pattern + r"|[一二三四五六七八九十]+、|[（(]|\d+[.、．]|附件[:：]")
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+\.\d+|-?\d+\.\d+")


def bare(text: str) -> str:
    """Return ``text`` without white space and markdown residue."""
    return _SPACE.sub("", _MARKDOWN.sub("", text))


def normal(text: str) -> str:
    """Return ``text`` in the one form in which texts are compared."""
    return _STOP_BEHIND_TEXT.sub("。", bare(text).translate(_WIDTH))


def is_amount(text: str) -> bool:
    """Whether a table cell holds an amount other than zero, with decimals and nothing else."""
    found = _AMOUNT.fullmatch(bare(text))
    return found is not None and any(digit in "123456789" for digit in found.group())


def sentences(paragraph: str) -> Iterator[str]:
    """Split a paragraph behind every 。, ； and ：."""
    for found in _SENTENCE.finditer(bare(paragraph)):
        if found.group():
            yield found.group()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text, and whether it is a heading."""

    text: str
    heading: bool = False


def join_part_titles(lines: Iterable[Line]) -> list[Line]:
    """Join a part's title with its second line: text behind a bare 第一部分, or another heading.

    A numbered line begins something else.
    """
    joined: list[Line] = []
    title = None
    for line in lines:
        continues = line.heading or (title is not None and _PART.fullmatch(bare(title.text)))
        if title is not None and continues and not _NUMBERED.match(bare(line.text)):
            joined[-1] = Line(title.text + line.text, heading=True)
            title = None
        else:
            joined.append(line)
            title = line if _PART.match(bare(line.text)) else None
    return joined
