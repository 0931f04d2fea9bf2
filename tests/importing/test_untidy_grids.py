"""Exports as people hand them on: titles on each page, sums between lines, several tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding
from discloser.importing.files import Import, import_files
from discloser.importing.tables import open_books
from tests.entry.office import Office, is_installed
from tests.importing.grids import (
    INPUTS,
    SHAPES,
    Sheet,
    draft_of,
    entries,
    keys,
    nested,
    saved,
    single,
)

ABOUT = {"pack": "henan/base", "kind": "budget", "year": "2025"}
PATH = next(each for each in INPUTS if "xinxiang" in each.parts)
HEAD = ["预算单位", "支出功能分类", "部门经济分类", "支出性质", "项目", "资金性质", "金额"]


def imported(paths: list[Path], about: Any = ABOUT) -> Import:
    books, told = open_books(paths)
    made = import_files(books, about, Forms(), Codebook())
    return Import(made.imported, made.proof, (*told, *made.findings))


def told(result: Import, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


def cells_of(findings: list[Finding]) -> list[str | None]:
    return [place.cell for each in findings for place in each.locations]


def lines(result: Import) -> list[tuple[Any, ...]]:
    assert result.imported is not None
    return [
        tuple(line.get(name) for name in ("unit", "function", "department_economic", "amount"))
        for line in result.imported.draft["expenditure"]
    ]


def line(
    amount: object,
    unit: str | None = "709001-某局",
    item: str | None = "2010301",
    economic: str = "30101",
) -> list[Any]:
    return [unit, item, economic, "基本支出", None, "一般公共预算", amount]


def sheet(*rows: list[Any], above: tuple[str, ...] = (), title: str = "导出") -> Sheet:
    return Sheet(title, [*([text] for text in above), HEAD, *rows])


def paged(made: Sheet, rows: int, titles: int) -> Sheet:
    """The sheet with its titles again after each page, below a sum of the page."""
    head, body = made.rows[:titles], made.rows[titles:]
    pages = [body[at : at + rows] for at in range(0, len(body), rows)]
    return Sheet(made.title, [row for page in pages for row in (*head, *page)])


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
@pytest.mark.parametrize("shape", ["single", "nested"])
def test_titles_on_every_page_are_no_lines(path: Path, shape: str, tmp_path: Path) -> None:
    draft = draft_of(path)
    made = SHAPES[shape](entries(draft))[0]
    titles = 4 if shape == "nested" else 1
    plain = Sheet(made.title, made.rows)
    if shape == "nested":  # merged cells of units would cross the pages
        units = [row[0] for row in made.rows]
        assert all(units[titles:-1])
    pages = paged(plain, 7, titles)
    about = {name: draft[name] for name in ("pack", "kind", "year")}
    result = imported([saved([pages], tmp_path / "a.xlsx")], about)
    assert result.imported is not None
    assert keys(result.imported.draft) == keys(draft)
    assert result.proof.broken == ()


@pytest.mark.parametrize("order", [[6, 0, 1, 2, 3, 4, 5], [3, 2, 6, 5, 4, 1, 0]])
def test_a_second_table_below_has_its_own_columns_and_unit_of_money(
    order: list[int], tmp_path: Path
) -> None:
    other = [[row[at] for at in order] for row in (HEAD, line(2, "710001-乙局"))]
    made = sheet(line(100), above=("编制单位：甲局", "单位：元"))
    made.rows += [[], ["编制单位：乙局"], ["单位：万元"], *other]
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [each[3] for each in lines(result)] == ["100", "20000"]
    assert [each[0] for each in lines(result)] == ["709001", "710001"]
    assert cells_of(told(result, "J019")) == ["A4", f"{'ABCDEFG'[order.index(0)]}9"]


def test_tables_of_several_units_say_whose_they_are_above(tmp_path: Path) -> None:
    made = Sheet("导出")
    for unit, amount in (("甲中心", 100), ("乙中心", 300)):
        made.rows += [[f"编制单位：{unit}　　单位：元"], HEAD[1:], line(amount)[1:], []]
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [(each[0], each[3]) for each in lines(result)] == [("甲中心", "100"), ("乙中心", "300")]
    assert told(result, "J010") == []
    assert result.imported is not None
    assert ("money_unit",) not in result.imported.inferred


SUMS: dict[str, tuple[Any, ...]] = {
    "of a page": ("本页小计", 400),
    "of all": ("总  计", 400),
    "of a unit by name": ("709001-某局小计", 400),
    "of an item by name": (None, "2010301 行政运行 小计", 400),
    "running": ("累计：", 400),
}


@pytest.mark.parametrize("name", SUMS)
def test_sums_between_lines_are_no_lines_and_are_proved(name: str, tmp_path: Path) -> None:
    *said, amount = SUMS[name]
    total = [*said, *[None] * (6 - len(said)), amount]
    made = sheet(line(100), line(300, economic="30102"), total, line(7, "709002-二局", "2010302"))
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [each[3] for each in lines(result)] == ["100", "300", "7"]
    (proved,) = result.proof.totals
    assert (proved.printed, proved.place.cell) == (Decimal(400), "G4")
    assert proved.holds is (name != "of all")  # which leaves out a line below it


def test_sums_of_pages_stand_for_their_page_each(tmp_path: Path) -> None:
    rows = [
        line(100),
        line(300, economic="30102"),
        ["本页合计", *[None] * 5, 400],
        line(5, item="2010302"),
    ]
    rows += [["本页合计", *[None] * 5, 5], ["累计", *[None] * 5, 405]]
    result = imported([saved([sheet(*rows)], tmp_path / "a.xlsx")])
    assert [each.derived for each in result.proof.totals] == [400, 5, 405]
    assert result.proof.broken == ()


def test_a_row_with_fewer_keys_is_a_sum_only_where_it_adds_up(tmp_path: Path) -> None:
    whole = ["709001-某局", "2010301", None, None, None, None, 400]
    other = ["709001-某局", "2010302", None, "项目支出", "某项目", None, 50]
    made = sheet(whole, line(100), line(300, economic="30102"), other)
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [each[3] for each in lines(result)] == ["100", "300", "50"]
    made.rows[1][6] = 401
    result = imported([saved([made], tmp_path / "b.xlsx")])
    assert [each[3] for each in lines(result)] == ["401", "100", "300", "50"]


def test_what_is_written_once_above_a_group_is_filled_and_marked(tmp_path: Path) -> None:
    rows = [
        line(100),
        line(300, None, None, "30102"),
        line(5, "709002-二局"),
        line(6, None, "2010302"),
    ]
    result = imported([saved([sheet(*rows)], tmp_path / "a.xlsx")])
    assert [each[0] for each in lines(result)] == ["709001", "709001", "709002", "709002"]
    assert [each[1] for each in lines(result)][:2] == ["2010301", "2010301"]
    assert result.imported is not None
    marked = {path[1:] for path in result.imported.inferred if path[0] == "expenditure"}
    assert marked == {(1, "unit"), (1, "function"), (3, "unit")}


def test_an_item_above_is_not_another_units(tmp_path: Path) -> None:
    result = imported([saved([sheet(line(1), line(5, "709002-二局", None))], tmp_path / "a.xlsx")])
    assert [each[1] for each in lines(result)] == ["2010301", None]


def test_hidden_rows_are_read_and_said_in_every_format(tmp_path: Path) -> None:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    path = saved([sheet(line(100), line(300, item="2010302"), line(5))], tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.worksheets[0].row_dimensions[3].hidden = True
    book.save(path)
    office = Office.started(tmp_path / "profile")
    out = tmp_path / "out"
    out.mkdir()
    for each in (path, office.convert(path, "xls", out), office.convert(path, "ods", out)):
        result = imported([each])
        assert [each[3] for each in lines(result)] == ["105", "300"]
        (finding,) = told(result, "J018")
        assert cells_of([finding]) == ["A3"]
        assert "1 行" in finding.message


def test_a_hidden_sheet_is_read_and_said(tmp_path: Path) -> None:
    path = saved([Sheet("说明", [["无"]]), sheet(line(100))], tmp_path / "a.xlsx")
    book = load_workbook(path)
    book["导出"].sheet_state = "hidden"
    book.save(path)
    result = imported([path])
    assert len(lines(result)) == 1
    assert [place.sheet for each in told(result, "J018") for place in each.locations] == ["导出"]


@pytest.mark.parametrize(
    ("amounts", "above", "code"),
    [
        ((12.5, 30.25, 110.0), "单位：元", "J016"),  # they are 万元
        ((1_200_000, 3_000_000, 250_000), "单位：万元", "J016"),  # they are 元
        ((12_345.678, 1, 1), "单位：元", "J017"),
        ((125_000, 302_500, 1_100_000), "单位：元", ""),
        ((12.5, 30.25, 110.0), "单位：万元", ""),
    ],
)
def test_a_unit_of_money_that_the_amounts_gainsay_is_doubted(
    amounts: tuple[float, ...], above: str, code: str, tmp_path: Path
) -> None:
    rows = [line(amount, item=f"201030{at}") for at, amount in enumerate(amounts, start=1)]
    result = imported([saved([sheet(*rows, above=(above,))], tmp_path / "a.xlsx")])
    doubts = {each.code for each in result.findings} & {"J016", "J017"}
    assert (code in doubts) if code else not doubts


@pytest.mark.parametrize(
    ("above", "year"),
    [
        ("2024年部门预算支出明细表", "2024"),
        ("某局2025年度支出预算明细表", ""),
        ("打印日期：2024年12月3日", ""),
        ("2025年支出预算明细表（含2024年度结转）", ""),
    ],
)
def test_another_year_above_the_titles_is_told(above: str, year: str, tmp_path: Path) -> None:
    result = imported([saved([sheet(line(1), above=(above,))], tmp_path / "a.xlsx")])
    found = told(result, "J004")
    assert [cells_of([each]) for each in found] == ([["A1"]] if year else [])
    assert all(year in each.message for each in found)


def test_lines_of_another_year_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = [["2025", *line(100)], ["2024年度", *line(300)], [2025, *line(5, item="2010302")]]
    made = Sheet("导出", [["年度", *HEAD], *rows, ["合计", *[None] * 6, 405]])
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [each[3] for each in lines(result)] == ["100", "5"]
    (finding,) = told(result, "J007")
    assert cells_of([finding]) == ["A3"]
    assert ("1 行" in finding.message, "2024" in finding.message) == (True, True)
    assert (len(result.proof.numbers), result.proof.broken) == (3, ())


@pytest.mark.parametrize(
    ("above", "kind", "is_told"),
    [
        ("部门预算支出明细表", "final_account", True),
        ("部门决算支出明细表", "budget", True),
        ("一般公共预算支出决算明细表", "final_account", False),
        ("部门预算支出明细表", "budget", False),
    ],
)
def test_a_table_of_the_other_kind_is_told(
    above: str, kind: str, is_told: bool, tmp_path: Path
) -> None:
    about = ABOUT | {"kind": kind}
    result = imported([saved([sheet(line(1), above=(above,))], tmp_path / "a.xlsx")], about)
    assert bool(told(result, "J008")) is is_told


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    first = saved(single(entries(draft_of(PATH))), tmp_path / "a.xlsx")
    second = tmp_path / "b.xlsx"
    second.write_bytes(first.read_bytes())
    once, twice = imported([first]), imported([first, second])
    assert once.imported is not None
    assert twice.imported is not None
    assert twice.imported.draft == once.imported.draft
    assert len(twice.proof.numbers) == len(once.proof.numbers)
    assert [place.file for each in told(twice, "J021") for place in each.locations] == [str(second)]


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("１２３４．５０", "1234.5"),
        (" 1,234.50 ", "1234.5"),
        ("1 234.50", "1234.5"),
        ("1，234.50", "1234.5"),
        ("1234.5元", "1234.5"),
        ("¥1,234.50", "1234.5"),
        ("(1,234.50)", "-1234.5"),
        ("—", None),
        ("-", None),
        ("/", None),
        ("——", None),
        (" - ", None),
    ],
)
def test_numbers_as_texts_are_read(typed: str, yuan: str | None, tmp_path: Path) -> None:
    made = sheet(line(typed), line(7, item="2010302"))
    result = imported([saved([made], tmp_path / "a.xlsx")])
    assert [each[3] for each in lines(result)] == ([yuan, "7"] if yuan else ["7"])
    assert told(result, "J005") == []


def test_merged_cells_that_overlap_are_read_as_they_stand(tmp_path: Path) -> None:
    from zipfile import ZipFile

    path = saved(nested(entries(draft_of(PATH))), tmp_path / "a.xlsx")
    target = tmp_path / "b.xlsx"
    with ZipFile(path) as source, ZipFile(target, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                assert b"<mergeCell " in data
                data = data.replace(b"<mergeCell ", b'<mergeCell ref="A5:B7"/><mergeCell ', 1)
            made.writestr(name, data)
    result = imported([target])
    assert result.imported is not None
    amounts = sum(Decimal(each[3]) for each in lines(result))
    assert amounts == sum(each.amount for each in entries(draft_of(PATH)))
