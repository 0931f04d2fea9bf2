"""Files that cannot be read whole: said, bounded, and nothing claimed of what was not read."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from openpyxl import load_workbook

from discloser import cli
from tests.auditing.files import REAL, clean, saved

REAL_PDF = REAL / "social2024-final.pdf"


def _changed(
    change: Callable[[pikepdf.Pdf], object], encryption: pikepdf.Encryption | None = None
) -> bytes:
    """The real PDF with something done to it."""
    buffer = BytesIO()
    with pikepdf.open(REAL_PDF) as pdf:
        change(pdf)
        pdf.save(buffer, encryption=encryption)
    return buffer.getvalue()


def locked() -> bytes:
    return _changed(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="o"))


def damaged() -> bytes:
    data = REAL_PDF.read_bytes()
    return data[: len(data) // 3]


def endless() -> bytes:
    """Two thousand pages and one."""
    buffer = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2001):
            pdf.add_blank_page()
        pdf.save(buffer)
    return buffer.getvalue()


def rotated() -> bytes:
    def turn(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.rotate(90, relative=True)

    return _changed(turn)


def without_unicode() -> bytes:
    """No font says which characters its glyphs are."""

    def strip(pdf: pikepdf.Pdf) -> None:
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
                del each["/ToUnicode"]

    return _changed(strip)


def scanned() -> bytes:
    """Pages that draw a shape and print no character."""

    def empty(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Contents = pdf.make_stream(b"0 0 200 200 re f")

    return _changed(empty)


def _docx(change: Callable[[str], str]) -> bytes:
    buffer = BytesIO()
    with ZipFile(BytesIO(clean("approval", "docx"))) as package, ZipFile(buffer, "w") as made:
        for item in package.infolist():
            data = package.read(item)
            if item.filename == "word/document.xml":
                data = change(data.decode()).encode()
            made.writestr(item, data)
    return buffer.getvalue()


def tracked() -> bytes:
    """A sentence of which a part is deleted, and another one put in, by somebody."""
    old = "收入总计"
    marks = (
        '<w:ins w:id="901" w:author="x"><w:r><w:t>收入总计</w:t></w:r></w:ins>'
        '<w:del w:id="902" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    )

    def change(xml: str) -> str:
        at = xml.index("</w:p>", xml.index(old))
        return xml[:at] + marks + xml[at:]

    return _docx(change)


def unseen() -> bytes:
    book = load_workbook(BytesIO(clean("approval", "xlsx")))
    first, second, third = (book.worksheets[index] for index in (2, 3, 4))
    first.row_dimensions[8].hidden = True
    second.column_dimensions["C"].hidden = True
    third.sheet_state = "hidden"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str, set[str]]] = {
    "有密码": (locked, "pdf", {"D002"}),
    "截断": (damaged, "pdf", {"D001"}),
    "两千页": (endless, "pdf", {"D003"}),
    "转了的页": (rotated, "pdf", {"D014"}),
    "没有字码": (without_unicode, "pdf", {"D015"}),
    "扫描": (scanned, "pdf", {"D004"}),
    "修订": (tracked, "docx", {"D006"}),
    "隐藏": (unseen, "xlsx", {"D011", "D018"}),
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What one run says of all of them, in a process that may take 1,200 MB and 60 s of each."""
    source = tmp_path_factory.mktemp("hostile")
    for name, (made, suffix, _) in HOSTILE.items():
        saved(source, made(), suffix, f"{name}2024年决算")
    output = source.parent / "结果"
    options = ("--jobs", "1", "--limit", "60", "--memory", "1200")
    with pytest.raises(SystemExit):
        cli.main(["audit", str(source), "-o", str(output), *options])
    return {
        name: json.loads((output / f"{name}2024年决算" / "核对.json").read_text("utf-8"))
        for name in HOSTILE
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_not_be_read_is_said(name: str, reports: dict[str, dict[str, Any]]) -> None:
    told = {each["code"] for each in reports[name]["unread"]}
    assert HOSTILE[name][2] <= told


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_is_certain_of_what_was_not_read(
    name: str, reports: dict[str, dict[str, Any]]
) -> None:
    certain = [each["message"] for each in reports[name]["findings"] if each["sure"] == "certain"]
    assert certain == []


def test_what_was_read_all_the_same_is_checked(reports: dict[str, dict[str, Any]]) -> None:
    checked = {name for name, report in reports.items() if report["checked"]}
    assert {"修订", "隐藏"} <= checked
    assert checked.isdisjoint({"有密码", "截断", "两千页"})


@pytest.mark.parametrize("name", ["没有字码", "扫描", "转了的页"])
def test_nothing_is_missing_where_pages_were_not_read(
    name: str, reports: dict[str, dict[str, Any]]
) -> None:
    assert [f["code"] for f in reports[name]["findings"] if f["code"].startswith("W")] == []


def test_hidden_rows_and_columns_are_named(reports: dict[str, dict[str, Any]]) -> None:
    told = [each["message"] for each in reports["隐藏"]["unread"] if each["code"] == "D018"]
    assert any("行（8）" in message for message in told)
    assert any("列（C）" in message for message in told)
