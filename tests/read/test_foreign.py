"""Files that are no inputs are told by what is in them, with what can be done."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from discloser.read import read_input

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(**files: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


def word() -> bytes:
    stream = BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def workbook() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


CONTENTS = {
    "docx": (word(), "Word 文档"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "Word 文档"),
    "ppt": (OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
    "odt": (zipped(mimetype="application/vnd.oasis.opendocument.text"), "Word 文档"),
    "pptx": (zipped(ppt__presentation="x"), "演示文稿"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n", "图片"),
    "jpg": (b"\xff\xd8\xff\xe0", "图片"),
    "rtf": (rb"{\rtf1", "RTF"),
    "zip": (zipped(a="b"), "压缩包"),
    "rar": (b"Rar!\x1a\x07", "压缩包"),
}


@pytest.mark.parametrize("suffix", ["own", ".yaml", ".txt", ".xlsx", ".xls", ""])
@pytest.mark.parametrize("kind", CONTENTS)
def test_a_file_is_called_by_its_content_whatever_its_name(
    kind: str, suffix: str, tmp_path: Path
) -> None:
    content, says = CONTENTS[kind]
    path = tmp_path / f"某局{f'.{kind}' if suffix == 'own' else suffix}"
    path.write_bytes(content)
    draft, _, (finding,) = read_input(path)
    assert draft is None
    assert finding.code == "R008"
    assert says in finding.message
    assert "UTF-8" not in finding.message + finding.remedy
    assert finding.remedy


@pytest.mark.parametrize("suffix", [".yaml", ".txt", "", ".csv", ".docx"])
def test_a_workbook_under_another_suffix_is_told_which_one_it_needs(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"某局{suffix}"
    path.write_bytes(workbook())
    _, _, (finding,) = read_input(path)
    assert "Excel 工作簿" in finding.message
    assert ".xlsx" in finding.remedy


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "科目,金额\n2010301,1\n", "CSV"),
        ("a.html", "<!DOCTYPE html><table>", "网页"),
        ("a.txt", "  <table><tr>", "网页"),
        ("a.xlsx", "# 说明\npack: henan/base\n", "文字"),
    ],
)
def test_a_text_that_is_something_else_is_told(
    name: str, text: str, says: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    _, _, (finding,) = read_input(path)
    assert finding.code == "R008"
    assert says in finding.message


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.txt", "a"])
def test_an_input_in_yaml_is_read_under_any_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("pack: henan/base\n", encoding="utf-8")
    assert read_input(path)[0] == {"pack": "henan/base"}


def test_a_workbook_under_its_own_name_is_left_to_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook())
    assert "R008" not in {finding.code for finding in read_input(path)[2]}
