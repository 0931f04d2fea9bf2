"""The entry workbook: what stands in it, and that it comes back as it went in."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, get_origin

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from discloser.classification.codebook import Code, Codebook, Scheme
from discloser.entry.convert import convert
from discloser.entry.lists import make_lists
from discloser.entry.rows import columns_for, sheets_for
from discloser.entry.workbook import too_long_texts, write_workbook
from discloser.model.disclosure import Disclosure, UnitParts
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.read.workbook_columns import entries, hint_of, model_in
from discloser.read.workbook_layout import (
    DICTIONARY,
    FORMAT_VERSION,
    GUIDE,
    SELF_CHECK,
    Shape,
)
from discloser.read.workbook_plan import layout
from discloser.read.write_yaml import write_yaml
from tests.entry.random_drafts import drafts, written
from tests.entry.samples import (
    GOOD,
    built,
    draft_of,
    edited,
    good_workbook,
    read_bytes,
    workbook_of,
)
from tests.properties.strategies import base_pack, fixed

many = settings(
    fixed,
    phases=(Phase.generate,),  # making one anew takes half a second: too long to look for a smaller
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_random_input_comes_back_as_it_went_in(
    kind: Kind, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")

    @settings(many, max_examples=25)
    @given(draft=drafts(kind))
    def comes_back(draft: dict[str, Any]) -> None:
        again, _, findings = read_bytes(folder, workbook_of(draft, kind))
        assert findings == ()
        assert built(again) == built(draft)

    comes_back()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_random_input_is_the_same_by_way_of_yaml_and_a_workbook(
    kind: Kind, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("random")
    source, middle, target = (folder / name for name in ("a.yaml", "b.xlsx", "c.yaml"))

    @settings(many, max_examples=8)
    @given(draft=drafts(kind))
    def comes_back(draft: dict[str, Any]) -> None:
        source.write_text(write_yaml(draft), encoding="utf-8")
        target.unlink(missing_ok=True)
        for one, other in ((source, middle), (middle, target)):
            content, findings = convert(one, other, ())
            assert findings == ()
            assert content is not None
            other.write_bytes(content)
        assert built(draft_of(target)) == built(draft)

    comes_back()


def test_a_units_own_parts_come_back(tmp_path: Path) -> None:
    draft: Any = draft_of(GOOD)
    draft["units"][1]["own"] = {
        "duties": {"basis": "某文件", "items": ["负责甲", "负责乙"]},
        "organs": {"listed": [{"name": "一科", "duties": "做事"}], "note": "另有一科。"},
        "performance": {
            "goal": "目标",
            "tasks": [{"name": "任务", "content": "内容"}],
            "indicators": [{"level1": "一", "level2": "二", "name": "三", "value": "≥9"}],
            "evaluated_projects": ["大厅运行"],
            "key_projects": ["大厅运行"],
        },
        "prior_year": {"input": "x.yaml", "figures": {"receipts_total": "5"}},
        "reasons": {"receipts_total": "人员增加"},
        "procurement": {"goods": "12.5"},
        "assets": {"vehicles": {"general": "2"}, "special_equipment": "1"},
    }
    again, _, findings = read_bytes(tmp_path, workbook_of(draft))
    assert findings == ()
    assert built(again) == built(draft)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "-2",
        "'引号",
        '<b>&amp;"',
        "http://example.com",
        "007",
        "1e5",
        "TRUE",
        "第一行\n第二行",
        "_x0041_",
        "{=A1}",
        "𠮷",
    ],
)
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str, tmp_path: Path) -> None:
    draft: Any = draft_of(GOOD)
    draft["duties"]["items"] = [text]
    content = workbook_of(draft)
    again, _, findings = read_bytes(tmp_path, content)
    assert findings == ()
    assert again["duties"]["items"] == [text]
    cell = load_workbook(BytesIO(content))["职责"]["A4"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None


@pytest.mark.parametrize("amount", ["0.01", "0.1", "123456789.12", "999999999999999.99", "0"])
def test_an_amount_comes_back_to_the_fen(amount: str, tmp_path: Path) -> None:
    draft: Any = draft_of(GOOD)
    draft["receipts"][0]["amount"] = amount
    again, _, _ = read_bytes(tmp_path, workbook_of(draft))
    assert again["receipts"][0]["amount"] == amount


def test_every_field_of_the_models_has_its_place() -> None:
    lists = {
        path for sheet in layout() for _, path in sheet.lists if sheet.shape is not Shape.FIELDS
    }
    forms = {
        entry.path for sheet in layout() if sheet.shape is Shape.FIELDS for entry in sheet.columns
    }
    for model in (Disclosure, UnitParts):
        for entry in entries(model):
            assert entry.path in forms
    of_packs = {("item_supplements",)}  # has a sheet where a pack asks for something
    assert _list_paths(Disclosure) - of_packs <= lists
    for sheet in layout():
        titles = [column.title for column in sheet.columns]
        assert len(set(titles)) == len(titles), sheet.name


def _list_paths(model: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Where a model has lists and mappings; those of units' own parts follow the department's."""
    found: set[tuple[str, ...]] = set()
    for name in model.model_fields:
        hint = hint_of(model, name)
        inner = model_in(hint)
        if get_origin(hint) in (tuple, dict):
            found.add((*path, name))
        elif inner is not None:
            found |= _list_paths(inner, (*path, name))
    return found


@pytest.mark.parametrize("kind", list(Kind))
def test_a_sheet_has_only_what_its_kind_of_disclosure_needs(kind: Kind) -> None:
    pack, findings = load_pack("national", kind, 2025, pack_roots())
    assert pack is not None, findings
    names = [sheet.name for sheet in sheets_for(kind, {}, pack.form)]
    assert ("自评指标" in names) is (kind is Kind.FINAL_ACCOUNT)
    ledger = next(sheet for sheet in layout() if sheet.name == "支出")
    titles = [column.title for column in columns_for(ledger, kind, {})]
    assert ("年初预算数" in titles) is (kind is Kind.FINAL_ACCOUNT)


def test_what_another_kind_of_disclosure_has_is_shown_where_it_is_filled_in(
    tmp_path: Path,
) -> None:
    draft: Any = draft_of(GOOD)
    draft["expenditure"][0]["initial_budget"] = "5"
    again, _, _ = read_bytes(tmp_path, workbook_of(draft))
    assert built(again) == built(draft)


def sheet(name: str, content: bytes | None = None) -> Worksheet:
    return load_workbook(BytesIO(content or good_workbook()))[name]


def test_the_clerk_may_type_in_data_cells_only() -> None:
    ledger = sheet("支出")
    assert ledger.protection.sheet
    assert ledger.protection.password is None
    assert not ledger.protection.deleteRows  # openpyxl's False is: not forbidden
    assert not ledger.protection.sort
    assert ledger["A4"].protection.locked
    assert ledger["C3"].protection.locked
    assert not ledger["A5"].protection.locked
    assert not ledger.column_dimensions["A"].protection.locked


def test_a_sheet_keeps_its_titles_in_sight_and_on_every_page() -> None:
    ledger = sheet("支出")
    assert ledger.freeze_panes == "A5"
    assert ledger.print_title_rows == "$4:$4"
    assert ledger.auto_filter.ref.startswith("A4:")


def test_every_title_says_how_to_fill_in_its_column() -> None:
    for name in ("支出", "收入", "项目", "上年数"):
        target = sheet(name)
        header = 4 if name in ("支出", "收入") else 3
        for cell in target[header]:
            assert cell.comment is not None, cell.coordinate
            assert "填" in cell.comment.text


def test_columns_offer_what_may_be_chosen_with_a_prompt_in_chinese() -> None:
    rules = {
        str(rule.sqref).split(":")[0]: rule
        for rule in sheet("支出").data_validations.dataValidation
    }
    assert f"'{DICTIONARY}'!" in rules["B5"].formula1
    assert "特定目标类" in rules["C5"].formula1
    assert rules["I5"].type == "decimal"
    assert rules["I5"].error == "这里只填数字，不写单位，不能为负数。"
    for rule in rules.values():
        assert rule.prompt
        assert str(rule.sqref).endswith("3004")  # room for more than two thousand lines


def test_the_dictionary_is_hidden_and_has_the_codes_of_the_year() -> None:
    book = load_workbook(BytesIO(good_workbook()))
    assert book[DICTIONARY].sheet_state == "hidden"
    assert book.sheetnames[:2] == [GUIDE, SELF_CHECK]
    codes = [cell.value for cell in book[DICTIONARY]["A"]]
    assert "2010301 行政运行" in codes
    assert all(len(str(code).split()[0]) == 7 for code in codes[1:] if code)


def test_the_drop_downs_list_the_codes_that_a_pack_adds() -> None:
    added = {Scheme.FUNCTION: [Code("2019988", "项", "示范事务")]}
    pack = replace(base_pack(), codebook=Codebook(added))
    entries = make_lists(pack, 2025).entries("function")
    assert "2019988 示范事务" in entries
    assert "2010301 行政运行" in entries
    assert entries == sorted(entries)


def test_the_first_sheet_says_version_deadline_steps_and_colours() -> None:
    content = write_workbook({}, Kind.BUDGET, 2025, make_lists(base_pack(), 2025))
    guide = load_workbook(BytesIO(content))[GUIDE]
    rows = {str(row[0]): str(row[1]) for row in guide.iter_rows(min_row=3, values_only=True)}
    assert rows["表格版本"] == str(FORMAT_VERSION)
    assert "元" in rows["金额单位"]
    # 预算法（2018 年修正）第十四条: within 20 days of the approval
    assert "20 日内" in rows["期限"]
    assert "预算法" in rows["期限"]
    assert {"第 1 步", "第 7 步", "淡黄色", "灰色", "红色"}.issubset(rows)


def test_it_passes_the_open_xml_audit(tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / "a.xlsx"
    path.write_bytes(good_workbook())
    assert audit.OpenXmlValidator().validate(str(path)).errors == []


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert workbook_of(draft_of(GOOD)) == workbook_of(draft_of(GOOD))


def test_a_text_that_no_cell_holds_is_found_before_it_is_cut() -> None:
    draft = {"a": [{"b": "字" * 32_767}, {"b": "𠮷" * 16_384}]}
    assert too_long_texts(draft) == [("a", 1, "b")]


def test_two_thousand_lines_are_written_and_read_back() -> None:
    draft: Any = draft_of(GOOD)
    draft["expenditure"] = draft["expenditure"] * 400
    content = write_workbook(draft, Kind.BUDGET, 2025, make_lists(None, 2025))
    sheet = load_workbook(BytesIO(content), read_only=True)["支出"]
    filled = [row for row in sheet.iter_rows(values_only=True) if any(row)]
    assert len(filled) > len(draft["expenditure"]) == 2000


def test_a_workbook_that_a_program_has_saved_again_reads_the_same(tmp_path: Path) -> None:
    draft, _, findings = read_bytes(tmp_path, edited(lambda _: None))
    assert findings == ()
    assert built(draft) == built(draft_of(GOOD))


@settings(fixed, max_examples=40)
@given(name=written, duty=written, goal=written, value=written)
def test_any_text_comes_back(
    name: str, duty: str, goal: str, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    draft: Any = draft_of(GOOD)
    draft["units"][1]["name"] = name
    draft["duties"]["items"] = [duty, goal]
    draft["performance"] = {"goal": goal, "evaluated_projects": [value]}
    draft["projects"][0]["output"] = [{"name": duty, "value": value}]
    draft["reasons"] = {"receipts_total": value}
    again, _, findings = read_bytes(tmp_path_factory.mktemp("texts"), workbook_of(draft))
    assert findings == ()
    assert built(again) == built(draft)
