"""What the tests of a batch share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from discloser.batch.job import Job, Options
from discloser.batch.place import Place, is_here

GOOD = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"
MakeJob = Callable[..., Job]


def here(place: Place) -> Path:
    """A place that is in a folder of this machine."""
    assert is_here(place)
    return place


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A good input with last year's beside it."""
    folder = tmp_path / "inputs" / "city"
    folder.mkdir(parents=True)
    shutil.copy(GOOD, folder)
    # Another suffix, so that it is not an input of the batch itself.
    shutil.copy(GOOD.with_name("last_year.yaml"), folder / "last_year.txt")
    path = folder / "good.yaml"
    text = path.read_text(encoding="utf-8").replace("input: last_year.yaml", "input: last_year.txt")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def make_job(tmp_path: Path) -> MakeJob:
    """Make a job for an input: the XLSX only, which is quick."""

    def make(path: Path, options: Options | None = None, surroundings: str = "here") -> Job:
        folder = tmp_path / "output" / path.stem
        log = tmp_path / "logs" / f"{path.stem}.txt"
        return Job(path, folder, log, options or Options(formats=("xlsx",)), surroundings)

    return make
