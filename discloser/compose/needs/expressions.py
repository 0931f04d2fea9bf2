"""What a template's expressions come to, and what they need, while it is read and not run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from discloser.compose.needs import values as v
from discloser.compose.needs.condition import (
    ALWAYS,
    NEVER,
    UNSURE,
    Atom,
    Condition,
    Fact,
    every,
    implies,
    negated,
    some,
)
from discloser.compose.needs.members import (
    amount_member,
    core_member,
    declared_member,
    figure_member,
    plain_member,
)
from discloser.compose.needs.relations import relation
from discloser.compute.ledger import LAST_YEAR, Column
from discloser.location import FieldPath
from discloser.model.supplement import (
    HOLDER,
    DeclaredLine,
    Supplement,
)
from discloser.model.values import Kind

_SAME = frozenset({"named", "in_yuan", "styled", "list", "sort", "unique", "reverse"})
_COLUMNS = {"initial": Column.INITIAL_BUDGET, "adjusted": Column.ADJUSTED_BUDGET}
Names = dict[str, v.Value]


@dataclass(frozen=True, slots=True)
class Noted:
    """A need: its kind (as of a :class:`~discloser.compose.needs.of_pack.Need`), what of, when."""

    kind: str
    key: tuple[str, ...]
    condition: Condition
    section: str


@dataclass
class Expressions:
    """Reads expressions. ``noted`` are the needs, ``may`` the reasons that are asked about.

    ``used`` are the declared fields that are named, ``figures`` the figures.

    ``section`` is the heading below which the expressions stand.
    """

    kind: Kind
    names: Names
    noted: list[Noted] = field(default_factory=list)
    may: set[str] = field(default_factory=set)
    used: set[FieldPath] = field(default_factory=set)
    figures: set[str] = field(default_factory=set)
    section: str = ""
    _now: Condition = ALWAYS

    @contextmanager
    def under(self, condition: Condition) -> Any:
        """Read something that is printed under a condition only."""
        before, self._now = self._now, every(self._now, condition)
        try:
            yield
        finally:
            self._now = before

    def value(self, node: nodes.Node, names: Names) -> v.Value:
        """What an expression comes to."""
        read = getattr(self, f"_{type(node).__name__.lower()}", None)
        if read is not None:
            return read(node, names)  # type: ignore[no-any-return]
        for child in node.iter_child_nodes():
            self.value(child, names)
        return v.OPAQUE

    def call_macro(
        self, macro: v.Macro, given: list[v.Value], named: Mapping[str, v.Value]
    ) -> None:
        """Read a macro that is called; a reader of statements knows how."""

    def call_parent(self, names: Names) -> None:
        """Read the block that ``super()`` stands for; a reader of statements knows how."""

    def call_block(self, name: str, names: Names) -> None:
        """Read the block that ``self.name()`` prints; a reader of statements knows how."""

    def _const(self, node: nodes.Const, _names: Names) -> v.Value:
        return v.Const(node.value)

    def _name(self, node: nodes.Name, names: Names) -> v.Value:
        found = names.get(node.name, v.OPAQUE)
        if isinstance(found, v.Amount):
            self.figures.add(found.figure)
        for record, way in found.fields if isinstance(found, v.Tally) else ():
            member = self.member(record, way[0])
            if len(way) > 1 and isinstance(member, v.Repeated):
                self.member(member.item, way[1])
        return found

    def _list(self, node: Any, names: Names) -> v.Value:
        return v.listed(*(self.value(item, names) for item in node.items))

    _tuple = _list

    def _getattr(self, node: nodes.Getattr, names: Names) -> v.Value:
        return self.member(self.value(node.node, names), node.attr)

    def _not(self, node: nodes.Not, names: Names) -> v.Value:
        return v.Truth(negated(truth(self.value(node.node, names))))

    def _add(self, node: nodes.Add, names: Names) -> v.Value:
        left, right = self.value(node.left, names), self.value(node.right, names)
        of_lists = all(isinstance(each, v.Sequence | v.Either) for each in (left, right))
        return v.Sequence((*items_of(left), *items_of(right))) if of_lists else v.OPAQUE

    def member(self, value: v.Value, name: str) -> v.Value:
        """What a member of a value comes to."""
        if isinstance(value, v.Tally) and name in ("prior", "change"):
            self.needs_last_year()
        match value:
            case v.Either():
                return self._each(value, lambda each: self.member(each, name))
            case v.Amount():
                return self._of_amount(value, name)
            case v.Record():
                return self._of_record(value, name)
            case v.Project() | v.Holder():
                return value.supplement if name == HOLDER else v.OPAQUE
            case v.Row():
                return dict(value.members).get(name, v.OPAQUE)
        return plain_member(value, name)

    def _of_amount(self, amount: v.Amount, name: str) -> v.Value:
        if name in _COLUMNS:
            return v.Amount(amount.figure, _COLUMNS[name], amount.of)
        if amount.figure == v.ITEM and name in ("prior", "change"):
            self.needs_last_year()
        is_figure = amount.figure != v.ITEM and amount.column is Column.AMOUNT
        if is_figure and name in ("prior", "change"):
            self.note("prior", (amount.figure,))
            return v.Prior(amount.figure) if name == "prior" else v.Change(amount.figure)
        return figure_member(amount, name) if is_figure else amount_member(amount, name)

    def _of_record(self, record: v.Record, name: str) -> v.Value:
        if issubclass(record.model, Supplement | DeclaredLine):
            found, path, kind = declared_member(record, name)
            self.used |= {path} if path else set()
            with self.under(Atom(Fact.ITEM_OF, (record.of,)) if record.of else ALWAYS):
                if kind:
                    self.note(kind, tuple(map(str, path)))
            return found
        found, parts = core_member(record, name, self.kind)
        kind = "each" if v.ITEM in record.path else "value"
        for part in parts:
            self.note(kind, tuple(str(step) for step in (*record.path, part)))
        return found

    def _getitem(self, node: nodes.Getitem, names: Names) -> v.Value:
        value, key = self.value(node.node, names), self.value(node.arg, names)
        if isinstance(key, v.Const) and isinstance(key.value, str):
            return self.member(value, key.value)
        if isinstance(value, v.Sequence) and isinstance(key, v.Const):
            index = key.value
            if isinstance(index, int) and -len(value.items) <= index < len(value.items):
                return value.items[index][1]
        return v.OPAQUE

    def _filter(self, node: nodes.Filter, names: Names) -> v.Value:
        value = self.value(node.node, names) if node.node is not None else v.OPAQUE
        arguments = [self.value(each, names) for each in node.args]
        for keyword in node.kwargs:
            named = self.value(keyword.value, names)
            if keyword.key == "attribute" and isinstance(named, v.Const):
                for condition, item in items_of(value):
                    with self.under(condition):
                        self.member(item, str(named.value))
        if node.name in _SAME:
            return value
        if node.name == "only" and isinstance(value, v.Amount):
            return v.Amount(v.ITEM)
        if node.name in ("selectattr", "rejectattr") and len(arguments) == 1:
            (attribute,) = arguments
            kept = []
            for condition, item in items_of(value):
                found = self.member(item, str(getattr(attribute, "value", "")))
                holds = truth(found)
                wanted = holds if node.name == "selectattr" else negated(holds)
                kept.append((every(condition, wanted), item))
            return v.Sequence(tuple(kept))
        if node.name in ("first", "last"):
            items = items_of(value)
            return v.Either(items) if items else v.OPAQUE
        if node.name in ("length", "count"):
            return v.Truth(truth(value))
        return v.OPAQUE

    def _test(self, node: nodes.Test, names: Names) -> v.Value:
        value = self.value(node.node, names)
        for argument in node.args:
            self.value(argument, names)
        if node.name == "none" and isinstance(value, v.Record):
            return v.Truth(negated(value.condition))
        is_plain = isinstance(value, v.Const | v.Field) or value is v.OPAQUE
        if node.name == "none" and not is_plain:
            return v.Truth(NEVER)
        if node.name == "none" and isinstance(value, v.Const):
            return v.Truth(ALWAYS if value.value is None else NEVER)
        return v.Truth(UNSURE)

    def _and(self, node: Any, names: Names) -> v.Value:
        left = truth(self.value(node.left, names))
        is_and = isinstance(node, nodes.And)
        with self.under(left if is_and else negated(left)):
            right = truth(self.value(node.right, names))
        return v.Truth(every(left, right) if is_and else some(left, right))

    _or = _and

    def _condexpr(self, node: nodes.CondExpr, names: Names) -> v.Value:
        holds = truth(self.value(node.test, names))
        with self.under(holds):
            yes = self.value(node.expr1, names)
        with self.under(negated(holds)):
            no = self.value(node.expr2, names) if node.expr2 is not None else v.Const("")
        if holds in (ALWAYS, NEVER) or yes == no:
            return no if holds == NEVER else yes
        return v.Either(((holds, yes), (negated(holds), no)))

    def _compare(self, node: nodes.Compare, names: Names) -> v.Value:
        left = self.value(node.expr, names)
        found = [(each.op, self.value(each.expr, names)) for each in node.ops]
        return v.Truth(every(*(relation(left, op, right) for op, right in found)))

    def _each(self, value: v.Either, make: Callable[[v.Value], v.Value]) -> v.Value:
        made = []
        for condition, each in value.of:
            with self.under(condition):
                made.append((condition, make(each)))
        if all(isinstance(each, v.Truth) for _, each in made):
            return v.Truth(some(*(every(c, truth(each)) for c, each in made)))
        return v.Either(tuple(made))

    def _call(self, node: nodes.Call, names: Names) -> v.Value:
        called = self.value(node.node, names)
        arguments = [self.value(each, names) for each in node.args]
        named = {each.key: self.value(each.value, names) for each in node.kwargs}
        if isinstance(node.node, nodes.Name) and node.node.name == "super":
            self.call_parent(names)
        elif isinstance(node.node, nodes.Getattr) and _is_self(node.node.node):
            self.call_block(node.node.attr, names)
        elif isinstance(called, v.Macro):
            self.call_macro(called, arguments, named)
        elif isinstance(called, v.Function):
            return self._function(called.name, [*arguments, *named.values()])
        return v.OPAQUE

    def _function(self, name: str, given: list[v.Value]) -> v.Value:
        first, second = (*given, v.OPAQUE, v.OPAQUE)[:2]
        if isinstance(first, v.Either):
            return self._each(first, lambda each: self._function(name, [each, *given[1:]]))
        called = getattr(self, f"_call_{name}", None)
        return called(first, second) if called is not None else v.OPAQUE

    def _call_compares(self, _first: v.Value, _second: v.Value) -> v.Value:
        return v.Truth(ALWAYS)

    def _call_reason(self, first: v.Value, _second: v.Value) -> v.Value:
        self.note("reason", (_word(first),))
        return v.OPAQUE

    def _call_has_reason(self, first: v.Value, _second: v.Value) -> v.Value:
        self.may.add(_word(first))
        return v.Truth(Atom(Fact.REASON, (_word(first),)))

    def _call_item_reason(self, first: v.Value, _second: v.Value) -> v.Value:
        self.note("item_reason", (first.of if isinstance(first, v.Name) else "",))
        return v.OPAQUE

    def _call_item_supplement(self, first: v.Value, _second: v.Value) -> v.Value:
        item = self.names.get("function_item")
        figure = first.of if isinstance(first, v.Name) else ""
        return item.among(figure) if isinstance(item, v.Holder) else v.OPAQUE

    def _call_project_text(self, _first: v.Value, second: v.Value) -> v.Value:
        self.note("text", (_word(second),))
        return v.OPAQUE

    def _call_breakdown(self, first: v.Value, second: v.Value) -> v.Value:
        by_item = isinstance(first, v.Amount) and _word(second) == "function_item"
        return v.Repeated(v.Amount(v.ITEM, of=_word(first) if by_item else ""))

    def _call_with_shares(self, first: v.Value, _second: v.Value) -> v.Value:
        return first

    # What the sandbox lays around a value leaves it as it is.
    _call__made = _call__searched = _call__cut = _call_with_shares

    def needs_last_year(self) -> None:
        """Note that last year's amounts are printed item by item."""
        self.note("value", tuple(map(str, LAST_YEAR)))

    def note(self, kind: str, key: tuple[str, ...]) -> None:
        """Note that what is printed now needs something."""
        is_there = kind in ("value", "each") and implies(self._now, Atom(Fact.GIVEN, key))
        if self._now != NEVER and not is_there:
            self.noted.append(Noted(kind, key, self._now, self.section))


def _is_self(node: nodes.Node) -> bool:
    """Whether a node is the name by which a template calls its own blocks."""
    return isinstance(node, nodes.Name) and node.name == "self"


def truth(value: v.Value) -> Condition:
    """When a value counts as true."""
    match value:
        case v.Truth() | v.Record():
            return value.condition
        case v.Const():
            return ALWAYS if value.value else NEVER
        case v.Sequence():
            return some(*(condition for condition, _ in value.items))
        case v.Either():
            return some(*(every(c, truth(each)) for c, each in value.of))
        case v.Field():
            given = ALWAYS if value.is_missed else Atom(Fact.GIVEN, value.subjects)
            return every(given, negated(_nought(value))) if value.may_be_nought else given
    sure = v.Name | v.Amount | v.Option | v.Function | v.Macro | v.Project
    return ALWAYS if isinstance(value, sure) else UNSURE


def items_of(value: v.Value) -> tuple[tuple[Condition, v.Value], ...]:
    """The items of a value that is looped over, each with the condition that it is there."""
    match value:
        case v.Sequence():
            return value.items
        case v.Repeated():
            return ((UNSURE, value.item),)
        case v.Const() if isinstance(value.value, list | tuple):
            return tuple((ALWAYS, v.Const(item)) for item in value.value)
        case v.Either():
            found: dict[v.Value, Condition] = {}
            for condition, each in value.of:
                for inner, item in items_of(each):
                    found[item] = some(found.get(item, NEVER), every(condition, inner))
            return tuple((condition, item) for item, condition in found.items())
    return ((UNSURE, v.OPAQUE),)


def _nought(field: v.Field) -> Condition:
    return Atom(Fact.NOUGHT, field.subjects)


def _word(value: v.Value) -> str:
    """The name or the text that a value is."""
    if isinstance(value, v.Name | v.Amount):
        return value.figure
    return str(value.value) if isinstance(value, v.Const) else ""
