"""Printed values leave a template as tokens, so that no text can be read as markup."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from discloser.compose.runs import Printable, join_texts, split_runs
from discloser.compose.text import TextRenderer
from discloser.document.nodes import Heading, Inline, PageBreak, Paragraph, Text, plain_text
from discloser.document.number import Number, NumberFormat
from discloser.location import Location
from discloser.pack.layers import Layer, Layers

HOSTILE = [
    "# 标题",
    "## 二级",
    "**粗**",
    "*斜*",
    "---",
    "***",
    "{{ year }}",
    "{% if x %}",
    "{# 注释 #}",
    "{.note} 甲",
    "{目录：乙}",
    "\ue0000\ue001",
    "\ue001\ue000",
    "\ue000",
    "&amp; &lt;b&gt;",
    "<b>甲</b>",
    "A&B<C",
    "\\*甲\\*",
    "  前后有空格  ",
    "\u3000\u3000全角",
    "甲\n\n乙",
    "甲\n# 乙",
    "1. 甲",
    "- 甲",
    "> 甲",
    "    四个空格",
    "`甲`",
    "[甲](乙)",
    "![甲](乙)",
    "http://example.cn",
    "{",
    "%}",
    "''",
    '"',
]
PLACE = Location("spec.yaml", 1)


@pytest.fixture
def renderer(tmp_path: Path) -> Callable[..., TextRenderer]:
    """Make a renderer of one narrative with some names."""

    def make(text: str, **names: object) -> TextRenderer:
        folder = tmp_path / "budget"
        folder.mkdir(exist_ok=True)
        (folder / "t.md.j2").write_text(text, encoding="utf-8")
        return TextRenderer(Layers("p", (Layer("p", tmp_path),)), "budget", names, {})

    return make


Renderer = Callable[..., TextRenderer]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_the_input_stays_text(text: str, renderer: Renderer) -> None:
    made = renderer("## 节{{ x }}\n\n{{ x }}\n\n{.note} 甲{{ x }}乙\n\n{{ x }}{{ x }}", x=text)
    blocks = made.blocks("budget/t.md.j2", "p", PLACE)
    assert made.findings == []
    assert blocks == (
        Heading(2, (Text(f"节{text}"),), "p-1"),
        Paragraph((Text(text),)),
        Paragraph((Text(f"甲{text}乙"),), "note"),
        Paragraph((Text(text + text),)),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_macro_a_set_and_a_join_stays_text(text: str, renderer: Renderer) -> None:
    made = renderer(
        "{% macro m(a) %}（{{ a }}）{% endmacro %}{% set s %}{{ x }}{% endset %}"
        "{{ m(x) }}{{ s }}{{ [x, x] | join('、') }}{{ x ~ x }}",
        x=text,
    )
    (block,) = made.blocks("budget/t.md.j2", "p", PLACE)
    assert block == Paragraph((Text(f"（{text}）{text}{text}、{text}{text}{text}"),))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_specs_text_stays_text(text: str, renderer: Renderer) -> None:
    assert renderer("", x=text).text("甲{{ x }}乙", PLACE) == f"甲{text}乙"


def test_strong_text_keeps_what_it_surrounds(renderer: Renderer) -> None:
    number = Number(Decimal("1.005"), NumberFormat())

    class Amount(Printable):
        def number(self) -> Number:
            return number

    made = renderer("共**{{ a }}万元**，{{ a }}", a=Amount())
    (block,) = made.blocks("budget/t.md.j2", "p", PLACE)
    assert isinstance(block, Paragraph)
    assert block.content == (
        Text("共"),
        Number(Decimal("1.005"), NumberFormat(), strong=True),
        Text("万元", strong=True),
        Text("，"),
        number,
    )
    assert block.text == "共1.01万元，1.01"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "None"),
        (True, "True"),
        (Decimal("1.5"), "没有格式"),
        (1.5, "float"),
        ([1], "list"),
        ({"a": 1}, "dict"),
        (object(), "object"),
    ],
)
def test_a_value_without_printed_form_is_a_finding(
    value: object, said: str, renderer: Renderer
) -> None:
    made = renderer("\n{{ x }}", x=value)
    assert made.blocks("budget/t.md.j2", "p", PLACE) == ()
    (finding,) = made.findings
    assert finding.code == "T012"
    assert finding.location is not None
    assert (Path(finding.location.file).name, finding.location.line) == ("t.md.j2", 2)
    assert said in finding.message


def test_a_whole_number_prints_as_it_is(renderer: Renderer) -> None:
    assert renderer("", n=12).text("共{{ n }}个", PLACE) == "共12个"


def test_texts_of_one_weight_are_joined() -> None:
    runs: list[Inline] = [Text("甲"), Text("乙"), Text("丙", True), Text("丁", True), Text("戊")]
    assert join_texts(runs) == (Text("甲乙"), Text("丙丁", True), Text("戊"))


def test_tokens_are_replaced_and_what_only_looks_like_one_is_not() -> None:
    runs: list[Inline] = [Text("甲")]
    assert plain_text(tuple(split_runs("a\ue0000\ue001b", runs))) == "a甲b"
    assert plain_text(tuple(split_runs("a\ue0007\ue001b", runs))) == "a7b"
    assert split_runs("", runs) == []


def test_a_page_break_and_headings_come_from_the_template_only(renderer: Renderer) -> None:
    made = renderer("# 甲 {目录：乙}\n\n---\n\n### 丙\n第一行\n第二行\n")
    assert made.blocks("budget/t.md.j2", "p", PLACE) == (
        Heading(1, (Text("甲"),), "p-1", "乙"),
        PageBreak(),
        Heading(3, (Text("丙"),), "p-2"),
        Paragraph((Text("第一行第二行"),)),
    )
