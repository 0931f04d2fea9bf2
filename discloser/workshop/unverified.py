"""What nobody has seen yet of a pack (待核实): ``unverified`` in YAML, comments in templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, Location, SourceMap
from discloser.pack.layers import MANIFEST, read_manifest
from discloser.pack.pack import Pack

STILL_OPEN = Rule(
    "T080",
    "还没有核实",
    "{kind}有 {count} 处还没有核实：{what}。",
    "找到原件后改好，去掉 unverified（继承来的写成空的）和“待核实”的注释；"
    "全部列在 discloser pack show 的末尾。",
    Severity.NOTE,
)
_FIELD = "unverified"
_COMMENT = re.compile(r"\{#-?\s*待核实[：:]\s*(?P<why>.*?)\s*-?#\}", re.DOTALL)
_BLOCK = re.compile(r"\{%[-+]?\s*(?:block\s+(?P<name>\w+)|endblock)\b")
_EXTENDS_PARENT = re.compile(r"""\{%-?\s*extends\s+["']parent:""")
_NAMES = ("label", "heading", "name", "text", "id")
_MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Unverified:
    """Something that is not verified: what it is, why, and where the pack says so."""

    what: str
    why: str
    place: Location


def unverified(pack: Pack) -> list[Unverified]:
    """All that a pack or its parents say is not verified, of what the pack prints."""
    found = [*_of_manifests(pack)]
    found += _of_spec(pack.report, pack.report_sources, "report.yaml")
    for name, spec in pack.tables.items():
        found += _of_spec(spec, pack.table_sources[name], f"《{pack.table_name(name)}》")
    for name, chart in pack.charts.items():
        found += _of_spec(chart, pack.chart_sources[name], f"图 {name}")
    for name, parameter in pack.parameters.items():
        if parameter.unverified:
            place = pack.parameter_sources[name].find((name, _FIELD))
            found.append(
                Unverified(f"参数 {name}（{parameter.label}）", parameter.unverified, place)
            )
    bodies = [pack.path(part.body) for part in pack.report.parts if part.body]
    for file in dict.fromkeys([*bodies, "macros.j2", pack.path("macros.j2")]):
        found += _of_template(file, (path for _, path in pack.layers.find(file)))
    return list(dict.fromkeys(found))


def still_open(pack: Pack, place: Location) -> Iterator[Finding]:
    """One note on all of it, at the pack's own ``place``."""
    found = unverified(pack)
    if found:
        shown = "、".join(dict.fromkeys(each.what for each in found[:_MOST_SHOWN]))
        what = f"{shown}等" if len(found) > _MOST_SHOWN else shown
        yield STILL_OPEN.at(place, kind=pack.kind.label, count=len(found), what=what)


def in_words(pack: Pack) -> Iterator[str]:
    """A line for each: what it is, why, and where."""
    for each in unverified(pack):
        yield "\t".join((each.what, " ".join(each.why.split()), str(each.place)))


def _of_manifests(pack: Pack) -> Iterator[Unverified]:
    for layer in pack.layers.layers:
        if layer.year is None:
            manifest, sources, _ = read_manifest(layer.folder / MANIFEST)
            if manifest is not None and manifest.unverified:
                place = sources.find((_FIELD,))
                yield Unverified(f"模板包 {layer.pack}", manifest.unverified, place)


def _of_spec(
    spec: BaseModel, sources: SourceMap, owner: str, path: FieldPath = ()
) -> Iterator[Unverified]:
    """What a spec says of itself, then what its parts say, each named below its owner."""
    why = getattr(spec, _FIELD, "")
    if why:
        yield Unverified(owner, why, sources.find((*path, _FIELD)))
    for field in type(spec).model_fields:
        value = getattr(spec, field)
        items = enumerate(value) if isinstance(value, tuple) else [(None, value)]
        for index, item in items:
            if isinstance(item, BaseModel):
                here = (*path, field) if index is None else (*path, field, index)
                yield from _of_spec(item, sources, f"{owner}{_name(item)}", here)


def _name(spec: BaseModel) -> str:
    """What a part of a spec is called on paper, as far as it is called something."""
    cells = getattr(spec, "cells", None)
    texts = [*cells.values()] if isinstance(cells, dict) else []
    texts += [str(getattr(spec, name, "")) for name in _NAMES]
    return next((f"“{text}”" for text in texts if text), "")


def _of_template(file: str, paths: Iterable[Path]) -> Iterator[Unverified]:
    """The comments of a template, and of its parents in the blocks that it leaves as they are."""
    changed: set[str] = set()
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in _COMMENT.finditer(text):
            if not changed & set(_blocks_around(text, match.start())):
                line = text.count("\n", 0, match.start()) + 1
                yield Unverified(file, match["why"], Location(str(path), line))
        changed |= {match["name"] for match in _BLOCK.finditer(text) if match["name"]}
        if not _EXTENDS_PARENT.search(text) and not file.endswith("macros.j2"):
            return


def _blocks_around(text: str, position: int) -> list[str]:
    """The blocks of a template that are open at a position."""
    open_blocks: list[str] = []
    for match in _BLOCK.finditer(text, 0, position):
        if match["name"]:
            open_blocks.append(match["name"])
        elif open_blocks:
            open_blocks.pop()
    return open_blocks
