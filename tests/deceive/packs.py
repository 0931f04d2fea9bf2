"""Faults in a pack: what a maintainer gets wrong in a template or in a table's spec."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from discloser.compute.catalogue import standard_measures
from discloser.pack.pack import Pack
from tests.deceive.fault import InPack, Plant

_NAME = re.compile(r"(?<![\w.\"'])([a-z][a-z_]+)(?![\w(=\"'])")
_REASON = re.compile(r"reason\(\s*[\"']([a-z_]+)[\"']")
_BECAUSE = re.compile(r"because\(\s*([a-z_]+)(?=[,)])")
_FIELD = re.compile(
    r"(?<![\w.\"'])((?:supplement|procurement|assets|transfers|three_public|evaluation)"
    r"(?:\.[a-z_]+)+)(?![\w.(])"
)
_PARAMETER = re.compile(r"(?<![\w.\"'])(param\.[a-z_]+)(?![\w.(\[])")
_VIEWED = (".is_zero", ".yuan", ".change", ".initial", ".adjusted", ".items")
"""What is asked of a value and is no field of the input."""
_BLOCK = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NEAR = 7
Change = Callable[[], str]
"""Changes the spec that it was made for and says what it did."""
Planter = Callable[[Pack, Path], Iterator[Plant]]


def yaml() -> YAML:
    """Keeps comments and does not break lines."""
    made = YAML()
    made.width = 10_000
    return made


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def files(pack: Pack, folder: str, suffix: str) -> list[Path]:
    """The files that a pack's documents are made from: the first layer's, and what it builds on."""
    found: list[Path] = []
    for name in pack.layers.names(f"{pack.kind}/{folder}" if folder else str(pack.kind), suffix):
        for _, path in pack.layers.find(name):
            found.append(path)
            text = path.read_text(encoding="utf-8")
            if "extends: parent" not in text and "parent:" not in text:
                break
    return found


def measures_in_sentences(pack: Pack, root: Path) -> Iterator[Plant]:
    """Two measures of one template exchanged, at one place each."""
    known = set(standard_measures())
    yield from _exchanged_in_sentences(pack, root, _NAME, lambda name: name in known)


def reasons_in_sentences(pack: Pack, root: Path) -> Iterator[Plant]:
    """The reasons of two figures exchanged."""
    yield from _exchanged_in_sentences(pack, root, _REASON)
    yield from _exchanged_in_sentences(pack, root, _BECAUSE)


def fields_in_sentences(pack: Pack, root: Path) -> Iterator[Plant]:
    """Two values of the input that no ledger has exchanged: amounts, counts, declared fields."""
    yield from _exchanged_in_sentences(
        pack, root, _FIELD, lambda name: not any(view in f"{name}." for view in _VIEWED)
    )


def parameters_in_sentences(pack: Pack, root: Path) -> Iterator[Plant]:
    """Two parameters exchanged."""
    yield from _exchanged_in_sentences(pack, root, _PARAMETER)


def _exchanged_in_sentences(
    pack: Pack, root: Path, names: re.Pattern[str], is_meant: Callable[[str], bool] = bool
) -> Iterator[Plant]:
    for file in (*files(pack, "parts", ".j2"), *files(pack, "", ".j2")):
        text = file.read_text(encoding="utf-8")
        places = [
            (block.start() + name.start(1), block.start() + name.end(1), name[1])
            for block in _BLOCK.finditer(text)
            for name in names.finditer(block[0])
            if is_meant(name[1])
        ]
        for index, one in enumerate(places):
            for two in places[index + 1 : index + 1 + _NEAR]:
                if one[2] != two[2] and not _is_order(text, one[0], two[1]):
                    yield _exchanged(root, file, text, one, two)


def _is_order(text: str, start: int, end: int) -> bool:
    """Whether what is between two places is a part of a list: its order tells nothing untrue."""
    inside = re.fullmatch(r"[\w\s,]*", text[start:end]) is not None
    named = re.match(r"\s*\|\s*named", text[end:]) is not None
    return _opening(text[:start]) == "[" and inside and not named


def _opening(text: str) -> str:
    """The bracket that is open at the end of a text."""
    closed = 0
    for letter in reversed(text):
        closed += (letter in ")]}") - (letter in "([{")
        if closed < 0:
            return letter
    return ""


def _exchanged(
    root: Path, file: Path, text: str, one: tuple[int, int, str], two: tuple[int, int, str]
) -> Plant:
    def plant(_: Random) -> InPack:
        (start, end, first), (start2, end2, second) = one, two
        changed = text[:start] + second + text[end:start2] + first + text[end2:]
        line = text.count("\n", 0, start) + 1
        return InPack(f"{_name(file, root)}:{line}", f"{first} ↔ {second}", {file: changed})

    return plant


@lru_cache(maxsize=512)
def _loaded(text: str) -> Any:
    return yaml().load(text)


def _in_specs(changes: Callable[[Any], Iterator[Change]]) -> Planter:
    """Every change of one kind that the specs of a pack's tables allow."""

    def plants(pack: Pack, root: Path) -> Iterator[Plant]:
        for file in files(pack, "tables", ".yaml"):
            text = file.read_text(encoding="utf-8")
            for number, _ in enumerate(changes(_loaded(text))):
                yield _planted(root, file, text, changes, number)

    return plants


def _planted(
    root: Path, file: Path, text: str, changes: Callable[[Any], Iterator[Change]], number: int
) -> Plant:
    def plant(_: Random) -> InPack:
        spec = yaml().load(text)
        change = next(each for n, each in enumerate(changes(spec)) if n == number)
        what = change()
        stream = StringIO()
        yaml().dump(spec, stream)
        return InPack(_name(file, root), what, {file: stream.getvalue()})

    return plant


def _lists(node: Any, key: str) -> Iterator[list[Any]]:
    """All lists under ``key``, wherever they stand."""
    if isinstance(node, dict):
        if isinstance(node.get(key), list):
            yield node[key]
        for child in node.values():
            yield from _lists(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from _lists(child, key)


def _exchange(items: str, *keys: str) -> Callable[[Any], Iterator[Change]]:
    """Exchange a value of two neighbours in a list of columns or rows."""

    def changes(spec: Any) -> Iterator[Change]:
        for found in _lists(spec, items):
            for one, two in pairwise(found):
                for key in keys:
                    if isinstance(one, dict) and isinstance(two, dict):
                        yield from _exchanging(one, two, key)

    return changes


def _exchanging(one: Any, two: Any, key: str) -> Iterator[Change]:
    if (key not in one and key not in two) or one.get(key) == two.get(key):
        return
    if key not in ("label", "cells") and ("columns" in one or "columns" in two):
        return  # a column with columns below it prints no amounts
    if key in ("label", "cells") and not (one.get(key) and two.get(key)):
        return

    def change() -> str:
        first, second = one.pop(key, None), two.pop(key, None)
        for owner, value in ((one, second), (two, first)):
            if value is not None:
                owner[key] = value
        return f"{key}：{_short(first)} ↔ {_short(second)}"

    yield change


def _exchanged_cells(spec: Any) -> Iterator[Change]:
    """What two neighbouring text columns of a row print."""
    for rows in _lists(spec, "rows"):
        for row in rows:
            cells: Any = row.get("cells") if isinstance(row, dict) else None
            for one, two in pairwise(list(cells) if isinstance(cells, dict) else []):
                if cells[one] != cells[two]:
                    yield _exchanging_cells(cells, one, two)


def _exchanging_cells(cells: Any, one: str, two: str) -> Change:
    def change() -> str:
        cells[one], cells[two] = cells[two], cells[one]
        return f"cells：{one} ↔ {two}"

    return change


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key}={text}" for key, text in value.items())
    return "（没有）" if value is None else str(value)


def _dropped_columns(spec: Any) -> Iterator[Change]:
    for found in _lists(spec, "columns"):
        if len(found) > 1:
            for at in range(len(found)):
                yield _dropping(found, at)


def _dropping(found: list[Any], at: int) -> Change:
    def change() -> str:
        gone = found.pop(at)
        return f"去掉“{gone.get('label') or gone.get('key') or ''}”栏"

    return change


def _wheres(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        if isinstance(node.get("where"), dict) and node["where"]:
            yield node
        for child in node.values():
            yield from _wheres(child)
    elif isinstance(node, list):
        for child in node:
            yield from _wheres(child)


def _widened(spec: Any) -> Iterator[Change]:
    for owner in _wheres(spec):
        for key in list(owner["where"]):
            yield _widening(owner, key)


def _widening(owner: Any, key: str) -> Change:
    def change() -> str:
        gone = owner["where"].pop(key)
        label = _short(owner.get("label") or owner.get("cells") or owner.get("id") or "")
        return f"{label} 的 where 去掉 {key}: {_short(gone)}"

    return change


_OTHER = {"收支": "支出", "收入": "支出", "支出": "收入", "三公": "会议", "项目": "基本"}


def _renamed(spec: Any) -> Iterator[Change]:
    before = spec.get("caption", "") if isinstance(spec, dict) else ""
    for match in re.finditer("|".join(_OTHER), before):
        yield _renaming(spec, before[: match.start()] + _OTHER[match[0]] + before[match.end() :])
    if before:
        yield _renaming(spec, "{{ year }}年度有关情况表")


def _renaming(spec: Any, after: str) -> Change:
    def change() -> str:
        before, spec["caption"] = spec["caption"], after
        return f"{before} → {after}"

    return change


def _other_units(spec: Any) -> Iterator[Change]:
    if not isinstance(spec, dict):
        return
    before = spec.get("unit")
    if not isinstance(before, str) or "money_unit" in before:
        return  # the words above the table follow what its amounts are in
    if "元" in before:
        after = before.replace("万元", "元") if "万元" in before else before.replace("元", "万元")
        yield _setting(spec, "unit", after)
    is_wan = spec.get("money_unit", "万元") == "万元"
    yield _setting(spec, "money_unit", "元" if is_wan else "万元")


def _setting(spec: Any, key: str, after: str) -> Change:
    def change() -> str:
        before, spec[key] = spec.get(key, "（没有）"), after
        return f"{key}：{before} → {after}"

    return change


def renamed_files(pack: Pack, root: Path) -> Iterator[Plant]:
    """A table's file called otherwise, with all that names it: nothing printed changes."""
    for name in pack.tables:
        yield _calling(pack, root, name)


def _calling(pack: Pack, root: Path, name: str) -> Plant:
    def plant(__: Random) -> InPack | None:
        other = f"sheet_{len(name)}_{name[::-1]}"
        word = re.compile(rf"(?<![\w.]){name}(?!\w)")
        changed: dict[Path, str | None] = {}
        for _, path in pack.layers.find(pack.path(f"tables/{name}.yaml")):
            changed[path] = None
            changed[path.with_stem(other)] = path.read_text(encoding="utf-8")
        for _, path in pack.layers.find(pack.path("report.yaml")):
            text = path.read_text(encoding="utf-8")
            changed[path] = re.sub(
                r"(?:tables: \[[^\]]*\]|^ +- \w+$)", lambda m: word.sub(other, m[0]), text,
                flags=re.MULTILINE,
            )  # fmt: skip
        for path in files(pack, "tables", ".yaml"):
            text = path.read_text(encoding="utf-8")
            if re.search(rf"^extends: {name}$", text, re.MULTILINE):
                changed[path] = re.sub(
                    rf"^extends: {name}$", f"extends: {other}", text, flags=re.MULTILINE
                )
        return InPack(
            f"{pack.path('tables')}/{name}.yaml", f"改名为 {other}.yaml", changed, hidden=True
        )

    return plant


KINDS: Mapping[str, Planter] = {
    "句：两个口径对换": measures_in_sentences,
    "句：两个原因对换": reasons_in_sentences,
    "句：两项填报的内容对换": fields_in_sentences,
    "句：两个参数对换": parameters_in_sentences,
    "列：口径或条件对换": _in_specs(_exchange("columns", "measure", "where", "value")),
    "行：口径或条件对换": _in_specs(_exchange("rows", "measure", "where", "value")),
    "列：少一栏": _in_specs(_dropped_columns),
    "表：改表名": _in_specs(_renamed),
    "表：改文件名": renamed_files,
    "条件：少一个": _in_specs(_widened),
    "列：栏名对换": _in_specs(_exchange("columns", "label")),
    "行：文字栏的内容对换": _in_specs(_exchanged_cells),
    "行：行名对换": _in_specs(_exchange("rows", "cells", "label")),
    "表：改金额单位": _in_specs(_other_units),
}
