"""Layered YAML: what a file says over its parent's, and where each part is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from discloser.location import FieldPath, SourceMap
from discloser.pack.layers import Layer, Layers
from discloser.pack.merge import read_layered


def layered(folder: Path, *texts: str | None) -> Layers:
    """Layers of which the first goes first; each has file.yaml with a text, or has it not."""
    layers = []
    for index, text in enumerate(texts):
        layer = folder / f"layer{index}"
        layer.mkdir()
        if text is not None:
            (layer / "file.yaml").write_text(text, encoding="utf-8")
        layers.append(Layer(f"layer{index}", layer))
    return Layers("pack", tuple(layers))


def read(folder: Path, *texts: str | None, always: bool = False) -> tuple[Any, SourceMap]:
    draft, sources, findings = read_layered(layered(folder, *texts), "file.yaml", always=always)
    assert findings == ()
    return draft, sources


def place(sources: SourceMap, *path: str | int) -> tuple[str, int | None, FieldPath]:
    found = sources.find(path)
    return Path(found.file).parent.name, found.line, found.path


def test_a_file_hides_the_one_below_unless_it_extends_it(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "a: 1\n", "a: 2\nb: 3\n")
    assert draft == {"a": "1"}


def test_a_file_that_extends_its_parent_is_laid_over_it(tmp_path: Path) -> None:
    draft, sources = read(
        tmp_path, "extends: parent\na: {x: 1}\nc: [9]\n", "b: 3\na: {x: 2, y: 4}\nc: [7, 8]\n"
    )
    assert draft == {"a": {"x": "1", "y": "4"}, "b": "3", "c": ["9"]}
    assert place(sources, "a", "x") == ("layer0", 2, ("a", "x"))
    assert place(sources, "a", "y") == ("layer1", 2, ("a", "y"))
    assert place(sources, "b") == ("layer1", 1, ("b",))
    assert place(sources, "c", 0) == ("layer0", 3, ("c", 0))
    assert place(sources, "c", 1) == ("layer0", 3, ("c", 1))


def test_three_layers_extend_one_another(tmp_path: Path) -> None:
    over = "extends: parent\nx: {a: 1}\n"
    middle = "extends: parent\nx: {a: 2, b: 3}\n"
    draft, sources = read(tmp_path, over, None, middle, "x: {a: 4, b: 5, c: 6}\n")
    assert draft == {"x": {"a": "1", "b": "3", "c": "6"}}
    assert [place(sources, "x", key)[0] for key in "abc"] == ["layer0", "layer2", "layer3"]


def test_the_chain_ends_at_a_file_that_does_not_extend(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "extends: parent\na: 1\n", "b: 2\n", "c: 3\n")
    assert draft == {"a": "1", "b": "2"}


def test_parameters_are_laid_over_one_another_without_being_told(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "a: {x: 1}\n", "a: {y: 2}\n", "b: 3\n", always=True)
    assert draft == {"a": {"x": "1", "y": "2"}, "b": "3"}


def test_lists_of_things_with_ids_are_merged_by_id(tmp_path: Path) -> None:
    over = """\
extends: parent
parts:
  - {id: new, body: n}
  - id: two
    body: w
"""
    under = """\
parts:
  - {id: one, heading: 一}
  - {id: two, heading: 二, body: v}
  - {id: three, heading: 三}
"""
    draft, sources = read(tmp_path, over, under)
    assert draft["parts"] == [
        {"id": "one", "heading": "一"},
        {"id": "two", "heading": "二", "body": "w"},
        {"id": "three", "heading": "三"},
        {"id": "new", "body": "n"},
    ]
    # A part is called as it is written in its own file.
    assert place(sources, "parts", 0, "heading") == ("layer1", 2, ("parts", 0, "heading"))
    assert place(sources, "parts", 0, "body") == ("layer1", 2, ("parts", 0, "body"))
    assert place(sources, "parts", 1, "body") == ("layer0", 5, ("parts", 1, "body"))
    assert place(sources, "parts", 1, "heading") == ("layer1", 3, ("parts", 1, "heading"))
    assert place(sources, "parts", 3, "body") == ("layer0", 3, ("parts", 0, "body"))


def test_a_list_without_ids_is_replaced(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "extends: parent\nx: [{id: a}, {n: 1}]\n", "x: [{id: a, m: 2}]\n")
    assert draft["x"] == [{"id": "a"}, {"n": "1"}]


def test_an_empty_value_keeps_the_parents(tmp_path: Path) -> None:
    draft, _ = read(tmp_path, "extends: parent\na:\n", "a: [1]\n")
    assert draft == {"a": ["1"]}


@pytest.mark.parametrize(
    ("texts", "code", "line"),
    [
        ((None,), "T004", None),
        (("extends: parent\n",), "T005", 1),
        (("a: 1\nextends: base\n", "a: 2\n"), "T019", 2),
        (("extends: parent\na: 1\n", "a：2\n"), "R012", 1),
    ],
)
def test_a_faulty_layer_is_a_finding(
    texts: tuple[str | None, ...], code: str, line: int | None, tmp_path: Path
) -> None:
    _, _, findings = read_layered(layered(tmp_path, *texts), "file.yaml")
    assert [(f.code, f.location and f.location.line) for f in findings] == [(code, line)]
