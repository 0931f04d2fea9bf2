"""What a template says already is not printed again."""

from __future__ import annotations

import pytest

from discloser.compose.echo import Echo, without_echoes, without_title
from discloser.compose.runs import Runs, split_runs
from discloser.document.nodes import Text

REASONS = ("，主要原因：", "，主要原因是", "。主要原因是：", "存在差异的主要原因是", "原因为：")
NUMBERS = ("（一）", "(2)", "3.", "十二、", "4、", "①")


@pytest.mark.parametrize("before", REASONS)
@pytest.mark.parametrize(
    "lead",
    [
        "主要原因是：",
        "主要原因：",
        "主要原因是",
        "主要是",
        "原因是",
        "原因为",
        "原因：",
        "增加的主要原因是",
        "增减变动的原因：",
        "差异原因是：",
        " 主要原因 ：".replace(" ：", "："),
        "主要原因是：主要是",
    ],
)
def test_a_lead_in_is_said_once(before: str, lead: str) -> None:
    printed, echoes = without_echoes(before, f"{lead}人员增加", "。")
    assert printed == "人员增加"
    assert "".join(echo.dropped for echo in echoes) == lead.strip()


@pytest.mark.parametrize("before", NUMBERS)
@pytest.mark.parametrize(
    "number",
    [
        "（二）",
        "(二)",
        "（2）",
        "( 2 ) ",
        "二、",
        "2、",
        "2.",
        "2．",
        "2) ",
        "②",
        "•",
        "● ",
        "- ",
        "—",
        "（二）、",
    ],
)
def test_a_number_is_printed_once(before: str, number: str) -> None:
    assert without_echoes(before, f"{number}负责水资源管理", "")[0] == "负责水资源管理"


@pytest.mark.parametrize(
    ("before", "text", "behind"),
    [
        ("，主要原因：", "主要保障机构正常运转", "。"),
        ("，主要原因：", "1．财政压缩资金；2．专项债券资金减少", "。"),
        ("，主要原因：", "由于人员增加", "。"),
        ("，", "主要原因是人员增加", "。"),
        ("（一）", "12345热线受理", "；"),
        ("1.", "2025年重点工作", ""),
        ("1.", "1.5亿元以上项目审批", ""),
        ("1.", "一体化平台建设", ""),
        ("包括", "（一）办公室", "、"),
        ("根据", "《职能配置规定》", "文件规定"),
        ("", "（二）负责水资源管理", ""),
        ("主要原因：", "主要原因是：", "。"),
    ],
)
def test_other_words_stay(before: str, text: str, behind: str) -> None:
    assert without_echoes(before, text, behind) == (text, [])


@pytest.mark.parametrize(
    ("before", "text", "behind", "printed"),
    [
        ("主要原因：", "人员增加。", "。", "人员增加"),
        ("主要原因：", "人员增加；", "。", "人员增加"),
        ("主要原因：", "人员增加。。", "；", "人员增加"),
        ("（一）", "负责水资源管理。", "", "负责水资源管理。"),
        ("主要用于", "用于接待上级检查", "。", "接待上级检查"),
        ("来访人员主要包括：", "来访人员主要包括：客商等", "等。", "客商"),
        ("其他用车主要是：", "主要是洒水车", "；", "洒水车"),
        ("根据", "根据《职能配置规定》", "文件规定", "《职能配置规定》"),
        ("根据", "《职能配置规定》的规定", "文件规定", "《职能配置规定》"),
        ("本部门主要职责是：", "主要职责：贯彻执行", "", "贯彻执行"),
    ],
)
def test_words_at_both_ends(before: str, text: str, behind: str, printed: str) -> None:
    assert without_echoes(before, text, behind)[0] == printed


def test_a_project_text_does_not_repeat_its_title() -> None:
    text = "立项依据： 根据文件"
    assert without_title("立项依据", text) == ("根据文件", [Echo(text, "立项依据：")])
    assert without_title("立项依据", "立项依据充分") == ("立项依据充分", [])


def test_only_values_lose_words_and_the_next_value_counts() -> None:
    runs = Runs()
    runs += [Text("（一）"), Text("（二）负责防汛。"), Text("。")]
    found = split_runs("\ue0000\ue001\ue0001\ue001\ue0002\ue001", runs)
    assert "".join(run.text for run in found) == "（一）负责防汛。"
    assert [echo.dropped for echo in runs.echoes] == ["（二）", "。"]
    assert "".join(run.text for run in split_runs("主要原因：主要原因是：", runs)) == (
        "主要原因：主要原因是："
    )
