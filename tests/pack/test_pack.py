"""A pack read whole: parameters by year and layer, table specs, year layers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.number_formats import NumberFormatSpec
from discloser.pack.pack import Pack, load_pack
from discloser.pack.specs import RowSpec, TableSpec
from discloser.parameters.parameter import Parameter


@pytest.mark.parametrize(
    ("year", "value"), [(2017, "甲"), (2018, "甲"), (2022, "甲"), (2023, "乙"), (2030, "乙")]
)
def test_a_parameter_has_the_value_of_the_year(year: int, value: str) -> None:
    spec = Parameter.model_validate({"label": "词", "since": {"2023": "乙", "2018": "甲"}})
    assert spec.value(year) == value


def test_a_number_format_is_written_in_the_maintainers_words() -> None:
    spec = {"decimals": "1", "grouping": "是", "trim": "zeros", "zero": "", "suffix": "%"}
    made = NumberFormatSpec.model_validate(spec).format()
    assert (made.decimals, made.grouping, made.trim, made.zero, made.suffix) == (
        1,
        True,
        "zeros",
        "",
        "%",
    )
    assert NumberFormatSpec.model_validate({}).format().zero is None


@pytest.mark.parametrize(
    "spec",
    [
        {"each": ["units"]},
        {"each": ["unit"], "order": ["project_code"]},
        {"each": ["unit", "fund"], "values": ["甲"]},
        {"where": {"fnud": "甲"}},
        {"where": {"fund": {"甲": "乙"}}},
    ],
)
def test_a_row_that_cannot_be_made_is_refused(spec: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        RowSpec.model_validate(spec)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"columns": [{"label": "甲"}], "panels": [{"columns": [{"label": "乙"}]}]},
        {"columns": [{"label": "甲"}], "sheet_rows": {"widths": [1], "rows": [{"cells": [{}]}]}},
    ],
)
def test_a_table_has_one_form(form: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="只能写一种"):
        TableSpec.model_validate({"name": "表", "caption": "表"} | form)


def test_columns_and_rows_are_a_panel_of_their_own() -> None:
    columns = [{"label": "甲", "columns": [{"label": "乙"}, {"label": "丙", "key": "x"}]}]
    spec = TableSpec.model_validate({"name": "表", "caption": "表", "columns": columns})
    (panel,) = spec.all_panels()
    assert [leaf.label for column in panel.columns for leaf in column.leaves()] == ["乙", "丙"]
    assert [leaf.is_text for leaf in panel.columns[0].leaves()] == [False, True]


def city(folder: Path, files: dict[str, str], year: int = 2025) -> Pack:
    """A city's pack over the base pack of the checkout."""
    for name, text in ({"pack.yaml": "title: 市\nparent: henan/base\n"} | files).items():
        path = folder / "city" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pack, findings = load_pack("city", Kind.BUDGET, year, pack_roots(folder))
    assert findings == ()
    assert pack is not None
    return pack


def parameter(value: str) -> str:
    return f"unchanged:\n  label: 词\n  since: {{2018: {value}}}\n  options: [{value}]\n"


def test_a_citys_parameter_goes_before_its_parents_whatever_its_file(tmp_path: Path) -> None:
    # The parent has it in wording.yaml, which comes later in the alphabet.
    pack = city(tmp_path, {"parameters/a.yaml": parameter("如旧")})
    assert pack.parameters["unchanged"].value(2025) == "如旧"


def test_a_parameter_of_the_same_file_goes_before_its_parents(tmp_path: Path) -> None:
    pack = city(tmp_path, {"parameters/wording.yaml": parameter("如旧")})
    assert pack.parameters["unchanged"].value(2025) == "如旧"
    assert pack.parameters["lead"].value(2025)


@pytest.mark.parametrize(("year", "name"), [(2024, "旧表"), (2025, "新表"), (2026, "新表")])
def test_a_year_layer_supplies_the_tables_of_its_years(
    year: int, name: str, tmp_path: Path
) -> None:
    files = {
        "budget/tables/three_public.yaml": "extends: parent\nname: 旧表\n",
        "2025/budget/tables/three_public.yaml": "extends: parent\nname: 新表\n",
    }
    pack = city(tmp_path, files, year)
    spec = pack.tables["three_public"]
    assert spec.name == name
    assert spec.covers == "three_public"


def test_a_citys_measure_is_there_for_its_tables(tmp_path: Path) -> None:
    files = {
        "measures.yaml": "wages:\n  label: 工资\n  of: expenditure\n"
        '  where: {economic_item: "30101"}\n',
        "budget/tables/three_public.yaml": "extends: parent\nmeasure: wages\ncovers: wages\n"
        "columns: [{label: 工资, measure: wages}]\n",
    }
    pack = city(tmp_path, files)
    assert pack.measures["wages"].label == "工资"
    assert pack.tables["three_public"].covers == "wages"


def test_a_measure_of_one_kind_goes_before_one_of_all_kinds(tmp_path: Path) -> None:
    files = {
        "measures.yaml": "wages:\n  label: 工资\n  of: expenditure\n",
        "budget/measures.yaml": "wages:\n  label: 预算工资\n  of: expenditure\n",
        "final_account/measures.yaml": "wages:\n  label: 决算工资\n  of: expenditure\n",
    }
    assert city(tmp_path, files).measures["wages"].label == "预算工资"


def test_the_place_of_an_inherited_part_is_in_the_parents_file(tmp_path: Path) -> None:
    pack = city(
        tmp_path, {"budget/tables/three_public.yaml": "extends: parent\nname: 三公经费表\n"}
    )
    sources = pack.table_sources["three_public"]
    own, inherited = sources.find(("name",)), sources.find(("notes",))
    assert (Path(own.file).parts[-4], own.line) == ("city", 2)
    assert Path(inherited.file).parts[-4] == "base"


def test_a_style_may_extend_its_parents(tmp_path: Path) -> None:
    pack = city(tmp_path, {"style.yaml": "extends: parent\npage: {number_size: 12}\n"})
    assert pack.style.page.number_size == 12
    assert pack.style.page.width_mm == 210
    assert pack.style.paragraphs


def test_a_table_that_is_printed_twice_is_a_finding_with_both_places(tmp_path: Path) -> None:
    report = (
        "title: 甲\ncover: []\ncontents: {title: []}\nparts:\n"
        "- {id: one, heading: 一, tables: [three_public]}\n"
        "- {id: two, heading: 二, tables: [three_public]}\n"
        "- {id: one, heading: 三}\n"
    )
    for name, text in {
        "pack.yaml": "title: 市\nparent: henan/base\n",
        "budget/report.yaml": report,
    }.items():
        path = tmp_path / "city" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    pack, findings = load_pack("city", Kind.BUDGET, 2025, pack_roots(tmp_path))
    assert pack is None
    assert [(finding.code, finding.message[:2]) for finding in findings] == [
        ("T025", "表格"),
        ("T025", "部分"),
    ]
    assert [[place.line for place in finding.locations] for finding in findings] == [[6, 5], [7, 5]]
