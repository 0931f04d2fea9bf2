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

from discloser.document.grid import Grid, table_grid
from discloser.document.nodes import Document, Paragraph
from discloser.finding import has_errors
from discloser.pipeline import Prepared, prepare

INPUT = Path(__file__).parent / "carried_over.yaml"
TOTAL, SPENT, BASIC, PROJECTS = "合计", "本年支出", "基本支出", "项目支出"
BALANCE, RECEIPTS, EXPENDITURE = "收入支出决算总表", "收入决算表", "支出决算表"
APPROPRIATION = "财政拨款收入支出决算总表"
GENERAL = "一般公共预算财政拨款支出决算表"
DETAILS = "一般公共预算财政拨款基本支出决算明细表"
FUND = "政府性基金预算财政拨款收入支出决算表"
CAPITAL = "国有资本经营预算财政拨款支出决算表"
THREE = "财政拨款“三公”经费支出决算表"
AMOUNT = r"([\d,]+\.\d\d)万元"

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


def grid(name: str) -> Grid:
    return next(table_grid(table) for table in document().tables() if table.caption == name)


def cell(name: str, label: tuple[str, ...], header: tuple[str, ...]) -> str:
    """The text of a cell by the labels of its row and of its column's header."""
    table = grid(name)
    texts = table.texts()
    body = range(table.head_rows, len(texts))
    number, start = next(
        (r, c) for r in body for c, text in enumerate(texts[r]) if not label or text == label[0]
    )
    if not header:  # a sum of the details stands under the last column of its kind
        return next(text for text in texts[number][start + 1 :] if re.fullmatch(r"[\d,.]+", text))
    for column in range(table.column_count):
        above = [row[column].cell.text for row in table.owners[: table.head_rows]]
        if all(wanted in above for wanted in header):
            return texts[number][column]
    raise AssertionError((name, label, header))


def narrative(source: Prepared) -> str:
    assert source.document is not None
    return "\n".join(b.text for b in source.document.blocks() if isinstance(b, Paragraph))


def test_the_input_is_sound() -> None:
    assert [f.code for f in prepared().findings if has_errors([f])] == []


@pytest.mark.parametrize(("said", "table", "row", "header"), SENTENCES)
def test_a_sentence_says_what_the_table_prints(
    said: str, table: str, row: tuple[str, ...], header: tuple[str, ...]
) -> None:
    match = re.search(said, narrative(prepared()))
    assert match is not None, said
    assert match[1] == cell(table, row, header)


def test_every_amount_spent_with_carried_over_money_is_in_them() -> None:
    """The sums of the input's lines by hand: without the carried-over ones they are smaller."""
    expected = {
        GENERAL: Decimal("598.46"),  # 383.46 of basic and 215.00 of project expenditure
        FUND: Decimal("104.56"),
        CAPITAL: Decimal("12.34"),
    }
    assert {
        name: Decimal(cell(name, (TOTAL,), header))
        for name, header in ((GENERAL, ("小计",)), (FUND, (SPENT, "小计")), (CAPITAL, (TOTAL,)))
    } == expected
    assert cell(DETAILS, ("人员经费合计",), ()) == "293.46"
    assert cell(DETAILS, ("公用经费合计",), ()) == "90.00"


@pytest.mark.parametrize("words", ["持平", "无变化", "保持一致"])
def test_the_word_for_no_change_is_the_chosen_one(words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    chosen = f"\noptions: {{unchanged: {words}}}\n"
    path.write_text(INPUT.read_text(encoding="utf-8") + chosen, encoding="utf-8")
    text = narrative(prepare(path))
    lead = "与2023年度" if words == "持平" else "与2023年度相比"
    assert f"机关运行经费支出90.00万元，{lead}{words}。" in text
    assert f"财政拨款收、支总计{words}。" in text
