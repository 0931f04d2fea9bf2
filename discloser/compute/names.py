"""Figures by their Chinese names: what a person types, and the names in an input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discloser import names
from discloser.compute.measure import Measures
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure

TWICE = Rule(
    "I022",
    "同一个数写了两次",
    "“{name}”和“{other}”是同一个数，不知道以哪个为准。",
    "请只留一个。",
)
_PARTS: tuple[tuple[str, ...], ...] = (
    ("prior_year", "figures"),
    ("reasons",),
    ("control_figures",),
)


def resolve(text: str, measures: Measures, *, part: bool = False) -> names.Resolved:
    """Find the figure that a text means: a name, a Chinese label, or both."""
    return names.resolve(text, labels(measures), part=part)


def labels(measures: Measures) -> dict[str, str]:
    """Each figure's name with its Chinese label."""
    return {name: measure.label for name, measure in measures.written.items()}


def with_names(
    disclosure: Disclosure, sources: SourceMap, measures: Measures
) -> tuple[Disclosure, SourceMap, tuple[Finding, ...]]:
    """Call the figures of an input by their names where it calls them by their labels.

    What is no figure's label keeps the words that were typed. The units' own parts are gone
    through too; places are found by name from then on.
    """
    naming = _Naming(sources, measures)
    units = tuple(
        unit.model_copy(update={"own": naming.renamed(unit.own, ("units", index, "own"))})
        for index, unit in enumerate(disclosure.units)
    )
    named = naming.renamed(disclosure, ()).model_copy(update={"units": units})
    if not naming.written and not naming.findings:
        return disclosure, sources, ()
    return named, sources.renamed(naming.written), tuple(naming.findings)


def draft_with_names(draft: Mapping[str, Any], measures: Measures) -> dict[str, Any]:
    """A draft that calls the figures by their names where it called them by their labels."""
    called = labels(measures)

    def keyed(values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        named = {names.resolve(str(text), called).name or text: text for text in values}
        # Of a figure that is written twice neither is lost: reading has told of it.
        whole = len(named) == len(values)
        return {name: values[text] for name, text in named.items()} if whole else dict(values)

    def renamed(holder: Any) -> Any:
        if not isinstance(holder, Mapping):
            return holder
        made = dict(holder)
        for first, *rest in _PARTS:
            part = made.get(first)
            if rest and isinstance(part, Mapping) and rest[0] in part:
                made[first] = {**part, rest[0]: keyed(part[rest[0]])}
            elif not rest and part is not None:
                made[first] = keyed(part)
        return made

    whole = renamed(draft)
    units = whole.get("units")
    if isinstance(units, list):
        whole["units"] = [
            {**unit, "own": renamed(unit["own"])}
            if isinstance(unit, Mapping) and "own" in unit
            else unit
            for unit in units
        ]
    return whole  # type: ignore[no-any-return]


class _Naming:
    """Gathers which names stand for which written ones, and what is written twice."""

    def __init__(self, sources: SourceMap, measures: Measures) -> None:
        self.written: dict[FieldPath, FieldPath] = {}
        self.findings: list[Finding] = []
        self._sources = sources
        self._labels = labels(measures)

    def renamed(self, holder: Any, path: FieldPath) -> Any:
        """A copy of a model whose parts are keyed by figures' names."""
        update: dict[str, Any] = {}
        for part in _PARTS:
            owner = holder if len(part) == 1 else getattr(holder, part[0])
            if part[-1] not in type(owner).model_fields:
                continue
            keyed = self._keyed(getattr(owner, part[-1]), (*path, *part))
            nested = owner.model_copy(update={part[-1]: keyed}) if len(part) > 1 else keyed
            update[part[0]] = nested
        return holder.model_copy(update=update)

    def _keyed(self, values: Mapping[str, Any], path: FieldPath) -> dict[str, Any]:
        keyed: dict[str, Any] = {}
        before: dict[str, str] = {}
        for text, value in values.items():
            name = names.resolve(text, self._labels).name or text
            if name in keyed:
                places = (self._sources.find((*path, each)) for each in (text, before[name]))
                self.findings.append(TWICE.at(*places, name=before[name], other=text))
                continue
            keyed[name], before[name] = value, text
            if name != text:
                self.written[(*path, name)] = (*path, text)
        return keyed
