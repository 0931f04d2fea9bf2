"""Hold a published document to another text of it: what an input prints, or an earlier version.

Where the words that differ are those of a field of the input, the change is offered as a change of
the input, so that what was corrected by hand is not lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from discloser.audit.offers import Offers, short
from discloser.audit.rules import CHANGED, DIFFERS, EDITED
from discloser.check.reader.places import DOCUMENT
from discloser.document.differences import Difference, differences
from discloser.document.nodes import Document, Paragraph, Table
from discloser.finding import Finding
from discloser.importing.published.document import is_published
from discloser.location import Location
from discloser.pipeline import Prepared, prepare
from discloser.read.document import read_document

_NOTHING = "（没有）"


class Against(Protocol):
    """What a document is held to beside itself."""

    def findings(self, document: Document) -> Iterable[Finding]:
        """What the document prints otherwise; places in it are called by no file."""


@dataclass(frozen=True, slots=True)
class AgainstInput:
    """What an input prints, or would if it had no errors."""

    prepared: Prepared

    def findings(self, document: Document) -> Iterable[Finding]:
        """What was edited by hand, with the change of the input that keeps it."""
        return edited(document, self.prepared)


@dataclass(frozen=True, slots=True)
class AgainstEarlier:
    """An earlier version of the document."""

    path: Path
    document: Document

    def findings(self, document: Document) -> Iterable[Finding]:
        """What has changed since."""
        for change in differences(self.document, document, was_read=True):
            yield CHANGED.at(
                _place(change),
                file=self.path.name,
                before=short(change.before) or _NOTHING,
                after=short(change.after) or _NOTHING,
            )


def against(path: Path, templates: Path | None) -> tuple[Against | None, tuple[Finding, ...]]:
    """What a file is that a document is held to: an input, or an earlier version."""
    if not is_published(path):
        prepared = prepare(path, templates)
        if prepared.document is None:
            return None, prepared.findings
        return AgainstInput(prepared), ()
    read = read_document(path)
    if read.document is None:
        return None, read.findings
    return AgainstEarlier(path, read.document), ()


def edited(document: Document, prepared: Prepared) -> Iterator[Finding]:
    """What a document prints otherwise than the input that it was made from would."""
    if prepared.document is None or prepared.figures is None:
        return
    offers = Offers(prepared)
    for change in differences(prepared.document, document, was_read=True):
        offer = offers.of(change)
        yield EDITED.at(
            _place(change),
            *(offer.places if offer is not None else ()),
            source=prepared.path.name,
            before=short(change.before) or _NOTHING,
            after=short(change.after) or _NOTHING,
            remedy=f"要保留这处修改，{offer}。" if offer is not None else _BY_HAND,
        )


def unlike(main: Document, other: Document, names: tuple[Path, Path]) -> Iterator[Finding]:
    """What the second of two files prints otherwise than the first.

    A file that has hardly any of the text is one of the tables alone.
    """
    if _FEW * _paragraphs(other) < _paragraphs(main):
        main, other = _tables_of(main), _tables_of(other)
    for change in differences(main, other, was_read=True):
        yield DIFFERS.at(
            _place(change),
            file=names[1].name,
            main=names[0].name,
            other=short(change.after) or _NOTHING,
            text=short(change.before) or _NOTHING,
        )


_FEW = 4


def _paragraphs(document: Document) -> int:
    return sum(isinstance(block, Paragraph) for block in document.blocks())


def _tables_of(document: Document) -> Document:
    """The tables of a document without what stands below them."""
    sections = (
        replace(
            section,
            blocks=tuple(replace(b, notes=()) for b in section.blocks if isinstance(b, Table)),
        )
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


_BY_HAND = "请核对；要保留的，改输入文件里对应的内容，重新生成。"


def _place(change: Difference) -> Location:
    return Location(DOCUMENT, sheet=change.place, cell=change.after[:20] or "—", spot=change.spot)
