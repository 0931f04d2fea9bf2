"""What a person reads: coloured and wrapped on a terminal, plain text in a pipe.

``NO_COLOR`` and ``TERM=dumb`` are honoured. Chinese characters are two columns wide, and a line
may end after each of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from discloser.report import Line

_STYLES = {
    "heading": "bold",
    "place": "cyan",
    "error": "bold red",
    "warning": "yellow",
    "note": "blue",
    "good": "bold green",
}
_NEVER_FIRST = "，。、；：？！）》】”’％%…,.;:!?)]}"
_NEVER_LAST = "（《【“‘([{"
_NARROWEST = 20


def show(lines: Iterable[Line | str], to: TextIO | None = None) -> None:
    """Print lines to the standard output, or ``to`` another stream."""
    console = Console(file=to or sys.stdout, highlight=False, markup=False, emoji=False)
    for line in lines:
        if console.is_terminal and isinstance(line, Line):
            _show(console, line)
        else:
            print(line, file=console.file)


def _show(console: Console, line: Line) -> None:
    parts = ((text, _STYLES.get(role, "")) for text, role in line.parts)
    text = Text.assemble(*parts, overflow="ignore", no_wrap=True)
    width = max(_NARROWEST, console.width - line.indent)
    for row in text.divide(breaks(text.plain, width)):
        row.rstrip()
        console.print(Padding(row, (0, 0, 0, line.indent), expand=False))


def breaks(text: str, width: int) -> list[int]:
    """Where to end rows of at most ``width`` columns: behind spaces and Chinese characters."""
    found: list[int] = []
    start = used = 0
    best: int | None = None
    for index, char in enumerate(text):
        if index > start and _may_break(text[index - 1], char):
            best = index
        used += cell_len(char)
        if used > width and index > start and char != " ":
            start = best if best is not None and best > start else index
            found.append(start)
            best = None
            used = cell_len(text[start : index + 1])
    return found


def _may_break(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST:
        return False
    return before == " " or cell_len(before) > 1 or cell_len(after) > 1
