"""The texts of a published document: duties, organs, the department's name, year and kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from discloser.check.reader.prose import Passage
from discloser.document.nodes import Contents, Document, Heading, Paragraph, Table
from discloser.importing.published.words import TextWords
from discloser.location import Spot
from discloser.model.values import Kind

NUMBERED = re.compile(
    r"^(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十]+、|\d+[.、．]|[①-⑳])\s*"
)
_TITLE = re.compile(r"(?P<before>\D*)(?P<year>20\d{2})\s*年(?:度)?(?P<rest>.*)")
_KIND = re.compile(
    r"(?:部门（单位）|部门\(单位\)|部门|单位)?(?P<kind>预算|决算)(?:信息|公开|情况|报告|说明)*$"
)
_LEAD = re.compile(r"^[^。；]{0,60}?(?:职责|职能)(?:是|为|有|包括|如下)?[:：]")
_SENTENCE_END = re.compile(r"[。；;]")
_BETWEEN = re.compile(r"[、，,]|和(?=[^、，,]{2,12}$)")
_COVER_BLOCKS = 12
_MOST_OF_A_NAME = 20
_LEAST_OF_A_NAME = 4
_LABELLED = re.compile(r"(?:预算|决算)?(?:主管)?(?:部门|单位)(?:名称)?[:：](.{2,})")
YEAR = re.compile(r"(20\d{2})\s*年(?:度)?")
"""A year as titles name it."""
_DATE = re.compile(r"[〇零一二三四五六七八九\d]{4}年|月$|^第.部分|目录")
_MONTH = re.compile(
    r"(?P<year>20\d{2}|[二〇零○一三四五六七八九]{4})年(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:\d{1,2}日|[一二三四五六七八九十]{1,3}日)?"
)
_DIGITS = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "○": 0}
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the document, and where it stands."""

    text: str
    spot: Spot | None = None
    more: str = ""
    """What is said of it behind."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says: whose document of which kind and year it is."""

    department: Said | None
    kind: Kind | None
    year: int | None
    published: Said | None = None
    """When it was published, as an input has it: 2025-03."""


def cover(document: Document) -> Cover:
    """Read what stands before the contents: ``2025年度 某局 部门预算``, in one line or several.

    Without a first page they are what most tables say above them.
    """
    kind, year, named, published = None, None, None, None
    for said in _first_page(document):
        month = _month(said.text)
        if month:
            published = published or Said(month, said.spot)
            continue
        labelled = _LABELLED.match(said.text)
        if labelled is not None:
            named = Said(labelled[1], said.spot)
        title = _TITLE.match(said.text)
        if title is not None:
            year = year or int(title["year"])
        rest = title["before"] + title["rest"] if title is not None else said.text
        found = _KIND.search(rest)
        if found is not None:
            kind = kind or (Kind.BUDGET if found["kind"] == "预算" else Kind.FINAL_ACCOUNT)
        name = YEAR.sub("", rest[: found.start()] if found is not None else rest)
        if len(name) >= _LEAST_OF_A_NAME and not _DATE.search(name):
            named = named or Said(name, said.spot)
    named = named or _subject_of_tables(document)
    return Cover(named, kind, year or _year_of_tables(document), published)


def _year_of_tables(document: Document) -> int | None:
    titles = (text for table in document.tables() for text in (table.caption, table.subtitle))
    found = (_TITLE.match("".join(text.split())) for text in titles)
    year = _most_said(title["year"] for title in found if title is not None)
    return int(year) if year else None


def _subject_of_tables(document: Document) -> Said | None:
    labelled = (_LABELLED.match("".join(table.subject.split())) for table in document.tables())
    name = _most_said(found[1] for found in labelled if found is not None)
    return Said(name) if name else None


def _most_said(texts: Iterable[str]) -> str:
    return next((text for text, _ in Counter(texts).most_common(1)), "")


def _month(text: str) -> str:
    """The month that a line is: ``2025年3月``, ``二〇二五年三月``; empty where it is none."""
    found = _MONTH.fullmatch(text)
    if found is None:
        return ""
    year = "".join(str(_DIGITS.get(sign, sign)) for sign in found["year"])
    month = found["month"]
    number = int(month) if month.isdigit() else _number(month)
    return f"{year}-{number:02}" if 0 < number <= _MONTHS else ""


def _number(chinese: str) -> int:
    """A month in Chinese: ``三``, ``十``, ``十二``."""
    tens, ten, ones = chinese.rpartition("十")
    return (10 if ten else 0) + (_DIGITS.get(ones, 0) if ones else 0) if not tens else 0


def _first_page(document: Document) -> Iterator[Said]:
    for block in list(document.blocks())[:_COVER_BLOCKS]:
        if isinstance(block, Contents | Table | Heading):
            return
        if isinstance(block, Paragraph):
            text = "".join(inline.text for inline in block.content)
            yield Said("".join(text.split()), block.spot)


def duties(passages: tuple[Passage, ...], words: TextWords) -> list[Said]:
    """The duties, one each, without their numbers and the line that leads to them."""
    told = below(passages, words.duties)
    are_numbered = any(NUMBERED.match(passage.text.strip()) for passage in told)
    found = []
    for passage in told:
        text = _LEAD.sub("", passage.text.strip()).strip()
        is_lead = text.endswith(("：", ":")) or are_numbered
        if text and (NUMBERED.match(text) or not is_lead):
            found.append(Said(NUMBERED.sub("", text), passage.spot))
    return found


def organs(passages: tuple[Passage, ...], words: TextWords) -> list[Said]:
    """The internal organs: a numbered list of them with their duties, or a sentence's list."""
    told = below(passages, words.organs)
    listed = [organ for passage in told if (organ := _organ(passage, words)) is not None]
    if len(listed) > 1:
        return listed
    begin = "|".join(map(re.escape, words.organs_begin))
    pattern = re.compile(rf"(?:{begin})(?:\d+个[^：:、]*)?[：:]?")
    for passage in told:
        for sentence in _SENTENCE_END.split(passage.text):
            for match in pattern.finditer(sentence):
                names = list(_names(sentence[match.end() :], words))
                if names:
                    return [Said(name, passage.spot) for name in names]
    return []


def _organ(passage: Passage, words: TextWords) -> Said | None:
    """The organ that a numbered line begins with, and its duties."""
    text = passage.text.strip()
    if not NUMBERED.match(text):
        return None
    name, _, rest = NUMBERED.sub("", text).partition("。")
    if not rest or len(name) > _MOST_OF_A_NAME or not name.endswith(words.organ_names):
        return None
    return Said(name, passage.spot, rest)


def _names(text: str, words: TextWords) -> Iterator[str]:
    """The names of a list; nothing where one of them is no name of an organ."""
    for end in words.organs_end:
        text = text.partition(end)[0]
    text = re.sub(r"[一二三四五六七八九十\d]+$", "", text)
    names = [name.strip() for name in _BETWEEN.split(text) if name.strip()]
    is_list = len(names) > 1 and all(
        name.endswith(words.organ_names) and len(name) <= _MOST_OF_A_NAME for name in names
    )
    yield from names if is_list else ()


def below(passages: tuple[Passage, ...], headings: tuple[str, ...]) -> list[Passage]:
    """The passages below the first heading that has one of the words, the better word first."""
    for word in headings:
        headed = (p.heading for p in passages if word in "".join(p.heading.split()))
        heading = next(headed, None)
        if heading is not None:
            return [passage for passage in passages if passage.heading == heading]
    return []
