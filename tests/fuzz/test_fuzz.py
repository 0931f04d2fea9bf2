"""The fuzzing itself: it repeats itself, and it sees what it is there to see."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from discloser.finding import Finding, Severity
from discloser.location import Location
from tests.fuzz import work
from tests.fuzz.cases import Case, case
from tests.fuzz.run import closing_line, fuzz
from tests.fuzz.seeds import ROOT
from tests.fuzz.work import Kind, run

FAMILIES = {"yaml text", "yaml structure", "xlsx", "ods", "xls", "pack"}


@pytest.fixture(autouse=True)
def beside_other_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A forked case begins with what other tests have loaded: that does not count as its own."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    monkeypatch.setattr(work, "MEMORY", work.MEMORY + pages * resource.getpagesize())


def finding(*places: Location) -> Finding:
    return Finding("X000", Severity.ERROR, "坏了", locations=places)


def allocate(case: Case, folder: Path) -> tuple[Finding, ...]:
    return (finding(Location(str(bytearray(2 << 30)[:1]))),)


def compute_for_ever(case: Case, folder: Path) -> tuple[Finding, ...]:
    while time.monotonic() > 0:
        pass
    return ()


def raise_(case: Case, folder: Path) -> tuple[Finding, ...]:
    raise KeyError(case.number)


def abort(case: Case, folder: Path) -> tuple[Finding, ...]:
    os.abort()


def lose_the_place(case: Case, folder: Path) -> tuple[Finding, ...]:
    return (finding(Location("a.yaml", line=1)), finding(Location("a.yaml")))


def find(case: Case, folder: Path) -> tuple[Finding, ...]:
    return (finding(Location("a.yaml", line=1)), finding(Location("a.xlsx")))


def test_a_number_is_always_the_same_case() -> None:
    made = {number: case(number) for number in range(300)}
    assert {one.family for one in made.values()} == FAMILIES
    assert all(case(number) == one for number, one in made.items())
    assert all(case(number, range(one.steps)) == one for number, one in made.items())


def test_each_number_is_a_case() -> None:
    assert all(case(number).files for number in range(5000, 5400))


def test_a_case_is_a_good_file_that_is_damaged() -> None:
    assert all(case(number).files != case(number, ()).files for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("product", "kind"),
    [
        (find, Kind.FINE),
        (raise_, Kind.UNCAUGHT),
        (abort, Kind.ABORTED),
        (allocate, Kind.TOO_BIG),
        (compute_for_ever, Kind.TOO_LONG),
        (lose_the_place, Kind.NO_PLACE),
    ],
)
def test_what_a_product_does_is_seen(
    product: Callable[[Case, Path], tuple[Finding, ...]],
    kind: Kind,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "check", product)
    monkeypatch.setattr(work, "SECONDS", 1)
    assert run(case(0)).kind is kind


def test_a_failure_is_kept_once_by_its_smallest_case_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "check", raise_)
    monkeypatch.setattr("tests.fuzz.run.warm", lambda: None)
    counts = fuzz(100, tmp_path / "record", jobs=1)
    assert closing_line(counts) == (
        "100 runs: 100 uncaught, 0 aborts, 0 over 10 s or 1 GB, 0 findings without a place"
    )
    (kept,) = tmp_path.glob("record/*/verdict.json")
    assert '"steps": []' in kept.read_text()
    monkeypatch.setattr(work, "check", find)  # what the record holds is not run again
    assert fuzz(100, tmp_path / "record", jobs=1) == counts


def test_the_product_stands_a_hundred_cases(tmp_path: Path) -> None:
    """In a process of its own: what other tests have loaded counts against a case's memory."""
    command = (sys.executable, "-m", "tests.fuzz", "100", "--jobs", "1", "--folder", str(tmp_path))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = [story.read_text() for story in tmp_path.glob("*/verdict.json")]
    assert done.stdout.splitlines()[-1:] == [
        "100 runs: 0 uncaught, 0 aborts, 0 over 10 s or 1 GB, 0 findings without a place"
    ], (told, done.stderr)
