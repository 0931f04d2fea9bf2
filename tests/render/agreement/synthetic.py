"""Documents made by chance: every kind of block, header trees, merged cells, long tables."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from discloser.document.nodes import (
    Align,
    Block,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat

_WORDS = (
    "统筹全市政务服务", "建立健全工作机制", "2025年收入总计", "1234.57万元，", "（含所属单位）",
    "下降6.54%；", "“一网通办”", "减少86.4万元。", "主要原因是：", "GDP 数据", "《管理办法》",
    "#set text", "<b>&", "$x$ *y* _z_", "压减一般性支出、", "项目支出",
)  # fmt: skip


def synthetic_document(seed: int) -> Document:
    """Return the document of ``seed``, always the same one."""
    chance = random.Random(seed)  # noqa: S311 - for tests, not for secrets
    parts = [_part(chance, number) for number in range(1, chance.randint(2, 3) + 1)]
    entries = tuple(
        ContentsEntry(block.text if isinstance(block, Heading) else block.caption, level, anchor)
        for sections in parts
        for section in sections
        for block in section.blocks
        if isinstance(block, Heading | Table)
        for level, anchor in [(block.level if isinstance(block, Heading) else 2, block.anchor)]
    )
    contents = Section((Contents(("目录",), entries),), page_numbers=chance.random() < 0.5)
    first, *others = [section for sections in parts for section in sections]
    restarted = Section(first.blocks, first.orientation, restart=True)
    return Document(f"示例文本{seed}", "示例局", date(2025, 3, 14), (contents, restarted, *others))


def _sentence(chance: random.Random, most: int) -> str:
    return "".join(chance.choices(_WORDS, k=chance.randint(1, most)))


def _part(chance: random.Random, number: int) -> list[Section]:
    heading = Heading(1, (Text(f"第{number}部分 {_sentence(chance, 2)}"),), f"part-{number}")
    blocks: list[Block] = [heading]
    for index in range(chance.randint(1, 3)):
        anchor = f"part-{number}-{index}"
        blocks.append(Heading(2, (Text(f"{index + 1}、{_sentence(chance, 2)}"),), anchor))
        runs = (Text(_sentence(chance, 20)), Text(_sentence(chance, 3), strong=True))
        blocks.append(Paragraph(runs, chance.choice(["body", "flush", "center", "right"])))
        if chance.random() < 0.2:
            blocks.append(PageBreak())
    sections = [Section(tuple(blocks))]
    for index in range(chance.randint(0, 2)):
        lies = chance.choice(list(Orientation))
        sections.append(Section((_table(chance, f"table-{number}-{index}"),), lies))
    return sections


def _table(chance: random.Random, name: str) -> Table:
    groups = chance.randint(1, 3)
    labels = chance.randint(1, 2)
    head, leaves = _head(chance, labels, groups)
    columns = tuple(
        Column(2.0 if c < labels else 1.0, Align.LEFT if c < labels else Align.RIGHT)
        for c in range(labels + leaves)
    )
    body = _body(chance, labels, leaves)
    return Table(
        name=name,
        sheet=name,
        caption=f"{_sentence(chance, 2)}表",
        anchor=name,
        number=chance.choice(["", f"表{chance.randint(1, 9)}"]),
        subtitle=chance.choice(["", "（2025年度）"]),
        subject=chance.choice(["", "部门名称：示例局"]),
        unit=chance.choice(["", "单位：万元"]),
        columns=columns,
        head=head,
        body=body,
        notes=tuple(f"注{n}：{_sentence(chance, 4)}" for n in range(chance.randint(0, 2))),
    )


def _head(chance: random.Random, labels: int, groups: int) -> tuple[tuple[Row, ...], int]:
    sizes = [chance.randint(1, 3) for _ in range(groups)]
    top = [Cell(f"栏{n}", Role.COLUMN_HEADER, rowspan=2) for n in range(labels)]
    top += [Cell(f"组{n}", Role.COLUMN_HEADER, colspan=size) for n, size in enumerate(sizes)]
    below = [Cell(f"列{n}", Role.COLUMN_HEADER) for n in range(sum(sizes))]
    return (tuple(top), tuple(below)), sum(sizes)


def _body(chance: random.Random, labels: int, leaves: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    for group in range(chance.randint(1, 4)):
        height = chance.choice([1, 1, 2, 2, 5, 5, 45]) if labels > 1 else chance.choice([1, 1, 3])
        for n in range(height):
            row: list[Cell] = []
            if labels > 1 and n == 0:
                row.append(Cell(f"类{group}", Role.ROW_HEADER, rowspan=height))
            row.append(Cell(_sentence(chance, 3), Role.ROW_HEADER))
            row += [_amount(chance) for _ in range(leaves)]
            rows.append(tuple(row))
    return tuple(rows)


def _amount(chance: random.Random) -> Cell:
    if chance.random() < 0.1:
        return Cell("")
    value = Decimal(chance.randint(-(10**6), 10**8)) / 100
    return Cell(Number(value, NumberFormat(grouping=chance.random() < 0.3)))
