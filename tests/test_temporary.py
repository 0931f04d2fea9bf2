"""Temporary folders: removed at the end, and by the next start where a run was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from discloser.temporary import PREFIX, sweep, temporary_folder

SCRIPT = (
    "import time\n"
    "from discloser.temporary import temporary_folder\n"
    "with temporary_folder() as folder:\n"
    "    print(folder, flush=True)\n"
    "    time.sleep(60)\n"
)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_folder_is_empty_and_goes_at_the_end(place: Path) -> None:
    with temporary_folder() as folder:
        assert list(folder.iterdir()) == []
        (folder / "a").write_text("x", encoding="utf-8")
    assert list(place.iterdir()) == []


def test_a_killed_runs_folder_goes_at_the_next_start_and_a_living_ones_stays(place: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    try:
        folders = []
        for run in runs:
            assert run.stdout is not None
            folders.append(Path(run.stdout.readline().strip()))
        runs[0].send_signal(signal.SIGKILL)
        runs[0].wait()
        sweep()
        assert not folders[0].parent.exists()
        assert folders[1].exists()
    finally:
        for run in runs:
            run.kill()
            run.communicate()
    sweep()
    assert list(place.glob(f"{PREFIX}*")) == []


def test_what_is_not_certainly_abandoned_stays(place: Path) -> None:
    young, old, other = place / f"{PREFIX}young", place / f"{PREFIX}old", place / "else"
    for folder in (young, old, other):
        folder.mkdir()
    long_ago = time.time() - 10_000
    for folder in (old, other):
        os.utime(folder, (long_ago, long_ago))
    (place / f"{PREFIX}trace.txt").write_text("x", encoding="utf-8")
    (place / f"{PREFIX}link").symlink_to(other)
    sweep()
    assert sorted(path.name for path in place.iterdir()) == [
        f"{PREFIX}link",
        f"{PREFIX}trace.txt",
        f"{PREFIX}young",
        "else",
    ]
