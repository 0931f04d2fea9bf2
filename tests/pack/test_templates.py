"""Templates by layer: each may extend the same file of the layer below, without end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from discloser.pack.layers import Layer, Layers
from discloser.pack.templates import Entries, PackEnvironment, make_environment


def environment(folder: Path, *files: dict[str, str | bytes]) -> PackEnvironment:
    layers = []
    for index, layer_files in enumerate(files):
        layer = folder / f"layer{index}"
        for name, text in layer_files.items():
            path = layer / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        layers.append(Layer(f"layer{index}", layer))
    return make_environment(Layers("pack", tuple(layers)), str)


def test_the_same_file_extends_itself_over_three_layers(tmp_path: Path) -> None:
    env = environment(
        tmp_path,
        {"t.j2": '{% extends "parent:t.j2" %}{% block a %}市{{ super() }}{% endblock %}'},
        {"t.j2": '{% extends "parent:t.j2" %}{% block a %}省{{ super() }}{% endblock %}'},
        {"t.j2": "{% block a %}国{% endblock %}{% block b %}底{% endblock %}"},
    )
    assert env.get_template("t.j2").render() == "市省国底"


def test_a_layer_without_the_file_is_passed_over(tmp_path: Path) -> None:
    env = environment(
        tmp_path,
        {"t.j2": '{% extends "parent:t.j2" %}{% block a %}市{{ super() }}{% endblock %}'},
        {"other.j2": "无"},
        {"t.j2": "{% block a %}国{% endblock %}"},
    )
    assert env.get_template("t.j2").render() == "市国"


def test_an_include_of_the_parent_is_the_next_layers(tmp_path: Path) -> None:
    env = environment(
        tmp_path,
        {"t.j2": '市{% include "parent:t.j2" %}'},
        {"t.j2": '省{% include "parent:t.j2" %}{% include "o.j2" %}', "o.j2": "他"},
        {"t.j2": "国", "o.j2": "别"},
    )
    assert env.get_template("t.j2").render() == "市省国他"


def test_a_parent_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    env = environment(tmp_path, {"t.j2": '{% extends "parent:t.j2" %}'})
    with pytest.raises(TemplateNotFound):
        env.get_template("t.j2").render()


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    env = environment(tmp_path, {"t.j2": "旧"})
    assert env.get_template("t.j2").render() == "旧"
    path = tmp_path / "layer0" / "t.j2"
    path.write_text("新", encoding="utf-8")
    # Whatever the clock's grain, the file is a second newer.
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 10**9))
    assert env.get_template("t.j2").render() == "新"


def test_a_file_in_another_encoding_is_a_syntax_error_of_that_file(tmp_path: Path) -> None:
    env = environment(tmp_path, {"t.j2": "甲".encode("gbk")})
    with pytest.raises(TemplateSyntaxError) as error:
        env.get_template("t.j2")
    assert error.value.filename == str(tmp_path / "layer0" / "t.j2")


@pytest.mark.parametrize(
    "text", ["{{ x.__class__.__mro__ }}", "{{ x.__init__.__globals__ }}", "{% do y.append(1) %}"]
)
def test_a_template_stays_in_its_sandbox(text: str, tmp_path: Path) -> None:
    env = environment(tmp_path, {"t.j2": text})
    with pytest.raises(SecurityError):
        env.get_template("t.j2").render(x=object(), y=[])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ x.nmae }}", "没有“nmae”这个名称。是不是“name”？"),
        ("{{ x.zzz }}", "没有“zzz”这个名称。"),
        ("{{ d.lede }}", "没有“lede”这个名称。是不是“lead”？"),
        ("{{ nothing }}", "没有“nothing”这个名称。"),
        ("{% if nothing %}{% endif %}", "没有“nothing”这个名称。"),
        ("{{ l[5] }}", "没有“5”这一项。"),
    ],
)
def test_a_missing_name_is_said_in_chinese(text: str, message: str, tmp_path: Path) -> None:
    class Named:
        name = "甲"

    env = environment(tmp_path, {"t.j2": text})
    with pytest.raises(UndefinedError) as error:
        env.get_template("t.j2").render(x=Named(), d={"lead": "甲"}, l=[1])
    assert error.value.message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{{ param.notes['2120801'] }}",
            "参数“notes”里没有“2120801”这一项。现有：2010301、2210201。",
        ),
        ("{{ param.notes['2010302'] }}", "参数“notes”里没有“2010302”这一项。现有："),
        ("{{ param.deep.inner.lost }}", "参数“deep.inner”里没有“lost”这一项。现有：a。"),
        ("{{ param.noets['2120801'] }}", "没有名为“noets”的参数。是不是“notes”？"),
        ("{{ param[''] }}", "没有名为“”的参数。"),
        ("{{ param.empty.a }}", "参数“empty”里没有“a”这一项。"),
    ],
)
def test_a_missing_entry_says_which_parameter_lacks_it(
    text: str, message: str, tmp_path: Path
) -> None:
    notes = {"2010301": "甲", "2210201": "乙"}
    values = Entries({"notes": notes, "deep": {"inner": {"a": "b"}}, "empty": {}})
    env = environment(tmp_path, {"t.j2": text})
    with pytest.raises(UndefinedError) as error:
        env.get_template("t.j2").render(param=values)
    assert error.value.message is not None
    assert error.value.message.startswith(message)
