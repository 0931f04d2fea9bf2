"""What a person reads: colours on a terminal, plain text in a pipe, Chinese as wide as it is."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from rich.cells import cell_len

from discloser.report import Line, plain_line
from discloser.terminal import breaks, show

LINES = [
    plain_line("== 局.xlsx 支出：错误 1 个", "heading"),
    Line((("支出!G5: ", "place"), ("错误 Z01 ", "error"), ("“资金来源”填的是“拨款”。" * 6, ""))),
    plain_line("怎么办：" + "请改成一般公共预算、政府性基金预算。" * 5, indent=4),
]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **environment: str) -> str:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm-256color", "COLUMNS": "60"} | environment).items():
        monkeypatch.setenv(name, value)
    show(LINES, stream)
    return stream.getvalue()


def test_a_pipe_gets_each_line_whole_and_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, io.StringIO()).splitlines() == [str(line) for line in LINES]


def test_a_terminal_gets_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;31m错误" in shown(monkeypatch, Terminal())


@pytest.mark.parametrize("setting", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colours_can_be_refused(setting: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert not re.search(r"\x1b\[[\d;]*3\d", shown(monkeypatch, Terminal(), **setting))


def test_a_terminal_gets_rows_that_fit_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    out = re.sub(r"\x1b\[[\d;]*m", "", shown(monkeypatch, Terminal()))
    rows = out.splitlines()
    assert len(rows) > len(LINES)
    assert max(map(cell_len, rows)) <= 60
    assert re.sub(r"\s", "", out) == re.sub(r"\s", "", "".join(map(str, LINES)))
    assert all(row.startswith("    ") for row in rows[-3:])


def rows_of(text: str, width: int) -> list[str]:
    cuts = [0, *breaks(text, width), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def test_rows_break_between_characters_but_not_before_punctuation() -> None:
    assert rows_of("请改，再看。", 6) == ["请改，", "再看。"]
    assert rows_of("请改，再看。", 4) == ["请", "改，", "再", "看。"]
    assert rows_of("甲乙（丙）", 6) == ["甲乙", "（丙）"]


def test_words_and_numbers_stay_whole_where_they_fit() -> None:
    rows = rows_of("见 inputs/a.yaml 第 1,234.50 元", 16)
    assert rows == ["见 inputs/a.yaml", "第 1,234.50 元"]
    assert rows_of("inputs/a.yaml", 8) == ["inputs/a", ".yaml"]
