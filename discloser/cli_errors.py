"""What a person reads where the arguments are wrong: one Chinese sentence with the words typed."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

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
