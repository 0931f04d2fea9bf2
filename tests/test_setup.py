"""The set-up installs locked wheels and nothing else, and `make help` tells every command."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import discloser

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SCRIPTS = sorted((ROOT / "scripts").iterdir())
LOCKS = sorted((ROOT / "requirements").iterdir())
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    "run": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]],
    "test": [*EXTRAS["dev"], *EXTRAS["cluster"], *EXTRAS["import"]],
    "bench": EXTRAS["bench"],
    "desk": EXTRAS["desk"],
    **PROJECT["dependency-groups"],
}


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def locked(lock: Path) -> dict[str, str]:
    """The versions that a lock names, those of the locks that it is based on too."""
    pins: dict[str, str] = {}
    for block in re.split(r"\n(?! )", text(lock).strip()):
        if block.startswith("-r "):
            pins |= locked(lock.with_name(block[3:]))
        elif not block.startswith("#"):
            pinned = re.fullmatch(
                r"([a-z0-9-]+)==([\w.!]+)(?: ; [^\\]*)?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)",
                block,
            )
            assert pinned, f"{lock.name}: {block}"
            pins[pinned[1]] = pinned[2]
    return pins


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_each_package_is_locked_by_version_and_hash(lock: Path) -> None:
    assert locked(lock)


@pytest.mark.parametrize("name", WANTED)
def test_the_lock_fits_what_the_project_names(name: str) -> None:
    pins = locked(ROOT / "requirements" / f"{name}.txt")
    for wanted in map(Requirement, WANTED[name]):
        version = pins.get(canonicalize_name(wanted.name))
        assert version, f"{wanted} is not in requirements/{name}.txt: run `make lock`"
        assert wanted.specifier.contains(version, prereleases=True), f"{wanted}: run `make lock`"


def test_every_lock_is_of_a_set_that_the_project_names() -> None:
    assert {lock.stem for lock in LOCKS} == set(WANTED)


def test_a_package_has_one_version_where_locks_are_installed_together() -> None:
    together = [ROOT / "requirements" / f"{name}.txt" for name in ("bench", "peers")]
    pins = set(chain.from_iterable(locked(lock).items() for lock in together))
    assert len(pins) == len({name for name, _ in pins})


def pip_commands() -> list[tuple[str, list[str]]]:
    """What the set-up asks of pip, with the file that does."""
    files = [*SCRIPTS, ROOT / "Makefile", ROOT / ".ci" / "run", *(ROOT / "benchmarks").glob("*.sh")]
    found = []
    for path in files:
        whole = text(path).replace("\\\n", " ")
        found += [
            (path.name, shlex.split(line))
            for line in re.findall(r"pip install\b([^|;}\n]*)", whole)
        ]
    return found


def test_nothing_foreign_is_built_and_nothing_unlocked_is_installed() -> None:
    commands = pip_commands()
    assert any("--require-hashes" in words for _, words in commands)
    for name, words in commands:
        ours = {"--no-index", "--no-deps", "--no-build-isolation", "."} <= set(words)
        only_wheels = (
            "--only-binary" in words and words[words.index("--only-binary") + 1] == ":all:"
        )
        # Where there is no lock yet, `make lock` gets its own tool without one.
        by_lock = "--require-hashes" in words or (name == "lock.sh" and words[-1] == "uv")
        assert ours or (only_wheels and by_lock), f"{name}: pip install {shlex.join(words)}"


def test_continuous_integration_begins_with_nothing() -> None:
    lines = text(ROOT / ".ci" / "run").splitlines()
    fresh = [lines.index("export PIP_NO_CACHE_DIR=1"), lines.index("rm -rf .venv .venv-audit")]
    assert max(fresh) < lines.index("make test")


def test_set_up_files_name_no_place_of_one_machine_and_no_registry() -> None:
    files = [ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / ".ci" / "run", *SCRIPTS, *LOCKS]
    for path in files:
        assert not re.findall(r"/(?:home|work|Users)/\S*|\w+://\S+", text(path)), path.name


def test_the_version_is_the_packages_own() -> None:
    assert PROJECT["project"]["version"] == discloser.__version__


def test_make_help_tells_every_command() -> None:
    targets = re.findall(r"^([a-z][\w-]*):", MAKEFILE, re.MULTILINE)
    assert {"demo", "test", "help"} <= set(targets)
    done = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    said = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert [words[1] for words in said if words[0] == "make"] == targets
    assert all(re.search(r"[\u4e00-\u9fff]", words[2]) for words in said)


@pytest.mark.parametrize(
    "path", [path for path in SCRIPTS if path.suffix == ".sh"], ids=lambda path: path.name
)
def test_a_script_can_be_read_by_the_plain_shell(path: Path) -> None:
    subprocess.run(["sh", "-n", path], check=True)
