"""The files of an audit, put together by department: what is one document, what is a copy of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.audit.identity import are_apart
from discloser.audit.places import with_file
from discloser.audit.rules import NO_FILES
from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import Location
from discloser.output import is_own
from discloser.read.document import read_document
from discloser.read.document.assemble import one_of
from discloser.vocabulary.names import normal

FORMATS = (".docx", ".pdf", ".xlsx", ".xls", ".ods", ".html", ".htm")
"""The forms that published documents have; the first is the one that says most of itself."""
MARK = "（批注）"
"""How the name of a marked copy ends, which is no document."""
_TEMPORARY = ("~$", ".")
LIST = "核对清单.xlsx"
"""The list of departments, by which a folder is known that we wrote and nobody published."""


@dataclass(frozen=True, slots=True)
class Case:
    """The files that one department published, by its name."""

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as it was read; ``document`` None where nothing could be."""

    path: Path
    document: Document | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """The files of a department as one document, and those that print all of its tables again.

    ``others`` say of themselves that they are of another year or kind than the first.
    """

    document: Document
    of: tuple[ReadFile, ...]
    copies: tuple[ReadFile, ...]
    others: tuple[ReadFile, ...] = ()


def cases(sources: Sequence[Path]) -> tuple[list[Case], list[Finding]]:
    """The departments of the sources: files that are named are one, a folder has many.

    In a folder each folder below it is a department, and each group of files that differ in their
    ending alone.
    """
    named = tuple(path for path in sources if not path.is_dir())
    found = [Case(named[0].stem, named)] if named else []
    findings = []
    for folder in (path for path in sources if path.is_dir()):
        inside = list(_in_folder(folder))
        found += inside
        if not inside:
            findings.append(NO_FILES.at(Location(str(folder)), file=folder))
    return found, findings


def _in_folder(folder: Path) -> Iterator[Case]:
    for below in sorted(path for path in folder.iterdir() if path.is_dir()):
        if not below.name.startswith(_TEMPORARY) and not (below / LIST).exists():
            inside = tuple(sorted(_documents(below.rglob("*"))))
            if inside:
                yield Case(below.name, inside)
    stems: dict[str, list[Path]] = {}
    for path in sorted(_documents(folder.iterdir())):
        stems.setdefault(path.stem, []).append(path)
    for stem, paths in stems.items():
        yield Case(stem, tuple(paths))


def _documents(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        is_ours = path.name.startswith(_TEMPORARY) or path.stem.endswith(MARK)
        is_document = path.suffix.lower() in FORMATS and not is_ours
        if is_document and path.is_file() and not (path.suffix.lower() == ".xlsx" and is_own(path)):
            yield path


def read_files(case: Case) -> list[ReadFile]:
    """Read the files of a department, what says most of itself first."""
    order = {suffix: index for index, suffix in enumerate(FORMATS)}
    paths = sorted(case.files, key=lambda path: order.get(path.suffix.lower(), len(order)))
    made = []
    for path in paths:
        read = read_document(path)
        document = read.document
        if document is not None and len(paths) > 1:
            document = with_file(document, str(path))
        made.append(ReadFile(path, document, read.findings))
    return made


def join(files: Sequence[ReadFile]) -> Joined | None:
    """Put the files together in order; one whose tables are all there already is a copy."""
    documents: list[Document] = []
    of: list[ReadFile] = []
    copies: list[ReadFile] = []
    others: list[ReadFile] = []
    titles: set[str] = set()
    for file in files:
        if file.document is None:
            continue
        if of and are_apart(documents[0], file.document):
            others.append(file)
            continue
        own = {normal(table.caption or table.sheet) for table in file.document.tables()}
        if own and own <= titles:
            copies.append(file)
            continue
        titles |= own
        documents.append(file.document)
        of.append(file)
    if not documents:
        return None
    return Joined(one_of(documents), tuple(of), tuple(copies), tuple(others))
