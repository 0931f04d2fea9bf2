"""The data package of a document: valid, equal to the tree and the input, the same each time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from frictionless import Package, system

from discloser.cli import app
from discloser.document.nodes import Chart, Heading, Paragraph, Table
from discloser.document.number import Number
from discloser.pipeline import DATA, Prepared, prepare, render
from discloser.read import read_input

ROOT = Path(__file__).parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
SOME = [path for path in INPUTS if "sanmenxia" in path.parts or "2024" in path.parts]


@cache
def prepared(path: Path) -> Prepared:
    return prepare(path)


@cache
def package(path: Path) -> dict[str, bytes]:
    content = render(prepared(path), (DATA,))[DATA]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(path: Path, name: str) -> list[dict[str, str]]:
    text = package(path)[name].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_frictionless_finds_the_package_valid(path: Path, tmp_path: Path) -> None:
    for name, content in package(path).items():
        (tmp_path / name).write_bytes(content)
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])
    assert [task.name for task in report.tasks] == ["ledger", "numbers"]


def test_a_wrong_number_would_be_told(tmp_path: Path) -> None:
    for name, content in package(SOME[0]).items():
        (tmp_path / name).write_bytes(content)
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(ledger.read_text("utf-8-sig").replace("\n2,", "\nzwei,", 1), "utf-8")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "datapackage.json")).validate().valid


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_the_ledger_is_the_input_line_by_line(path: Path) -> None:
    draft: Any = read_input(path)[0]
    unit = 10_000 if draft.get("money_unit") == "万元" else 1
    listed = rows(path, "ledger.csv")
    typed = [
        (book, Decimal(line["amount"]) * unit, line.get("function") or "")
        for name, book in (("receipts", "收入"), ("expenditure", "支出"), ("closing", "年末结余"))
        for line in draft.get(name) or []
    ]
    assert [(r["book"], Decimal(r["amt"]), r["exp_func_code"]) for r in listed] == typed
    assert {row["fiscal_year"] for row in listed} == {str(draft["year"])}


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_every_printed_number_is_there_once(path: Path) -> None:
    document = prepared(path).document
    assert document is not None
    shown: Counter[str] = Counter()
    for block in document.blocks():
        if isinstance(block, Heading | Paragraph | Chart):
            shown.update(each.text for each in block.content if isinstance(each, Number))
        elif isinstance(block, Table):
            cells = (cell.content for row in (*block.head, *block.body) for cell in row)
            shown.update(each.text for each in cells if isinstance(each, Number))
    del shown[""]
    assert Counter(row["printed"] for row in rows(path, "numbers.csv")) == shown


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_what_is_exact_rounds_to_what_is_printed(path: Path) -> None:
    units = {"元": 1, "万元": 10_000}
    listed = [row for row in rows(path, "numbers.csv") if row["unit"] in units]
    assert listed
    for row in listed:
        printed = Decimal(row["printed"].replace(",", ""))
        exact = Decimal(row["exact"]) / units[row["unit"]]
        half = Decimal(5).scaleb(int(printed.as_tuple().exponent) - 1)
        assert abs(exact - printed) <= half, row


def test_the_workbook_has_the_same_rows(tmp_path: Path) -> None:
    path = SOME[0]
    book = openpyxl.load_workbook(io.BytesIO(package(path)["data.xlsx"]))
    for name in ("ledger", "numbers"):
        listed = rows(path, f"{name}.csv")
        head, *body = book[name].iter_rows(values_only=True)
        assert list(head) == list(listed[0])
        for written, row in zip(body, listed, strict=True):
            for value, text in zip(written, row.values(), strict=True):
                same = isinstance(value, int | float) and Decimal(str(value)) == Decimal(text)
                assert same or (str(value) if value is not None else "") == text


def test_every_column_is_described() -> None:
    described = json.loads(package(SOME[0])["datapackage.json"])
    for resource in described["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert list(rows(SOME[0], resource["path"])[0]) == names
        assert all(field["title"] for field in resource["schema"]["fields"])


def test_the_same_input_gives_the_same_bytes() -> None:
    first = render(prepared(SOME[0]), (DATA,))[DATA]
    assert render(prepare(SOME[0]), (DATA,))[DATA] == first


def test_the_command_writes_it_beside_the_documents(tmp_path: Path) -> None:
    asked = ["render", str(SOME[0]), "--format", "data", "-o", str(tmp_path)]
    assert app(asked) == 0
    (made,) = tmp_path.rglob("*.zip")
    assert made.name.endswith("（数据）.zip")
    assert zipfile.ZipFile(made).testzip() is None
