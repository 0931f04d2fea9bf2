"""Running templates: sections are counted, macros are there, every fault has its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from discloser.compose.text import TextRenderer
from discloser.document.nodes import Paragraph
from discloser.finding import Finding
from discloser.location import Location
from discloser.pack.layers import Layer, Layers

SPEC = Location("spec.yaml", 7, 3, path=("rows", 0))


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., TextRenderer]:
    def make_(files: dict[str, str], **names: object) -> TextRenderer:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return TextRenderer(Layers("p", (Layer("p", tmp_path),)), "budget", names, {})

    return make_


Make = Callable[..., TextRenderer]


def flat(findings: list[Finding]) -> list[tuple[str, str, int | None]]:
    places = [f.location or Location("") for f in findings]
    return [(f.code, Path(at.file).name, at.line) for f, at in zip(findings, places, strict=True)]


def texts(renderer: TextRenderer, file: str) -> list[str]:
    return [b.text for b in renderer.blocks(file, "p", SPEC) if isinstance(b, Paragraph)]


def test_each_template_counts_its_own_sections(make: Make) -> None:
    renderer = make({"t.j2": "{{ section() }}、甲\n\n{{ section() }}、乙\n"})
    assert texts(renderer, "t.j2") == ["一、甲", "二、乙"]
    assert texts(renderer, "t.j2") == ["一、甲", "二、乙"]


def test_the_macros_of_the_kind_are_there_without_import(make: Make) -> None:
    renderer = make(
        {
            "budget/macros.j2": "{% macro hail(x) %}{{ x }}万元{% endmacro %}",
            "macros.j2": "{% macro other() %}{% endmacro %}",
            "t.j2": "共{{ hail(name) }}。",
        },
        name="五",
    )
    assert texts(renderer, "t.j2") == ["共五万元。"]
    assert renderer.findings == []


def test_a_fault_in_a_macro_is_placed_in_its_file(make: Make) -> None:
    renderer = make(
        {"macros.j2": "{% macro hail() %}\n{{ nmae }}\n{% endmacro %}", "t.j2": "{{ hail() }}"},
        name="甲",
    )
    texts(renderer, "t.j2")
    assert flat(renderer.findings) == [("T011", "macros.j2", 2)]
    assert "是不是“name”？" in renderer.findings[0].message


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲\n{{ a }}\n{{ b }}", [("T011", "t.j2", 2), ("T011", "t.j2", 3)]),
        ("{% for x in xs %}{{ x }}{{ loop.index }}{% endfor %}", []),
        ("{% for x in xs %}{{ y }}{% endfor %}", [("T011", "t.j2", 1)]),
        ("{% set a = 1 %}{{ a }}", []),
        ("{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}", []),
        ("{% from 'o.j2' import m %}{{ m() }}", []),
        ("{% from 'o.j2' import m as n %}{{ n() }}", []),
        ("{% import 'o.j2' as o %}{{ o.m() }}", []),
        ("{% import 'o.j2' as o %}{{ o.n() }}", [("T011", "t.j2", 1)]),
        ("甲\n{% include 'none.j2' %}", [("T013", "t.j2", 2)]),
        ("甲\n{% if %}", [("T010", "t.j2", 2)]),
        ("甲\n乙\n{{ xs[9] }}", [("T011", "t.j2", 3)]),
        ("甲\n{{ xs.index }}", [("T012", "t.j2", 2)]),
        ("甲\n{{ 1 // 0 }}", [("T012", "t.j2", 2)]),
        ("{{ range(10 ** 9) | list }}", [("T012", "t.j2", 1)]),
    ],
)
def test_each_fault_of_a_narrative_has_its_line(
    text: str, found: list[tuple[str, str, int]], make: Make
) -> None:
    renderer = make({"t.j2": text, "o.j2": "{% macro m() %}甲{% endmacro %}"}, xs=("甲", "乙"))
    texts(renderer, "t.j2")
    assert flat(renderer.findings) == found


def test_a_narrative_that_is_missing_is_reported_where_it_is_named(make: Make) -> None:
    renderer = make({})
    assert renderer.blocks("none.j2", "p", SPEC) == ()
    assert [(f.code, f.location) for f in renderer.findings] == [("T013", SPEC)]


@pytest.mark.parametrize(
    ("source", "text", "found"),
    [
        ("甲", "甲", []),
        ("{{ name }}局", "甲局", []),
        ("{% if name %}是{% endif %}", "是", []),
        ("{{ nmae }}", "", [("T011", "spec.yaml", 7)]),
        ("一\n{{ nmae }}", "", [("T011", "spec.yaml", 8)]),
        ("{{ name", "", [("T010", "spec.yaml", 7)]),
        ("{{ name.first }}", "", [("T011", "spec.yaml", 7)]),
        ("{{ none }}", "", [("T012", "spec.yaml", 7)]),
    ],
)
def test_a_short_text_is_run_at_its_place(
    source: str, text: str, found: list[tuple[str, str, int]], make: Make
) -> None:
    renderer = make({}, name="甲")
    assert renderer.text(source, SPEC) == text
    assert flat(renderer.findings) == found


def test_a_short_text_may_have_names_of_its_own(make: Make) -> None:
    renderer = make({}, name="甲")
    assert [renderer.text("{{ row }}", SPEC, {"row": row}) for row in "乙丙"] == ["乙", "丙"]


@pytest.mark.parametrize(
    ("expression", "items", "found"),
    [
        ("xs", ["甲", "乙"], []),
        ("xs[:1]", ["甲"], []),
        ("()", [], []),
        ("none", [], []),
        ("ys", [], [("T011", "spec.yaml", 7)]),
        ("xs.first", [], [("T011", "spec.yaml", 7)]),
        ("xs[", [], [("T010", "spec.yaml", 7)]),
        ("5", [], [("T012", "spec.yaml", 7)]),
        ("'甲乙'", [], [("T012", "spec.yaml", 7)]),
        ("1 // 0", [], [("T012", "spec.yaml", 7)]),
    ],
)
def test_a_list_that_a_spec_names_is_a_list_or_a_finding(
    expression: str, items: list[str], found: list[tuple[str, str, int]], make: Make
) -> None:
    renderer = make({}, xs=["甲", "乙"])
    assert renderer.items(expression, SPEC) == items
    assert flat(renderer.findings) == found


def test_a_condition_is_its_value(make: Make) -> None:
    renderer = make({}, n=5)
    assert renderer.value("n > 4", SPEC) is True
    assert renderer.value("n > 5", SPEC) is False
    assert renderer.value("m > 5", SPEC) is None
    assert flat(renderer.findings) == [("T011", "spec.yaml", 7)]
