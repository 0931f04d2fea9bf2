"""Note which branches of the templates run, so that lint can name those that no sample reaches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from jinja2 import Environment, nodes

from discloser.location import Location

REACHED, PASSED = "_reached", "_passed"
WHEN = "when"
_noting: ContextVar[Branches | None] = ContextVar("noting", default=None)


@dataclass(frozen=True, slots=True, order=True)
class Branch:
    """A branch of a template or a spec: where it begins, what it is in Chinese, and its word."""

    file: str
    line: int
    what: str
    word: str = ""


@dataclass(slots=True)
class Branches:
    """The branches of the templates that were read, and those of them that ran."""

    known: set[Branch] = field(default_factory=set)
    reached: set[Branch] = field(default_factory=set)
    codes: dict[tuple[str, str], CodeType] = field(default_factory=dict)
    """The code of the templates that were read, with their marks."""

    @property
    def unreached(self) -> list[Branch]:
        """The branches that never ran, in reading order."""
        return sorted(self.known - self.reached)

    @property
    def names(self) -> dict[str, Any]:
        """What marked templates call."""
        return {REACHED: self.reach, PASSED: self.passed}

    def reach(self, *branch: Any) -> str:
        """Note that a branch runs."""
        self.reached.add(Branch(*branch))
        return ""

    def passed(self, value: Any, *branch: Any) -> Any:
        """Note that a choice takes ``value``."""
        self.reached.add(Branch(*branch))
        return value

    def decide(self, file: str, line: int, condition: str, *, holds: bool) -> None:
        """Note what a condition of a spec comes to; each may come to either."""
        both = {
            came: Branch(file, line, f"“{condition}”{'成立' if came else '不成立'}的情形", WHEN)
            for came in (True, False)
        }
        self.known.update(both.values())
        self.reached.add(both[holds])

    def mark(
        self, tree: nodes.Template, file: str, environment: Environment, first: int = 1
    ) -> None:
        """Let the template ``tree``, which begins on line ``first``, note its branches."""
        above = first - 1
        for node in list(tree.find_all((nodes.If, nodes.For, nodes.Macro, nodes.Block))):
            self._mark_bodies(node, file, above)
        for choice in list(tree.find_all(nodes.CondExpr)):
            choice.expr1 = self._passing(choice.expr1, file, above, "if 前面的写法", "if")
            if choice.expr2 is not None:
                choice.expr2 = self._passing(choice.expr2, file, above, "else 后面的写法", "else")
        tree.set_environment(environment)

    def _mark_bodies(self, node: nodes.Node, file: str, above: int) -> None:
        match node:
            case nodes.If():
                self._insert(node.body, file, above, "if 为真的部分", "if")
                self._insert(node.else_, file, above, "else 的部分", "else")
            case nodes.For():
                self._insert(node.body, file, above, "for 循环的内容", "for")
                self._insert(node.else_, file, above, "for 的 else 部分", "else")
            case nodes.Macro():
                self._insert(node.body, file, above, f"macro {node.name}", node.name)
            case nodes.Block():
                self._insert(node.body, file, above, f"block {node.name}", node.name)

    def _insert(self, body: list[nodes.Node], file: str, above: int, what: str, word: str) -> None:
        if not body:
            return
        line = body[0].lineno
        branch = (file, line + above, what, word)
        self.known.add(Branch(*branch))
        body.insert(0, nodes.ExprStmt(_call(REACHED, [], branch, line), lineno=line))

    def _passing(
        self, value: nodes.Expr, file: str, above: int, what: str, word: str
    ) -> nodes.Expr:
        branch = (file, value.lineno + above, what, word)
        self.known.add(Branch(*branch))
        return _call(PASSED, [value], branch, value.lineno)


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


def note_decision(condition: str, place: Location, *, holds: bool) -> None:
    """Note what a condition of a spec comes to, where branches are noted."""
    branches = current_branches()
    if branches is not None:
        branches.decide(place.file, place.line or 1, condition, holds=holds)


def _call(
    name: str, first: list[nodes.Expr], branch: tuple[str, int, str, str], line: int
) -> nodes.Call:
    constants = [nodes.Const(value, lineno=line) for value in branch]
    function = nodes.Name(name, "load", lineno=line)
    return nodes.Call(function, [*first, *constants], [], None, None, lineno=line)
