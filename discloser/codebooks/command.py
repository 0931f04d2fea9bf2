"""Take a year's book of codes: read it, compare it, say what uses what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.batch.find import find_inputs
from discloser.classification.codebook import Codebook
from discloser.codebooks.book import read_books
from discloser.codebooks.changes import ChangeKind, Comparison, compare
from discloser.codebooks.files import book_workbook, codes_csv
from discloser.codebooks.touched import Touched, touched_input, touched_packs
from discloser.entry.earlier import read_earlier
from discloser.finding import Finding, has_errors
from discloser.pack.codes import code_rows, read_codes
from discloser.pack.layers import find_layers
from discloser.report import shown


@dataclass(frozen=True, slots=True)
class Taken:
    """A book against the tables of a pack; ``comparison`` is None where an error forbids one.

    ``inputs`` and ``packs`` are what holds changed codes; ``findings`` have what is wrong with the
    book and the inputs.
    """

    codebook: Codebook
    comparison: Comparison | None
    findings: tuple[Finding, ...]
    inputs: tuple[Touched, ...] = ()
    packs: tuple[Touched, ...] = ()

    def lines(self) -> Iterator[str]:
        """What the book changes and what uses it, for a person."""
        if self.comparison is None:
            return
        yield from _changes(self.comparison)
        for title, found in (
            ("输入文件里用到的", self.inputs),
            ("模板包里写到的", self.packs),
        ):
            if found:
                yield from ("", f"{title}：")
            for each in found:
                yield f"  {each.change.kind} {each.change.text}：{shown(each.places)}"


def take(
    books: Sequence[Path],
    year: int,
    pack: str,
    roots: tuple[Path, ...],
    *,
    inputs: Iterable[Path] = (),
    whole: bool = False,
) -> Taken:
    """Compare a year's book with what a pack has in force, and look where that is used."""
    codebook, findings = _in_force(pack, year, roots)
    listed, problems = read_books(books)
    findings = (*findings, *problems)
    if has_errors(findings):
        return Taken(codebook, None, findings)
    comparison = compare(listed, codebook, year, whole=whole)
    paths = [p for source in inputs for p in find_inputs(source) if isinstance(p, Path)]
    known, unread = read_earlier(paths, roots)
    touched = [found for each in known for found in touched_input(each, comparison.changes)]
    packs = tuple(touched_packs(roots, comparison.changes))
    return Taken(codebook, comparison, (*findings, *unread), tuple(touched), packs)


def changed_csv(taken: Taken, output: Path) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The ``codes.csv`` of the changes, with the rows of the one that is there already."""
    rows = list(code_rows(output)) if output.is_file() else []
    faults = tuple(row for row in rows if isinstance(row, Finding))
    if faults or taken.comparison is None:
        return None, faults
    kept = [row for row in rows if not isinstance(row, Finding)]
    return codes_csv(taken.comparison, taken.codebook, kept), ()


def present_book(
    pack: str, year: int, roots: tuple[Path, ...]
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The codes that a pack has in force in a year, as a workbook."""
    codebook, findings = _in_force(pack, year, roots)
    return (None if has_errors(findings) else book_workbook(codebook, year)), findings


def _in_force(
    pack: str, year: int, roots: tuple[Path, ...]
) -> tuple[Codebook, tuple[Finding, ...]]:
    layers, findings = find_layers(pack, year, roots)
    if layers is None:
        return Codebook(), findings
    codebook, problems = read_codes(layers)
    return codebook, (*findings, *problems)


def _changes(comparison: Comparison) -> Iterator[str]:
    counts = "，".join(f"{kind} {len(comparison.of(kind))} 个" for kind in ChangeKind)
    yield f"{comparison.year} 年科目：不变 {comparison.same} 个，{counts}。"
    for kind in ChangeKind:
        if comparison.of(kind):
            yield from ("", f"{kind}：")
        for change in comparison.of(kind):
            yield f"  {change.scheme.label}  {change.text}"
    if comparison.left_out:
        names = "、".join(f"{code.code} {code.name}" for code in comparison.left_out)
        yield from ("", f"文件里没有这几类，没有比较：{names}。文件是全的，加 --whole。")
