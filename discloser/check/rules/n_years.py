"""The years that the document speaks of (N09)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.reader.sheet import DOCUMENT
from discloser.check.subject import Reading
from discloser.document.nodes import Heading, Paragraph, Table
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.model.values import Kind

_LONG = 30

N09 = Rule(
    "N09",
    "年份不对",
    "写的是{found}年，应为{expected}年。",
    "请核对年份：本年是报告年度，比较年是上一年。",
)

_YEAR = re.compile(r"(?<![〔\d])(20\d\d)(?=年)")

_COMPARED = re.compile(
    r"[与比较](20\d\d)(?=年度?(?:[预决]算|“三公”|基本|总体|相比|持平|一致|保持|无|增|减|下降|上升|同期|，))"
)

_DATE = re.compile(r"20\d\d年\d{1,2}月")

_TITLE = re.compile(r"《[^》]*》|〈[^〉]*〉")


@document_check(N09, of_words=True)
def years_are_right(reading: Reading) -> Iterator[Finding]:
    year = reading.year
    for text, place in _titles(reading):
        for match in _YEAR.finditer(_without_quoted_years(text)):
            if int(match[1]) != year:
                yield N09.at(place, found=match[1], expected=year)
    for passage in reading.passages:
        if "情况说明" not in passage.part:
            continue
        text = _without_quoted_years(passage.text)
        compared = list(_COMPARED.finditer(text))
        for match in compared:
            if int(match[1]) != year - 1:
                place = passage.place(match.start())
                yield N09.at(place, found=match[1], expected=year - 1)
        first = _YEAR.search(text[:_LONG])
        if first is None or any(first.start() == match.start(1) for match in compared):
            continue
        expected = {year - 1} if "期末" in text[:10] and _is_budget(reading) else {year}
        if int(first[1]) not in expected | _free(text):
            place = passage.place(first.start())
            yield N09.at(place, found=first[1], expected=min(expected))


def _without_quoted_years(text: str) -> str:
    """A text with its titles of documents (《…》) and its dates (2024年8月) blanked out."""
    for pattern in (_TITLE, _DATE):
        text = pattern.sub(lambda match: "　" * len(match[0]), text)
    return text


def _free(text: str) -> set[int]:
    """Years that a sentence may begin with: those from which, until or by which something is."""
    return {int(year) for year in re.findall(r"(?:[从自至]|截[至止]|根据.{0,30}?)(20\d\d)年", text)}


def _is_budget(reading: Reading) -> bool:
    return reading.figures.disclosure.kind is Kind.BUDGET


def _titles(reading: Reading) -> Iterator[tuple[str, Location]]:
    for block in reading.document.blocks():
        match block:
            case Heading():
                yield block.text, Location(DOCUMENT, sheet=block.text, cell="标题")
            case Paragraph() if block.style == "cover_title":
                yield block.text, Location(DOCUMENT, sheet="封面", cell=block.text)
            case Table():
                place = Location(DOCUMENT, sheet=block.caption, cell="表题")
                yield block.caption, place
                if block.subtitle and "月" not in block.subtitle:
                    yield block.subtitle, place


CHECKS = (years_are_right,)
