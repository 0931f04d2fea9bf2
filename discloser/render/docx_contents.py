"""Bookmarks, and the contents list of a Word document as a field with our entries as result."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from discloser.document.nodes import Contents, ContentsEntry, Document, Heading, Table
from discloser.document.style import Style
from discloser.render import docx_styles as styles
from discloser.render.docx_xml import (
    Element,
    field,
    field_end,
    field_start,
    hidden_field,
    one_line,
    run,
    w,
)

_QUOTES = re.compile(r'[\\"\u201c-\u201f]')
"""What Word's field parser takes for itself inside a text: quotation marks of any shape."""
BOOKMARK_LENGTH = 40
"""Word cuts longer names, and links to them then lead nowhere."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A named place; ``number`` is its id within the document."""

    name: str
    number: int

    def around(self, elements: Iterable[Element]) -> list[Element]:
        """Return ``elements`` between the marks of this bookmark."""
        start = w("bookmarkStart", id=self.number, name=self.name)
        return [start, *elements, w("bookmarkEnd", id=self.number)]


def bookmarks(document: Document) -> dict[str, Bookmark]:
    """Return the bookmark of each anchor of ``document``."""
    found: dict[str, Bookmark] = {}
    taken: set[str] = set()
    for block in document.blocks():
        if isinstance(block, Heading | Table) and block.anchor not in found:
            name = _bookmark_name(block.anchor, taken)
            taken.add(name.casefold())
            found[block.anchor] = Bookmark(name, len(found))
    return found


def _bookmark_name(anchor: str, taken: set[str]) -> str:
    # A leading underscore hides the bookmark from Word's list, as Word does with its own.
    name = "_" + re.sub(r"\W", "_", anchor)
    if len(name) > BOOKMARK_LENGTH or name.casefold() in taken:
        digest = sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        name = f"{name[: BOOKMARK_LENGTH - 9]}_{digest}"
    return name


def contents_entries(document: Document) -> dict[str, list[ContentsEntry]]:
    """Return the contents list's entries for each anchor that it names; mostly there is one."""
    found: dict[str, list[ContentsEntry]] = {}
    for block in document.blocks():
        for entry in block.entries if isinstance(block, Contents) else ():
            found.setdefault(entry.anchor, []).append(entry)
    return found


def contents_marks(entries: Iterable[ContentsEntry]) -> list[Element]:
    """Return the hidden fields that say how the contents list calls the place where they stand."""
    runs: list[Element] = []
    for entry in entries:
        label = _QUOTES.sub(r"\\\g<0>", one_line(entry.label))
        runs += hidden_field(f'TC "{label}" \\f C \\l "{entry.level}"')
    return runs


def contents_paragraphs(
    contents: Contents,
    style: Style,
    marks: Mapping[str, Bookmark],
    pages: Mapping[str, int],
    width: int,
) -> list[Element]:
    """Return the title and the entries of ``contents``; ``width`` is that of the text."""
    title = [
        w("p", w("pPr", w("pStyle", val=styles.CONTENTS_TITLE)), run(line))
        for line in contents.title
    ]
    entries = [_entry(entry, style, marks, pages, width) for entry in contents.entries]
    if entries:
        entries[0][1:1] = field_start(_field_code(contents.entries))
        entries[-1].append(field_end())
    return title + entries


def _field_code(entries: Iterable[ContentsEntry]) -> str:
    r"""The contents field; ``\n`` and levels leave out the page numbers where Word updates it."""
    plain = {entry.level for entry in entries if not entry.numbered}
    levels = rf' \n "{min(plain)}-{max(plain)}"' if plain else ""
    return rf"TOC \f{levels} \h \z"


def _entry(
    entry: ContentsEntry,
    style: Style,
    marks: Mapping[str, Bookmark],
    pages: Mapping[str, int],
    width: int,
) -> Element:
    style_id = styles.contents_id(entry.level, style)
    label = run(one_line(entry.label))
    mark = marks.get(entry.anchor)
    if mark is None:
        return w("p", w("pPr", w("pStyle", val=style_id)), label)
    link = w("hyperlink", label, anchor=mark.name, history=1)
    page = pages.get(entry.anchor) if entry.numbered else None
    if page is not None:
        link.append(run("\t"))
        link.extend(field(rf"PAGEREF {mark.name} \h", str(page)))
    tab = [w("tabs", w("tab", val="right", leader="dot", pos=width))] if entry.numbered else []
    return w("p", w("pPr", w("pStyle", val=style_id), *tab), link)
