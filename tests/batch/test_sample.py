"""The made-up city: valid, varied, and the same for the same seed."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from discloser.batch.city import FAULTS, PLANTED, write_city
from discloser.batch.sample import Sample, line_count, make_department
from discloser.compute.measure import standard_measures
from discloser.entry.lists import make_lists
from discloser.model.values import Kind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pack.pack import load_pack
from discloser.pipeline import prepare

SEED, YEAR = 7, 2025


@cache
def pack_name() -> str:
    return pack_names(pack_roots())[0]


def department(index: int, seed: int = SEED) -> Sample:
    return make_department(seed, index, pack_name(), YEAR, standard_measures())


def write(folder: Path, departments: int, faults: int = 0) -> list[Path]:
    pack, _ = load_pack(pack_name(), Kind.BUDGET, YEAR, pack_roots())
    assert pack is not None
    lists = make_lists(pack, YEAR)
    paths = write_city(
        folder,
        departments,
        SEED,
        pack_name(),
        YEAR,
        measures=pack.measures,
        lists=lists,
        faults=faults,
    )
    return list(paths)


def test_the_same_seed_makes_the_same_department() -> None:
    assert department(5) == department(5)
    assert department(5) != department(5, seed=8)
    assert department(5).draft["department"] != department(6).draft["department"]


def test_departments_vary_in_every_way() -> None:
    drafts = [department(index).draft for index in range(150)]
    lines = [line_count(draft) for draft in drafts]
    projects = [len(draft["projects"]) for draft in drafts]
    assert min(lines) < 10
    assert max(lines) > 150
    assert (min(projects), max(projects)) == (0, 60)
    assert {len(draft["units"]) for draft in drafts} == {1, 2, 3, 6}
    expenditure = [line for draft in drafts for line in draft["expenditure"]]
    assert any(line.get("carried_over") for line in expenditure)
    assert len({line.get("fund") for line in expenditure}) > 3


def test_names_and_codes_are_each_departments_own() -> None:
    drafts = [department(index).draft for index in range(60)]
    for field in ("code", "name"):
        assert len({draft["department"][field] for draft in drafts}) == len(drafts)


def test_a_city_is_written_in_both_forms_and_valid(tmp_path: Path) -> None:
    paths = write(tmp_path, 8)
    assert [path.suffix for path in paths].count(".xlsx") == 2
    for path in paths:
        errors = [f for f in prepare(path).findings if f.severity.value == "error"]
        assert errors == [], path.name
    assert not (tmp_path / PLANTED).exists()


@pytest.mark.parametrize("faults", [len(FAULTS)])
def test_a_planted_fault_is_the_one_that_is_found(faults: int, tmp_path: Path) -> None:
    write(tmp_path, faults + 1, faults)
    planted = json.loads((tmp_path / PLANTED).read_text(encoding="utf-8"))
    assert sorted(planted.values()) == sorted(FAULTS)
    for name, rule in planted.items():
        assert rule in {finding.code for finding in prepare(tmp_path / name).findings}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write(tmp_path / name, 4) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
