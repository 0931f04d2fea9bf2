"""The measures of a pack that add up counts, such as 编制人数, and not money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from discloser.compute.measure import Measure, Measures
from discloser.finding import Finding, Rule
from discloser.location import SourceMap

TAKEN = Rule(
    "T103",
    "个数和金额同名",
    "“{name}”已经是一个金额口径的名称，不能再用来数个数。",
    "请换一个名称。",
)


def counting_in(measures: Sequence[Measure], known: Measures) -> list[Measure]:
    """Those of a file that add up a count: a column, or other measures that do."""
    counting = {name: known[name] for name in known}
    own: list[Measure] = []
    while True:
        made = (_counting(each, counting) for each in measures)
        found = [each for each in made if each is not None and each not in own]
        if not found:
            return own
        own += found
        counting |= {measure.name: measure for measure in found}


def _counting(measure: Measure, counting: Mapping[str, Measure]) -> Measure | None:
    """A measure as one of counts; None where it is not, or not yet known to be."""
    if measure.sum and all(part in counting for part in measure.sum):
        first = counting[measure.sum[0]]
        return replace(measure, value=first.value, counted=first.counted)
    return measure if measure.counted is not None else None


def taken_names(
    counting: Sequence[Measure], measures: Measures, sources: SourceMap
) -> Iterator[Finding]:
    """The measures of counts that are called as one of amounts is."""
    for measure in counting:
        if measure.name in measures:
            yield TAKEN.at(sources.find((measure.name,)), name=measure.name)
