"""Charts in all files: a tagged figure that says its numbers, real text, native in Office files."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree
from openpyxl import load_workbook

from discloser.document.nodes import Chart
from discloser.document.number import Number
from discloser.render.chart_svg import chart_svg
from discloser.render.charts import FILLS, as_drawn
from discloser.render.docx import render_docx
from discloser.render.html import render_html
from discloser.render.xlsx import render_xlsx
from tests.charts.samples import CHARTS, LINE, MANY, ONE_CATEGORY, PIE, TWO_YEARS, document
from tests.render.pdf_reader import elements, flat, page_texts
from tests.render.sample import sample_style
from tests.render.writers import Writer, for_both

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WIDTH = 440.0
each_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)


@cache
def _pdf(writer: Writer) -> bytes:
    return writer.write(document(), sample_style()).pdf


@cache
def _docx() -> bytes:
    return render_docx(document(), sample_style(), {})


@cache
def _xlsx() -> bytes:
    return render_xlsx(document(), sample_style())


def _numbers(chart: Chart) -> list[str]:
    return [number.text for series in chart.series for number in series.numbers]


def test_what_a_chart_says_is_composed_of_its_numbers() -> None:
    assert ONE_CATEGORY.text == "图2 收入总计：收入总计2023年度1295.00万元，2024年度1359.73万元。"
    assert PIE.text.startswith("图5 支出结构：教育支出10.00万元，占35.09%；社会保障和就业支出9.00")
    printed = [each for each in PIE.content if isinstance(each, Number)]
    assert printed[0::2] == list(PIE.series[0].numbers)
    assert printed[1::2] == list(PIE.shares)


@for_both
def test_each_chart_is_a_figure_with_its_numbers_in_words(writer: Writer) -> None:
    figures = elements(_pdf(writer), "/Figure")
    assert [str(figure["/Alt"]) for figure in figures] == [chart.text for chart in CHARTS]


@for_both
def test_the_words_and_numbers_of_a_chart_can_be_selected(writer: Writer) -> None:
    text = flat("".join(page_texts(_pdf(writer))))
    for chart in CHARTS:
        assert flat(chart.caption) in text
        for number in _numbers(chart):
            assert number in text, (chart.name, number)
    assert "卫生健康支出" in text
    assert "2023年度" in text


@each_chart
def test_a_picture_is_well_formed_and_all_of_it_lies_inside(chart: Chart) -> None:
    root = etree.fromstring(chart_svg(chart, sample_style(), WIDTH, ("宋体",)))
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == chart.text
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    texts = root.findall(f"{space}text")
    assert all(0 <= float(text.attrib["y"]) <= height for text in texts)
    assert all(0 <= float(text.attrib["x"]) <= width for text in texts)
    for box in root.findall(f"{space}rect"):
        x, y, across, down = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        assert min(x, y, across, down) >= 0
        assert x + across <= width
        assert y + down <= height
    drawn = as_drawn(chart)
    shown = "".join(text.text or "" for text in texts)
    assert all(number in shown for number in _numbers(drawn))
    assert all(name in shown for name in drawn.categories)


@each_chart
def test_no_two_labels_lie_on_one_another(chart: Chart) -> None:
    root = etree.fromstring(chart_svg(chart, sample_style(), WIDTH, ("宋体",)))
    size = float(root.attrib["font-size"])
    boxes: list[tuple[float, float, float]] = []
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        words = text.text or ""
        wide = sum(0.5 if c.isascii() else 1.0 for c in words) * size
        x, y = float(text.attrib["x"]), float(text.attrib["y"])
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[text.get("text-anchor", "start")]
        for other, other_left, other_right in boxes:
            apart = abs(other - y) > 0.9 * size or left >= other_right or left + wide <= other_left
            assert apart, (chart.name, words)
        boxes.append((y, left, left + wide))


def test_neighbouring_fills_differ_in_grey() -> None:
    greys = []
    for fill in FILLS:
        red, green, blue = (int(fill.color[at : at + 2], 16) for at in (1, 3, 5))
        greys.append((round((299 * red + 587 * green + 114 * blue) / 1000 / 16), fill.slopes))
    assert len(set(greys)) == len(FILLS)


def test_the_preview_shows_the_same_picture() -> None:
    html = render_html(document(), sample_style())
    assert html.count("<svg ") == len(CHARTS)
    assert 'id="chart-pie"' in html
    assert "多项 &lt;&amp;&gt; 收入" in html


def test_word_has_native_charts_with_their_workbooks() -> None:
    with zipfile.ZipFile(BytesIO(_docx())) as package:
        names = package.namelist()
        parts = sorted(name for name in names if re.fullmatch(r"word/charts/chart\d+\.xml", name))
        assert len(parts) == len(CHARTS)
        body = package.read("word/document.xml").decode()
        for number, chart in enumerate(CHARTS, start=1):
            root = etree.fromstring(package.read(f"word/charts/chart{number}.xml"))
            cached = [value.text for value in root.iter(f"{C}v")]
            drawn = as_drawn(chart)
            assert set(drawn.categories) <= set(cached)
            printed = {float(n.printed) for series in drawn.series for n in series.numbers}
            told = {float(v) for v in cached if v and re.fullmatch(r"-?[\d.]+", v)}
            assert printed <= told
            assert root[-1].tag == f"{C}externalData"
            book = load_workbook(BytesIO(package.read(f"word/embeddings/chart{number}.xlsx")))
            rows = list(book["Sheet1"].iter_rows(values_only=True))
            assert [row[0] for row in rows[1:]] == list(drawn.categories)
            assert [row[1] for row in rows[1:]] == [
                float(number.printed) for number in drawn.series[0].numbers
            ]
    described = re.findall(r'descr="([^"]*)"', body)
    assert [text.replace("&lt;&amp;&gt;", "<&>") for text in described] == [c.text for c in CHARTS]
    paragraphs = docx.Document(BytesIO(_docx())).paragraphs
    captions = [p.text for p in paragraphs if p.style is not None and p.style.name == "图题"]
    assert captions == [chart.caption for chart in CHARTS]


def test_the_workbook_has_native_charts_of_its_cells() -> None:
    book = load_workbook(BytesIO(_xlsx()))
    assert book.sheetnames == ["目录", *(chart.number for chart in CHARTS)]
    with zipfile.ZipFile(BytesIO(_xlsx())) as package:
        for number, chart in enumerate(CHARTS, start=1):
            drawn, sheet = as_drawn(chart), book[chart.number]
            root = etree.fromstring(package.read(f"xl/charts/chart{number}.xml"))
            for at, series in enumerate(root.iter(f"{C}ser")):
                place = series.findtext(f"{C}val/{C}numRef/{C}f") or ""
                name, cells = place.replace("$", "").split("!")
                assert name.strip("'") == chart.number
                values = [cell.value for (cell,) in sheet[cells]]
                assert values == [float(n.printed) for n in drawn.series[at].numbers]
            drawing = package.read(f"xl/drawings/drawing{number}.xml").decode()
            assert f'descr="{chart.text}"'.replace("<&>", "&lt;&amp;&gt;") in drawing


def test_files_with_charts_are_valid_and_the_same_each_time(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    for name, content in (("a.docx", _docx()), ("a.xlsx", _xlsx())):
        (tmp_path / name).write_bytes(content)
        assert audit.OpenXmlValidator().validate(str(tmp_path / name)).errors == []
    assert render_docx(document(), sample_style(), {}) == _docx()
    assert render_xlsx(document(), sample_style()) == _xlsx()


def test_the_only_category_of_two_series_is_drawn_as_two() -> None:
    drawn = as_drawn(ONE_CATEGORY)
    assert drawn.categories == ("2023年度", "2024年度")
    assert [series.label for series in drawn.series] == ["收入总计"]
    assert [as_drawn(chart) for chart in (TWO_YEARS, MANY, LINE)] == [TWO_YEARS, MANY, LINE]
