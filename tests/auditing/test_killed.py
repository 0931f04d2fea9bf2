"""An audit of a folder of which a worker, or the whole, is killed: nothing lost or done twice."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.auditing.files import clean, saved
from tests.batch.test_robust import _children, _have_ended, discloser, finish

NUMBER = 4


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "公开"
    folder.mkdir()
    for index in range(NUMBER):
        saved(folder, clean("approval", "docx"), "docx", f"第{index}局")
    return folder


def records(output: Path) -> dict[str, int]:
    """The record of each department that has one, by when it was written."""
    found = {}
    for path in output.rglob("核对.json"):
        json.loads(path.read_text("utf-8"))  # whole, or not there
        found[path.parent.name] = path.stat().st_mtime_ns
    return found


def wait_for(output: Path, number: int) -> dict[str, int]:
    until = time.monotonic() + 120
    while len(found := records(output)) < number and time.monotonic() < until:
        time.sleep(0.02)
    return found


def test_a_killed_worker_costs_nothing_and_a_killed_run_goes_on(
    source: Path, tmp_path: Path
) -> None:
    output = tmp_path / "结果"
    command = ("audit", source, "-o", output, "--jobs", "1")
    run = discloser(*command)
    before = wait_for(output, 1)
    workers = _children(run.pid)
    os.kill(workers[-1], signal.SIGKILL)
    left = wait_for(output, 2)
    run.kill()
    run.communicate()
    assert _have_ended(_children(run.pid) + workers, seconds=20)
    done = records(output)
    assert before.items() <= left.items() <= done.items()
    code, out, err = finish(discloser(*command))
    assert code == 0, err
    assert f"共 {NUMBER} 个部门：没有问题 {NUMBER}" in out
    after = records(output)
    assert done.items() <= after.items()  # what was done is not done again
    assert len(after) == NUMBER
    assert not list(output.rglob(".*.part"))
