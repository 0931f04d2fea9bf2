"""A pack's own usual forms, over the standard ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.pack.forms import FILE, named_pack, read_forms
from discloser.pack.layers import Layer, Layers

HEAD = "字段,写法,读作,说明\n"
FUNDS = {"一般公共预算": "一般公共预算"}


def layers(*folders: Path) -> Layers:
    return Layers("test", tuple(Layer(folder.name, folder) for folder in folders))


def test_the_nearer_layers_form_goes_first(tmp_path: Path) -> None:
    for name, meaning in (("city", "其他收入"), ("province", "事业收入")):
        (tmp_path / name).mkdir()
        row = f"资金来源,本地资金,{meaning},\n"
        (tmp_path / name / FILE).write_text("\ufeff" + HEAD + row, encoding="utf-8")
    forms, findings = read_forms(layers(tmp_path / "city", tmp_path / "province"))
    assert findings == ()
    form = forms.find("资金来源", "本地资金", FUNDS)
    assert form is not None
    assert form.meaning == "其他收入"
    standard = forms.find("资金来源", "经费拨款", FUNDS)
    assert standard is not None
    assert standard.meaning == "一般公共预算"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("字段,写法\n", "T060", 1, "字段,写法,读作,说明"),
        (HEAD + "资金,本地资金,其他收入,\n", "T061", 2, "资金"),
        (HEAD + "资金来源,,其他收入,\n", "T061", 2, "写法"),
        (HEAD + "资金来源,本地资金,其它收入,\n", "T061", 2, "其它收入"),
        (HEAD + "资金来源,甲,其他收入,\n资金来源,本地资金,其他收入|乙,\n", "T061", 3, "乙"),
        (HEAD + "资金来源,本地资金,,\n", "T061", 2, "读作"),
    ],
)
def test_a_wrong_row_is_told_at_its_line(
    tmp_path: Path, text: str, code: str, line: int, words: str
) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    _, [finding] = read_forms(layers(tmp_path))
    assert finding.location is not None
    assert (finding.code, finding.location.line) == (code, line)
    assert words in finding.message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ((HEAD + "资金来源,甲,其他收入,\n").encode("gbk"), "R004"),
        ((HEAD + "资金来源,甲\u200b,其他收入,\n").encode(), "R006"),
        ((HEAD + '资金来源,"甲,其他收入,\n').encode(), "T061"),
        (HEAD.encode("utf-16-le"), "R004"),
        (b"\x00\xff", "R004"),
        (b"", "T060"),
        ((HEAD + "长" * 200_000 + "\n").encode(), "T060"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    _, findings = read_forms(layers(tmp_path))
    assert [each.code for each in findings] == [code]
    assert all(each.location and each.location.line for each in findings)


@pytest.mark.parametrize("kind", ["budget", "部门预算", "预算"])
def test_the_pack_of_a_draft_is_known_before_the_draft_is_read(kind: str) -> None:
    named = named_pack({"pack": "a/b", "kind": kind, "year": "2025"})
    assert named is not None
    assert (named[0], named[1].value, named[2]) == ("a/b", "budget", 2025)


@pytest.mark.parametrize(
    "change",
    [{"pack": None}, {"kind": "别的"}, {"kind": ["预算"]}, {"year": "今年"}, {"year": "²"}],
)
def test_a_draft_that_does_not_say_it_names_no_pack(change: dict[str, object]) -> None:
    draft = {"pack": "a/b", "kind": "budget", "year": "2025"} | change
    assert named_pack(draft) is None  # type: ignore[arg-type]
