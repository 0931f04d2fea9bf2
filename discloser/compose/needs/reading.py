"""Read the syntax trees of a pack's templates and note what each expression may need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from discloser.compose.needs import values as v
from discloser.compose.needs.condition import ALWAYS, NEVER, Condition, every, negated
from discloser.compose.needs.expressions import Expressions, Names, items_of, truth
from discloser.pack.templates import PackEnvironment

_NUMBER = r"[一二三四五六七八九十]+、|（[^）]{0,3}）|\d+[.、．]"
_MARKS = re.compile(rf"^#+\s*(?:{_NUMBER})?[、\s]*|\{{[^}}]*\}}\s*$")
_DEEPEST = 40
STEPS = 50
"""Steps of the budget for a statement."""


@dataclass
class Reading(Expressions):
    """One reading of a pack's templates, its blocks and macros as they are laid over one another.

    ``names`` are the document's names.
    """

    environment: PackEnvironment = field(kw_only=True)
    _line: str = ""
    _blocks: list[tuple[str, int]] = field(default_factory=list)
    _chain: list[dict[str, nodes.Block]] = field(default_factory=list)
    _depth: int = 0

    def file(self, name: str, extra: Mapping[str, v.Value]) -> Names:
        """Read a template file with all that it extends; return the names that it makes."""
        kept, self._chain, self._line = self._chain, [], ""
        own: Names = {**self.names, **extra}
        tree: nodes.Template | None = None
        while name:
            tree = self._tree(name)
            if tree is None:
                break
            self._chain.append({block.name: block for block in tree.find_all(nodes.Block)})
            extends = next(tree.find_all(nodes.Extends), None)
            if extends is None or not isinstance(extends.template, nodes.Const):
                break
            self._all([n for n in tree.body if isinstance(n, nodes.Assign | nodes.Macro)], own)
            name = self.environment.join_path(extends.template.value, name)
        if tree is not None:
            self._all(tree.body, own)
        self._text("\n")
        self._chain = kept
        return own

    def text(self, source: str, extra: Mapping[str, v.Value]) -> None:
        """Read a short text of a spec."""
        if "{" in source:
            self._all(self._parsed(source), {**self.names, **extra})

    def expression(self, source: str, extra: Mapping[str, v.Value]) -> v.Value:
        """Read an expression of a spec."""
        for node in self._parsed(f"{{{{ {source} }}}}"):
            for inner in node.iter_child_nodes():
                if isinstance(inner, nodes.Expr):
                    return self.value(inner, {**self.names, **extra})
        return v.OPAQUE

    def holds(self, when: str, extra: Mapping[str, v.Value]) -> Condition:
        """When what a spec prints under a condition is printed; of none: always."""
        return truth(self.expression(when, extra)) if when else ALWAYS

    def _tree(self, name: str) -> nodes.Template | None:
        try:
            source, path, _ = self.environment.loader.get_source(  # type: ignore[union-attr]
                self.environment, name
            )
            return self.environment.parse(source, name, path)
        except Exception:  # whatever a template says  # noqa: BLE001
            return None  # composing reports it

    def _parsed(self, source: str) -> list[nodes.Node]:
        try:
            return list(self.environment.parse(source).body)
        except Exception:  # whatever a text says  # noqa: BLE001
            return []

    def _all(self, body: Iterable[nodes.Node], names: Names) -> None:
        for node in body:
            self._statement(node, names)

    def _statement(self, node: nodes.Node, names: Names) -> None:
        self.environment.budget.spend(STEPS)
        match node:
            case nodes.Output():
                self._output(node, names)
            case nodes.If():
                self._if(node, names)
            case nodes.For():
                self._for(node, names)
            case nodes.Block():
                self._block(node.name, 0, names)
            case nodes.Macro():
                names[node.name] = v.Macro(node, names)
            case nodes.Assign():
                self._bind(node.target, self.value(node.node, names), names)
            case nodes.Include() | nodes.Import() | nodes.FromImport():
                self._other_file(node, names)
            case nodes.ExprStmt():
                self.value(node.node, names)
            case _:
                self._all(getattr(node, "body", []), names)

    def _output(self, node: nodes.Output, names: Names) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self._text(part.data)
            else:
                self._text(_shown(self.value(part, names)))

    def _text(self, text: str) -> None:
        """Follow what is printed, to know under which heading it stands."""
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            heading = line.strip()
            if heading.startswith("#"):
                self.section = _MARKS.sub("", heading).strip("、 ") or self.section

    def _if(self, node: nodes.If, names: Names) -> None:
        left: Condition = ALWAYS
        ends: list[tuple[Condition, Names]] = []
        for branch in (node, *node.elif_):
            with self.under(left):
                holds = truth(self.value(branch.test, names))
            inner = dict(names)
            with self.under(every(left, holds)):
                self._all(branch.body, inner)
            ends.append((every(left, holds), inner))
            left = every(left, negated(holds))
        inner = dict(names)
        with self.under(left):
            self._all(node.else_, inner)
        self._join([*ends, (left, inner)], names)

    def _join(self, ends: list[tuple[Condition, Names]], names: Names) -> None:
        for name in {name for _, inner in ends for name in inner}:
            found = [(c, inner.get(name, v.OPAQUE)) for c, inner in ends if c != NEVER]
            same = all(value == found[0][1] for _, value in found)
            names[name] = found[0][1] if same else v.Either(tuple(found))

    def _for(self, node: nodes.For, names: Names) -> None:
        items = items_of(self.value(node.iter, names))
        kept: list[tuple[Condition, v.Value]] = []
        for condition, item in items:
            inner = dict(names)
            self._bind(node.target, item, inner)
            if node.test is not None:
                with self.under(condition):
                    tested = truth(self.value(node.test, inner))
                kept.append((every(condition, tested), item))
            else:
                kept.append((condition, item))
        for index, (condition, item) in enumerate(kept):
            inner = dict(names)
            self._bind(node.target, item, inner)
            first = every(*(negated(c) for c, _ in kept[:index]))
            last = every(*(negated(c) for c, _ in kept[index + 1 :]))
            inner["loop"] = v.Loop(first, last)
            with self.under(condition):
                self._all(node.body, inner)
        with self.under(every(*(negated(c) for c, _ in kept))):
            self._all(node.else_, dict(names))

    def _bind(self, target: nodes.Node, value: v.Value, names: Names) -> None:
        if isinstance(target, nodes.Name):
            names[target.name] = value
        elif isinstance(target, nodes.Tuple):
            parts = value.items if isinstance(value, v.Sequence) else ()
            for index, name in enumerate(target.items):
                self._bind(name, parts[index][1] if index < len(parts) else v.OPAQUE, names)

    def _block(self, name: str, level: int, names: Names) -> None:
        for index in range(level, len(self._chain)):
            if name in self._chain[index]:
                self._blocks.append((name, index))
                self._all(self._chain[index][name].body, dict(names))
                self._blocks.pop()
                return

    def _other_file(self, node: Any, names: Names) -> None:
        if not isinstance(node.template, nodes.Const):
            return
        made = self.file(node.template.value, {})
        if isinstance(node, nodes.FromImport):
            for entry in node.names:
                name, alias = entry if isinstance(entry, tuple) else (entry, entry)
                names[alias] = made.get(name, v.OPAQUE)
        elif isinstance(node, nodes.Import):
            names[node.target] = v.OPAQUE

    def call_parent(self, names: Names) -> None:
        """Read the block that lies below the present one."""
        if self._blocks:
            name, level = self._blocks[-1]
            self._block(name, level + 1, names)

    def call_block(self, name: str, names: Names) -> None:
        """Read a block as it is laid over the parents'."""
        self._block(name, 0, names)

    def call_macro(
        self, macro: v.Macro, given: list[v.Value], named: Mapping[str, v.Value]
    ) -> None:
        """Read a macro's body with what it is called with."""
        if self._depth > _DEEPEST:
            return
        inner = dict(macro.names)
        parameters = [each.name for each in macro.node.args]
        defaults = macro.node.defaults
        for name, default in zip(
            parameters[len(parameters) - len(defaults) :], defaults, strict=True
        ):
            inner[name] = self.value(default, inner)
        inner |= dict(zip(parameters, given, strict=False))
        inner |= {name: value for name, value in named.items() if name in parameters}
        self._depth += 1
        self._all(macro.node.body, inner)
        self._depth -= 1


def _shown(value: v.Value) -> str:
    """What a value prints as, as far as that is known."""
    if isinstance(value, v.Either):
        return _shown(value.of[0][1])
    return str(value.value) if isinstance(value, v.Const) else ""
