"""What the README promises is run, and its list of commands is complete."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from discloser import cli
from discloser.entry.convert import convert
from discloser.pack.layers import pack_roots
from tests.auditing.files import clean
from tests.importing.grids import draft_of, entries, nested, saved

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\s*\.venv/bin/discloser (.+)$", README, re.MULTILINE)
ROWS = re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE)
EXAMPLE = ROOT / "inputs" / "henan" / "sanmenxia" / "2025" / "administrative-approval.yaml"
NEW = re.compile(r"-o (\S+)")


def discloser(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "discloser", *shlex.split(command)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_readme_begins_with_the_workbook() -> None:
    words = [command.split()[0] for command in COMMANDS]
    assert words[:6] == ["new", "import", "check", "render", "figures", "trace"]
    assert README.index("Excel 或 WPS") < README.index("YAML")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the example inputs, a workbook that is filled in, an export, and a document."""
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    content, _ = convert(EXAMPLE, tmp_path / "a.xlsx", pack_roots())
    assert content is not None
    for command in COMMANDS:
        for name in NEW.findall(command):
            (tmp_path / name).write_bytes(content)
    (tmp_path / "去年的文件.xlsx").write_bytes(content)
    saved(nested(entries(draft_of(EXAMPLE))), tmp_path / "导出.xlsx")
    (tmp_path / "某局2026年部门预算.docx").write_bytes(clean("approval", "docx"))
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command: str, office: Path) -> None:
    for name in NEW.findall(command):
        (office / name).unlink()
    done = discloser(command, office)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()
    for name in NEW.findall(command):
        assert (office / name).is_file()


def test_the_files_that_the_readme_names_exist() -> None:
    names = re.findall(r"\]\(((?:docs|templates)[^)]*)\)", README)
    assert names
    assert [name for name in names if not (ROOT / name).exists()] == []


def commands(app: App, chain: str = "discloser") -> Iterator[str]:
    for name in app:
        if not name.startswith("-"):
            if app[name].default_command is not None:
                yield f"{chain} {name}"
            yield from commands(app[name], f"{chain} {name}")


def test_every_command_and_every_target_has_one_row() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE)
    told = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert sorted(re.findall(r"^make (\S+)", told, re.MULTILINE)) == sorted(targets)
    known = [*commands(cli.app), *(f"make {target}" for target in targets)]
    assert len(known) > 25
    assert Counter(ROWS) == Counter(known)
