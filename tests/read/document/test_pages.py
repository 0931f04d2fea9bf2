"""Pages of a PDF that are wrong or could not be read are said to be, each at its page."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
import pytest
import typst

from discloser.document.dump import dump
from discloser.read.document import read_document
from discloser.read.document.pdf_faults import Lost

WORDS = "这一页有很多能读的文字。" * 12
HEAD = '#set page(width: 595pt, height: 842pt)\n#set text(font: "Noto Serif CJK SC")\n'
SOUND = f"{WORDS}\n#pagebreak()\n{WORDS}\n#pagebreak()\n"


def said(source: str) -> list[tuple[str, int]]:
    data = typst.compile((HEAD + source).encode())
    found = read_document(data, "某局.pdf").findings
    return [(each.code, each.location.spot.page) for each in found if each.location.spot]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"#rotate(90deg, reflow: true)[#block(width: 500pt)[{WORDS}]]", "字的方向不对"),
        ("#box()", "空白页"),
        (f"{WORDS} #place(top + left, dx: 560pt)[这几个字在纸外]", "字在页面以外"),
    ],
    ids=["turned", "blank", "outside"],
)
def test_a_wrong_page_is_said_at_its_page(page: str, title: str) -> None:
    from discloser.finding import CATALOGUE

    found = [(CATALOGUE[code].title, number) for code, number in said(SOUND + page)]
    assert found == [(title, 3)]


def test_sound_pages_a_page_number_on_its_side_and_a_wide_page_are_no_fault() -> None:
    aside = "#place(right + horizon)[#rotate(90deg)[第 3 页]]"
    wide = "#set page(width: 842pt, height: 595pt)\n"
    assert said(SOUND + WORDS + aside + "\n" + wide + WORDS) == []


WIDE = (
    "#set page(width: 842pt, height: 595pt)\n"
    + WORDS
    + "\n#table(columns: 3, [科目], [名称], [金额], [2010301], [行政运行], [12.50])\n"
)


def laid_on_its_side(data: bytes, degrees: int) -> bytes:
    """The same pages to look at, drawn on paper that is turned for being seen."""
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            drawn, paper = {
                90: (f"0 1 -1 0 {height} 0", (height, width)),
                180: (f"-1 0 0 -1 {width} {height}", (width, height)),
                270: (f"0 -1 1 0 0 {width}", (height, width)),
            }[degrees]
            page.contents_add(f"q {drawn} cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
            page.obj.MediaBox = pikepdf.Array([0, 0, *paper])
            page.obj.Rotate = degrees
        pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_wide_page_on_turned_paper_is_read_as_it_is_seen(degrees: int) -> None:
    data = typst.compile((HEAD + WIDE).encode())
    plain = read_document(data, "某局.pdf")
    turned = read_document(laid_on_its_side(data, degrees), "某局.pdf")
    assert turned.findings == plain.findings == ()
    assert turned.document is not None
    assert "12.50" in dump(turned.document)
    assert turned.document == plain.document
    spots = [
        [table.body[0][-1].spot for table in each.document.tables()]
        for each in (turned, plain)
        if each.document is not None
    ]
    for here, there in zip(*spots, strict=True):
        assert here is not None
        assert there is not None
        assert here.box == pytest.approx(there.box, abs=0.5)


@dataclass
class Char:
    unicode_char: str | None
    upright: bool = True
    bbox: tuple[float, float, float, float] = field(default=(10, 10, 20, 20))


def test_what_a_font_does_not_name_is_counted_as_lost() -> None:
    lost = Lost()
    for text in ("", "\ufffd", "\ue001", None, "字", " "):
        lost.count(Char(text), 595, 842)
    assert lost.without_text == 4
