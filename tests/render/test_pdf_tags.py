from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf.generic import IndirectObject

from discloser.render.pdf import render_pdf
from tests.render.pdf_reader import elements, reader, sample_layout, tagged_rows
from tests.render.sample import sample_document, sample_style


def test_it_declares_itself_as_an_accessible_chinese_document() -> None:
    read = reader(sample_layout().pdf)
    catalog = read.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b'pdfuaid:part="1"' in catalog["/Metadata"].get_data()
    assert read.metadata.title == sample_document().title
    assert read.metadata.author == sample_document().author
    assert read.metadata["/CreationDate"] == "D:20250314"


def test_bookmarks_follow_the_headings_and_tables() -> None:
    def walk(items: list[Any], level: int = 1) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, level + 1)
            else:
                yield level, str(item.title)

    found = list(walk(reader(sample_layout().pdf).outline))
    assert found[0] == (1, "示例市数据局2025年部门预算公开目录")
    assert found[1:5] == [
        (1, "第一部分　示例市数据局概况"),
        (2, "一、主要职责"),
        (3, "（一）统筹数据资源整合共享和开发利用"),
        (4, "1.推进“互联网+监管”"),
    ]
    assert (2, "表三 支出明细表") in found


def test_headings_are_tagged_by_level() -> None:
    tags = [element["/S"] for element in elements(sample_layout().pdf, "/H1", "/H2", "/H3", "/H4")]
    assert tags == ["/H1", "/H2", "/H3", "/H4", "/H1", "/H2", "/H1"]


def test_every_header_cell_has_a_scope() -> None:
    scopes = [cell["/A"].get("/Scope") for cell in elements(sample_layout().pdf, "/TH")]
    assert set(scopes) == {"/Column", "/Row"}


def test_every_tagged_table_is_a_full_grid() -> None:
    for table in elements(sample_layout().pdf, "/Table"):
        rows = tagged_rows(table)
        open_rows: dict[int, int] = {}
        widths = set()
        for row in rows:
            taken = {column for column, left in open_rows.items() if left > 0}
            open_rows = {column: left - 1 for column, left in open_rows.items() if left > 0}
            for cell in row:
                column = next(c for c in range(99) if c not in taken)
                for c in range(column, column + int(cell["/A"].get("/ColSpan", 1))):
                    assert c not in taken
                    taken.add(c)
                    open_rows[c] = int(cell["/A"].get("/RowSpan", 1)) - 1
            widths.add(len(taken))
        assert len(widths) == 1
        assert not any(open_rows.values())


def test_cells_of_a_form_name_header_cells_of_their_table() -> None:
    *_, form = elements(sample_layout().pdf, "/Table")
    cells = [cell for row in tagged_rows(form) for cell in row]
    ids = {cell["/ID"] for cell in cells if "/ID" in cell}
    named = [cell["/A"]["/Headers"] for cell in cells if "/Headers" in cell["/A"]]
    assert len(named) == 14
    assert {name for names in named for name in names} <= ids


def test_links_are_tagged_and_say_where_they_lead() -> None:
    links = list(elements(sample_layout().pdf, "/Link"))
    kids = [kid for link in links for kid in link["/K"] if isinstance(kid, IndirectObject)]
    objects: list[Any] = [kid.get_object() for kid in kids]
    annotations = [kid["/Obj"] for kid in objects if "/Obj" in kid]
    page = reader(sample_layout().pdf).pages[1]
    assert len(annotations) == len(page["/Annots"])
    assert "附件：2025年度部门预算表" in [a["/Contents"] for a in annotations]
    assert all(a["/F"] == 4 for a in annotations)


def test_a_checker_finds_no_failed_checkpoint(tmp_path: Path) -> None:
    pdfua = pytest.importorskip("pdfua")
    file = tmp_path / "sample.pdf"
    file.write_bytes(sample_layout().pdf)
    assert pdfua.validate(str(file)).findings == ()


# WeasyPrint reads its colour profile from a file that it leaves to the garbage collector.
@pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")
def test_an_archival_document_is_pdf_a() -> None:
    layout = render_pdf(sample_document(), sample_style(), archival=True)
    catalog = reader(layout.pdf).trailer["/Root"]
    metadata = catalog["/Metadata"].get_data()
    assert b'pdfaid:part="2"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert layout.pages == sample_layout().pages
