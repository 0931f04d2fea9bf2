"""The files of a made-up city, with planted faults where they are asked for."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from discloser.compose.needs.of_pack import Needs
from discloser.entry.lists import Lists
from discloser.entry.workbook import write_workbook
from discloser.model.values import Kind
from discloser.output import save
from discloser.pack.layers import Layers, find_layers, pack_names
from discloser.pack.pack import Pack, load_pack
from discloser.read.write_yaml import write_yaml
from discloser.specimen.department import Draft, NamedDraft, make_department

PLANTED = "planted.json"
"""Which inputs have a fault, and the rule that must find it."""
_ONE_WORKBOOK_IN = 4


def _other_control_figure(draft: Draft) -> None:
    draft["control_figures"] = {"receipts_total": "100"}


def _unknown_code(draft: Draft) -> None:
    draft["expenditure"][0]["function"] = "2999998"


def _unknown_unit(draft: Draft) -> None:
    draft["expenditure"][0]["unit"] = "999999"


def _amount_in_words(draft: Draft) -> None:
    draft["expenditure"][0]["amount"] = "一百万"


def _wrong_year(draft: Draft) -> None:
    draft["year"] = "今年"


FAULTS: Mapping[str, Callable[[Draft], None]] = {
    "A03": _other_control_figure,
    "K01": _unknown_code,
    "X01": _unknown_unit,
    "M010": _amount_in_words,
    "M005": _wrong_year,
}
"""What may be wrong with an input, by the rule that finds it."""


def _same_department_code(draft: Draft, other: Draft) -> None:
    draft["department"]["code"] = other["department"]["code"]


def _same_unit(draft: Draft, other: Draft) -> None:
    own, code = draft["units"][-1]["code"], other["units"][-1]["code"]
    for part in (*draft["units"], *draft["receipts"], *draft["expenditure"]):
        for field in ("code", "unit"):
            if part.get(field) == own:
                part[field] = code


def _same_project(draft: Draft, other: Draft) -> None:
    draft["projects"][0]["code"] = other["projects"][0]["code"]


_PROJECTS = "同一项目报了两次"
REPEATS: Mapping[str, Callable[[Draft, Draft], None]] = {
    "部门代码重复": _same_department_code,
    "单位在两个部门里": _same_unit,
    _PROJECTS: _same_project,
}
"""What two inputs may have in common that only one may have, by the cross-department check."""


@dataclass(frozen=True, slots=True)
class City:
    """What a made-up city is: so many departments of one seed, by a pack of a kind and year."""

    departments: int
    seed: int
    pack: Pack
    needs: Needs

    def sample(self, index: int) -> NamedDraft:
        """One of its departments."""
        return make_department(self.seed, index, self.pack, self.needs)


def usual_pack(year: int, roots: tuple[Path, ...]) -> str:
    """The pack that most others stand on, of those that have both kinds of document; or none."""
    names = pack_names(roots)
    found = (find_layers(name, year, roots)[0] for name in names)
    parents = Counter(each for layers in found if layers is not None for each in _packs(layers))
    for name in sorted(names, key=lambda each: (-parents[each], each)):
        if all(load_pack(name, kind, year, roots)[0] is not None for kind in Kind):
            return name
    return ""


def _packs(layers: Layers) -> set[str]:
    """A pack and all that it stands on."""
    return {layer.pack for layer in layers.layers}


def write_city(folder: Path, city: City, lists: Lists, *, faults: int = 0) -> Iterator[Path]:
    """Write the inputs of a city, one in four as a workbook; yield each file as it is written.

    The first inputs of a shuffled list have a fault, ``faults`` of them, each kind in turn: first
    those of one input, then those that an input has only together with another one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan = _plan(city, faults)
    planted: dict[str, str] = {}
    for index in range(city.departments):
        sample, fault = city.sample(index), plan.get(index)
        draft = copy.deepcopy(sample.draft)
        if fault is not None:
            fault.spoil(draft, city)
        # A workbook's name tells its year to the writer: a faulty year is written as YAML.
        as_workbook = index % _ONE_WORKBOOK_IN == _ONE_WORKBOOK_IN - 1 and fault is None
        path = folder / f"{sample.name}{'.xlsx' if as_workbook else '.yaml'}"
        save(path, _content(draft, city, lists, as_workbook=as_workbook))
        if fault is not None:
            planted[path.name] = fault.kind
        yield path
    if planted:
        text = json.dumps(planted, ensure_ascii=False, indent=1) + "\n"
        save(folder / PLANTED, text.encode())


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a department; ``other`` is the one that it shares something with."""

    kind: str
    other: int

    def spoil(self, draft: Draft, city: City) -> None:
        """Put the fault into the department's draft."""
        if self.kind in FAULTS:
            FAULTS[self.kind](draft)
        else:
            REPEATS[self.kind](draft, city.sample(self.other).draft)


def _plan(city: City, faults: int) -> dict[int, _Fault]:
    """Which departments have which fault. A shared project needs two that have projects."""
    order = list(range(city.departments))
    Random(city.seed).shuffle(order)  # noqa: S311 - a made-up city keeps no secret
    chosen = sorted(order[:faults], key=lambda index: not city.sample(index).draft["projects"])
    kinds = sorted(islice(cycle((*FAULTS, *REPEATS)), faults), key=lambda kind: kind != _PROJECTS)
    sound = next(
        (index for index in order[faults:] if city.sample(index).draft["projects"]), order[-1]
    )
    return {index: _Fault(kind, sound) for index, kind in zip(chosen, kinds, strict=True)}


def _content(draft: Mapping[str, Any], city: City, lists: Lists, *, as_workbook: bool) -> bytes:
    if as_workbook:
        return write_workbook(draft, city.pack.kind, city.pack.year, lists)
    return write_yaml(draft).encode()
