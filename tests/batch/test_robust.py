"""The whole command when it is killed, interrupted, run twice, or let loose on a locked folder."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discloser.batch.lock import NAME as LOCK
from discloser.batch.lock import locked

ROOT = Path(__file__).parents[2]
DEPARTMENTS = 6


def discloser(*arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "discloser", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_listen_to_interrupts,  # noqa: PLW1509 - it only sets a signal
    )


def _listen_to_interrupts() -> None:
    """A shell starts what runs in the background deaf to Ctrl-C, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def batch(city: Path, output: Path, *more: str) -> subprocess.Popen[str]:
    options = ("--format", "xlsx", "--jobs", "2")
    return discloser("batch", city, "-o", output, *options, *more)


def finish(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = run.communicate(timeout=300)
    return run.returncode, out, err


def documents(output: Path) -> dict[str, str]:
    """The fingerprint of every document by its path."""
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*/*.*")
        if path.suffix == ".xlsx" and not path.name.startswith(".")
    }


def summary(output: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((output / "summary.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("city")
    run = discloser("sample", "--departments", str(DEPARTMENTS), "--seed", "3", "-o", folder)
    assert finish(run)[0] == 0
    return folder


@pytest.fixture(scope="module")
def whole(city: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The documents of a run that nothing disturbs."""
    output = tmp_path_factory.mktemp("whole")
    code, _, err = finish(batch(city, output))
    assert code == 0, err
    made = documents(output)
    assert len(made) == DEPARTMENTS
    return made


def lines_of(run: subprocess.Popen[str], number: int) -> Iterator[str]:
    assert run.stdout is not None
    for _ in range(number):
        yield run.stdout.readline()


def test_a_killed_run_leaves_whole_documents_and_the_next_goes_on(
    city: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    run = batch(city, tmp_path)
    assert all("已生成" in line for line in lines_of(run, 2))
    workers = _children(run.pid)
    time.sleep(0.1)  # somewhere inside the next document
    run.kill()
    run.communicate()
    assert _have_ended(workers, seconds=20)
    left = documents(tmp_path)
    assert left.items() <= whole.items()
    assert 2 <= len(left) < DEPARTMENTS
    code, out, err = finish(batch(city, tmp_path))
    assert code == 0, err
    assert documents(tmp_path) == whole
    assert "未变 " in out
    assert not list(tmp_path.rglob(".*.part"))


def test_at_any_moment_a_kill_leaves_each_document_old_or_new(
    city: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    for lines, pause in ((0, 0.5), (1, 0.0), (2, 0.3), (4, 0.05)):
        run = batch(city, tmp_path, "--force")
        list(lines_of(run, lines))
        time.sleep(pause)
        workers = _children(run.pid)
        run.kill()
        run.communicate()
        assert _have_ended(workers, seconds=20)
        assert documents(tmp_path).items() <= whole.items()
    assert finish(batch(city, tmp_path))[0] == 0
    assert documents(tmp_path) == whole
    assert not list(tmp_path.rglob(".*.part"))


def test_ctrl_c_ends_cleanly_and_the_next_run_goes_on(
    city: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    run = batch(city, tmp_path)
    list(lines_of(run, 1))
    run.send_signal(signal.SIGINT)
    code, out, err = finish(run)
    assert code == 130
    assert "Traceback" not in err
    assert "接着做" in out
    counts = summary(tmp_path)["counts"]
    assert counts["rendered"] + counts["pending"] == DEPARTMENTS
    assert counts["pending"] > 0
    assert finish(batch(city, tmp_path))[0] == 0
    assert documents(tmp_path) == whole


def test_a_worker_that_is_killed_costs_nothing(
    city: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    run = batch(city, tmp_path)
    list(lines_of(run, 1))
    children = _children(run.pid)
    assert children
    os.kill(children[-1], signal.SIGKILL)
    code, _, err = finish(run)
    assert code == 0, err
    assert documents(tmp_path) == whole


def _children(pid: int) -> list[int]:
    """The worker processes of a run; the process that watches their resources comes first."""
    done = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return sorted(int(line) for line in done.stdout.split())


def _have_ended(processes: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(_runs(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_two_runs_on_one_folder_do_not_mix(city: Path, tmp_path: Path) -> None:
    with locked(tmp_path):
        code, out, err = finish(batch(city, tmp_path))
    assert (code, err) == (1, "")
    assert f"进程 {os.getpid()}" in out
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_folder_that_cannot_be_made_is_one_message(city: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    code, out, err = finish(batch(city, blocker / "output"))
    assert (code, err) == (1, "")
    assert "写不进去" in out
    assert len(out.splitlines()) == 1


def test_inputs_that_would_write_the_same_files_are_refused(tmp_path: Path) -> None:
    inputs = tmp_path / "city"
    inputs.mkdir()
    for name in ("a.yaml", "a.yml", "b.yaml"):
        (inputs / name).touch()
    code, out, err = finish(batch(inputs, tmp_path / "output"))
    assert (code, err) == (1, "")
    assert "a.yaml" in out
    assert "b.yaml" not in out
    assert not (tmp_path / "output").exists()


def test_planted_faults_are_found_and_cost_nobody_else(tmp_path: Path) -> None:
    inputs, output = tmp_path / "city", tmp_path / "output"
    size = ("--departments", "8", "--faults", "5", "--seed", "5")
    assert finish(discloser("sample", *size, "-o", inputs))[0] == 0
    planted = json.loads((inputs / "planted.json").read_text(encoding="utf-8"))
    run = discloser("batch", inputs, "-o", output, "--format", "xlsx")
    assert finish(run)[0] == 1
    said = {Path(entry["input"]).name: entry for entry in summary(output)["inputs"]}
    found = {name for name, entry in said.items() if entry["state"] == "findings"}
    assert found == set(planted)
    for name, rule in planted.items():
        assert rule in Path(said[name]["log"]).read_text(encoding="utf-8")
    assert all(entry["state"] == "rendered" for name, entry in said.items() if name not in found)
