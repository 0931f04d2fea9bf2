"""What was typed against what is printed, letter by letter (N22)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import Enum
from functools import partial
from typing import NamedTuple

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.patterns import any_of, nearly
from discloser.check.reader.places import of_entry, of_heading, of_title
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Proof, Reading
from discloser.document.grid import Placed
from discloser.document.nodes import Contents, Heading
from discloser.finding import Rule, Severity
from discloser.location import Location
from discloser.vocabulary.labels import LineColumn

N22 = Rule(
    "N22",
    "印的与填的差一个字",
    "印的是“{printed}”，{source}是“{typed}”。",
    "请核对模板包里这里的写法；两种写法都对的，请在输入文件里统一。",
    Severity.WARNING,
)
_WORDS = re.compile(r"(?:.*?[一-鿿]){4}|\d{15}", re.DOTALL)
"""What is compared: words, and codes that are too long to be near each other by chance."""
_SHORTEST, _ANCHOR = 6, 3
_CHOSEN = "options"
"""Words that the pack offers and the input chooses: they are the pack's."""
_END = "\n"
_ALONE = re.compile(r"(?P<number>\d+[.．、])?(?P<word>[^：:，。；、（）()\s“”]+)")
"""A word between marks, with the number that it has in a list."""
_LETTER = re.compile(r"[一-鿿]")
_FOLLOWING = re.compile(r"[一-鿿]{2}")
"""What goes on behind a name: enough letters to tell 概况 and 收入 from the end of another name."""
_EDGE = "。；，、：（）“” "
_MODIFIERS = "省市区县原新老各全本"
"""What may be left out in front of a name."""


class Piece(NamedTuple):
    """A printed text, where its letters stand, and whether it is in a column of names."""

    text: str
    place: Callable[[int], Location]
    is_name: bool = False


class _Print:
    """All that is printed as one text, and where each piece of it stands."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = list(pieces)
        self._starts: list[int] = []
        position = 0
        for piece in self._pieces:
            self._starts.append(position)
            position += len(piece.text) + 1
        self.text = _END.join(piece.text.replace(_END, " ") for piece in self._pieces)
        self._set = _END.join(piece.text for piece in self._pieces)

    def place(self, at: int) -> Location:
        """Where a position of the text stands."""
        index = bisect_right(self._starts, at) - 1
        return self._pieces[index].place(at - self._starts[index])

    def is_over_two_lines(self, words: str, start: int, end: int) -> bool:
        """Whether some words are printed there but for the line ends of a title."""
        return self._set[start:end].replace(_END, "") == words

    def begins(self, words: str) -> Iterator[int]:
        """Where some words begin, one after the other."""
        at = self.text.find(words)
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)


@document_check(N22, of_words=True, says_all=True)
def typed_texts_are_printed_as_they_are(reading: Reading) -> Iterator[Outcome]:
    pieces = list(_pieces(reading))
    printed = _Print(pieces)
    if isinstance(reading, Proof):
        typed, names = _typed(reading), _names(reading)
        source = "填的"
    else:
        typed = _printed_names(reading, printed.text)
        names = set(typed)
        source = "别处印的"
    followers = _followers(reading, names, typed, printed.text)
    yield from _short_names(reading, names, pieces, source)
    ends = {words for text in typed for words in (text[:_ANCHOR], text[-_ANCHOR:])}
    anchors = {words: list(printed.begins(words)) for words in ends}
    for text in typed:
        spans = {
            *_near(text, printed.text, anchors, followers if text in names else None),
            *_with_other_numbers(text, printed.text),
        }
        wrong = [span for span in sorted(spans) if not _is_of_another(typed, printed.text, *span)]
        if reading.given is None:
            wrong = [
                (start, end)
                for start, end in wrong
                if not _goes_on(text, printed.text, start, end)
                and not printed.is_over_two_lines(text, start, end)
            ]
        for start, end in wrong:
            found = printed.text[start:end]
            yield N22.at(printed.place(start), printed=found, source=source, typed=text)
        if not wrong:
            yield Held(N22.code)


def _typed(reading: Proof) -> list[str]:
    """Every text of the input that is long enough to be known again."""
    given = (
        text.strip(_EDGE).replace(_END, " ")
        for path, text in reading.typed
        if not isinstance(text, Enum) and path[0] != _CHOSEN
    )
    return [t for t in dict.fromkeys(given) if len(t) >= _SHORTEST and _WORDS.match(t)]


def _printed_names(reading: Reading, printed: str) -> list[str]:
    """What a document whose input nobody has calls the department, its units and its projects.

    These are the names that it prints as such, and more often than any that is nearly the same.
    """
    called = {re.split("[：:]", table.subject)[-1].strip() for table in reading.document.tables()}
    for sheet in reading.reader.sheets:
        for column, header in enumerate(sheet.headers):
            if header and sheet.words.lines.get(header[-1]) is LineColumn.UNIT:
                called |= {sheet.texts[row][column].strip() for row in sheet.rows}
    called |= reading.reader.values_of("project")
    times = {name: printed.count(name) for name in called if _WORDS.match(name)}
    known = {name: n for name, n in times.items() if n > 1 and len(name) >= _SHORTEST}
    return sorted(
        name
        for name, n in known.items()
        if not any(n < m and nearly(name, other) for other, m in known.items())
    )


def _names(reading: Proof) -> set[str]:
    """What the department, its units and its projects are called."""
    disclosure = reading.figures.disclosure
    projects = {project.name for project in reading.figures.projects}
    department = disclosure.department
    called = {department.name, department.in_text, department.in_titles, department.in_tables}
    return called | projects | {unit.name for unit in disclosure.units}


def _followers(
    reading: Reading, names: Iterable[str], typed: Collection[str], printed: str
) -> re.Pattern[str]:
    """What goes on behind a name where it is printed as it is, and is no longer typed text.

    And what goes on behind names in all documents.
    """
    found = set()
    for name in names:
        for match in re.finditer(re.escape(name), printed):
            follows = _FOLLOWING.match(printed, match.end())
            if follows and not _is_of_another(typed, printed, match.start(), follows.end()):
                found.add(re.escape(follows[0]))
    return any_of((*sorted(found), *reading.words.wording.after_names))


def _near(
    text: str,
    printed: str,
    anchors: Mapping[str, list[int]],
    followers: re.Pattern[str] | None,
) -> Iterator[tuple[int, int]]:
    """The spans of what differs from a text by one letter; ``followers`` if it is a name."""
    size, is_name = len(text), followers is not None
    exact = {at for at in anchors[text[:_ANCHOR]] if printed.startswith(text, at)}
    for at in exact if is_name else ():
        if printed[at - 1 : at] == text[0]:
            yield at - 1, at + size
        if printed[at + size : at + size + 1] == text[-1]:
            yield at, at + size + 1
    for at in anchors[text[:_ANCHOR]]:
        ends = (at + size, at + size - 1, at + size + 1) if at not in exact else ()
        yield from _first(text, printed, ((at, end) for end in ends), followers)
    for at in anchors[text[-_ANCHOR:]]:
        end = at + _ANCHOR
        starts = (end - size, end - size + 1, end - size - 1) if end - size not in exact else ()
        spans = ((start, end) for start in starts if start >= 0)
        yield from _first(text, printed, spans, followers)


def _short_names(
    reading: Reading, names: Collection[str], pieces: Iterable[Piece], source: str
) -> Iterator[Outcome]:
    """Names that are too short to be known within words, where one stands alone, but for a letter.

    A letter that is another makes another word: 设备出售 is no slip for 设备出租. So does one that
    is lost of three, but where names are listed.
    """
    listing = any_of(tuple(f"(?:{words})$" for words in reading.words.wording.unit_lists))
    short = [name for name in names if len(name) < _SHORTEST]
    slips = {slip: name for name in short for slip in _slips(name)}
    listed = slips | {slip: name for name in short for slip in _with_one_lost(name)}
    for piece in pieces:
        for match in _ALONE.finditer(piece.text):
            word = match["word"]
            name = listed.get(word, "")
            if not name or word in names:
                continue
            of_list = piece.is_name or match["number"]
            if word in slips or of_list or listing.search(piece.text[: match.start()]):
                at = piece.place(match.start("word"))
                yield N22.at(at, printed=word, source=source, typed=name)


def _slips(name: str) -> Iterator[str]:
    """A name with a letter twice, lost, or behind the next; of what is left a word must remain."""
    if len(name) > _ANCHOR:
        yield from _with_one_lost(name)
    for at in range(len(name)):
        yield name[: at + 1] + name[at:]
        if len(name) >= _ANCHOR and name[at : at + 1] != name[at + 1 : at + 2]:
            yield name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def _with_one_lost(name: str) -> Iterator[str]:
    return (name[:at] + name[at + 1 :] for at in range(len(name)))


def _with_other_numbers(text: str, printed: str) -> list[tuple[int, int]]:
    """The spans of a text that is nowhere printed as it is, but for a number of it."""
    # A code is all numbers: whatever number is printed would be such a one.
    if text in printed or text.isdigit() or not re.search(r"\d", text):
        return []
    words = re.split(r"\d+", text)
    if not any(words):  # a code is a number and nothing else: any other number is no slip of it
        return []
    pattern = re.compile(r"(?<!\d)\d+(?!\d)".join(map(re.escape, words)))
    numbers = re.findall(r"\d+", text)
    return [
        match.span()
        for match in pattern.finditer(printed)
        if _differing(numbers, re.findall(r"\d+", match[0])) == 1
    ]


def _differing(one: list[str], two: list[str]) -> int:
    return sum(a != b for a, b in zip(one, two, strict=True))


def _first(
    text: str,
    printed: str,
    spans: Iterable[tuple[int, int]],
    followers: re.Pattern[str] | None,
) -> Iterator[tuple[int, int]]:
    half = len(text) // 2  # one letter leaves the text before or behind it as it is
    before, behind = text[: half - 1], text[half + 1 :]
    for start, end in spans:
        if not (printed.startswith(before, start, end) or printed.endswith(behind, start, end)):
            continue
        ends = not _LETTER.match(printed, end) or bool(followers and followers.match(printed, end))
        if _is_near(text, printed[start:end], is_name=followers is not None, ends=ends):
            yield start, end
            return


def _is_near(text: str, found: str, *, is_name: bool, ends: bool) -> bool:
    """Whether a text differs by one letter that is lost, added, another, or behind the next.

    The last letter of what is no name may be where another text begins. That of a name counts where
    the word ``ends``, or goes on as it does behind names elsewhere (某市服务收入总计): another name
    may go on otherwise, as 某市服务中心 does beside 某市服务局.
    """
    if found == text or _END in found:
        return False
    pairs = enumerate(zip(text, found, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(text), len(found)))
    old, new = text[same:], found[same:]
    if len(old) > 1 and new == old[1] + old[0] + old[2:]:
        return True
    if not (new[1:] == old[1:] or new == old[1:] or new[1:] == old):
        return False
    if same == 0:
        return is_name and new == old[1:] and text[0] not in _MODIFIERS
    if len(old) <= 1 or not new:
        return is_name and len(old) == 1 and (ends or new.endswith(old))
    return bool((old[0] + new[0]).strip(_EDGE))


def _goes_on(name: str, printed: str, start: int, end: int) -> bool:
    """Whether a name is followed by a word that begins with its last letter: 某某局 局机关."""
    is_whole = printed[start : end - 1] == name
    return is_whole and bool(_LETTER.match(printed, end))


def _is_of_another(typed: Iterable[str], printed: str, start: int, end: int) -> bool:
    """Whether a span is part of another typed text that is printed as it is."""
    for other in typed:
        if len(other) < end - start:
            continue
        first = printed.find(other, max(0, end - len(other)), start + len(other))
        if 0 <= first <= start and end <= first + len(other):
            return True
    return False


def _pieces(reading: Reading) -> Iterator[Piece]:
    """Every printed text with its place."""
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            yield Piece(block.text, _always(of_heading(block)))
        elif isinstance(block, Contents):
            for entry in block.entries:
                yield Piece(entry.label, _always(of_entry(entry)))
    for passage in reading.passages:
        yield Piece(passage.text, passage.place)
    for sheet in reading.reader.sheets:
        yield from _of_table(sheet)


def _of_table(sheet: Sheet) -> Iterator[Piece]:
    table = sheet.table
    for text in (table.caption, table.subject, table.subtitle):
        yield Piece(text, _always(of_title(table)))
    for placed in (cell for row in sheet.grid.rows[sheet.first :] for cell in row):
        content = placed.cell.content
        if isinstance(content, str) and content:
            is_name = _has_names(sheet, placed.column)
            yield Piece(content, partial(_in_cell, sheet, placed), is_name)


def _has_names(sheet: Sheet, column: int) -> bool:
    """Whether a column is called 单位名称, or that and what is below it: 单位名称、项目名称."""
    words = sheet.words.lines.items()
    units = tuple(label for label, kind in words if kind is LineColumn.UNIT)
    return sheet.leaf(column).startswith(units)


def _in_cell(sheet: Sheet, placed: Placed, _: int) -> Location:
    cell = sheet.label(placed.row, placed.column) or placed.cell.text
    return sheet.place(placed.row, placed.column, cell)


def _always(place: Location) -> Callable[[int], Location]:
    return lambda _: place


CHECKS = (typed_texts_are_printed_as_they_are,)
