"""From the files that a person names to the file that is written: the import as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discloser.compose.needs.of_pack import needs_of
from discloser.entry.carry import carry
from discloser.entry.earlier import Earliers, choose, read_earlier, year_meant
from discloser.entry.lists import make_lists
from discloser.finding import Finding, has_errors
from discloser.importing.files import Import, import_files
from discloser.importing.marginals import hold_tables, import_tables
from discloser.importing.marginals.tables import (
    PublishedTables,
    has_published_tables,
    is_document,
    kind_of_tables,
    open_tables,
    year_of_tables,
)
from discloser.importing.onto import onto
from discloser.importing.proof import Proof
from discloser.importing.published.document import cover_of, is_published, read_published
from discloser.importing.published.laying import laid
from discloser.importing.published.own import read_own
from discloser.importing.published.parts import Published
from discloser.importing.recognition import read_recognition
from discloser.importing.tables import kind_of, open_books
from discloser.importing.written import Marks, written_workbook, written_yaml
from discloser.model.values import Kind
from discloser.pack.layers import pack_names
from discloser.pack.pack import Pack, load_pack
from discloser.read.spreadsheet.cell import Book


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for; pack, kind and year may be left to the files."""

    files: Sequence[Path]
    earlier: Sequence[Path]
    pack: str = ""
    kind: Kind | None = None
    year: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the file's content, None where there is none, its proof, what is to be said.

    ``unclear`` says what of pack and year neither the person nor the files tell.
    """

    content: bytes | None
    proof: Proof
    findings: tuple[Finding, ...]
    unclear: str = ""


def make_import(asked: Asked, output: Path, roots: tuple[Path, ...]) -> Made:
    """Read the files and write what they say in the form that the name of ``output`` asks for.

    Of the earlier files, inputs are carried over, and published documents read.
    """
    nothing = Proof(())
    books, told = open_books(path for path in asked.files if not is_document(path))
    with_tables = {book.file for book in books if has_published_tables(book)}
    published = [p for p in asked.files if is_document(p) or str(p) in with_tables]
    books = [book for book in books if book.file not in with_tables]
    tables, problems = open_tables(published)
    told = (*told, *problems)
    documents = [path for path in asked.earlier if is_published(path)]
    inputs = [path for path in asked.earlier if path not in documents]
    known, problems = read_earlier(inputs, roots)
    kind = asked.kind or kind_of_tables(tables) or kind_of(books) or _kind_before(documents)
    year = asked.year or year_meant(known, kind) or year_of_tables(tables) or _year_after(documents)
    name = asked.pack or next((each.figures.disclosure.pack for each in known), "")
    findings = (*told, *problems)
    if has_errors(findings):
        return Made(None, nothing, findings)
    if not (name and year):
        return Made(None, nothing, findings, "请用 --pack 和 --year 说明模板包和年度。")
    chosen, problems = choose(known, kind, year) if known else (None, ())
    pack, told = load_pack(name, kind, year, roots)
    findings = (*findings, *problems, *told)
    if pack is None or has_errors(findings):
        return Made(None, nothing, findings)
    made = _Draft({"pack": pack.name, "kind": kind.value, "year": str(year)}, pack)
    made.carry(chosen)
    made.import_books(books)
    made.import_tables(tables)
    made.read_own(tables)
    made.read(documents, kind, year)
    findings = (*findings, *made.findings)
    if has_errors(made.refusals) or (asked.files and not made.proof.numbers):
        return Made(None, made.proof, findings)
    if output.suffix.lower() != ".xlsx":
        return Made(written_yaml(made.draft, made.marks), made.proof, findings)
    lists = make_lists(pack, year, tuple(pack_names(roots)))
    content = written_workbook(made.draft, made.marks, (kind, year), lists, made.proof)
    return Made(content, made.proof, findings)


def _kind_before(documents: Sequence[Path]) -> Kind:
    """The kind of last year's document where one says it, else a budget."""
    covers = (cover_of(path) for path in documents)
    said = (found.kind for found in covers if found is not None and found.kind is not None)
    return next(said, Kind.BUDGET)


def _year_after(documents: Sequence[Path]) -> int:
    """The year after that of published documents; 0 where none says its year."""
    covers = (cover_of(path) for path in documents)
    return max((found.year + 1 for found in covers if found is not None and found.year), default=0)


class _Draft:
    """The draft in the making: carried over, then the ledger of exports, then what is read."""

    def __init__(self, about: Mapping[str, str], pack: Pack) -> None:
        self._about = about
        self._pack = pack
        self._known, self.findings = read_recognition(pack.layers)
        self.draft: dict[str, Any] = {**about, "money_unit": "元", "published": None}
        self.marks = Marks()
        self.proof = Proof(())
        self.refusals: tuple[Finding, ...] = ()
        """What forbids to write anything, if there is an error in it."""
        self._is_carried = self._has_ledger = False

    def carry(self, earlier: Earliers | None) -> None:
        """Begin with what earlier inputs carry over."""
        if earlier is not None:
            kind, year = Kind(self._about["kind"]), int(self._about["year"])
            carried = carry(earlier, self._about["pack"], kind, year, self._pack.codebook)
            self.draft, self._is_carried = dict(carried.draft), True
            self.findings += carried.findings

    def import_books(self, books: Sequence[Book]) -> None:
        """Put the ledger of exports in."""
        if not books:
            return
        self._take(
            import_files(books, self._about, self._pack.forms, self._pack.codebook, self._known)
        )

    def import_tables(self, tables: Sequence[PublishedTables]) -> None:
        """Put in the ledger that published tables are the margins of."""
        if not tables:
            return
        if self._has_ledger:
            result = hold_tables(tables, self._pack, self.draft)
            self.refusals += result.refusals
            self._take(result)
            return
        result = import_tables(tables, self._about, self._pack, self._known.pairs)
        self.refusals += result.refusals
        self._take(result)

    def _take(self, result: Import) -> None:
        self.proof = Proof((*self.proof.numbers, *result.proof.numbers))
        self.findings += result.findings
        imported = result.imported
        if imported is None:
            return
        if self._is_carried:
            imported, told = onto(self.draft, imported)
            self.findings += told
        self.draft = imported.draft
        self.marks = Marks(imported.inferred)
        self._has_ledger = True

    def read(self, documents: Sequence[Path], kind: Kind, year: int) -> None:
        """Fill what is missing with what published documents say."""
        words = self._known.words
        read = [read_published(path, kind, year, self._pack, words) for path in documents]
        told = tuple(finding for each in read for finding in each.findings)
        self.findings += told
        self.refusals += told
        self._lay(read)

    def read_own(self, tables: Sequence[PublishedTables]) -> None:
        """Fill what is missing with what the documents of the year itself say."""
        if not tables or has_errors(self.refusals):
            return
        needs = needs_of(self._pack)
        read = [read_own(each, self._pack, needs, self.draft, self._known.words) for each in tables]
        self.findings += tuple(finding for each in read for finding in each.findings)
        self._lay(read)

    def _lay(self, read: Sequence[Published]) -> None:
        self.draft, marks = laid(self.draft, read)
        self.marks = Marks(self.marks.inferred, {**marks, **self.marks.read})
