"""The self-evaluation as it is printed: its points and its score add up (P14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.shapes.evaluation import EvaluatedRow, PrintedEvaluation
from discloser.check.reader.sheet import Amount, Sheet
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.evaluation import FULL_SCORE
from discloser.model.values import Kind
from discloser.vocabulary.labels import Score

PRINTED_POINTS = Rule(
    "P14",
    "印的分值、得分加起来不对",
    "{what}是 {value}，应为 {expected}。",
    "请核对自评表的分值和得分，和模板包里这张表的写法。",
)


@document_check(PRINTED_POINTS, kind=Kind.FINAL_ACCOUNT, says_all=True)
def printed_points_add_up(reading: Reading) -> Iterator[Outcome]:
    for table in reading.reader.tables:
        if table.evaluation is not None:
            yield from _of_table(table.sheet, table.evaluation)


def _of_table(sheet: Sheet, found: PrintedEvaluation) -> Iterator[Outcome]:
    if all(Score.POINTS not in row.scores for row in found.scored):
        return
    place = sheet.own_place
    yield _held(place, "各项分值合计", _sum(found.scored, Score.POINTS), Decimal(FULL_SCORE))
    total = found.total.scores if found.total is not None else {}
    if Score.POINTS in total:
        yield _held(place, "总分一行的分值", _value(total[Score.POINTS]), Decimal(FULL_SCORE))
    if Score.SCORE in total:
        score = _sum(found.scored, Score.SCORE)
        yield _held(place, "各项得分合计", score, _value(total[Score.SCORE]))
    for row in found.scored:
        got, points = (row.scores.get(score) for score in (Score.SCORE, Score.POINTS))
        if got is not None and points is not None and _value(got) > _value(points):
            what = f"“{_indicator(sheet, row.row)}”的得分"
            expected = f"不超过分值 {_value(points)}"
            yield PRINTED_POINTS.at(place, what=what, value=_value(got), expected=expected)


def _value(amount: Amount) -> Decimal:
    return amount.printed.value


def _sum(rows: Iterable[EvaluatedRow], score: Score) -> Decimal:
    return sum((_value(r.scores[score]) for r in rows if score in r.scores), Decimal(0))


def _indicator(sheet: Sheet, row: int) -> str:
    """The name of an indicator: the text before its values, which is the longest of its row."""
    return max(sheet.texts[row][: sheet.grid.column_count // 2], key=len)


def _held(place: Location, what: str, value: Decimal, expected: Decimal) -> Outcome:
    if value == expected:
        return Held(PRINTED_POINTS.code)
    return PRINTED_POINTS.at(place, what=what, value=value, expected=expected)


CHECKS = (printed_points_add_up,)
