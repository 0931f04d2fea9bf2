"""The wheel works by itself, and the set-up is what the README promises."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
INPUT = Path("inputs/henan/sanmenxia/2025/administrative-approval.yaml")


def run(*command: str | Path, cwd: Path, site: Path | None = None) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("DISCLOSER_")
    }
    if site is not None:
        environment["PYTHONPATH"] = str(site)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("discloser-*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed wheel; its dependencies are those of this environment."""
    folder = tmp_path_factory.mktemp("site")
    run("-m", "pip", "install", "--no-deps", "--no-index", "--target", folder, wheel, cwd=folder)
    return folder


def test_wheel_holds_every_file_of_the_package_and_the_packs(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    folders = {"discloser": ROOT / "discloser", "discloser/templates": ROOT / "templates"}
    for target, folder in folders.items():
        files = {
            f"{target}/{path.relative_to(folder).as_posix()}"
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert files
        assert files <= packed, sorted(files - packed)
    assert not [name for name in packed if name.startswith(("tests/", "scripts/", "inputs/"))]


def test_installed_wheel_renders_outside_the_checkout(site: Path, tmp_path: Path) -> None:
    found = run("-c", "import discloser; print(discloser.__file__)", cwd=tmp_path, site=site)
    assert Path(found.strip()).is_relative_to(site)

    (tmp_path / INPUT).parent.mkdir(parents=True)
    shutil.copy(ROOT / INPUT, tmp_path / INPUT)
    # No templates/ beside the package or in the working directory: the packs come from the wheel.
    run("-m", "discloser", "render", INPUT, cwd=tmp_path, site=site)

    files = (path for path in (tmp_path / "output").rglob("*") if path.is_file())
    rendered = [path for path in files if not path.name.startswith(".")]
    assert sorted(path.suffix for path in rendered) == [".docx", ".pdf", ".xlsx"]
    assert all(path.stat().st_size > 0 for path in rendered)
