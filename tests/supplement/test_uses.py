"""A pack says of fields of the core when they are asked for and what they are called."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.entry.convert import convert, new_input
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.pipeline import prepare
from discloser.read.workbook_columns import field_at
from discloser.schema import json_schema
from tests.supplement.demo import OWN, draft, errors, packs_with, prepared, put, said, written

RESERVED = ("procurement", "small_and_medium")
OPENED = """\
procurement.small_and_medium:
  {kinds: [部门预算, 部门决算], label: 预留给中小企业, help: 不含小微}
"""
SENTENCE = "\n\n预留给中小企业{{ amount(procurement.small_and_medium) }}万元。\n"


def with_amount(value: str | None) -> dict[str, Any]:
    made = draft()
    if value is not None:
        made["procurement"] = {"small_and_medium": value}
    return made


def entries(book: Any) -> dict[str, Any]:
    rows = book["三公与其他事项"].iter_rows(min_row=2)
    return {str(row[0].value): row[1].value for row in rows if row[0].value}


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        (("procurement", "goods"), {Kind.BUDGET, Kind.FINAL_ACCOUNT}),
        (("procurement", "small_and_micro"), {Kind.FINAL_ACCOUNT}),
        (("assets", "vehicles", "general"), {Kind.BUDGET}),
        (("assets", "vehicles", "principals"), {Kind.FINAL_ACCOUNT}),
        (("three_public", "persons_abroad"), {Kind.FINAL_ACCOUNT}),
        (("evaluation", "grade"), {Kind.FINAL_ACCOUNT}),
        (("transfers", "count"), {Kind.BUDGET}),
        (("item_reasons",), {Kind.FINAL_ACCOUNT}),
    ],
)
def test_the_national_base_says_which_kind_prints_a_field(
    path: tuple[str, ...], kinds: set[Kind]
) -> None:
    pack, findings = load_pack("national", Kind.BUDGET, 2025, pack_roots())
    assert pack is not None, findings
    assert field_at(pack.form, path)[2] == kinds


def test_what_the_base_does_not_print_in_a_budget_is_told(tmp_path: Path) -> None:
    (error,) = errors(prepared(with_amount("50000"), tmp_path))
    assert error.code == "I01"
    assert error.location is not None
    assert error.location.path == RESERVED


def test_a_pack_opens_it_and_prints_it(tmp_path: Path) -> None:
    made = prepared(with_amount("50000"), tmp_path, packs_with(tmp_path, OPENED, SENTENCE))
    assert errors(made) == []
    assert made.document is not None
    assert "预留给中小企业5.00万元。" in said(made.document)


def test_blank_and_printed_it_is_missed_by_its_pack_name(tmp_path: Path) -> None:
    made = prepared(with_amount(None), tmp_path, packs_with(tmp_path, OPENED, SENTENCE))
    (error,) = errors(made)
    assert error.code == "C008"
    assert "政府采购·预留给中小企业" in error.message
    assert error.location is not None
    assert error.location.path == RESERVED


def test_a_new_workbook_asks_for_it_and_says_how(tmp_path: Path) -> None:
    roots = pack_roots(packs_with(tmp_path, OPENED, SENTENCE))
    content, _ = new_input("demo", Kind.BUDGET, 2025, ".xlsx", roots=roots)
    assert content is not None
    book = load_workbook(BytesIO(content))
    assert "政府采购·预留给中小企业" in entries(book)
    assert "政府采购·授予小微企业合同金额" not in entries(book), "of the other kind"
    cells = [cell for row in book["三公与其他事项"].iter_rows() for cell in row]
    assert any("不含小微" in str(cell.value) or "不含小微" in str(cell.comment) for cell in cells)
    todo = [str(cell.value) for row in book["待填"].iter_rows() for cell in row]
    assert any("政府采购·预留给中小企业" in text for text in todo)


def test_an_entry_of_a_workbook_from_before_its_new_name_is_not_lost(tmp_path: Path) -> None:
    """The workbook is made while the pack still calls it as the core does."""
    both = OPENED.replace("label: 预留给中小企业, ", "")
    before = pack_roots(packs_with(tmp_path / "before", both))
    path = tmp_path / "old.xlsx"
    content, findings = convert(written(with_amount("50000"), tmp_path), path, before)
    assert content is not None, findings
    path.write_bytes(content)
    assert "政府采购·授予中小企业合同金额" in entries(load_workbook(path))
    made = prepare(path, packs_with(tmp_path / "after", OPENED, SENTENCE))
    assert made.document is not None, made.findings
    assert "预留给中小企业5.00万元。" in said(made.document)


def test_always_required_it_is_missed_whatever_is_printed(tmp_path: Path) -> None:
    always = OPENED.replace("help: 不含小微", "required: 总要")
    packs = packs_with(tmp_path, always)
    for value in (draft(), put(draft(), ("procurement",), {"goods": "1"})):
        (error,) = errors(prepared(value, tmp_path, packs))
        assert error.code == "M002"
        assert "预留给中小企业" in error.message


def test_not_required_it_prints_nothing_where_it_is_blank(tmp_path: Path) -> None:
    never = OPENED.replace("help: 不含小微", "required: 可不填")
    sentence = "\n\n本年{% if procurement.small_and_medium %}预留{% else %}没有预留{% endif %}。\n"
    made = prepared(with_amount(None), tmp_path, packs_with(tmp_path, never, sentence))
    assert errors(made) == []
    assert made.document is not None
    assert "本年没有预留。" in said(made.document)


def test_a_text_of_the_core_may_be_required_where_it_is_printed(tmp_path: Path) -> None:
    packs = packs_with(
        tmp_path, "transfers.note: {required: 要印时}\n", "\n\n{{ transfers.note }}\n"
    )
    (error,) = errors(prepared(draft(), tmp_path, packs))
    assert (error.code, error.location and error.location.path) == ("C008", ("transfers", "note"))


def test_the_code_of_the_department_is_required_where_it_is_printed(tmp_path: Path) -> None:
    without = put(draft(), ("department", "code"), None)
    assert errors(prepared(without, tmp_path)) == [], "the demo pack prints no code"
    printing = packs_with(tmp_path, "", "\n\n代码{{ department.code }}。\n")
    (error,) = errors(prepared(without, tmp_path, printing))
    assert (error.code, error.location and error.location.path) == ("C008", ("department", "code"))
    assert "部门代码" in error.message


def test_a_nearer_pack_changes_single_words_of_what_its_parents_say(tmp_path: Path) -> None:
    packs = packs_with(tmp_path, "assets.vehicles.principals: {label: 主要领导用车}\n")
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is not None, findings
    _, field, kinds = field_at(pack.form, ("assets", "vehicles", "principals"))
    assert field.title == "主要领导用车"
    assert kinds == frozenset({Kind.FINAL_ACCOUNT})
    assert "主要领导用车" in json_schema(pack.form)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("procurement.small_and_midium: {label: 甲}", "T100", "small_and_medium"),
        ("units.name: {label: 甲}", "T100", "units.name"),
        ("evaluation: {required: 总要}", "T100", "一组"),
        ("evaluation.tasks: {required: 总要}", "T100", "一组"),
        ("procurement.goods: {label: 工程}", "T100", "procurement.works"),
        ("procurement.goods: {type: 金额}", "M001", "type"),
        ("procurement.goods: {required: 有时}", "M003", "总要"),
        ("procurement.goods: {kinds: []}", "M006", "1"),
    ],
)
def test_a_fault_of_a_use_is_told_at_its_line(
    text: str, code: str, says: str, tmp_path: Path
) -> None:
    packs = packs_with(tmp_path, text + "\n")
    pack, findings = load_pack("demo", Kind.BUDGET, 2025, pack_roots(packs))
    assert pack is None
    (told,) = [f for f in findings if f.severity == "error"]
    assert told.code == code
    assert says in told.message + told.remedy
    assert told.location is not None
    assert told.location.line == OWN.count("\n") + 2
