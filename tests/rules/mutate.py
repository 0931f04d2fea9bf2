"""Change one thing of a document at random: a number, a label or a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from discloser.document.nodes import (
    Block,
    Cell,
    Document,
    Inline,
    Paragraph,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number

AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?=万元)")
PERCENT = re.compile(r"\d+(?:\.\d+)?(?=%)")
COUNT = re.compile(r"\d+(?=个|辆|套|台|人次)")
NARRATIVE = re.compile("情况说明")
THRESHOLD = re.compile(r"万元(?:以上|（含）|及)")
STEPS = ("0.01", "-0.01", "0.10", "1", "-1", "100")


@dataclass(frozen=True)
class Mutation:
    """A changed document, with what was changed."""

    kind: str
    what: str
    document: Document


@dataclass(frozen=True)
class Spot:
    """A block that something in can be changed: its section, its place there, its part."""

    section: int
    block: int
    node: Block
    part: str


def spots(document: Document) -> list[Spot]:
    found = []
    part = ""
    for s, section in enumerate(document.sections):
        for b, node in enumerate(section.blocks):
            if getattr(node, "level", 0) == 1:
                part = getattr(node, "text", "")
            found.append(Spot(s, b, node, part))
    return found


def put(document: Document, spot: Spot, *nodes: Block) -> Document:
    section = document.sections[spot.section]
    blocks = (*section.blocks[: spot.block], *nodes, *section.blocks[spot.block + 1 :])
    changed = Section(blocks, section.orientation, section.page_numbers, section.restart)
    sections = list(document.sections)
    sections[spot.section] = changed
    return replace(document, sections=tuple(sections))


def changed_number(text: str, random: Random) -> str:
    """Another printed number: a small step, a digit, or the point moved."""
    value = Decimal(text.replace(",", ""))
    places = len(text.partition(".")[2])
    choice = random.randrange(4)
    if choice == 0:
        other = value * 10
    elif choice == 1:
        other = value / 10
    else:
        other = value + Decimal(random.choice(STEPS))
    other = abs(other).quantize(Decimal(1).scaleb(-places))
    if other == value:
        other += Decimal(1).scaleb(-places)
    return f"{other:,f}" if "," in text else f"{other:f}"


def in_table(document: Document, random: Random) -> Mutation:
    """One amount of one table, or one put into an empty cell."""
    tables = [spot for spot in spots(document) if isinstance(spot.node, Table)]
    while True:
        spot = random.choice(tables)
        table = spot.node
        assert isinstance(table, Table)
        cells = [
            (r, c)
            for r, row in enumerate(table.body)
            for c, cell in enumerate(row)
            if isinstance(cell.content, Number) and cell.content.format.decimals
        ]
        if cells:
            break
    r, c = random.choice(cells)
    cell = table.body[r][c]
    assert isinstance(cell.content, Number)
    printed = cell.text or "0.00"
    other = changed_number(printed, random)
    value = Decimal(other.replace(",", ""))
    content: str | Number = other if random.random() < 0.5 else replace(cell.content, value=value)
    new = put(document, spot, with_cell(table, r, c, replace(cell, content=content)))
    return Mutation("amount in a table", f"{table.name} {printed} → {other}", new)


def with_cell(table: Table, r: int, c: int, cell: Cell) -> Table:
    row = (*table.body[r][:c], cell, *table.body[r][c + 1 :])
    return replace(table, body=(*table.body[:r], row, *table.body[r + 1 :]))


def paragraphs(document: Document) -> Iterator[tuple[Spot, Paragraph]]:
    for spot in spots(document):
        if isinstance(spot.node, Paragraph) and NARRATIVE.search(spot.part):
            yield spot, spot.node


def in_text(document: Document, random: Random, pattern: re.Pattern[str], kind: str) -> Mutation:
    """One number of a sentence, as a number of the tree or as plain text."""
    choices = [
        (spot, paragraph, match)
        for spot, paragraph in paragraphs(document)
        for match in pattern.finditer(paragraph.text)
        if not THRESHOLD.match(paragraph.text, match.end())
    ]
    spot, paragraph, match = random.choice(choices)
    other = changed_number(match[0], random)
    content = replaced(paragraph.content, match.start(), match.end(), other, random)
    new = put(document, spot, replace(paragraph, content=content))
    return Mutation(kind, f"{paragraph.text[: match.end()][-30:]} → {other}", new)


def replaced(
    content: tuple[Inline, ...], start: int, end: int, text: str, random: Random
) -> tuple[Inline, ...]:
    """The runs with the text between two positions replaced."""
    made: list[Inline] = []
    position = 0
    for inline in content:
        length = len(inline.text)
        if position <= start and end <= position + length:
            before, after = inline.text[: start - position], inline.text[end - position :]
            if isinstance(inline, Number) and random.random() < 0.5:
                made.append(replace(inline, value=Decimal(text.replace(",", ""))))
            else:
                made.append(Text(before + text + after))
        else:
            made.append(inline)
        position += length
    return tuple(made)


def amount_in_text(document: Document, random: Random) -> Mutation:
    return in_text(document, random, AMOUNT, "amount in a sentence")


def percent_in_text(document: Document, random: Random) -> Mutation:
    return in_text(document, random, PERCENT, "percentage in a sentence")


def count_in_text(document: Document, random: Random) -> Mutation:
    return in_text(document, random, COUNT, "count")


def label(document: Document, random: Random) -> Mutation:
    """One label of a row that has an amount: a character lost, or another row's label."""
    choices = []
    for spot in spots(document):
        if isinstance(spot.node, Table):
            for r, row in enumerate(spot.node.body):
                if any(isinstance(cell.content, Number) and cell.text for cell in row):
                    choices += [
                        (spot, spot.node, r, c)
                        for c, cell in enumerate(row)
                        if isinstance(cell.content, str) and re.search("[一-鿿]{2}", cell.text)
                    ]
    spot, table, r, c = random.choice(choices)
    cell = table.body[r][c]
    position = random.randrange(len(cell.text))
    other = cell.text[:position] + cell.text[position + 1 :]
    new = put(document, spot, with_cell(table, r, c, replace(cell, content=other)))
    return Mutation("label", f"{table.name} {cell.text} → {other}", new)


def sentence(document: Document, random: Random) -> Mutation:
    """One sentence: its direction turned, its year changed, said twice, or its reason lost."""
    changes: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (re.compile(r"增加(?=[\d,.]+万元)"), lambda _: "减少"),
        (re.compile(r"减少(?=[\d,.]+万元)"), lambda _: "增加"),
        (re.compile(r"增长(?=[\d.]+%)"), lambda _: "下降"),
        (re.compile(r"下降(?=[\d.]+%)"), lambda _: "增长"),
        (re.compile(r"(?<=[与比较])20\d\d(?=年)"), lambda m: str(int(m[0]) - 1)),
        (re.compile(r"(?<=管理局)20\d\d(?=年)"), lambda m: str(int(m[0]) + 1)),
        (re.compile(r"持平|无变化|保持一致|无差异"), lambda _: "增加1.23万元"),
        (re.compile(r"。$"), lambda _: "。。"),
        (re.compile(r"主要原因(?:是)?[：:]?[^。；]{5,}(?=[。；])"), lambda _: ""),
    ]
    choices = [
        (spot, paragraph, match, change)
        for spot, paragraph in paragraphs(document)
        for pattern, change in changes
        for match in pattern.finditer(paragraph.text)
    ]
    spot, paragraph, match, change = random.choice(choices)
    text = paragraph.text[: match.start()] + change(match) + paragraph.text[match.end() :]
    if random.random() < 0.1:
        return Mutation("sentence", "twice", put(document, spot, paragraph, paragraph))
    new = put(document, spot, replace(paragraph, content=(Text(text),)))
    return Mutation("sentence", f"{match[0]} → {change(match)}", new)


MUTATORS: tuple[tuple[Callable[[Document, Random], Mutation], int], ...] = (
    (in_table, 35),
    (amount_in_text, 25),
    (percent_in_text, 15),
    (count_in_text, 5),
    (label, 10),
    (sentence, 10),
)


def mutations(documents: list[Document], count: int, seed: int) -> Iterator[tuple[int, Mutation]]:
    """``count`` changed documents with the index of the one that was changed."""
    random = Random(seed)  # noqa: S311 - a fixed seed, so that the proof can be repeated
    mutators, weights = zip(*MUTATORS, strict=True)
    for _ in range(count):
        index = random.randrange(len(documents))
        mutator = random.choices(mutators, weights)[0]
        if mutator is percent_in_text and not any(
            PERCENT.search(p.text) for _, p in paragraphs(documents[index])
        ):
            continue
        yield index, mutator(documents[index], random)
