"""What a pack declares goes into the entry workbook and comes back, and is told at its cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from openpyxl import load_workbook

from discloser.entry.convert import convert, new_input
from discloser.entry.earlier import choose, read_earlier
from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pipeline import prepare
from discloser.read import read_input
from discloser.schema import json_schema
from tests.entry.random_drafts import drafts
from tests.supplement.demo import INPUT, PACKS, cells, draft, errors, put, written

ROOTS = pack_roots(PACKS)
OWN = [
    *("补充资料", "政府采购预算明细", "购买服务明细", "新增资产配置", "对下转移支付"),
    *("会议费和培训费", "单位补充资料", "人员情况", "项目补充资料", "中期规划", "科目补充资料"),
]


def pack() -> Pack:
    found, findings = load_pack("demo", Kind.BUDGET, 2025, ROOTS)
    assert found is not None, findings
    return found


def workbook(source: Path, folder: Path) -> Path:
    """An input as an entry workbook."""
    target = folder / "input.xlsx"
    content, findings = convert(source, target, ROOTS)
    assert content is not None, findings
    target.write_bytes(content)
    return target


def changed(path: Path, change: Callable[[Any], None]) -> Path:
    """A workbook in which a person has changed something."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_all_that_is_declared_has_a_sheet_and_comes_back(tmp_path: Path) -> None:
    """Convert reads what it has written and compares; here it is read as check does besides."""
    path = workbook(INPUT, tmp_path)
    names = load_workbook(path).sheetnames
    assert [name for name in names if name in OWN] == OWN
    plain, again = prepare(INPUT, PACKS), prepare(path, PACKS)
    assert plain.figures is not None
    assert again.figures is not None
    assert again.figures.disclosure == plain.figures.disclosure
    assert again.document is not None
    assert plain.document is not None
    assert cells(again.document, "purchases") == cells(plain.document, "purchases")


def test_a_workbook_goes_back_to_yaml_whole(tmp_path: Path) -> None:
    content, findings = convert(workbook(INPUT, tmp_path), tmp_path / "again.yaml", ROOTS)
    assert content is not None, findings
    (tmp_path / "again.yaml").write_bytes(content)
    plain, again = prepare(INPUT, PACKS), prepare(tmp_path / "again.yaml", PACKS)
    assert plain.figures is not None
    assert again.figures is not None
    assert again.figures.disclosure == plain.figures.disclosure


@settings(max_examples=6, deadline=None, phases=[Phase.generate])
@given(made=drafts(Kind.BUDGET, pack().form))
def test_random_values_come_back(made: dict[str, Any], tmp_path_factory: Any) -> None:
    """Convert compares what it reads of its own file with what it was given, field by field."""
    folder = tmp_path_factory.mktemp("random")
    made["pack"] = "demo"
    made.setdefault("supplement", {})["supervision_index"] = "0101"
    content, findings = convert(workbook(written(made, folder), folder), folder / "b.yaml", ROOTS)
    assert content is not None, findings


def listed(book: Any, formula: str) -> list[str]:
    """What the cells hold that a drop-down offers."""
    name = formula.lstrip("=")
    if name in book.defined_names:
        name = book.defined_names[name].attr_text
    sheet, _, cells = name.replace("$", "").rpartition("!")
    return [str(cell.value) for row in book[sheet.strip("'")][cells] for cell in row]


def test_choices_are_drop_downs_and_help_stands_beside_the_titles(tmp_path: Path) -> None:
    book = load_workbook(workbook(INPUT, tmp_path))
    sheet = book["政府采购预算明细"]
    titles = {cell.value: cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    assert sheet["A2"].value == "一个品目一行。"
    rules = {str(each.sqref)[0]: each for each in sheet.data_validations.dataValidation}
    column = titles["采购类别"].column_letter
    assert rules[column].formula1 == '"货物,工程,服务"'
    of_unit = rules[titles["采购单位"].column_letter].formula1
    assert all("'单位'!" in text for text in listed(book, of_unit)), "as the sheet has them"
    assert rules[titles["是否面向中小企业"].column_letter].formula1 == '"是,否"'
    assert rules[titles["数量"].column_letter].type == "whole"
    assert sheet.protection.sheet
    assert titles["采购品目"].protection.locked
    row = titles["采购品目"].row + 1
    assert not sheet.cell(row, titles["采购品目"].column).protection.locked
    assert "必填" in str(titles["采购品目"].comment)


def test_what_no_page_prints_has_no_sheet_in_a_new_workbook() -> None:
    content, _ = new_input("demo", Kind.BUDGET, 2025, ".xlsx", roots=ROOTS)
    assert content is not None
    book = load_workbook(BytesIO(content))
    assert [name for name in book.sheetnames if name in OWN] == OWN
    form = {row[0].value: row[2].value for row in book["补充资料"].iter_rows(min_row=3)}
    assert "补充资料·决算编制人" not in form, "of the other kind"
    assert "53010000123" in str(form["补充资料·监督索引号"])
    titles = [cell.value for row in book["单位补充资料"].iter_rows(max_row=3) for cell in row]
    assert "离退休人数" in titles
    assert "车辆编制数" not in titles, "nothing prints it"


def test_a_new_yaml_has_every_field_that_is_printed(tmp_path: Path) -> None:
    content, _ = new_input("demo", Kind.BUDGET, 2025, ".yaml", roots=ROOTS)
    assert content is not None
    (tmp_path / "new.yaml").write_bytes(content)
    made, _, findings = read_input(tmp_path / "new.yaml")
    assert findings == ()
    assert isinstance(made, dict)
    held: Any = made
    of_department = {name for name, spec in pack().fields.items() if spec.per == "部门"}
    assert set(held["supplement"]) == of_department - {"drafter"}, "that is of the other kind"
    assert list(held["units"][0]["supplement"]) == ["retired", "staff"]
    assert set(held["projects"][0]["supplement"]["plan"][0]) == {"fund", "first", "second", "third"}
    assert "如 53010000123" in content.decode()


def test_the_place_of_a_code_that_nobody_knows_yet_says_what_to_do(tmp_path: Path) -> None:
    content, _ = new_input("demo", Kind.BUDGET, 2025, ".yaml", roots=ROOTS)
    assert content is not None
    (line,) = [line for line in content.decode().splitlines() if line.strip().startswith('"七位')]
    assert "改成科目的编码" in line
    (tmp_path / "new.yaml").write_bytes(content)
    found = [f for f in prepare(tmp_path / "new.yaml", PACKS).findings if f.code == "M004"]
    assert [finding.message for finding in found] == [
        "科目补充资料：“编码”填的是“七位编码”，应为 7 位数字。"
    ]


def test_the_schema_calls_what_a_pack_declares_by_plain_names() -> None:
    form = pack().form
    names = list(json.loads(json_schema(form))["$defs"])
    assert not [name for name in names if "__" in name]
    assert {"PurchasesRow", "PurchasesCategoryChoice", "StaffPostChoice", "ReviewChoice"} <= {
        *names
    }


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_a_new_year_takes_over_words_and_no_numbers(suffix: str, tmp_path: Path) -> None:
    known, findings = read_earlier([INPUT], ROOTS)
    assert findings == ()
    chosen, _ = choose(known, Kind.BUDGET, 2026)
    content, _ = new_input("demo", Kind.BUDGET, 2026, suffix, roots=ROOTS, earlier=chosen)
    assert content is not None
    path = tmp_path / f"next{suffix}"
    path.write_bytes(content)
    made, _, _ = read_input(path, form_of=lambda _: pack().form)
    held: Any = made
    assert held["supplement"]["signer"] == "张三"
    assert not held["supplement"].get("asset_value")
    assert not held["supplement"].get("reviewed_on")
    first = held["supplement"]["purchases"][0]
    assert (first["item"], first["category"], first.get("amount")) == ("计算机", "货物", None)
    assert not held["units"][0]["supplement"].get("retired")
    assert held["projects"][0]["supplement"]["basis"] == "信息化规划。"
    assert [line.get("first") for line in held["projects"][0]["supplement"]["plan"]] == [None, None]
    assert held["item_supplements"]["2010301"]["use"] == "机关日常运转"


@pytest.mark.parametrize(
    ("sheet", "title", "value", "code"),
    [
        ("政府采购预算明细", "采购金额", "五万", "M010"),
        ("政府采购预算明细", "采购类别", "杂项", "M003"),
        ("政府采购预算明细", "是否面向中小企业", "也许", "M005"),
        ("人员情况", "编制数", "二十", "M005"),
        ("人员情况", "预算单位", "999 别的单位", "E018"),
        ("单位补充资料", "离退休人数", "很多", "M005"),
        ("项目补充资料", "项目名称", "没有的项目", "E017"),
        ("中期规划", "第二年", "-3", "M011"),
        ("科目补充资料", "功能科目编码", "20103", "M004"),
        ("新增资产配置", "到货日期", "下半年", "M005"),
        ("政府采购预算明细", "采购单位", "101009 示范市示范所", "X01"),
        ("购买服务明细", "对应项目", "系统建社", "X02"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    sheet: str, title: str, value: str, code: str, tmp_path: Path
) -> None:
    at: dict[str, str] = {}

    def spoil(book: Any) -> None:
        for row in book[sheet].iter_rows(max_row=6):
            for cell in row:
                if cell.value == title:
                    below = book[sheet].cell(cell.row + 1, cell.column)
                    below.value, at["cell"] = value, below.coordinate

    made = prepare(changed(workbook(INPUT, tmp_path), spoil), PACKS)
    first: Finding = next(f for f in errors(made) if f.code.startswith(code))
    assert first.location is not None
    assert (first.location.sheet, first.location.cell) == (sheet, at["cell"])


def test_two_rows_for_one_unit_are_told(tmp_path: Path) -> None:
    def double(book: Any) -> None:
        sheet = book["单位补充资料"]
        sheet.append([cell.value for cell in sheet[sheet.max_row]])

    made = prepare(changed(workbook(INPUT, tmp_path), double), PACKS)
    assert len([f for f in errors(made) if f.location and f.location.sheet == "单位补充资料"]) == 1


def test_declared_values_are_not_lost_where_the_pack_is_not_known(tmp_path: Path) -> None:
    source = written(put(draft(), ("pack",), "nobody"), tmp_path)
    content, findings = convert(source, tmp_path / "input.xlsx", ROOTS)
    assert content is None
    assert [finding.code for finding in findings] == ["T001"]
