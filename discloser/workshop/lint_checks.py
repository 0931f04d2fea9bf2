"""Hold each sample's document to the checks: what a pack prints of a valid input must pass them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from discloser.check.catalogue import all_codes
from discloser.check.run import check_proof
from discloser.check.subject import Proof
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.pack.pack import Pack
from discloser.pack.rules import RuleChanges, load_rule_changes, with_changes
from discloser.workshop.lint_places import place_of_print
from discloser.workshop.trial import Trial

BROKEN = Rule(
    "T066",
    "样例的文档过不了核对",
    "{code} {message}{times}（{samples}）",
    "样例填的数都是对的，错在模板包：请核对这里取的口径、筛选条件、栏名和写法。{remedy}",
)
DOUBTFUL = Rule(
    "T067",
    "样例的文档有疑点",
    "{code} {message}{times}（{samples}）",
    "样例填的内容都是齐的，请核对模板包里这里的写法。{remedy}",
    Severity.WARNING,
)
_READING = frozenset({"A06", "A10"})
"""What the reader did not understand; that is told for every table."""
_OF_VALUES = frozenset({"N33"})
"""What the made-up counts of a sample break, which nobody made to add up."""
_Cause = tuple[str, Location]


def failed_checks(
    pack: Pack, trials: Iterable[Trial], readings: Iterable[Proof]
) -> Iterator[Finding]:
    """What the documents of the samples are told, each cause once, where it is in the pack.

    Warnings count where a sample says all that it may: else they tell of what it lacks.
    """
    changes, _ = load_rule_changes(pack.layers, pack.kind, all_codes())
    causes: dict[_Cause, list[tuple[Trial, Finding]]] = {}
    for trial, reading in zip(trials, readings, strict=True):
        for finding in _told(trial, reading, changes):
            place = place_of_print(pack, trial.document, finding.location)
            causes.setdefault((finding.code, place), []).append((trial, finding))
    for (_, place), found in causes.items():
        yield _as_one(place, found)


def _told(trial: Trial, reading: Proof, changes: RuleChanges) -> Iterator[Finding]:
    findings, _ = check_proof(reading)
    for finding in with_changes(findings, changes):
        counts = trial.sample.is_whole and finding.severity is Severity.WARNING
        is_told = counts or finding.severity is Severity.ERROR
        if is_told and finding.code not in _READING | _OF_VALUES:
            yield finding


def _as_one(place: Location, found: Sequence[tuple[Trial, Finding]]) -> Finding:
    first = found[0][1]
    names = list(dict.fromkeys(trial.sample.what for trial, _ in found))
    more = f"等 {len(names)} 份样例" if len(names) > 1 else ""
    here = sum(trial is found[0][0] for trial, _ in found)
    rule = BROKEN if first.severity is Severity.ERROR else DOUBTFUL
    made = rule.at(
        place,
        code=first.code,
        message=first.message.removesuffix("。"),
        times=f"，等 {here} 处" if here > 1 else "",
        samples="、".join(names[:3]) + more,
        remedy=first.remedy,
    )
    return replace(made, figures=first.figures)
