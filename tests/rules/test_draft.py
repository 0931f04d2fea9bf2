"""A draft: written in spite of broken rules, and marked on every page of every format."""

from __future__ import annotations

import re
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pytest
from openpyxl import load_workbook

from discloser.pipeline import prepare, render
from tests.command import Run

GOOD = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An input that does not balance (A01)."""
    path = tmp_path / "input.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("amount: 1500000}", "amount: 1600000}")
    path.write_text(text, encoding="utf-8")
    last = GOOD.with_name("last_year.yaml").read_text(encoding="utf-8")
    (tmp_path / "last_year.yaml").write_text(last, encoding="utf-8")
    return path


def test_without_draft_a_broken_rule_stops_rendering(broken: Path) -> None:
    prepared = prepare(broken)
    assert not prepared.ok
    with pytest.raises(ValueError, match="errors"):
        render(prepared)


def test_every_page_of_a_draft_says_so(broken: Path) -> None:
    files = render(prepare(broken), draft=True)
    with pdfplumber.open(BytesIO(files["pdf"])) as pdf:
        marks = [{char["text"] for char in page.chars if char["size"] > 100} for page in pdf.pages]
    assert len(marks) > 5
    assert all(mark == {"草", "稿"} for mark in marks)
    word = docx.Document(BytesIO(files["docx"]))
    for header in (word.sections[0].header, word.sections[0].even_page_header):
        assert 'string="草稿"' in header._element.xml
    assert all(section.header.is_linked_to_previous for section in list(word.sections)[1:])
    book = load_workbook(BytesIO(files["xlsx"]))
    headers = [sheet.oddHeader for sheet in book.worksheets]
    assert all(header and header.left.text == "草稿" for header in headers)
    assert all(header and header.center.text == "&G" for header in headers)


def test_each_sheet_of_a_draft_has_the_picture_of_its_orientation(broken: Path) -> None:
    content = render(prepare(broken), ("xlsx",), draft=True)["xlsx"]
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pictures = {name: part for name, part in parts.items() if name.startswith("xl/media/")}
    sizes = sorted(struct.unpack(">II", part[16:24]) for part in pictures.values())
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    drawings = [part for name, part in parts.items() if re.match(r"xl/drawings/[^/]+\.vml", name)]
    assert [width < height for width, height in sizes] == [True, True]
    assert sizes[0][1] < sizes[1][1]
    assert len(drawings) == len(sheets)
    assert all(b'id="CH"' in drawing for drawing in drawings)


def test_a_draft_does_not_take_the_place_of_the_document(
    broken: Path, tmp_path: Path, run: Run
) -> None:
    out_folder = tmp_path / "out"
    code, out, err = run("render", broken, "--draft", "--format", "xlsx", "-o", out_folder)
    assert code == 0
    assert (err, "错误 A" in out) == ("", True)
    assert "（草稿）.xlsx\n生成了 1 个部门的草稿，共 1 个文件。\n" in out


def test_a_faulty_input_gives_no_draft(broken: Path) -> None:
    text = broken.read_text(encoding="utf-8").replace("year: 2025", "yaer: 2025")
    broken.write_text(text, encoding="utf-8")
    prepared = prepare(broken)
    assert not prepared.may_be_drafted


def test_the_same_input_gives_the_same_draft(broken: Path) -> None:
    first, second = (render(prepare(broken), ("docx", "xlsx"), draft=True) for _ in range(2))
    assert first == second
