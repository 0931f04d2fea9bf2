"""No character of a YAML text is lost or added without a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.read.characters import tidy
from discloser.read.yaml import read_yaml

SETTINGS = settings(derandomize=True, deadline=None, max_examples=300, database=None)


def seen(text: str) -> list[str]:
    """The findings of a text as ``code line:column``."""
    _, _, findings = read_yaml(text, "a.yaml")
    return [
        f"{each.code} {place.line}:{place.column}"
        for each in findings
        for place in each.locations[:1]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 政务大厅1 #楼\n", ["R028 1:10"]),
        ("a: 政务大厅1 # 楼\n", ["R028 1:10"]),
        ("a: 政务大厅1\t#楼\n", ["R028 1:10", "R011 1:9"]),
        ("a: #楼\n", ["R028 1:4"]),
        ("a:\n  - #楼\n", ["R028 2:5"]),
        ("a: 一\n  二 #楼\n", ["R028 2:5"]),
        ("a: {b: 一 #楼\n  }\n", ["R028 1:10"]),
        ("a: [一 #楼, 二]\n", ["R028 1:7", "R017 1:4"]),
        ("a: [#楼, 二]\n", ["R028 1:5", "R017 1:4"]),
        ("b: 1\n名 #称: x\n", ["R028 2:3", "R014 2:1"]),
        ("color: #ff0000\n", ["R028 1:8"]),
    ],
)
def test_a_text_that_a_number_sign_cuts_is_told(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: 1 # 元\n",
        "a: 某局  # 部门全称\n",
        'a: "某局" #部门\n',
        "a: '1 #楼'\n",
        'a: "1 #楼"\n',
        "a: |\n  1 #楼\n",
        "a: >  #说明\n  1 #楼\n",
        "#a: 1\n  #b\nc: 2\n",
        "a: 1#楼\n",
        "a: 一,#楼\n",
        "a: 1 ####\n",
        "a: 100 # 见 #5\n",
        "a: {b: 1} #注\n",
        "a: 1\u00a0#楼\n",
    ],
)
def test_a_comment_or_a_quoted_sign_is_left_alone(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a: "D:\\bak"\n', "R020 1:7"),
        ('a: "D:\\new\\total.yaml"\n', "R020 1:7"),
        ('a: "甲\\b乙"\n', "R020 1:6"),
        ("a:\n- 第一\n  -第二\n", "R013 3:3"),
        ("a:\n- 第一\n  －第二\n", "R012 3:3"),
    ],
)
def test_what_would_be_read_otherwise_than_meant_is_told(text: str, expected: str) -> None:
    assert expected in seen(text)


@pytest.mark.parametrize(
    "text", ['a: "一\\n二"\n', 'a: "一\\t二\\\\b"\n', "a: 一\n  -2 度\n", "a: 一\n  —— 二\n"]
)
def test_escapes_and_dashes_that_are_meant_are_left_alone(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 负责\n  管理，\n  监督\n", "负责管理，监督"),
        ("a: >\n  负责\n  管理\n", "负责管理\n"),
        ("a: >-\n  负责  \n  管理\n\n  监督\n   缩进\n  完\n", "负责管理\n监督\n 缩进\n完"),
        ("a: '负责''\n  管理'\n", "负责'管理"),
        ('a: "负责\\u3002\n  管理\\\n  监督"\n', "负责。管理监督"),
        ('a: "\n  负责\n  管理\n  "\n', "负责管理"),
        ("a: big\n  data 平台\n", "big data 平台"),
        ("a: >-\n  big\n  data\n", "big data"),
        ("a: |-\n  负责\n  管理\n", "负责\n管理"),
        ("a: [负责\n  管理, 监督]\n", "负责管理"),
        ("a: 一 二\n", "一 二"),
    ],
)
def test_folded_lines_of_chinese_are_joined_without_a_space(text: str, value: str) -> None:
    draft, _, findings = read_yaml(text, "a.yaml")
    assert findings == ()
    assert draft is not None
    found = draft["a"]
    assert (found[0] if isinstance(found, list) else found) == value


words = st.text(st.sampled_from("负责管理，。“”一二、（）"), min_size=1, max_size=6)
latin = st.text(st.sampled_from("abcXYZ"), min_size=1, max_size=6)


def folded(style: str, lines: list[str]) -> str:
    """A text of several lines as YAML folds it in each style."""
    body = "\n  ".join(lines)
    quote = style if style in "'\"" else ""
    return f"a: >-\n  {body}\n" if style == ">" else f"a: {quote}{body}{quote}\n"


@SETTINGS
@given(st.sampled_from(["", "'", '"', ">"]), st.lists(words, min_size=2, max_size=5))
def test_any_chinese_text_comes_back_from_any_fold(style: str, lines: list[str]) -> None:
    draft, _, _ = read_yaml(folded(style, lines), "a.yaml")
    assert draft == {"a": "".join(lines)}


@SETTINGS
@given(st.sampled_from(["", "'", '"', ">"]), st.lists(latin, min_size=2, max_size=5))
def test_any_latin_words_stay_apart(style: str, lines: list[str]) -> None:
    draft, _, _ = read_yaml(folded(style, lines), "a.yaml")
    assert draft == {"a": " ".join(lines)}


pieces = st.sampled_from(
    ["#", " #", "：", ":", ": ", "-", " -", "'", '"', "\\", "汉", "字", "a", "12", ",", "，", "[",
     "]", "{", "}", "&", "*", "!", "|", ">", "%", "@", "`", "?", "~", "\u00a0", "\u3000", "\u200b",
     "\t", "⾏", "=", "1.0", "0x1", "<<"]
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=1500, database=None)
@given(st.sampled_from("汉a1"), st.lists(pieces, max_size=6).map("".join))
def test_what_is_typed_on_a_line_is_read_or_told(first: str, rest: str) -> None:
    typed = (first + rest).strip(" \t")
    draft, _, findings = read_yaml(f"a: {typed}\nb: 1\n", "a.yaml")
    seen_text, _ = tidy(typed)
    is_comment = re.search(r"[ \t]#([ \t#]|$)", seen_text) is not None
    assert (draft or {}).get("a") == typed or findings or is_comment
