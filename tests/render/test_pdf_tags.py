import zlib
from typing import Any

import pytest
from pypdf.generic import IndirectObject

from discloser.document.nodes import Cell, Column, Role, Table
from discloser.render.pdf import compressed, render_pdf
from tests.render.pdf_reader import elements, reader, tagged_rows
from tests.render.sample import sample_document, sample_style
from tests.render.writers import WEASYPRINT


def test_headings_are_tagged_by_level() -> None:
    tags = [
        element["/S"] for element in elements(WEASYPRINT.sample().pdf, "/H1", "/H2", "/H3", "/H4")
    ]
    assert tags == ["/H1", "/H2", "/H3", "/H4", "/H1", "/H2", "/H1"]


def test_every_header_cell_has_a_scope() -> None:
    scopes = [cell["/A"].get("/Scope") for cell in elements(WEASYPRINT.sample().pdf, "/TH")]
    assert set(scopes) == {"/Column", "/Row"}


def test_cells_of_a_form_name_header_cells_of_their_table() -> None:
    """Where a head stands in the middle of rows that one cell heads, no direction tells."""
    body = (
        (Cell("组", Role.ROW_HEADER, rowspan=4), Cell("首"), Cell("尾")),
        (Cell("甲", Role.COLUMN_HEADER), Cell("乙", Role.COLUMN_HEADER)),
        (Cell("一"), Cell("二")),
        (Cell("备注", colspan=2),),
    )
    layout = WEASYPRINT.of(Table("t", "t", "表", "t", (Column(),) * 3, (), body))
    (form,) = elements(layout.pdf, "/Table")
    cells = [cell for row in tagged_rows(form) for cell in row]
    ids = {cell["/ID"] for cell in cells if "/ID" in cell}
    named = [cell["/A"]["/Headers"] for cell in cells if "/Headers" in cell["/A"]]
    assert [len(names) for names in named] == [1, 1, 2, 2, 1]
    assert {name for names in named for name in names} == ids


def test_links_are_tagged_and_say_where_they_lead() -> None:
    links = list(elements(WEASYPRINT.sample().pdf, "/Link"))
    kids = [kid for link in links for kid in link["/K"] if isinstance(kid, IndirectObject)]
    objects: list[Any] = [kid.get_object() for kid in kids]
    annotations = [kid["/Obj"] for kid in objects if "/Obj" in kid]
    page = reader(WEASYPRINT.sample().pdf).pages[1]
    assert len(annotations) == len(page["/Annots"])
    assert "附件：2025年度部门预算表" in [a["/Contents"] for a in annotations]
    assert all(a["/F"] == 4 for a in annotations)


def test_no_compressed_stream_ends_as_a_line_does() -> None:
    contents = [b"q" * length for length in range(1, 257)]
    endings = {compressed(content)[-1:] for content in contents}
    assert not endings & {b"\r", b"\n"}
    assert {zlib.compress(content)[-1:] for content in contents} >= {b"\r", b"\n"}
    assert all(zlib.decompress(compressed(each)).rstrip() == each for each in contents)


# WeasyPrint reads its colour profile from a file that it leaves to the garbage collector.
@pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")
def test_an_archival_document_is_pdf_a() -> None:
    layout = render_pdf(sample_document(), sample_style(), archival=True)
    catalog = reader(layout.pdf).trailer["/Root"]
    metadata = catalog["/Metadata"].get_data()
    assert b'pdfaid:part="2"' in metadata
    assert b'pdfaid:conformance="A"' in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "/Filter" not in catalog["/Metadata"]
    assert catalog["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert catalog["/MarkInfo"]["/Marked"]
    assert layout.pages == WEASYPRINT.sample().pages
