"""The words that a pack adds to those of the national forms: its ``vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from discloser.compute.measure import Measures
from discloser.finding import Finding, Rule, has_errors
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pack.consistency import UNKNOWN_MEASURE
from discloser.pack.layers import Layer, Layers
from discloser.pack.merge import read_layered
from discloser.validation import nearest, validate
from discloser.vocabulary.words import Words, national_words

FILE = "vocabulary.yaml"

NO_SHAPE = Rule(
    "T070",
    "新的表没有写读法",
    "“{role}”不是国家统一的表，没有写 shape（读法）。",
    "{hint}新的表要写 shape，和它的金额在哪本台账（of）。",
)


def read_vocabulary(
    layers: Layers, kind: Kind, measures: Measures
) -> tuple[Words, tuple[Finding, ...]]:
    """The words of the national forms with those of all layers, a nearer layer's first."""
    words, findings = national_words(), list[Finding]()
    for layer, _ in reversed(layers.find(FILE)):
        added, problems = _words_of(layer, layers.name, kind, measures, words)
        findings += problems
        words = words.joined(added) if added is not None else words
    return words, tuple(findings)


def _words_of(
    layer: Layer, pack: str, kind: Kind, measures: Measures, below: Words
) -> tuple[Words | None, tuple[Finding, ...]]:
    draft, sources, findings = read_layered(Layers(pack, (layer,)), FILE)
    if has_errors(findings):
        return None, findings
    words, problems, _ = validate(Words, draft or {}, sources)
    found = (*findings, *problems)
    if words is None:
        return None, found
    faults = (*_unknown_measures(words, kind, measures, sources), *_unread(words, below, sources))
    return (None if faults else words), (*found, *faults)


def _unknown_measures(
    words: Words, kind: Kind, measures: Measures, sources: SourceMap
) -> Iterator[Finding]:
    """The measures that a phrase of this kind names and that do not exist."""
    known = list(measures)
    for index, phrase in enumerate(words.phrases):
        for number, name in enumerate(phrase.means):
            if kind in phrase.kinds and name not in measures:
                place = sources.find(("phrases", index, "means", number))
                yield UNKNOWN_MEASURE.at(place, name=name, hint=nearest(name, known))


def _unread(words: Words, below: Words, sources: SourceMap) -> Iterator[Finding]:
    """The tables that are new and do not say how they are read."""
    for kind, tables in words.tables.items():
        known: Collection[Any] = below.tables[kind]
        for role, table in tables.items():
            if role not in known and table.shape is None:
                place = sources.find(("tables", kind, role))
                yield NO_SHAPE.at(place, role=role, hint=nearest(role, list(known)))
