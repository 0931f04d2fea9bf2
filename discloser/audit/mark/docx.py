"""Comments in a Word file, each at the paragraph or cell that it speaks of."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from discloser.audit.faults import Fault
from discloser.audit.mark.remarks import AUTHOR, remarks
from discloser.read.document.docx import paragraphs_at

Element: TypeAlias = Any
_DAMAGED = (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError)


def marked_docx(path: Path, faults: Sequence[Fault]) -> bytes:
    """The file with a comment for each remark.

    Raises:
        ValueError: if the file is too damaged to be marked.
    """
    try:
        document = Document(str(path))
        paragraphs = paragraphs_at(document.element.body)
        for spot, _, text in remarks(faults, str(path)):
            paragraph = paragraphs.get(spot)
            if paragraph is not None:
                comment = document.comments.add_comment(text, author=AUTHOR, initials="核")
                _attach(paragraph, comment.comment_id)
        stream = BytesIO()
        document.save(stream)
    except _DAMAGED as error:
        raise ValueError("文件已损坏") from error
    return stream.getvalue()


def _attach(paragraph: Element, number: int) -> None:
    """Put a paragraph's text between the marks of a comment."""
    begin, end = _mark("w:commentRangeStart", number), _mark("w:commentRangeEnd", number)
    run = OxmlElement("w:r")
    run.append(_mark("w:commentReference", number))
    properties = paragraph.find(qn("w:pPr"))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, begin)
    paragraph.append(end)
    paragraph.append(run)


def _mark(tag: str, number: int) -> Element:
    mark = OxmlElement(tag)
    mark.set(qn("w:id"), str(number))
    return mark
