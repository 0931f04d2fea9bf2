"""What templates compare a parameter with must be one of its values."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.model.values import Kind
from discloser.pack.layers import find_layers, pack_roots
from discloser.pack.pack import load_pack
from discloser.workshop.heirs import heirs_of, loaded
from discloser.workshop.lint_choices import impossible_choices
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack, write

PARAMETERS = """\
manner: {label: 写法, since: {2018: 简写, 2024: 全称}, options: [简写, 全称, 不写]}
naming: {label: 表名, since: {2018: 部门}, options: [部门, 单位]}
"""
MORE = PARAMETERS.replace("[部门, 单位]", "[部门, 单位, 区级]")


def told(folder: Path, files: dict[str, str], heirs: str = "") -> list[tuple[str, str]]:
    """What is told of a pack: the place and the message's value."""
    make_pack(folder, {"parameters/words.yaml": PARAMETERS, **files})
    if heirs:
        write(folder / "made/child/pack.yaml", f"title: 某区\nparent: {NAME}\n")
        write(folder / "made/child/parameters/words.yaml", heirs)
    roots = pack_roots(folder)
    layers, _ = find_layers(NAME, 2025, roots)
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, roots)
    assert layers is not None
    assert pack is not None, findings
    below = loaded(tuple(heirs_of(layers, 2025, roots)), Kind.BUDGET, 2025, roots)
    found = impossible_choices(pack, layers, below)
    return [
        (f.location.position.rpartition("/")[2] if f.location else "", f.message) for f in found
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('{% if param.naming == "简写" %}甲{% endif %}', "简写"),
        ("{{ '甲' if param.manner != '部门' }}", "部门"),
        ('{% if param.manner in ["简写", "单位"] %}甲{% endif %}', "单位"),
        ("{{ '甲' if param.number_formats == '两位' }}", "两位"),
    ],
)
def test_a_value_that_a_parameter_never_has(expression: str, value: str, tmp_path: Path) -> None:
    [(place, message)] = told(tmp_path, {NARRATIVE: f"支出\n\n{expression}\n"})
    assert place.startswith("narrative.md.j2:3:")
    assert f"“{value}”" in message


def test_specs_are_looked_at_too(tmp_path: Path) -> None:
    spec = FILES[TABLE].replace("caption: 支", "caption: \"{{ '本' if param.naming == '全称' }}支")
    [(place, _)] = told(tmp_path, {TABLE: spec.replace("}}支出表\n", '}}支出表"\n')})
    assert place.startswith("spending.yaml:2:")


@pytest.mark.parametrize(
    ("expression", "heirs"),
    [
        ('{% if param.manner == "简写" %}甲{% endif %}', ""),
        ('{% if param.manner not in ["全称", "不写"] %}甲{% endif %}', ""),
        ("{{ '甲' if param.naming == '区级' }}", MORE),
    ],
)
def test_values_of_any_year_options_and_those_of_packs_below(
    expression: str, heirs: str, tmp_path: Path
) -> None:
    assert told(tmp_path, {NARRATIVE: f"{expression}支出\n"}, heirs) == []


def test_two_parameters_exchanged_are_told_both(tmp_path: Path) -> None:
    text = "{{ '甲' if param.naming == '简写' }}{{ '乙' if param.manner == '部门' }}支出\n"
    assert len(told(tmp_path, {NARRATIVE: text})) == 2
