"""Sums within a table: 合计 against its rows, and what rounding alone leaves between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.reader.printed import SIDES, Term, sides, total
from discloser.check.reader.sheet import Sheet
from discloser.check.registry import Reading, tree_check
from discloser.finding import Finding, Rule, Severity

ROUNDING = Rule(
    "A04",
    "尾差",
    "“{table}”的{column}：{count}项相加得{sum}，合计印的是{total}，相差{difference}，在四舍五入允许的{bound}以内"
    "（{parts}）。",
    "不用处理：每个数各自四舍五入，公开文件允许尾差。",
    Severity.NOTE,
    source="表中金额逐格四舍五入，各项之和与合计相差不超过 0.005×（项数＋1）万元",
    in_brief="尾差 {count} 处，均在四舍五入允许的范围内，不用处理。",
)
SUM = Rule(
    "A07",
    "合计不等于各行之和",
    SIDES,
    "请核对这一列的各行和合计；差额超过了四舍五入允许的范围。",
    source="各列合计＝各行之和",
)
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Sum:
    """A total, its parts, and their sum."""

    whole: Term
    parts: tuple[Term, ...]
    summed: Term


def detail_rows(sheet: Sheet) -> list[int]:
    """The rows that a table's total is made of: items, pairs of items, projects or units."""
    coded = {row: code for row, code in sheet.coded_rows() if len(code) in _ITEM_LENGTHS}
    if coded:
        deepest = max(map(len, coded.values()))
        rows = [row for row, code in coded.items() if len(code) == deepest]
        return sorted({*rows, *_undivided(sheet)})
    if sheet.name == "projects":
        return [row for row in sheet.rows if "类" in sheet.texts[row][0]]
    if sheet.name == "receipts":
        codes = {sheet.texts[row][0].strip(): row for row in sheet.rows}
        return [row for code, row in codes.items() if len(code) == _UNIT_LENGTH]
    return []


def _undivided(sheet: Sheet) -> list[int]:
    return [row for row in sheet.rows if any("未细化" in text for text in sheet.texts[row])]


_ITEM_LENGTHS = (5, 7)
_UNIT_LENGTH = 6


def sums(sheet: Sheet) -> Iterator[Sum]:
    """Each amount column's total with its parts, where the table has a row of 合计."""
    rows = detail_rows(sheet)
    if sheet.total_row is None or not rows or (sheet.name == "receipts" and _missing_units(sheet)):
        return
    for column in range(sheet.grid.column_count):
        if sheet.amount_columns[column]:
            whole = sheet.cell(sheet.total_row, column)
            parts = [sheet.cell(row, column) for row in rows]
            found = tuple(part for part in parts if part is not None and _is_printed(part))
            summed = total(found, f"{sheet.headers[column][-1]}各行之和")
            if whole is not None and summed is not None:
                yield Sum(whole, found, summed)


def _is_printed(part: Term) -> bool:
    """Tell whether a cell is not blank; zeros to the 分 add nothing either."""
    return bool(part.printed.value or part.printed.slack)


def _missing_units(sheet: Sheet) -> bool:
    """Tell whether a unit's row has no code, so that the coded ones are not all there are."""
    return any(not sheet.texts[row][0].strip() for row in sheet.rows if row != sheet.total_row)


@tree_check()
def totals_equal_their_rows(reading: Reading) -> Iterator[Finding]:
    """A07: 各列合计＝各行之和."""
    for sheet in reading.sheets.values():
        for found in sums(sheet):
            if not found.whole.printed.agrees(found.summed.printed):
                yield sides(SUM, found.summed, found.whole)


@tree_check()
def rounding_is_explained(reading: Reading) -> Iterator[Finding]:
    """A04: 表中金额逐格四舍五入，各项之和与合计相差不超过 0.005×（项数＋1）万元."""
    for sheet in reading.sheets.values():
        for found in filter(_is_rounding, sums(sheet)):
            shown = "＋".join(str(part.printed) for part in found.parts[:_SHOWN])
            more = f"＋…共{len(found.parts)}项" if len(found.parts) > _SHOWN else ""
            yield ROUNDING.at(
                *found.whole.places,
                table=sheet.caption,
                column=found.whole.label.rpartition("／")[2],
                count=len(found.parts),
                parts=shown + more,
                sum=found.summed.printed,
                total=found.whole.printed,
                difference=f"{_difference(found):f}",
                bound=f"{(found.whole.printed.slack + found.summed.printed.slack):f}",
            )


def _difference(found: Sum) -> Decimal:
    return abs(found.whole.printed.value - found.summed.printed.value)


def _is_rounding(found: Sum) -> bool:
    differs = found.whole.printed.value != found.summed.printed.value
    return differs and found.whole.printed.agrees(found.summed.printed)
