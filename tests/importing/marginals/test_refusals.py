"""Tables that are no ledger of the pack, that contradict each other, or are of another year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from discloser.document.nodes import Block, Cell, Document, Section, Table
from discloser.document.number import Number
from discloser.importing.files import Import
from discloser.importing.marginals import import_tables
from discloser.importing.marginals.tables import PublishedTables
from discloser.importing.published.texts import Cover, cover
from discloser.model.values import Kind
from tests.importing.marginals.compare import INPUTS, imported, prepared

SICHUAN = next(path for path in INPUTS if "sichuan" in path.parts)
QUICK = next(path for path in INPUTS if "luoyang_mengjin" in path.parts)


def document_of(path: Path) -> Document:
    document = prepared(path).document
    assert document is not None
    return document


def without(document: Document, title: str) -> Document:
    """A document without the tables that a word of their titles names."""
    sections = tuple(
        Section(
            tuple(b for b in each.blocks if not (isinstance(b, Table) and title in b.caption)),
            each.orientation,
        )
        for each in document.sections
    )
    return replace(document, sections=sections)


def codes(found: Import) -> set[str]:
    return {finding.code for finding in found.findings if finding.severity != "note"}


def test_a_pack_that_prints_crosses_refuses_documents_without_them() -> None:
    found = imported(SICHUAN, without(document_of(SICHUAN), "明细表"))
    assert found.imported is None
    assert {finding.code for finding in found.refusals} == {"J043"}
    assert "明细表" in found.refusals[0].message


def test_with_the_crosses_they_are_the_ledger() -> None:
    assert imported(SICHUAN, document_of(SICHUAN)).refusals == ()


def changed(document: Document, title: str, text: str, other: str) -> Document:
    """A document in which one table prints another amount in the last cell with a text."""
    blocks = []
    for block in document.blocks():
        made = block
        if isinstance(block, Table) and title in block.caption:
            body = [list(row) for row in block.body]
            at = [
                (r, c)
                for r, row in enumerate(body)
                for c, cell in enumerate(row)
                if isinstance(cell.content, Number) and cell.text == text
            ]
            row, column = at[-1]
            body[row][column] = Cell(other)
            made = replace(block, body=tuple(map(tuple, body)))
        blocks.append(made)
    return replace(document, sections=(Section(tuple(blocks)),))


def test_tables_that_contradict_each_other_are_named_and_the_rest_is_written() -> None:
    document = document_of(QUICK)
    table = next(t for t in document.tables() if "一般公共预算支出" in t.caption)
    cells = (c for row in table.body for c in row if isinstance(c.content, Number))
    total = next(cell.text for cell in cells if cell.text)
    found = imported(QUICK, changed(document, table.caption, total, "9999.99"))
    assert found.imported is not None
    assert "J040" in codes(found)
    told = next(finding for finding in found.findings if finding.code == "J040")
    assert len(told.locations) == len(("here", "there"))
    assert "9,999.99" in told.message
    broken = {each.printed for each in found.proof.broken}
    assert 99_999_900 in broken
    assert found.proof.held > len(found.proof.numbers) * 9 // 10


def of_year(document: Document, year: int, kind: Kind | None) -> Import:
    pack = prepared(QUICK).pack
    assert pack is not None
    told = replace(cover(document), year=year, kind=kind)
    assert isinstance(told, Cover)
    about = {"pack": pack.name, "kind": pack.kind.value, "year": str(pack.year)}
    return import_tables([PublishedTables(Path("公开.docx"), document, told)], about, pack)


def test_tables_of_another_year_or_kind_are_refused() -> None:
    document = document_of(QUICK)
    assert codes(of_year(document, 2022, Kind.BUDGET)) == {"J042"}
    assert codes(of_year(document, 2023, Kind.FINAL_ACCOUNT)) == {"J041"}
    assert codes(of_year(document, 2023, None)) == set()


def test_an_empty_form_is_no_ledger() -> None:
    blocks: list[Block] = []
    for block in document_of(QUICK).blocks():
        if isinstance(block, Table):
            emptied = (
                tuple(replace(c, content="") if isinstance(c.content, Number) else c for c in row)
                for row in block.body
            )
            blocks.append(replace(block, body=tuple(emptied)))
        else:
            blocks.append(block)
    document = replace(document_of(QUICK), sections=(Section(tuple(blocks)),))
    found = imported(QUICK, document)
    assert codes(found) == {"J047"}
    assert found.imported is None


def test_a_document_without_tables_says_so() -> None:
    document = replace(document_of(QUICK), sections=())
    assert codes(imported(QUICK, document)) == {"J044"}
