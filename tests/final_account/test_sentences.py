"""A final account with carried-over money: each sentence says what the national table prints.

Both sides are read from the composed document by the official names of tables, rows and columns,
as a reader does it; no figure of the program is asked.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from discloser.document.nodes import Document
from discloser.finding import has_errors
from discloser.pipeline import Prepared, prepare
from tests.final_account.reading import (
    AMOUNT,
    APPROPRIATION,
    BALANCE,
    BASIC,
    CAPITAL,
    DETAILS,
    EXPENDITURE,
    FUND,
    GENERAL,
    PROJECTS,
    RECEIPTS,
    SPENT,
    THREE,
    TOTAL,
    cell,
    narrative,
)

INPUT = Path(__file__).parent / "carried_over.yaml"

SENTENCES: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (f"(?<!财政拨款)收、支总计均为{AMOUNT}", BALANCE, ("总计",), ("金额",)),
    (f"年度收入合计{AMOUNT}", RECEIPTS, (TOTAL,), ("本年收入合计",)),
    (f"；?财政拨款收入{AMOUNT}", RECEIPTS, (TOTAL,), ("财政拨款收入",)),
    (f"；事业收入{AMOUNT}", RECEIPTS, (TOTAL,), ("事业收入",)),
    (f"；其他收入{AMOUNT}", RECEIPTS, (TOTAL,), ("其他收入",)),
    (f"年度支出合计{AMOUNT}", EXPENDITURE, (TOTAL,), ("本年支出合计",)),
    (f"其中：基本支出{AMOUNT}", EXPENDITURE, (TOTAL,), (BASIC,)),
    (f"；项目支出{AMOUNT}", EXPENDITURE, (TOTAL,), (PROJECTS,)),
    (f"财政拨款收、支总计均为{AMOUNT}", APPROPRIATION, ("总计",), ("金额",)),
    (f"年度一般公共预算财政拨款支出{AMOUNT}，占", GENERAL, (TOTAL,), ("小计",)),
    (f"一般公共预算财政拨款支出{AMOUNT}，主要", GENERAL, (TOTAL,), ("小计",)),
    (f"农林水（类）支出{AMOUNT}", GENERAL, ("农林水支出",), ("小计",)),
    (
        f"一般公共预算财政拨款支出年初预算为.*?支出决算为{AMOUNT}",
        GENERAL,
        (TOTAL,),
        ("小计",),
    ),
    (f"行政运行（项）.*?决算数{AMOUNT}", GENERAL, ("行政运行",), ("小计",)),
    (
        f"水利工程运行与维护（项）.*?决算数{AMOUNT}",
        GENERAL,
        ("水利工程运行与维护",),
        ("小计",),
    ),
    (f"一般公共预算财政拨款基本支出{AMOUNT}", GENERAL, (TOTAL,), (BASIC,)),
    (f"人员经费{AMOUNT}", DETAILS, ("人员经费合计",), ()),
    (f"公用经费{AMOUNT}", DETAILS, ("公用经费合计",), ()),
    (f"机关运行经费支出{AMOUNT}", DETAILS, ("公用经费合计",), ()),
    (f"政府性基金预算财政拨款支出.*?支出决算为{AMOUNT}", FUND, (TOTAL,), (SPENT, "小计")),
    (f"国有资本经营预算财政拨款支出.*?支出决算为{AMOUNT}", CAPITAL, (TOTAL,), (SPENT, TOTAL)),
    (f"“三公”经费财政拨款支出预算为{AMOUNT}", THREE, (), ("预算数", TOTAL)),
    (f"“三公”经费财政拨款支出预算为.*?支出决算为{AMOUNT}", THREE, (), ("决算数", TOTAL)),
    (f"公务接待费支出决算{AMOUNT}", THREE, (), ("决算数", "公务接待费")),
    (f"公务用车运行维护支出{AMOUNT}", THREE, (), ("决算数", "公务用车运行维护费")),
]


@cache
def prepared() -> Prepared:
    return prepare(INPUT)


def document() -> Document:
    found = prepared().document
    assert found is not None
    return found


def test_the_input_is_sound() -> None:
    assert [f.code for f in prepared().findings if has_errors([f])] == []


@pytest.mark.parametrize(("said", "table", "row", "header"), SENTENCES)
def test_a_sentence_says_what_the_table_prints(
    said: str, table: str, row: tuple[str, ...], header: tuple[str, ...]
) -> None:
    match = re.search(said, narrative(document()))
    assert match is not None, said
    assert match[1] == cell(document(), table, row, header)


def test_every_amount_spent_with_carried_over_money_is_in_them() -> None:
    """The sums of the input's lines by hand: without the carried-over ones they are smaller."""
    expected = {
        GENERAL: Decimal("598.46"),  # 383.46 of basic and 215.00 of project expenditure
        FUND: Decimal("104.56"),
        CAPITAL: Decimal("12.34"),
    }
    assert {
        name: Decimal(cell(document(), name, (TOTAL,), header))
        for name, header in ((GENERAL, ("小计",)), (FUND, (SPENT, "小计")), (CAPITAL, (TOTAL,)))
    } == expected
    assert cell(document(), DETAILS, ("人员经费合计",), ()) == "293.46"
    assert cell(document(), DETAILS, ("公用经费合计",), ()) == "90.00"


@pytest.mark.parametrize("words", ["持平", "无变化", "保持一致"])
def test_the_word_for_no_change_is_the_chosen_one(words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    chosen = f"\noptions: {{unchanged: {words}}}\n"
    path.write_text(INPUT.read_text(encoding="utf-8") + chosen, encoding="utf-8")
    changed = prepare(path).document
    assert changed is not None
    text = narrative(changed)
    lead = "与2023年度" if words == "持平" else "与2023年度相比"
    assert f"机关运行经费支出90.00万元，{lead}{words}。" in text
    assert f"财政拨款收、支总计{words}。" in text


def test_a_year_without_receipts_and_expenditure_lists_nothing(tmp_path: Path) -> None:
    """All that there is came from the year before and goes to the next."""
    before, rest = INPUT.read_text(encoding="utf-8").split("\nreceipts:\n")
    after = rest.split("\nclosing:\n")[1].split("\n\n", 1)[1]
    books = """
receipts:
  - {unit: "401001", function: "2130306", fund: 一般公共预算, kind: 上年结转结余, amount: 500000}
closing:
  - {unit: "401001", function: "2130306", fund: 一般公共预算, amount: 500000}
"""
    path = tmp_path / "a.yaml"
    path.write_text(f"{before}{books}\n{after}", encoding="utf-8")
    changed = prepare(path).document
    assert changed is not None
    text = narrative(changed)
    assert "2024年度收入合计0.00万元。\n" in text
    assert "2024年度支出合计0.00万元。\n" in text
    assert "：。" not in text
    assert "主要用于以下方面" not in text
