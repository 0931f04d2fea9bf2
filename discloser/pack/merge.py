"""Read a pack's YAML file, laid over the parent's where it says ``extends: parent``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.pack.layers import Layers
from discloser.read.yaml import read_yaml, read_yaml_file

PARENT = "parent"
YES = "是"

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
    "T019",
    "extends 写法不对",
    "extends 写的是“{text}”。",
    "应写 extends: parent（上级的同名文件），或同一个文件夹里另一个文件的名称"
    "（不带 .yaml），不能绕圈。",
)
NO_NEIGHBOUR = Rule(
    "T041",
    "合并时找不到代号",
    "{word} 所说的“{name}”在上级模板包的这个列表里没有。",
    "请按 discloser pack show 找到上级的文件，照抄它的 id；上级去掉了这一项的，这里也去掉。",
)
TOO_LARGE = Rule(
    "T063",
    "模板包的文件太大",
    "这个文件超过了 {most}，不像是模板包的文件。",
    "请检查是不是放错了文件；确实要这么多的，请分成几个文件。",
)
MOST_BYTES, MOST_VALUES, MOST_NEIGHBOURS, MOST_SHOWN = 128 * 1024, 5_000, 20, 40
"""The largest file of the checkout has 6 KB and 300 values."""
Places = dict[FieldPath, Location]
DROP, AFTER, BEFORE = "drop", "after", "before"
"""Words that tell where a list item goes; they are gone once the lists are merged."""
_read = lru_cache(maxsize=1024)(read_yaml)
"""Packs share their parents' files: a text that was read is not read again, nor ever changed."""


def read_layered(
    layers: Layers,
    relative: str,
    *,
    always: bool = False,
    whole: bool = False,
    below: frozenset[str] = frozenset(),
) -> tuple[Any, SourceMap, tuple[Finding, ...]]:
    """Read ``relative`` from the first layer that has it, over the next one's where it extends.

    ``extends`` may also name another file of the same folder, as the pack that says so has it: a
    child pack's changes of that one stay with that one. ``below`` are the files that extend this
    one. With ``always`` every layer's file is laid over the next one's without being told to, with
    ``whole`` so that what it has under a name replaces what the next one has.
    Mappings are merged by key; lists of mappings with ``id`` by id: ``drop: 是`` leaves an item
    out, ``after`` or ``before`` says by id where a new one goes, or where one moves. Other lists
    are replaced.
    """
    found = layers.find(relative)
    if not found:
        return None, SourceMap(relative), (NO_FILE.at(pack=layers.name, file=relative),)
    draft: Any = None
    places: Places = {}
    findings: list[Finding] = []
    for index, (layer, path) in enumerate(found):
        upper, sources, problems = _read_file(path)
        findings += problems
        written = dict(sources.places)
        if whole and isinstance(draft, dict) and isinstance(upper, dict):
            upper = {name: value for name, value in upper.items() if name not in draft}
            written = {path: at for path, at in written.items() if not (path and path[0] in draft)}
        draft, places = _merge(draft, upper, places, written, ())
        extends = upper is not None and "extends" in upper
        if upper is not None and extends and upper["extends"] != PARENT:
            named = upper["extends"] if isinstance(upper["extends"], str) else ""
            other = f"{relative.rpartition('/')[0]}/{named}.yaml"
            own = layers.seen_from(layer.pack)
            circle = other in below | {relative} or len(below) > MOST_NEIGHBOURS
            if circle or not own.find(other):
                text = named[:MOST_SHOWN] or "（不是一个词）"
                findings.append(WRONG_EXTENDS.at(sources.find(("extends",)), text=text))
                break
            under, sources, problems = read_layered(own, other, below=below | {relative})
            draft, places = _merge(draft, under, places, dict(sources.places), ())
            findings += problems
            break
        if not (always or extends):
            break
        if extends and index == len(found) - 1:
            findings.append(NO_PARENT_FILE.at(sources.find(("extends",)), file=relative))
    if isinstance(draft, dict):
        draft = {key: value for key, value in draft.items() if key != "extends"}
    source_map = SourceMap(str(found[0][1]), places)
    findings += _lost_items(draft, source_map, ())
    return draft, source_map, tuple(findings)


def read_of_kind(
    layers: Layers, kind: str, name: str, *, always: bool = False
) -> tuple[Any, SourceMap, tuple[Finding, ...]]:
    """Read ``name`` as :func:`read_layered` does, under what the kind's folder says of it."""
    of_kind = f"{kind}/{name}"
    if not layers.find(of_kind):
        return read_layered(layers, name, always=always)
    over, sources, findings = read_layered(layers, of_kind, always=True)
    under, below, problems = (
        read_layered(layers, name, always=always) if layers.find(name) else (None, sources, ())
    )
    draft, places = _merge(over, under, dict(sources.places), dict(below.places), ())
    return draft, SourceMap(sources.file, places), (*findings, *problems)


def _read_file(path: Path) -> tuple[Any, SourceMap, tuple[Finding, ...]]:
    """Read one file, if it is not larger than any pack's."""
    place = Location(str(path), 1)
    if path.stat().st_size > MOST_BYTES:
        return None, SourceMap(str(path)), (TOO_LARGE.at(place, most=f"{MOST_BYTES // 1024} KB"),)
    draft, sources, findings = read_yaml_file(path, parse=_read)
    if len(sources.places) > MOST_VALUES:
        return None, sources, (TOO_LARGE.at(place, most=f"{MOST_VALUES:,} 项"),)
    return draft, sources, findings


def _merge(
    over: Any, under: Any, over_places: Places, under_places: Places, path: FieldPath
) -> tuple[Any, Places]:
    """Lay ``over`` on ``under``; places are keyed by the path in the merged draft."""
    if over is None:
        return under, under_places | over_places
    if isinstance(over, dict) and isinstance(under, dict):
        return _merge_mappings(over, under, over_places, under_places, path)
    if _mergeable(over, under):
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
    changed = {_id(item): index for index, item in enumerate(over)}
    items: list[tuple[Any, Places]] = []
    placed: dict[int, tuple[Any, Places]] = {}
    for index, item in enumerate(under):
        inherited = _moved(under_places, (*path, index), ())
        position = changed.pop(_id(item), None)
        if position is None:
            items.append((item, inherited))
        elif over[position].get(DROP) != YES:
            own = _moved(over_places, (*path, position), ())
            merged = _merge(over[position], item, own, inherited, ())
            if over[position].keys() & {AFTER, BEFORE}:
                placed[position] = merged
            else:
                items.append(merged)
    for position in changed.values():
        placed[position] = over[position], _moved(over_places, (*path, position), ())
    for _, (item, own) in sorted(placed.items()):
        new = dict(item)
        items.insert(_position(new, [known for known, _ in items]), (new, own))
    places = {p: at for p, at in over_places.items() if len(p) <= len(path)}
    for index, (_, below) in enumerate(items):
        places |= _moved(below, (), (*path, index))
    return [item for item, _ in items], places


def _position(item: dict[str, Any], items: list[Any]) -> int:
    """Where an item goes: at its neighbour, whose word is used up, or at the end."""
    ids = [_id(known) for known in items]
    for word, step in ((AFTER, 1), (BEFORE, 0)):
        if item.get(word) in ids and word in item:
            return ids.index(item.pop(word)) + step
    return len(items)


def _lost_items(draft: Any, sources: SourceMap, path: FieldPath) -> Iterator[Finding]:
    """The items whose ``drop``, ``after`` or ``before`` named nothing in the parent's list."""
    if isinstance(draft, dict):
        for word in (DROP, AFTER, BEFORE):
            if "id" in draft and word in draft:
                name = draft["id"] if word == DROP else draft[word]
                shown = name[:MOST_SHOWN] if isinstance(name, str) else "（不是一个词）"
                place = sources.find((*path, word))
                yield NO_NEIGHBOUR.at(
                    place, _parents_list(sources, path, place), word=word, name=shown
                )
        for key, value in draft.items():
            yield from _lost_items(value, sources, (*path, key))
    elif isinstance(draft, list):
        for index, value in enumerate(draft):
            yield from _lost_items(value, sources, (*path, index))


def _parents_list(sources: SourceMap, path: FieldPath, place: Location) -> Location | None:
    """Where the list begins that an item was to be laid over, if another file has it."""
    beside = (at for p, at in sources.places.items() if p[: len(path) - 1] == path[:-1])
    return next((at for at in beside if at.file != place.file), None)


def _mergeable(over: Any, under: Any) -> bool:
    """Whether every item above has an id, and some item below: the others stay as they are."""
    lists = isinstance(over, list) and isinstance(under, list) and bool(over)
    items = lists and all(isinstance(item, dict) for item in (*over, *under))
    return items and all(_id(i) for i in over) and any(_id(i) for i in under)


def _id(item: dict[str, Any]) -> str:
    """What an item is called by; what is no word is no name, and reading the spec says so."""
    name = item.get("id")
    return name if isinstance(name, str) else ""


def _below(places: Places, path: FieldPath) -> Places:
    return {p: at for p, at in places.items() if p[: len(path)] == path}


def _moved(places: Places, source: FieldPath, target: FieldPath) -> Places:
    return {target + p[len(source) :]: at for p, at in _below(places, source).items()}
