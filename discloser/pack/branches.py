"""Note which branches of the templates run, so that lint can name those that no sample reaches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, nodes

REACHED, PASSED = "_reached", "_passed"
_noting: ContextVar[Branches | None] = ContextVar("noting", default=None)


@dataclass(frozen=True, slots=True, order=True)
class Branch:
    """A branch of a template: where it begins, and what it is in Chinese."""

    file: str
    line: int
    what: str


@dataclass(slots=True)
class Branches:
    """The branches of the templates that were read, and those of them that ran."""

    known: set[Branch] = field(default_factory=set)
    reached: set[Branch] = field(default_factory=set)

    @property
    def unreached(self) -> list[Branch]:
        """The branches that never ran, in reading order."""
        return sorted(self.known - self.reached)

    def reach(self, *branch: Any) -> str:
        """Note that a branch runs."""
        self.reached.add(Branch(*branch))
        return ""

    def passed(self, value: Any, *branch: Any) -> Any:
        """Note that a choice takes ``value``."""
        self.reached.add(Branch(*branch))
        return value

    def mark(self, tree: nodes.Template, file: str, environment: Environment) -> None:
        """Let the template ``tree`` note its branches when it runs."""
        environment.globals.update({REACHED: self.reach, PASSED: self.passed})
        for node in list(tree.find_all((nodes.If, nodes.For, nodes.Macro, nodes.Block))):
            self._mark_bodies(node, file)
        for choice in list(tree.find_all(nodes.CondExpr)):
            choice.expr1 = self._passing(choice.expr1, file, "if 前面的写法")
            if choice.expr2 is not None:
                choice.expr2 = self._passing(choice.expr2, file, "else 后面的写法")
        tree.set_environment(environment)

    def _mark_bodies(self, node: nodes.Node, file: str) -> None:
        match node:
            case nodes.If():
                self._insert(node.body, file, "if 为真的部分")
                self._insert(node.else_, file, "else 的部分")
            case nodes.For():
                self._insert(node.body, file, "for 循环的内容")
                self._insert(node.else_, file, "for 的 else 部分")
            case nodes.Macro():
                self._insert(node.body, file, f"macro {node.name}")
            case nodes.Block():
                self._insert(node.body, file, f"block {node.name}")

    def _insert(self, body: list[nodes.Node], file: str, what: str) -> None:
        if not body:
            return
        line = body[0].lineno
        self.known.add(Branch(file, line, what))
        call = _call(REACHED, [], file, line, what)
        body.insert(0, nodes.ExprStmt(call, lineno=line))

    def _passing(self, value: nodes.Expr, file: str, what: str) -> nodes.Expr:
        self.known.add(Branch(file, value.lineno, what))
        return _call(PASSED, [value], file, value.lineno, what)


@contextmanager
def noting_branches() -> Iterator[Branches]:
    """Note the branches of every template that is read meanwhile."""
    branches = Branches()
    token = _noting.set(branches)
    try:
        yield branches
    finally:
        _noting.reset(token)


def current_branches() -> Branches | None:
    """The branches that are being noted, or None."""
    return _noting.get()


def _call(name: str, first: list[nodes.Expr], *values: Any) -> nodes.Call:
    line = values[1]
    constants = [nodes.Const(value, lineno=line) for value in values]
    function = nodes.Name(name, "load", lineno=line)
    return nodes.Call(function, [*first, *constants], [], None, None, lineno=line)
