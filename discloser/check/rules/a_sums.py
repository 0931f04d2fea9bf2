"""Sums within a table and amounts that two tables print, of which no other rule speaks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from discloser.check.agreement import SUM_OF_ROWS, Sum
from discloser.check.check import document_check
from discloser.check.compare import SIDES, equal
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.printed import added
from discloser.check.reader.sheet import Amount, Sheet
from discloser.check.subject import Reading
from discloser.check.tables import REMEDY, agreement_check, detail_rows
from discloser.finding import Rule, Severity

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
ROW = Rule(
    "A14",
    "合计不等于各栏之和",
    SIDES,
    "请核对这一行的各栏和合计；差额超过了四舍五入允许的范围。",
)
TABLES = Rule("A15", "两张表里同一口径的数不一致", SIDES, REMEDY)
_SHOWN = 6


def sums(reading: Reading) -> Iterator[Sum]:
    """The sums of rows: of national tables by meaning, of others by their rows' codes."""
    yield from (found for found in reading.agreement.sums if found.code == SUM_OF_ROWS)
    for table in reading.reader.tables:
        if not table.role:
            yield from _sums_by_codes(table.sheet)


def _sums_by_codes(sheet: Sheet) -> Iterator[Sum]:
    rows = detail_rows(sheet)
    for column in range(sheet.grid.column_count) if sheet.total_row is not None and rows else ():
        if sheet.amount_columns[column]:
            whole = sheet.amount(sheet.total_row or 0, column)
            parts = tuple(part for row in rows if (part := sheet.amount(row, column)) is not None)
            if whole is not None and parts:
                summed = added(part.printed for part in parts)
                yield Sum(SUM_OF_ROWS, whole, parts, "各行之和", summed)


@document_check(SUM, says_all=True)
def totals_equal_their_rows(reading: Reading) -> Iterator[Outcome]:
    yield from reading.agreement.outcomes(SUM)
    for table in reading.reader.tables:
        if not table.role:
            for found in _sums_by_codes(table.sheet):
                yield from equal(SUM, found.whole.term, found.term)


@document_check(ROUNDING, says_all=True)
def rounding_is_explained(reading: Reading) -> Iterator[Outcome]:
    for found in sums(reading):
        if not _is_rounding(found):
            yield Held(ROUNDING.code)
            continue
        parts = [part for part in found.parts if _is_printed(part)]
        shown = "＋".join(str(part.printed) for part in parts[:_SHOWN])
        more = f"＋…共{len(parts)}项" if len(parts) > _SHOWN else ""
        place = found.whole.place
        yield ROUNDING.at(
            place,
            table=place.sheet,
            column=found.whole.term.label.rpartition("／")[2],
            count=len(parts),
            parts=shown + more,
            sum=found.summed,
            total=found.whole.printed,
            difference=f"{_difference(found):f}",
            bound=f"{(found.whole.printed.slack + found.summed.slack):f}",
        )


def _is_printed(part: Amount) -> bool:
    """Tell whether a cell is not blank; zeros to the 分 add nothing either."""
    return bool(part.printed.value or part.printed.slack)


def _difference(found: Sum) -> Decimal:
    return abs(found.whole.printed.value - found.summed.value)


def _is_rounding(found: Sum) -> bool:
    differs = found.whole.printed.value != found.summed.value
    return differs and found.whole.printed.agrees(found.summed)


CHECKS = (
    totals_equal_their_rows,
    agreement_check(ROW),
    agreement_check(TABLES),
    rounding_is_explained,
)
