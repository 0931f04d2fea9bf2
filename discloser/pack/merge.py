"""Read a pack's YAML file, laid over the parent's where it says ``extends: parent``."""

from __future__ import annotations

from typing import Any

from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.pack.layers import Layers
from discloser.read.yaml import read_yaml_file

PARENT = "parent"

NO_FILE = Rule(
    "T004", "模板包缺少文件", "模板包“{pack}”没有 {file}。", "请新建这个文件，或改正引用它的地方。"
)
NO_PARENT_FILE = Rule(
    "T005",
    "没有可继承的文件",
    "{file} 写了 extends: parent，但上级模板包没有这个文件。",
    "请去掉 extends，或改正文件名。",
)
WRONG_EXTENDS = Rule(
    "T019", "extends 写法不对", "extends 写的是“{text}”。", "只能写 extends: parent。"
)
Places = dict[FieldPath, Location]


def read_layered(
    layers: Layers, relative: str, *, always: bool = False
) -> tuple[Any, SourceMap, tuple[Finding, ...]]:
    """Read ``relative`` from the first layer that has it, over the next one's where it extends.

    With ``always`` every layer's file is laid over the next one's without being told to.
    Mappings are merged by key, lists of mappings with ``id`` by id; other lists are replaced.
    """
    found = layers.find(relative)
    if not found:
        return None, SourceMap(relative), (NO_FILE.at(pack=layers.name, file=relative),)
    draft: Any = None
    places: Places = {}
    findings: list[Finding] = []
    for index, (_, path) in enumerate(found):
        upper, sources, problems = read_yaml_file(path)
        findings += problems
        draft, places = _merge(draft, upper, places, dict(sources.places), ())
        extends = upper is not None and "extends" in upper
        if upper is not None and extends and upper["extends"] != PARENT:
            findings.append(WRONG_EXTENDS.at(sources.find(("extends",)), text=upper["extends"]))
        if not (always or extends):
            break
        if extends and index == len(found) - 1:
            findings.append(NO_PARENT_FILE.at(sources.find(("extends",)), file=relative))
    if isinstance(draft, dict):
        draft.pop("extends", None)
    return draft, SourceMap(str(found[0][1]), places), tuple(findings)


def _merge(
    over: Any, under: Any, over_places: Places, under_places: Places, path: FieldPath
) -> tuple[Any, Places]:
    """Lay ``over`` on ``under``; places are keyed by the path in the merged draft."""
    if over is None:
        return under, under_places | over_places
    if isinstance(over, dict) and isinstance(under, dict):
        return _merge_mappings(over, under, over_places, under_places, path)
    if _has_ids(over) and _has_ids(under):
        return _merge_by_id(over, under, over_places, under_places, path)
    return over, over_places


def _merge_mappings(
    over: dict[str, Any],
    under: dict[str, Any],
    over_places: Places,
    under_places: Places,
    path: FieldPath,
) -> tuple[Any, Places]:
    merged = dict(over)
    places = dict(over_places)
    for key, value in under.items():
        child = (*path, key)
        inherited = _below(under_places, child)
        if key not in over:
            merged[key] = value
            places |= inherited
        else:
            own = _below(over_places, child)
            merged[key], below = _merge(over[key], value, own, inherited, child)
            places = {path: at for path, at in places.items() if path not in own} | below
    return merged, places


def _merge_by_id(
    over: list[Any], under: list[Any], over_places: Places, under_places: Places, path: FieldPath
) -> tuple[Any, Places]:
    changed = {item["id"]: index for index, item in enumerate(over)}
    merged: list[Any] = []
    places = {p: at for p, at in over_places.items() if len(p) <= len(path)}
    for index, item in enumerate(under):
        target = (*path, len(merged))
        inherited = _moved(under_places, (*path, index), target)
        if item["id"] in changed:
            position = changed.pop(item["id"])
            own = _moved(over_places, (*path, position), target)
            item, inherited = _merge(over[position], item, own, inherited, target)
        merged.append(item)
        places |= inherited
    for position in changed.values():
        places |= _moved(over_places, (*path, position), (*path, len(merged)))
        merged.append(over[position])
    return merged, places


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and "id" in item for item in value
    )


def _below(places: Places, path: FieldPath) -> Places:
    return {p: at for p, at in places.items() if p[: len(path)] == path}


def _moved(places: Places, source: FieldPath, target: FieldPath) -> Places:
    return {target + p[len(source) :]: at for p, at in _below(places, source).items()}
