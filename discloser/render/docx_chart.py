"""Charts in Word files: parts of DrawingML, each with a workbook of its numbers.

python-docx knows no charts. XlsxWriter writes the same part into a workbook: it is taken from one.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree
from xlsxwriter import Workbook

from discloser.document.nodes import Chart
from discloser.document.style import Style
from discloser.render import docx_styles as styles
from discloser.render.chart_native import native_chart
from discloser.render.charts import as_drawn
from discloser.render.docx_section import Area
from discloser.render.docx_xml import Element, one_line, run, w
from discloser.render.xml_text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PART = "xl/charts/chart1.xml"
_SHEET = "Sheet1"
_MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""The time of every file, so that equal input is equal."""
_EMU_PER_TWIP = 635
_HEIGHT = 2_300_000
"""The height of a chart in English metric units: a little over six centimetres."""


def add_chart(word: WordDocument, chart: Chart, style: Style, number: int, area: Area) -> Element:
    """Add a chart to the package; return the paragraph that shows it in the line.

    ``number`` tells it from the others of the document.
    """
    rel_id = _add_parts(word, chart, style.faces[style.table_cell.face][0])
    width = area.width * _EMU_PER_TWIP
    drawing = etree.fromstring(
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:a="{_DRAWING}/main"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{_HEIGHT}"/>'
        f'<wp:docPr id="{number}" name=""/>'
        f'<a:graphic><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" xmlns:r="{_OFFICE}" r:id="{rel_id}"/>'
        "</a:graphicData></a:graphic></wp:inline>"
    )
    drawing[1].set("name", one_line(chart.number or chart.name))
    drawing[1].set("descr", one_line(chart.text))
    properties = w("pPr", w("pStyle", val=styles.CHART))
    return w("p", properties, w("r", w("drawing", drawing)))


def caption(chart: Chart) -> Element:
    """Return the paragraph below a chart."""
    return w("p", w("pPr", w("pStyle", val=styles.CHART_CAPTION)), run(chart.caption))


def _add_parts(word: WordDocument, chart: Chart, face: str) -> str:
    """Add the part of a chart and the workbook of its numbers; return the chart's id."""
    package = word.part.package
    with zipfile.ZipFile(io.BytesIO(_book(chart, face, draws=True))) as drawn:
        content = etree.fromstring(drawn.read(_PART))
    name = package.next_partname("/word/charts/chart%d.xml")
    book_name = str(name).replace("charts/chart", "embeddings/chart").replace(".xml", ".xlsx")
    book = Part(PackURI(book_name), _BOOK_TYPE, _book(chart, face, draws=False), package)
    part = Part(name, _CHART_TYPE, b"", package)
    data = etree.SubElement(content, f"{{{_DRAWING}/chart}}externalData")
    data.set(f"{{{_OFFICE}}}id", part.relate_to(book, f"{_OFFICE}/package"))
    etree.SubElement(data, f"{{{_DRAWING}/chart}}autoUpdate").set("val", "0")
    for line in content.iter(f"{{{_DRAWING}/chart}}lineChart"):
        for series in line.iter(f"{{{_DRAWING}/chart}}ser"):  # LibreOffice would draw curves
            etree.SubElement(series, f"{{{_DRAWING}/chart}}smooth").set("val", "0")
    for setup in content.findall(f"{{{_DRAWING}/chart}}printSettings"):
        content.remove(setup)  # it stands in workbooks, and in front of nothing that follows here
    part._blob = etree.tostring(content, xml_declaration=True, encoding="UTF-8", standalone=True)
    return word.part.relate_to(part, f"{_OFFICE}/chart")


def _book(chart: Chart, face: str, *, draws: bool) -> bytes:
    """A workbook with the numbers of a chart, and with the chart itself."""
    drawn = as_drawn(chart)
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _MADE})
        sheet = workbook.add_worksheet(_SHEET)
        sheet.write_column(1, 0, list(map(clean, drawn.categories)))
        for column, series in enumerate(drawn.series, start=1):
            sheet.write_string(0, column, clean(series.label))
            sheet.write_column(1, column, [number.printed for number in series.numbers])
        if draws:
            sheet.insert_chart(0, 4, native_chart(workbook, chart, _SHEET, 1, face))
    return file.getvalue()
