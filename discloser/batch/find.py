"""Finding the inputs of a batch, and where the documents of each go."""

from __future__ import annotations

import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from discloser.batch.job import Job, Options
from discloser.batch.place import Place, below, is_here, matching, shared_folder, walk
from discloser.filenames import below_inputs, safe_name
from discloser.output import is_output
from discloser.read import WORKBOOKS
from discloser.read.workbook_layout import PROBLEMS

SUFFIXES = WORKBOOKS | {".yaml", ".yml"}
"""The suffixes of inputs."""
LOGS = "问题清单"
"""The folder of the lists of problems."""


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs below what was named, and the folder above all their documents.

    ``clashes`` are groups of inputs that would write the same files; ``skipped`` are files that
    we wrote ourselves, and copies with problems marked whose originals are there too.
    """

    jobs: tuple[Job, ...]
    scope: Place
    clashes: tuple[tuple[Place, ...], ...]
    skipped: tuple[Place, ...] = ()


def find_jobs(
    sources: Iterable[Place], output: Place, options: Options, surroundings: str = ""
) -> Found:
    """Find the inputs: files as they are named, and all inputs below folders, in order of path."""
    folders: dict[Place, Place] = {}
    skipped: list[Place] = []
    for source in sources:
        named = source if source.is_dir() else None
        found = list(find_inputs(source))
        for path in found:
            if path != source and _is_ours(path, found):
                skipped.append(path)
            else:
                folders.setdefault(path, _folder(path, named, output))
    scope = shared_folder(list(folders.values())) if folders else output
    jobs = tuple(
        Job(path, folder, _log(path, folder, scope), options, surroundings)
        for path, folder in sorted(folders.items(), key=lambda pair: tuple(pair[0].parts))
    )
    return Found(jobs, scope, _clashes(jobs, units=options.units), tuple(skipped))


def find_inputs(source: Place) -> Iterator[Place]:
    """The inputs at ``source``: the file itself, those below a folder, or those of a pattern."""
    matches = None if source.exists() else matching(source)
    if matches is not None:
        for match in matches:
            yield from find_inputs(match)
    elif source.is_dir():
        for folder, names, files in walk(source):
            names[:] = sorted(name for name in names if not name.startswith("."))
            yield from (folder / name for name in sorted(files) if _is_input(name))
    else:
        yield source


def _is_input(name: str) -> bool:
    """Whether a file is an input, and not what an office program keeps beside an open one."""
    return Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$"))


def _is_ours(path: Place, found: Iterable[Place]) -> bool:
    """Whether a file that was met on the way is our own output, or a copy of another one."""
    if not is_here(path):
        return False
    return is_output(path) or (_has_original(path, found) and _lists_problems(path))


def _has_original(path: Path, found: Iterable[Place]) -> bool:
    """Whether another input of the folder has a name that this one's name begins with."""
    return any(
        other.parent == path.parent
        and len(other.stem) < len(path.stem)
        and path.stem.startswith(other.stem)
        for other in found
    )


def _lists_problems(path: Path) -> bool:
    """Whether a workbook has the sheet that a copy with problems begins with."""
    try:
        with zipfile.ZipFile(path) as archive:
            return PROBLEMS.encode() in archive.read("xl/workbook.xml")
    except (OSError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return False  # what is broken is told where it is read


def _folder(path: Place, named: Place | None, output: Place) -> Place:
    """The folder of an input's documents: below ``inputs``, or else below the named folder."""
    parts = tuple(path.resolve().with_suffix("").parts)
    beside = path.with_suffix("").parts[len(named.parts) :] if named is not None else (path.stem,)
    return output.joinpath(*(below_inputs(parts) or beside))


def _log(path: Place, folder: Place, scope: Place) -> Place:
    relative = below(scope, folder)
    name = safe_name(f"{relative.name}{path.suffix}")
    return scope.joinpath(LOGS, *relative.parent.parts, f"{name}.txt")


def _clashes(jobs: tuple[Job, ...], *, units: bool) -> tuple[tuple[Place, ...], ...]:
    """The inputs whose documents would lie in one folder.

    Names that differ in case or in their way of composing characters are one on some systems.
    With units' own documents, a folder below another's may be that of a unit.
    """
    by_folder: dict[tuple[str, ...], list[Place]] = defaultdict(list)
    for job in jobs:
        by_folder[_key(job.folder)].append(job.path)
    if units:
        for key in sorted(by_folder, key=len):
            above = next((key[:n] for n in range(1, len(key)) if key[:n] in by_folder), None)
            if above is not None:
                by_folder[above] += by_folder.pop(key)
    return tuple(tuple(paths) for paths in by_folder.values() if len(paths) > 1)


def _key(folder: Place) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", str(folder.absolute())).casefold()
    return Path(text).parts
