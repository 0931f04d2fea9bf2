"""The same input, pack and version give the same three files, wherever and whenever."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
INPUT = ROOT / "inputs/henan/luoyang_mengjin/2023/government-services.yaml"


def _render(folder: Path, **environment: str) -> dict[str, str]:
    """Render in a process of its own, in ``folder``; return each file's hash."""
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-m", "discloser", "render", str(INPUT)],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
    )
    found = (path for path in (folder / "output").rglob("*") if path.is_file())
    files = [path for path in found if not path.name.startswith(".")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_two_processes_in_other_folders_zones_and_locales_write_the_same_bytes(
    tmp_path: Path,
) -> None:
    here = _render(tmp_path / "here", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    there = _render(
        tmp_path / "there far away", TZ="Asia/Shanghai", LC_ALL="POSIX", PYTHONHASHSEED="2"
    )
    assert len(here) == 3
    assert here == there
