"""The titles that a table may be printed under, as far as they are known before an input is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from jinja2 import TemplateError, pass_context
from jinja2.runtime import Context

from discloser.pack.layers import Layers
from discloser.pack.specs import TableSpec
from discloser.pack.templates import Entries, make_environment
from discloser.parameters.parameter import Parameter, values_of
from discloser.vocabulary.names import title, written_end

_YEAR = "\ue000"
"""Stands for the year, which a title may end with or not."""
_YEAR_WORD = re.compile("^年度?")
_NAMED = re.compile(r"\bparam\.(\w+)")


@dataclass(frozen=True, slots=True)
class Titles:
    """How the tables of a pack are called in a year: by its parameters and their options."""

    layers: Layers
    parameters: Mapping[str, Parameter]
    year: int

    def of(self, table: str, spec: TableSpec) -> tuple[str, ...]:
        """The titles of a table, the usual one first; else what its caption ends with."""
        text = spec.caption or spec.sheet
        found = tuple(dict.fromkeys(self._written(table, text))) if "{" in text else ()
        return found or (title(written_end(text)),)

    def name(self, table: str, spec: TableSpec) -> str:
        """What messages call a table: its name, or its file's where an input decides that."""
        if "{" not in spec.name:
            return spec.name
        named = next(iter(self._rendered(table, spec.name)), table)
        return named.replace(_YEAR, str(self.year))

    def _written(self, table: str, text: str) -> Iterator[str]:
        """What is certain of a text: from the last year on that it names."""
        for rendered in self._rendered(table, text):
            yield title(_YEAR_WORD.sub("", rendered.rpartition(_YEAR)[2]))

    def _rendered(self, table: str, text: str) -> Iterator[str]:
        """A text of a table by every choice of the parameters that it names."""
        asked = {
            name: self.parameters[name] for name in _NAMED.findall(text) if name in self.parameters
        }
        offered = [
            (each.value(self.year), *each.options) if each.options else (None,)
            for each in asked.values()
        ]
        environment = make_environment(self.layers, _as_is)
        for chosen in product(*offered):
            picked = {
                name: str(one) for name, one in zip(asked, chosen, strict=True) if one is not None
            }
            names: dict[str, Any] = {
                "param": Entries(values_of(asked, self.year, picked)),
                "table": table,
                "year": _YEAR,
            }
            try:
                yield environment.short(text, dict(environment.globals)).render(names)
            except (TemplateError, TypeError, ValueError):
                return


@pass_context
def _as_is(_context: Context, value: Any) -> Any:
    """Print a value as it is; composing, which shares the compiled texts, asks for a context."""
    return value
