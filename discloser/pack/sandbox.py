"""What a foreign template may not do: reach into Python, run for ever, or fill the memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from jinja2 import TemplateRuntimeError, nodes, pass_environment
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from discloser.pack.unknown import Unknown

MOST_CHARACTERS = 500_000
"""Far above the longest narrative there is (about 60,000 characters)."""
MOST_ITEMS = 100_000
MOST_TURNS = 200_000
MOST_SECONDS = 10.0
TURN, JOINED, MADE = "_turn", "_joined", "_made"

STRINGS = frozenset(
    {
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "strip",
        "lstrip",
        "rstrip",
        "split",
        "rsplit",
        "splitlines",
        "partition",
        "rpartition",
        "find",
        "index",
        "count",
        "upper",
        "lower",
        "title",
        "capitalize",
        "isdigit",
        "isalpha",
        "replace",
        "join",
    }
)
"""What templates may call on texts. ``format``, ``center`` and their like can fill the memory."""
FILTERS = frozenset(
    {
        "abs",
        "attr",
        "count",
        "d",
        "default",
        "dictsort",
        "first",
        "groupby",
        "int",
        "items",
        "last",
        "length",
        "list",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "select",
        "selectattr",
        "sort",
        "unique",
    }
)
"""Jinja's filters that packs may use, beside those for texts."""
TEXT_FILTERS = frozenset(
    {
        "capitalize",
        "e",
        "escape",
        "lower",
        "string",
        "title",
        "trim",
        "upper",
    }
)
GLOBALS = frozenset(
    {
        "range",
        "dict",
        "namespace",
        "cycler",
        "joiner",
    }
)

_ALLOWED: tuple[tuple[Any, Collection[str]], ...] = (
    (Enum, ("value", "label")),
    (str, STRINGS),
    (date, ("year", "month", "day")),
    (int | float | Decimal | bytes, ()),
    (Mapping, ("items", "keys", "values", "get")),
    (Sequence, ("index", "count")),
)
"""The attributes of plain values that templates may name; the first kind that fits counts."""
LARGEST_BASE, LARGEST_POWER, LARGEST_BITS = 10**6, 100, 10_000


class Limited(ImmutableSandboxedEnvironment):
    """A sandbox with a whitelist of attributes and filters, and with limits of time and size."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._end = float("inf")
        self._turns = 0
        standard = self.filters
        self.filters = {name: made for name, made in standard.items() if name in FILTERS}
        self.filters |= {name: _of_text(standard[name]) for name in TEXT_FILTERS}
        self.filters |= {"replace": _replace, "join": _join, "truncate": _truncate, "sum": _sum}
        self.globals = {name: made for name, made in self.globals.items() if name in GLOBALS}
        self.globals |= {TURN: self._turn, JOINED: self._joined, MADE: _bounded, "dict": _dict}

    def start(self) -> None:
        """Begin to count time and turns of loops; called before each template."""
        self._end = time.monotonic() + MOST_SECONDS
        self._turns = 0

    def concat(self, parts: Iterable[str]) -> str:
        """Join what a template prints, up to the limit."""
        kept, size = [], 0
        for part in parts:
            size += len(part)
            _allow(size)
            kept.append(part)
        return "".join(kept)

    def limit(self, tree: nodes.Template) -> nodes.Template:
        """Let loops, macros and blocks of ``tree`` count turns, and ``~`` and lists their size."""
        for node in list(tree.find_all((nodes.For, nodes.Macro, nodes.Block))):
            assert isinstance(node, nodes.For | nodes.Macro | nodes.Block)  # noqa: S101 - for mypy
            call = nodes.Call(nodes.Name(TURN, "load"), [], [], None, None)
            statement = nodes.ExprStmt(call)
            statement.set_lineno(node.lineno, override=True)
            node.body.insert(0, statement)
        _replace_joins(tree)
        tree.set_environment(self)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may name an attribute of ``obj``."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        if isinstance(obj, BaseModel):
            return _declared(obj, attr, type(obj).model_fields)
        for kinds, allowed in _ALLOWED:
            if isinstance(obj, kinds):
                return attr in allowed
        return not is_dataclass(obj) or not attr.startswith("on_")

    def wrap_str_format(self, value: Any) -> None:
        """Refuse ``"…".format``, which Jinja's sandbox allows and which pads without limit."""
        owner = getattr(value, "__self__", None)
        if isinstance(owner, str) and value.__name__ in ("format", "format_map"):
            raise TemplateRuntimeError("模板里不能用 format 排版文字。")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply, raise, add or format within the limits."""
        for value in (left, right):
            if isinstance(value, Unknown):
                return value
        numbers = isinstance(left, int | Decimal) and isinstance(right, int | Decimal)
        if operator == "%" and not numbers:
            raise TemplateRuntimeError("模板里不能用 % 排版文字。")
        if operator == "**" and not (
            numbers and abs(left) <= LARGEST_BASE and abs(right) <= LARGEST_POWER
        ):
            raise TemplateRuntimeError("乘方的数太大。")
        if operator == "*" and not numbers:
            raise TemplateRuntimeError("模板里不能用 * 重复文字或列表。")
        if operator == "+" and isinstance(left, Sequence) and isinstance(right, Sequence):
            _allow(len(left) + len(right), MOST_CHARACTERS if isinstance(left, str) else MOST_ITEMS)
        made = super().call_binop(context, operator, left, right)
        _bounded(made)
        if isinstance(made, int) and made.bit_length() > LARGEST_BITS:
            raise TemplateRuntimeError("算出来的数太大。")
        return made

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; the size of replaced and joined texts is known before."""
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, str) and obj.__name__ in ("replace", "join"):
            return _replace(owner, *args) if obj.__name__ == "replace" else _joined(args[0], owner)
        return super().call(context, obj, *args, **kwargs)

    def _turn(self) -> str:
        self._turns += 1
        if self._turns > MOST_TURNS:
            raise TemplateRuntimeError(f"循环超过了 {MOST_TURNS:,} 次。")
        if time.monotonic() > self._end:
            raise TemplateRuntimeError(f"模板运行超过了 {MOST_SECONDS:.0f} 秒。")
        return ""

    def _joined(self, *parts: Any) -> str:
        texts = [part if isinstance(part, Markup) else _text(part) for part in parts]
        _allow(sum(map(len, texts)))
        return markup_join(texts)


def _declared(obj: BaseModel, attr: str, fields: Iterable[str]) -> bool:
    """Whether a model declares a field or a property: its own methods read files and more."""
    own = (vars(cls).get(attr) for cls in type(obj).__mro__ if cls is not BaseModel)
    return attr in fields or any(isinstance(member, property) for member in own)


def _allow(size: int, most: int = MOST_CHARACTERS) -> None:
    if size > most:
        raise TemplateRuntimeError(f"内容太长，超过了 {most:,}。")


def _text(value: Any) -> str:
    """A value as text; a list may hold more than its length tells."""
    if isinstance(value, str):
        return value
    if isinstance(value, Iterable) and not hasattr(value, "number"):
        raise TemplateRuntimeError("这里要文字，不能是列表。")
    return str(value)


def _of_text(standard: Callable[..., Any]) -> Callable[..., Any]:
    def checked(value: Any, *args: Any, **kwargs: Any) -> Any:
        return standard(value if isinstance(value, Markup) else _text(value), *args, **kwargs)

    return checked


def _replace(text: Any, old: str, new: str, count: int = -1) -> str:
    written = _text(text)
    times = written.count(old) if count < 0 else min(count, written.count(old))
    _allow(len(written) + times * len(new))
    return written.replace(old, new, count)


@pass_environment
def _join(
    environment: Limited, values: Iterable[Any], d: str = "", attribute: str | None = None
) -> str:
    """Join values as texts."""
    return _joined((environment.getitem(v, attribute) if attribute else v for v in values), d)


def _joined(values: Iterable[Any], separator: str) -> str:
    texts, size = [], 0
    for value in values:
        texts.append(_text(value))
        size += len(texts[-1]) + len(separator)
        _allow(size)
    return separator.join(texts)


def _truncate(text: Any, length: int = 255, end: str = "…") -> str:
    written = _text(text)
    return written if len(written) <= length else written[:length] + end


@pass_environment
def _sum(environment: Limited, values: Iterable[Any], attribute: str | None = None) -> Any:
    """Add numbers."""
    numbers = [environment.getitem(v, attribute) if attribute else v for v in values]
    for number in numbers:
        if isinstance(number, Unknown):
            return number
    if not all(isinstance(number, int | Decimal) for number in numbers):
        raise TemplateRuntimeError("sum 只能把数相加。")
    return sum(numbers)


def _bounded(value: Any) -> Any:
    """Return a value that holds no more than the limit, however often it holds the same list.

    To compare two lists that hold each other twice, sixty deep, takes for ever.
    """
    left, waiting = MOST_ITEMS, [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            item = [*item, *item.values()]
        if isinstance(item, list | tuple):
            left -= len(item)
            _allow(MOST_ITEMS - left, MOST_ITEMS)
            waiting += [member for member in item if isinstance(member, list | tuple | dict)]
    return value


def _dict(**values: Any) -> Any:
    return _bounded(values)


def _replace_joins(node: nodes.Node) -> None:
    """Let every ``a ~ b`` and every list below ``node`` go through the check of its size."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            _replace_joins(value)
            setattr(node, name, _checked(value))
        elif isinstance(value, list):
            for child in value:
                if isinstance(child, nodes.Node):
                    _replace_joins(child)
            setattr(node, name, [_checked(child) for child in value])


def _checked(node: Any) -> Any:
    if isinstance(node, nodes.Concat):
        name, arguments = JOINED, list(node.nodes)
    elif isinstance(node, nodes.List | nodes.Dict) or _is_value(node):
        name, arguments = MADE, [node]
    else:
        return node
    call = nodes.Call(nodes.Name(name, "load"), arguments, [], None, None)
    return call.set_lineno(node.lineno)


def _is_value(node: Any) -> bool:
    """Tell whether a tuple is one that holds values, not names to set or constants."""
    loaded = isinstance(node, nodes.Tuple) and node.ctx == "load"
    return loaded and not all(isinstance(item, nodes.Const) for item in node.items)
