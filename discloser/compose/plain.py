"""Short texts that do no more than name values, such as ``{{ row.code }}``.

Most cells of a table are such ones. They are said from their syntax tree: what Jinja sets up to
run a template costs ten times what it takes to look a value up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from discloser.compose.runs import finalize
from discloser.pack.sandbox import CUT, Limited

Names = Mapping[str, Any]
Value = Callable[[Limited, Names, Names], Any]
"""Looks a value up: by an environment, in the names of one run and in those of the document."""
_OF_JINJA = ("self", "super")
"""Names to which a template gives a meaning of its own."""
Parts = tuple[str | Value, ...]
"""A text in parts: words, and values that are named in between."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text of words and named values, which is run as a template is."""

    parts: Parts
    environment: Limited
    names: Names

    def render(self, own: Names) -> str:
        """The text with a token for each value; ``own`` names go before the document's."""
        said = (
            part
            if isinstance(part, str)
            else finalize(None, part(self.environment, own, self.names))
            for part in self.parts
        )
        return self.environment.concat(said)


def parts_of(tree: nodes.Template) -> Parts | None:
    """The parts of a short text; None where it does more than name values."""
    if len(tree.body) != 1 or not isinstance(tree.body[0], nodes.Output):
        return None
    parts: list[str | Value] = []
    for node in tree.body[0].nodes:
        part = node.data if isinstance(node, nodes.TemplateData) else _value(node)
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _value(node: nodes.Expr) -> Value | None:
    match node:
        case nodes.Name() if node.name not in _OF_JINJA:
            return _named(node.name)
        case nodes.Getattr():
            return _member(node.node, node.attr)
        case nodes.Getitem(arg=nodes.Name() | nodes.Getattr() | nodes.Getitem()):
            return _item(node.node, node.arg)
        case nodes.Call(node=nodes.Name(name=called), args=[nodes.Getitem() as cut]):
            return _part(cut.node, cut.arg) if called == CUT else None
    return None


def _named(name: str) -> Value:
    def value(environment: Limited, own: Names, names: Names) -> Any:
        if name in own:
            return own[name]
        return names[name] if name in names else environment.undefined(name=name)

    return value


def _member(of: nodes.Expr, name: str) -> Value | None:
    owner = _value(of)
    if owner is None:
        return None
    return lambda environment, own, names: environment.getattr(owner(environment, own, names), name)


def _item(of: nodes.Expr, key: nodes.Expr) -> Value | None:
    owner, named = _value(of), _value(key)
    if owner is None or named is None:
        return None
    return lambda environment, own, names: environment.getitem(
        owner(environment, own, names), named(environment, own, names)
    )


def _part(of: nodes.Expr, cut: nodes.Expr) -> Value | None:
    owner = _value(of)
    if owner is None or not isinstance(cut, nodes.Slice):
        return None
    ends = (cut.start, cut.stop, cut.step)
    if not all(end is None or isinstance(end, nodes.Const) for end in ends):
        return None
    between = slice(*(end.value if isinstance(end, nodes.Const) else None for end in ends))
    return lambda environment, own, names: environment.cut(owner(environment, own, names)[between])
