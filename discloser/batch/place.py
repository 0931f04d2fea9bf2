"""Where inputs and documents lie: in a folder here, or behind a URL that fsspec can reach.

A :data:`Place` is a path of either kind; both have the methods of ``pathlib``. What differs is
here: files behind a URL are fetched before they are read, and have no lock.
"""

from __future__ import annotations

import ftplib
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeAlias
from uuid import uuid4

from discloser.output import PART, save_all, write_documents, write_into
from discloser.read import Draft, read_input
from discloser.temporary import temporary_folder

if TYPE_CHECKING:
    from typing_extensions import TypeIs
    from upath import UPath

Place: TypeAlias = "Path | UPath"


class NoSuchStoreError(Exception):
    """The files behind a URL cannot be reached; the message says why, in Chinese."""


def place(text: str) -> Place:
    """The place that is meant by a path or a URL.

    Raises:
        NoSuchStoreError: if a library for its protocol is missing, or the server does not answer.
    """
    if "://" not in text:
        return Path(text)
    try:
        from upath import UPath

        # Another machine may write there: what was listed once may be out of date.
        found = UPath(text, use_listings_cache=False)
        found.fs  # noqa: B018 - connects
    except ImportError as error:
        raise NoSuchStoreError(
            f"没有安装读写“{text.partition(':')[0]}”地址的程序库：{error}"
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise NoSuchStoreError(f"连不上“{_without_password(text)}”：{error}") from error
    return found


def _without_password(url: str) -> str:
    before, mark, after = url.rpartition("@")
    return f"{before.partition('://')[0]}://{after}" if mark else url


def is_here(place: Place) -> TypeIs[Path]:
    """Whether a place is in a folder and not behind a URL."""
    return isinstance(place, Path)


def reconnect(place: Place) -> Place:
    """The same place by a new connection: a server ends one that is not used for a while."""
    if is_here(place):
        return place
    type(place.fs).clear_instance_cache()
    return type(place)(place.path, protocol=place.protocol, **place.storage_options)


def matching(pattern: Place) -> list[Place] | None:
    """The places that a pattern names, in order; None where it is none."""
    text = str(pattern) if is_here(pattern) else pattern.path
    if not has_magic(text):
        return None
    if is_here(pattern):
        return [Path(name) for name in sorted(glob(text, recursive=True))]  # noqa: PTH207 - may be absolute
    options = {"protocol": pattern.protocol, **pattern.storage_options}
    return [type(pattern)(name, **options) for name in sorted(pattern.fs.glob(text))]


def below(folder: Place, path: Place) -> PurePosixPath:
    """The way from a folder to a path below it."""
    return PurePosixPath(*path.parts[len(folder.parts) :])


def shared_folder(paths: Sequence[Place]) -> Place:
    """The nearest folder above all paths."""
    shared = paths[0].parent
    while not all(path.parts[: len(shared.parts)] == shared.parts for path in paths):
        shared = shared.parent
    return shared


def walk(folder: Place) -> Iterator[tuple[Place, list[str], list[str]]]:
    """What :func:`os.walk` gives, for either kind of folder."""
    if is_here(folder):
        yield from ((Path(name), below, files) for name, below, files in os.walk(folder))
    else:
        yield from folder.walk()


def beside(path: Place, name: str) -> Place:
    """The file that an input names by its way from the input's folder."""
    other = path.parent / name
    return other if is_here(other) else other.resolve()


def save_at(files: Mapping[Place, bytes]) -> None:
    """Write files, each whole or not at all; none takes its place before all are written.

    Raises:
        OSError: if one cannot be written.
    """
    here = {target: content for target, content in files.items() if is_here(target)}
    save_all(here)
    parts: dict[UPath, UPath] = {}
    try:
        for target, content in files.items():
            if not is_here(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                parts[target] = target.with_name(f".{uuid4().hex}{PART}")
                parts[target].write_bytes(content)
        for target, part in parts.items():
            _put(part, target)
    except BaseException:
        _remove(parts.values())
        raise


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder behind a URL, for the writer of documents."""

    path: UPath

    def called(self, name: str) -> str:
        return str(self.path / name)

    def read(self, name: str) -> bytes | None:
        path = self.path / name
        return path.read_bytes() if path.exists() else None

    def save(self, files: Mapping[str, bytes]) -> None:
        save_at({self.path / name: content for name, content in files.items()})


def write_at(
    folder: Place, files: Mapping[str, bytes], source: Place | None = None, *, force: bool = False
) -> list[Place]:
    """Write documents or lists into a folder, here or behind a URL.

    ``source`` is the input that they are made from; it counts where it lies on the same side.

    Raises:
        NotOursError: if a file there is not as we wrote it, or belongs to another input.
        OSError: if the folder or a file cannot be written.
    """
    if is_here(folder):
        origin = source if source is not None and is_here(source) else None
        return [*write_documents(folder, files, origin, force=force)]
    way = ""
    if source is not None and not is_here(source):
        way = posixpath.relpath(source.path, folder.path)
    write_into(_Folder(folder), files, way, force=force)
    return [folder / name for name in files]


def _put(part: UPath, target: UPath) -> None:
    try:
        part.rename(target)
    except ftplib.all_errors:
        # Some servers (that of Windows) do not rename onto a file: the old one goes first.
        if not target.is_file():
            raise
        target.unlink()
        part.rename(target)


def _remove(parts: Iterable[UPath]) -> None:
    for part in parts:
        try:
            part.unlink(missing_ok=True)
        except OSError:
            return


@contextmanager
def at_hand(place: Place) -> Iterator[Path]:
    """An input as a file here: itself, or a copy beside copies of last year's that it names."""
    if is_here(place):
        yield place
        return
    with temporary_folder() as folder:
        # The copies lie as the files do, so that ../2024/name is found.
        root = folder.resolve()
        copy = _fetch(place, root)
        for name in last_years(read_input(copy)[0]):
            named = beside(place, name)
            if (copy.parent / name).resolve().is_relative_to(root) and named.is_file():
                _fetch(named, root)
        yield copy


def _fetch(place: Place, root: Path) -> Path:
    copy = root.joinpath(*(part.strip("/") for part in place.parts))
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(place.read_bytes())
    return copy


def last_years(draft: Draft | None) -> Iterator[str]:
    """The names of last year's inputs that a draft names, its units' too."""
    units = draft.get("units") if draft is not None else None
    own = [unit.get("own") for unit in units or () if isinstance(unit, dict)]
    for part in (draft, *own):
        prior = part.get("prior_year") if isinstance(part, dict) else None
        name = prior.get("input") if isinstance(prior, dict) else None
        if isinstance(name, str) and name:
            yield name
