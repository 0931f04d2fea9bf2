"""Budgets that list receipts by functional item: the national base has a table for them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.finding import Finding
from discloser.pipeline import Prepared, prepare

GOOD = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"
LINES = (
    # unit, functional item, fund, kind, 元
    ("", "2010301", "一般公共预算", "本年收入", 1_200_000),
    ("", "2080505", "一般公共预算", "本年收入", 300_000),
    ("101002", "2010350", "事业收入", "本年收入", 300_000),
    ("", "", "一般公共预算", "上年结转结余", 200_000),
)
"""The receipts of the good input by item; what is carried over has none here."""
EXPECTED = {
    "合计": ("200.00", "180.00", "150.00", "30.00", "20.00"),
    "201": ("150.00", "150.00", "120.00", "30.00", ""),
    "20103": ("150.00", "150.00", "120.00", "30.00", ""),
    "2010301": ("120.00", "120.00", "120.00", "", ""),
    "2010350": ("30.00", "30.00", "", "30.00", ""),
    "2080505": ("30.00", "30.00", "30.00", "", ""),
    "未分科目": ("20.00", "", "", "", "20.00"),
}
COLUMNS = (("总计",), ("本年收入", "小计"), ("财政拨款收入",), ("事业收入",), ("上年结转结余",))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("by_function")
    tables = folder / "templates/trial/budget/tables"
    tables.mkdir(parents=True)
    (tables / "receipts.yaml").write_text("extends: receipts_by_function\n", encoding="utf-8")
    pack = folder / "templates/trial/pack.yaml"
    pack.write_text("title: 试验\nparent: national\n", encoding="utf-8")
    text = GOOD.read_text(encoding="utf-8")
    head, rest = text.split("receipts:\n", 1)
    lines = "".join(f"  - {_line(*line)}\n" for line in LINES)
    changed = head + "receipts:\n" + lines + "\nexpenditure:\n" + rest.split("expenditure:\n", 1)[1]
    changed = changed.replace("pack: henan/base", "pack: trial").replace("0000.50", "0000")
    changed = changed.replace("  input: last_year.yaml", "  # ")
    path = folder / "input.yaml"
    path.write_text(changed, encoding="utf-8")
    return prepare(path, folder / "templates")


def _line(unit: str, function: str, fund: str, kind: str, amount: int) -> str:
    codes = "".join(f'{k}: "{v}", ' for k, v in (("unit", unit), ("function", function)) if v)
    return f"{{{codes}fund: {fund}, kind: {kind}, amount: {amount}}}"


def _sheet(made: Prepared) -> Sheet:
    assert made.document is not None
    return Sheet(next(t for t in made.document.tables() if t.name == "receipts"))


def test_each_item_has_its_receipts_and_what_has_no_item_a_row_of_its_own(made: Prepared) -> None:
    sheet = _sheet(made)
    columns = [sheet.column(*header) for header in COLUMNS]
    printed = {}
    for row in sheet.rows:
        label = sheet.texts[row][0] or sheet.texts[row][1]
        texts = (sheet.texts[row][column] for column in columns if column is not None)
        printed[label] = tuple(text if text != "0.00" else "" for text in texts)
    assert {label: printed[label] for label in EXPECTED} == EXPECTED


def test_every_amount_of_it_is_read_and_the_blank_item_told(made: Prepared) -> None:
    """K07 at the one line without an item, and nothing else of the table."""
    assert made.document is not None
    assert made.pack is not None
    assert made.figures is not None
    reader = DocumentReader(
        made.document, made.pack.kind, 2025, made.pack.words, made.pack.codebook
    )
    table = reader.by_role["receipts"]
    amounts = {
        (row, column)
        for row in table.sheet.rows
        for column, is_amount in enumerate(table.sheet.amount_columns)
        if is_amount and table.sheet.texts[row][column]
    }
    assert amounts
    assert amounts <= table.cells.keys()
    told = [f for f in made.findings if f.code in ("K07", "A05", "A06", "A10", "C010", "C011")]
    assert [finding.code for finding in told] == ["K07"]
    assert [len(finding.locations) for finding in told] == [1]
    assert isinstance(told[0], Finding)


def test_the_lines_are_all_that_the_department_receives() -> None:
    assert sum(Decimal(amount) for *_, amount in LINES) == Decimal(2_000_000)
