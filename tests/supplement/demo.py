"""The pack that declares what places ask for beside the core, its input, and changes of both."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from discloser.document.nodes import Document, Heading, Paragraph
from discloser.finding import Finding
from discloser.pipeline import Prepared, prepare

HERE = Path(__file__).parent
PACKS = HERE / "packs"
INPUT = HERE / "input.yaml"


def draft() -> dict[str, Any]:
    """The input as plain values, every scalar a text."""
    tool = YAML(typ="base", pure=True)
    made: dict[str, Any] = tool.load(INPUT.read_text(encoding="utf-8"))
    return made


def written(value: Any, folder: Path) -> Path:
    """Write an input, every text in quotes, so that it is read as it is."""
    tool = YAML(typ="safe", pure=True)
    tool.default_style = '"'  # type: ignore[assignment]
    tool.allow_unicode = True
    path = folder / "input.yaml"
    with path.open("w", encoding="utf-8") as stream:
        tool.dump(value, stream)
    return path


def prepared(value: Any, folder: Path, packs: Path = PACKS) -> Prepared:
    """What comes of an input."""
    return prepare(written(value, folder), packs)


def errors(made: Prepared) -> list[Finding]:
    """What must be put right."""
    return [finding for finding in made.findings if finding.severity == "error"]


def pack_with(folder: Path, **files: str) -> Path:
    """A copy of the pack in ``folder`` with some files written anew, by names with ``__``."""
    packs = folder / "packs"
    shutil.copytree(PACKS, packs)
    for name, text in files.items():
        (packs / "demo" / f"{name.replace('__', '/')}.yaml").write_text(text, encoding="utf-8")
    return packs


OWN = (PACKS / "demo/fields.yaml").read_text(encoding="utf-8")


def packs_with(folder: Path, fields: str = "", sentence: str = "", measures: str = "") -> Path:
    """The demo pack with more in its declarations and measures, and a sentence more."""
    packs = folder / "packs"
    for source in (path for path in PACKS.rglob("*") if path.is_file()):
        target = packs / source.relative_to(PACKS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    (packs / "demo/fields.yaml").write_text(f"{OWN}\n{fields}", encoding="utf-8")
    with (packs / "demo/measures.yaml").open("a", encoding="utf-8") as more:
        more.write(measures)
    with (packs / "demo/budget/parts/text.md.j2").open("a", encoding="utf-8") as part:
        part.write(sentence)
    return packs


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    """What stands at a path of an input."""
    for step in path:
        value = value[step]
    return value


def put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    """The input with something else at a path, or without it where that is None."""
    holder = at(value, path[:-1])
    if new is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = new
    return value


def said(document: Document) -> str:
    """The text of a document without its tables."""
    blocks = document.blocks()
    return "\n".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))


def cells(document: Document, name: str) -> list[list[str]]:
    """The rows of a table, titles first."""
    (table,) = (table for table in document.tables() if table.name == name)
    return [[cell.text for cell in row] for row in (*table.head, *table.body)]
