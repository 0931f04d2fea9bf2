"""What an input says beside its ledger: prior years, reasons, procurement, magnitudes."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule, Severity
from discloser.money import yuan_text

PRIOR = Rule(
    "I02",
    "上年数与上年输入文件不一致",
    "“{label}”的上年数填的是 {given} 元，上年输入文件算出 {computed} 元，相差 {difference} 元。",
    "请核对；以上年文件为准的，删去上年数里的这一项。",
    Severity.WARNING,
)
NATURE = Rule(
    "I05",
    "没有填单位性质",
    "{units}没有填单位性质，所以两套经济分类按各种单位都可用的对应关系核对，"
    "机关（机构）运行经费只核对不大于公用经费。",
    "请填上单位性质：行政单位、参公事业单位或事业单位。",
    Severity.NOTE,
)


@check(PRIOR)
def prior_year_equals_last_years_input(subject: Subject) -> Iterator[Finding]:
    given = subject.figures.disclosure.prior_year.figures
    for name, amount in given.items():
        computed = subject.last_year.get(name) if subject.last_year is not None else None
        if computed is not None and computed.amount != amount:
            yield PRIOR.at(
                subject.place("prior_year", "figures", name),
                figures=(name,),
                label=computed.label,
                given=yuan_text(amount),
                computed=yuan_text(computed.amount),
                difference=yuan_text(abs(amount - computed.amount)),
            )


@check(NATURE, needs=("units",))
def natures_are_known(subject: Subject) -> Iterator[Finding]:
    units = subject.figures.disclosure.units
    unknown = [index for index, unit in enumerate(units) if unit.nature is None]
    if unknown:
        names = f"“{units[unknown[0]].name}”"
        more = f"等 {len(unknown)} 个单位" if len(unknown) > 1 else ""
        places = subject.places([("units", index) for index in unknown])
        yield NATURE.at(*places, units=names + more)


CHECKS = (
    prior_year_equals_last_years_input,
    natures_are_known,
)
