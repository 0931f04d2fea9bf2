"""The command line: arguments, messages and exit codes; nothing else.

Exit codes: 0 clean, 1 findings of severity error, 2 misuse.
"""

from __future__ import annotations

import os
import sys

from cyclopts import App, CycloptsError, Group, Parameter

from discloser.cli_commands import register
from discloser.cli_errors import DEBUG, explain, last_words, let_go, speak_chinese
from discloser.exit_codes import CLEAN, FINDINGS, INTERRUPTED, MISUSE
from discloser.garbage import look_seldom
from discloser.temporary import sweep
from discloser.versions import versions

app = App(
    name="discloser",
    help_prologue="用法：discloser 命令 [参数]",
    help="由一份部门数据（填报表或 YAML）生成预算、决算公开的 Word、Excel 和 PDF，并核对数字。",
    usage="",
    version=versions,
    version_flags=["--version"],
    help_flags=["--help", "-h"],
    help_format="plaintext",
    group_arguments=Group("参数"),
    group_parameters=Group("选项"),
    group_commands=Group("命令"),
    default_parameter=Parameter(show_default=False, negative=()),
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
app["--help"].help = "显示这份说明。"
app["--version"].help = "显示 discloser、Python 和两种 PDF 排版程序的版本号。"
register(app)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    look_seldom()
    for stream in (sys.stdout, sys.stderr):
        speak_chinese(stream)
    sweep()
    try:
        code = app(arguments, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except CycloptsError as error:
        print(f"{explain(error, app)}\n查看用法：discloser --help", file=sys.stderr)
        code = MISUSE
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        code = INTERRUPTED
    except BrokenPipeError:
        code = let_go(sys.stdout)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        print(last_words(error))
        code = FINDINGS
    sys.exit(code if isinstance(code, int) else CLEAN)
