"""Published documents that no clerk should have been given, through the command: each is said."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import docx.document
import pikepdf
import pytest
from docx.oxml.table import CT_Tbl
from openpyxl import load_workbook

from discloser.finding import Finding
from discloser.importing.command import Asked, Made, make_import
from discloser.pack.layers import pack_roots
from discloser.pipeline import render
from tests.importing.marginals.compare import INPUTS, prepared
from tests.importing.test_bad_files import locked_package

PATH = next(path for path in INPUTS if "luoyang_mengjin" in path.parts)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A published document in two formats."""
    forms = ("docx", "pdf")
    return dict(render(prepared(PATH), forms, contents_pages="none", pdf_engine="typst"))


def made_of(data: bytes, name: str, folder: Path, year: int = 0) -> Made:
    source = folder / name
    source.write_bytes(data)
    asked = Asked([source], [], prepared(PATH).pack.name, None, year)  # type: ignore[union-attr]
    return make_import(asked, folder / "某局.yaml", pack_roots())


def told(made: Made, code: str) -> list[Finding]:
    return [finding for finding in made.findings if finding.code == code]


def changed_pdf(
    data: bytes, change: Callable[[pikepdf.Pdf], None], lock: pikepdf.Encryption | None = None
) -> bytes:
    stream = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        change(document)
        document.save(stream, encryption=lock)
    return stream.getvalue()


def locked_pdf(data: bytes) -> bytes:
    lock = pikepdf.Encryption(owner="a", user="b")
    return changed_pdf(data, lambda _: None, lock)


def turned(document: pikepdf.Pdf) -> None:
    for page in document.pages:
        page.rotate(90, relative=True)


def without_unicode(document: pikepdf.Pdf) -> None:
    for each in document.objects:
        if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each:
            del each["/ToUnicode"]


REFUSED: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes]]] = {
    "a pdf with a password": ("pdf", lambda files: locked_pdf(files["pdf"])),
    "a docx with a password": ("docx", lambda _: locked_package()),
    "half a pdf": ("pdf", lambda files: files["pdf"][: len(files["pdf"]) // 3]),
    "half a docx": ("docx", lambda files: files["docx"][: len(files["docx"]) // 2]),
    "an empty pdf": ("pdf", lambda _: b""),
    "a web page without tables": ("html", lambda _: "<html><p>某局</p></html>".encode()),
    "fonts without letters": ("pdf", lambda files: changed_pdf(files["pdf"], without_unicode)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said_and_nothing_is_written(
    name: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    suffix, damage = REFUSED[name]
    made = made_of(damage(files), f"公开.{suffix}", tmp_path, 2023)
    assert made.content is None
    errors = [finding for finding in made.findings if finding.severity == "error"]
    assert errors
    assert all("公开." in finding.locations[0].file for finding in errors)


def test_turned_pages_are_said_at_their_place(files: dict[str, bytes], tmp_path: Path) -> None:
    made = made_of(changed_pdf(files["pdf"], turned), "公开.pdf", tmp_path, 2023)
    assert made.content is None
    said = [place.spot for finding in told(made, "D014") for place in finding.locations]
    assert said
    assert all(spot is not None and spot.page for spot in said)


def test_another_year_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    made = made_of(files["docx"], "公开.docx", tmp_path, 2024)
    assert made.content is None
    assert told(made, "J042")


def test_a_table_that_nobody_knows_is_named(files: dict[str, bytes], tmp_path: Path) -> None:
    document = docx.Document(BytesIO(files["docx"]))
    document.add_paragraph("国有资产出租出借情况表")
    table = document.add_table(2, 2)
    for at, text in enumerate(("资产名称", "租金", "门面房", "3.20")):
        table.cell(at // 2, at % 2).text = text
    stream = BytesIO()
    document.save(stream)
    made = made_of(stream.getvalue(), "公开.docx", tmp_path)
    assert made.content is not None
    (finding,) = told(made, "J049")
    assert "国有资产出租出借情况表" in finding.message
    assert finding.locations[0].spot is not None
    sound = made_of(files["docx"], "原样.docx", tmp_path)
    assert told(sound, "J049") == []
    assert told(sound, "J050") == []


def test_a_changed_number_is_said_at_its_cell(files: dict[str, bytes], tmp_path: Path) -> None:
    document = docx.Document(BytesIO(files["docx"]))
    cell = next(
        cell
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        if cell.text.strip() == "105.96"
    )
    cell.paragraphs[0].runs[0].text = "999.96"
    stream = BytesIO()
    document.save(stream)
    made = made_of(stream.getvalue(), "公开.docx", tmp_path)
    assert made.content is not None
    said = [*told(made, "J006"), *told(made, "J040")]
    assert any(place.spot is not None for finding in said for place in finding.locations)


def test_tables_in_yuan_beside_those_in_wan_are_one_ledger(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    document = docx.Document(BytesIO(files["docx"]))
    table = document.tables[0]
    marks = [p for p in document.paragraphs if "单位：万元" in p.text]
    assert marks
    marks[0].runs[0].text = marks[0].text.replace("万元", "元")
    for run in marks[0].runs[1:]:
        run.text = ""
    for row in table.rows:
        for cell in {id(c._tc): c for c in row.cells}.values():
            text = cell.text.strip().replace(",", "")
            if text.replace(".", "").isdigit() and "." in text:
                cell.paragraphs[0].runs[0].text = f"{float(text) * 10_000:.2f}"
    stream = BytesIO()
    document.save(stream)
    made = made_of(stream.getvalue(), "公开.docx", tmp_path)
    whole = made_of(files["docx"], "公开.docx", tmp_path)
    assert made.proof.broken == ()
    assert made.content == whole.content


def changed_docx(data: bytes, change: Callable[[docx.document.Document], None]) -> bytes:
    document = docx.Document(BytesIO(data))
    change(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_below(document: docx.document.Document, title: str) -> Any:
    """The first table behind the last paragraph that has a title."""
    blocks = list(document.element.body)
    at = max(n for n, b in enumerate(blocks) if b.tag.endswith("}p") and title in text_of(b))
    return next(b for b in blocks[at:] if isinstance(b, CT_Tbl))


def text_of(element: Any) -> str:
    return "".join(element.itertext())


MISSING = "2023年部门收入预算表"


def without_table(document: docx.document.Document) -> None:
    """The same document without one of its tables and the lines above it."""
    table = table_below(document, MISSING)
    while MISSING not in text_of(table.getprevious()):
        table.getprevious().getparent().remove(table.getprevious())
    table.getprevious().getparent().remove(table.getprevious())
    table.getparent().remove(table)


def test_a_missing_table_is_named_and_the_others_give_its_money(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    made = made_of(changed_docx(files["docx"], without_table), "公开.docx", tmp_path)
    assert made.content is not None
    (finding,) = told(made, "J052")
    assert "“部门收入预算表”" in finding.message
    assert made.proof.broken == ()
    whole = made_of(files["docx"], "原样.docx", tmp_path)
    assert told(whole, "J052") == []
    assert len(whole.proof.numbers) > len(made.proof.numbers)


@pytest.mark.parametrize("title", ["延续性费用", "其他 运转类"])
def test_numbers_of_an_unknown_column_are_named(
    title: str, files: dict[str, bytes], tmp_path: Path
) -> None:
    """A blank within a known title is none of the title's letters."""

    def rename(document: docx.document.Document) -> None:
        for cell in document.tables[2].rows[1].cells:
            if cell.text == "其他运转类":
                cell.paragraphs[0].runs[0].text = title

    made = made_of(changed_docx(files["docx"], rename), "公开.docx", tmp_path)
    assert made.content is not None
    said = told(made, "J050")
    if title != "延续性费用":
        assert said == []
        return
    (finding,) = said
    assert "3 个数" in finding.message
    assert "105.96" in finding.message
    assert title in finding.message
    assert finding.locations[0].spot is not None


OTHER = next(path for path in INPUTS if path.stem == "government-office")


@pytest.fixture(scope="module")
def others() -> dict[str, bytes]:
    """Another department's document."""
    return dict(render(prepared(OTHER), ("docx", "xlsx"), contents_pages="none"))


def test_two_departments_in_one_document_are_told(
    files: dict[str, bytes], others: dict[str, bytes], tmp_path: Path
) -> None:
    def join(document: docx.document.Document) -> None:
        end = document.element.body[-1]
        for block in list(docx.Document(BytesIO(others["docx"])).element.body)[:-1]:
            end.addprevious(deepcopy(block))

    made = made_of(changed_docx(files["docx"], join), "公开.docx", tmp_path)
    assert made.content is None
    (finding,) = told(made, "J051")
    assert "市人民政府办公室" in finding.message
    assert "洛阳市孟津区政务服务和大数据管理局" in finding.message
    assert finding.locations[0].spot is not None


def test_two_departments_in_one_workbook_are_told(others: dict[str, bytes], tmp_path: Path) -> None:
    """The sheets of a department, and those of one of its units behind them."""
    book = load_workbook(BytesIO(others["xlsx"]))
    for sheet in list(book.worksheets):
        twin = book.copy_worksheet(sheet)
        twin.title = f"{sheet.title[:20]}（中心）"
        for row in twin.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("部门名称："):
                    cell.value = "部门名称：市大数据中心"
    stream = BytesIO()
    book.save(stream)
    source = tmp_path / "公开.xlsx"
    source.write_bytes(stream.getvalue())
    asked = Asked([source], [], "henan/sanmenxia", None, 2025)
    made = make_import(asked, tmp_path / "某局.yaml", pack_roots())
    assert made.content is None
    (finding,) = told(made, "J051")
    assert "市大数据中心" in finding.message


def test_two_departments_in_two_files_are_told_and_one_in_two_is_not(
    files: dict[str, bytes], others: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "甲.docx").write_bytes(files["docx"])
    (tmp_path / "乙.docx").write_bytes(others["docx"])
    (tmp_path / "甲.pdf").write_bytes(files["pdf"])

    def told_of(*names: str) -> list[str]:
        sources = [tmp_path / name for name in names]
        asked = Asked(sources, [], "henan/luoyang_mengjin", None, 2023)
        made = make_import(asked, tmp_path / "某局.yaml", pack_roots())
        return [finding.locations[0].file for finding in told(made, "J051")]

    assert told_of("甲.docx", "乙.docx") == [str(tmp_path / "乙.docx")]
    assert told_of("甲.docx", "甲.pdf") == []
