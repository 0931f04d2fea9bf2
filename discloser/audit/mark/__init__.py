"""A copy of a published file with the faults in it: annotations, comments, coloured cells.

The copy is for people who correct the file in the program that made it; the original stays as it
is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from discloser.audit.faults import Fault
from discloser.audit.files import MARK

MARKED = "marked"
_WORKBOOKS = (".xlsx", ".xls", ".ods")


def can_mark(path: Path) -> bool:
    """Whether a file's form can hold remarks."""
    return path.suffix.lower() in (".pdf", ".docx", *_WORKBOOKS)


def marked_name(path: Path) -> str:
    """What the copy is called: 某局（批注）.pdf; of an old workbook it is an .xlsx."""
    suffix = path.suffix.lower()
    return f"{path.stem}{MARK}{'.xlsx' if suffix in _WORKBOOKS else suffix}"


def marked(path: Path, faults: Sequence[Fault]) -> bytes:
    """The file at ``path`` with the faults of it at their places.

    Raises:
        ValueError: if the file is too damaged to be marked.
    """
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from discloser.audit.mark.pdf import marked_pdf

        return marked_pdf(path, faults)
    if suffix == ".docx":
        from discloser.audit.mark.docx import marked_docx

        return marked_docx(path, faults)
    from discloser.audit.mark.workbook import marked_workbook

    return marked_workbook(path, faults)
