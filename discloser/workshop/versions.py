"""The documents of inputs as they are, and as an older folder or revision would print them."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from discloser.document.differences import Difference, differences
from discloser.pipeline import prepare
from discloser.workshop.difference import Group, group


def against_folder(
    inputs: Sequence[Path], folder: Path, templates: Path | None
) -> tuple[list[Group], list[str]]:
    """Compare ``inputs`` with the same ones in ``folder``, by its ``templates/`` where it has any.

    ``folder`` holds the files under the same relative path, or under their name alone. Also
    returns the messages of what could not be compared.
    """
    old_templates = folder / "templates" if (folder / "templates").is_dir() else templates
    found: dict[str, list[Difference]] = {}
    names: dict[str, str] = {}
    troubles = []
    for path in inputs:
        older = _counterpart(path, folder)
        now = prepare(path, templates)
        # Without an older input only the packs differ: today's input is printed by both.
        then = prepare(older or path, old_templates)
        for prepared, whose in ((now, "现在"), (then, "原来")):
            if prepared.document is None:
                problem = next((f.message for f in prepared.findings), "")
                troubles.append(f"{path}：{whose}的文件有错误，没有比较。{problem}")
                break
        else:
            department = str(path)
            found[department] = differences(then.document, now.document)
            figures = now.figures
            names[department] = figures.disclosure.department.name if figures else ""
    return group(found, names), troubles


def export_revision(revision: str, target: Path) -> str:
    """Write ``inputs/`` and ``templates/`` of a revision of the working tree into ``target``.

    Returns what went wrong, or nothing.
    """
    if revision.startswith("-"):
        return f"没有“{revision}”这个版本"
    done = subprocess.run(  # noqa: S603 - a fixed command; the revision is no option
        ["git", "archive", "--format=tar", revision],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return f"“{revision}”不是文件夹，也不是这里的 git 版本"
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        wanted = [m for m in archive if m.name.startswith(("inputs/", "templates/"))]
        archive.extractall(target, wanted, filter="data")
    return ""


def _counterpart(path: Path, folder: Path) -> Path | None:
    full = path.resolve()
    relative = [full.relative_to(Path.cwd())] if full.is_relative_to(Path.cwd()) else []
    candidates = [folder / name for name in (*relative, Path(path.name))]
    if "inputs" in full.parts:
        last = len(full.parts) - 1 - full.parts[::-1].index("inputs")
        candidates.insert(0, folder.joinpath(*full.parts[last + 1 :]))
    return next((each for each in candidates if each.is_file()), None)
