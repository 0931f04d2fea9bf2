"""The characters of a document that no font can show, where they were typed.

Nearly all characters are in every Chinese font: only where a text has others, the fonts are asked.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from discloser.check.reader.places import DOCUMENT
from discloser.document.nodes import Block, Document, Table
from discloser.document.style import Style
from discloser.finding import Finding, Rule
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.texts import texts
from discloser.render.texts import block_texts, document_text

NO_GLYPH = Rule(
    "G01",
    "字体没有的字",
    "“{character}”（{code}）在所有字体里都没有，会印成方框。",
    "请换成常用的字，或安装有这个字的字体（discloser doctor 列出已有的字体）。",
)
IN_ALL_FONTS = frozenset("—·〇")
"""Beside Python's table of GB 2312: two of its signs, and the nought of Chinese years."""
_SHOWN = 20


def unprintable(
    document: Document, style: Style, disclosure: Disclosure, sources: SourceMap
) -> tuple[Finding, ...]:
    """Find the characters that no face of ``style`` holds, at each text that they were typed in.

    Those of a template are placed in the document.
    """
    rare = frozenset(filter(_is_rare, set(document_text(document))))
    if not rare:
        return ()
    from discloser.render.glyphs import missing_characters

    families = list(dict.fromkeys(name for names in style.faces.values() for name in names))
    missing = missing_characters("".join(rare), families)
    return tuple(
        NO_GLYPH.at(place, character=character, code=f"U+{ord(character):04X}")
        for character in sorted(missing)
        for place in _places(document, disclosure, sources, character)
    )


def _is_rare(character: str) -> bool:
    if character.isascii() or character in IN_ALL_FONTS:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def _places(
    document: Document, disclosure: Disclosure, sources: SourceMap, character: str
) -> list[Location]:
    typed = [sources.find(path) for path, text in texts(disclosure) if character in text]
    if not typed:
        return _printed(document, character)
    # Private characters have been told where the input was read.
    return [] if unicodedata.category(character) == "Co" else typed


def _printed(document: Document, character: str) -> list[Location]:
    return list(dict.fromkeys(_printed_at(document, character)))


def _printed_at(document: Document, character: str) -> Iterator[Location]:
    for block in document.blocks():
        for text in block_texts(block):
            if character in text:
                short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
                yield Location(DOCUMENT, sheet=_title(block), cell=f"“{short}”")


def _title(block: Block) -> str:
    return block.caption if isinstance(block, Table) else "正文"
