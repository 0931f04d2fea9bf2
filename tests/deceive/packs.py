"""Faults planted in a pack: what a maintainer gets wrong in a template or in a table spec."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from discloser.compute.catalogue import standard_measures

_NAME = re.compile(r"(?<![\w.\"'])([a-z][a-z_]+)(?![\w(=\"'])")
_BLOCK = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


@dataclass(frozen=True)
class Planted:
    """One changed file of a pack: the kind of fault, what was done, and where it shows."""

    kind: str
    what: str
    file: Path
    text: str
    shows_in: str
    """The name of the table, or "" for the narrative."""


def yaml() -> YAML:
    made = YAML()
    made.width = 10_000
    return made


def in_sentences(file: Path, random: Random) -> Planted | None:
    """Two measures of one template exchanged, at one place each."""
    text = file.read_text(encoding="utf-8")
    known = set(standard_measures())
    places = [
        (block.start() + name.start(1), block.start() + name.end(1), name[1])
        for block in _BLOCK.finditer(text)
        for name in _NAME.finditer(block[0])
        if name[1] in known
    ]
    pairs = [
        (one, two)
        for index, one in enumerate(places)
        for two in places[index + 1 : index + 8]
        if one[2] != two[2]
    ]
    if not pairs:
        return None
    (start, end, first), (start2, end2, second) = random.choice(pairs)
    changed = text[:start] + second + text[end:start2] + first + text[end2:]
    return Planted("measures in a sentence", f"{first} ↔ {second}", file, changed, "")


Change = Callable[[Any, Random], str | None]


def _dictionaries(node: Any, key: str) -> Iterator[list[Any]]:
    """All lists under ``key``, wherever they stand."""
    if isinstance(node, dict):
        if isinstance(node.get(key), list):
            yield node[key]
        for child in node.values():
            yield from _dictionaries(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from _dictionaries(child, key)


def _exchange(items: str, names: tuple[str, ...]) -> Change:
    """Exchange one value of two neighbours in a list of columns or rows."""

    def change(spec: Any, random: Random) -> str | None:
        pairs = [
            (one, two, name)
            for found in _dictionaries(spec, items)
            for one, two in pairwise(found)
            for name in names
            if isinstance(one, dict)
            and isinstance(two, dict)
            and one.get(name, "") != two.get(name, "")
            and (name in one and name in two)
        ]
        if not pairs:
            return None
        one, two, name = random.choice(pairs)
        one[name], two[name] = two[name], one[name]
        return f"{name}: {one[name]} ↔ {two[name]}"

    return change


def _drop_column(spec: Any, random: Random) -> str | None:
    lists = [found for found in _dictionaries(spec, "columns") if len(found) > 2]
    if not lists:
        return None
    found = random.choice(lists)
    gone = found.pop(random.randrange(1, len(found)))
    return f"column {gone.get('label', gone.get('key', ''))} dropped"


def _wheres(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("where"), dict) and node["where"]:
            yield node
        for child in node.values():
            yield from _wheres(child)
    elif isinstance(node, list):
        for child in node:
            yield from _wheres(child)


def _widen(spec: Any, random: Random) -> str | None:
    found = list(_wheres(spec))
    if not found:
        return None
    owner = random.choice(found)
    name = random.choice(list(owner["where"]))
    gone = owner["where"].pop(name)
    return f"where {name}: {gone} left out"


def _rename(spec: Any, random: Random) -> str | None:
    if "caption" not in spec:
        return None
    before = spec["caption"]
    spec["caption"] = re.sub(r"收支|收入|支出|三公|项目", lambda m: _OTHER[m[0]], before)
    return f"{before} → {spec['caption']}" if spec["caption"] != before else None


_OTHER = {"收支": "支出", "收入": "支出", "支出": "收入", "三公": "会议", "项目": "基本"}


def _other_unit(spec: Any, random: Random) -> str | None:
    before = spec.get("unit", "")
    if not isinstance(before, str) or "元" not in before:
        return None
    if random.random() < 0.5:
        spec["unit"] = (
            before.replace("万元", "元") if "万元" in before else before.replace("元", "万元")
        )
        return f"{before} → {spec['unit']}"
    spec["money_unit"] = "元" if spec.get("money_unit", "万元") == "万元" else "万元"
    return f"money_unit → {spec['money_unit']}"


TABLE_FAULTS: dict[str, Change] = {
    "measures of two columns": _exchange("columns", ("measure", "where")),
    "measures of two rows": _exchange("rows", ("measure", "where")),
    "a column dropped": _drop_column,
    "a table renamed": _rename,
    "a filter widened": _widen,
    "labels of two columns": _exchange("columns", ("label",)),
    "labels of two rows": _exchange("rows", ("cells", "label")),
    "a table's unit": _other_unit,
}


def in_table(file: Path, kind: str, random: Random) -> Planted | None:
    """One fault in a table's spec."""
    spec = yaml().load(file.read_text(encoding="utf-8"))
    what = TABLE_FAULTS[kind](spec, random)
    if what is None:
        return None
    stream = StringIO()
    yaml().dump(spec, stream)
    return Planted(kind, what, file, stream.getvalue(), file.stem)
