"""The tables of performance targets against what the input says."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import proof_check
from discloser.check.compare import Missing
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.subject import Proof
from discloser.finding import Rule, Severity
from discloser.model.values import Kind

TEXT = Rule(
    "N19",
    "绩效指标的文字与填报不一致",
    "“{table}”里的“{text}”不是填报的指标名称或指标值。",
    "请核对模板包中这张表取的内容。",
    Severity.WARNING,
)


@proof_check(TEXT, kind=Kind.BUDGET, of_words=True, says_all=True)
def indicators_are_those_of_the_input(reading: Proof) -> Iterator[Outcome]:
    sheet = reading.table("project_targets")
    if isinstance(sheet, Missing):
        yield Unchecked(TEXT.code, sheet.reason)
        return
    known = {
        text.strip()
        for project in reading.figures.disclosure.projects
        for part in (project.cost, project.output, project.benefit, project.satisfaction)
        for indicator in part
        for text in (indicator.name, indicator.value)
    }
    texts = reading.words.labels.texts
    for column in range(sheet.grid.column_count):
        if sheet.leaf(column) not in texts.indicators | texts.indicator_values:
            continue
        for row in sheet.rows:
            text = sheet.texts[row][column].strip()
            if text and text not in known:
                yield TEXT.at(sheet.place(row, column), table=sheet.caption, text=text)
            elif text:
                yield Held(TEXT.code)


CHECKS = (indicators_are_those_of_the_input,)
