"""Exports of the budget system become the lines that they were made from."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding
from discloser.importing.files import Import, import_files
from discloser.importing.tables import open_books
from discloser.importing.titles import Part, Role, Titles
from discloser.pipeline import prepare
from discloser.read.write_yaml import write_yaml
from tests.importing.grids import INPUTS, SHAPES, Sheet, draft_of, entries, keys, saved

ABOUT = {"pack": "henan/base", "kind": "budget", "year": "2025"}
TITLES = list(
    csv.DictReader(
        files("discloser.importing").joinpath("column_titles.csv").read_text("utf-8").splitlines()
    )
)
HEAD = ["预算单位", "支出功能分类", "部门经济分类", "政府经济分类", "支出性质", "项目", "资金性质"]
LINE = ["709001-某局", "2010301-行政运行", "30101", "50101", "基本支出", None, "一般公共预算"]
OTHER = ["709001-某局", "2010302", "30201", "50201", "特定目标类", "某项目", "政府性基金"]


def imported(sheets: list[Sheet], folder: Path, about: Any = ABOUT, name: str = "a.xlsx") -> Import:
    return of_files([saved(sheets, folder / name)], about)


def of_files(paths: list[Path], about: Any = ABOUT) -> Import:
    books, _ = open_books(paths)
    return import_files(books, about, Forms(), Codebook())


def rows(*amounts: object, head: str = "金额") -> Sheet:
    """A small grid with a line for each amount, the kinds of line in turn."""
    lines = [[*(LINE, OTHER)[at % 2], amount] for at, amount in enumerate(amounts)]
    return Sheet("导出", [[*HEAD, head], *lines])


def told(result: Import, code: str) -> list[Finding]:
    return [finding for finding in result.findings if finding.code == code]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_input_comes_back_from_its_export(path: Path, shape: str, tmp_path: Path) -> None:
    draft = draft_of(path)
    about = {name: draft[name] for name in ("pack", "kind", "year")}
    result = imported(SHAPES[shape](entries(draft)), tmp_path, about)
    assert result.imported is not None
    made = result.imported.draft
    assert keys(made) == keys(draft)
    spending = dict.fromkeys(each.unit[1] for each in entries(draft))  # no line names another unit
    assert [unit["name"] for unit in made["units"]] == list(spending)
    assert result.proof.broken == ()
    assert len(result.proof.numbers) >= len(draft["expenditure"])
    if draft["kind"] == "budget":
        assert receipts(made) == receipts(draft)


def receipts(draft: Any) -> dict[tuple[str, str], Decimal]:
    """The receipts of a draft by fund and nature, in 元."""
    yuan = 10_000 if draft.get("money_unit") == "万元" else 1
    sums: dict[tuple[str, str], Decimal] = {}
    for line in draft["receipts"]:
        key = line.get("fund") or "一般公共预算", line.get("kind") or "本年收入"
        amount = Decimal(str(line["amount"]).replace(",", "")) * yuan
        sums[key] = sums.get(key, Decimal()) + amount
    return sums


@pytest.mark.parametrize("shape", SHAPES)
def test_the_document_of_an_import_is_the_same(shape: str, tmp_path: Path) -> None:
    """What a file does not tell is taken from the input; every printed number must be its own."""
    path = next(each for each in INPUTS if "xinxiang" in each.parts)
    draft = draft_of(path)
    assert draft["money_unit"] == "元"
    result = imported(SHAPES[shape](entries(draft)), tmp_path, ABOUT | {"pack": draft["pack"]})
    assert result.imported is not None
    made = result.imported.draft
    again = dict(draft) | {name: made[name] for name in ("receipts", "expenditure")}
    copy = tmp_path / "again.yaml"
    copy.write_text(write_yaml(again), encoding="utf-8")
    first, second = prepare(path), prepare(copy)
    assert first.document is not None
    assert first.document == second.document


@pytest.mark.parametrize("row", TITLES, ids=lambda row: row["标题"])
def test_every_title_of_the_table_is_known_in_its_forms(row: dict[str, str]) -> None:
    titles, role = Titles(), Role(row["栏"])
    for written in (row["标题"], f" {row['标题']} *", row["标题"].replace("（", "(")):
        title = titles.read((written,))
        assert title is not None
        assert (title.role, title.part) == (role, Part.WHOLE)
    if role is Role.AMOUNT:
        for unit in ("元", "万元"):
            title = titles.read((f"{row['标题']}({unit})",))
            assert title is not None
            assert title.unit == unit
    elif row["标题"].isascii():
        assert titles.read((f"{row['标题']}_code",)) is not None


@pytest.mark.parametrize(
    ("title", "fund", "carries_over"),
    [
        ("公共预算拨款", "公共预算拨款", False),
        ("政府性基金拨款", "政府性基金拨款", False),
        ("事业收入", "事业收入", False),
        ("附属单位上缴收入", "附属单位上缴收入", False),
        ("其他自有资金", "其他自有资金", False),
        ("上年结转", "", True),
        ("上年结转结余", "", True),
        ("一般公共预算上年结转", "一般公共预算", True),
        ("上年结转（政府性基金预算）", "政府性基金预算", True),
    ],
)
def test_a_kind_of_money_may_be_a_column(title: str, fund: str, carries_over: bool) -> None:
    found = Titles().read((title,))
    assert found is not None
    assert (found.role, found.fund, found.carries_over) == (Role.AMOUNT, fund, carries_over)


@pytest.mark.parametrize(
    ("head", "above", "typed", "yuan"),
    [
        ("金额", None, 12.5, "12.5"),
        ("金额(元)", None, "1,234.50", "1234.5"),
        ("预算数（万元）", None, 1.23, "12300"),
        ("金额", "单位：万元", "0.5", "5000"),
        ("金额", "金额单位：元", "０．５", "0.5"),
    ],
)
def test_amounts_are_exact_in_yuan(
    head: str, above: str | None, typed: object, yuan: str, tmp_path: Path
) -> None:
    sheet = rows(typed, head=head)
    if above is not None:
        sheet.rows.insert(0, [above])
    result = imported([sheet], tmp_path)
    assert result.imported is not None
    assert [line["amount"] for line in result.imported.draft["expenditure"]] == [yuan]
    is_assumed = ("money_unit",) in result.imported.inferred
    assert is_assumed is (above is None and "元" not in head)


def test_rows_of_sums_are_no_lines_and_are_proved(tmp_path: Path) -> None:
    sheet = rows(100, 250)
    sheet.rows.insert(1, ["某局", "201", None, None, None, None, None, 350])
    sheet.rows.append(["小计", *[None] * 6, 350])
    sheet.rows += [[*LINE[:1], "2080505", *LINE[2:], 50], ["小计", *[None] * 6, 50]]
    sheet.rows.append([None, "合计", *[None] * 5, 400])
    result = imported([sheet], tmp_path)
    assert result.imported is not None
    assert [each["amount"] for each in result.imported.draft["expenditure"]] == ["100", "250", "50"]
    totals = [(each.name, each.printed, each.derived) for each in result.proof.totals]
    assert ("小计", Decimal(350), Decimal(350)) in totals
    assert ("小计", Decimal(50), Decimal(50)) in totals
    assert ("合计", Decimal(400), Decimal(400)) in totals


@pytest.mark.parametrize("wrong", [399, 4000, -400])
def test_a_sum_that_does_not_hold_is_told_at_its_cell(wrong: int, tmp_path: Path) -> None:
    sheet = rows(100, 300)
    sheet.rows.append(["合计", *[None] * 6, wrong])
    result = imported([sheet], tmp_path)
    (finding,) = told(result, "J006")
    assert finding.location is not None
    assert (finding.location.sheet, finding.location.cell) == ("导出", "H4")
    assert result.proof.held == 2


def test_money_of_an_unknown_column_is_missed_in_the_sum_beside_it(tmp_path: Path) -> None:
    head = [*HEAD[:6], "预算金额", "公共预算拨款", "专项资金项目"]
    sheet = Sheet("导出", [head, [*LINE[:6], 150, 100, 50], [*OTHER[:6], 70, 70, None]])
    result = imported([sheet], tmp_path)
    (finding,) = told(result, "J006")
    assert finding.location is not None
    assert finding.location.cell == "G2"
    assert "专项资金项目" in told(result, "J002")[0].message


def test_the_numbering_and_filter_rows_below_the_titles_are_no_lines(tmp_path: Path) -> None:
    sheet = rows(100, 300)
    sheet.rows.insert(1, ["全部", "请选择", None, None, None, None, None, None])
    sheet.rows.insert(1, [1, 2, 3, 4, 5, 6, 7, 8])
    result = imported([sheet], tmp_path)
    assert result.imported is not None
    assert [each["amount"] for each in result.imported.draft["expenditure"]] == ["100", "300"]


def test_a_code_in_three_columns_is_put_together(tmp_path: Path) -> None:
    top = ["预算单位", "功能分类科目", None, None, None, "部门经济分类", "资金性质", "金额"]
    sheet = Sheet("导出", [top, [None, "类", "款", "项", "科目名称", None, None, None]])
    sheet.rows.append(["某局", "201", "03", "01", "行政运行", "30101", "财政拨款", 10])
    sheet.rows.append(["某局", "208", "20805", "2080505", "某名", "30108", "事业收入", 20])
    result = imported([sheet], tmp_path)
    assert result.imported is not None
    found = [line["function"] for line in result.imported.draft["expenditure"]]
    assert found == ["2010301", "2080505"]


def test_two_exports_of_the_same_lines_must_agree(tmp_path: Path) -> None:
    first = saved([rows(100, 300)], tmp_path / "a.xlsx")
    same = saved([rows(100, 300)], tmp_path / "b.xlsx")
    other = saved([rows(100, 310)], tmp_path / "c.xlsx")
    once = of_files([first, same])
    assert once.imported is not None
    assert [line["amount"] for line in once.imported.draft["expenditure"]] == ["100", "300"]
    assert told(once, "J010") == []
    twice = of_files([first, other])
    (finding,) = told(twice, "J010")
    assert [Path(place.file).name for place in finding.locations] == ["a.xlsx", "c.xlsx"]
    assert [place.cell for place in finding.locations] == ["H3", "H3"]


def test_lines_alike_are_one_with_the_sum(tmp_path: Path) -> None:
    result = imported([rows(100, 300, 11)], tmp_path)
    assert result.imported is not None
    assert [line["amount"] for line in result.imported.draft["expenditure"]] == ["111", "300"]
    assert "1 行" in told(result, "J011")[0].message


def test_what_a_file_does_not_say_is_inferred_and_told(tmp_path: Path) -> None:
    head = ["预算单位", "支出功能分类", "部门经济分类", "项目", "预算金额(元)", "上年结转"]
    sheet = Sheet("导出", [head, ["某局", "2010301", "30101", None, 10, None]])
    sheet.rows.append(["某局", "2010302", "30201", "某项目", 20, None])
    sheet = Sheet("导出", [row[:5] for row in sheet.rows])
    result = imported([sheet], tmp_path)
    assert result.imported is not None
    lines = result.imported.draft["expenditure"]
    assert [line["category"] for line in lines] == ["基本支出", "项目支出"]
    assert [line["fund"] for line in lines] == ["一般公共预算"] * 2
    inferred = result.imported.inferred
    for at in range(2):
        assert ("expenditure", at, "category") in inferred
        assert ("expenditure", at, "fund") in inferred
        assert ("expenditure", at, "function") not in inferred


@pytest.mark.parametrize("written", ["2024", "2024年", 2024])
def test_another_year_is_told(written: object, tmp_path: Path) -> None:
    sheet = rows(100)
    sheet.rows = [["年度", *sheet.rows[0]], [written, *sheet.rows[1]]]
    (finding,) = told(imported([sheet], tmp_path), "J004")
    assert finding.location is not None
    assert finding.location.cell == "A2"


@pytest.mark.parametrize(
    "sheet",
    [
        Sheet("通讯录", [["姓名", "电话"], ["张三", "123"]]),
        Sheet("空", []),
        Sheet("缺金额", [HEAD, LINE]),
        Sheet("只有两栏", [["预算单位", "金额"], ["某局", 10]]),
    ],
    ids=lambda sheet: sheet.title,
)
def test_a_file_without_a_grid_is_told(sheet: Sheet, tmp_path: Path) -> None:
    result = imported([sheet], tmp_path)
    assert result.imported is None
    assert [each.location.file for each in told(result, "J001") if each.location] == [
        str(tmp_path / "a.xlsx")
    ]


@pytest.mark.parametrize("typed", ["十万", "1.2.3", "12 34", "约100"])
def test_what_is_no_amount_is_kept_and_told_at_its_cell(typed: str, tmp_path: Path) -> None:
    result = imported([rows(100, typed)], tmp_path)
    (finding,) = told(result, "J005")
    assert finding.location is not None
    assert finding.location.cell == "H3"
    assert result.imported is not None
    assert result.imported.draft["expenditure"][1]["amount"] == typed
    assert (result.proof.held, len(result.proof.numbers)) == (1, 2)


def test_a_cell_with_an_error_is_told(tmp_path: Path) -> None:
    result = imported([rows(100, "#N/A")], tmp_path)
    at = [each.location.cell for each in result.findings if each.location and each.location.cell]
    assert "H3" in at
