"""What is wrong in a template is said in Chinese, at its line and column, with the remedy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import FilterArgumentError, SecurityError

from discloser.compose.template_errors import pinpoint, template_finding
from discloser.finding import Finding
from discloser.location import Location
from discloser.pipeline import prepare
from tests.workshop.test_difference import INPUT
from tests.workshop.tiny import FILES, NARRATIVE, TABLE, make_pack, write


def faults(folder: Path, **files: str) -> list[Finding]:
    """What composing a small input by a pack with these files finds wrong in the pack."""
    packs = make_pack(folder / "templates", files)
    path = write(folder / "甲局.yaml", INPUT.format(name="甲局", amount="10000"))
    return [f for f in prepare(path, packs).findings if f.code.startswith("T")]


@pytest.mark.parametrize(
    ("template", "place", "said"),
    [
        ("支出\n\n  {% if year %}字\n\n末\n", "3:3", "{% if %} 到模板结尾还没有收尾"),
        ("{% for u in units %}字\n{% endif %}\n", "2:4", "先该收尾的是 {% for %}"),
        ("字\n{% block a %}{% set q %}1{% endset %}\n{% if q %}", "3:1", "{% if %} 到模板结尾"),
        ("字{% endif %}", "1:5", "前面没有要它收尾的标记"),
        ("{% fro a in b %}", "1:4", "没有 {% fro %} 这种标记。是不是“from”？"),
        ("{% %}", "1:1", "后面没有写标记"),
        ("字{{ year | fixd }}", "1:12", "没有“fixd”这个过滤器。是不是“fixed”？"),
        ("{{ 'a' is defned }}", "1:11", "is 的后面不能写“defned”。是不是“defined”？"),
        ("字\n{# 注释", "2:1", "注释 {# 没有写结尾的 #}"),
        ("{% raw %}字", "1:1", "{% raw %} 没有收尾"),
        ("字{{ year }\n", "1:10", "这里不该有“}”"),
        ("{{ year year }}", "1:4", "这里应是“}}”，却写了“year”"),
        ("{{ }}", "1:4", "“}}”前面缺了内容"),
        ("{{ year + }}", "1:11", "“}}”前面缺了内容"),
        ("{{ units[ }}", "1:11", "这里写了“}”，应是“]”"),
        ("{{ “字” }}", "1:4", "这里不能有字符 “"),
        ("{% block a %}{% endblock %}{% block a %}{% endblock %}", "1:10", "block a 写了两次"),
        ("{% block a-b %}{% endblock %}", "1:1", "block 的名称里不能有减号"),
        ("{{ f(a=1, 2) }}", "1:1", "括号里的内容写法不对"),
        ("{% set 1 = 2 %}", "1:1", "这里不能赋值"),
        ("字{{ year", "1:2", "模板到这里就完了，还缺“}}”"),
        ("{% macro m(a=1, b) %}{% endmacro %}", "1:1", "有默认值的要写在后面"),
        ("{{ 1 is odd is even }}", "1:1", "一个条件里只能有一个 is"),
        ("{% from 'a.j2' import _x %}", "1:1", "以下划线开头的名称不能引入"),
        ("字\n{{ department.nmae }}", "2:15", "没有“nmae”这个名称。是不是“name”？"),
        ("字\n\n{{ year }}{{ yaer }}\n", "3:14", "没有“yaer”这个名称。是不是“year”？"),
        ("字{{ year / 0 }}", "1:2", "除数是零"),
        ("字{{ amount(year) }}", "1:2", "“2025”不是以元计的金额；是个数的直接印"),
        ("字\n{{ amount(units | length / 2) }}", "2:1", "“0.5”不是以元计的金额"),
        ("字{{ year + 'a' }}", "1:2", "不能一起算"),
        ("{% include 'x.j2' %}", "1:13", "找不到模板文件 x.j2"),
    ],
)
def test_a_mistake_is_said_in_chinese_at_its_place(
    template: str, place: str, said: str, tmp_path: Path
) -> None:
    (finding,) = faults(tmp_path, **{NARRATIVE: template})
    assert said in finding.message
    assert re.search("[一-鿿]", finding.remedy)
    assert finding.location is not None
    assert finding.location.position.endswith(f"narrative.md.j2:{place}")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("caption: 支出表", 'caption: "支出{{ yaer }}表"', "spending.yaml:2:16"),
        ("caption: 支出表", "caption: |\n  支出{{ yaer }}表", "spending.yaml:3:8"),
        ("label: 项目支出", "label: '项目{{ yaer }}'", "spending.yaml:8:32"),
        ("label: 合计", 'label: "合计{% if year %}"', "spending.yaml:6:27"),
    ],
)
def test_a_mistake_in_a_spec_has_its_column(old: str, new: str, place: str, tmp_path: Path) -> None:
    assert old in FILES[TABLE]
    (finding,) = faults(tmp_path, **{TABLE: FILES[TABLE].replace(old, new, 1)})
    assert finding.location is not None
    assert finding.location.position.endswith(place)


def test_a_place_in_no_file_stays_as_it_is(tmp_path: Path) -> None:
    place = Location(str(tmp_path / "none"), 3)
    assert pinpoint(place, "year") == place


ENGLISH = re.compile("[A-Za-z]{2,}(?: [A-Za-z]{2,})+")


@pytest.mark.parametrize(
    "error",
    [
        SecurityError("access to attribute '__class__' of 'str' object is unsafe."),
        UndefinedError("'x' is undefined"),
        FilterArgumentError("must specify at least one"),
        TemplateRuntimeError("No test named 'x'"),
        TemplateSyntaxError("something new that nobody translated", 1),
        BufferError("memory view is held"),
        *(kind("not in Chinese at all") for kind in (TypeError, ValueError, KeyError)),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_library_speaks_english_in_a_finding(error: Exception) -> None:
    finding = template_finding(error, "t.j2", Location("t.j2", 1))
    assert ENGLISH.search(finding.message) is None
    assert re.search("[一-鿿]", finding.message)
