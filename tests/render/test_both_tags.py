"""What a PDF tells a screen reader, whichever program writes it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.render.pdf_reader import elements, flat, reader
from tests.render.sample import sample_document
from tests.render.writers import Writer, for_both


@for_both
def test_it_declares_itself_as_an_accessible_chinese_document(writer: Writer) -> None:
    read = reader(writer.sample().pdf)
    catalog = read.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert re.search(rb"pdfuaid:part(?:>|=\")1", catalog["/Metadata"].get_data())
    assert read.metadata.title == sample_document().title
    assert read.metadata.author == sample_document().author
    assert str(read.metadata["/CreationDate"]).startswith("D:20250314")


@for_both
def test_bookmarks_follow_the_headings_and_tables(writer: Writer) -> None:
    def walk(items: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                yield level, str(item.title)

    (level, title), *found = walk(reader(writer.sample().pdf).outline)
    assert (level, flat(title)) == (1, "示例市数据局2025年部门预算公开目录")
    assert found[:4] == [
        (1, "第一部分　示例市数据局概况"),
        (2, "一、主要职责"),
        (3, "（一）统筹数据资源整合共享和开发利用"),
        (4, "1.推进“互联网+监管”"),
    ]
    assert (2, "支出明细表") in found


@for_both
def test_every_tagged_table_is_a_full_grid(writer: Writer) -> None:
    for table in elements(writer.sample().pdf, "/Table"):
        rows = [row["/K"] for row in _rows(table)]
        assert rows
        open_rows: dict[int, int] = {}
        widths = set()
        for cells in rows:
            taken = {column for column, left in open_rows.items() if left > 0}
            open_rows = {column: left - 1 for column, left in open_rows.items() if left > 0}
            for cell in (cell.get_object() for cell in cells):
                column = next(c for c in range(99) if c not in taken)
                for c in range(column, column + _span(cell, "/ColSpan")):
                    assert c not in taken
                    taken.add(c)
                    open_rows[c] = _span(cell, "/RowSpan") - 1
            widths.add(len(taken))
        assert len(widths) == 1
        assert not any(open_rows.values())


def _rows(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kid in table["/K"]:
        node = kid.get_object()
        if node["/S"] == "/TR":
            yield node
        elif node["/S"] in ("/THead", "/TBody", "/TFoot"):
            yield from (row.get_object() for row in node["/K"])


def _span(cell: dict[str, Any], name: str) -> int:
    attributes = cell.get("/A", [])
    listed = attributes if isinstance(attributes, list) else [attributes]
    return int(next((a.get_object()[name] for a in listed if name in a.get_object()), 1))


@for_both
def test_a_checker_finds_no_failed_checkpoint(writer: Writer, tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua")
    file = tmp_path / "sample.pdf"
    file.write_bytes(writer.sample().pdf)
    assert pdfua.validate(str(file)).findings == ()
