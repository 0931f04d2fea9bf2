"""Keep what templates print as values until the markup has been read.

A template's printed values leave it as tokens of two private characters around a number, so that
no text of an input can be read as markup, and a number in a sentence stays a number.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import replace
from decimal import Decimal
from typing import Any, Self

from jinja2 import TemplateRuntimeError, Undefined, pass_context
from markupsafe import Markup

from discloser.compose.echo import Echo, without_echoes
from discloser.document.nodes import Inline, Text
from discloser.document.number import Number
from discloser.pack.unknown import Unknown

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_ALONE = f"{_OPEN}0{_CLOSE}"
"""A value with no words around it."""


class Runs(list[Inline]):
    """What templates printed, in the order of the tokens, and what of it was an echo.

    While it is entered, what templates print is recorded in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.echoes: list[Echo] = []

    def __enter__(self) -> Self:
        self._before = _runs.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        _runs.reset(self._before)


_runs: ContextVar[Runs] = ContextVar("runs")


class Printable:
    """A value that knows the number that it prints as."""

    __slots__ = ()

    def number(self) -> Number:
        """Return the number with its format."""
        raise NotImplementedError


class Worded:
    """A value that prints as its text."""

    __slots__ = ()


@pass_context
def finalize(_context: Any, value: Any) -> str:
    """Turn a value that a template prints into its token.

    Raises:
        TemplateRuntimeError: for a value that has no printed form.
    """
    if isinstance(value, Markup):
        return value
    runs = _runs.get()
    runs.append(_run(value))
    return Markup(f"{_OPEN}{len(runs) - 1}{_CLOSE}")  # noqa: S704 - two marks and a number


def _run(value: Any) -> Inline:
    match value:
        case str():
            return Text(value)
        case Printable():
            return value.number()
        case Undefined() | Unknown() | Worded():
            return Text(str(value))
        case bool() | None:
            raise TemplateRuntimeError(f"这里的值是“{value}”，不能直接印出来。")
        case int():
            return Text(str(value))
        case Decimal():
            raise TemplateRuntimeError("这里的数没有格式，请用 amount 或 percent 过滤器。")
    raise TemplateRuntimeError(
        f"这里的内容（{type(value).__name__}）不能直接印出来，请指明其中一项。"
    )


def split_runs(
    text: str, runs: list[Inline], *, strong: bool = False, before: str = ""
) -> list[Inline]:
    """Replace the tokens in ``text`` by the values that they stand for.

    What a text only repeats of the words around it, those of ``before`` too, is left out.
    """
    if _OPEN not in text:
        return [Text(text, strong)] if text else []
    if text == _ALONE and len(runs) == 1 and not before:
        is_blank = isinstance(runs[0], Text) and not runs[0].text
        return [] if is_blank else [_strengthen(runs[0], strong)]
    pieces = _TOKEN.split(text)
    found: list[Inline] = []
    for index, piece in enumerate(pieces):
        if index % 2 and int(piece) < len(runs):
            run = runs[int(piece)]
            if isinstance(run, Text) and isinstance(runs, Runs):
                behind = _behind(pieces[index + 1 :], runs)
                printed, echoes = without_echoes(before, run.text, behind)
                run = Text(printed, run.strong)
                runs.echoes += echoes
            found.append(_strengthen(run, strong))
        elif piece:
            found.append(Text(piece, strong))
        before += found[-1].text if found and piece else ""
    return [run for run in found if not isinstance(run, Text) or run.text]


def _behind(pieces: list[str], runs: list[Inline]) -> str:
    """What is printed next: the words of the template, or else the next value's."""
    for index, piece in enumerate(pieces):
        is_token = index % 2 and int(piece) < len(runs)
        if text := runs[int(piece)].text if is_token else piece:
            return text
    return ""


def _strengthen(run: Inline, strong: bool) -> Inline:
    if not strong:
        return run
    if isinstance(run, Number):
        return replace(run, strong=True)
    return Text(run.text, strong=True)


def join_texts(runs: list[Inline]) -> tuple[Inline, ...]:
    """Join neighbouring texts of equal weight."""
    joined: list[Inline] = []
    for run in runs:
        last = joined[-1] if joined else None
        if isinstance(run, Text) and isinstance(last, Text) and run.strong == last.strong:
            joined[-1] = Text(last.text + run.text, run.strong)
        else:
            joined.append(run)
    return tuple(joined)
