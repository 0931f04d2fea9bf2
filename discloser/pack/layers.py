"""Find a pack's files: its newest year layer not after the year, the pack itself, its parents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from discloser.finding import Finding, Rule, has_errors
from discloser.location import Location, SourceMap
from discloser.names import question, resolve
from discloser.read.yaml import read_yaml_file
from discloser.validation import validate

MANIFEST = "pack.yaml"
YEAR = re.compile(r"[1-9][0-9]{3}")
"""The name of a year folder."""
MOST_PARENTS = 20

NO_PACK = Rule("T001", "没有这个模板包", "没有名为“{name}”的模板包。", "{hint}现有：{known}。")
PARENT_CIRCLE = Rule(
    "T002", "模板包互相继承", "模板包“{name}”绕一圈又继承了自己。", "请改 pack.yaml 里的 parent。"
)
WRONG_KIND = Rule(
    "T003",
    "模板包没有这种公开",
    "模板包“{name}”没有“{kind}”。",
    "请改输入里的 kind，或在模板包里加上 {kind}/report.yaml。",
)


class PdfEngine(StrEnum):
    """The PDF writers; the first one is the reference."""

    WEASYPRINT = "weasyprint"
    TYPST = "typst"


class Manifest(BaseModel):
    """A pack's ``pack.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    title: str = Field(title="名称")
    parent: str = Field(default="", title="上级模板包")
    since: Annotated[int, Field(ge=2000, le=9999)] | None = Field(default=None, title="起用年度")
    pdf_engine: PdfEngine | None = Field(default=None, title="PDF 排版程序")
    unverified: str = Field(default="", title="待核实：为什么还不能肯定")


@dataclass(frozen=True, slots=True)
class Layer:
    """A folder that supplies files: a pack or a pack's year layer."""

    pack: str
    folder: Path
    year: int | None = None

    @property
    def name(self) -> str:
        """The pack's name, and the year of a year layer."""
        return f"{self.pack}@{self.year}" if self.year is not None else self.pack


@dataclass(frozen=True, slots=True)
class Layers:
    """The layers of a pack for a year, those that go first in front.

    ``pdf_engine`` is the PDF writer that the pack asks for, else the nearest parent that does.
    """

    name: str
    layers: tuple[Layer, ...]
    pdf_engine: PdfEngine = PdfEngine.WEASYPRINT

    def find(self, relative: str) -> list[tuple[Layer, Path]]:
        """All layers that have a file, with its path, first the one that supplies it."""
        found = [(layer, layer.folder / relative) for layer in self.layers]
        return [(layer, path) for layer, path in found if _is_file_of(layer, path)]

    def seen_from(self, pack: str) -> Layers:
        """The layers of one of the packs and of its parents, as if it were the pack itself."""
        first = next(index for index, layer in enumerate(self.layers) if layer.pack == pack)
        return Layers(pack, self.layers[first:])

    def names(self, folder: str, suffix: str) -> list[str]:
        """The relative paths of all files with ``suffix`` in ``folder``, over all layers."""
        names = {
            path.relative_to(layer.folder).as_posix()
            for layer in self.layers
            for path in (layer.folder / folder).glob(f"*{suffix}")
            if _is_file_of(layer, path)
        }
        return sorted(names)


def pack_roots(extra: Path | None = None) -> tuple[Path, ...]:
    """The folders that hold packs, first one first.

    They are ``extra``, the folder named by ``DISCLOSER_TEMPLATES``, ``templates/`` of the working
    directory, the checkout's ``templates/`` and the packs inside the installed package.
    """
    package = Path(__file__).parent.parent
    named = os.environ.get("DISCLOSER_TEMPLATES")
    candidates = (
        extra,
        Path(named) if named else None,
        Path.cwd() / "templates",
        package.parent / "templates",
        package / "templates",
    )
    roots = [root.resolve() for root in candidates if root is not None and root.is_dir()]
    return tuple(dict.fromkeys(roots))


def pack_names(roots: tuple[Path, ...]) -> list[str]:
    """The names of all packs below ``roots``."""
    return sorted(
        {
            manifest.parent.relative_to(root).as_posix()
            for root in roots
            for manifest in root.rglob(MANIFEST)
        }
    )


def pack_titles(roots: tuple[Path, ...]) -> dict[str, str]:
    """Each pack's name with its Chinese title, empty where its manifest cannot be read."""
    titles = {}
    for name in pack_names(roots):
        folder = _pack_folder(name, roots)
        manifest = read_manifest(folder / MANIFEST)[0] if folder is not None else None
        titles[name] = manifest.title if manifest is not None else ""
    return titles


def find_layers(
    name: str, year: int, roots: tuple[Path, ...]
) -> tuple[Layers | None, tuple[Finding, ...]]:
    """Find the layers of a pack for ``year``, with its parents'.

    ``name`` is the pack's name, its Chinese title, or a part of either that no other pack has;
    the layers have the name itself.
    """
    titles = pack_titles(roots) if _pack_folder(name, roots) is None else {}
    meant = resolve(name, titles, part=True)
    name = meant.name or name
    layers: list[Layer] = []
    engines: list[PdfEngine] = []
    seen: set[str] = set()
    current = name
    place: Location | None = None
    said: list[Finding] = []
    while current:
        if current in seen or len(seen) >= MOST_PARENTS:
            return None, (PARENT_CIRCLE.at(place, name=current),)
        seen.add(current)
        folder = _pack_folder(current, roots)
        if folder is None:
            titles = pack_titles(roots)
            hint = question(resolve(current, titles, part=True).candidates, titles)
            known = "、".join(f"{title}（{own}）" for own, title in titles.items())
            return None, (NO_PACK.at(place, name=current, hint=hint, known=known),)
        layers += _own_layers(current, folder, year)
        manifest, sources, findings = read_manifest(folder / MANIFEST)
        if manifest is None:
            return None, findings
        said += findings
        if manifest.pdf_engine is not None:
            engines.append(manifest.pdf_engine)
        current, place = manifest.parent, sources.find(("parent",))
    engine = next(iter(engines), PdfEngine.WEASYPRINT)
    return Layers(name, tuple(layers), engine), tuple(said)


def _is_file_of(layer: Layer, path: Path) -> bool:
    """Whether a path is a file inside the layer's folder: no ``..`` and no link leads out of it."""
    return is_file(path) and path.resolve().is_relative_to(_real(layer.folder))


@lru_cache(maxsize=1024)
def _real(folder: Path) -> Path:
    """A folder without links: the packs that are found once stay where they are."""
    return folder.resolve()


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _pack_folder(name: str, roots: tuple[Path, ...]) -> Path | None:
    """The folder of a pack; a name does not lead out of the folders of packs."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return None
    return next((root / path for root in roots if is_file(root / path / MANIFEST)), None)


def _own_layers(name: str, folder: Path, year: int) -> Iterator[Layer]:
    years = sorted((int(child.name) for child in folder.iterdir() if _is_year(child)), reverse=True)
    newest = next((layer_year for layer_year in years if layer_year <= year), None)
    if newest is not None:
        yield Layer(name, folder / str(newest), newest)
    yield Layer(name, folder)


def _is_year(path: Path) -> bool:
    return bool(YEAR.fullmatch(path.name)) and path.is_dir()


def read_manifest(path: Path) -> tuple[Manifest | None, SourceMap, tuple[Finding, ...]]:
    """Read a ``pack.yaml``; None with findings where it cannot be read."""
    draft, sources, findings = read_yaml_file(path)
    if has_errors(findings):
        return None, sources, findings
    manifest, problems, _ = validate(Manifest, draft or {}, sources)
    return manifest, sources, (*findings, *problems)


def depth(layers: Layers, place: Location) -> int:
    """Which of the layers a place is in, the nearest one first."""
    folders = [layer.folder for layer in layers.layers]
    return next(n for n, folder in enumerate(folders) if Path(place.file).is_relative_to(folder))
