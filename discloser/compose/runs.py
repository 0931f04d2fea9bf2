"""Keep what templates print as values until the markup has been read.

A template's printed values leave it as tokens of two private characters around a number, so that
no text of an input can be read as markup, and a number in a sentence stays a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined, pass_context
from markupsafe import Markup

from discloser.document.nodes import Inline, Text
from discloser.document.number import Number
from discloser.pack.unknown import Unknown

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_runs: ContextVar[list[Inline]] = ContextVar("runs")


class Printable:
    """A value that knows the number that it prints as."""

    __slots__ = ()

    def number(self) -> Number:
        """Return the number with its format."""
        raise NotImplementedError


@contextmanager
def recording() -> Iterator[list[Inline]]:
    """Record what templates print; the list is filled while they run."""
    runs: list[Inline] = []
    token = _runs.set(runs)
    try:
        yield runs
    finally:
        _runs.reset(token)


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
        case Undefined() | Unknown():
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


def split_runs(text: str, runs: list[Inline], *, strong: bool = False) -> list[Inline]:
    """Replace the tokens in ``text`` by the values that they stand for."""
    found: list[Inline] = []
    for index, piece in enumerate(_TOKEN.split(text)):
        if index % 2 and int(piece) < len(runs):
            found.append(_strengthen(runs[int(piece)], strong))
        elif piece:
            found.append(Text(piece, strong))
    return [run for run in found if not isinstance(run, Text) or run.text]


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
