"""Contents against headings and tables (N17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from discloser.check.check import document_check
from discloser.check.patterns import any_of
from discloser.check.reader.places import DOCUMENT
from discloser.check.subject import Reading
from discloser.document.nodes import Contents, ContentsEntry, Heading, Table
from discloser.document.wide import joined
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.vocabulary.names import normal
from discloser.vocabulary.wording import WordingWords

CONTENTS = Rule(
    "N17",
    "目录与正文、表格不符",
    "目录有误：{problem}",
    "请核对目录和正文标题、表名。",
)
_ALL_TABLES = re.compile(r"部门(?:单位)?(?:预算|决算)(?:公开)?报?表")


@document_check(CONTENTS, of_words=True)
def contents_match_the_document(reading: Reading) -> Iterator[Finding]:
    anchors: dict[str, str] = {}
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            anchors[block.anchor] = block.contents or block.text
        elif isinstance(block, Table):
            anchors[block.anchor] = block.caption or block.sheet
    for entry in _entries(reading):
        target = anchors.get(entry.anchor)
        if target is None and _ALL_TABLES.fullmatch(_title(entry.label, reading.words.wording)):
            continue  # it names the tables together, which need no heading
        if target is None:
            yield _contents_problem(entry.label, f"目录的“{entry.label}”在正文里没有。")
        elif not _same_title(entry.label, target, reading.words.wording):
            problem = f"目录写“{entry.label}”，正文写“{target}”。"
            yield _contents_problem(entry.label, problem)
    listed = {entry.anchor for entry in _entries(reading)}
    if any(anchor in listed for anchor in (t.anchor for t in reading.document.tables())):
        unlisted = _unlisted_tables(reading, listed)
        if reading.given is not None:
            yield from unlisted
        else:  # nobody knows how the tables of a foreign document belong together
            yield from (replace(finding, severity=Severity.WARNING) for finding in unlisted)


def _unlisted_tables(reading: Reading, listed: set[str]) -> Iterator[Finding]:
    """Tables beside a listed one that are not listed themselves."""
    for section in reading.document.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        if any(table.anchor in listed for table in tables):
            for table in joined(tables):  # one that goes on on other pages is listed once
                if table.caption and table.anchor not in listed:
                    yield _contents_problem(table.caption, f"目录漏列“{table.caption}”。")


def _contents_problem(label: str, problem: str) -> Finding:
    return CONTENTS.at(Location(DOCUMENT, sheet="目录", cell=label), problem=problem)


def _entries(reading: Reading) -> Iterator[ContentsEntry]:
    for block in reading.document.blocks():
        if isinstance(block, Contents):
            yield from block.entries


def _same_title(label: str, target: str, words: WordingWords) -> bool:
    """Tell whether a contents label names what the document prints, which may say more."""
    short, full = _title(label, words), _title(target, words)
    return short in full or full in short or _letters(short, words) <= _letters(full, words)


def _letters(text: str, words: WordingWords) -> set[str]:
    return set(any_of(words.small_words).sub("", text))


def _title(text: str, words: WordingWords) -> str:
    return re.sub(r"\s", "", normal(any_of(words.title_fillers).sub("", text)))


CHECKS = (contents_match_the_document,)
