"""Published documents that no clerk should have been given, through the command: each is said."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest

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
