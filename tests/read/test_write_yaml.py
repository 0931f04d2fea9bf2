"""Writing YAML: what is read back is what was written, and nothing else of a file is touched."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.read.characters import tidy
from discloser.read.write_yaml import write_yaml
from discloser.read.yaml import read_yaml
from tests.entry.samples import GOOD, INPUTS, draft_of

letters = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"),
)
plain_texts = st.text(letters, min_size=1, max_size=20).map(lambda text: tidy(text)[0]).filter(bool)
lines = st.lists(plain_texts, min_size=1, max_size=3).map("\n".join)
special = st.sampled_from(
    ["~", "null", "true", "是", "=1", "- a", "a: b", "a #b", "{x}", "[", "'", '"', "\\", "1e5",
     "0x1", "1_000", "2025-01-01", "：", "，", "%", "@", "`", "|", ">", "&a", "*a", "!x", "?", ":",
     "第一行\n第二行", " 空格 ", "007"]
)  # fmt: skip
texts = st.one_of(plain_texts, lines, special)


def again(text: str) -> Any:
    draft, _, findings = read_yaml(text, "a.yaml")
    slips = [each for each in findings if each.severity.value == "error"]
    assert slips == []
    return draft


@settings(derandomize=True, deadline=None, max_examples=200, database=None)
@given(
    text=texts,
    items=st.lists(texts, max_size=3),
    mapping=st.dictionaries(texts, texts, min_size=1, max_size=3),
)
def test_any_text_comes_back(text: str, items: list[str], mapping: dict[str, str]) -> None:
    draft: dict[str, Any] = {"pack": text, "reasons": mapping, "units": [mapping]}
    draft |= {"options": {"a": items}} if items else {}
    assert again(write_yaml(draft)) == draft


@pytest.mark.parametrize("path", [*INPUTS, GOOD], ids=lambda path: path.parent.name + path.stem)
def test_an_unchanged_input_is_not_touched(path: Any) -> None:
    """The small input is written by hand in styles that a rewriting evens out."""
    text = path.read_text(encoding="utf-8")
    rewritten = write_yaml(draft_of(path), text)
    assert again(rewritten) == draft_of(path)
    assert [line for line in rewritten.splitlines() if "#" in line] == [
        line for line in text.splitlines() if "#" in line
    ]
    if path != GOOD:
        assert rewritten == text


TEXT = """\
# 开头
pack: 甲   # 后面
expenditure:
  # 基本支出
  - {function: "1", amount:   5}
  - {function: "2", amount:  10}   # 第二行
  # 项目支出
  - {function: "3", amount: 100}
reasons:
  a: 'x'   # 原因
"""


def changed(change: Any) -> list[str]:
    """The lines that a change takes out and puts in."""
    draft = again(TEXT)
    change(draft)
    written = write_yaml(draft, TEXT)
    assert again(written) == draft
    old, new = TEXT.splitlines(), written.splitlines()
    return [f"-{line}" for line in old if line not in new] + [
        f"+{line}" for line in new if line not in old
    ]


def test_a_changed_value_changes_its_line() -> None:
    def change(draft: Any) -> None:
        draft["reasons"]["a"] = "z"

    assert changed(change) == ["-  a: 'x'   # 原因", "+  a: 'z'   # 原因"]


def test_a_new_line_is_written_like_its_neighbours() -> None:
    def change(draft: Any) -> None:
        draft["expenditure"].insert(1, {"function": "9", "amount": "7"})

    assert changed(change) == ['+  - {function: "9", amount: 7}']


def test_a_line_that_goes_takes_no_other_with_it() -> None:
    def change(draft: Any) -> None:
        del draft["expenditure"][0]

    assert changed(change) == ['-  - {function: "1", amount:   5}']


def test_a_new_field_comes_at_the_end_and_an_old_one_goes() -> None:
    def change(draft: Any) -> None:
        del draft["reasons"]
        draft["units_note"] = "变动"

    assert changed(change) == ["-reasons:", "-  a: 'x'   # 原因", "+units_note: 变动"]


def test_a_new_file_explains_itself_in_chinese() -> None:
    written = write_yaml({"pack": "省/市", "units": [{"code": "01", "name": "某局"}]})
    assert written.startswith("# 怎样填这个文件")
    assert '# 预算单位\nunits:\n  - {code: "01", name: 某局}' in written


def test_what_cannot_be_read_is_written_anew() -> None:
    assert again(write_yaml({"pack": "甲"}, "a: [")) == {"pack": "甲"}
