"""Reading YAML: every scalar stays text, every value knows its place, every slip is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discloser.finding import Finding
from discloser.read.file import MAX_BYTES
from discloser.read.yaml import read_yaml, read_yaml_file

SAMPLE = """\
# 样例
name: 某某局
year: 2025
money_unit: 元
codes: ["0010", 0o17, 1_000, 1e3, .5, yes, 2025-01-31]
empty:
tilde: ~
"null": null
quoted_null: "null"
reason: '人员''增加'
text: |
  第一行
    第二行
folded: >-
  上半句
  下半句
expenditure:
  - {function: "2010301", amount: 1470400.10}
  - function: "2010302"
    amount: -0.50
"""


def places(findings: tuple[Finding, ...]) -> list[str]:
    """Write findings as ``code line:column``."""
    return [f"{each.code} {str(each.location).partition(':')[2]}" for each in findings]


def test_it_keeps_every_scalar_as_the_text_that_was_written() -> None:
    draft, _, findings = read_yaml(SAMPLE, "a.yaml")
    assert findings == ()
    assert draft == {
        "name": "某某局",
        "year": "2025",
        "money_unit": "元",
        "codes": ["0010", "0o17", "1_000", "1e3", ".5", "yes", "2025-01-31"],
        "empty": None,
        "tilde": None,
        "null": None,
        "quoted_null": "null",
        "reason": "人员'增加",
        "text": "第一行\n  第二行\n",
        "folded": "上半句下半句",
        "expenditure": [
            {"function": "2010301", "amount": "1470400.10"},
            {"function": "2010302", "amount": "-0.50"},
        ],
    }


@pytest.mark.parametrize(
    ("path", "position"),
    [
        ((), "a.yaml:2:1"),
        (("name",), "a.yaml:2:7"),
        (("codes",), "a.yaml:5:8"),
        (("codes", 2), "a.yaml:5:23"),
        (("reason",), "a.yaml:10:9"),
        (("text",), "a.yaml:11:7"),
        (("expenditure", 0), "a.yaml:18:5"),
        (("expenditure", 0, "function"), "a.yaml:18:16"),
        (("expenditure", 0, "amount"), "a.yaml:18:35"),
        (("expenditure", 1), "a.yaml:19:5"),
        (("expenditure", 1, "amount"), "a.yaml:20:13"),
        (("expenditure", 1, "missing"), "a.yaml:19:5"),
    ],
)
def test_it_knows_where_each_value_begins(path: tuple[str | int, ...], position: str) -> None:
    _, sources, _ = read_yaml(SAMPLE, "a.yaml")
    found = sources.find(path)
    assert str(found) == position
    assert found.path == path


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_it_counts_the_lines_of_any_system(newline: str) -> None:
    draft, sources, _ = read_yaml(SAMPLE.replace("\n", newline), "a.yaml")
    assert draft == read_yaml(SAMPLE, "a.yaml")[0]
    assert str(sources.find(("expenditure", 1, "amount"))) == "a.yaml:20:13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # tabs
        ("a:\n\tb: 1\n", ["R011 2:1"]),
        ("a:\n  - b: 1\n\t  c: 2\n", ["R011 3:1"]),
        # full-width signs
        ("a: 1\nname：b\nc: 2\n", ["R012 2:5"]),
        ("a: 1\nname：b", ["R012 2:5"]),
        ("name：b\nc: 2\n", ["R012 1:5"]),
        ("单位：b\nc: 2\n", ["R012 1:3"]),
        ("a：1\nb：2\n", ["R012 1:2", "R012 2:2"]),
        ("a:\n  name：b\n", ["R012 2:7"]),
        ("a:\n  name：b\n  c: 2\n", ["R012 2:7"]),
        ("a:\n  - name：b\n    c: 2\n", ["R012 2:9"]),
        ("a:\n  - name: b\n    c：2\n", ["R012 3:6"]),
        ("a:\n  - {name：b, c: 2}\n", ["R012 2:10"]),
        ('a:\n  - {name："b", c: 2}\n', ["R012 2:10"]),
        ('a:\n  - {b: "1"， c: 2}\n', ["R012 2:12"]),
        ("a:\n  - {b: 1， c: 2}\n", ["R012 2:10"]),
        ("a:\n  - ｛b: 1}\n", ["R012 2:5"]),
        ("a:\n\u3000\u3000b: 1\n", ["R012 2:1"]),
        # spaces and colons
        ("a: 1\nname:b\nc: 2\n", ["R013 2:5"]),
        ("a:\n  name:b\n", ["R013 2:7"]),
        ('a: {name:"b", c: 2}\n', ["R013 1:9"]),
        ("a:\n  -b: 1\n", ["R013 2:3"]),
        ("a: 1\nname b\nc: 2\n", ["R014 2:1"]),
        ("x: 1\na\n  b: 1\n", ["R014 2:1"]),
        ("a: 说明: 内容\n", ["R015 1:6"]),
        # quotes and brackets
        ('a: "abc\nb: 1\n', ["R016 1:4"]),
        ('a: "说"三公"经费"\n', ["R016 1:7"]),
        ('- {a: "b, c: 1}\n- {a: "d", c: 2}\n', ["R016 1:7"]),
        ("a: [1, 2\nb: 1\n", ["R017 1:4"]),
        ("a: {x: 1]\n", ["R017 1:9"]),
        ("a: {x: 1}}\n", ["R017 1:10"]),
        # indentation
        ("a:\n  b: 1\n c: 2\n", ["R018 3:2"]),
        ("a:\n  b: 1\n    c: 2\n", ["R018 3:5"]),
        ("a:\n  - b\n - c\n", ["R018 3:2"]),
        ("a: - b\n", ["R018 1:4"]),
        ("a: |\n    x\n  y\n", ["R018 3:3"]),
        # signs with a meaning of their own
        ("a: @x\n", ["R019 1:4"]),
        ("a: >5% 以上\n", ["R019 1:4"]),
        ('a: "C:\\d"\n', ["R020 1:8"]),
        ('a: "\\UFFFFFFFF"\n', ["R010 1:7"]),
        # structure
        ("", ["R007 1"]),
        ("# 只有注释\n", ["R007 1"]),
        ("- a\n", ["R021 1:1"]),
        ("某某局\n", ["R021 1:1"]),
        ("a: 1\nb: 2\na: 3\nb: 4\n", ["R022 3:1", "R022 4:1"]),
        ("a: {b: 1, b: 2}\n", ["R022 1:11"]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", ["R023 1:4", "R023 3:3", "R023 3:7"]),
        ("a: **重点**\n", ["R023 1:4"]),
        ("a: 1\n---\nb: 2\n", ["R024 2:1"]),
        (": 1\n", ["R025 1:1"]),
        ("a: {{ x }}\n", ["R025 1:5"]),
        ("? [a]\n: 1\n", ["R025 1:3"]),
        ("a: !!python/object:os.system x\n", ["R026 1:4"]),
        ("a: " + "[" * 60, ["R027 1:53"]),
        # characters that nobody sees
        ("a: x\x00y\x00\nb: \u200bz\n", ["R006 1:5", "R006 1:7", "R006 2:4"]),
        ('a: "\\ud800"\n', ["R006 1:4"]),
    ],
)
def test_it_names_each_slip_at_its_place(text: str, expected: list[str]) -> None:
    _, _, findings = read_yaml(text, "a.yaml")
    assert places(findings) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: 说明：内容\n",
        "notes:\n  - 注：本表为空表。\n",
        "url: http://example.org/a:b\n",
        "extends: parent:budget/report.yaml\n",
        'a: "name：b"\n',
        "a: |\n  name：b\n  c:d\n",
        "a: “三公”经费\n",
        "2025: x\n",
        "a: -1\n",
    ],
)
def test_it_leaves_ordinary_text_alone(text: str) -> None:
    draft, _, findings = read_yaml(text, "a.yaml")
    assert findings == ()
    assert draft is not None


def test_it_shows_both_places_of_a_duplicate_and_keeps_the_first() -> None:
    draft, sources, findings = read_yaml("a:\n  b: 1\n  c: 2\n  b: 3\n", "a.yaml")
    assert [str(place) for place in findings[0].locations] == ["a.yaml:4:3", "a.yaml:2:3"]
    assert findings[0].locations[0].field == "a.b"
    assert draft == {"a": {"b": "1", "c": "2"}}
    assert sources.find(("a", "b")).line == 2


def test_it_reports_what_it_found_before_the_syntax_broke() -> None:
    draft, _, findings = read_yaml("a: 1\na: 2\nb: [\n", "a.yaml")
    assert places(findings) == ["R022 2:1", "R017 3:4"]
    assert draft is None


def test_it_says_in_chinese_that_a_colon_is_full_width() -> None:
    _, _, (finding,) = read_yaml("name：某某局\nyear: 2025\n", "a.yaml")
    assert finding.message == "“name：某某局”里的“：”是全角冒号，YAML 只认半角的“: ”。"
    assert "英文输入法" in finding.remedy


def test_it_reads_a_file_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        path = tmp_path / "a.yaml"
        path.write_bytes(mark + SAMPLE.encode())
        draft, sources, findings = read_yaml_file(path, "某某局.yaml")
        assert findings == ()
        assert draft == read_yaml(SAMPLE, "a.yaml")[0]
        assert str(sources.find(("year",))) == "某某局.yaml:3:7"


@pytest.mark.parametrize(
    ("data", "code", "line", "words"),
    [
        (SAMPLE.encode("gbk"), "R004", 1, "GBK"),
        (SAMPLE.encode("utf-16"), "R004", 1, "UTF-16"),
        (b"a: 1\nb: \xff\xff\xff\n", "R004", 2, "UTF-8"),
        (b"a: " + b"x" * MAX_BYTES, "R005", None, "20 MB"),
    ],
)
def test_it_names_what_is_wrong_with_a_file(
    tmp_path: Path, data: bytes, code: str, line: int | None, words: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    draft, _, (finding,) = read_yaml_file(path)
    assert draft is None
    assert (finding.code, finding.location and finding.location.line) == (code, line)
    assert words in finding.message


def test_it_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    assert read_yaml_file(tmp_path / "none.yaml")[2][0].code == "R001"
    assert read_yaml_file(tmp_path)[2][0].code == "R002"
    assert read_yaml_file(Path("a\0b"))[2][0].code in {"R001", "R003"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_it_says_that_a_file_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    assert read_yaml_file(path)[2][0].code == "R003"


@given(st.text())
def test_any_text_gives_a_draft_or_a_finding(text: str) -> None:
    draft, _, findings = read_yaml(text, "a.yaml")
    assert draft is not None or findings


SNIPPETS = (
    "：|，|\t|\"|'|{|}|[|]|- |: |\n|\n  |&a |*a|!x |>|%|@|?|---\n|...\n|#|\\|<<: |\\x|~|\r|,|:"
)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SAMPLE)),
            st.integers(0, 4),
            st.sampled_from([*SNIPPETS.split("|"), "|", "\u3000", "\ufeff", "%YAML 1.1\n---\n"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_damaged_file_gives_a_draft_or_a_finding(cuts: list[tuple[int, int, str]]) -> None:
    text = SAMPLE
    for start, length, snippet in cuts:
        text = text[:start] + snippet + text[start + length :]
    draft, _, findings = read_yaml(text, "a.yaml")
    assert draft is not None or findings
    lines = len(text.splitlines()) + 1
    assert all((each.location.line or 1) <= lines for each in findings if each.location)


def test_an_empty_value_is_placed_at_its_key() -> None:
    draft, sources, _ = read_yaml("year: 2025\npublished:\n\nkind: budget\n", "input.yaml")
    assert draft == {"year": "2025", "published": None, "kind": "budget"}
    assert sources.find(("published",)).line == 2
