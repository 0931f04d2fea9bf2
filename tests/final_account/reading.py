"""A composed document as its reader sees it: cells by the official names of rows and columns."""

from __future__ import annotations

import re

from discloser.document.grid import Grid, table_grid
from discloser.document.nodes import Document, Paragraph

TOTAL, SPENT, BASIC, PROJECTS = "合计", "本年支出", "基本支出", "项目支出"
BALANCE, RECEIPTS, EXPENDITURE = "收入支出决算总表", "收入决算表", "支出决算表"
APPROPRIATION = "财政拨款收入支出决算总表"
GENERAL = "一般公共预算财政拨款支出决算表"
DETAILS = "一般公共预算财政拨款基本支出决算明细表"
FUND = "政府性基金预算财政拨款收入支出决算表"
CAPITAL = "国有资本经营预算财政拨款支出决算表"
THREE = "财政拨款“三公”经费支出决算表"
AMOUNT = r"([\d,]+\.\d\d)万元"


def grid(document: Document, name: str) -> Grid:
    """The table of that name."""
    return next(table_grid(table) for table in document.tables() if table.caption == name)


def cell(document: Document, name: str, label: tuple[str, ...], header: tuple[str, ...]) -> str:
    """The text of a cell by the labels of its row and of its column's header."""
    table = grid(document, name)
    texts = table.texts()
    body = range(table.head_rows, len(texts))
    number, start = next(
        (r, c) for r in body for c, text in enumerate(texts[r]) if not label or text == label[0]
    )
    if not header:  # a sum of the details stands under the last column of its kind
        return next(text for text in texts[number][start + 1 :] if re.fullmatch(r"[\d,.]+", text))
    for column in range(table.column_count):
        above = [row[column].cell.text for row in table.owners[: table.head_rows]]
        if all(wanted in above for wanted in header):
            return texts[number][column]
    raise AssertionError((name, label, header))


def narrative(document: Document) -> str:
    """All paragraphs, one a line."""
    return "\n".join(b.text for b in document.blocks() if isinstance(b, Paragraph))
