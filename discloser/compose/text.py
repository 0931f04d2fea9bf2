"""Run templates: narrative files into blocks, short texts of specs into runs."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from jinja2 import (
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)

from discloser.chinese import chinese_number
from discloser.compose.markup import read_markup
from discloser.compose.runs import finalize, join_texts, recording, split_runs
from discloser.document.nodes import Block, Inline, plain_text
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.pack.layers import Layers
from discloser.pack.templates import make_environment
from discloser.validation import nearest

SYNTAX = Rule(
    "T010",
    "模板写法有误",
    "模板写法有误：{message}",
    "请检查 {{{{ }}}} 和 {{% %}} 是否成对、拼写是否正确。",
)
UNDEFINED = Rule(
    "T011",
    "模板用了不存在的名称",
    "模板用了不存在的名称：{message}",
    "可用的名称见 discloser figures 和 docs/模板手册.md。",
)
FAILED = Rule("T012", "模板运行出错", "模板运行出错：{message}", "请改模板这一行。")
NO_TEMPLATE = Rule(
    "T013", "缺少模板文件", "找不到模板文件 {message}。", "请新建，或改正引用它的地方。"
)

_MACROS = "macros.j2"


class TextRenderer:
    """Runs the templates of one pack with one set of names.

    Problems are gathered in ``findings``; a text with a problem comes out empty.
    """

    def __init__(
        self, layers: Layers, kind: str, names: Mapping[str, Any], filters: Mapping[str, Any]
    ) -> None:
        self.findings: list[Finding] = []
        self._environment = make_environment(layers, finalize)
        self._environment.filters.update(filters)
        self._names = dict(names)
        self._short: dict[str, Template | None] = {}
        self._checked: set[str] = set()
        self._unknown: set[str] = set()
        for file in (f"{kind}/{_MACROS}", _MACROS):
            if layers.find(file):
                self._names |= self._macros(file)
                break

    def _macros(self, file: str) -> dict[str, Any]:
        self._check_file(file)
        with recording():
            try:
                self._environment.start()
                module = self._environment.get_template(file).make_module(self._names)
            except Exception as error:  # a template may fail in any way  # noqa: BLE001
                self._report(error, file)
                return {}
        return {name: value for name, value in vars(module).items() if not name.startswith("_")}

    def blocks(self, file: str, prefix: str, place: Location) -> tuple[Block, ...]:
        """Run the narrative template that is named at ``place``.

        ``prefix`` begins the anchors of its headings.
        """
        if not self._check_file(file, place):
            return ()
        names = self._names | {"section": _counter()}
        with recording() as runs:
            try:
                self._environment.start()
                text = self._environment.get_template(file).render(names)
            except Exception as error:  # a template may fail in any way  # noqa: BLE001
                self._report(error, file)
                return ()
        return tuple(read_markup(text, runs, prefix))

    def inline(
        self, source: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> tuple[Inline, ...]:
        """Run a short text of a spec that is written at ``place``."""
        if "{" not in source:
            return join_texts(split_runs(source, []))
        template = self._compile(source, place, extra or {})
        if template is None:
            return ()
        with recording() as runs:
            try:
                self._environment.start()
                text = template.render(self._names | dict(extra or {}))
            except Exception as error:  # a template may fail in any way  # noqa: BLE001
                self._report(error, place.file, place)
                return ()
        return join_texts(split_runs(text, runs))

    def text(self, source: str, place: Location, extra: Mapping[str, Any] | None = None) -> str:
        """Run a short text of a spec and return its printed form."""
        return plain_text(self.inline(source, place, extra))

    def value(
        self, expression: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> Any:
        """Evaluate an expression of a spec, such as a condition; None where it fails."""
        if self._compile(f"{{{{ {expression} }}}}", place, extra or {}) is None:
            return None
        try:
            self._environment.start()
            compiled = self._environment.compile_expression(expression, undefined_to_none=False)
            found = compiled(self._names | dict(extra or {}))
            if isinstance(found, Undefined):
                str(found)  # a missing name complains when it is printed
            return found
        except Exception as error:  # a template may fail in any way  # noqa: BLE001
            self._report(error, place.file, place)
            return None

    def items(
        self, expression: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """Evaluate a list that a spec names, such as one to repeat; empty where it fails."""
        found = self.value(expression, place, extra)
        if isinstance(found, Iterable) and not isinstance(found, str):
            return list(found)
        if found is not None:
            self._add(FAILED.at(place, message=f"“{expression}”不是列表。"))
        return []

    def _compile(self, source: str, place: Location, extra: Mapping[str, Any]) -> Template | None:
        if source not in self._short:
            try:
                if source not in _SHORT:
                    _SHORT[source] = _names_in(self._environment.parse(source))
                missing = self._unknown_of(_SHORT[source], extra)
                for name, line in missing:
                    self._undefined(name, _shift(place, line))
                template = None if missing else self._environment.short(source)
            except TemplateSyntaxError as error:
                self._report(error, place.file, place)
                template = None
            self._short[source] = template
        return self._short[source]

    def _check_file(self, file: str, place: Location | None = None) -> bool:
        """Report every unknown name of a file and of the files that it extends or includes.

        Tell whether the file could be read; where not, that is reported at ``place``.
        """
        if file in self._checked:
            return True
        environment = self._environment
        try:
            source, path, _ = environment.loader.get_source(environment, file)  # type: ignore[union-attr]
            tree = environment.parse(source, file, path)
        except TemplateNotFound as error:
            self._report(error, file, place)
            return False
        except TemplateError as error:
            self._report(error, file)
            return False
        self._checked.add(file)
        for name, line in self._missing_names(tree, {}):
            self._undefined(name, Location(path or file, line))
        for name, line in _named_files(tree):
            self._check_file(environment.join_path(name, file), Location(path or file, line))
        return True

    def _missing_names(
        self, tree: nodes.Template, extra: Mapping[str, Any]
    ) -> list[tuple[str, int]]:
        return self._unknown_of(_names_in(tree), extra)

    def _unknown_of(self, named: _Named, extra: Mapping[str, Any]) -> list[tuple[str, int]]:
        known = (self._names, extra, self._environment.globals, _ALWAYS, named.made)
        return [
            (name, line) for name, line in named.used if not any(name in names for names in known)
        ]

    def _undefined(self, name: str, place: Location) -> None:
        self._unknown.add(name)
        message = f"没有“{name}”这个名称。{nearest(name, list(self._names))}"
        self._add(UNDEFINED.at(place, message=message))

    def _report(self, error: Exception, file: str, place: Location | None = None) -> None:
        rule, message, line = _explain(error)
        if rule is UNDEFINED and any(f"“{name}”" in message for name in self._unknown):
            return
        where = _place_of(error, file, line) if place is None else _shift(place, line or 1)
        self._add(rule.at(where, message=message))

    def _add(self, finding: Finding) -> None:
        same = any(
            known.location == finding.location and known.code == finding.code
            for known in self.findings
        )
        if not same:
            self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a template uses, with their lines, and those that it makes itself."""

    used: tuple[tuple[str, int], ...]
    made: frozenset[str]


_ALWAYS = frozenset({"super", "self", "loop", "varargs", "kwargs", "caller", "section"})
_SHORT: dict[str, _Named] = {}
"""What the short texts of specs name, for the life of the process."""


def _names_in(tree: nodes.Template) -> _Named:
    made = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    made |= {macro.name for macro in tree.find_all(nodes.Macro)}
    made |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in node.names}
    loads = (node for node in tree.find_all(nodes.Name) if node.ctx == "load")
    used = tuple((node.name, node.lineno) for node in loads)
    return _Named(used, frozenset(made))


def _counter() -> Callable[[], str]:
    """A function that counts 一, 二, 三 …, for the sections of one template."""
    numbers = count(1)
    return lambda: chinese_number(next(numbers))


def _explain(error: Exception) -> tuple[Rule, str, int | None]:
    from jinja2 import UndefinedError

    match error:
        case TemplateSyntaxError():
            return SYNTAX, error.message or str(error), error.lineno
        case TemplateNotFound():
            return NO_TEMPLATE, str(error.name or error), None
        case UndefinedError():
            return UNDEFINED, str(error.message or error), None
        case TemplateError():
            return FAILED, error.message or str(error), None
    return FAILED, f"{type(error).__name__}: {error}", None


def _place_of(error: Exception, file: str, line: int | None) -> Location:
    """The template line that an error comes from, as Jinja's traceback tells it."""
    if isinstance(error, TemplateSyntaxError):
        return Location(error.filename or file, line)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return Location(frame.filename, frame.lineno)
    return Location(file, line)


def _shift(place: Location, line: int) -> Location:
    if place.line is None:
        return place
    return Location(place.file, place.line + line - 1, place.column, path=place.path)


def _named_files(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The files that a template extends, includes or imports, with their lines."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = getattr(node, "template", None)
        if isinstance(name, nodes.Const):
            yield name.value, node.lineno
