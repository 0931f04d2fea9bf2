"""The files of a made-up city, with planted faults where they are asked for."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from discloser.batch.sample import Draft, make_department
from discloser.compute.measure import Measures
from discloser.entry.lists import Lists
from discloser.entry.workbook import write_workbook
from discloser.model.values import Kind
from discloser.pipeline import save
from discloser.read.write_yaml import write_yaml

PLANTED = "planted.json"
"""Which inputs have a fault, and the rule that must find it."""
_ONE_WORKBOOK_IN = 4


def _unbalanced(draft: Draft) -> None:
    line = draft["receipts"][0]
    line["amount"] = str(int(line["amount"]) + 100)


def _unknown_code(draft: Draft) -> None:
    draft["expenditure"][0]["function"] = "2999998"


def _unknown_unit(draft: Draft) -> None:
    draft["expenditure"][0]["unit"] = "999999"


def _amount_in_words(draft: Draft) -> None:
    draft["expenditure"][0]["amount"] = "一百万"


def _wrong_year(draft: Draft) -> None:
    draft["year"] = "今年"


FAULTS: Mapping[str, Callable[[Draft], None]] = {
    "A01": _unbalanced,
    "K01": _unknown_code,
    "X01": _unknown_unit,
    "M010": _amount_in_words,
    "M005": _wrong_year,
}
"""What may be wrong with an input, by the rule that finds it."""


def write_city(
    folder: Path,
    departments: int,
    seed: int,
    pack: str,
    year: int,
    *,
    measures: Measures,
    lists: Lists,
    faults: int = 0,
) -> Iterator[Path]:
    """Write the inputs of a city, one in four as a workbook; yield each file as it is written.

    The first inputs of a shuffled list have a fault, ``faults`` of them, each kind in turn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    order = list(range(departments))
    Random(seed).shuffle(order)  # noqa: S311 - a made-up city keeps no secret
    codes = dict(zip(order[:faults], _in_turn(faults), strict=True))
    planted: dict[str, str] = {}
    for index in range(departments):
        sample = make_department(seed, index, pack, year, measures)
        draft = sample.draft
        if index in codes:
            draft = copy.deepcopy(draft)
            FAULTS[codes[index]](draft)
        # A workbook's name tells its year to the writer: a faulty year is written as YAML.
        as_workbook = index % _ONE_WORKBOOK_IN == _ONE_WORKBOOK_IN - 1 and index not in codes
        path = folder / f"{sample.name}{'.xlsx' if as_workbook else '.yaml'}"
        save(path, _content(draft, year, lists, as_workbook=as_workbook))
        if index in codes:
            planted[path.name] = codes[index]
        yield path
    if planted:
        text = json.dumps(planted, ensure_ascii=False, indent=1) + "\n"
        save(folder / PLANTED, text.encode())


def _in_turn(number: int) -> list[str]:
    kinds = list(FAULTS)
    return [kinds[index % len(kinds)] for index in range(number)]


def _content(draft: Mapping[str, Any], year: int, lists: Lists, *, as_workbook: bool) -> bytes:
    if as_workbook:
        return write_workbook(draft, Kind.BUDGET, year, lists)
    return write_yaml(draft).encode()
