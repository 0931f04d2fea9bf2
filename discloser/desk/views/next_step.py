"""What a person does next with a filing, as a sentence and the part of the page to go to."""

from __future__ import annotations

from dataclasses import dataclass

from discloser.desk.models import Filing, State, User
from discloser.desk.rights import Right, may


@dataclass(frozen=True, slots=True)
class Next:
    """What to do, why, and whether it is this person's turn."""

    title: str
    advice: str
    is_own: bool
    part: str = ""


_CLERK = {
    State.NOT_BEGUN: (
        "下载填报表，或上传已有的文件",
        "填报表里已带好上年的内容。预算系统的导出、决算软件的表、已公布的文本也可以直接上传。",
        "fill",
    ),
    State.CHECKING: ("正在核对", "几秒钟就好，这一页会自己更新。", ""),
    State.WITH_ERRORS: ("改正错误", "在“问题”里逐条看，可以在网页上直接改。", "problems"),
    State.READY: ("送审", "没有错误。看过文档后送负责人签发。", "hand_in"),
    State.RETURNED: ("按退回意见改", "改好后存入新版，再送审。", "problems"),
}
_WAITING = {
    State.HANDED_IN: "等单位负责人签发",
    State.SIGNED: "等财政部门复核",
    State.PASSED: "等财政部门公开",
    State.PUBLISHED: "已经公开",
}


def next_step(filing: Filing, user: User) -> Next:
    """What comes next, from where this person stands."""
    state = filing.state
    if state in _CLERK:
        title, advice, part = _CLERK[state]
        if may(user, Right.FILL_IN, filing):
            return Next(title, advice, is_own=True, part=part)
        return Next("等单位填报", f"现在是“{state.value}”。", is_own=False)
    if state is State.HANDED_IN and may(user, Right.SIGN, filing):
        advice = "先做保密审查，再签发；不同意就退回给填报人。"
        return Next("保密审查并签发", advice, is_own=True, part="sign")
    if state is State.SIGNED and may(user, Right.JUDGE, filing):
        return Next("复核", "看文档、问题和批注，通过或退回。", is_own=True, part="judge")
    if state is State.PASSED and may(user, Right.JUDGE, filing):
        return Next("公开", "生成公开文件并登记公开。", is_own=True, part="judge")
    return Next(_WAITING.get(state, "等单位填报"), "现在不用做什么。", is_own=False)
