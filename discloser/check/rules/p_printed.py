"""The self-evaluation as it is printed: its points and its score add up (P14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.evaluation import FULL_SCORE
from discloser.model.values import Kind
from discloser.vocabulary.labels import Score
from discloser.vocabulary.names import normal

PRINTED_POINTS = Rule(
    "P14",
    "印的分值、得分加起来不对",
    "{what}是 {value}，应为 {expected}。",
    "请核对自评表的分值和得分，和模板包里这张表的写法。",
)
_ROLE = "self_evaluation"


@dataclass(slots=True)
class _Points:
    """What a table prints of points: in each row what it is worth and got, and the total row."""

    points: dict[int, Decimal] = field(default_factory=dict)
    score: dict[int, Decimal] = field(default_factory=dict)
    total: int | None = None

    def parts(self, found: dict[int, Decimal]) -> Decimal:
        """The sum of all rows but the total's."""
        return sum((n for row, n in found.items() if row != self.total), Decimal(0))


@document_check(PRINTED_POINTS, kind=Kind.FINAL_ACCOUNT, says_all=True)
def printed_points_add_up(reading: Reading) -> Iterator[Outcome]:
    for table in reading.reader.tables:
        if table.role == _ROLE:
            yield from _of_table(table.sheet, _read(table.sheet, reading))


def _of_table(sheet: Sheet, found: _Points) -> Iterator[Outcome]:
    if not found.points:
        return
    place = sheet.own_place
    yield _held(place, "各项分值合计", found.parts(found.points), Decimal(FULL_SCORE))
    if found.total in found.points:
        yield _held(place, "总分一行的分值", found.points[found.total], Decimal(FULL_SCORE))
    if found.total in found.score:
        yield _held(place, "各项得分合计", found.parts(found.score), found.score[found.total])
    for row, got in found.score.items():
        if row in found.points and got > found.points[row]:
            what = f"“{_indicator(sheet, row)}”的得分"
            yield PRINTED_POINTS.at(
                place, what=what, value=got, expected=f"不超过分值 {found.points[row]}"
            )


def _indicator(sheet: Sheet, row: int) -> str:
    """The name of an indicator: the text before its values, which is the longest of its row."""
    return max(sheet.texts[row][: sheet.grid.column_count // 2], key=len)


def _held(place: Location, what: str, value: Decimal, expected: Decimal) -> Outcome:
    if value == expected:
        return Held(PRINTED_POINTS.code)
    return PRINTED_POINTS.at(place, what=what, value=value, expected=expected)


def _read(sheet: Sheet, reading: Reading) -> _Points:
    """The numbers below 分值 and 得分, wherever the form has a row of labels, and beside 总分."""
    known = reading.words.labels.scores
    found = _Points()
    under: dict[int, Score] = {}
    for row, texts in enumerate(sheet.texts):
        named = {at: known[label] for at, t in enumerate(texts) if (label := normal(t)) in known}
        if Score.TOTAL in named.values():
            found.total = row
        elif named:
            under = named
            continue
        for column, score in under.items():
            _note(found, score, row, texts[column])
    return found


def _note(found: _Points, under: Score, row: int, text: str) -> None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return
    (found.points if under is Score.POINTS else found.score)[row] = number


CHECKS = (printed_points_add_up,)
