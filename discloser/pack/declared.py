"""What the specs of a pack's tables say to a reader: ``role`` and ``means``, as words.

They become words of the pack, by printed title and label: whoever reads the document sees these
and no spec.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from discloser.compute.catalogue import Conditions
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.values import Kind
from discloser.pack.fields import Fields, dimensions_of
from discloser.pack.lines_words import lines_words
from discloser.pack.specs import ColumnSpec, PanelSpec, RowSpec, TableSpec
from discloser.pack.titles import Titles
from discloser.validation import nearest
from discloser.vocabulary.names import header_label, normal
from discloser.vocabulary.tables import TableWords, role_of
from discloser.vocabulary.words import Words

UNKNOWN_ROLE = Rule(
    "T071",
    "没有这张国家统一的表",
    "role 写的是“{role}”，没有这个代号。",
    "{hint}可写：{known}；另有格式的表，先在 vocabulary.yaml 的 tables 里写上读法。",
)
NOT_WRITTEN = Rule(
    "T072",
    "名称没有写定",
    "{field} 要说明“{text}”是什么，可是末尾写定的字不够，印出来认不得。",
    "请把末尾写成固定的字（{least} 个字以上的表题，或完整的行名、栏名）；做不到的去掉 {field}。",
)
NO_ROLE = Rule(
    "T073",
    "不知道是哪一张表",
    "《{table}》的表题不是国家统一的表，也没有写 role，means 用不上。",
    "请给这张表写 role，或去掉 means。",
)
TWO_MEANINGS = Rule(
    "T074",
    "一个名称两种说法",
    "“{label}”在同一种表里有两个不同的 means，不知道以哪个为准。",
    "请改成一致，或给其中一处改名。",
)
_LEAST_TITLE = 3
_AFTER_YEAR = re.compile(r"\{\{\s*year\s*\}\}(?:年度?)?([^{}]*)")
"""A label that nothing but the year before it is computed of."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A ``means`` of a spec: where it stands, the printed label, and what that says."""

    path: FieldPath
    text: str
    means: Conditions
    is_row: bool

    @property
    def label(self) -> str:
        """The label as it is printed; empty where it is not known beforehand."""
        if "{" not in self.text:
            return normal(self.text) if self.is_row else header_label(self.text)
        after_year = None if self.is_row else _AFTER_YEAR.fullmatch(self.text)
        return normal(after_year[1]) if after_year is not None else ""


@dataclass
class _Words:
    """The words of the specs as they are gathered: titles with roles, labels by role."""

    known: Mapping[str, TableWords]
    titles: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[str, Conditions]] = field(default_factory=dict)
    rows: dict[str, dict[str, Conditions]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def declared_words(
    tables: Mapping[str, TableSpec],
    sources: Mapping[str, SourceMap],
    titles: Titles,
    words: Words,
    *,
    kind: Kind,
    fields: Fields,
) -> tuple[Words, tuple[Finding, ...]]:
    """``words`` with what the specs of all tables declare.

    A table that prints a declared line table has the role of its name, and is read by what
    ``fields`` call its columns.
    """
    gathered = _Words(words.tables[kind])
    for name, spec in tables.items():
        if spec.of is not None and spec.of in fields:
            gathered.titles |= dict.fromkeys(titles.of(name, spec), spec.of)
        if spec.role or any(True for _ in declarations(spec)):
            _gather(spec, titles.of(name, spec), sources[name], gathered)
    roles = {*gathered.titles.values(), *gathered.columns, *gathered.rows}
    context = {"dimensions": dimensions_of(fields)}
    added = {role: _table_words(role, gathered, context) for role in roles}
    for name in set(gathered.titles.values()) & fields.keys():
        added[name] = lines_words(name, fields[name], titles.year).joined(added[name])
    joined = words.joined(Words(tables={kind: added})) if added else words
    return joined, tuple(gathered.findings)


def _table_words(role: str, gathered: _Words, context: Mapping[str, object]) -> TableWords:
    said = {
        "titles": tuple(title for title, of in gathered.titles.items() if of == role),
        "columns": gathered.columns.get(role, {}),
        "rows": gathered.rows.get(role, {}),
    }
    return TableWords.model_validate(said, context=dict(context))


def _gather(spec: TableSpec, titles: tuple[str, ...], sources: SourceMap, gathered: _Words) -> None:
    if spec.role:
        shortest = min(titles, key=len)
        fault = _fault_of_role(spec, shortest, sources.find(("role",)), gathered.known)
        if fault is not None:
            gathered.findings.append(fault)
            return
        gathered.titles |= dict.fromkeys(titles, spec.role)
    role = spec.role or gathered.titles.get(titles[0]) or role_of(titles[0], gathered.known)
    for each in declarations(spec):
        place = sources.find(each.path)
        if not role:
            gathered.findings.append(NO_ROLE.at(place, table=spec.name))
        elif not each.label:
            gathered.findings.append(_not_written("means", each.text, place))
        else:
            labels = (gathered.rows if each.is_row else gathered.columns).setdefault(role, {})
            if labels.setdefault(each.label, each.means) != each.means:
                gathered.findings.append(TWO_MEANINGS.at(place, label=each.label))


def _fault_of_role(
    spec: TableSpec, ending: str, place: Location, known: Mapping[str, TableWords]
) -> Finding | None:
    if spec.role not in known:
        roles, hint = "、".join(known), nearest(spec.role, list(known))
        return UNKNOWN_ROLE.at(place, role=spec.role, hint=hint, known=roles)
    return _not_written("role", spec.caption, place) if len(ending) < _LEAST_TITLE else None


def _not_written(field: str, text: str, place: Location) -> Finding:
    return NOT_WRITTEN.at(place, field=field, text=text, least=_LEAST_TITLE)


def declarations(spec: TableSpec) -> Iterator[Declared]:
    """Every ``means`` of a table's columns and rows."""
    for index, panel in enumerate(spec.all_panels()):
        base: FieldPath = ("panels", index) if spec.panels else ()
        yield from _of_columns(panel.columns, (*base, "columns"))
        yield from _of_rows(panel.rows, panel, (*base, "rows"))
        yield from _of_rows(panel.footer, panel, (*base, "footer"))


def _of_columns(columns: Iterable[ColumnSpec], path: FieldPath) -> Iterator[Declared]:
    for index, column in enumerate(columns):
        here = (*path, index)
        if column.means:
            yield Declared((*here, "means"), column.label, column.means, is_row=False)
        yield from _of_columns(column.columns, (*here, "columns"))


def _of_rows(rows: Iterable[RowSpec], panel: PanelSpec, path: FieldPath) -> Iterator[Declared]:
    for index, row in enumerate(rows):
        here = (*path, index)
        if row.means:
            yield Declared((*here, "means"), _label(row, panel), row.means, is_row=True)
        yield from _of_rows(row.rows, panel, (*here, "rows"))


def _label(row: RowSpec, panel: PanelSpec) -> str:
    """The text that names a row: in the column of row headers, or else the first one."""
    leaves = [leaf for column in panel.columns for leaf in column.leaves() if leaf.key]
    keys = [leaf.key for leaf in sorted(leaves, key=lambda leaf: not leaf.row_header)]
    return next((row.cells[key] for key in keys if row.cells.get(key)), "")
