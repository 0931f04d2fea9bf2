"""Two reasons for one figure, and a text for each functional item beside its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.entry.convert import convert
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare
from tests.supplement.demo import errors, prepared, put, said, written
from tests.workshop.tiny import write

FIELDS = """\
against_budget: {label: “三公”经费决算与预算差异原因, type: 长文字}
use: {label: 科目用途, per: 功能科目}
"""
REPORT = """\
title: "{{ department.name }}{{ year }}年度决算说明"
cover: []
contents: {title: [目录]}
parts:
  - {id: text, heading: 决算情况说明, body: parts/text.md.j2}
"""
TEXT = """\
“三公”经费支出{{ three_public }}万元，比上年{{ three_public.prior }}万元有变化，主要原因是\
{{ reason("three_public") }}；比预算{{ three_public.adjusted }}万元有变化，主要原因是\
{{ supplement.against_budget }}。

{% for part in breakdown(current_expenditure, "function_item") %}{{ part.code }}支出{{ part }}\
万元，差异的原因是{{ item_reason(part.code) }}，用于{{ item_supplement(part.code).use }}。\
{% endfor %}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs/two"
    write(folder / "pack.yaml", "title: 两个原因\nparent: national\n")
    write(folder / "fields.yaml", FIELDS)
    write(folder / "final_account/report.yaml", REPORT)
    write(folder / "final_account/parts/text.md.j2", TEXT)
    return tmp_path / "packs"


def final_account() -> dict[str, Any]:
    def spent(function: str, economic: str, amount: str, before: str) -> dict[str, str]:
        budgets = {"initial_budget": before, "adjusted_budget": before}
        codes = {"department_economic": economic, "government_economic": "50206"}
        return {"function": function, "category": "基本支出", "amount": amount, **codes, **budgets}

    received = {"function": "2010301", "fund": "一般公共预算", "amount": "100000"}
    return {
        "pack": "two",
        "kind": "final_account",
        "year": "2024",
        "money_unit": "元",
        "published": "2025-09",
        "department": {"code": "101", "name": "示范市示范局"},
        "units": [{"code": "101001", "name": "示范市示范局", "nature": "行政单位"}],
        "receipts": [received | {"initial_budget": "90000", "adjusted_budget": "90000"}],
        "expenditure": [
            spent("2010301", "30217", "60000", "50000"),
            spent("2010302", "30217", "40000", "40000"),
        ],
        "prior_year": {"figures": {"three_public": "80000"}},
        "reasons": {"three_public": "接待任务增加"},
        "item_reasons": {"2010301": "追加接待费", "2010302": "没有差异"},
        "supplement": {"against_budget": "年中追加了接待经费"},
        "item_supplements": {"2010301": {"use": "机关运转"}, "2010302": {"use": "专项接待"}},
    }


SAID = """\
“三公”经费支出10.00万元，比上年8.00万元有变化，主要原因是接待任务增加；\
比预算9.00万元有变化，主要原因是年中追加了接待经费。
2010301支出6.00万元，差异的原因是追加接待费，用于机关运转。\
2010302支出4.00万元，差异的原因是没有差异，用于专项接待。\
""".splitlines()


def test_both_reasons_and_both_texts_are_printed(packs: Path, tmp_path: Path) -> None:
    document = prepared(final_account(), tmp_path, packs).document
    assert document is not None
    text = said(document)
    assert [sentence in text for sentence in SAID] == [True, True], text


def test_the_workbook_has_a_place_for_each_and_gives_them_back(packs: Path, tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    content, findings = convert(written(final_account(), tmp_path), path, pack_roots(packs))
    assert content is not None, findings
    path.write_bytes(content)
    book = load_workbook(path)
    filled = {
        name: [str(c.value) for row in book[name].iter_rows() for c in row if c.value is not None]
        for name in ("原因说明", "补充资料", "科目差异原因", "科目补充资料")
    }
    assert "接待任务增加" in filled["原因说明"]
    assert "年中追加了接待经费" in filled["补充资料"]
    assert {"追加接待费", "没有差异"} <= {*filled["科目差异原因"]}
    assert {"机关运转", "专项接待"} <= {*filled["科目补充资料"]}
    document = prepare(path, packs).document
    assert document is not None
    assert [sentence in said(document) for sentence in SAID] == [True, True]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("reasons", "three_public"), "C002"),
        (("supplement", "against_budget"), "C008"),
        (("item_reasons", "2010301"), "C005"),
        (("item_supplements", "2010302", "use"), "C008"),
    ],
)
def test_each_is_missed_for_itself_at_its_place(
    path: tuple[str, ...], code: str, packs: Path, tmp_path: Path
) -> None:
    whole = errors(prepared(final_account(), tmp_path, packs))
    made = errors(prepared(put(final_account(), path, None), tmp_path, packs))
    (missed,) = [error for error in made if error.message not in {each.message for each in whole}]
    assert missed.code.startswith(code)
    assert missed.location is not None
    assert missed.location.path == path
