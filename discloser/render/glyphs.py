"""Which characters of a text no font can show: they are reported, not printed as boxes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from discloser.document.nodes import Block, Contents, Document, Heading, Paragraph, Table
from discloser.document.style import Style
from discloser.finding import Finding, Rule
from discloser.render import fontconfig

NO_GLYPH = Rule(
    "G01",
    "字体没有的字",
    "“{character}”（{code}）在所有字体里都没有，会印成方框。出现在：{where}。",
    "请换成常用的字，或安装有这个字的字体（discloser doctor 列出已有的字体）。",
)
_SHOWN = 20

_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Categories of characters that need no glyph: controls, spaces, format marks."""


def missing_characters(text: str, families: Sequence[str]) -> set[str]:
    """Return the characters of ``text`` that no installed font of ``families`` holds."""
    wanted = {
        character for character in set(text) if unicodedata.category(character) not in _INVISIBLE
    }
    for family in families:
        if not wanted:
            break
        wanted -= _characters(family)
    return wanted


def installed_families() -> frozenset[str]:
    """The names of all installed font families, in small letters."""
    return frozenset(_font_files())


def unprintable(document: Document, style: Style) -> tuple[Finding, ...]:
    """Find the characters that no face of ``style`` holds, each with the texts that use it."""
    families = list(dict.fromkeys(name for names in style.faces.values() for name in names))
    missing = missing_characters(document_text(document), families)
    if not missing:
        return ()
    places: dict[str, list[str]] = {character: [] for character in sorted(missing)}
    for block in document.blocks():
        for text in _texts(block):
            for character in missing.intersection(text):
                places[character].append(_place(block, text))
    return tuple(
        NO_GLYPH.at(
            character=character,
            code=f"U+{ord(character):04X}",
            where="、".join(dict.fromkeys(where)),
        )
        for character, where in places.items()
    )


def _place(block: Block, text: str) -> str:
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"《{block.caption}》“{short}”" if isinstance(block, Table) else f"“{short}”"


def document_text(document: Document) -> str:
    """Return everything that ``document`` prints, each text on its own line."""
    return "\n".join(text for block in document.blocks() for text in _texts(block))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Contents():
            yield from block.title
            yield from (entry.label for entry in block.entries)
        case Table():
            yield from (block.number, block.caption, block.subtitle, block.subject, block.unit)
            yield from (cell.text for row in (*block.head, *block.body) for cell in row)
            yield from block.notes


@cache
def _characters(family: str) -> frozenset[str]:
    """The characters of one installed font of ``family``; its weights hold the same ones."""
    files = _font_files().get(family.casefold())
    if not files:
        return frozenset()
    # The fonts of a collection differ in shapes or widths, not in what they hold.
    with TTFont(min(files), lazy=True, fontNumber=0) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))


@cache
def _font_files() -> Mapping[str, Iterable[str]]:
    """The files of each installed family, by its names in small letters."""
    files = fontconfig.files_by_family()
    if files is None:
        from discloser.render.typst_fonts import files_by_family

        return files_by_family()
    return files
