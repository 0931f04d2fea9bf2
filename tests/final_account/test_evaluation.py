"""The self-evaluation's money, rate and score come from the ledger."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.cli import main
from discloser.compose.context import Context
from discloser.document.dump import dump
from discloser.document.grid import table_grid
from discloser.document.nodes import Paragraph
from discloser.finding import has_errors
from discloser.model.values import Kind
from discloser.pipeline import Prepared, prepare

INPUT = Path(__file__).parent / "carried_over.yaml"
TEXT = INPUT.read_text(encoding="utf-8")


def rows(prepared: Prepared, start: str) -> list[list[str]]:
    """The rows of the table whose caption ends so."""
    assert prepared.document is not None
    table = next(t for t in prepared.document.tables() if t.caption.endswith(start))
    return table_grid(table).texts()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Prepared]:
    """The input with texts replaced."""

    def change(*pairs: tuple[str, str]) -> Prepared:
        text = TEXT
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        return prepare(path)

    return change


def test_the_overall_table_has_the_sums_of_the_lines(changed: Callable[..., Prepared]) -> None:
    """Sums of the input's lines, made by hand."""
    found = rows(changed(), "部门整体支出绩效自评情况表")
    assert [[text for text in row[1:8] if text] for row in found[2:6]] == [
        ["部门预算总额", "684.00", "875.35", "792.35", "10", "90.52%", "9.05"],
        ["资金来源：（1）财政拨款", "612.00", "798.36", "715.36", "-", "89.60%", "-"],
        ["（2）财政专户管理资金", "26.00", "26.00", "26.00", "-", "100.00%", "-"],
        ["（3）单位资金", "46.00", "50.99", "50.99", "-", "100.00%", "-"],
    ]
    assert [text for text in found[-1] if text] == ["总分", "100", "97.05"]


def test_a_project_has_the_sums_of_its_lines_and_its_unit(
    changed: Callable[..., Prepared],
) -> None:
    found = rows(changed(), "部门项目支出绩效自评汇总表")
    assert [row[1:6] for row in found[1:]] == [
        ["河道保洁", "200.00", "155.00", "农业科", "示范市河湖管理局"],
        ["水毁修复", "0.00", "60.00", "农业科", "示范市河湖管理局"],
        ["堤岸加固", "90.00", "104.56", "农业科", "堤防管理所"],
    ]


def codes(prepared: Prepared) -> list[str]:
    return [finding.code for finding in prepared.findings if finding.code.startswith("P")]


def test_what_is_typed_and_equal_is_taken_as_before(changed: Callable[..., Prepared]) -> None:
    prepared = changed(
        ("name: 河道保洁, supervisor", "name: 河道保洁, executed: 1550000, supervisor"),
        ("  goal: ", "  execution: [{source: 财政拨款, executed: 7153600.36}]\n  goal: "),
        ("  goal: ", "  execution_score: 10\n  goal: "),  # full from 90 % on
        ("score: 48}", "score: 47}"),
    )
    assert codes(prepared) == []
    assert rows(prepared, "部门整体支出绩效自评情况表")[2][7] == "10"


def test_what_is_typed_and_differs_is_an_error_at_its_place(
    changed: Callable[..., Prepared],
) -> None:
    prepared = changed(
        ("name: 河道保洁, supervisor", "name: 河道保洁, executed: 1550001, supervisor"),
        ("  goal: ", "  execution_score: 9.5\n  goal: "),
    )
    assert codes(prepared) == ["P02", "P05"]
    assert has_errors(prepared.findings)
    places = [f.location.path for f in prepared.findings if f.code == "P05" and f.location]
    assert places == [("evaluation", "projects", 0, "executed")]


def test_with_a_reason_the_typed_figure_is_printed_and_told(
    changed: Callable[..., Prepared],
) -> None:
    prepared = changed(
        ("name: 河道保洁, supervisor", "name: 河道保洁, executed: 1550001, supervisor"),
        ("  goal: ", "  difference_reason: 含上级直接支付的资金\n  goal: "),
    )
    assert codes(prepared) == ["P11"]
    assert rows(prepared, "部门项目支出绩效自评汇总表")[1][3] == "155.00"
    assert not has_errors(prepared.findings)


def test_spending_without_an_adjusted_budget_is_told_at_its_lines(
    changed: Callable[..., Prepared],
) -> None:
    prepared = changed((", adjusted_budget: 55500}", "}"), (", adjusted_budget: 44400}", "}"))
    found = [finding for finding in prepared.findings if finding.code == "P10"]
    assert [[place.path for place in finding.locations] for finding in found] == [
        [("expenditure", 14, "adjusted_budget"), ("expenditure", 15, "adjusted_budget")]
    ]


def test_only_projects_may_be_evaluated(changed: Callable[..., Prepared]) -> None:
    start, end = TEXT.index("  grade: 优\n"), TEXT.index("  targeted_projects")
    prepared = changed((TEXT[start:end], ""), (", adjusted_budget: 55500}", "}"))
    assert [f.code for f in prepared.findings if has_errors([f])] == []
    assert prepared.document is not None
    captions = [table.caption for table in prepared.document.tables()]
    assert "部门整体支出绩效自评情况表" not in captions
    text = "\n".join(getattr(block, "text", "") for block in prepared.document.blocks())
    assert "对3个项目开展了绩效自评" in text
    assert "（二）项目绩效自评结果" in text
    assert "（三）重点绩效评价结果" in text
    assert "None" not in text


def test_only_the_whole_may_be_evaluated(changed: Callable[..., Prepared]) -> None:
    start, end = (
        TEXT.index("  projects:\n    - {name: 河道保洁, supervisor"),
        TEXT.index("  finance_"),
    )
    prepared = changed((TEXT[start:end], ""))
    assert prepared.document is not None
    text = "\n".join(b.text for b in prepared.document.blocks() if isinstance(b, Paragraph))
    assert "对部门整体开展了绩效自评" in text
    assert "个项目进行了绩效自评" not in text


@pytest.mark.parametrize("source", ["new", "convert"])
def test_the_workbook_asks_for_none_of_them(source: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    kind = ("--pack", "henan/base", "--kind", Kind.FINAL_ACCOUNT.value, "--year", "2024")
    command = ("new", *kind, "-o", path) if source == "new" else ("convert", INPUT, path)
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in command])
    assert ended.value.code == 0
    book = load_workbook(BytesIO(path.read_bytes()))
    assert "自评执行" not in book.sheetnames
    titles = [cell.value for row in book["项目自评"].iter_rows(max_row=4) for cell in row]
    assert "项目名称" in titles
    assert not {"年初预算数", "预算执行数"} & set(titles)
    items = [row[0].value for row in book["绩效自评"].iter_rows()]
    assert "绩效自评·自评的数与决算不同的原因" in items
    assert "绩效自评·预算执行率得分" not in items


def test_a_template_may_ask_for_the_amount_of_an_evaluations_amount() -> None:
    """As templates did before these were amounts."""
    prepared = prepare(INPUT)
    assert prepared.figures is not None
    assert prepared.pack is not None
    context = Context(prepared.figures, prepared.pack, prepared.sources)
    evaluation = context.names()["evaluation"]
    assert str(context.make_amount(evaluation.executed)) == str(evaluation.executed) == "792.35"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("  month: ", "绩效自评·填表年月"),
        ("points: ", "绩效自评·绩效指标第1行·分值"),
        ("score: ", "绩效自评·绩效指标第1行·得分"),
    ],
)
def test_a_blank_is_missed_where_it_is_printed(
    changed: Callable[..., Prepared], typed: str, label: str
) -> None:
    line = next(each for each in TEXT.splitlines() if typed in each)
    at = line.index(typed) + len(typed)
    end = min((i for i in (line.find(mark, at) for mark in ",}") if i > 0), default=len(line))
    made = changed((line, line[:at].rstrip() + " " + line[end:]))
    missed = [finding for finding in made.findings if finding.code == "C008"]
    assert [label in finding.message for finding in missed] == [True]
    assert made.document is not None
    assert "（待填：" in dump(made.document)


def test_a_blank_is_not_missed_where_nothing_prints_it(
    changed: Callable[..., Prepared],
) -> None:
    """国家的情况说明 prints no month and no single score."""
    month = next(each for each in TEXT.splitlines() if each.startswith("  month: "))
    pack = next(each for each in TEXT.splitlines() if each.startswith("pack: "))
    made = changed((month, "  month:"), (pack, "pack: national"))
    assert not [f for f in made.findings if f.code.startswith("M") or "填表年月" in f.message]
    assert made.document is not None


def test_a_blank_number_of_targeted_projects_is_missed_and_no_zero(
    changed: Callable[..., Prepared],
) -> None:
    prepared = changed(("  targeted_projects: 5\n", ""))
    missed = [f for f in prepared.findings if f.code == "C008"]
    assert [f.location.path for f in missed if f.location is not None] == [
        ("evaluation", "targeted_projects")
    ]
    assert prepared.document is not None
    text = "\n".join(getattr(block, "text", "") for block in prepared.document.blocks())
    assert "对（待填：设置绩效目标的项目数）个项目支出" in text
    assert "对0个项目" not in text
