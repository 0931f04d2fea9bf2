"""Which inputs and packs hold the codes that a new book changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discloser.classification.codebook import Scheme
from discloser.codebooks.changes import Change
from discloser.entry.earlier import Earlier
from discloser.entry.new_codes import CODE_FIELDS
from discloser.location import FieldPath, Location
from discloser.pack.layers import MANIFEST

_SPECS = ("*.yaml", "*.j2")


@dataclass(frozen=True, slots=True)
class Touched:
    """A change, and the places of one file that hold the code which it changes."""

    change: Change
    places: tuple[Location, ...]


def touched_input(earlier: Earlier, changes: Sequence[Change]) -> Iterator[Touched]:
    """The changes that an input's fields meet, each with its places."""
    held: dict[tuple[Scheme, str], list[Location]] = {}
    for scheme, code, path in _held(earlier.draft):
        held.setdefault((scheme, code), []).append(earlier.sources.find(path))
    for change in changes:
        if change.before is not None and (at := held.get((change.scheme, change.before.code))):
            yield Touched(change, tuple(at))


def _held(draft: Any, path: FieldPath = ()) -> Iterator[tuple[Scheme, str, FieldPath]]:
    pairs: Iterable[tuple[str | int, Any]] = ()
    if isinstance(draft, dict):
        pairs = draft.items()
    elif isinstance(draft, list):
        pairs = enumerate(draft)
    for name, value in pairs:
        scheme = CODE_FIELDS.get(str(name))
        if scheme is not None and isinstance(value, str):
            yield scheme, value, (*path, name)
        else:
            yield from _held(value, (*path, name))


def touched_packs(roots: Iterable[Path], changes: Sequence[Change]) -> Iterator[Touched]:
    """The changes that files of packs name a code of, each with the lines."""
    named = {change.before.code: change for change in changes if change.before is not None}
    if not named:
        return
    pattern = re.compile(rf"(?<![\w.])(?:{'|'.join(named)})(?![\w.])")
    for path in _spec_files(roots):
        at: dict[str, list[Location]] = {}
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            for match in pattern.finditer(line):
                place = Location(str(path), number, match.start() + 1)
                at.setdefault(match[0], []).append(place)
        for code, places in at.items():
            yield Touched(named[code], tuple(places))


def _spec_files(roots: Iterable[Path]) -> Iterator[Path]:
    packs = {manifest.parent for root in roots for manifest in root.rglob(MANIFEST)}
    files = {file for pack in packs for kind in _SPECS for file in pack.rglob(kind)}
    yield from sorted(files)
