"""Run templates: narrative files into blocks, short texts of specs into runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from typing import Any, TypeVar

from jinja2 import Template, TemplateNotFound, Undefined, nodes

from discloser.chinese import chinese_number
from discloser.compose.echo import Echo
from discloser.compose.markup import read_markup
from discloser.compose.plain import Parts, Plain, parts_of
from discloser.compose.runs import Runs, finalize, join_texts, split_runs
from discloser.compose.template_errors import (
    FAILED,
    UNDEFINED,
    below,
    pinpoint,
    template_finding,
)
from discloser.document.nodes import Block, Inline, Text, plain_text
from discloser.finding import Finding
from discloser.location import Location
from discloser.pack.branches import current_branches, note_decision
from discloser.pack.budget import SOURCE, Budget, OverBudgetError
from discloser.pack.layers import Layers
from discloser.pack.templates import make_environment
from discloser.validation import nearest

Made = TypeVar("Made")

_MACROS = "macros.j2"
MOST_FILES = 200
"""How many templates a document may be made from."""
MOST_FINDINGS = 200
"""How many mistakes of a pack are said at once."""
MOST_ROWS = 10_000
"""The longest list that a spec may repeat; a real table has a few hundred rows."""


class TextRenderer:
    """Runs the templates of one pack with one set of names.

    Macros are laid over by name: a pack's over its parent's, those of its kind over the others.
    Problems are gathered in ``findings``; a text with a problem comes out empty. What texts only
    repeated of a template's words is in ``echoes``.
    """

    def __init__(
        self,
        layers: Layers,
        kind: str,
        names: Mapping[str, Any],
        filters: Mapping[str, Any],
        budget: Budget | None = None,
    ) -> None:
        self.findings: list[Finding] = []
        self.echoes: list[Echo] = []
        self.budget = budget or Budget()
        self._environment = make_environment(layers, finalize, self.budget)
        self._environment.add_filters(filters)
        self._names = dict(names)
        self._short: dict[str, Template | Plain | None] = {}
        self._checked: set[str] = set()
        self._unknown: set[str] = set()
        self._faults: set[tuple[type[Exception], str, str, Location | None]] = set()
        for file in (_MACROS, f"{kind}/{_MACROS}"):
            for index in reversed(range(len(layers.find(file)))):
                self._names |= self._macros(f"{index}:{file}" if index else file)
        self._globals = self._environment.globals | self._names

    def _guarded(
        self, run: Callable[[], Made], file: str, place: Location | None = None
    ) -> Made | None:
        """Compile or run something of a pack; None where it fails, which is reported.

        It is the one place where that is done: a pack may be wrong in any way.
        """
        if self.budget.is_spent:
            return None
        try:
            return run()
        except Exception as error:  # whatever a template does  # noqa: BLE001
            self.report(error, file, place)
            return None

    def _macros(self, file: str) -> dict[str, Any]:
        self._check_file(file)
        with Runs():
            environment = self._environment
            module = self._guarded(
                lambda: environment.get_template(file).make_module(self._names), file
            )
        found = vars(module) if module is not None else {}
        return {name: value for name, value in found.items() if not name.startswith("_")}

    def blocks(
        self, file: str, prefix: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> tuple[Block, ...]:
        """Run the narrative template that is named at ``place``.

        ``prefix`` begins the anchors of its headings.
        """
        if not self._check_file(file, place, extra):
            return ()
        names = self._names | {"section": _counter()} | dict(extra or {})
        with Runs() as runs:
            text = self._guarded(lambda: self._environment.get_template(file).render(names), file)
        if text is None:
            return ()
        made = tuple(read_markup(text, runs, prefix))
        self.echoes += runs.echoes
        return made

    def inline(
        self, source: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> tuple[Inline, ...]:
        """Run a short text of a spec that is written at ``place``."""
        if is_fixed(source):
            return (Text(source),) if source else ()
        template = self._compile(source, place, extra or {})
        if template is None:
            return ()
        with Runs() as runs:
            text = self._guarded(partial(self._render, template, source, extra), place.file, place)
        if text is None:
            return ()
        made = join_texts(split_runs(text, runs))
        self.echoes += runs.echoes
        return made

    def _render(
        self, template: Template | Plain, source: str, extra: Mapping[str, Any] | None
    ) -> str:
        self.budget.spend(len(source))
        return template.render(extra or {})

    def text(self, source: str, place: Location, extra: Mapping[str, Any] | None = None) -> str:
        """Run a short text of a spec and return its printed form."""
        return plain_text(self.inline(source, place, extra))

    def value(
        self, expression: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> Any:
        """Evaluate an expression of a spec, such as a condition; None where it fails."""
        if self._compile(f"{{{{ {expression} }}}}", place, extra or {}) is None:
            return None

        def evaluate() -> Any:
            self.budget.spend(len(expression))
            found = self._environment.expression(expression, self._globals)(**(extra or {}))
            if isinstance(found, Undefined):
                str(found)  # a missing name complains when it is printed
            return found

        return self._guarded(evaluate, place.file, place)

    def holds(
        self, condition: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> bool:
        """Tell whether a condition of a spec holds; one that fails does not."""
        found = bool(self.value(condition, place, extra))
        note_decision(condition, place, holds=found)
        return found

    def items(
        self, expression: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> list[Any]:
        """Evaluate a list that a spec names, such as one to repeat; empty where it fails."""
        found = self.value(expression, place, extra)
        if isinstance(found, Iterable) and not isinstance(found, str):
            items = found
            listed = self._guarded(lambda: list(islice(items, MOST_ROWS + 1)), place.file, place)
            if listed is None or len(listed) <= MOST_ROWS:
                return listed or []
            self._add(FAILED.at(place, message=f"“{expression}”超过了 {MOST_ROWS:,} 项。"))
            return []
        if found is not None:
            self._add(FAILED.at(place, message=f"“{expression}”不是列表。"))
        return []

    def takes(self, steps: int, place: Location) -> bool:
        """Take steps for what the spec at ``place`` asks for; tell whether there were enough."""
        if not self.budget.is_spent:
            self._guarded(partial(self.budget.spend, steps), place.file, place)
        return not self.budget.is_spent

    def _compile(
        self, source: str, place: Location, extra: Mapping[str, Any]
    ) -> Template | Plain | None:
        def read() -> Template | Plain | None:
            named = self._named(source)
            missing = self._unknown_of(named, extra)
            for name, line in missing:
                self._undefined(name, below(place, line))
            if missing:
                return None
            if named.plain is not None:
                return Plain(named.plain, self._environment, self._globals)
            return self._template(source, place)

        if source not in self._short:
            self._short[source] = self._guarded(read, place.file, place)
        return self._short[source]

    def _template(self, source: str, place: Location) -> Template:
        branches = current_branches()
        if branches is None:
            return self._environment.short(source, self._globals)
        return self._environment.marked(source, place, self._globals, branches)

    def _check_file(
        self, file: str, place: Location | None = None, extra: Mapping[str, Any] | None = None
    ) -> bool:
        """Report every unknown name of a file and of the files that it extends or includes.

        Tell whether the file could be read; where not, that is reported at ``place``.
        """
        if file in self._checked:
            return True
        environment = self._environment
        path: str | None = file
        try:
            source, path, _ = environment.loader.get_source(environment, file)  # type: ignore[union-attr]
            named = self._named(source, file)
        except TemplateNotFound as error:
            self.report(error, file, place)
            return False
        except Exception as error:  # whatever a template says  # noqa: BLE001
            self.report(error, path or file)
            return False
        self._checked.add(file)
        for remark in environment.remarks(path or file):
            self._add(remark)
        for name, line in self._unknown_of(named, extra or {}):
            self._undefined(name, Location(path or file, line))
        if len(self._checked) > MOST_FILES:
            return True
        for name, line in named.files:
            self._check_file(environment.join_path(name, file), Location(path or file, line), extra)
        return True

    def _named(self, source: str, file: str | None = None) -> _Named:
        self.budget.spend(len(source) * SOURCE)
        if source not in _NAMED:
            # Without its path no branch of it is noted; that is for the run.
            _NAMED[source] = _names_in(self._environment.parse(source, file))
        return _NAMED[source]

    def _unknown_of(self, named: _Named, extra: Mapping[str, Any]) -> list[tuple[str, int]]:
        known = (self._names, extra, self._environment.globals, _ALWAYS, named.made)
        return [
            (name, line) for name, line in named.used if not any(name in names for names in known)
        ]

    def _undefined(self, name: str, place: Location) -> None:
        self._unknown.add(name)
        if len(self.findings) < MOST_FINDINGS:
            message = f"没有“{name}”这个名称。{nearest(name, list(self._names))}"
            self._add(UNDEFINED.at(pinpoint(place, name), message=message))

    def report(self, error: Exception, file: str, place: Location | None = None) -> None:
        """Report what went wrong in ``file``, or in the text at ``place``."""
        fault = (type(error), str(error)[:MOST_FINDINGS], file, place)
        if isinstance(error, OverBudgetError):
            fault = (OverBudgetError, "", "", None)  # what comes after is the same once more
        self.budget.fail()
        if fault in self._faults or len(self._faults) > MOST_FINDINGS:
            return
        self._faults.add(fault)
        path = self._environment.path_of(file) or file
        finding = template_finding(error, path, place, self._environment.filters)
        unknown = finding.code == UNDEFINED.code
        if not unknown or not any(f"“{name}”" in finding.message for name in self._unknown):
            self._add(finding)

    def _add(self, finding: Finding) -> None:
        same = any(
            known.location == finding.location and known.code == finding.code
            for known in self.findings
        )
        if not same:
            self.findings.append(finding)


def is_fixed(source: str) -> bool:
    """Whether a text of a spec is printed as it is written."""
    return "{" not in source


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a template uses and the files, with their lines, and names it makes itself.

    ``plain`` are its parts where it does no more than name values.
    """

    used: tuple[tuple[str, int], ...]
    made: frozenset[str]
    files: tuple[tuple[str, int], ...]
    plain: Parts | None


_ALWAYS = frozenset({"super", "self", "loop", "varargs", "kwargs", "caller", "section"})
_NAMED: dict[str, _Named] = {}
"""What templates name by their text, for the life of the process."""


def _names_in(tree: nodes.Template) -> _Named:
    made = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    made |= {macro.name for macro in tree.find_all(nodes.Macro)}
    made |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in node.names}
    loads = (node for node in tree.find_all(nodes.Name) if node.ctx == "load")
    used = tuple((node.name, node.lineno) for node in loads)
    return _Named(used, frozenset(made), tuple(_named_files(tree)), parts_of(tree))


def _counter() -> Callable[[], str]:
    """A function that counts 一, 二, 三 …, for the sections of one template."""
    numbers = count(1)
    return lambda: chinese_number(next(numbers))


def _named_files(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The files that a template extends, includes or imports, with their lines."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = getattr(node, "template", None)
        if isinstance(name, nodes.Const) and isinstance(name.value, str):
            yield name.value, node.lineno
