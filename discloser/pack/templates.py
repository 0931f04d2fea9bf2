"""The Jinja environment of a pack: sandboxed, strict, and layered like the pack's files."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateExpression

from discloser.location import Location
from discloser.pack.branches import Branches, current_branches
from discloser.pack.layers import Layers
from discloser.pack.sandbox import Limited
from discloser.validation import nearest

_PARENT = "parent:"
_NUMBERED = re.compile(r"(?P<index>\d+):(?P<path>.*)", re.DOTALL)


class Missing(StrictUndefined):
    """A name that a template uses and that does not exist; its message is Chinese."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        owner = self._undefined_obj
        if not isinstance(name, str) or isinstance(owner, type(self)):
            return f"没有“{name}”这一项。"
        known = [member for member in dir(owner) if not member.startswith("_")]
        hint = nearest(name, list(owner) if isinstance(owner, dict) else known)
        return f"没有“{name}”这个名称。{hint}"


class LayerLoader(BaseLoader):
    """Loads a template from the first layer that has it.

    ``extends "parent:…"`` means the same file one layer further; such a template is called
    ``1:…``, ``2:…``, so that layers may extend each other without end.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja passes it
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the source, path and freshness test of a template."""
        match = _NUMBERED.fullmatch(template)
        index, relative = (int(match["index"]), match["path"]) if match else (0, template)
        found = self._layers.find(relative)
        if index >= len(found):
            raise TemplateNotFound(relative)
        path = found[index][1]
        modified = path.stat().st_mtime_ns
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            message = "文件不是 UTF-8 编码，请另存为 UTF-8。"
            raise TemplateSyntaxError(message, 1, relative, str(path)) from error
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == modified


class MemoryCache(BytecodeCache):
    """Keeps the code of templates for the life of the process, so that each is compiled once."""

    def __init__(self, codes: dict[tuple[str, str], CodeType]) -> None:
        self._codes = codes

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of a template into its bucket, if its text is the same as before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_FILES = MemoryCache({})
_SHORT: dict[str, CodeType] = {}


class PackEnvironment(Limited):
    """A sandboxed environment whose ``parent:`` names lead to the next layer."""

    def short(self, source: str, names: MutableMapping[str, Any]) -> Template:
        """Compile a short text of a spec, or take its code from an earlier document.

        ``names`` are what it may use beside what it is rendered with, Jinja's own among them.
        """
        code = _SHORT.get(source)
        if code is None:
            code = _SHORT[source] = self.compile(source)
        return self.template_class.from_code(self, code, names)

    def marked(
        self, source: str, place: Location, names: MutableMapping[str, Any], branches: Branches
    ) -> Template:
        """Compile the short text at ``place`` so that it notes which of its branches run."""
        key = (place.position, source)
        if key not in branches.codes:
            tree = self.parse(source)
            branches.mark(tree, place.file, self, place.line or 1)
            branches.codes[key] = self.compile(tree)
        return self.template_class.from_code(self, branches.codes[key], names)

    def expression(self, source: str, names: MutableMapping[str, Any]) -> TemplateExpression:
        """Compile an expression of a spec, like a short text."""
        template = self.short(f"{{% set result = {source} %}}", names)
        return TemplateExpression(template, undefined_to_none=False)

    def join_path(self, template: str, parent: str) -> str:
        """Resolve ``parent:path`` as seen from the template ``parent``."""
        if not template.startswith(_PARENT):
            return template
        match = _NUMBERED.fullmatch(parent)
        index = int(match["index"]) if match else 0
        return f"{index + 1}:{template.removeprefix(_PARENT)}"

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        branches = current_branches()
        if branches is not None and filename:
            branches.mark(tree, filename, self)
        return self.limit(tree)


def make_environment(layers: Layers, finalize: Callable[..., Any]) -> PackEnvironment:
    """Make the environment of a pack. ``finalize`` turns every printed value into its token."""
    branches = current_branches()
    environment = PackEnvironment(
        loader=LayerLoader(layers),
        undefined=Missing,
        autoescape=True,
        finalize=finalize,
        bytecode_cache=_FILES if branches is None else MemoryCache(branches.codes),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    if branches is not None:
        environment.globals |= branches.names
    return environment
