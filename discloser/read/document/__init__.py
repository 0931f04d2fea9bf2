"""Published documents (.docx, .xlsx, .xls, .ods, .html, .pdf): bytes in, the tree out.

The document says of every heading, paragraph, table and cell where it stands in the file
(``spot``). What is wrong is told at its place; nothing of a budget is known here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import Location
from discloser.read.document.assemble import assembled
from discloser.read.document.raw import Found
from discloser.read.document.rules import EMPTY, LOCKED, MAX_BYTES, NO_DOCUMENT, TOO_MUCH
from discloser.read.file import file_content
from discloser.read.spreadsheet.guard import Refused, guarded
from discloser.read.spreadsheet.package import Package

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK_WITHIN = 1024
_DOCX = "word/document.xml"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What was read of a file; ``document`` None where nothing could be."""

    document: Document | None
    findings: tuple[Finding, ...]


def read_document(source: Path | bytes, name: str = "") -> ReadDocument:
    """Read a published document of any format, known by its content.

    ``name`` is what findings call the file.
    """
    file = name or (str(source) if isinstance(source, Path) else "文档")
    data = file_content(source, file, MAX_BYTES) if isinstance(source, Path) else source
    if isinstance(data, Finding):
        return ReadDocument(None, (data,))
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024**2} MB"
        finding = TOO_MUCH.at(Location(file), file=file, what="文件", limit=limit)
        return ReadDocument(None, (finding,))
    content = data

    def read() -> tuple[Document | None, Found]:
        found = _reader(content, file)()
        return (assembled(found, file) if found.raws else None), found

    result = guarded(read, lambda: NO_DOCUMENT.at(Location(file), file=file, detail="（已损坏）"))
    if isinstance(result, Finding):
        return ReadDocument(None, (result,))
    document, found = result
    if document is None and not found.findings:
        found.findings.append(EMPTY.at(Location(file), file=file))
    return ReadDocument(document, tuple(found.findings))


def _reader(data: bytes, file: str) -> Callable[[], Found]:
    """What reads a file, by its first bytes."""
    if b"%PDF-" in data[:_MARK_WITHIN]:
        from discloser.read.document.pdf import read_pdf

        return lambda: read_pdf(data, file)
    if data.startswith(b"PK"):
        package = Package(data, file)
        if _DOCX in package:
            from discloser.read.document.docx import read_docx

            return lambda: read_docx(package, file)
    elif data.startswith(_OLE):
        _refuse_ole(data, file)
    elif _is_web(data):
        from discloser.read.document.web import read_html

        return lambda: read_html(data, file)
    else:
        detail = "" if data.strip() else "（文件是空的）"
        raise Refused(NO_DOCUMENT.at(Location(file), file=file, detail=detail))
    from discloser.read.document.sheets import read_sheets

    return lambda: read_sheets(data, file)


def _refuse_ole(data: bytes, file: str) -> None:
    """Refuse what is no workbook among the files of the old Office."""
    import olefile

    place = Location(file)
    with olefile.OleFileIO(BytesIO(data)) as container:
        if container.exists("EncryptedPackage"):
            raise Refused(LOCKED.at(place, file=file))
        if container.exists("WordDocument"):
            raise Refused(NO_DOCUMENT.at(place, file=file, detail="（是旧的 .doc 格式）"))


def _is_web(data: bytes) -> bool:
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:_MARK_WITHIN].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<body", b"<div", b"<head"))
