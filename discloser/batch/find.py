"""Finding the inputs of a batch, and where the documents of each go."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from discloser.batch.job import Job, Options
from discloser.pipeline import output_folder
from discloser.read import WORKBOOKS

SUFFIXES = WORKBOOKS | {".yaml", ".yml"}
"""The suffixes of inputs."""
LOGS = "问题清单"
"""The folder of the lists of problems."""


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs below what was named, and the folder above all their documents.

    ``clashes`` are groups of inputs that would write the same files.
    """

    jobs: tuple[Job, ...]
    scope: Path
    clashes: tuple[tuple[Path, ...], ...]


def find_jobs(
    sources: Iterable[Path], output: Path, options: Options, surroundings: str = ""
) -> Found:
    """Find the inputs: files as they are named, and all inputs below folders, in order of path."""
    folders: dict[Path, Path] = {}
    for source in sources:
        for path in find_inputs(source):
            folders.setdefault(path, _folder(path, source, output))
    scope = _common(list(folders.values()), output)
    jobs = tuple(
        Job(path, folder, _log(path, folder, scope), options, surroundings)
        for path, folder in sorted(folders.items())
    )
    return Found(jobs, scope, _clashes(jobs, units=options.units))


def find_inputs(source: Path) -> Iterator[Path]:
    """The inputs at ``source``: the file itself, those below a folder, or those of a pattern."""
    if not source.exists() and has_magic(str(source)):
        for name in sorted(glob(str(source), recursive=True)):  # noqa: PTH207 - may be absolute
            yield from find_inputs(Path(name))
    elif source.is_dir():
        for folder, names, files in os.walk(source):
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from (Path(folder, name) for name in sorted(files) if _is_input(name))
    else:
        yield source


def _is_input(name: str) -> bool:
    """Whether a file is an input, and not what an office program keeps beside an open one."""
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$"))


def _folder(path: Path, source: Path, output: Path) -> Path:
    """The folder of an input's documents: below ``inputs``, or else below what was named."""
    if "inputs" in path.resolve().parts or not source.is_dir():
        return output_folder(path, output)
    return output / path.relative_to(source).with_suffix("")


def _common(folders: list[Path], output: Path) -> Path:
    """The nearest folder above the folders of all documents."""
    if not folders:
        return output
    return Path(os.path.commonpath([folder.parent for folder in folders]))


def _log(path: Path, folder: Path, scope: Path) -> Path:
    relative = folder.relative_to(scope)
    return scope / LOGS / relative.parent / f"{relative.name}{path.suffix}.txt"


def _clashes(jobs: tuple[Job, ...], *, units: bool) -> tuple[tuple[Path, ...], ...]:
    """The inputs whose documents would lie in one folder.

    Names that differ in case or in their way of composing characters are one on some systems.
    With units' own documents, a folder below another's may be that of a unit.
    """
    by_folder: dict[tuple[str, ...], list[Path]] = defaultdict(list)
    for job in jobs:
        by_folder[_key(job.folder)].append(job.path)
    if units:
        for key in sorted(by_folder, key=len):
            above = next((key[:n] for n in range(1, len(key)) if key[:n] in by_folder), None)
            if above is not None:
                by_folder[above] += by_folder.pop(key)
    return tuple(tuple(paths) for paths in by_folder.values() if len(paths) > 1)


def _key(folder: Path) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", str(folder.absolute())).casefold()
    return Path(text).parts
