"""Faults in the composed tree: a digit, a code, a share, a count, a date, a name, a direction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from discloser.document.nodes import Document, Paragraph, Table
from discloser.document.number import Number
from tests.deceive.fault import InDocument, Plant
from tests.deceive.trees import Words, put, replaced, spots, with_cell, words

AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?=万元)")
PERCENT = re.compile(r"\d+(?:\.\d+)?(?=%)")
COUNT = re.compile(r"\d+(?=个|辆|套|台|人次)")
CODE = re.compile(r"\d{3,}|\d{2}")
DATE = re.compile(r"(?<!\d)20\d\d(?=年)|(?<=年)\d{1,2}(?=月)")
NARRATIVE = re.compile("情况说明")
THRESHOLD = re.compile(r"万元(?:以上|（含）|及)")
STEPS = ("0.01", "-0.01", "0.10", "1", "-1", "100")
_AROUND = 24
Names = frozenset[str]
Planter = Callable[[Document, Names], Iterator[Plant]]


def changed_number(text: str, random: Random) -> str:
    """Another printed number: a digit, a small step, or the point moved."""
    value = Decimal(text.replace(",", ""))
    places = len(text.partition(".")[2])
    choice = random.randrange(5)
    if choice == 0:
        other = value * 10
    elif choice == 1:
        other = value / 10
    elif choice == 2:
        other = Decimal(_other_digit(text.replace(",", ""), random))
    else:
        other = value + Decimal(random.choice(STEPS))
    other = abs(other).quantize(Decimal(1).scaleb(-places))
    if other == value:
        other += Decimal(1).scaleb(-places)
    return f"{other:,f}" if "," in text else f"{other:f}"


def _other_digit(text: str, random: Random) -> str:
    at = random.choice([index for index, letter in enumerate(text) if letter.isdigit()])
    digit = (int(text[at]) + random.randrange(1, 10)) % 10
    return f"{text[:at]}{digit}{text[at + 1 :]}"


def amounts_in_cells(document: Document, _: Names) -> Iterator[Plant]:
    """One amount of one table, or one put into an empty cell."""
    for spot in spots(document):
        if not isinstance(spot.node, Table):
            continue
        for r, row in enumerate(spot.node.body):
            for c, cell in enumerate(row):
                if isinstance(cell.content, Number) and cell.content.format.decimals:
                    yield _amount_in(document, spot, spot.node, r, c)


def _amount_in(document: Document, spot, table: Table, r: int, c: int) -> Plant:  # type: ignore[no-untyped-def]
    def plant(random: Random) -> InDocument:
        cell = table.body[r][c]
        assert isinstance(cell.content, Number)
        printed = cell.text or "0.00"
        other = changed_number(printed.removesuffix("%"), random)
        value = Decimal(other.replace(",", ""))
        typed = random.random() < 0.5
        content: str | Number = other if typed else replace(cell.content, value=value)
        new = put(document, spot, with_cell(table, r, c, replace(cell, content=content)))
        return InDocument(table.caption or table.sheet, f"{printed} → {other}", new)

    return plant


def codes_in_cells(document: Document, _: Names) -> Iterator[Plant]:
    """One digit of a code in a table."""
    for found in words(document):
        if found.cell is not None and CODE.fullmatch(found.text):
            yield _replacing(document, found, 0, len(found.text), _other_digit)


def narrative(document: Document) -> Iterator[Words]:
    """The paragraphs of the narrative."""
    for found in words(document):
        if isinstance(found.spot.node, Paragraph) and NARRATIVE.search(found.spot.part):
            yield found


def _numbers(pattern: re.Pattern[str]) -> Planter:
    def plants(document: Document, _: Names) -> Iterator[Plant]:
        for found in narrative(document):
            for match in pattern.finditer(found.text):
                if not THRESHOLD.match(found.text, match.end()):
                    yield _replacing(document, found, *match.span(), changed_number)

    return plants


def dates(document: Document, _: Names) -> Iterator[Plant]:
    """A year or a month, wherever it is printed."""
    for found in words(document):
        for match in DATE.finditer(found.text):
            yield _replacing(document, found, *match.span(), _other_date)


def _other_date(text: str, random: Random) -> str:
    step = random.choice((-1, 1))
    return str(int(text) + step) if len(text) == 4 else str(int(text) % 12 + 1)


def names(document: Document, known: Names) -> Iterator[Plant]:
    """A character of a name of the department, a unit or a project."""
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)")
    for found in words(document):
        for match in pattern.finditer(found.text):
            yield _replacing(document, found, *match.span(), misspelt)


def labels(document: Document, known: Names) -> Iterator[Plant]:
    """A character of the label of a row that has an amount."""
    for found in words(document):
        table = found.spot.node
        if found.cell is None or not isinstance(table, Table) or found.text in known:
            continue
        row = table.body[found.cell[0]]
        has_amount = any(isinstance(cell.content, Number) and cell.text for cell in row)
        if has_amount and re.search("[一-鿿]{2}", found.text):
            yield _replacing(document, found, 0, len(found.text), misspelt)


def misspelt(text: str, random: Random) -> str:
    """A character lost, said twice, or exchanged with the next."""
    at = random.choice([i for i, letter in enumerate(text) if "一" <= letter <= "鿿"] or [0])
    choice = random.randrange(3)
    if choice == 0 or len(text) < 2:
        return text[:at] + text[at + 1 :]
    if choice == 1:
        return text[: at + 1] + text[at:]
    at = min(at, len(text) - 2)
    turned = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return turned if turned != text else text[:at] + text[at + 1 :]


TURNS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"增加(?=[\d,.]+万元)"), lambda _: "减少"),
    (re.compile(r"减少(?=[\d,.]+万元)"), lambda _: "增加"),
    (re.compile(r"增长(?=[\d.]+%)"), lambda _: "下降"),
    (re.compile(r"下降(?=[\d.]+%)"), lambda _: "增长"),
    (re.compile(r"持平|无变化|保持一致|无差异"), lambda _: "增加1.23万元"),
    (re.compile(r"。$"), lambda _: "。。"),
    (re.compile(r"主要原因(?:是)?[：:]?[^。；]{5,}(?=[。；])"), lambda _: ""),
)


def turns(document: Document, _: Names) -> Iterator[Plant]:
    """A sentence: its direction turned, its reason lost, or said twice."""
    for found in narrative(document):
        for pattern, change in TURNS:
            for match in pattern.finditer(found.text):
                yield _turned(document, found, match, change)
        yield _twice(document, found)


def _turned(
    document: Document, found: Words, match: re.Match[str], change: Callable[[str], str]
) -> Plant:
    def plant(random: Random) -> InDocument:
        node = found.spot.node
        assert isinstance(node, Paragraph)
        new = change(match[0])
        content = replaced(node.content, match.start(), match.end(), new, random)
        changed = put(document, found.spot, replace(node, content=content))
        what = f"{match[0][:_AROUND]} → {new or '（删去）'}"
        return InDocument(_where(found, match.start(), match.end()), what, changed)

    return plant


def _twice(document: Document, found: Words) -> Plant:
    def plant(_: Random) -> InDocument | None:
        node = found.spot.node
        if len(found.text) < _AROUND:
            return None
        what = f"{found.text[:_AROUND]}… 印了两遍"
        return InDocument(found.where, what, put(document, found.spot, node, node))

    return plant


def _replacing(
    document: Document, found: Words, start: int, end: int, change: Callable[[str, Random], str]
) -> Plant:
    def plant(random: Random) -> InDocument | None:
        old = found.text[start:end]
        new = change(old, random)
        if new == old:
            return None
        changed = found.changed(document, (start, end), new, random)
        return InDocument(_where(found, start, end), f"{old} → {new}", changed)

    return plant


def _where(found: Words, start: int, end: int) -> str:
    if found.cell is not None or len(found.text) <= _AROUND:
        return f"{found.where}：{found.text[:_AROUND]}"
    begin = max(0, start - _AROUND)
    return f"{found.where[:12]}：…{found.text[begin : end + 6]}…"


KINDS: Mapping[str, Planter] = {
    "表：一格金额": amounts_in_cells,
    "表：编码一位": codes_in_cells,
    "表：行名一字": labels,
    "文：金额": _numbers(AMOUNT),
    "文：比例": _numbers(PERCENT),
    "文：个数": _numbers(COUNT),
    "文：增减、持平、原因、重复": turns,
    "年月": dates,
    "部门、单位、项目名称一字": names,
}
