"""What lint says of a table's columns and of labels that stand at each other's place."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.workshop.lint import lint
from discloser.workshop.lint_columns import column_faults
from discloser.workshop.lint_labels import exchanged_labels
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack

RULES = {"T016", "T052", "T122", "T123", "T124", "T125", "T126", "T127", "T128"}
TOTAL = "  - {id: total, label: 合计, counts: 否}\n"
PARTS = """\
  - label: 支出
    columns:
      - {label: 小计, counts: 否}
      - {label: 基本支出, where: {category: 基本支出}}
      - {label: 项目支出, where: {not_category: 基本支出}}
"""
TWO_SIDES = """\
name: 收支表
caption: 收支表
panels:
  - columns: [{label: 项目, key: name}, {label: 行次, line_number: 是}, {label: 金额}]
    covers: receipts_total
    rows: [{cells: {name: 收入}, measure: receipts_total}]
  - columns: [{label: 项目, key: name}, {label: 行次, line_number: 是}, {label: 金额}]
    covers: expenditure_total
    rows: [{cells: {name: 支出}, measure: expenditure_total}]
"""
FIELDS = """\
assets_bought:
  label: 新增资产
  lines:
    name: {label: 资产名称}
    place: {label: 存放地点}
    quantity: {label: 数量, type: 个数}
    amount: {label: 金额, type: 金额}
    remark: {label: 备注, required: 可不填}
"""
BOUGHT = """\
name: 新增资产表
caption: 新增资产表
of: assets_bought
columns:
  - {label: 资产名称, key: name, row_header: 是}
  - {label: 存放地点, key: place}
  - {label: 数量, value: quantity}
  - {label: 金额}
rows:
  - each: [line]
    cells: {name: "{{ row.line.name }}", place: "{{ row.line.place }}"}
"""


def loaded(folder: Path, files: dict[str, str]) -> tuple[Pack | None, list[tuple[str, str]]]:
    """A pack, and what lint says of its columns and labels, with the message."""
    make_pack(folder, files)
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (folder,))
    told = [*findings]
    if pack is not None:
        told += [*column_faults(pack), *exchanged_labels(pack)]
    return pack, [(f.code, f.message) for f in told if f.code in RULES]


def codes(folder: Path, files: dict[str, str]) -> list[str]:
    return [code for code, _ in loaded(folder, files)[1]]


def table(old: str, new: str) -> dict[str, str]:
    assert old in FILES[TABLE]
    return {TABLE: FILES[TABLE].replace(old, new)}


def bought(old: str = "", new: str = "") -> dict[str, str]:
    assert old in BOUGHT
    return {"fields.yaml": FIELDS, TABLE: BOUGHT.replace(old, new)}


GENERAL, SPECIAL = "{{ assets.general_equipment }}", "{{ assets.special_equipment }}"
PARTS_ALONE = PARTS.replace("      - {label: 小计, counts: 否}\n", "")
WITHOUT = PARTS_ALONE.replace("支出\n", "支出\n    total: 否\n", 1)
OTHER_SIDE = "  - {label: 收入, of: receipts, counts: 否}\n"
OTHER_TABLE = FILES[TABLE].replace(TOTAL, TOTAL + OTHER_SIDE)
GROUPED = FILES[TABLE][FILES[TABLE].index(TOTAL) : FILES[TABLE].index("rows:")]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        # a total of all columns, or of a group's, unless the spec says that its form has none
        (table(TOTAL, ""), ["T122"]),
        ({TABLE: "total: 否\n" + FILES[TABLE].replace(TOTAL, "")}, []),
        (table(GROUPED, TOTAL + PARTS), []),
        (table(GROUPED, PARTS_ALONE), ["T122"]),
        (table(GROUPED, WITHOUT), []),
        # a group of one column
        (table(TOTAL, "  - {label: 合计, columns: [{label: 小计, counts: 否}]}\n"), ["T123"]),
        # a column that no money of the table is in; one that counts nowhere and names its own
        # measure or book prints all of it, whatever the table covers, within the table's measure
        (table(TOTAL, TOTAL + OTHER_SIDE.replace(", counts: 否", "")), ["T128"]),
        (table(TOTAL, TOTAL + OTHER_SIDE), []),
        (table(TOTAL, TOTAL + OTHER_SIDE.replace("of: receipts", "measure: receipts_total")), []),
        ({TABLE: "measure: current_expenditure\n" + OTHER_TABLE}, ["T128"]),
        # line numbers on one side
        ({TABLE: TWO_SIDES}, []),
        ({TABLE: TWO_SIDES.replace("{label: 行次, line_number: 是}, ", "", 1)}, ["T125"]),
        # what is typed and printed nowhere
        (bought(), []),
        (bought("  - {label: 数量, value: quantity}\n"), ["T124"]),
        (bought("  - {label: 金额}\n"), ["T124"]),
        (bought("  - {label: 存放地点, key: place}\n"), ["T016"]),
    ],
)  # fmt: skip
def test_what_is_said_of_columns(
    files: dict[str, str], expected: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, files) == expected


def test_every_two_labels_of_a_declared_table_are_missed_at_each_others_place(
    tmp_path: Path,
) -> None:
    labels = ["资产名称", "存放地点", "数量", "金额"]
    for number, (one, two) in enumerate(combinations(labels, 2)):
        exchanged = BOUGHT.replace(f"label: {one}", "label: 某").replace(
            f"label: {two}", f"label: {one}"
        )
        files = {"fields.yaml": FIELDS, TABLE: exchanged.replace("label: 某", f"label: {two}")}
        assert "T126" in codes(tmp_path / str(number), files), (one, two)


CODED = """\
name: 支出表
caption: 支出表
covers: current_expenditure
columns:
  - {label: 科目编码, key: code}
  - {label: 科目名称, key: name, row_header: 是}
  - {label: 合计, counts: 否}
  - {label: 基本支出, where: {category: 基本支出}}
  - {label: 项目支出, where: {not_category: 基本支出}}
rows:
  - {cells: {code: 合计}, counts: 否}
  - each: [function_class]
    counts: 否
    cells: {code: "{{ row.function_class.code }}", name: "{{ row.function_class.name }}"}
  - each: [function_item]
    cells: {code: "{{ row.function_item.CODE }}", name: "{{ row.function_item.NAME }}"}
"""


@pytest.mark.parametrize(
    ("code", "name", "expected"), [("code", "name", []), ("name", "code", ["T126"])]
)
def test_two_texts_of_one_row_of_many_at_each_others_place(
    code: str, name: str, expected: list[str], tmp_path: Path
) -> None:
    spec = CODED.replace("CODE", code).replace("NAME", name)
    assert codes(tmp_path, {TABLE: spec}) == expected


@pytest.mark.parametrize(
    ("code", "name", "expected"), [("code", "name", []), ("name", "code", ["T126"])]
)
def test_a_label_that_a_parameter_is_part_of_is_told_by_its_other_words(
    code: str, name: str, expected: list[str], tmp_path: Path
) -> None:
    spec = CODED.replace("each: [function_item]", "each: [unit]")
    spec = spec.replace("function_item.CODE", f"unit.{code}")
    spec = spec.replace("function_item.NAME", f"unit.{name}")
    for word in ("编码", "名称"):
        spec = spec.replace(f"科目{word}", f'"{{{{ param.none_word }}}}{word}（项目{word}）"')
    assert codes(tmp_path, {TABLE: spec}) == expected


def test_a_cell_that_no_column_has_leads_to_the_columns_too(tmp_path: Path) -> None:
    make_pack(tmp_path, bought("  - {label: 存放地点, key: place}\n"))
    _, findings = load_pack(NAME, Kind.BUDGET, 2025, (tmp_path,))
    (found,) = [finding for finding in findings if finding.code == "T016"]
    assert [place.line for place in found.locations] == [10, 4]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("采购货物{{ procurement.goods }}万元、工程{{ procurement.works }}万元。", []),
        ("采购货物{{ procurement.works }}万元、工程{{ procurement.goods }}万元。", ["T127"]),
        (f"通用设备{GENERAL}台，专用设备{SPECIAL}台。", []),
        (f"通用设备{SPECIAL}台，专用设备{GENERAL}台。", ["T127"]),
        ("一是{{ procurement.works }}万元，二是{{ procurement.goods }}万元。", []),
    ],
)  # fmt: skip
def test_words_and_values_at_each_others_place(
    line: str, expected: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, {NARRATIVE: f"{line}\n"}) == expected


def test_lint_says_it_at_the_line_of_the_label(tmp_path: Path) -> None:
    folder = make_pack(tmp_path, table(TOTAL, ""))
    (told,) = [f for f in lint(NAME, 2025, (folder,), (Kind.BUDGET,)) if f.code == "T122"]
    assert told.location is not None
    assert told.location.file.endswith("spending.yaml")
    assert "total: 否" in told.remedy


@pytest.mark.parametrize("name", ["national", "henan/xinxiang", "shanghai/putuo", "yunnan"])
def test_the_packs_of_the_checkout_have_whole_columns(name: str) -> None:
    pack, _ = load_pack(name, Kind.BUDGET, 2025, pack_roots())
    assert pack is not None
    assert [f.message for f in (*column_faults(pack), *exchanged_labels(pack))] == []
