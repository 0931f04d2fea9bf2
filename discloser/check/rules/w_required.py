"""What has to be made public, and in time: the nine tables, the sections, twenty days (W)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from discloser.check.check import document_check
from discloser.check.compare import Missing
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.patterns import any_of
from discloser.check.reader.places import DOCUMENT
from discloser.check.subject import Reading
from discloser.document.nodes import Contents, Heading, Paragraph
from discloser.finding import Rule, Severity
from discloser.location import Location
from discloser.model.values import Kind
from discloser.read.words import read_words

TABLE = Rule(
    "W01",
    "应公开的表不全",
    "没有“{table}”，也没有说明这张表为什么没有。",
    "请补上这张表；没有数据的，列出空表并说明。",
    Severity.WARNING,
)
SECTION = Rule(
    "W02",
    "应公开的说明不全",
    "没有{section}：标题和正文都没有“{words}”一类的字样。",
    "请补上；没有这一项的，写明没有。",
    Severity.WARNING,
)
LATE = Rule(
    "W03",
    "公开超过二十天",
    "{approved}批复，{published}公开，隔了{days}天，超过 20 天。",
    "请核对两个日期；批复后 20 日内公开。",
    Severity.WARNING,
)
_DAYS = 20
_FEWEST_PARAGRAPHS = 10
"""A document with fewer is one of tables alone."""
_NO_MONEY = r"^[^，。；]{0,20}?(?<![\d.])0(?:\.0+)?\s*万元"
_DATE = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})")


class _Bearing(BaseModel):
    """Words of a title, and those that make it another table's."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    optional: bool = False

    def is_in(self, title: str) -> bool:
        """Whether a title may be the table's."""
        return any(w in title for w in self.words) and not any(w in title for w in self.without)


class _Required(BaseModel):
    """The vocabulary of ``required.yaml``."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    tables: Mapping[Kind, Mapping[str, _Bearing]]
    sections: Mapping[str, tuple[str, ...]]
    approved: tuple[str, ...]
    published: tuple[str, ...]


@cache
def _required() -> _Required:
    words: _Required = read_words(_Required, __package__ or "", "required.yaml")
    return words


@document_check(TABLE, of_words=True, says_all=True)
def every_table_is_there(reading: Reading) -> Iterator[Outcome]:
    if not any(True for _ in reading.document.tables()):
        yield Unchecked(TABLE.code, "文件里没有读到表")
        return
    for role, bearing in _required().tables[reading.kind].items():
        missing = reading.table(role)
        if not isinstance(missing, Missing) or _says_none(reading, bearing):
            yield Held(TABLE.code)
        elif bearing.optional:
            yield Unchecked(TABLE.code, f"{missing.reason}，不是各地都有这张表")
        elif why := _may_be_there(reading, bearing):
            yield Unchecked(TABLE.code, f"{missing.reason}，{why}")
        else:
            name = reading.words.tables[reading.kind][role].titles[0]
            yield TABLE.at(_whole("表格"), table=name)


def _says_none(reading: Reading, bearing: _Bearing) -> bool:
    """Whether a sentence says that there is nothing to be shown in a table, or only zeros."""
    none = any_of((*reading.words.wording.no_data, _NO_MONEY))
    return any(
        none.search(passage.text[passage.text.index(word) :])
        for passage in reading.passages
        for word in bearing.words
        if word in passage.text
    )


def _may_be_there(reading: Reading, bearing: _Bearing) -> str:
    """Why a table that was not found may be there all the same, or nothing.

    Provinces merge and rename tables, and a page may be a picture: nothing that bears its words is
    called missing, nor is anything while a table has no title.
    """
    if not _has_text(reading):
        return "文件里几乎没有正文，也许在别的文件里说明了"
    for table in reading.document.tables():
        title = "".join((table.caption or table.sheet).split())
        if not title:
            return "有的表没有表名，认不出是哪张"
        if bearing.is_in(title):
            return f"也许就是“{title}”"
    for block in reading.document.blocks():
        if isinstance(block, Contents) and any(bearing.is_in(e.label) for e in block.entries):
            return "目录里有，没有读到"
        if isinstance(block, Heading) and bearing.is_in(block.text) and "表" in block.text:
            return f"也许在“{block.text}”下面"
    return ""


@document_check(SECTION, of_words=True, says_all=True)
def every_section_is_there(reading: Reading) -> Iterator[Outcome]:
    texts = _texts(reading)
    if not _has_text(reading):
        yield Unchecked(SECTION.code, "文件里几乎没有正文，也许只是表")
        return
    for section, words in _required().sections.items():
        if any(word in text for text in texts for word in words):
            yield Held(SECTION.code)
        else:
            yield SECTION.at(_whole("正文"), section=section, words="”“".join(words))


def _texts(reading: Reading) -> list[str]:
    blocks = reading.document.blocks()
    return [block.text for block in blocks if isinstance(block, Heading | Paragraph)]


def _has_text(reading: Reading) -> bool:
    return len(_texts(reading)) >= _FEWEST_PARAGRAPHS


@document_check(LATE, of_words=True, says_all=True)
def it_is_public_in_time(reading: Reading) -> Iterator[Outcome]:
    approved = reading.approved or _said(reading, _required().approved)
    published = reading.published or _said(reading, _required().published)
    unknown = "、".join(w for w, day in (("批复", approved), ("公开", published)) if day is None)
    if approved is None or published is None:
        if reading.given is not None:
            return  # what is not published yet has no day
        yield Unchecked(LATE.code, f"不知道{unknown}的日期（可以用 --approved、--published 写明）")
    elif (days := (published - approved).days) > _DAYS:
        yield LATE.at(_whole("正文"), approved=approved, published=published, days=days)
    elif days < 0:
        yield Unchecked(LATE.code, f"公开的日期 {published} 在批复 {approved} 以前，请核对")
    else:
        yield Held(LATE.code)


def _said(reading: Reading, words: tuple[str, ...]) -> date | None:
    """The date that the document gives behind some words."""
    pattern = re.compile(f"(?:{'|'.join(words)}){_DATE.pattern}")
    for passage in reading.passages:
        match = pattern.search(passage.text)
        if match is not None:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None


def _whole(part: str) -> Location:
    """The place of what is nowhere."""
    return Location(DOCUMENT, sheet=part, cell="全文")


CHECKS = (every_table_is_there, every_section_is_there, it_is_public_in_time)
