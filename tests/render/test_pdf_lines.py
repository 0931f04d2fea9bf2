import re
from itertools import pairwise

import pytest

from discloser.document.nodes import (
    Paragraph,
    Text,
)
from discloser.render.pdf import render_pdf
from tests.render.pdf_reader import (
    RIGHT_EDGE,
    flat,
    one_section,
    page_lines,
    page_texts,
    paragraph,
    reader,
)
from tests.render.sample import sample_document, sample_style


def test_chinese_lines_end_at_both_edges() -> None:
    sentence = "统筹全市一体化政务大数据体系建设，2025年收入总计1234.57万元（含 GDP 数据），"
    layout = render_pdf(one_section(paragraph(sentence * 6 + "完。")), sample_style())
    *lines, last, _number = page_lines(layout.pdf)
    assert len(lines) > 6
    for line in lines:
        assert line[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.6)
    assert last[-1]["x1"] < RIGHT_EDGE - 20


def test_justified_lines_have_no_gaps_around_figures() -> None:
    text = "收入总计1234.57万元，" * 12
    for line in page_lines(render_pdf(one_section(paragraph(text)), sample_style()).pdf)[:-2]:
        gaps: dict[int, list[float]] = {0: [], 1: [0.0], 2: [0.0]}
        for left, right in pairwise(line):
            digits = left["text"].isdigit() + right["text"].isdigit()
            gaps[digits].append(right["x0"] - left["x1"])
        assert max(gaps[2]) < 0.1
        assert max(gaps[1]) < max(gaps[0]) < 4


def test_justified_text_is_copied_without_spaces() -> None:
    text = "建立健全政务数据供需对接机制，减少86.4万元，下降6.54%。" * 5
    layout = render_pdf(one_section(paragraph(text)), sample_style())
    copied = page_texts(layout.pdf)[0].partition("—")[0]
    assert [line.strip() for line in copied.split("\n") if " " in line.strip()] == []
    assert flat(copied) == text


def test_runs_of_a_justified_line_keep_their_places() -> None:
    runs = tuple(Text("支出总计合计", strong=n % 2 == 1) for n in range(20))
    document = one_section(Paragraph(runs))
    *lines, _last, _number = page_lines(render_pdf(document, sample_style()).pdf)
    for line in lines:
        gaps = [right["x0"] - left["x1"] for left, right in pairwise(line)]
        assert max(gaps) - min(gaps) < 0.1
        assert line[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.6)


def test_the_last_line_on_a_page_is_stretched_where_the_paragraph_goes_on() -> None:
    layout = render_pdf(one_section(paragraph("政务数据资源" * 150)), sample_style())
    first, second = page_lines(layout.pdf, 0), page_lines(layout.pdf, 1)
    assert first[-2][-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.6)
    assert second[-2][-1]["x1"] < RIGHT_EDGE - 10


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    sentence = "（一）“一网通办”、《规定》（试行）：甲、乙；丙，丁。下降6.54%！"
    blocks = [paragraph("字" * n + sentence * 4, "flush") for n in range(12)]
    layout = render_pdf(one_section(*blocks), sample_style())
    lines = [line.strip() for text in page_texts(layout.pdf) for line in text.split("\n")]
    assert len(lines) > 60
    assert [line for line in lines if re.match(r"[，。、；：？！）”》%]", line)] == []
    assert [line for line in lines if re.search(r"[（“《]$", line)] == []


def test_text_is_bold_in_a_face_that_has_no_bold_weight() -> None:
    runs = (Text("普通"), Text("加粗", strong=True), Text("普通"))
    layout = render_pdf(one_section(Paragraph(runs)), sample_style())
    content = reader(layout.pdf).pages[0].get_contents().get_data().decode("latin-1")
    modes = re.findall(r"/(\w+) [\d.]+ Tf\n(?:[\d.]+ w )?(\d) Tr", content)
    assert [mode for _, mode in modes[:3]] == ["0", "2", "0"]
    assert modes[0][0] == modes[2][0] != modes[1][0]


def test_a_face_with_a_bold_weight_is_not_made_bolder() -> None:
    (table,) = [t for t in sample_document().tables() if t.name == "balance"]
    layout = render_pdf(one_section(table), sample_style())
    assert " Tr" not in reader(layout.pdf).pages[0].get_contents().get_data().decode("latin-1")
