"""The needs of a pack: what its report, its narrative and its tables may ask of an input."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from discloser.chinese import chinese_number
from discloser.compose.needs import values as v
from discloser.compose.needs.condition import NEVER, Atom, Condition, Fact, holds, some
from discloser.compose.needs.declared import declared_names, group_of, tables_of, tallies_of
from discloser.compose.needs.reading import Reading
from discloser.compose.records import RECORDS
from discloser.compose.runs import finalize
from discloser.location import FieldPath
from discloser.model.supplement import model_within
from discloser.model.values import Part
from discloser.pack.budget import OverBudgetError
from discloser.pack.chart_specs import ChartSpec, ChartValue
from discloser.pack.pack import Pack
from discloser.pack.sandbox import CUT, MADE, SEARCHED
from discloser.pack.templates import make_environment

_FUNCTIONS = (
    *("compares", "reason", "has_reason", "item_reason", "project_text"),
    *("breakdown", "with_shares", "item_supplement", MADE, SEARCHED, CUT),
)
_EXPRESSIONS = frozenset({"lines"})
EVALUATION = "evaluation"
"""The part of an input, and the name of templates, that many an input lacks."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a document of a pack may need: what it is, when, and where it is printed.

    ``kind`` is ``prior`` (last year's amount of a figure), ``reason`` (of a figure's change),
    ``item_reason`` (of each functional item of a figure), ``text`` (of each project, by its
    title), ``value`` (a field of the input, by its path) or ``each`` (a declared field of every
    unit, project, item or line, whose place in the path is a star).
    """

    kind: str
    key: tuple[str, ...]
    condition: Condition
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """All that the documents of a pack may need, and the reasons that they print where given.

    ``used`` are the paths of the declared fields and line tables that they print at all.
    """

    needs: tuple[Need, ...]
    welcome: frozenset[str]
    used: frozenset[FieldPath] = frozenset()

    def of(self, kind: str) -> tuple[Need, ...]:
        """The needs of one kind."""
        return tuple(need for need in self.needs if need.kind == kind)


NONE = Needs((), frozenset())
"""What is needed where no pack is known."""


def needs_of(pack: Pack) -> Needs:
    """What documents of ``pack`` may need: a superset of what any of them does."""
    environment = make_environment(pack.layers, finalize)
    reading = Reading(pack.kind, _names(pack), environment=environment)
    # Composing such a pack says what is wrong with it; what was read until then stands.
    with suppress(OverBudgetError, RecursionError):
        _read(reading, pack)
    used = {*reading.used, *tables_of(reading.figures, pack)}
    return Needs(_gathered(reading), frozenset(reading.may), frozenset(used))


def _read(reading: Reading, pack: Pack) -> None:
    for file in ("macros.j2", f"{pack.kind.value}/macros.j2"):
        for index in reversed(range(len(pack.layers.find(file)))):
            made = reading.file(f"{index}:{file}" if index else file, {})
            reading.names |= {n: each for n, each in made.items() if isinstance(each, v.Macro)}
    report = pack.report.model_dump()
    _specs(reading, {name: value for name, value in report.items() if name != "parts"}, {})
    counted = 0
    for part in pack.report.parts:
        extra = {**_repeated(reading, part.repeat), "part": v.OPAQUE}
        counted += bool(part.number)
        numbered = f"第{chinese_number(counted)}部分" if part.number else part.id
        reading.section = part.heading if "{" not in part.heading else numbered
        with reading.under(reading.holds(part.when, extra)):
            texts = part.model_dump(exclude={"body", "tables", "charts", "repeat", "when"})
            _specs(reading, texts, extra)
            if part.body:
                reading.file(pack.path(part.body), extra)
            for drawn in part.charts:
                with reading.under(reading.holds(drawn.when, extra)):
                    _chart(reading, pack.charts[drawn.chart], extra)
            for entry in part.tables:
                called = pack.table_name(entry.table)
                with reading.under(reading.holds(entry.when, extra)):
                    reading.section = f"《{called}》" if called != entry.table else numbered
                    _table(reading, pack, entry.table, extra)


def _chart(reading: Reading, chart: ChartSpec, extra: Mapping[str, v.Value]) -> None:
    with reading.under(reading.holds(chart.when, extra)):
        _specs(reading, chart.model_dump(), {**extra, "name": v.OPAQUE, "index": v.OPAQUE})
        for series in chart.series:
            with reading.under(reading.holds(series.when, extra)):
                for point in chart.points if series.value is ChartValue.PRIOR else ():
                    reading.expression(f"{point.measure}.prior", extra)


def _table(reading: Reading, pack: Pack, name: str, extra: Mapping[str, v.Value]) -> None:
    table = pack.tables[name]
    group = group_of(reading, pack, table)
    own: dict[str, v.Value] = {"table": v.Const(name), "position": v.OPAQUE}
    own |= {"row": group, "column": group}
    with reading.under(reading.holds(table.when, {**extra, **own})):
        _specs(reading, table.model_dump(exclude={"when"}), {**extra, **own})
        if table.compares:
            reading.needs_last_year()


def _names(pack: Pack) -> dict[str, v.Value]:
    parameters: dict[str, Any] = {
        name: v.Option(name) if spec.options else spec.value(pack.year)
        for name, spec in pack.parameters.items()
    }
    names: dict[str, v.Value] = {name: v.Amount(name) for name in pack.measures}
    names |= dict(tallies_of(pack))
    names |= {name: v.Function(name) for name in _FUNCTIONS}
    names |= {"param": v.Const(parameters)} | declared_names(pack.form)
    for name, part in RECORDS.items():
        model = pack.form.model_fields[part].annotation
        assert isinstance(model, type)  # noqa: S101 - each of them is a model
        names[name] = v.Record((part,), model)
    evaluation = model_within(pack.form.model_fields[EVALUATION].annotation)
    if evaluation is not None and issubclass(evaluation, Part):
        names[EVALUATION] = v.Record((EVALUATION,), evaluation, may_lack=True)
    return names


def _specs(reading: Reading, spec: Any, extra: Mapping[str, v.Value]) -> None:
    """Read every text and expression of a spec."""
    match spec:
        case dict():
            inner = {**extra, **_repeated(reading, str(spec.get("repeat") or ""))}
            with reading.under(reading.holds(str(spec.get("when") or ""), inner)):
                _words_of(reading, spec, inner)
        case list() | tuple():
            for each in spec:
                _specs(reading, each, extra)
        case str():
            reading.text(spec, extra)


def _words_of(reading: Reading, spec: Mapping[str, Any], names: Mapping[str, v.Value]) -> None:
    for name, value in spec.items():
        if name in _EXPRESSIONS and isinstance(value, str) and value:
            reading.expression(value, names)
        elif name == "parallel":
            for expression in (value or {}).values():
                reading.expression(expression, names)
        elif name not in ("repeat", "when"):
            _specs(reading, value, names)


def _repeated(reading: Reading, repeat: str) -> dict[str, v.Value]:
    name, _, expression = repeat.partition(" in ")
    if not expression:
        return {}
    found = reading.expression(expression, {})
    item = found.item if isinstance(found, v.Repeated) else v.OPAQUE
    return {name.strip(): item, "index": v.OPAQUE}


def _gathered(reading: Reading) -> tuple[Need, ...]:
    found: dict[tuple[str, tuple[str, ...]], tuple[Condition, dict[str, None]]] = {}
    for noted in reading.noted:
        condition, sections = found.get((noted.kind, noted.key), (NEVER, {}))
        sections[noted.section] = None
        found[noted.kind, noted.key] = (some(condition, noted.condition), sections)
    return tuple(
        Need(kind, key, condition, tuple(filter(None, sections)))
        for (kind, key), (condition, sections) in found.items()
        if holds(condition, _without_reasons) is not False
    )


def _without_reasons(atom: Atom) -> bool | None:
    """What is known of every input that gives no reason."""
    return False if atom.fact is Fact.REASON else None
