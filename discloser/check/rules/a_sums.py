"""Sums within a table: 合计 against its rows, and what rounding alone leaves between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Term, sides, total
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.check.tables import detail_rows
from discloser.finding import Finding, Rule, Severity

ROUNDING = Rule(
    "A04",
    "尾差",
    "“{table}”的{column}：{count}项相加得{sum}，合计印的是{total}，相差{difference}，在四舍五入允许的{bound}以内"
    "（{parts}）。",
    "不用处理：每个数各自四舍五入，公开文件允许尾差。",
    Severity.NOTE,
    in_brief="尾差 {count} 处，均在四舍五入允许的范围内，不用处理。",
)
SUM = Rule(
    "A07",
    "合计不等于各行之和",
    SIDES,
    "请核对这一列的各行和合计；差额超过了四舍五入允许的范围。",
)
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Sum:
    """A total, its parts, and their sum."""

    whole: Term
    parts: tuple[Term, ...]
    summed: Term


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


@document_check(SUM)
def totals_equal_their_rows(reading: Reading) -> Iterator[Finding]:
    for sheet in reading.reader.sheets:
        for found in sums(sheet):
            if not found.whole.printed.agrees(found.summed.printed):
                yield sides(SUM, found.summed, found.whole)


@document_check(ROUNDING)
def rounding_is_explained(reading: Reading) -> Iterator[Finding]:
    for sheet in reading.reader.sheets:
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


CHECKS = (
    totals_equal_their_rows,
    rounding_is_explained,
)
