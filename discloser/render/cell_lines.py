"""The lines of a cell: how many a text takes, where a writer ends them and where it should.

Writers end a line of Chinese between any two characters, but for the marks that may not begin or
end one. That cuts numbers from their units and leaves single characters behind. A head is set in
lines of whole words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from discloser.document.nodes import BREAK
from discloser.render.advances import ems
from discloser.render.breaks import Measure, cheapest_lines
from discloser.render.words import CLOSING, LONGEST, NUMBER, OPENING, WORD, atoms

LONGEST_WHOLE = 16
"""A number or Latin word of more characters may break anywhere."""
_MARKS = re.compile(r"\W")

LONGEST_HEAD = 40.0
"""A head of more sizes is a text: a writer breaks it."""
_NARROW = (5, 4, 3, 2)
"""Rooms in which a long word is set as the words that it is made of."""
_LONG = 80.0
"""How many lines a text of more sizes takes need not be known exactly."""
_DIVISIBLE = 3
"""A line of fewer pieces gives none to the next one."""
_SLACK = 1e-6
_PIECE = re.compile(rf"[{re.escape(OPENING)}]*(?:{NUMBER}|[!-~]+|(?s:.))[{re.escape(CLOSING)}]*\s*")


@dataclass(frozen=True, slots=True)
class Lines:
    """How a text stands in its column: lines, and how many of them cut what should be whole."""

    count: int
    cuts: int = 0
    is_stub: bool = False


@lru_cache(maxsize=16384)
def pieces(line: str) -> tuple[str, ...]:
    """The pieces of a line that no writer should cut."""
    made: list[str] = []
    for piece in _PIECE.findall(line):
        if len(piece) > LONGEST_WHOLE and piece.isascii():
            made += piece
        else:
            made.append(piece)
    return tuple(made)


@lru_cache(maxsize=16384)
def widest_piece(text: str) -> float:
    """The room that ``text`` needs so that none of its pieces is cut, in sizes."""
    return max(
        (ems(piece.rstrip()) for line in text.split("\n") for piece in pieces(line)), default=0.0
    )


@lru_cache(maxsize=65536)
def lay(text: str, room: float) -> Lines:
    """How a text of the body stands in a column of ``room`` sizes."""
    total = ems(text)
    if total <= room and "\n" not in text:
        return Lines(1)
    if total > _LONG:
        return Lines(
            sum(max(1, ceil(ems(line) / max(1.0, room - 0.5))) for line in text.split("\n"))
        )
    found = [_natural(line, room) for line in text.split("\n")]
    stubs = any(len(lines) > 1 and is_stub("".join(lines[-1])) for lines in found)
    return Lines(sum(map(len, found)), _cut_codes(text, room), stubs)


def is_stub(line: str) -> bool:
    """Whether a last line is one character, perhaps with marks."""
    return len(_MARKS.sub("", line)) <= 1


def _natural(line: str, room: float) -> list[list[str]]:
    """The pieces of each line as a writer fills them."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for piece in pieces(line):
        width = ems(piece)
        if lines[-1] and used + width > room + _SLACK:
            lines.append([])
            used = 0.0
        lines[-1].append(piece)
        used += width
    return lines


def _cut_codes(text: str, room: float) -> int:
    """How many long codes and words do not fit into a line."""
    return sum(ems(word) > room for word in re.findall(rf"[!-~]{{{LONGEST_WHOLE + 1},}}", text))


@lru_cache(maxsize=16384)
def head_lines(text: str, room: float) -> tuple[str, ...]:
    """The lines of a head, which end at words where they can."""
    made: list[str] = []
    for line in text.split("\n"):
        if ems(line) <= room or ems(line) > LONGEST_HEAD:
            made.append(line)
        else:
            found = atoms(line, longest=max(1, int(room)))
            made += cheapest_lines(found, Measure(room, room, balanced=True))
    return tuple(made)


@lru_cache(maxsize=16384)
def lay_head(text: str, room: float) -> Lines:
    """How a head stands in a column of ``room`` sizes."""
    if ems(text) > LONGEST_HEAD:
        return lay(text, room)
    lines = head_lines(text, room)
    if len(lines) == 1:
        return Lines(1, int(ems(text) > room))
    borders = _joints(text.replace("\n", ""))
    cuts, place = 0, 0
    for line in lines[:-1]:
        place += len(line)
        cuts += place not in borders
    cuts += sum(ems(line) > room + _SLACK for line in lines)
    return Lines(len(lines), cuts, is_stub(lines[-1]))


@lru_cache(maxsize=4096)
def _joints(text: str) -> frozenset[int]:
    """Where a line may end in a text that is narrower than its long words: between any words."""
    joints = set()
    for longest in (LONGEST, *_NARROW):
        place = 0
        for atom in atoms(text, longest=longest):
            if atom.cost <= WORD:
                joints.add(place)
            place += len(atom.text)
    return frozenset(joints)


def with_breaks(text: str, room: float) -> str:
    """A text of the body with breaks where a writer would cut a number or leave a stub."""
    if ems(text) <= room:
        return text
    return "\n".join(BREAK.join(_mended(line, room)) for line in text.split("\n"))


def _mended(line: str, room: float) -> list[str]:
    """Stretches of a line; a writer breaks each by itself as it should be."""
    lines = _natural(line, room)
    forced = {
        number
        for number in range(1, len(lines))
        if _fits_some(lines[number][0], room - sum(map(ems, lines[number - 1])))
    }
    if len(lines) > 1 and len(lines[-2]) >= _DIVISIBLE and is_stub("".join(lines[-1])):
        lines[-1].insert(0, lines[-2].pop())
        forced.add(len(lines) - 1)
    stretches = [""]
    for number, parts in enumerate(lines):
        if number in forced:
            stretches.append("")
        stretches[-1] += "".join(parts)
    return stretches


def _fits_some(piece: str, left: float) -> bool:
    """Whether a writer would print the beginning of a piece in what is left of a line."""
    digits = re.search(r"[!-~]+", piece)
    if digits is None or piece.isascii():
        return False
    # What a writer takes for one word: the digits with the mark before them, without the unit.
    return ems(piece[: digits.end()]) <= left or (digits.start() > 0 and left >= 1.0)
