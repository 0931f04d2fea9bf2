"""From the files that a person names to the file that is written: the import as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.entry.carry import carry
from discloser.entry.earlier import Earliers, choose, read_earlier, year_meant
from discloser.entry.lists import make_lists
from discloser.finding import Finding, has_errors
from discloser.importing.files import import_files
from discloser.importing.ledger import Imported
from discloser.importing.onto import onto
from discloser.importing.proof import Proof
from discloser.importing.tables import kind_of, open_books
from discloser.importing.written import written_workbook, written_yaml
from discloser.model.values import Kind
from discloser.pack.layers import pack_names
from discloser.pack.pack import load_pack


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
    """Read the files and write what they say in the form that the name of ``output`` asks for."""
    nothing = Proof(())
    books, told = open_books(asked.files)
    known, problems = read_earlier(asked.earlier, roots)
    kind = asked.kind or kind_of(books)
    year = asked.year or year_meant(known, kind)
    name = asked.pack or next((each.figures.disclosure.pack for each in known), "")
    findings = (*told, *problems)
    if has_errors(findings):
        return Made(None, nothing, findings)
    if not (name and year):
        return Made(None, nothing, findings, "请用 --pack 和 --year 说明模板包和年度。")
    chosen, problems = choose(known, kind, year)
    pack, told = load_pack(name, kind, year, roots)
    findings = (*findings, *problems, *told)
    if pack is None or has_errors(findings):
        return Made(None, nothing, findings)
    about = {"pack": pack.name, "kind": kind.value, "year": str(year)}
    result = import_files(books, about, pack.forms, pack.codebook)
    findings = (*findings, *result.findings)
    if result.imported is None:
        return Made(None, result.proof, findings)
    imported, told = _onto_earlier(result.imported, chosen if known else None, about)
    findings = (*findings, *told)
    if output.suffix.lower() != ".xlsx":
        return Made(written_yaml(imported), result.proof, findings)
    lists = make_lists(pack, year, tuple(pack_names(roots)))
    content = written_workbook(imported, result.proof, kind, year, lists)
    return Made(content, result.proof, findings)


def _onto_earlier(
    imported: Imported, earlier: Earliers | None, about: Mapping[str, str]
) -> tuple[Imported, tuple[Finding, ...]]:
    """The import with what earlier inputs carry over, and what is to be said about that."""
    if earlier is None:
        return imported, ()
    carried = carry(earlier, about["pack"], Kind(about["kind"]), int(about["year"]))
    laid, told = onto(carried.draft, imported)
    return laid, (*carried.findings, *told)
