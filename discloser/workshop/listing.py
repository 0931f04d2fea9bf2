"""Which packs there are, and which layer supplies each of a pack's files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from discloser.importing.recognition import FILES as RECOGNITION
from discloser.model.values import Kind
from discloser.pack.codes import FILE as CODES
from discloser.pack.fields import FILE as FIELDS
from discloser.pack.forms import FILE as FORMS
from discloser.pack.layers import MANIFEST, YEAR, Layers, find_layers, pack_names
from discloser.pack.pack import MEASURES, STYLE
from discloser.pack.rules import FILE as RULES
from discloser.pack.vocabulary import FILE as VOCABULARY
from discloser.read.yaml import read_yaml_file

SEEN = "seen.yaml"
"""The file of a pack that says which version of each parent's file its overrides were made for."""
_LAID_OVER = {"macros.j2", FIELDS, MEASURES, RULES, CODES, FORMS, VOCABULARY}
_LAID_OVER |= {name.rpartition("/")[2] for name in RECOGNITION}


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in the list: its name, title, parent, and the kinds that it can print."""

    name: str
    title: str
    parent: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuppliedFile:
    """A file of a pack and the layers that have it; the first one supplies it.

    ``extends``: it lies over the next ones; ``changed``: the parent's has changed since seen.
    """

    name: str
    layers: tuple[str, ...]
    extends: bool
    changed: bool


def list_packs(roots: tuple[Path, ...], year: int) -> list[PackLine]:
    """All packs below ``roots``."""
    lines = []
    for name in pack_names(roots):
        layers, _ = find_layers(name, year, roots)
        if layers is None:
            lines.append(PackLine(name, "（读不出来）", "", ()))
            continue
        own = next(layer for layer in layers.layers if layer.pack == name and layer.year is None)
        draft, _, _ = read_yaml_file(own.folder / MANIFEST)
        kinds = tuple(kind.label for kind in Kind if layers.find(f"{kind}/report.yaml"))
        words = {key: str(value or "") for key, value in (draft or {}).items()}
        lines.append(PackLine(name, words.get("title", ""), words.get("parent", ""), kinds))
    return lines


def supplied_files(layers: Layers, kind: Kind | None = None) -> list[SuppliedFile]:
    """Every file of the pack with its layers, in the order of names."""
    return [
        _supplied(name, layers)
        for name in sorted(_names(layers))
        if kind is None or not any(name.startswith(f"{other}/") for other in Kind if other != kind)
    ]


def own_files(layers: Layers) -> Iterator[tuple[str, Path]]:
    """The files of the pack's own layers, without its parents'."""
    for layer in layers.layers:
        if layer.pack == layers.name:
            for name in _files_in(layer.folder):
                yield name, layer.folder / name


def seen_versions(layers: Layers) -> dict[str, str]:
    """The version of each parent's file that the pack's overrides were made for."""
    own = next(at for at in layers.layers if at.pack == layers.name and at.year is None)
    path = own.folder / SEEN
    if not path.is_file():
        return {}
    draft, _, _ = read_yaml_file(path)
    return {name: str(value) for name, value in (draft or {}).items()}


def versions_to_see(layers: Layers) -> dict[str, str]:
    """The present version of each parent's file that the pack overrides."""
    seen = {}
    for name in sorted({name for name, _ in own_files(layers)} - {MANIFEST, SEEN}):
        below = [path for layer, path in layers.find(name) if layer.pack != layers.name]
        if below:
            seen[name] = version(below[0])
    return seen


def seen_text(layers: Layers) -> str:
    """The content of ``seen.yaml``."""
    lines = [
        "# 本模板包改写的每个文件，是照着上级的哪一版改的。由 discloser pack seen 写，不用手改。"
    ]
    lines += [f"{name}: {value}" for name, value in versions_to_see(layers).items()]
    return "\n".join(lines) + "\n"


def version(path: Path) -> str:
    """A short fingerprint of a file's text."""
    return "v" + sha256(path.read_bytes()).hexdigest()[:12]


def _supplied(name: str, layers: Layers) -> SuppliedFile:
    found = layers.find(name)
    seen = seen_versions(layers).get(name)
    below = [path for layer, path in found if layer.pack != layers.name]
    own = found[0][0].pack == layers.name
    changed = bool(own and below and seen is not None and version(below[0]) != seen)
    text = found[0][1].read_text(encoding="utf-8", errors="replace")
    extends = "extends: parent" in text or 'extends "parent:' in text or _is_laid_over(name)
    names = tuple(layer.name for layer, _ in found)
    return SuppliedFile(name, names, extends and len(names) > 1, changed)


def _is_laid_over(name: str) -> bool:
    """Whether a file always lies over its parents', without being told to."""
    folder, _, file = name.rpartition("/")
    return "parameters/" in name or file in _LAID_OVER or bool(folder and file == STYLE)


def _names(layers: Layers) -> set[str]:
    names = {name for layer in layers.layers for name in _files_in(layer.folder)}
    return {name for name in names if layers.find(name)} - {MANIFEST, SEEN}


def _files_in(folder: Path) -> Iterator[str]:
    """The files of a layer; those of its year folders belong to layers of their own."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not (len(parts) > 1 and YEAR.fullmatch(parts[0])):
            yield path.relative_to(folder).as_posix()
