"""A published final account with some of its lines paid with carried-over money.

The amounts are worked out by hand from the lines of the input (each beside its sum, in 元); what
the published tables print of basic expenditure by economic item, 590.51 = 541.23 + 49.28, stays.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from discloser.document.nodes import Document
from discloser.finding import Severity, has_errors
from discloser.pipeline import Prepared, prepare
from tests.final_account.derived import PUBLISHED, with_carried_over_money
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
    grid,
    narrative,
)

TEMPLATES = Path(__file__).parents[2] / "templates"
NARRATIVE = "national/final_account/parts/narrative.md.j2"

Place = tuple[str, tuple[str, ...], tuple[str, ...]]

BY_HAND: list[tuple[str, str, Place]] = [
    # 38,818,350 published + 125,699 + 1,345,600 of the fund + 623,400 of state capital
    (f"年度收、支总计均为{AMOUNT}", "4,091.30", (BALANCE, ("总计",), ("金额",))),
    # ... less what is carried over: 1,582,150 + 12,000 + 6,000,000 + 445,600 + 123,400
    (f"年度收入合计{AMOUNT}", "3,274.99", (RECEIPTS, (TOTAL,), ("本年收入合计",))),
    (f"：财政拨款收入{AMOUNT}", "3,274.99", (RECEIPTS, (TOTAL,), ("财政拨款收入",))),
    # 38,818,350 published + 12,000 + 1,145,600 of the fund + 573,400 of state capital
    (f"年度支出合计{AMOUNT}", "4,054.94", (EXPENDITURE, (TOTAL,), ("本年支出合计",))),
    # 5,905,100 published + 100,000 of the fund
    (f"其中：基本支出{AMOUNT}", "600.51", (EXPENDITURE, (TOTAL,), (BASIC,))),
    (f"；项目支出{AMOUNT}", "3,454.43", (EXPENDITURE, (TOTAL,), (PROJECTS,))),
    (f"财政拨款收、支总计均为{AMOUNT}", "4,091.30", (APPROPRIATION, ("总计",), ("金额",))),
    # 38,818,350 published + 12,000
    (f"预算财政拨款支出{AMOUNT}，占支出", "3,883.04", (GENERAL, (TOTAL,), ("小计",))),
    (f"预算财政拨款支出{AMOUNT}，主要", "3,883.04", (GENERAL, (TOTAL,), ("小计",))),
    (f"为786.70万元，支出决算为{AMOUNT}", "3,883.04", (GENERAL, (TOTAL,), ("小计",))),
    # 5,516,399 published, of which 1,582,150 with carried-over money
    (f"行政运行（项）.*?决算数{AMOUNT}", "551.64", (GENERAL, ("行政运行",), ("小计",))),
    # 23,999,950 and 6,000,000 carried over
    (f"科学技术（类）支出{AMOUNT}", "3,000.00", (GENERAL, ("科学技术支出",), ("小计",))),
    # published; without 734,400 + 240,800 carried over it would be 492.99
    (f"预算财政拨款基本支出{AMOUNT}", "590.51", (GENERAL, (TOTAL,), (BASIC,))),
    # published; without 734,400 it would be 467.79
    (f"人员经费{AMOUNT}", "541.23", (DETAILS, ("人员经费合计",), ())),
    # published; without 240,800 it would be 25.20
    (f"公用经费{AMOUNT}", "49.28", (DETAILS, ("公用经费合计",), ())),
    (f"机关运行经费支出{AMOUNT}", "49.28", (DETAILS, ("公用经费合计",), ())),
    # 700,000 and 345,600 + 100,000 carried over
    (f"为90.00万元，支出决算为{AMOUNT}", "114.56", (FUND, (TOTAL,), (SPENT, "小计"))),
    (f"安排的支出{AMOUNT}，占100", "114.56", (FUND, ("城乡社区支出",), (SPENT, "小计"))),
    # 450,000 and 123,400 carried over
    (f"为45.00万元，支出决算为{AMOUNT}", "57.34", (CAPITAL, (TOTAL,), (SPENT, TOTAL))),
    # 12,000 carried over, all of it reception
    (f"拨款支出预算为1.50万元，支出决算为{AMOUNT}", "1.20", (THREE, (), ("决算数", TOTAL))),
    (f"公务接待费支出决算{AMOUNT}", "1.20", (THREE, (), ("决算数", "公务接待费"))),
    (f"国内公务接待支出{AMOUNT}", "1.20", (THREE, (), ("决算数", "公务接待费"))),
]

CHANGES = (
    # 40,913,049 - 59,765,200 = -18,852,151
    "收、支总计均为4091.30万元。与上年度相比，收、支总计各减少1885.22万元，下降31.54%。",
    # 40,913,049 - 40,339,900 = 573,149
    "财政拨款收、支总计各增加57.31万元，增长1.42%。",
    # 38,830,350 of 40,549,350; 38,830,350 - 40,344,200 = -1,513,850
    "占支出合计的95.76%。与上年度相比，一般公共预算财政拨款支出减少151.39万元，下降3.75%。",
    # 492,800 - 1,179,400 = -686,600
    "机关运行经费支出49.28万元，比2022年度减少68.66万元，下降58.22%",
    # 1,145,600 of 900,000; 573,400 of 450,000
    "支出决算为114.56万元，完成年初预算的127.29%",
    "支出决算为57.34万元，完成年初预算的127.42%",
)

CARRIED = [
    # what came from the years before, and what goes to the next
    (BALANCE, "年初结转和结余", "金额", "816.32"),
    (APPROPRIATION, "年初财政拨款结转和结余", "金额", "816.32"),
    (FUND, TOTAL, "年初结转和结余", "44.56"),
    (FUND, TOTAL, "年末结转和结余", "20.00"),
    (FUND, TOTAL, BASIC, "10.00"),
]


@cache
def _prepared(path: Path, templates: Path | None = None) -> Prepared:
    return prepare(path, templates)


@pytest.fixture(scope="module")
def derived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_carried_over_money(tmp_path_factory.mktemp("derived") / "final.yaml")


def document(path: Path, templates: Path | None = None) -> Document:
    found = _prepared(path, templates).document
    assert found is not None
    return found


def test_the_checks_find_nothing_in_it(derived: Path) -> None:
    """No error, and of the document only notes on rounding differences."""
    found = _prepared(derived).findings
    assert not has_errors(found)
    of_document = [f for f in found if f.location is not None and f.location.is_in_document]
    assert {f.code for f in of_document} == {"A04"}
    assert {f.severity for f in of_document} == {Severity.NOTE}


@pytest.mark.parametrize(("said", "amount", "place"), BY_HAND)
def test_sentence_and_table_say_the_amount_that_hands_work_out(
    derived: Path, said: str, amount: str, place: Place
) -> None:
    match = re.search(said, narrative(document(derived)))
    assert match is not None
    assert match[1] == amount.replace(",", "")
    assert cell(document(derived), *place) == amount


@pytest.mark.parametrize("words", CHANGES)
def test_changes_and_shares_are_those_that_hands_work_out(derived: Path, words: str) -> None:
    assert words in narrative(document(derived))


@pytest.mark.parametrize(("table", "row", "column", "amount"), CARRIED)
def test_what_comes_from_other_years_is_printed(
    derived: Path, table: str, row: str, column: str, amount: str
) -> None:
    assert cell(document(derived), table, (row,), (column,)) == amount


def test_the_details_are_those_of_the_published_account(derived: Path) -> None:
    """Which year's money paid a line changes nothing of what it was spent on."""
    published = grid(document(PUBLISHED), DETAILS)
    assert grid(document(derived), DETAILS).texts() == published.texts()


@pytest.mark.parametrize(
    ("right", "wrong", "amount"),
    [
        ("general_public_basic_with_carry_over", "general_public_basic", "492.99"),
        ("personnel_expenditure_with_carry_over", "personnel_expenditure", "467.79"),
        ("operating_expenditure_with_carry_over", "operating_expenditure", "25.20"),
        ("= government_fund_budget", "= government_fund_expenditure", "70.00"),
        ("= state_capital_budget", "= state_capital_expenditure", "45.00"),
    ],
)
def test_a_sentence_that_leaves_carried_over_money_out_is_an_error(
    derived: Path, tmp_path: Path, right: str, wrong: str, amount: str
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    template = templates / NARRATIVE
    text = template.read_text(encoding="utf-8")
    assert right in text
    template.write_text(text.replace(right, wrong), encoding="utf-8")
    errors = [f for f in prepare(derived, templates).findings if has_errors([f])]
    assert errors
    assert all(f"是{amount}万元" in error.message for error in errors)
