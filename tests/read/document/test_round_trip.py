"""Our own files, read back: the same tables, cell by cell, and the same facts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from discloser.document.nodes import Contents, Heading
from tests.read.document.compare import (
    INPUTS,
    bare,
    composed,
    counts,
    facts,
    read_back,
    texts,
)

QUICK = [(path, form) for path in INPUTS for form in ("docx", "xlsx", "typst")]
SLOW = [(path, "pdf") for path in INPUTS if "xinxiang" in str(path) or "final" in path.stem]
ALL = [pytest.param(path, form, id=f"{path.stem}-{form}") for path, form in QUICK + SLOW]


@pytest.mark.parametrize(("path", "form"), ALL)
def test_every_printed_amount_is_read_into_its_own_cell(path: Path, form: str) -> None:
    read = read_back(path, form).document
    assert read is not None
    found = counts(composed(path), read)
    assert sum(count.printed for count in found) > 100
    assert [count for count in found if count.right != count.printed] == []


@pytest.mark.parametrize(("path", "form"), ALL)
def test_the_facts_of_the_tables_are_the_same(path: Path, form: str) -> None:
    read = read_back(path, form).document
    assert read is not None
    wanted = facts(path, composed(path))
    assert wanted
    assert facts(path, read) == wanted


@pytest.mark.parametrize(("path", "form"), ALL)
def test_every_slot_of_every_table_says_the_same(path: Path, form: str) -> None:
    """Of a workbook a form's first row may have become the line above the table."""
    read = read_back(path, form).document
    assert read is not None
    printed, found = texts(composed(path)), texts(read)
    assert [title for title, _ in found] == [title for title, _ in printed]
    for (title, rows), (_, others) in zip(printed, found, strict=True):
        subject = len(rows) - len(others) if rows[0][0].startswith("部门名称：") else 0
        assert others == rows[subject:], title


@pytest.mark.parametrize(("path", "form"), ALL)
def test_what_stands_around_a_table_is_read(path: Path, form: str) -> None:
    read = read_back(path, form).document
    assert read is not None
    for table, other in zip(composed(path).tables(), read.tables(), strict=True):
        assert other.money_unit is table.money_unit
        for name in ("number", "subtitle", "unit"):
            assert bare(getattr(other, name)) == bare(getattr(table, name)), table.caption
        assert len(other.head) == len(table.head), table.caption
        notes = [bare(note) for note in table.notes if note.startswith(("注", "说明", "备注"))]
        assert not Counter(notes) - Counter(map(bare, other.notes)), table.caption


@pytest.mark.parametrize(
    ("path", "form"), [case for case in ALL if not str(case.id).endswith("-xlsx")]
)
def test_headings_and_contents_are_told_apart_from_text(path: Path, form: str) -> None:
    read = read_back(path, form).document
    assert read is not None
    printed = [(b.level, bare(b.text)) for b in composed(path).blocks() if isinstance(b, Heading)]
    found = [(b.level, bare(b.text)) for b in read.blocks() if isinstance(b, Heading)]
    levels = {level for level, _ in found}
    assert levels <= {1, 2, 3, 4}
    missing = Counter(text for _, text in printed) - Counter(text for _, text in found)
    assert missing.total() <= len(printed) * (0 if form == "docx" else 0.1), missing
    listed = [b for b in read.blocks() if isinstance(b, Contents)]
    ours = [b for b in composed(path).blocks() if isinstance(b, Contents)]
    assert [[bare(e.label) for e in c.entries] for c in listed] == [
        [bare(e.label) for e in c.entries] for c in ours
    ]


@pytest.mark.parametrize(("path", "form"), ALL)
def test_everything_that_was_read_says_where_it_stands(path: Path, form: str) -> None:
    read = read_back(path, form).document
    assert read is not None
    for table in read.tables():
        cells = [cell for row in (*table.head, *table.body) for cell in row]
        for spot in (table.spot, *(cell.spot for cell in cells)):
            assert spot is not None
            assert {"docx": spot.table, "xlsx": spot.sheet}.get(form, spot.page)
