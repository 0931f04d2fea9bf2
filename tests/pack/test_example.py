"""The made-up province of ``templates/example``: a document family like none of the real ones.

It was written with the handbook alone. Every expected amount is added up here from the lines of
its input, read as plain text; nothing of the program takes part in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as Word
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook
from pypdf import PdfReader

from discloser.document.nodes import Contents, Heading, Orientation, Paragraph, Table
from discloser.pipeline import PDF_ENGINES, Prepared, prepare, render
from tests.fidelity.readers import docx_grids
from tests.render.pdf_reader import flat, page_texts
from tests.render.xlsx_reader import SheetTable, read_tables

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs/example/qinglan/2024/digital-governance.yaml"
FUND, CAPITAL = "政府性基金预算", "国有资本经营预算"
APPROPRIATIONS = ("一般公共预算", FUND, CAPITAL)
YUAN_TABLES = ("appropriation", "general_public_basic", "three_public", "government_fund")
ITEMS = ["项目概述", "立项依据", "实施主体", "实施方案", "实施周期", "年度预算安排", "绩效目标"]
PROJECTS = (
    "一体化政务服务平台运行维护",
    "公共数据开放与授权运营试点",
    "12345政务服务便民热线能力提升",
    "智慧城市感知设施建设",
    "省属数字企业退休人员社会化管理补助",
)
Line = dict[str, str]


@cache
def ledger() -> dict[str, list[Line]]:
    """The lines of the three books, each with its fields as they are typed."""
    books: dict[str, list[Line]] = {}
    book = ""
    for text in INPUT.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"(\w+):$", text):
            book = match[1]
        elif text.startswith("  - {") and book in ("receipts", "expenditure", "closing"):
            fields = re.findall(r'(\w+): "?([^,"}]+)', text)
            books.setdefault(book, []).append(dict(fields))
    return books


def total(book: str, column: str = "amount", **where: str | tuple[str, ...]) -> Decimal:
    """The sum of a column of the lines that have these fields, in 元."""
    lines = [line for line in ledger()[book] if all(_has(line, *item) for item in where.items())]
    return sum((Decimal(line[column]) for line in lines), Decimal(0))


def values(field: str, **where: str) -> set[str]:
    """What the expenditure lines that have these fields say in another."""
    lines = ledger()["expenditure"]
    return {line[field] for line in lines if all(_has(line, *item) for item in where.items())}


def _has(line: Line, field: str, wanted: str | tuple[str, ...]) -> bool:
    value = line.get(field, "一般公共预算" if field == "fund" else "")
    return value == wanted if isinstance(wanted, str) else value in wanted


def yuan(amount: Decimal) -> str:
    """An amount as a table in 元 prints it; zero is blank."""
    return f"{amount:,.2f}" if amount else ""


def wan(amount: Decimal) -> str:
    """An amount as a sentence prints it: in 万元, rounded half-up."""
    return f"{(amount / 10_000).quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


@cache
def prepared() -> Prepared:
    return prepare(INPUT)


@cache
def rendered(engine: str) -> dict[str, bytes]:
    formats = ("docx", "xlsx", "pdf") if engine == PDF_ENGINES[0] else ("pdf",)
    return dict(render(prepared(), formats, pdf_engine=engine))


@cache
def sheets() -> list[SheetTable]:
    return list(read_tables(rendered(PDF_ENGINES[0])["xlsx"]).values())


def sheet(name: str) -> SheetTable:
    tables = [table.name for table in _tables()]
    return sheets()[tables.index(name)]


def _tables() -> list[Table]:
    document = prepared().document
    assert document is not None
    return list(document.tables())


def row(table: SheetTable, label: str) -> list[str]:
    """The body row with this text in one of its first two cells."""
    return next(line for line in table.texts[table.head_rows :] if label in line[:2])


def paragraphs() -> list[str]:
    document = prepared().document
    assert document is not None
    return [block.text for block in document.blocks() if isinstance(block, Paragraph)]


def sentence(beginning: str) -> str:
    return next(text for text in paragraphs() if text.startswith(beginning))


def test_it_has_no_errors_and_no_warnings() -> None:
    assert {finding.code for finding in prepared().findings} <= {"A04"}


def test_three_public_is_table_seven_and_the_funds_are_eight_and_nine() -> None:
    numbered = {table.number: table.name for table in _tables() if table.number}
    assert [numbered[f"公开0{n}表"] for n in (7, 8, 9)] == [
        "three_public",
        "government_fund",
        "state_capital",
    ]
    assert len(numbered) == 9


@pytest.mark.parametrize(("name", "fund"), [("government_fund", FUND), ("state_capital", CAPITAL)])
def test_a_fund_s_table_carries_over_item_by_item_in_yuan(name: str, fund: str) -> None:
    table = sheet(name)
    head = [text for line in table.texts[: table.head_rows] for text in line if text]
    assert [h for h in head if "结转" in h or h.startswith("本年")] == [
        "年初结转和结余",
        "本年收入",
        "本年支出",
        "年末结转和结余",
    ]
    items = sorted(values("function", fund=fund))
    assert len(items) == 2
    for label, where in [("合计", {}), *((item, {"function": item}) for item in items)]:
        spent = total("expenditure", fund=fund, **where)
        assert row(table, label)[2:] == [
            yuan(total("receipts", fund=fund, kind="上年结转结余", **where)),
            yuan(total("receipts", fund=fund, kind="本年收入", **where)),
            yuan(spent),
            "",
            yuan(spent),
            yuan(total("closing", fund=fund, **where)),
        ]


def test_every_table_says_the_unit_that_its_amounts_are_in() -> None:
    units = {table.name: table.unit for table in _tables()}
    in_yuan = {name for name, unit in units.items() if unit == "金额单位：元"}
    per_project = {f"project_outturn-{n}" for n in range(1, 6)}
    assert in_yuan == {*YUAN_TABLES, "state_capital", *per_project}
    assert {units[name] for name in units.keys() - in_yuan} == {"金额单位：万元"}
    # The form number stands above the unit, at the right as well.
    above = [table.number + table.unit for table in _tables()]
    assert [table.unit for table in sheets()] == above


def test_tables_in_both_units_print_the_same_totals() -> None:
    general = total("expenditure", fund="一般公共预算")
    spent = [total("expenditure", fund=fund) for fund in APPROPRIATIONS]
    in_wan = row(sheet("general_public_expenditure"), "合计")[2]
    assert in_wan.replace(",", "") == wan(general)
    in_yuan = next(line for line in sheet("appropriation").texts if "本年支出合计" in line)
    assert in_yuan[3:] == [yuan(sum(spent, Decimal(0))), *map(yuan, spent)]


def test_a_workbook_holds_the_exact_yuan_as_a_number() -> None:
    book = load_workbook(BytesIO(rendered(PDF_ENGINES[0])["xlsx"]))
    wanted = total("expenditure", fund=FUND)
    found = {
        Decimal(repr(cell.value)): cell.number_format
        for line in book[next(n for n in book.sheetnames if "政府性基金" in n)].iter_rows()
        for cell in line
        if isinstance(cell.value, int | float)
    }
    assert found[wanted].startswith("#,##0.00")


def test_three_public_compares_the_adjusted_budget_with_the_outturn_in_yuan() -> None:
    items = ("30212", "31013", "30231", "30217")
    of = [
        [
            total("expenditure", column, department_economic=item, fund=APPROPRIATIONS)
            for item in items
        ]
        for column in ("adjusted_budget", "amount")
    ]
    expected = [
        amount
        for abroad, bought, run, reception in of
        for amount in (
            abroad + bought + run + reception,
            abroad,
            bought + run,
            bought,
            run,
            reception,
        )
    ]
    assert sheet("three_public").texts[-1] == [yuan(amount) for amount in expected]


@pytest.mark.parametrize(
    ("beginning", "where", "budget", "word"),
    [
        (
            "2024年度一般公共预算财政拨款支出年初预算为",
            {"fund": "一般公共预算"},
            "initial_budget",
            "大于年初预算数",
        ),
        (
            "2024年度“三公”经费财政拨款支出全年预算数为",
            {"department_economic": ("30212", "31013", "30231", "30217")},
            "adjusted_budget",
            "小于全年预算数",
        ),
        (
            "8.住房保障支出（类）住房改革支出（款）住房公积金（项）",
            {"function": "2210201"},
            "initial_budget",
            "等于年初预算数",
        ),
    ],
)
def test_a_sentence_compares_the_outturn_with_the_budget(
    beginning: str, where: dict[str, str | tuple[str, ...]], budget: str, word: str
) -> None:
    planned, actual = (total("expenditure", column, **where) for column in (budget, "amount"))
    difference = abs(actual - planned)
    expected = f"决算数{word}" + (f"{wan(difference)}万元，主要原因是" if difference else "。")
    assert {"大于": actual > planned, "小于": actual < planned, "等于": not difference}[word[:2]]
    text = sentence(beginning)
    assert f"{wan(planned)}万元" in text
    assert f"{wan(actual)}万元" in text
    assert expected in text


def project_headings() -> Iterator[tuple[str, list[str]]]:
    """The heading of each project and those below it."""
    document = prepared().document
    assert document is not None
    below: list[str] = []
    for block in document.blocks():
        if isinstance(block, Heading) and block.anchor.startswith("part-project-"):
            if block.level == 2:
                below = []
                yield block.text.partition("、")[2], below
            else:
                below.append(block.text.partition("）")[2])


def test_each_project_has_a_part_of_seven_items() -> None:
    assert {line["project"] for line in ledger()["expenditure"] if "project" in line} == {*PROJECTS}
    assert list(project_headings()) == [(name, ITEMS) for name in PROJECTS]


@pytest.mark.parametrize("index", range(len(PROJECTS)), ids=PROJECTS)
def test_a_project_prints_its_own_amounts_in_both_units(index: int) -> None:
    name = PROJECTS[index]
    columns = ("initial_budget", "adjusted_budget", "amount")
    amounts = [total("expenditure", column, project=name) for column in columns]
    document = prepared().document
    assert document is not None
    section = next(
        section
        for section in document.sections
        if any(
            getattr(block, "anchor", "") == f"part-project-{index + 1}" for block in section.blocks
        )
    )
    text = "".join(block.text for block in section.blocks if isinstance(block, Paragraph))
    for label, amount in zip(("年初预算为", "全年预算为", "支出决算为"), amounts, strict=True):
        assert f"{label}{wan(amount)}万元" in text
    table = sheet(f"project_outturn-{index + 1}")
    assert row(table, "合计")[3:] == [yuan(amount) for amount in amounts]
    for item in values("department_economic", project=name):
        where = {"project": name, "department_economic": item}
        expected = [yuan(total("expenditure", column, **where)) for column in columns]
        assert row(table, item)[3:] == expected


def test_the_contents_list_every_project_below_its_part() -> None:
    document = prepared().document
    assert document is not None
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    labels = [(entry.level, entry.label) for entry in contents.entries]
    start = labels.index((1, "第四部分 项目支出情况")) + 1
    numerals = "一二三四五"
    assert labels[start : start + 5] == [
        (2, f"{numeral}、{name}") for numeral, name in zip(numerals, PROJECTS, strict=True)
    ]


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_every_page_is_landscape_and_each_project_begins_one(engine: str) -> None:
    pdf = rendered(engine)["pdf"]
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    assert all(box.width > box.height for box in boxes)
    pages = [flat(text) for text in page_texts(pdf)]
    first = {
        name: next(
            number
            for number, text in enumerate(pages)
            if text.startswith(f"{numeral}、{name}") and "项目概述" in text
        )
        for numeral, name in zip("一二三四五", PROJECTS, strict=True)
    }
    assert sorted(set(first.values())) == list(first.values())
    for name, number in first.items():
        assert f"{name}支出明细表" in pages[number]
        assert "绩效目标" in pages[number]


def test_every_section_is_landscape_in_word_and_excel() -> None:
    document = prepared().document
    assert document is not None
    assert {section.orientation for section in document.sections} == {Orientation.LANDSCAPE}
    word = Word(BytesIO(rendered(PDF_ENGINES[0])["docx"]))
    assert {section.orientation for section in word.sections} == {WD_ORIENT.LANDSCAPE}
    book = load_workbook(BytesIO(rendered(PDF_ENGINES[0])["xlsx"]))
    assert {page.page_setup.orientation for page in book} == {"landscape"}


def test_word_and_excel_print_the_same_tables() -> None:
    assert docx_grids(rendered(PDF_ENGINES[0])["docx"]) == [table.texts for table in sheets()]


@pytest.mark.parametrize("engine", PDF_ENGINES)
def test_the_totals_of_the_tables_are_in_the_pdf(engine: str) -> None:
    text = flat("".join(page_texts(rendered(engine)["pdf"])))
    assert yuan(total("expenditure", fund=FUND)) in text
    assert yuan(total("expenditure", fund=CAPITAL)) in text
    assert yuan(total("receipts", fund=APPROPRIATIONS)) in text


def test_a_project_without_one_of_its_texts_is_a_finding(tmp_path: Path) -> None:
    lost = (
        "      - title: 立项依据\n"
        "        text: 省公共数据管理条例和省数据要素市场化配置改革工作方案。\n"
    )
    text = INPUT.read_text(encoding="utf-8")
    assert lost in text
    path = tmp_path / "input.yaml"
    path.write_text(text.replace(lost, ""), encoding="utf-8")
    found = prepare(path).findings
    (finding,) = (finding for finding in found if finding.code == "C007")
    assert finding.figures == ("公共数据开放与授权运营试点",)
    assert finding.location is not None
    lines = path.read_text(encoding="utf-8").splitlines()
    project = lines.index("  - name: 公共数据开放与授权运营试点")
    assert finding.location.line == lines.index("    texts:", project) + 1
