"""Faults in the file of an input: one leaf changed, in YAML or in the entry workbook."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from discloser.classification.codebook import Codebook, Scheme
from discloser.entry.convert import lists_for
from discloser.entry.workbook import write_workbook
from discloser.location import FieldPath, format_path
from discloser.model.values import Category, Fund, Kind, ReceiptKind
from discloser.pack.layers import pack_roots
from discloser.read import read_input
from discloser.read.write_yaml import write_yaml
from tests.deceive.documents import changed_number, misspelt
from tests.deceive.fault import InInput, Plant
from tests.deceive.victims import TEMPLATES, Victim

Draft = dict[str, Any]
SUFFIXES = (".yaml", ".xlsx")
_AMOUNTS = {
    *("amount", "initial_budget", "adjusted_budget", "executed", "goods", "works", "services"),
    *("small_and_medium", "small_and_micro", "foreign_reception"),
}
_SCHEMES = {
    "function": Scheme.FUNCTION,
    "department_economic": Scheme.DEPARTMENT_ECONOMIC,
    "government_economic": Scheme.GOVERNMENT_ECONOMIC,
}
_CODES = {*_SCHEMES, "code", "unit"}
_FLAGS = {"carried_over", "independent"}
_SETTINGS = {"pack", "kind", "year", "money_unit", "published", "month"}
_NUMBER = r"[\d,]+(?:\.\d+)?"
_LINES = ("receipts", "expenditure", "closing")


def kind_of(path: FieldPath, value: str) -> str:
    """What kind of leaf a field is."""
    key, top = str(path[-1]), str(path[0])
    of_code = key in _CODES and not re.search("[一-鿿]", value)
    kinds = (
        ("上年数、控制数", top in ("prior_year", "control_figures")),
        ("金额", key in _AMOUNTS),
        ("资金、收入性质", key == "fund" or (key == "kind" and top in _LINES)),
        ("支出类别", key == "category"),
        ("标志", key in _FLAGS),
        ("年度、月份、选项", key in _SETTINGS or top == "options"),
        ("编码", of_code),
        ("个数、分值", re.fullmatch(_NUMBER, value) is not None),
    )
    return next((kind for kind, is_one in kinds if is_one), "文字")


def _leaves(node: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, (*path, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _leaves(child, (*path, index))
    elif isinstance(node, str) and node:
        yield path, node


@lru_cache(maxsize=16)
def draft_of(path: Path) -> Draft:
    """What an input says."""
    draft, _, _ = read_input(path)
    assert draft is not None
    return draft


def content_of(victim: Victim, draft: Draft, suffix: str) -> bytes:
    """The file that says this, in either form."""
    assert victim.input is not None
    if suffix == ".yaml":
        return write_yaml(draft, victim.input.read_text(encoding="utf-8")).encode()
    given = victim.disclosure
    return write_workbook(draft, given.kind, given.year, _lists(given.pack, given.kind, given.year))


@lru_cache(maxsize=16)
def _lists(pack: str, kind: Kind, year: int) -> Any:
    return lists_for(pack, kind, year, pack_roots(TEMPLATES))


def _planter(kind: str, suffix: str) -> Callable[[Victim], Iterator[Plant]]:
    def plants(victim: Victim) -> Iterator[Plant]:
        assert victim.input is not None
        draft = draft_of(victim.input)
        for path, value in _with_absent_flags(draft):
            if kind_of(path, value) == kind:
                yield _changing(victim, path, value, kind, suffix)

    return plants


def _with_absent_flags(draft: Draft) -> Iterator[tuple[FieldPath, str]]:
    """The leaves; of lines that are not 上年结转 the flag too, which they do not have."""
    yield from _leaves(draft)
    for index, line in enumerate(draft.get("expenditure", ())):
        if "carried_over" not in line:
            yield ("expenditure", index, "carried_over"), "否"


def _changing(victim: Victim, path: FieldPath, value: str, kind: str, suffix: str) -> Plant:
    def plant(random: Random) -> InInput | None:
        assert victim.input is not None
        new = _other(victim, path, value, kind, random)
        if new is None or new == value:
            return None
        draft = copy.deepcopy(draft_of(victim.input))
        node: Any = draft
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = new
        what = f"{value[:24]} → {new[:24]}"
        return InInput(format_path(path), what, path, content_of(victim, draft, suffix), suffix)

    return plant


def _other(victim: Victim, path: FieldPath, value: str, kind: str, random: Random) -> str | None:
    """Another value of a leaf; None where there is none."""
    key = str(path[-1])
    others: Mapping[str, Callable[[], str | None]] = {
        "资金、收入性质": lambda: _one_of(Fund if key == "fund" else ReceiptKind, value, random),
        "支出类别": lambda: _one_of(Category, value, random),
        "标志": lambda: "否" if value in ("是", "true", "True") else "是",
        "编码": lambda: _other_code(victim, key, value, random),
        "年度、月份、选项": lambda: _other_setting(victim, path, value, random),
        "文字": lambda: misspelt(value, random),
    }
    if kind in others:
        return others[kind]()
    return changed_number(value, random) if re.fullmatch(_NUMBER, value) else None


def _one_of(known: type[StrEnum], value: str, random: Random) -> str:
    return random.choice([each.value for each in known if each.value != value])


def _other_code(victim: Victim, key: str, value: str, random: Random) -> str:
    """A digit changed, or another code that is valid."""
    scheme = _SCHEMES.get(key)
    if scheme is not None and random.random() < 0.5:
        codes = Codebook().codes(scheme, victim.disclosure.year)
        near = [c.code for c in codes if len(c.code) == len(value) and c.code[:3] == value[:3]]
        return random.choice([code for code in near if code != value] or [value])
    at = random.randrange(len(value))
    digit = (int(value[at]) + random.randrange(1, 10)) % 10 if value[at].isdigit() else 0
    return f"{value[:at]}{digit}{value[at + 1 :]}"


def _other_setting(victim: Victim, path: FieldPath, value: str, random: Random) -> str | None:
    key = str(path[-1])
    spec = victim.pack.parameters.get(key) if path[0] == "options" else None
    settings = {"money_unit": ("元", "万元"), "kind": tuple(kind.value for kind in Kind)}
    offered = spec.options if spec is not None else settings.get(key, ())
    if others := [each for each in offered if each != value]:
        return random.choice(others)
    match = re.fullmatch(r"(\d{4})(?:-(\d+))?", value)
    if match is None:
        return None
    if match[2] and random.random() < 0.5:
        return f"{match[1]}-{int(match[2]) % 12 + 1:02}"
    return value.replace(match[1], str(int(match[1]) + random.choice((-1, 1))))


_KINDS = (
    *("金额", "资金、收入性质", "支出类别", "编码", "标志", "上年数、控制数", "个数、分值"),
    *("文字", "年度、月份、选项"),
)
KINDS: Mapping[tuple[str, str], Callable[[Victim], Iterator[Plant]]] = {
    (kind, suffix): _planter(kind, suffix) for kind in _KINDS for suffix in SUFFIXES
}
