"""The self-evaluation of a final account: points, scores, grades, and its money (P01, P02, …)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.compute.evaluation import (
    Evaluation,
    Outturn,
    evaluate,
    ledger_of_project,
    ledger_of_source,
    scores_of,
    typed_figures,
)
from discloser.compute.ledger import Column, Ledger, Side
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, Location
from discloser.model.evaluation import FULL_SCORE, EvaluatedProject, Execution, Grade
from discloser.model.values import Kind
from discloser.money import yuan_text
from discloser.rounding import round_half_up

POINTS = Rule(
    "P01",
    "自评分值得分不符",
    "{what}是 {value}，应为 {expected}。",
    "请核对绩效自评的分值和得分。",
)
EXECUTION = Rule(
    "P02",
    "预算执行率得分不符",
    "执行数 {executed} 元÷全年预算数 {adjusted} 元＝{rate}%，按执行率应得 {expected} 分，"
    "填的是 {score} 分。",
    "请清空这一格，由程序按执行率算；评分办法另有规定的，在“自评的数与决算不同的原因”里写明，"
    "就照填的印。",
)
GRADE = Rule(
    "P04",
    "自评等级与得分不符",
    "“{name}”得 {score} 分，应为“{expected}”，填的是“{grade}”。",
    "请核对得分和等级：{scale}。",
)
TYPED = Rule(
    "P05",
    "自评填的数与决算不同",
    "“{name}”的{what}填的是 {typed} 元，由台账算出是 {ledger} 元，相差 {difference} 元。",
    "这些数由台账算，请清空这一格，或改正台账；公开的自评表确实要印别的数的，"
    "在“自评的数与决算不同的原因”里写明，就照填的印。",
)
NO_ADJUSTED = Rule(
    "P10",
    "没有全年预算数",
    "自评要印预算执行率，“支出”里有 {count} 行填了决算数、没有填全年预算数，执行率算不出来。",
    "请填这些行的“全年预算数”：调整以后的预算，没有调整过的与年初预算数相同，没有的填 0。",
)
STANDS = Rule(
    "P11",
    "自评照填的数印",
    "有 {count} 个数照填的印，与台账算出的不同。写明的原因：{reason}",
    "不用处理；要改为由台账算的，清空这些格。",
    Severity.NOTE,
)
RATE = Rule(
    "P12",
    "执行率指标与执行率不符",
    "指标“{name}”的实际完成值是 {actual}，执行率是 {rate}%。",
    "请核对实际完成值：执行率＝全年执行数÷全年预算数。",
    Severity.WARNING,
)
_LISTED = 20
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")


@check(POINTS, needs=("evaluation", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def points_add_up(subject: Subject) -> Iterator[Finding]:
    made = evaluate(subject.figures, subject.limits)
    if made is None or not made.declared.of_whole:
        return
    evaluation = made.declared
    if made.total_points is not None and made.total_points != FULL_SCORE:
        place = subject.place("evaluation")
        yield POINTS.at(place, what="各项分值合计", value=made.total_points, expected=FULL_SCORE)
    if made.score is not None and made.score > made.execution_points:
        yield POINTS.at(
            subject.place("evaluation", "execution_score"),
            what="预算执行率得分",
            value=made.score,
            expected=f"不超过分值 {made.execution_points}",
        )
    for index, item in enumerate(evaluation.indicators):
        if item.score is not None and item.points is not None and item.score > item.points:
            yield POINTS.at(
                subject.place("evaluation", "indicators", index, "score"),
                what=f"“{item.name}”得分",
                value=item.score,
                expected=f"不超过分值 {item.points}",
            )


@check(EXECUTION, needs=("evaluation", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def execution_gives_its_score(subject: Subject) -> Iterator[Finding]:
    made = evaluate(subject.figures, subject.limits)
    typed = made.declared.execution_score if made is not None else None
    if made is None or typed is None or made.whole.rate is None:
        return
    scores = scores_of(made.whole.rate, made.execution_points, subject.limits)
    if round_half_up(typed, 2) not in scores and not made.declared.difference_reason:
        yield EXECUTION.at(
            subject.place("evaluation", "execution_score"),
            executed=yuan_text(made.whole.amounts[Column.AMOUNT]),
            adjusted=yuan_text(made.whole.amounts[Column.ADJUSTED_BUDGET]),
            rate=round_half_up(made.whole.rate * 100, 2),
            expected=" 或 ".join(str(score) for score in dict.fromkeys(scores)),
            score=typed,
        )


@check(GRADE, needs=("evaluation", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def grades_follow_scores(subject: Subject) -> Iterator[Finding]:
    made = evaluate(subject.figures, subject.limits)
    if made is None:
        return
    limits = subject.limits
    for place, name, score, grade in _graded(made, subject):
        if score is None or grade is None:
            continue
        expected = limits.grade(score)
        if grade is not expected:
            yield GRADE.at(
                place,
                name=name,
                score=score,
                expected=expected,
                grade=grade,
                scale=limits.grades_in_words,
            )


def _graded(
    made: Evaluation, subject: Subject
) -> Iterator[tuple[Location, str, Decimal | None, Grade | None]]:
    declared = made.declared
    if declared.grade is not None and (declared.indicators or made.score is not None):
        place = subject.place("evaluation", "grade")
        yield place, "部门整体", made.total_score, declared.grade
    for index, project in enumerate(declared.projects):
        place = subject.place("evaluation", "projects", index, "grade")
        yield place, project.name, project.score, project.grade
    for index, assessed in enumerate(declared.department_evaluations):
        place = subject.place("evaluation", "department_evaluations", index, "grade")
        yield place, assessed.name or "部门评价项目", assessed.score, assessed.grade


@dataclass(frozen=True, slots=True)
class _Typed:
    """A figure that the input types, with what the ledger makes it, in 元."""

    name: str
    what: str
    typed: Decimal
    ledger: Decimal
    path: FieldPath


@check(
    TYPED,
    STANDS,
    needs=("evaluation", "expenditure"),
    kind=Kind.FINAL_ACCOUNT,
)
def typed_figures_equal_the_ledger(subject: Subject) -> Iterator[Finding]:
    evaluation = subject.figures.disclosure.evaluation
    reason = evaluation.difference_reason if evaluation is not None else ""
    different = [each for each in _all_typed(subject) if each.typed != each.ledger]
    if reason and different:
        places = subject.places(each.path for each in different)
        yield STANDS.at(*places, count=len(different), reason=reason)
        return
    for each in different:
        yield TYPED.at(
            subject.place(*each.path),
            name=each.name,
            what=each.what,
            typed=yuan_text(each.typed),
            ledger=yuan_text(each.ledger),
            difference=yuan_text(abs(each.typed - each.ledger)),
        )


def _all_typed(subject: Subject) -> Iterator[_Typed]:
    evaluation = subject.figures.disclosure.evaluation
    if evaluation is None:
        return
    for index, row in enumerate(evaluation.execution):
        lines = ledger_of_source(subject.figures, row.source)
        yield from _of_row(row, row.source, lines, ("evaluation", "execution", index))
    for index, project in enumerate(evaluation.projects):
        lines = ledger_of_project(subject.figures, project.name)
        yield from _of_row(project, project.name, lines, ("evaluation", "projects", index))


def _of_row(
    row: Execution | EvaluatedProject, name: str, lines: Ledger, path: FieldPath
) -> Iterator[_Typed]:
    known = Outturn.of(name, lines)
    for column, field, title, amount in typed_figures(row):
        yield _Typed(name, title, amount, known.amounts[column], (*path, field))


@check(NO_ADJUSTED, needs=("evaluation", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def the_rate_has_a_budget(subject: Subject) -> Iterator[Finding]:
    evaluation = subject.figures.disclosure.evaluation
    if evaluation is None or not evaluation.of_whole:
        return
    stands = evaluation.execution if evaluation.difference_reason else ()
    typed = {row.source for row in stands if row.adjusted_budget is not None}
    lines = [
        entry
        for entry in subject.figures.ledger.side(Side.EXPENDITURE)
        if entry.amounts[Column.AMOUNT] and Column.ADJUSTED_BUDGET not in entry.amounts
    ]
    paths = [
        (*entry.path, Column.ADJUSTED_BUDGET.value)
        for entry in lines
        if entry.dimensions["fund_group"] not in typed
    ]
    if paths:
        yield NO_ADJUSTED.at(*subject.places(paths[:_LISTED]), count=len(paths))


@check(RATE, needs=("evaluation", "expenditure"), kind=Kind.FINAL_ACCOUNT)
def the_rates_indicator_has_the_rate(subject: Subject) -> Iterator[Finding]:
    made = evaluate(subject.figures, subject.limits)
    if made is None or made.whole.rate is None:
        return
    rate = round_half_up(made.whole.rate * 100, 2)
    for index, item in enumerate(made.declared.indicators):
        match = _PERCENT.fullmatch(item.actual)
        if item.name != "预算执行率" or match is None:
            continue
        typed = Decimal(match[1])
        if round_half_up(rate, max(0, -int(typed.as_tuple().exponent))) != typed:
            place = subject.place("evaluation", "indicators", index, "actual")
            yield RATE.at(place, name=item.name, actual=item.actual, rate=rate)


CHECKS = (
    points_add_up,
    execution_gives_its_score,
    grades_follow_scores,
    typed_figures_equal_the_ledger,
    the_rate_has_a_budget,
    the_rates_indicator_has_the_rate,
)
