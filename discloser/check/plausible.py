"""What an input says beside its ledger: prior years, reasons, procurement, magnitudes."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.registry import Subject, check
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.model.values import Kind
from discloser.money import yuan_text

PRIOR = Rule(
    "I02",
    "上年数与上年输入文件不一致",
    "“{label}”的上年数填的是 {given} 元，上年输入文件算出 {computed} 元，相差 {difference} 元。",
    "请核对；以上年文件为准的，删去上年数里的这一项。",
    Severity.WARNING,
    source="增减额＝本年数－上年数，上年数应与上年公开的一致",
)
NATURE = Rule(
    "I05",
    "没有填单位性质",
    "{units}没有填单位性质，所以两套经济分类按各种单位都可用的对应关系核对，"
    "机关（机构）运行经费只核对不大于公用经费。",
    "请填上单位性质：行政单位、参公事业单位或事业单位。",
    Severity.NOTE,
    source="单位性质决定政府预算经济分类（财预〔2017〕98号）和机关运行经费的范围",
)
OPENING = Rule(
    "F22",
    "年初结转与上年年末结转不一致",
    "本年年初结转和结余 {opening} 元，上年决算年末结转和结余 {closing} 元，相差 {difference} 元。",
    "请核对；因会计差错更正等调整的，在说明中写明。",
    Severity.WARNING,
    source="本年年初结转和结余＝上年决算年末结转和结余",
)


@check()
def prior_year_equals_last_years_input(subject: Subject) -> Iterator[Finding]:
    """I02: 增减额＝本年数－上年数，上年数应与上年公开的一致."""
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


@check("units")
def natures_are_known(subject: Subject) -> Iterator[Finding]:
    """I05: 单位性质决定政府预算经济分类（财预〔2017〕98号）和机关运行经费的范围."""
    units = subject.figures.disclosure.units
    unknown = [index for index, unit in enumerate(units) if unit.nature is None]
    if unknown:
        names = f"“{units[unknown[0]].name}”"
        more = f"等 {len(unknown)} 个单位" if len(unknown) > 1 else ""
        places = subject.places([("units", index) for index in unknown])
        yield NATURE.at(*places, units=names + more)


@check("receipts", kind=Kind.FINAL_ACCOUNT)
def opening_equals_last_closing(subject: Subject) -> Iterator[Finding]:
    """F22: 本年年初结转和结余＝上年决算年末结转和结余."""
    last = subject.last_year
    if last is None or last.disclosure.kind is not Kind.FINAL_ACCOUNT:
        return
    opening = subject.figures["carried_over_receipts"].amount
    closing = last["closing_total"].amount
    if opening != closing:
        carried = subject.figures["carried_over_receipts"].lines
        paths: list[FieldPath] = [(*entry.path, "amount") for entry in carried]
        yield OPENING.at(
            *subject.places(paths or [("receipts",)]),
            figures=("carried_over_receipts",),
            opening=yuan_text(opening),
            closing=yuan_text(closing),
            difference=yuan_text(abs(opening - closing)),
        )
