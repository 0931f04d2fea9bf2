"""The words that a pack adds to those of the national forms: its ``vocabulary.yaml``."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from discloser.compute.measure import Measures
from discloser.finding import Finding, Rule, has_errors
from discloser.location import FieldPath, SourceMap
from discloser.model.supplement import HOLDER, ValueType
from discloser.model.values import Kind
from discloser.pack.consistency import UNKNOWN_MEASURE
from discloser.pack.fields import Fields, FieldSpec, Per
from discloser.pack.layers import Layer, Layers
from discloser.pack.merge import read_layered
from discloser.validation import nearest, validate
from discloser.vocabulary.counts import is_of_input
from discloser.vocabulary.words import Words, national_words

FILE = "vocabulary.yaml"

NO_SHAPE = Rule(
    "T070",
    "新的表没有写读法",
    "“{role}”不是国家统一的表，没有写 shape（读法）。",
    "{hint}新的表要写 shape，和它的金额在哪本台账（of）。",
)


UNKNOWN_FIELD = Rule(
    "T102",
    "没有这个要填的内容",
    "{word} 写的是“{name}”，{problem}。",
    "{hint}要写 fields.yaml 里{wanted}的名称，如 supplement.名称；"
    "只用于一种公开的，这一项也写上 kinds。",
)
NONE = Measures(())
"""The counts of a pack that counts nothing."""
_COUNTED = (ValueType.COUNT, ValueType.NUMBER)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the words of a pack of one kind may name."""

    kind: Kind
    measures: Measures
    counts: Measures
    fields: Fields


def read_vocabulary(
    layers: Layers, kind: Kind, measures: Measures, fields: Fields, counts: Measures = NONE
) -> tuple[Words, tuple[Finding, ...]]:
    """The words of the national forms with those of all layers, a nearer layer's first.

    ``measures`` are those of amounts, ``fields`` all that any of the layers declares, also what a
    nearer one drops.
    """
    words, findings = national_words(), list[Finding]()
    known = _Known(kind, measures, counts, fields)
    for layer, _ in reversed(layers.find(FILE)):
        added, problems = _words_of(layer, layers.name, known, words)
        findings += problems
        words = words.joined(added) if added is not None else words
    return words, tuple(findings)


def _words_of(
    layer: Layer, pack: str, known: _Known, below: Words
) -> tuple[Words | None, tuple[Finding, ...]]:
    draft, sources, findings = read_layered(Layers(pack, (layer,)), FILE)
    if has_errors(findings):
        return None, findings
    words, problems, _ = validate(Words, draft or {}, sources)
    found = (*findings, *problems)
    if words is None:
        return None, found
    faults = (
        *_unknown_measures(words, known, sources),
        *_unknown_counts(words, known, sources),
        *_unknown_fields(words, known, sources),
        *_unread(words, below, sources),
    )
    return (None if faults else words), (*found, *faults)


def _unknown_measures(words: Words, known: _Known, sources: SourceMap) -> Iterator[Finding]:
    """The measures that a phrase of this kind names and that do not exist."""
    for index, phrase in enumerate(words.phrases):
        for number, name in enumerate(phrase.means):
            if known.kind in phrase.kinds and name not in known.measures:
                place = sources.find(("phrases", index, "means", number))
                hint = nearest(name, list(known.measures))
                yield UNKNOWN_MEASURE.at(place, name=name, hint=hint)


def _unknown_counts(words: Words, known: _Known, sources: SourceMap) -> Iterator[Finding]:
    """What words of this kind count by a name that no measure of counts has."""
    for index, count in enumerate(words.counts):
        name = count.of
        is_of_pack = name and known.kind in count.kinds and not is_of_input(name)
        if is_of_pack and name not in known.counts:
            place = sources.find(("counts", index, "of"))
            yield UNKNOWN_MEASURE.at(place, name=name, hint=nearest(name, list(known.counts)))


def _unknown_fields(words: Words, known: _Known, sources: SourceMap) -> Iterator[Finding]:
    """What words of this kind say is filled in, and no pack declares as such of the department."""
    fields, kind = known.fields, known.kind
    amounts = set(_amounts(fields, kind))
    counts = {n for n, f in _of_department(fields, kind) if f.type in _COUNTED or f.lines}
    asked: list[tuple[FieldPath, str, set[str], str]] = []
    for index, phrase in enumerate(words.phrases):
        for word in ("field", "less"):
            name = getattr(phrase, word) if kind in phrase.kinds else ""
            asked.append((("phrases", index, word), name, amounts, "部门填的一个金额"))
    for index, count in enumerate(words.counts):
        name = count.of if kind in count.kinds else ""
        asked.append((("counts", index, "of"), name, counts, "部门填的一个数或一张明细表"))
    for path, name, fit, wanted in asked:
        part, _, field = name.partition(".")
        if part == HOLDER and field not in fit:
            problem = f"不是{wanted}" if field.partition(".")[0] in fields else "没有这一项"
            hint = "" if field in fields else nearest(field, list(fit))
            told = {"name": name, "problem": problem, "hint": hint, "wanted": wanted}
            yield UNKNOWN_FIELD.at(sources.find(path), word=str(path[-1]), **told)


def _amounts(fields: Fields, kind: Kind) -> Iterator[str]:
    """The amounts that a department fills in, and the columns of amounts of its line tables."""
    for name, spec in _of_department(fields, kind):
        if spec.type is ValueType.AMOUNT:
            yield name
        for column, told in (spec.lines or {}).items():
            if told.type is ValueType.AMOUNT:
                yield f"{name}.{column}"


def _of_department(fields: Fields, kind: Kind) -> Iterator[tuple[str, FieldSpec]]:
    for name, spec in fields.items():
        if spec.per is Per.DEPARTMENT and kind in spec.kinds:
            yield name, spec


def _unread(words: Words, below: Words, sources: SourceMap) -> Iterator[Finding]:
    """The tables that are new and do not say how they are read."""
    for kind, tables in words.tables.items():
        known: Collection[Any] = below.tables[kind]
        for role, table in tables.items():
            if role not in known and table.shape is None:
                place = sources.find(("tables", kind, role))
                yield NO_SHAPE.at(place, role=role, hint=nearest(role, list(known)))
