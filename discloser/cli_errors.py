"""What a person reads where something goes wrong: one Chinese sentence and no traceback.

With ``DISCLOSER_DEBUG`` set, what is unforeseen is raised; otherwise its traceback goes to a file
in the folder of temporary files, which a clerk can hand on.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

from cyclopts import App, CycloptsError
from cyclopts.exceptions import (
    CoercionError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from discloser.os_errors import why

DEBUG = "DISCLOSER_DEBUG"
_CLOSED_PIPE = 141
"""What a shell gives where a reader has gone: 128 and the number of SIGPIPE."""
_SAMPLE = "预决算：“（《、…"
_TYPES = {int: "整数", float: "数字", bool: "是或否，直接写选项就行"}


def explain(error: CycloptsError, app: App) -> str:
    """Say in Chinese what is wrong with the arguments."""
    if isinstance(error, UnknownCommandError):
        return _unknown_command(error, app)
    if isinstance(error, CoercionError):
        return _wrong_value(error)
    return _misused(error)


def _misused(error: CycloptsError) -> str:
    match error:
        case UnknownOptionError():
            word = error.token.keyword or error.token.value
            return f"没有“{word}”这个选项。{_like(word, _options(error))}"
        case UnusedCliTokensError():
            return f"多写了“{' '.join(error.unused_tokens or ())}”。"
        case MissingArgumentError():
            return f"“{_name(error)}”后面要写内容。"
        case RepeatArgumentError():
            return f"“{_name(error)}”只能写一次。"
        case ValidationError():
            return f"{error.exception_message}。"
    return "用法不对。"


def _unknown_command(error: UnknownCommandError, app: App) -> str:
    word = next(iter(error.unused_tokens or ()), "")
    chain = [*(error.command_chain or ())]
    for name in chain:
        app = app[name]
    known = [name for name in app if not name.startswith("-")]
    return f"没有“{word}”这个命令。{_like(word, known)}有：{'、'.join(known)}。"


def _wrong_value(error: CoercionError) -> str:
    typed = error.token.value if error.token is not None else ""
    name = _name(error)
    if error.msg:
        return f"“{name}”{error.msg}。"
    wanted = _TYPES.get(error.target_type or str, "别的内容")
    return f"“{name}”要写{wanted}，不能是“{typed}”。"


def _name(error: Any) -> str:
    """The option as it was typed, or the argument as the help calls it."""
    token = getattr(error, "token", None)
    if token is not None and token.keyword:
        return str(token.keyword)
    argument = getattr(error, "argument", None)
    return str(argument.name) if argument is not None else "选项"


def _options(error: CycloptsError) -> list[str]:
    collection = getattr(error, "argument_collection", None) or ()
    return [name for argument in collection for name in argument.names if name.startswith("-")]


def _like(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1)
    return f"是不是“{near[0]}”？" if near else ""


def speak_chinese(stream: TextIO) -> None:
    """Let a stream take Chinese: as it is set up where it can, else as UTF-8.

    What it cannot show, such as a name that is no text, becomes a question mark.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    try:
        _SAMPLE.encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        reconfigure(encoding="utf-8")
    reconfigure(errors="replace")


def let_go(stream: TextIO) -> int:
    """End without a word where nobody reads any more, as ``head`` does after its lines."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    return _CLOSED_PIPE


def last_words(error: Exception) -> str:
    """Say in one sentence what nobody foresaw, and what to do."""
    match error:
        case UnicodeEncodeError():
            return (
                "这台机器的语言设置写不了中文文件名，没有写出文件。"
                "请先运行 export LC_ALL=C.UTF-8 再试。"
            )
        case OSError():
            return f"{why(error)}。"
        case MemoryError():
            return "内存不够，没有做完。请关掉别的程序，或分几次做。"
    return f"程序出错了，没有做完（{type(error).__name__}）。请把{_trace()}发给维护人员。"


def _trace() -> str:
    """Write the traceback to a file and call it; call the command itself where that fails."""
    try:
        handle, name = tempfile.mkstemp(prefix="discloser-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(f"{sys.argv}\n{traceback.format_exc()}")
    except OSError:
        return "用的命令"
    return f"文件 {Path(name)} "
