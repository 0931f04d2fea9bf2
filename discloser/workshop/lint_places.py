"""The line and column of what lint finds, so that a maintainer can go there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from discloser.document.nodes import Document, Heading
from discloser.location import Location
from discloser.pack.branches import WHEN, Branch
from discloser.pack.pack import Pack
from discloser.vocabulary.names import normal

_NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、．])\s*"
)

_MACROS = "macros.j2"
_GENERAL = frozenset({"", "合计", "小计", "总计", "金额", "整张表"})
"""Labels that many rows and columns have."""
_FEWEST = 4
"""Fewer characters may stand anywhere."""
_TWICE = 2


def start_of(path: Path | str) -> Location:
    """The beginning of a file."""
    return Location(str(path), 1, 1)


def place_of_branch(branch: Branch) -> Location:
    """Where a branch begins: its word on its line, or the first text of the line.

    A text of a spec may stand some lines below the place that is known of it.
    """
    lines = _lines(branch.file)[branch.line - 1 :]
    word = re.compile(rf"(?<!\w){re.escape(branch.word)}(?!\w)")
    in_spec = not branch.file.endswith(".j2") and branch.word != WHEN
    for number, line in enumerate(lines if in_spec else lines[:1], start=branch.line):
        found = word.search(line) if not in_spec or "{" in line else None
        if found is not None:
            return Location(branch.file, number, found.start() + 1)
    first = next(iter(lines), "")
    return Location(branch.file, branch.line, len(first) - len(first.lstrip()) + 1)


def place_of_text(path: Path, line: int, text: str) -> Location:
    """Where ``text`` stands on a line of a file."""
    written = _lines(str(path))[line - 1 : line]
    return Location(str(path), line, max([0, *(each.find(text) for each in written)]) + 1)


def place_of_report(pack: Pack) -> Location:
    """The file that says what a document of the pack has."""
    return start_of(pack.layers.find(pack.path("report.yaml"))[0][1])


def place_of_heading(pack: Pack, heading: Heading) -> Location:
    """Where the pack writes a heading: in the report, or in the part's template."""
    for index, part in enumerate(pack.report.parts):
        if heading.anchor == f"part-{part.id}":
            return _here(pack.report_sources.find(("parts", index, "heading")))
        if part.body and heading.anchor.startswith(f"part-{part.id}-"):
            found = _written(pack, pack.path(part.body), _NUMBERING.sub("", heading.text))
            return found or _here(pack.report_sources.find(("parts", index, "body")))
    return place_of_report(pack)


def place_of_print(pack: Pack, document: Document, place: Location | None) -> Location:
    """Where the pack writes what is printed at a place of a document.

    That is the row or column of a table's spec, or the line of a template.
    """
    if place is None or not place.is_in_document:
        return place_of_report(pack)
    words = place.cell or ""
    for table in document.tables():
        if (table.caption or table.sheet) == place.sheet:
            name = next(name for name in pack.tables if f"{table.name}-".startswith(f"{name}-"))
            return _of_cell(pack, name, words)
    bodies = [pack.path(part.body) for part in pack.report.parts if part.body]
    return _of_words(pack, bodies, words, beside=[pack.path(_MACROS), _MACROS])


def _of_cell(pack: Pack, table: str, label: str) -> Location:
    """The line of a spec that has a row's own label, or else the column's, or else the caption."""
    file = pack.path(f"tables/{table}.yaml")
    if label.startswith("“"):
        return _of_words(pack, [file], label)
    row, _, column = label.rpartition("／")
    for text in (row, *reversed(column.split("·"))):
        if normal(text) not in _GENERAL and (found := _written(pack, file, text)):
            return found
    return _here(pack.table_sources[table].find(("caption",)))


def _of_words(pack: Pack, files: list[str], quoted: str, beside: Sequence[str] = ()) -> Location:
    """The line of some files that has most of some printed words in one piece.

    Files ``beside`` them have what many sentences are made of: one has to have twice as much.
    """
    words = quoted.strip("“”…")
    best, longest = _longest(pack, files, words)
    other, length = _longest(pack, beside, words)
    return other if length > _TWICE * longest else best


def _longest(pack: Pack, files: Iterable[str], words: str) -> tuple[Location, int]:
    best, longest = place_of_report(pack), _FEWEST - 1
    for path in (str(path) for file in files for _, path in pack.layers.find(file)):
        for number, line in enumerate(_lines(path), start=1):
            match = SequenceMatcher(None, line, words, autojunk=False).find_longest_match()
            if match.size > longest:
                best, longest = Location(path, number, match.a + 1), match.size
    return best, longest


def _written(pack: Pack, file: str, text: str) -> Location | None:
    """The place of a text in the nearest layer's file that has it."""
    for _, path in pack.layers.find(file):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            column = line.find(text) if text else -1
            if column >= 0:
                return Location(str(path), number, column + 1)
    return None


def _here(place: Location) -> Location:
    return place if place.line is not None else replace(place, line=1, column=1)


def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []
