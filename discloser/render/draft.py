"""Mark documents as drafts: 草稿 across every page of the PDF, the Word file and the workbook.

Word's own watermark is a VML shape in the header of each section, which later sections take
over. Excel's usual one is a picture in the header of each sheet; ``draft_marks/`` has it for both
orientations: the word in Noto Serif SC, turned by 35°, on a transparent page of A4. LibreOffice
shows no pictures of headers, so the word stands at the top of each page too.
"""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO

import docx
from docx.oxml import parse_xml
from xlsxwriter.worksheet import Worksheet

from discloser.document.nodes import Orientation
from discloser.document.style import Style
from discloser.render.docx_package import package_bytes

WORD = "草稿"
_CSS = """
body::before {
  content: "%s"; position: fixed; top: 35%%; left: 0; right: 0; text-align: center;
  font-size: 150pt; line-height: 1; color: #d9d9d9; transform: rotate(-35deg); z-index: -1;
}
"""
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_SHAPE = (
    f"<w:r {_NAMESPACES}><w:rPr><w:noProof/></w:rPr><w:pict>"
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="draft{number}" o:spid="_x0000_s{identity}" type="#_x0000_t136" '
    'style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;'
    "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
    'fillcolor="#d9d9d9" stroked="f"><v:textpath style="font-family:&quot;宋体&quot;;'
    'font-size:1pt" string="{word}"/></v:shape></w:pict></w:r>'
)
_HEADER = f'&L&"宋体,Regular"&20&KBFBFBF{WORD}'
_HEADER_INCHES = 0.3
"""Where the header begins; with the pictures' height it puts their words in the middle of A4."""


def draft_style(style: Style) -> Style:
    """The style sheet of a draft: the HTML and the PDF print the word behind every page."""
    return style.model_copy(update={"css": style.css + _CSS % WORD})


def mark_docx(content: bytes) -> bytes:
    """Put Word's watermark into the headers of a Word file."""
    word = docx.Document(BytesIO(content))
    first = word.sections[0]
    for number, header in enumerate((first.header, first.even_page_header)):
        header.is_linked_to_previous = False
        shape = _SHAPE.format(word=WORD, number=number + 1, identity=2049 + number)
        header.paragraphs[0]._p.append(parse_xml(shape))
    return package_bytes(word)


def mark_sheet(sheet: Worksheet, orientation: Orientation) -> None:
    """Print the word across every page of a sheet, and once more at its top."""
    name = f"{orientation.value}.png"
    picture = (files("discloser.render") / "draft_marks" / name).read_bytes()
    options = {
        "image_center": name,
        "image_data_center": BytesIO(picture),
        "scale_with_doc": False,
        "margin": _HEADER_INCHES,
    }
    sheet.set_header(f"{_HEADER}&C&G", options)
