"""The made-up city: valid, varied, and the same for the same seed."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from discloser.batch.crosscheck import cross_check
from discloser.batch.facts import facts_of
from discloser.batch.job import Job
from discloser.classification.codebook import Codebook
from discloser.entry.lists import Lists, make_lists
from discloser.finding import has_errors
from discloser.model.values import Fund, Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pipeline import prepare
from discloser.specimen.city import FAULTS, PLANTED, REPEATS, City, usual_pack, write_city
from discloser.specimen.department import NamedDraft, line_count, make_department

SEED, YEAR = 7, 2025


@cache
def first(kind: Kind) -> Pack:
    pack, _ = load_pack(usual_pack(YEAR, pack_roots()), kind, YEAR, pack_roots())
    assert pack is not None
    return pack


@cache
def lists(kind: Kind) -> Lists:
    return make_lists(first(kind), YEAR)


def department(index: int, seed: int = SEED) -> NamedDraft:
    return make_department(seed, index, first(Kind.BUDGET), lists(Kind.BUDGET).needs)


def write(folder: Path, departments: int, faults: int = 0, kind: Kind = Kind.BUDGET) -> list[Path]:
    city = City(departments, SEED, first(kind), lists(kind).needs)
    return list(write_city(folder, city, lists(kind), faults=faults))


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
    assert {line.get("fund") for line in expenditure} > {
        Fund.GOVERNMENT_FUND.value,
        Fund.STATE_CAPITAL_OPERATIONS.value,
        Fund.INSTITUTIONAL_RECEIPTS.value,
    }
    assert {"201", "208", "215", "229"} < {line["function"][:3] for line in expenditure}


def test_names_and_codes_are_each_departments_own() -> None:
    drafts = [department(index).draft for index in range(60)]
    for field in ("code", "name"):
        assert len({draft["department"][field] for draft in drafts}) == len(drafts)


@pytest.mark.parametrize("kind", Kind)
def test_a_city_is_written_in_both_forms_and_valid(kind: Kind, tmp_path: Path) -> None:
    paths = write(tmp_path, 8, kind=kind)
    assert [path.suffix for path in paths].count(".xlsx") == 2
    for path in paths:
        prepared = prepare(path)
        assert prepared.figures is not None
        assert prepared.figures.disclosure.kind is kind
        assert not has_errors(prepared.findings), (path.name, prepared.findings)
    assert not (tmp_path / PLANTED).exists()


def test_a_final_account_spends_more_and_less_than_its_budget(tmp_path: Path) -> None:
    differences = []
    three_public = Decimal(0)
    funds = set()
    for path in write(tmp_path, 8, kind=Kind.FINAL_ACCOUNT):
        prepared = prepare(path)
        figures = prepared.figures
        assert figures is not None
        lines = figures.disclosure.expenditure
        differences += [line.amount - (line.initial_budget or 0) for line in lines]
        three_public += figures["three_public"].amount
        funds |= {line.fund for line in lines}
        assert not has_errors(prepared.findings), (path.name, prepared.findings)
    assert min(differences) < 0 < max(differences)
    assert three_public > 0
    assert Fund.FISCAL_SPECIAL_ACCOUNT in funds


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with each fault once."""
    folder = tmp_path_factory.mktemp("faulty")
    kinds = len(FAULTS) + len(REPEATS)
    write(folder, kinds + 3, kinds)
    return folder


def test_a_planted_fault_is_the_one_that_is_found(faulty: Path) -> None:
    planted = json.loads((faulty / PLANTED).read_text(encoding="utf-8"))
    assert sorted(planted.values()) == sorted([*FAULTS, *REPEATS])
    for name, rule in planted.items():
        if rule in FAULTS:
            assert rule in {finding.code for finding in prepare(faulty / name).findings}


def test_what_two_departments_share_is_found_between_them(faulty: Path) -> None:
    planted = json.loads((faulty / PLANTED).read_text(encoding="utf-8"))
    departments = []
    for path in sorted(faulty.glob("[0-9]*")):
        prepared = prepare(path)
        if planted.get(path.name) not in FAULTS:
            assert not has_errors(prepared.findings), path.name  # by itself it is in order
            assert prepared.figures is not None
            facts = facts_of(prepared.figures, Codebook())
            departments.append((Job(path, path, path), facts))
    found = cross_check(departments)
    told = {(repeat.kind, job.path.name) for repeat in found for job, _ in repeat.departments}
    expected = {(rule, name) for name, rule in planted.items() if rule in REPEATS}
    assert len(found) == len(REPEATS)
    assert expected < told


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write(tmp_path / name, 4) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_a_city_is_of_the_national_forms_where_no_pack_is_named(tmp_path: Path) -> None:
    assert usual_pack(YEAR, pack_roots()) == "national"
    assert usual_pack(YEAR, (tmp_path,)) == ""
