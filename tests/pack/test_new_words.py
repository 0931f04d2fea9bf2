"""Words of the spec that the made-up province needed: units, repeats, neighbours, macros."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from discloser.compose.context import Context
from discloser.compose.document import compose
from discloser.compose.text import TextRenderer
from discloser.compute.figures import compute
from discloser.document.nodes import Contents, Document, Heading, Orientation, Paragraph, Table
from discloser.document.number import Number
from discloser.finding import Finding
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.layers import Layer, Layers, pack_roots
from discloser.pack.merge import read_layered
from discloser.pack.pack import load_pack
from tests.compose.conftest import Made, base_pack, context, grid, make_table
from tests.compute.lines import disclosure, spend
from tests.workshop.tiny import write

__all__ = ["base_pack", "context", "make_table"]
Make = Callable[[Disclosure, Mapping[str, Any]], Made]
NAME = {"label": "名称", "key": "name"}
ALL = {"label": "合计"}
HALL = {"category": "项目支出", "project": "大厅运行"}
SPENT = disclosure(
    expenditure=[
        spend("12345678.91", **HALL),
        spend("1000.09", category="项目支出", project="培训"),
    ]
)


def spec(**words: Any) -> dict[str, Any]:
    return {"columns": [NAME, ALL], "rows": [{"cells": {"name": "甲"}}], **words}


def test_a_table_in_yuan_prints_and_holds_the_exact_amount(make_table: Make) -> None:
    table, findings = make_table(SPENT, spec(money_unit="元", unit="单位：{{ money_unit }}"))
    assert findings == []
    assert table.unit == "单位：元"
    assert grid(table)[1] == ["甲", "12346679.00"]
    (_, cell) = table.body[0]
    assert isinstance(cell.content, Number)
    assert cell.content.value == Decimal("12346679.00")


def test_an_irregular_sheet_in_yuan_prints_its_measures_in_yuan(make_table: Make) -> None:
    cells = [{"measure": "current_expenditure"}, {"text": "{{ current_expenditure | in_yuan }}"}]
    sheet = {"widths": [1, 1], "rows": [{"cells": cells}]}
    table, findings = make_table(SPENT, {"sheet_rows": sheet, "money_unit": "元"})
    assert findings == []
    assert grid(table) == [["12346679.00", "12346679.00"]]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ({"money_unit": "元", "unit": "金额单位：万元"}, ["T023"]),
        ({"unit": "单位：元"}, ["T023"]),
        ({"unit": "单位：万元"}, []),
        ({"money_unit": "元", "unit": "部门公开表"}, []),
        ({"lines": "year"}, ["T024"]),
        ({"lines": "projects[0].amount"}, []),
    ],
)
def test_a_unit_line_or_a_ledger_that_does_not_fit_is_a_finding(
    words: dict[str, Any], codes: list[str], make_table: Make
) -> None:
    assert [finding.code for finding in make_table(SPENT, spec(**words))[1]] == codes


def test_lines_restrict_a_table_and_what_it_must_cover(make_table: Make) -> None:
    only = spec(lines="projects[1].amount", covers="current_expenditure", money_unit="元")
    table, findings = make_table(SPENT, only)
    assert findings == []
    assert grid(table)[1] == ["甲", "1000.09"]
    none = spec(lines="projects[1].amount", covers="current_expenditure")
    none["rows"] = [{"where": {"project": "大厅运行"}}]
    assert [finding.code for finding in make_table(SPENT, none)[1]] == ["C010"]


def said(found: Context, base_pack: Any, source: str) -> tuple[str, list[Finding]]:
    texts = TextRenderer(base_pack.layers, "budget", found.names(), found.filters())
    return texts.text(source, Location("t")), texts.findings


def test_a_part_of_an_amount_has_its_own_lines(context: Any, base_pack: Any) -> None:
    text, findings = said(
        context(SPENT), base_pack, "{{ current_expenditure | only(project='培训') | in_yuan }}元"
    )
    assert (text, findings) == ("1000.09元", [])
    _, findings = said(context(SPENT), base_pack, "{{ current_expenditure | only(projct='培训') }}")
    assert [finding.code for finding in findings] == ["T012"]
    assert "project" in findings[0].message


BASE = """\
name: 表
unit: 单位：万元
columns: [{id: a, label: 甲}, {id: b, label: 乙}]
"""


def layered(folder: Path, *packs: tuple[str, dict[str, str]]) -> Layers:
    layers = []
    for name, files in packs:
        for file, text in files.items():
            write(folder / name / file, text)
        layers.append(Layer(name, folder / name))
    return Layers(packs[0][0], tuple(layers))


def labels(draft: Any) -> list[str]:
    return [column["label"] for column in draft["columns"]]


def test_a_file_extends_its_neighbour(tmp_path: Path) -> None:
    other = "extends: base\nname: 另一张\ncolumns: [{id: b, drop: 是}, {id: c, label: 丙}]\n"
    layers = layered(tmp_path, ("p", {"t/base.yaml": BASE, "t/other.yaml": other}))
    draft, _, findings = read_layered(layers, "t/other.yaml")
    assert findings == ()
    assert (draft["name"], draft["unit"], labels(draft)) == ("另一张", "单位：万元", ["甲", "丙"])
    assert "extends" not in draft


def test_a_child_s_change_of_the_neighbour_stays_with_the_neighbour(tmp_path: Path) -> None:
    child = {
        "t/base.yaml": "extends: parent\nunit: 单位：元\n",
        "t/other.yaml": "extends: parent\n",
    }
    parent = {"t/base.yaml": BASE, "t/other.yaml": "extends: base\nname: 另一张\n"}
    layers = layered(tmp_path, ("child", child), ("parent", parent))
    assert read_layered(layers, "t/base.yaml")[0]["unit"] == "单位：元"
    assert read_layered(layers, "t/other.yaml")[0]["unit"] == "单位：万元"


@pytest.mark.parametrize(
    "files",
    [
        {"t/a.yaml": "extends: lost\n"},
        {"t/a.yaml": "extends: a\n"},
        {"t/a.yaml": "extends: b\n", "t/b.yaml": "extends: a\n"},
        {"t/a.yaml": "extends: ../../secret\n"},
    ],
    ids=["unknown", "itself", "a circle", "another folder"],
)
def test_a_neighbour_that_is_not_there_is_a_finding(files: dict[str, str], tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", "name: 秘密\n")
    draft, _, findings = read_layered(layered(tmp_path, ("p", files)), "t/a.yaml")
    assert [finding.code for finding in findings] == ["T019"]
    assert "name" not in (draft or {})


def printed(folder: Path, files: Mapping[str, str]) -> tuple[Document, tuple[Finding, ...]]:
    """A budget printed by a pack of these files below henan/base."""
    write(folder / "made/pack.yaml", "title: 某市\nparent: henan/base\n")
    for name, text in files.items():
        write(folder / "made" / name, text)
    pack, findings = load_pack("made", Kind.BUDGET, 2025, pack_roots(folder))
    assert pack is not None, findings
    return compose(compute(SPENT, pack.measures), pack, SourceMap("in.yaml"))


REPORT = """\
title: 文件
orientation: landscape
cover: [{text: 封面}]
contents: {title: [目录]}
parts:
  - {id: text, heading: 说明, body: parts/text.md.j2, orientation: portrait}
  - id: each
    level: 2
    repeat: project in projects
    heading: "{{ index | chinese }}、{{ project.name }}"
    contents_depth: 1
    body: parts/each.md.j2
    tables: [each]
"""
FILES = {
    "budget/report.yaml": REPORT,
    "budget/parts/text.md.j2": "{{ greeting() }}{{ lead() }}\n",
    "budget/parts/each.md.j2": "### 金额\n\n{{ project.amount }}\n",
    "budget/macros.j2": "{% macro greeting() %}{{ lead() }}你好{% endmacro %}\n",
    "budget/tables/each.yaml": (
        "name: 明细\ncaption: '{{ project.name }}明细'\nlines: project.amount\n"
        "columns: [{label: 金额}]\nrows: [{}]\n"
    ),
}


def test_a_part_is_printed_for_each_project_on_pages_of_its_own(tmp_path: Path) -> None:
    document, findings = printed(tmp_path, FILES)
    assert findings == ()
    *_, hall, training = document.sections
    for section, name, amount in (
        (hall, "一、大厅运行", "1234.57"),
        (training, "二、培训", "0.10"),
    ):
        title, below, text, table = section.blocks
        assert isinstance(title, Heading)
        assert (title.level, title.text) == (2, name)
        assert isinstance(below, Heading)
        assert isinstance(text, Paragraph)
        assert text.text == amount
        assert isinstance(table, Table)
        assert grid(table)[1] == [amount]
    tables = list(document.tables())
    assert [table.name for table in tables] == ["each-1", "each-2"]
    assert len({block.anchor for block in document.blocks() if isinstance(block, Heading)}) == 5


def test_a_repeated_part_s_contents_stand_at_its_level(tmp_path: Path) -> None:
    document, _ = printed(tmp_path, FILES)
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    assert [(entry.level, entry.label) for entry in contents.entries] == [
        (1, "说明"),
        (2, "一、大厅运行"),
        (3, "金额"),
        (3, "一、明细"),
        (2, "二、培训"),
        (3, "金额"),
        (3, "一、明细"),
    ]


def test_the_report_says_how_pages_lie_and_a_part_may_differ(tmp_path: Path) -> None:
    document, _ = printed(tmp_path, FILES)
    assert [section.orientation for section in document.sections] == [
        Orientation.LANDSCAPE,
        Orientation.LANDSCAPE,
        Orientation.PORTRAIT,
        Orientation.LANDSCAPE,
        Orientation.LANDSCAPE,
    ]


def test_a_pack_s_macros_are_laid_over_its_parent_s(tmp_path: Path) -> None:
    document, findings = printed(tmp_path, FILES)
    assert findings == ()
    (text,) = (b.text for b in document.sections[2].blocks if isinstance(b, Paragraph))
    beginning, _, end = text.partition("你好")
    assert beginning == end != ""


def test_a_repeat_that_is_no_list_is_a_finding(tmp_path: Path) -> None:
    wrong = REPORT.replace("project in projects", "each project")
    _, findings = printed(tmp_path, FILES | {"budget/report.yaml": wrong})
    assert [finding.code for finding in findings] == ["T014"]
