"""What the README promises is run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\s*\.venv/bin/discloser (.+)$", README, re.MULTILINE)


def test_the_readme_shows_how_to_check_render_and_ask() -> None:
    assert [command.split()[0] for command in COMMANDS] == ["check", "render", "figures"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, tmp_path: Path) -> None:
    arguments = shlex.split(command)
    if arguments[0] == "render":
        arguments += ["-o", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "discloser", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_files_that_the_readme_names_exist() -> None:
    names = re.findall(r"\]\(((?:docs|templates)[^)]*)\)", README)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []
