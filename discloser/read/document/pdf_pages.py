"""What stands on every page and belongs to no text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

from discloser.read.document.pdf_lines import TextLine

_PAGE_NUMBER = re.compile(
    r"[\s\-—–―－·_~]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共]?\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–―－·_~]*"
)
_MARGIN = 0.13
_SHARE = 0.6
_FEWEST = 3


class PageOfLines(Protocol):
    """A page with its height and its lines."""

    height: float
    lines: list[TextLine]


P = TypeVar("P", bound=PageOfLines)


def without_furniture(pages: Sequence[P]) -> Sequence[P]:
    """The pages without page numbers and without what is repeated at the edge of most of them."""
    seen = Counter(
        key for page in pages for key in {_key(line) for line in page.lines if _at_edge(line, page)}
    )
    enough = max(_FEWEST, len(pages) * _SHARE)
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not _at_edge(line, page)
            or not (_PAGE_NUMBER.fullmatch(line.text) or seen[_key(line)] >= enough)
        ]
    return pages


def _at_edge(line: TextLine, page: PageOfLines) -> bool:
    return line.bottom < page.height * _MARGIN or line.top > page.height * (1 - _MARGIN)


def _key(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.top / 10)
