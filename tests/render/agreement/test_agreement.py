"""Both PDF writers print the same document: text, tables, bookmarks, orientation, pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from discloser.document.grid import table_grid
from discloser.document.nodes import Document, Heading, Role, Table
from discloser.document.style import Style
from discloser.pipeline import prepare
from discloser.render.layout import Layout
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from tests.render.agreement.expected import expected_bookmarks, expected_prose, wrong_slots
from tests.render.agreement.synthetic import synthetic_document
from tests.render.agreement.tagged import Tagged, flat, kinds, read_tagged, slots
from tests.render.sample import sample_document, sample_style

ROOT = Path(__file__).parents[3]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
ENGINES = {"weasyprint": render_pdf, "typst": render_typst}
CASES = [*(path.relative_to(ROOT).as_posix() for path in INPUTS), "sample"]
SEEDS = range(50)


@cache
def _document(case: str) -> tuple[Document, Style]:
    if case == "sample":
        return sample_document(), sample_style()
    if case.isdigit():
        return synthetic_document(int(case)), sample_style()
    prepared = prepare(ROOT / case)
    assert prepared.document is not None
    assert prepared.pack is not None
    return prepared.document, prepared.pack.style


def _printed(case: str, engine: str) -> tuple[Layout, Tagged]:
    layout = ENGINES[engine](*_document(case))
    return layout, read_tagged(layout.pdf)


def _check_against_tree(document: Document, layout: Layout, tagged: Tagged) -> None:
    assert tagged.prose == expected_prose(document, layout.pages)
    assert tagged.bookmarks == expected_bookmarks(document)
    tables = list(document.tables())
    assert len(tagged.tables) == len(tables)
    wrong = [
        line
        for table, rows in zip(tables, tagged.tables, strict=True)
        for line in wrong_slots(table, slots(rows))
    ]
    assert wrong == []
    for table, rows in zip(tables, tagged.tables, strict=True):
        _check_kinds(table, kinds(rows))
    _check_pages(document, layout, tagged)


def _check_kinds(table: Table, printed: list[list[str]]) -> None:
    """Each header in the body of a table is tagged as one, and no other cell is."""
    grid = table_grid(table)
    for row, owners in list(zip(printed, grid.owners, strict=True))[grid.head_rows :]:
        roles = [placed.cell.role for placed in owners]
        assert row == ["TD" if role is Role.DATA else "TH" for role in roles], table.name


def _check_pages(document: Document, layout: Layout, tagged: Tagged) -> None:
    """Each anchor's text stands on a page that prints the number that the contents name."""
    for block in document.blocks():
        if isinstance(block, Heading | Table):
            text = flat(block.text if isinstance(block, Heading) else block.caption)
            number = layout.pages[block.anchor]
            pages = [page for page in tagged.page_texts if f"—{number}—" in page]
            assert any(text in page for page in pages), (text, number)


def _part_lengths(document: Document, layout: Layout) -> Mapping[str, int]:
    starts = [
        (block.anchor, layout.pages[block.anchor])
        for block in document.blocks()
        if isinstance(block, Heading) and block.level == 1
    ]
    ends = [start for _, start in starts[1:]] + [layout.page_count + 1]
    return {name: end - start for (name, start), end in zip(starts, ends, strict=True)}


def _check_agreement(case: str) -> None:
    document, _ = _document(case)
    by_engine = {engine: _printed(case, engine) for engine in ENGINES}
    for layout, tagged in by_engine.values():
        _check_against_tree(document, layout, tagged)
    (reference, first), (other, second) = by_engine.values()
    assert first.orientations == second.orientations
    lengths, others = _part_lengths(document, reference), _part_lengths(document, other)
    apart = {part: (lengths[part], others[part]) for part in lengths}
    assert {part: two for part, two in apart.items() if abs(two[0] - two[1]) > 1} == {}


@pytest.mark.parametrize("case", CASES)
def test_both_engines_print_the_same_document(case: str) -> None:
    _check_agreement(case)


@pytest.mark.parametrize("seed", SEEDS)
def test_both_engines_print_the_same_synthetic_document(seed: int) -> None:
    _check_agreement(str(seed))


def test_the_comparison_sees_a_changed_cell() -> None:
    document, style = _document("sample")
    layout = render_typst(document, style)
    table = next(document.tables())
    printed = slots(read_tagged(layout.pdf).tables[0])
    assert wrong_slots(table, printed) == []
    printed[3][1] = "0.00"
    assert wrong_slots(table, printed) == ["balance 4/2: '200.00' is printed as ['0.00']"]
