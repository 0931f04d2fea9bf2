"""The money of a self-evaluation as it is printed: rate, sums, ledger, score (P15 to P18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from discloser.check.check import document_check, proof_check
from discloser.check.compare import SIDES, equal
from discloser.check.named import WAN
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import PERCENT, Printed, Term, total
from discloser.check.reader.shapes.evaluation import EvaluatedRow, PrintedEvaluation
from discloser.check.reader.sheet import Amount
from discloser.check.subject import Proof, Reading
from discloser.compute.evaluation import Evaluation, Outturn, evaluate
from discloser.compute.ledger import Column
from discloser.finding import Finding, Rule
from discloser.location import FieldPath
from discloser.model.evaluation import FULL_SCORE
from discloser.model.values import Kind
from discloser.money import yuan_text
from discloser.vocabulary.labels import Score
from discloser.vocabulary.names import normal

RATE = Rule(
    "P15",
    "印的执行率不对",
    "“{label}”的执行率印的是 {printed}，{executed}÷{budget}应为 {expected}。",
    "请核对自评表的全年预算数、全年执行数和执行率，和模板包里这张表的写法。",
)
SUM = Rule(
    "P16",
    "自评表的各项资金加起来不对",
    SIDES,
    "请核对自评表各项资金来源的数，和模板包里这张表的写法。",
)
MONEY = Rule(
    "P17",
    "自评表的数与决算不同",
    "{cell}印的是{printed}，{source}是{amount}元。",
    "请核对模板包里这张表的写法；台账有误的，改台账；确实要印别的数的，"
    "在“自评的数与决算不同的原因”里写明。",
)
SCORE = Rule(
    "P18",
    "印的执行率得分不对",
    "“{label}”的得分印的是 {printed}，执行率 {rate} 应得 {expected} 分。",
    "请核对执行率的分值和得分；评分办法另有规定的，在“自评的数与决算不同的原因”里写明。",
)


def _evaluations(reading: Reading) -> Iterator[PrintedEvaluation]:
    for table in reading.reader.tables:
        if table.evaluation is not None:
            yield table.evaluation


@document_check(RATE, kind=Kind.FINAL_ACCOUNT, says_all=True)
def rates_are_what_was_spent_of_the_budget(reading: Reading) -> Iterator[Outcome]:
    for evaluation in _evaluations(reading):
        for row in evaluation.rows:
            rate, bounds = row.scores.get(Score.RATE), _rate_of(row)
            if rate is not None and bounds is not None:
                yield _rate(row, rate, bounds)
            elif rate is not None and row.budget is not None and not row.budget.printed.value:
                yield _broken(row, rate, "（不写）")


def _rate(row: EvaluatedRow, rate: Amount, bounds: tuple[Decimal, Decimal]) -> Outcome:
    if _percent(rate).within(bounds):
        return Held(RATE.code)
    return _broken(row, rate, f"{sum(bounds) / 2:.2f}%")


def _broken(row: EvaluatedRow, rate: Amount, expected: str) -> Finding:
    executed, budget = row.amounts[Column.AMOUNT], row.budget
    return RATE.at(
        *row.term(rate).places,
        label=row.label,
        printed=rate.sheet.texts[rate.row][rate.column],
        executed=executed.text,
        budget=budget.text if budget is not None else "",
        expected=expected,
    )


def _rate_of(row: EvaluatedRow) -> tuple[Decimal, Decimal] | None:
    """The bounds of the percentage that its amounts make; None where they make none."""
    executed, budget = row.amounts.get(Column.AMOUNT), row.budget
    if executed is None or budget is None:
        return None
    return executed.printed.ratio(budget.printed)


def _percent(rate: Amount) -> Printed:
    """A rate in percent: one without a sign that is at most 1 is a fraction."""
    texts = (rate.sheet.texts[rate.row][rate.column], *rate.sheet.headers[rate.column])
    printed = rate.printed
    if any(sign in text for text in texts for sign in PERCENT) or printed.value > 1:
        return printed
    return Printed(printed.value * FULL_SCORE, printed.slack * FULL_SCORE)


@document_check(SUM, kind=Kind.FINAL_ACCOUNT, says_all=True)
def sources_add_up(reading: Reading) -> Iterator[Outcome]:
    for evaluation in _evaluations(reading):
        for whole, parts in evaluation.sums():
            for column, amount in whole.amounts.items():
                terms = [row.term(row.amounts[column]) for row in parts if column in row.amounts]
                if terms:
                    yield from equal(SUM, whole.term(amount), total(terms, "各项资金合计"))


@proof_check(MONEY, kind=Kind.FINAL_ACCOUNT, says_all=True)
def amounts_equal_the_accounts(reading: Proof) -> Iterator[Outcome]:
    stated = evaluate(reading.figures, reading.limits) if _has_reason(reading) else None
    for evaluation in _evaluations(reading):
        for row in evaluation.rows:
            if stated is not None:
                yield from _of_input(reading, row, _typed(stated, row))
            else:
                is_clear = evaluation.is_clear(row) and _is_known(reading, row)
                yield from _of_ledger(reading, row, row.meaning if is_clear else None)


def _has_reason(reading: Reading) -> bool:
    """Whether the input has a reason for other figures than the ledger's, so that they stand."""
    evaluation = reading.given.disclosure.evaluation if reading.given is not None else None
    return evaluation is not None and bool(evaluation.difference_reason)


def _is_known(reading: Proof, row: EvaluatedRow) -> bool:
    """Whether the ledger has lines of the project that a row names, if it names one."""
    parts = row.meaning.parts if row.meaning is not None else ()
    named = {name for _, where in parts for name, _, _ in where.conditions}
    return "project" not in named or bool(row.meaning and row.meaning.lines(reading.figures.ledger))


def _of_input(reading: Proof, row: EvaluatedRow, stated: Outturn | None) -> Iterator[Outcome]:
    for column, amount in row.amounts.items():
        if stated is None:
            yield _unknown(row, amount)
        else:
            paths = stated.fields[column]
            yield _held(reading, row.term(amount), "填报的数", stated.amounts[column], paths)


def _of_ledger(reading: Proof, row: EvaluatedRow, meaning: Meaning | None) -> Iterator[Outcome]:
    for column, amount in row.amounts.items():
        if meaning is None:
            yield _unknown(row, amount)
        else:
            lines = meaning.lines(reading.figures.ledger).of_column(column)
            paths = [entry.path for entry in lines]
            yield _held(
                reading, row.term(amount), "台账中对应的各行合计", lines.total(column), paths
            )


def _unknown(row: EvaluatedRow, amount: Amount) -> Unchecked:
    return Unchecked(MONEY.code, f"“{row.label}”不知道是台账的哪些行", row.term(amount).places[0])


def _held(
    reading: Proof,
    term: Term,
    source: str,
    exact: Decimal,
    paths: Iterable[FieldPath],
) -> Outcome:
    if term.printed.stands_for(exact / WAN):
        return Held(MONEY.code)
    return MONEY.at(
        *term.places,
        *(reading.sources.find(path) for path in paths),
        cell=term.label,
        printed=f"{term.printed}万元",
        source=source,
        amount=yuan_text(exact),
    )


def _typed(made: Evaluation, row: EvaluatedRow) -> Outturn | None:
    """What the input states of a row's money, where it has a reason to."""
    named = {normal(each.label): each for each in (*made.sources, *made.projects)}
    label = normal(row.label)
    found = [each for name, each in named.items() if label.endswith(name)]
    if found:
        return max(found, key=lambda each: len(each.label))
    return made.whole if row.is_whole else None


@document_check(SCORE, kind=Kind.FINAL_ACCOUNT, says_all=True)
def execution_gives_its_printed_score(reading: Reading) -> Iterator[Outcome]:
    for evaluation in () if _has_reason(reading) else _evaluations(reading):
        for row in evaluation.rows:
            score, points = (row.scores.get(each) for each in (Score.SCORE, Score.POINTS))
            bounds = _rate_of(row)
            if score is not None and points is not None and bounds is not None:
                ways = list(_scores(bounds, points.printed.value, reading))
                yield _score(row, score, bounds, ways)


def _score(
    row: EvaluatedRow,
    score: Amount,
    rate: tuple[Decimal, Decimal],
    ways: list[tuple[Decimal, Decimal]],
) -> Outcome:
    if any(score.printed.within(way) for way in ways):
        return Held(SCORE.code)
    return SCORE.at(
        *row.term(score).places,
        label=row.label,
        printed=score.printed,
        rate=f"{sum(rate) / 2:.2f}%",
        expected=" 或 ".join(dict.fromkeys(f"{sum(way) / 2:.2f}" for way in ways)),
    )


def _scores(
    rate: tuple[Decimal, Decimal], points: Decimal, reading: Reading
) -> Iterator[tuple[Decimal, Decimal]]:
    """The bounds of the score that a rate gives, in each way that the limits know."""
    for full in reading.limits.execution_full_rates:
        low, high = (min(end / FULL_SCORE / full, Decimal(1)) * points for end in rate)
        yield low, high


CHECKS = (
    rates_are_what_was_spent_of_the_budget,
    sources_add_up,
    amounts_equal_the_accounts,
    execution_gives_its_printed_score,
)
