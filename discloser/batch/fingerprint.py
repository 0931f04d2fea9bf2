"""Fingerprints of all that a document is made from: files, packs, fonts, discloser itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import discloser
from discloser.batch.job import Options
from discloser.batch.place import Place
from discloser.model.values import Kind
from discloser.pack.layers import MANIFEST, Layer, find_layers

LIBRARIES = (
    "fonttools",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "openpyxl",
    "pdfplumber",
    "pydantic",
    "pydyf",
    "python-docx",
    "tablers",
    "typst",
    "weasyprint",
    "xlrd",
    "xlsxwriter",
)
"""What besides discloser's own code decides on what is read and on the bytes of a document."""


def file_digest(path: Place) -> str:
    """The SHA-256 of a file, or nothing where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def surroundings(options: Options) -> str:
    """The fingerprint of discloser, its libraries, the fonts and the options."""
    return digest((program(), fonts_digest(), repr(_written(options))))


@cache
def program() -> str:
    """The fingerprint of discloser and its libraries; machines that are set up alike agree."""
    return digest((code_digest(), library_versions()))


def _written(options: Options) -> tuple[object, ...]:
    """The options that show in the documents; where packs lie does not."""
    return options.formats, options.pdf_engine, options.archival, options.units


@cache
def code_digest() -> str:
    """The fingerprint of discloser's own files."""
    folder = Path(discloser.__file__).parent
    files = (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and "__pycache__" not in path.parts
        and not path.is_relative_to(folder / "templates")
    )
    return digest(_named(files, folder))


@cache
def library_versions() -> str:
    """The versions of the libraries that read and write the documents."""
    return "\n".join(f"{name} {_version(name)}" for name in LIBRARIES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


@cache
def fonts_digest() -> str:
    """The fingerprint of the installed fonts and of fontconfig's settings.

    A font counts by place, size and time of change: reading hundreds of megabytes of fonts
    would cost more than a small batch.
    """
    return digest(_stamp(path) for path in sorted({*_font_files(), *_font_settings()}))


def _font_files() -> Iterator[Path]:
    from discloser.render.typst_fonts import fonts

    yield from (Path(font.path) for font in fonts().fonts() if font.path is not None)


def _font_settings() -> Iterator[Path]:
    own = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for folder in (Path("/etc/fonts"), own / "fontconfig"):
        yield from (path for path in folder.rglob("*.conf") if path.is_file())


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return str(path)
    return f"{path} {found.st_size} {found.st_mtime_ns}"


def pack_digest(name: str, kind: Kind, year: int, roots: tuple[Path, ...]) -> str:
    """The fingerprint of every file that a pack may take for a kind and year."""
    layers, _ = find_layers(name, year, roots)
    if layers is None:
        return ""
    return digest(
        part
        for layer in layers.layers
        for part in (layer.name, *_named(_layer_files(layer, kind), layer.folder))
    )


def _layer_files(layer: Layer, kind: Kind) -> list[Path]:
    """The files of a layer without those of other kinds, years and packs below it."""
    others = {other.value for other in Kind} - {kind.value}
    files = [path for path in layer.folder.iterdir() if path.is_file()]
    for folder in layer.folder.iterdir():
        own = folder.name not in others and not folder.name.isdigit()
        if folder.is_dir() and own and not (folder / MANIFEST).exists():
            files += (path for path in folder.rglob("*") if path.is_file())
    return sorted(files)


def _named(files: Iterable[Path], folder: Path) -> Iterator[str]:
    for path in files:
        yield f"{path.relative_to(folder).as_posix()} {file_digest(path)}"


def digest(parts: Iterable[str]) -> str:
    """The fingerprint of some texts in their order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode())
        total.update(b"\0")
    return total.hexdigest()
