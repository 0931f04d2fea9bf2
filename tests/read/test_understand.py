"""The usual forms of the budget system mean the same in YAML and in a workbook."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Form, Forms, standard_forms
from discloser.location import SourceMap
from discloser.model.build import build
from discloser.model.values import Category, Fund, Kind
from discloser.pipeline import prepare
from discloser.read.understand import Understood, choices_by_title, understand
from discloser.read.unit_forms import find_unit
from discloser.read.yaml import read_yaml

GOOD = Path(__file__).parents[1] / "bad_inputs" / "good.yaml"
UNITS = {"130001": "临河市水利局", "130002": "临河市河道管理处", "1300021": "临河市水文站"}
FIELDS = {
    "资金来源": ("expenditure", 0, "fund"),
    "支出性质": ("expenditure", 0, "category"),
    "收入性质": ("receipts", 0, "kind"),
    "结余性质": ("closing", 0, "kind"),
    "单位性质": ("units", 0, "nature"),
}


def draft_with(field: str, written: str) -> Any:
    """A draft with a value in the field of that title."""
    part, _, name = FIELDS[field]
    return {part: [{name: written}]}


def read(draft: Any, forms: Forms | None = None) -> Understood:
    return understand(draft, SourceMap("a.yaml"), forms or Forms(), Codebook())


def value(draft: Any, field: str) -> Any:
    for step in FIELDS[field]:
        draft = draft[step]
    return draft


@pytest.mark.parametrize("form", standard_forms(), ids=lambda form: f"{form.field} {form.written}")
def test_every_usual_form_is_read_with_a_note_or_told(form: Form) -> None:
    for written in (form.written, f"111-{form.written}", f"[11] {form.written}"):
        read_as = read(draft_with(form.field, written))
        [finding] = read_as.findings
        assert written in finding.message
        if form.meaning is None:
            assert finding.severity.value == "error"
            assert all(each in finding.message for each in form.meanings)
            assert finding.remedy
            assert read_as.told == {FIELDS[form.field]}
        else:
            assert finding.code == "R040"
            assert value(read_as.draft, form.field) == form.meaning


def test_every_meaning_in_the_table_is_a_value_of_its_field() -> None:
    choices = choices_by_title()
    for form in standard_forms():
        assert set(form.meanings) <= set(choices[form.field]), form
        assert form.written not in choices[form.field], form
    written = [(form.field, form.written) for form in standard_forms()]
    assert len(written) == len(set(written))


@pytest.mark.parametrize("choice", [*Fund, *Category], ids=str)
def test_a_value_that_is_one_of_the_choices_needs_no_note(choice: Fund | Category) -> None:
    field = "资金来源" if isinstance(choice, Fund) else "支出性质"
    for written in (choice.value, f" {choice.value} "):
        read_as = read(draft_with(field, written))
        assert read_as.findings == ()
        assert value(read_as.draft, field) == choice.value


def test_what_nobody_knows_is_left_to_the_validation() -> None:
    read_as = read(draft_with("资金来源", "天上掉的钱"))
    assert (read_as.findings, read_as.told) == ((), frozenset())
    assert value(read_as.draft, "资金来源") == "天上掉的钱"


def test_an_office_may_say_what_a_doubtful_form_means() -> None:
    own = Forms([Form("资金来源", "财政拨款", ("一般公共预算",))])
    assert value(read(draft_with("资金来源", "财政拨款"), own).draft, "资金来源") == "一般公共预算"


@pytest.mark.parametrize(
    "text",
    ["130001", "临河市水利局", "[130001]临河市水利局", "130001-临河市水利局", "130001 临河市水利局",
     "130001临河市水利局", "临河市水利局[130001]", "临河市水利局（130001）", "130001_临河市水利局",
     "【130001】临河市水利局", "130001—临河市水利局", "１３０００１ 临河市水利局",
     "130001：临河市水利局",
     "[130001] 临河市水利局", "130001 - 临河市水利局", "[130001]", "临河市水利局-130001"],
)  # fmt: skip
def test_a_unit_is_found_by_code_and_name_in_every_form(text: str) -> None:
    found = find_unit(text, UNITS)
    assert (found.key, found.sure) == ("130001", True)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("130001 临河局", ("130001",)),
        ("[999]临河市水利局", ("130001",)),
        ("[130001]临河市河道管理处", ("130001", "130002")),
        ("1300021-临河市水文站", ("1300021",)),
        ("130003-某某局", ()),
        ("13000", ()),
        ("临河市", ()),
        ("", ()),
    ],
)
def test_a_doubtful_unit_is_not_sure(text: str, keys: tuple[str, ...]) -> None:
    found = find_unit(text, UNITS)
    assert found.keys == keys
    assert found.sure == (text == "1300021-临河市水文站")


def ledger(**line: str) -> Any:
    units = [{"code": code, "name": name} for code, name in UNITS.items()]
    return {"year": "2025", "units": units, "expenditure": [line]}


@pytest.mark.parametrize(
    ("field", "text", "code", "codes"),
    [
        ("function", "2010301-行政运行", "2010301", []),
        ("function", "[2010301]行政运行", "2010301", []),
        ("function", "2010301　行政运行", "2010301", []),
        ("function", "行政运行[2010301]", "2010301", []),
        ("function", "行政运行(2010301)", "2010301", []),
        ("department_economic", "30101-基本工资", "30101", []),
        ("department_economic", "基本工资", "30101", ["R040"]),
        ("government_economic", "50101 工资奖金津补贴", "50101", []),
        ("function", "2010301-一般行政管理事务", "2010301", ["E035"]),
        ("function", "行政运行", "行政运行", ["R041"]),
        ("function", "没有的科目", "没有的科目", []),
    ],
)
def test_a_code_is_read_from_its_usual_forms(
    field: str, text: str, code: str, codes: list[str]
) -> None:
    read_as = read(ledger(**{field: text}))
    assert read_as.draft["expenditure"] == [{field: code}]
    assert [each.code for each in read_as.findings] == codes


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("function", "201\u041e301", "R033"),
        ("project", "\u0410区供水管网", "R033"),
        ("unit", "1300O1", "R033"),
    ],
)
def test_a_character_that_only_looks_right_is_told_at_its_field(
    field: str, text: str, code: str
) -> None:
    found = [each for each in read(ledger(**{field: text})).findings if each.code == code]
    assert [each.location.field for each in found if each.location] == [f"expenditure[1].{field}"]


def test_yaml_amounts_flags_and_months_are_read_as_cells_are() -> None:
    draft = ledger(amount="１，２３４．５０", carried_over="√") | {"published": "2025年3月"}
    read_as = read(draft)
    assert read_as.draft["expenditure"] == [{"amount": "1,234.50", "carried_over": "是"}]
    assert read_as.draft["published"] == "2025-03"


def test_a_doubtful_value_is_told_once_and_the_rest_is_checked() -> None:
    text = GOOD.read_text(encoding="utf-8").replace("category: 基本支出", "category: 运转类", 1)
    draft, sources, _ = read_yaml(text, "a.yaml")
    assert draft is not None
    read_as = understand(draft, sources, Forms(), Codebook())
    built = build(read_as.draft, sources, read_as.told)
    assert [each.code for each in read_as.findings] == ["R041"]
    assert built.findings == ()
    assert built.disclosure is not None
    assert not built.complete
    assert built.left_out == {"expenditure"}


def test_an_input_in_the_systems_words_is_the_same_document(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8")
    path = tmp_path / "a.yaml"
    shutil.copy(GOOD.with_name("last_year.yaml"), tmp_path)
    path.write_text(
        text.replace("category: 基本支出", "category: 人员类")
        .replace("fund: 政府性基金预算", "fund: 政府性基金拨款")
        .replace("kind: budget", "kind: 部门预算"),
        encoding="utf-8",
    )
    ours, usual = prepare(GOOD), prepare(path)
    assert usual.ok
    assert ours.figures is not None
    assert usual.figures is not None
    assert usual.figures.disclosure == ours.figures.disclosure
    assert usual.figures.disclosure.kind is Kind.BUDGET
    ours_told, told = ({each.code for each in one.findings} for one in (ours, usual))
    assert told - ours_told == {"R040"}


@pytest.mark.parametrize("field", ["evaluated_projects", "key_projects"])
def test_a_name_in_a_list_stands_in_one_line(field: str) -> None:
    read_as = read({"performance": {field: ["供水\n管网", "OA\nsystem"]}})
    assert read_as.draft == {"performance": {field: ["供水管网", "OA system"]}}


def test_a_duty_keeps_its_lines() -> None:
    assert read({"duties": {"items": ["一\n二"]}}).draft == {"duties": {"items": ["一\n二"]}}
