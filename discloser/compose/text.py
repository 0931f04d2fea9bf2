"""Run templates: narrative files into blocks, short texts of specs into runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound, Undefined, nodes

from discloser.chinese import chinese_number
from discloser.compose.echo import Echo
from discloser.compose.markup import read_markup
from discloser.compose.runs import finalize, join_texts, recording, split_runs
from discloser.compose.template_errors import (
    FAILED,
    UNDEFINED,
    below,
    pinpoint,
    template_finding,
)
from discloser.document.nodes import Block, Inline, plain_text
from discloser.finding import Finding
from discloser.location import Location
from discloser.pack.branches import current_branches, note_decision
from discloser.pack.layers import Layers
from discloser.pack.templates import make_environment
from discloser.validation import nearest

_MACROS = "macros.j2"
MOST_ROWS = 10_000
"""The longest list that a spec may repeat; a real table has a few hundred rows."""


class TextRenderer:
    """Runs the templates of one pack with one set of names.

    Macros are laid over by name: a pack's over its parent's, those of its kind over the others.
    Problems are gathered in ``findings``; a text with a problem comes out empty. What texts only
    repeated of a template's words is in ``echoes``.
    """

    def __init__(
        self, layers: Layers, kind: str, names: Mapping[str, Any], filters: Mapping[str, Any]
    ) -> None:
        self.findings: list[Finding] = []
        self.echoes: list[Echo] = []
        self._environment = make_environment(layers, finalize)
        self._environment.filters.update(filters)
        self._names = dict(names)
        self._short: dict[str, Template | None] = {}
        self._checked: set[str] = set()
        self._unknown: set[str] = set()
        for file in (_MACROS, f"{kind}/{_MACROS}"):
            for index in reversed(range(len(layers.find(file)))):
                self._names |= self._macros(f"{index}:{file}" if index else file)
        self._globals = self._environment.globals | self._names

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

    def blocks(
        self, file: str, prefix: str, place: Location, extra: Mapping[str, Any] | None = None
    ) -> tuple[Block, ...]:
        """Run the narrative template that is named at ``place``.

        ``prefix`` begins the anchors of its headings.
        """
        if not self._check_file(file, place, extra):
            return ()
        names = self._names | {"section": _counter()} | dict(extra or {})
        with recording() as runs:
            try:
                self._environment.start()
                text = self._environment.get_template(file).render(names)
            except Exception as error:  # a template may fail in any way  # noqa: BLE001
                self._report(error, file)
                return ()
        made = tuple(read_markup(text, runs, prefix))
        self.echoes += runs.echoes
        return made

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
                text = template.render(extra or {})
            except Exception as error:  # a template may fail in any way  # noqa: BLE001
                self._report(error, place.file, place)
                return ()
        made = join_texts(split_runs(text, runs))
        self.echoes += runs.echoes
        return made

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
            found = self._environment.expression(expression, self._globals)(**(extra or {}))
            if isinstance(found, Undefined):
                str(found)  # a missing name complains when it is printed
            return found
        except Exception as error:  # a template may fail in any way  # noqa: BLE001
            self._report(error, place.file, place)
            return None

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
            listed = list(islice(found, MOST_ROWS + 1))
            if len(listed) <= MOST_ROWS:
                return listed
            self._add(FAILED.at(place, message=f"“{expression}”超过了 {MOST_ROWS:,} 项。"))
            return []
        if found is not None:
            self._add(FAILED.at(place, message=f"“{expression}”不是列表。"))
        return []

    def _compile(self, source: str, place: Location, extra: Mapping[str, Any]) -> Template | None:
        if source not in self._short:
            try:
                missing = self._unknown_of(self._named(source), extra)
                for name, line in missing:
                    self._undefined(name, below(place, line))
                template = None if missing else self._template(source, place)
            except (TemplateError, RecursionError) as error:
                self._report(error, place.file, place)
                template = None
            self._short[source] = template
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
            self._report(error, file, place)
            return False
        except (TemplateError, RecursionError) as error:
            self._report(error, path or file)
            return False
        self._checked.add(file)
        for name, line in self._unknown_of(named, extra or {}):
            self._undefined(name, Location(path or file, line))
        for name, line in named.files:
            self._check_file(environment.join_path(name, file), Location(path or file, line), extra)
        return True

    def _named(self, source: str, file: str | None = None) -> _Named:
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
        message = f"没有“{name}”这个名称。{nearest(name, list(self._names))}"
        self._add(UNDEFINED.at(pinpoint(place, name), message=message))

    def _report(self, error: Exception, file: str, place: Location | None = None) -> None:
        finding = template_finding(error, file, place, self._environment.filters)
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


@dataclass(frozen=True, slots=True)
class _Named:
    """The names that a template uses and the files, with their lines, and names it makes itself."""

    used: tuple[tuple[str, int], ...]
    made: frozenset[str]
    files: tuple[tuple[str, int], ...]


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
    return _Named(used, frozenset(made), tuple(_named_files(tree)))


def _counter() -> Callable[[], str]:
    """A function that counts 一, 二, 三 …, for the sections of one template."""
    numbers = count(1)
    return lambda: chinese_number(next(numbers))


def _named_files(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The files that a template extends, includes or imports, with their lines."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        name = getattr(node, "template", None)
        if isinstance(name, nodes.Const):
            yield name.value, node.lineno
