"""A published document as a tree, made of what stands on its pages and nothing else."""

from __future__ import annotations

from datetime import date

from discloser.document.nodes import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.money import MoneyUnit
from tests.fidelity.normal import bare
from tests.fidelity.printed import PrintedDocument, PrintedTable


def as_document(printed: PrintedDocument) -> Document:
    """The document's sentences under their headings, and its tables."""
    blocks: list[Block] = []
    heading = ""
    for number, sentence in enumerate(printed.narrative):
        if sentence.heading != heading:
            heading = sentence.heading
            blocks.append(Heading(2, (Text(heading),), f"h{number}"))
        blocks.append(Paragraph((Text(sentence.text),)))
    blocks += [_table(table, number) for number, table in enumerate(printed.tables)]
    return Document("", "", date(2025, 1, 1), (Section(tuple(blocks)),))


def _table(printed: PrintedTable, number: int) -> Table:
    width = max([len(printed.columns), *(len(row) for row in printed.rows)])
    paths = [column.split("/") for column in printed.columns]
    paths += [[""]] * (width - len(paths))
    return Table(
        name=f"table{number}",
        sheet=printed.title,
        caption=printed.title,
        anchor=f"t{number}",
        columns=(Column(),) * width,
        head=_head(paths) if printed.columns else (),
        body=tuple(_row(row, width) for row in printed.rows),
        money_unit=_money_unit(printed.lines),
    )


def _money_unit(lines: tuple[str, ...]) -> MoneyUnit:
    """The unit that the lines above a table say."""
    said = (bare(line).rpartition("单位")[2].strip("：:") for line in lines if "单位" in line)
    return MoneyUnit(next((unit for unit in said if unit in list(MoneyUnit)), MoneyUnit.WAN_YUAN))


def _row(texts: tuple[str, ...], width: int) -> Row:
    return tuple(Cell(text) for text in (*texts, *[""] * (width - len(texts))))


def _head(paths: list[list[str]]) -> tuple[Row, ...]:
    """One row for each level; what has no label at a level repeats the one above it."""
    depth = max(map(len, paths))
    filled = [path + [path[-1]] * (depth - len(path)) for path in paths]
    rows = []
    for level in range(depth):
        row = []
        for path in filled:
            label = path[level] if level == 0 or path[level] != path[level - 1] else ""
            row.append(Cell(label, Role.COLUMN_HEADER))
        rows.append(tuple(row))
    return tuple(rows)
