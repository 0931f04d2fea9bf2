"""What a foreign template may not do: reach into Python, run for ever, or fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache, wraps
from typing import Any

from jinja2 import TemplateRuntimeError, nodes, pass_environment
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from pydantic import BaseModel

from discloser.pack.budget import CALL, Budget
from discloser.pack.unknown import Unknown

MOST_CHARACTERS = 500_000
"""Far above the longest narrative there is (about 60,000 characters)."""
MOST_ITEMS = 100_000
TURN, JOINED, MADE, CUT, SEARCHED = "_turn", "_joined", "_made", "_cut", "_searched"

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
TEXT_FILTERS = frozenset({"capitalize", "e", "escape", "lower", "string", "title", "trim", "upper"})
GLOBALS = frozenset({"range", "dict", "namespace", "cycler", "joiner"})

_ALLOWED: tuple[tuple[Any, Collection[str]], ...] = (
    (Enum, ("value", "label")),
    (str, STRINGS),
    (date, ("year", "month", "day")),
    (int | float | Decimal | bytes, ("label", "has_prior", "prior", "change")),
    (Mapping, ("items", "keys", "values", "get")),
    (Sequence, ("index", "count")),
)
"""The attributes of plain values that templates may name; the first kind that fits counts."""
LARGEST_BASE, LARGEST_POWER, LARGEST_BITS = 10**6, 100, 10_000


class Limited(ImmutableSandboxedEnvironment):
    """A sandbox with a whitelist of attributes and filters, and with limits of time and size."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *args: Any, budget: Budget | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = budget or Budget()
        self._safe: dict[tuple[type, str], bool] = {}
        standard = self.filters
        self.filters = {}
        self.add_filters({name: made for name, made in standard.items() if name in FILTERS})
        self.add_filters({name: _of_text(standard[name]) for name in TEXT_FILTERS})
        self.add_filters({"replace": _replace, "join": _join, "truncate": _truncate, "sum": _sum})
        tests: Mapping[str, Any] = dict(self.tests)
        self.tests = {name: self._charged(made) for name, made in tests.items()}
        self.globals = {name: made for name, made in self.globals.items() if name in GLOBALS}
        self.globals |= {TURN: self._turn, JOINED: self._joined, MADE: self._made, "dict": _dict}
        self.globals |= {CUT: self.cut, SEARCHED: self._searched}

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Let templates use filters; each takes from the budget what it goes through and makes."""
        self.filters |= {name: self._charged(made) for name, made in filters.items()}

    def _charged(self, made: Callable[..., Any]) -> Callable[..., Any]:
        budget, first = self.budget, 1 if hasattr(made, "jinja_pass_arg") else 0

        @wraps(made)
        def charged(*args: Any, **kwargs: Any) -> Any:
            budget.handle(*args[first:])
            return self._paid(made(*args, **kwargs))

        return charged

    def _paid(self, value: Any) -> Any:
        """A value that was made, taken from the budget; an iterator as it is gone through."""
        if isinstance(value, str):
            self.budget.make(len(value))
        elif isinstance(value, Iterator):
            return self._counted(value)
        else:
            self.budget.handle(value)
        return value

    def _counted(self, values: Iterator[Any]) -> Iterator[Any]:
        for value in values:
            self.budget.spend()
            yield value

    def concat(self, parts: Iterable[str]) -> str:
        """Join what a template prints, up to the limit."""
        kept, size = [], 0
        for part in parts:
            size += len(part)
            _allow(size)
            kept.append(part)
        self.budget.make(size)
        return "".join(kept)

    def limit(self, tree: nodes.Template, *, is_file: bool) -> nodes.Template:
        """Let all that runs more than once take steps, and what makes texts and lists their size.

        A turn of a loop, a call of a macro or a run of a file takes as many steps as its body has
        parts; a short text is paid for by who runs it.
        """
        repeated: list[Any] = [
            *([tree] if is_file else ()),
            *tree.find_all((nodes.For, nodes.Macro, nodes.Block)),
        ]
        sizes: dict[int, int] = {}
        _measure(tree, sizes)
        for node in repeated:
            size = nodes.Const(sizes[id(node)])
            call = nodes.Call(nodes.Name(TURN, "load"), [size], [], None, None)
            statement = nodes.ExprStmt(call)
            statement.set_lineno(node.lineno, override=True)
            node.body.insert(0, statement)
        _replace_joins(tree)
        tree.set_environment(self)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Tell whether a template may name an attribute of ``obj``: all of a kind are alike."""
        if isinstance(obj, type):
            return self._is_safe(obj, attr, value)
        asked = type(obj), attr
        if asked not in self._safe:
            self._safe[asked] = self._is_safe(obj, attr, value)
        return self._safe[asked]

    def _is_safe(self, obj: Any, attr: str, value: Any) -> bool:
        if not super().is_safe_attribute(obj, attr, value):
            return False
        if isinstance(obj, BaseModel):
            return attr in _declared(type(obj))
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
        self.budget.spend()
        made = self._paid(super().call_binop(context, operator, left, right))
        _bounded(made)
        if isinstance(made, int) and made.bit_length() > LARGEST_BITS:
            raise TemplateRuntimeError("算出来的数太大。")
        return made

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls; the size of replaced and joined texts is known before."""
        owner = getattr(obj, "__self__", None)
        if owner is self:  # what limit() has put there; Jinja adds names of its own to each call
            return obj(*args)
        self.budget.handle(owner, *args)
        self.budget.spend(CALL)
        if isinstance(owner, str) and obj.__name__ in ("replace", "join"):
            made = _replace(owner, *args) if obj.__name__ == "replace" else _joined(args[0], owner)
            return self._paid(made)
        return self._paid(super().call(context, obj, *args, **kwargs))

    def _turn(self, steps: int) -> str:
        self.budget.spend(steps)
        return ""

    def _made(self, value: Any) -> Any:
        self.budget.handle(value)
        return _bounded(value)

    def cut(self, value: Any) -> Any:
        """A part of a text or a list."""
        return self._paid(value)

    def _searched(self, value: Any) -> Any:
        """What something is compared with or looked for in."""
        self.budget.handle(value)
        return value

    def _joined(self, *parts: Any) -> str:
        texts = [part if isinstance(part, Markup) else _text(part) for part in parts]
        size = sum(map(len, texts))
        _allow(size)
        self.budget.make(size)
        return markup_join(texts)


@lru_cache(maxsize=256)
def _declared(model: type[BaseModel]) -> frozenset[str]:
    """The fields and properties that a model declares: its own methods read files and more."""
    own = (vars(cls).items() for cls in model.__mro__ if cls is not BaseModel)
    properties = (name for members in own for name, each in members if isinstance(each, property))
    return frozenset((*model.model_fields, *properties))


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


def _measure(node: nodes.Node, sizes: dict[int, int]) -> int:
    """How many nodes are below one; ``sizes`` takes the same of each of them, by identity."""
    size = sum(1 + _measure(child, sizes) for child in node.iter_child_nodes())
    sizes[id(node)] = size
    return size


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
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice):
        name, arguments = CUT, [node]
    elif isinstance(node, nodes.Operand) and not isinstance(node.expr, nodes.Const):
        call = nodes.Call(nodes.Name(SEARCHED, "load"), [node.expr], [], None, None)
        node.expr = call
        call.set_lineno(node.lineno)
        return node
    else:
        return node
    call = nodes.Call(nodes.Name(name, "load"), arguments, [], None, None)
    return call.set_lineno(node.lineno)


def _is_value(node: Any) -> bool:
    """Tell whether a tuple is one that holds values, not names to set or constants."""
    loaded = isinstance(node, nodes.Tuple) and node.ctx == "load"
    return loaded and not all(isinstance(item, nodes.Const) for item in node.items)
