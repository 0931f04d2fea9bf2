"""Pages, their numbers and the bytes of a PDF, whichever program writes it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from discloser.document.nodes import (
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Section,
    Table,
    Text,
)
from tests.render.pdf_reader import (
    POINTS_PER_MM,
    RIGHT_EDGE,
    ROOT,
    flat,
    line_text,
    one_section,
    page_lines,
    page_texts,
    paragraph,
    reader,
)
from tests.render.sample import sample_document, sample_style
from tests.render.writers import Writer, for_both


@for_both
def test_pages_are_numbered_as_they_are_printed(writer: Writer) -> None:
    layout = writer.sample()
    texts = page_texts(layout.pdf)
    assert layout.page_count == len(texts)
    assert layout.warnings == ()
    assert "—" not in texts[0]
    printed = [flat(text).rpartition("—")[0].rpartition("—")[2] for text in texts[1:]]
    assert printed == [str(number) for number in range(1, len(texts))]


@for_both
def test_a_viewer_names_pages_by_their_printed_numbers(writer: Writer) -> None:
    sections = (
        Section((paragraph("封面"),), page_numbers=False),
        Section((paragraph("甲"), PageBreak(), paragraph("乙")), restart=True),
        Section((paragraph("丙"),), Orientation.LANDSCAPE),
        Section((paragraph("丁"),), restart=True),
    )
    opened = reader(
        writer.write(Document("题", "作者", date(2025, 1, 1), sections), sample_style()).pdf
    )
    assert opened.page_labels[1:] == ["1", "2", "3", "1"]
    assert opened.page_labels[0] == ""
    assert opened.trailer["/Root"]["/PageMode"] == "/UseOutlines"


@for_both
def test_anchors_stand_on_the_pages_that_the_layout_names(writer: Writer) -> None:
    layout = writer.sample()
    for block in sample_document().blocks():
        if isinstance(block, Heading | Table):
            text = block.text if isinstance(block, Heading) else block.caption
            assert flat(text) in flat(page_texts(layout.pdf)[layout.pages[block.anchor]])
    assert len(layout.pages) == 11


@for_both
def test_the_contents_list_prints_the_same_pages(writer: Writer) -> None:
    layout = writer.sample()
    lines = flat(page_texts(layout.pdf)[1])
    (contents,) = [block for block in sample_document().blocks() if isinstance(block, Contents)]
    for entry in contents.entries:
        assert f"{flat(entry.label)}{layout.pages[entry.anchor]}" in lines


@for_both
def test_page_numbers_of_the_contents_list_end_at_the_right_edge(writer: Writer) -> None:
    (entry,) = [
        line for line in page_lines(writer.sample().pdf, 1) if line_text(line).startswith("附件")
    ]
    assert entry[-1]["x1"] == pytest.approx(RIGHT_EDGE, abs=0.5)


@for_both
def test_numbers_stand_outside_by_the_number_that_is_printed(writer: Writer) -> None:
    odd, even = page_lines(writer.sample().pdf, 1)[-1], page_lines(writer.sample().pdf, 2)[-1]
    assert flat(line_text(odd)) == "—1—"
    assert odd[-1]["x1"] == pytest.approx(RIGHT_EDGE - 14, abs=1)
    assert flat(line_text(even)) == "—2—"
    assert even[0]["x0"] == pytest.approx(28 * POINTS_PER_MM + 14, abs=1)


@for_both
def test_numbers_can_stand_in_the_middle(writer: Writer) -> None:
    page = sample_style().page.model_copy(update={"number_outside": False})
    style = sample_style().model_copy(update={"page": page})
    line = page_lines(writer.write(one_section(paragraph("一")), style).pdf)[-1]
    middle = (line[0]["x0"] + line[-1]["x1"]) / 2
    assert middle == pytest.approx((28 + 156 / 2) * POINTS_PER_MM, abs=1)


@for_both
def test_each_restart_begins_at_one_and_contents_follow(writer: Writer) -> None:
    entries = tuple(ContentsEntry(f"第{n}节", 1, f"a{n}") for n in range(4))
    sections = (
        Section((Contents((), entries),), page_numbers=False),
        Section((Heading(2, (Text("甲"),), "a0"), PageBreak(), Heading(2, (Text("乙"),), "a1"))),
        Section((Heading(2, (Text("丙"),), "a2"),), restart=True),
        Section((Heading(2, (Text("丁"),), "a3"),), Orientation.LANDSCAPE, restart=True),
    )
    layout = writer.write(Document("题", "作者", date(2025, 1, 1), sections), sample_style())
    assert dict(layout.pages) == {"a0": 2, "a1": 3, "a2": 1, "a3": 1}
    assert flat(page_texts(layout.pdf)[0]) == "第0节2第1节3第2节1第3节1"
    assert [flat(text)[1:] for text in page_texts(layout.pdf)[1:]] == ["—2—", "—3—", "—1—", "—1—"]


@for_both
def test_landscape_sections_have_landscape_pages(writer: Writer) -> None:
    boxes = [page.mediabox for page in reader(writer.sample().pdf).pages]
    wide = [box.width > box.height for box in boxes]
    assert wide[writer.sample().pages["table-lines"]]
    assert not wide[writer.sample().pages["table-targets"]]
    assert {round(min(box.width, box.height) / POINTS_PER_MM) for box in boxes} == {210}


@for_both
def test_another_process_zone_and_folder_give_the_same_bytes(
    writer: Writer, tmp_path: Path
) -> None:
    program = (
        "import sys; from tests.render import writers; "
        f"sys.stdout.buffer.write(writers.{writer.name}.sample().pdf)"
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    found = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert found.stdout == writer.sample().pdf
    assert found.stderr == b""


@for_both
def test_another_date_gives_another_document(writer: Writer) -> None:
    document = replace(one_section(paragraph("一")), date=date(2024, 1, 1))
    other = reader(writer.write(document, sample_style()).pdf)
    assert str(other.metadata["/CreationDate"]).startswith("D:20240101")
    assert other.trailer["/ID"] != reader(writer.sample().pdf).trailer["/ID"]
