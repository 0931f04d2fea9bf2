"""What documents are called and in which folder they lie."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
"""Names that Windows keeps for devices, with any suffix."""
_MOST_BYTES = 240
"""How long a name may be without its suffix, in UTF-8; file systems take 255."""
_TAIL = 24
"""How many characters of a long name's end are kept: year, kind and 草稿 stand there."""

_ENDS = {"data": "（数据）.zip"}
"""How files end that are called otherwise than their format."""

Item = TypeVar("Item")


def safe_name(title: str, limit: int = 80) -> str:
    """A file name for ``title`` that every system takes: no reserved characters, not too long.

    A long one loses its middle; a mark of the whole stands there, so that two stay two.
    """
    kept = "".join(" " if char in '<>:"/\\|?*' or ord(char) < ord(" ") else char for char in title)
    name = _shortened(" ".join(kept.split()).strip(". ") or "document", limit)
    return f"_{name}" if _RESERVED.fullmatch(name.split(".")[0].strip()) else name


def _shortened(name: str, limit: int) -> str:
    if _fits(name, limit):
        return name
    mark = f"…{hashlib.sha256(name.encode()).hexdigest()[:6]}…"
    tail = name[-_TAIL:].lstrip(". ")
    length = limit - len(mark) - len(tail)
    while not _fits(name[:length].rstrip(". ") + mark + tail, limit):
        length -= 1
    return name[:length].rstrip(". ") + mark + tail


def _fits(name: str, limit: int) -> bool:
    return len(name) <= limit and len(name.encode()) <= _MOST_BYTES


def file_names(title: str, rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a document by their names; a format is called as its files end, but for data."""
    name = safe_name(title)
    return {f"{name}{_ENDS.get(each, f'.{each}')}": content for each, content in rendered.items()}


def output_folder(path: Path, output: Path, unit: str = "") -> Path:
    """The folder of an input's documents: its path under ``inputs/`` without suffix.

    A unit's own documents lie in a folder of its code below that.
    """
    folder = output.joinpath(*below_inputs(path.resolve().with_suffix("").parts) or (path.stem,))
    return folder / safe_name(unit) if unit else folder


def below_inputs(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts of a path after the last folder ``inputs``; none where it is in no such folder."""
    return parts[len(parts) - parts[::-1].index("inputs") :] if "inputs" in parts else ()


def same_everywhere(path: Path) -> str:
    """What is equal for paths that some system takes for one: whatever their case and accents."""
    return unicodedata.normalize("NFC", str(path.absolute())).casefold()


def clashes(targets: Iterable[tuple[Item, Path]]) -> list[tuple[Item, ...]]:
    """The groups of items whose targets would be one on some system."""
    groups: dict[str, list[Item]] = {}
    for item, target in targets:
        groups.setdefault(same_everywhere(target), []).append(item)
    return [tuple(group) for group in groups.values() if len(group) > 1]
