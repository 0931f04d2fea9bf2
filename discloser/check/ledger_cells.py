"""Every amount of every table against the ledger, found by what its row and column are called.

The tables come from a pack's specs; this check reads their labels only, so that a wrong filter in
a pack is found as a wrong amount would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.meanings import READERS, amount_column, expected_cells
from discloser.check.registry import Reading, tree_check
from discloser.check.sheet import Sheet, normal
from discloser.finding import Finding, Rule, Severity
from discloser.money import yuan_text

CELL = Rule(
    "A05",
    "表中金额与台账不符",
    "{cell}印的是{printed}，台账中对应的各行合计{amount}元。",
    "请核对模板包中这张表的口径；台账有误的，改台账。",
    source="表中每个金额＝台账按本行、本列口径的合计",
)
UNKNOWN = Rule(
    "A06",
    "认不出这一行是什么口径",
    "“{table}”的行名“{label}”不是当年的科目、资金、单位或项目，这一行没有核对。",
    "请核对行名；确实是新增的行，可以不管。",
    Severity.WARNING,
    source="表中行名应能对应到科目、单位或项目",
)
UNKNOWN_COLUMNS = Rule(
    "A10",
    "认不出这些栏是什么口径",
    "“{table}”的{columns}认不出口径，这些格没有核对。",
    "不用处理；要核对的，请模板维护人员用通行的栏名。",
    Severity.NOTE,
    source="表中栏名应能对应到资金、支出性质或科目",
)
WAN = Decimal(10_000)


@tree_check()
def cells_equal_the_ledger(reading: Reading) -> Iterator[Finding]:
    """A05: 表中每个金额＝台账按本行、本列口径的合计."""
    for sheet in reading.sheets.values():
        for row, column, lines in expected_cells(sheet, reading):
            printed = sheet.read(row, column)
            amount = lines.total(amount_column(sheet, column))
            if printed is not None and not printed.stands_for(amount / WAN):
                yield CELL.at(
                    sheet.place(row, column),
                    *(reading.sources.find(entry.path) for entry in lines),
                    cell=f"“{sheet.caption}”{sheet.label(row, column)}",
                    printed=sheet.amount_text(row, column),
                    amount=yuan_text(amount),
                )


@tree_check()
def rows_are_known(reading: Reading) -> Iterator[Finding]:
    """A06: 表中行名应能对应到科目、单位或项目."""
    for sheet in _read_sheets(reading):
        for row, column in _unknown_cells(sheet, reading):
            label = sheet.row_label(row, column)
            yield UNKNOWN.at(sheet.place(row, column), table=sheet.caption, label=label)


@tree_check()
def columns_are_known(reading: Reading) -> Iterator[Finding]:
    """A10: 表中栏名应能对应到资金、支出性质或科目."""
    for sheet in _read_sheets(reading):
        known = _known_columns(sheet, reading)
        unknown = [
            column
            for column in range(sheet.grid.column_count)
            if sheet.amount_columns[column] and column not in known and _prints(sheet, column)
        ]
        if unknown:
            names = [f"“{'·'.join(sheet.headers[column]) or '（无栏名）'}”" for column in unknown]
            columns = "、".join(dict.fromkeys(names))
            yield UNKNOWN_COLUMNS.at(sheet.own_place, table=sheet.caption, columns=f"{columns}栏")


def _read_sheets(reading: Reading) -> Iterator[Sheet]:
    return (sheet for sheet in reading.sheets.values() if sheet.name in READERS)


def _known_columns(sheet: Sheet, reading: Reading) -> set[int]:
    return {column for _, column, _ in expected_cells(sheet, reading)}


def _prints(sheet: Sheet, column: int) -> bool:
    """Tell whether a column prints an amount that is not zero."""
    amounts = (sheet.read(row, column) for row in sheet.rows)
    return any(printed is not None and printed.value for printed in amounts)


def _unknown_cells(sheet: Sheet, reading: Reading) -> Iterator[tuple[int, int]]:
    """The first amount of each row that no lines are known for, in columns that are understood.

    Blank ones count beside a label.
    """
    known = {(row, column) for row, column, _ in expected_cells(sheet, reading)}
    columns = sorted({column for _, column in known})
    balance = sheet.name in _BALANCING
    for row in sheet.rows:
        for column in columns:
            if not sheet.amount_columns[column] or (row, column) in known:
                continue
            printed = sheet.read(row, column)
            labelled = balance and bool(normal(_left_text(sheet, row, column)))
            if printed is not None and (printed.value or labelled):
                yield row, column
                break


def _left_text(sheet: Sheet, row: int, column: int) -> str:
    """The text in the nearest column of labels to the left."""
    labels = (c for c in range(column - 1, -1, -1) if sheet.headers[c][-1:] == ("项目",))
    return sheet.texts[row][next(labels, 0)]


_BALANCING = ("receipts_and_expenditure", "appropriation")
