"""The only writer of files: whole or not at all, and never over a person's own file.

A file that exists is replaced only where it is certainly our own and as we left it:

- Documents and lists lie in folders of our own, here or behind a URL, each of which has a ledger
  of the digests that were written and of the input they belong to. The ledger is written before
  the files, with the old digests too, so that a run that is killed leaves nothing it does not know.
- A single file beside a person's files (a check sheet, an annotated copy, a comparison) carries
  the digest of itself: a comment of the ZIP archive, or of the HTML page. Whoever saves it again,
  by Excel or an editor, makes it their own.
- All others (an input, a new pack) are a person's as soon as they are written.

``force`` replaces whatever is there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from discloser.filenames import same_everywhere

PART = ".part"
"""The suffix of a file that is being written."""
LEDGER = ".discloser-files.json"
"""The ledger of a folder: what we wrote there."""
_MARK = "discloser {kind} {digest}"
_HTML, _ZIP = ".html", b"PK\x05\x06"
_EMPTY_COMMENT = b"\0\0"
_FORCE = "确实不要原来的，加 --force。"


class NotOursError(Exception):
    """A file would have been replaced that may be a person's own; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A file of a folder: its digests, the newest first, and the input that it was made from."""

    sha256: tuple[str, ...]
    source: str = ""


_Ledger = TypeAdapter(dict[str, _Written])


class Store(Protocol):
    """A folder of documents, wherever it lies."""

    def called(self, name: str) -> str:
        """The whole name of a file in it, as a person reads it."""

    def read(self, name: str) -> bytes | None:
        """A file's content, or None where there is none.

        Raises:
            OSError: if it cannot be read.
        """

    def save(self, files: Mapping[str, bytes]) -> None:
        """Write files, each whole or not at all; none takes its place before all are written.

        Raises:
            OSError: if one cannot be written.
        """


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of this machine."""

    path: Path

    def called(self, name: str) -> str:
        return str(self.path / name)

    def read(self, name: str) -> bytes | None:
        path = self.path / name
        return path.read_bytes() if os.path.lexists(path) else None

    def save(self, files: Mapping[str, bytes]) -> None:
        _make_folder(self.path)
        save_all({self.path / name: content for name, content in files.items()})


def write_documents(
    folder: Path, files: Mapping[str, bytes], source: Path | None = None, *, force: bool = False
) -> list[Path]:
    """Write files into a folder of documents; ``source`` is the input that they are made from.

    Raises:
        NotOursError: if a file there is not as we wrote it, or belongs to another input.
        OSError: if the folder or a file cannot be written; its filename is that of the target.
    """
    write_into(_Folder(folder), files, _way(folder, source), force=force)
    return [folder / name for name in files]


def write_into(store: Store, files: Mapping[str, bytes], origin: str, *, force: bool) -> None:
    """Write files into a store, each whole or not at all.

    None takes its place before all are written, so that a full disk leaves the old ones.
    ``origin`` is the way from the store to the input that they are made from.

    Raises:
        NotOursError: if a file there is not as we wrote it, or belongs to another input.
        OSError: if the store cannot be read or written.
    """
    ledger = _read_ledger(store)
    if not force:
        for name, content in files.items():
            _refuse_foreign(store, name, content, ledger.get(name), origin)
    new = {name: _Written((_digest(content),), origin) for name, content in files.items()}
    both = {
        name: _Written((*written.sha256, *_digests(ledger.get(name))), origin)
        for name, written in new.items()
    }
    store.save({LEDGER: _dumped(ledger | both)})
    store.save(files)
    store.save({LEDGER: _dumped(ledger | new)})


def _refuse_foreign(
    store: Store, name: str, content: bytes, known: _Written | None, origin: str
) -> None:
    try:
        there = store.read(name)
    except OSError:
        there = b""  # something is there that nobody can read: not as we left it
    if there is None or there == content:
        return
    found, path = _digest(there), store.called(name)
    if known is None:
        raise NotOursError(f"{path} 已经存在，不是这里生成的，没有覆盖。请移开它，或{_FORCE}")
    if found not in known.sha256:
        raise NotOursError(
            f"{path} 生成后有人改过，没有覆盖。要留着改动，请把它移走或改名；{_FORCE}"
        )
    if known.source and origin and known.source != origin:
        raise NotOursError(
            f"{path} 是由另一份输入 {known.source} 生成的，没有覆盖。"
            f"请用 -o 另给输出文件夹；{_FORCE}"
        )


def write_single(
    target: Path,
    content: bytes,
    inputs: Iterable[Path] = (),
    *,
    kind: str = "",
    force: bool = False,
) -> None:
    """Write one file beside a person's files, whole or not at all.

    With ``kind``, an earlier file of that kind that nobody has touched since is replaced.

    Raises:
        NotOursError: if ``target`` exists otherwise, or is one of ``inputs``.
        OSError: if it cannot be written; its filename is that of the target.
    """
    if not force:
        refuse(target, inputs, kind=kind)
    save(target, _marked(target, content, kind) if kind else content)


def refuse(target: Path, inputs: Iterable[Path] = (), *, kind: str = "") -> None:
    """Say before any work is done that ``target`` may not be written.

    Raises:
        NotOursError: as :func:`write_single` does.
    """
    same = next((path for path in inputs if is_same(target, path)), None)
    if same is not None:
        raise NotOursError(f"{target} 就是输入文件 {same}，不能写在它上面。请另起一个名字。")
    if os.path.lexists(target) and not (kind and _is_marked(target, kind)):
        raise NotOursError(f"{target} 已经存在，没有覆盖。请换一个名字，或移开它；{_FORCE}")


def is_same(target: Path, other: Path) -> bool:
    """Whether two paths are one file here or on a system that knows no case: by links too."""
    if same_everywhere(target) == same_everywhere(other):
        return True
    try:
        return target.samefile(other)
    except OSError:
        return False


def _marked(target: Path, content: bytes, kind: str) -> bytes:
    """A file with its own digest at its end, where programs that open it do not look."""
    mark = _MARK.format(kind=kind, digest=_digest(content)).encode()
    if target.suffix.lower() == _HTML:
        return content + b"<!-- " + mark + b" -->\n"
    if content[-22:-18] == _ZIP and content.endswith(_EMPTY_COMMENT):
        return content[:-2] + len(mark).to_bytes(2, "little") + mark
    return content


def is_own(target: Path) -> bool:
    """Whether a file is one that we wrote beside a person's files, even if altered since."""
    try:
        with target.open("rb") as stream:
            stream.seek(max(0, target.stat().st_size - 200))
            return b"discloser " in stream.read()
    except OSError:
        return False


def is_output(target: Path) -> bool:
    """Whether a file is one that we wrote: a document or list, or one beside a person's files."""
    return is_own(target) or target.name in _read_ledger(_Folder(target.parent))


def _is_marked(target: Path, kind: str) -> bool:
    """Whether a file is one of ours of that kind, and nobody has touched it."""
    try:
        data = target.read_bytes()
    except OSError:
        return False
    length = len(_MARK.format(kind=kind, digest="0" * 64).encode())
    if target.suffix.lower() == _HTML:
        length += len(b"<!-- ") + len(b" -->\n")
        content = data[:-length]
    else:
        content = data[: -length - 2] + _EMPTY_COMMENT
    return _marked(target, content, kind) == data


def save(target: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: if it cannot be written; its filename is that of the target.
    """
    save_all({target: content})


def save_all(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all; none takes its place before all are written.

    Raises:
        OSError: if one cannot be written; its filename is that of the target.
    """
    parts: dict[Path, Path] = {}
    target = Path()
    try:
        for target, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=PART)
            parts[target] = Path(temporary)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            parts[target].chmod(0o644)
        for target in files:
            _refuse_held(target)
        for target, part in parts.items():
            part.replace(target)
    except OSError as error:
        _remove(parts.values())
        error.filename, error.filename2 = str(target), None
        raise
    except BaseException:
        _remove(parts.values())
        raise


def _refuse_held(target: Path) -> None:
    """Find before the first file is replaced that one is read-only, or open in an office program.

    Raises:
        OSError: if it may not be written.
    """
    if target.is_file() and not target.is_symlink():
        with target.open("r+b"):
            pass


def _remove(parts: Iterable[Path]) -> None:
    for part in parts:
        part.unlink(missing_ok=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        error.filename = str(folder)
        raise


def _read_ledger(store: Store) -> dict[str, _Written]:
    try:
        return _Ledger.validate_json(store.read(LEDGER) or b"{}")
    except (OSError, ValidationError):
        return {}


def _dumped(ledger: Mapping[str, _Written]) -> bytes:
    return _Ledger.dump_json(dict(ledger), indent=1)


def _digests(written: _Written | None) -> tuple[str, ...]:
    return written.sha256 if written is not None else ()


def _way(folder: Path, source: Path | None) -> str:
    """The way from a folder to an input: it holds where both are moved together."""
    if source is None:
        return ""
    try:
        return Path(os.path.relpath(source.absolute(), folder.absolute())).as_posix()
    except ValueError:  # another drive of Windows
        return source.absolute().as_posix()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
