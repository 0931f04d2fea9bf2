"""What has become of the faults of an earlier audit, as lines, as JSON and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discloser.audit.earlier import ToldFault, ToldPlace
from discloser.audit.faults import Fault
from discloser.audit.remedy import Gone, Remedy, Standing
from discloser.check.relations import relations
from discloser.finding import Severity
from discloser.report import Line, plain_line, shown
from discloser.report_rows import CheckRow

_INDENT = 4
_ROLES = {Standing.FIXED: "good", Standing.LOST: Severity.WARNING}


def counted(remedy: Remedy) -> str:
    """How many faults have each standing, in words."""
    told = "，".join(f"{name} {number} 处" for name, number in remedy.counts.items() if number)
    return told or "上次和这次都没有问题"


def remedy_lines(remedy: Remedy) -> Iterator[Line]:
    """The earlier faults that are not there any more, or were not looked for again."""
    made = f"（discloser {remedy.version}）" if remedy.version else ""
    yield plain_line(f"== 和上次的结果“{remedy.source}”{made}比：{counted(remedy)}", "heading")
    for standing in (Standing.LOST, Standing.FIXED):
        members = [each for each in remedy.gone if each.standing is standing]
        if members:
            yield plain_line(f"-- {standing} {len(members)} 处", _ROLES[standing])
        for each in members:
            yield plain_line(f"{_where(each.fault)}: {each.fault.code} {each.fault.message}")
            if each.reason:
                yield plain_line(f"原因：{each.reason}", indent=_INDENT)


def remedy_json(remedy: Remedy) -> dict[str, object]:
    """It for programs; the faults of now have their standing beside them."""
    return {
        "report": remedy.source,
        "discloser": remedy.version,
        "counts": {each.name.lower(): remedy.counts[each.value] for each in Standing},
        "fixed": [_gone_json(each) for each in remedy.gone if each.standing is Standing.FIXED],
        "lost": [_gone_json(each) for each in remedy.lost],
    }


def remedy_rows(remedy: Remedy, faults: Sequence[Fault]) -> list[CheckRow]:
    """The rows of the check sheet: what is to be done before what is done."""
    now = [
        (
            *_ground(fault.finding.code),
            standing.value,
            f"{fault.finding.message}{fault.finding.remedy}",
            shown([fault.place]) if fault.place is not None else "",
        )
        for standing in (Standing.LEFT, Standing.NEW)
        for fault, own in zip(faults, remedy.standings, strict=True)
        if own is standing
    ]
    gone = [
        (
            *_ground(each.fault.code),
            standing.value,
            f"上次：{each.fault.message}{f'（{each.reason}）' if each.reason else ''}",
            _where(each.fault),
        )
        for standing in (Standing.LOST, Standing.FIXED)
        for each in remedy.gone
        if each.standing is standing
    ]
    return [*now, *gone]


def _gone_json(gone: Gone) -> dict[str, object]:
    return {**gone.fault.model_dump(mode="json"), "reason": gone.reason}


def _ground(code: str) -> tuple[str, str]:
    relation = relations().get(code)
    return (f"{code} {relation.demand}", relation.basis) if relation is not None else (code, "")


def _where(fault: ToldFault) -> str:
    """The place that an earlier report tells first."""
    place = fault.cause or next(iter(fault.locations), ToldPlace())
    return f"《{place.sheet}》{place.cell or ''}" if place.sheet else place.file
