"""The Jinja environment of a pack: sandboxed, strict, and layered like the pack's files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.environment import TemplateExpression

from discloser.finding import Finding
from discloser.location import Location
from discloser.pack.branches import Branches, current_branches
from discloser.pack.budget import Budget
from discloser.pack.layers import Layers
from discloser.pack.sandbox import Limited
from discloser.read.characters import Remark, findings, tidy
from discloser.validation import nearest

_PARENT = "parent:"
_NUMBERED = re.compile(r"(?P<index>[0-9]{1,4}):(?P<path>.*)", re.DOTALL)
MOST_BYTES = 512 * 1024
"""The longest template; a narrative has about 30,000."""


_LISTED = 12
"""How many entries of a parameter a message lists."""


class Entries(dict[str, Any]):
    """The parameters, or a parameter whose value has entries; it knows how it is called."""

    def __init__(self, entries: Mapping[str, Any], name: str = "") -> None:
        prefix = f"{name}." if name else ""
        super().__init__(
            {
                key: Entries(value, f"{prefix}{key}") if isinstance(value, dict) else value
                for key, value in entries.items()
            }
        )
        self._name = name

    def lacks(self, key: object) -> str:
        """What is missing, in Chinese, with the nearest of the names that there are."""
        known = list(map(str, self))
        # Codes are alike by chance.
        hint = "" if str(key).isdigit() else nearest(str(key), known)
        if not self._name:
            return f"没有名为“{key}”的参数。{hint}"
        listed = "、".join(known[:_LISTED]) + ("……" if len(known) > _LISTED else "")
        there_are = hint or (f"现有：{listed}。" if listed else "")
        return f"参数“{self._name}”里没有“{key}”这一项。{there_are}"


class Missing(StrictUndefined):
    """A name that a template uses and that does not exist; its message is Chinese."""

    @property
    def _undefined_message(self) -> str:
        name = self._undefined_name
        owner = self._undefined_obj
        if isinstance(owner, Entries):
            return owner.lacks(name)
        if not isinstance(name, str) or isinstance(owner, type(self)):
            return f"没有“{name}”这一项。"
        if not name:
            return "名称是空的，引号里要写名称。"
        known = [member for member in dir(owner) if not member.startswith("_")]
        hint = nearest(name, list(owner) if isinstance(owner, dict) else known)
        return f"没有“{name}”这个名称。{hint}"


class LayerLoader(BaseLoader):
    """Loads a template from the first layer that has it.

    ``extends "parent:…"`` means the same file one layer further; such a template is called
    ``1:…``, ``2:…``, so that layers may extend each other without end. A file is read again only
    when it has changed.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._found: dict[str, list[str]] = {}
        self._sources: dict[str, tuple[str, str, Callable[[], bool]]] = {}
        self.remarks: dict[str, tuple[Finding, ...]] = {}
        """What was remarkable about the characters of the files that were read, by their paths."""

    def path_of(self, template: str) -> str | None:
        """The path of a template, or None where no layer has it."""
        match = _NUMBERED.fullmatch(template)
        index, relative = (int(match["index"]), match["path"]) if match else (0, template)
        if relative not in self._found:
            self._found[relative] = [str(path) for _, path in self._layers.find(relative)]
        found = self._found[relative]
        return found[index] if index < len(found) else None

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja passes it
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the source, path and freshness test of a template."""
        known = self._sources.get(template)
        if known is None or not known[2]():
            match = _NUMBERED.fullmatch(template)
            self._found.pop(match["path"] if match else template, None)
            known = self._sources[template] = self._read(template)
        return known

    def _read(self, template: str) -> tuple[str, str, Callable[[], bool]]:
        known = self.path_of(template)
        match = _NUMBERED.fullmatch(template)
        relative = match["path"] if match else template
        if known is None:
            raise TemplateNotFound(relative)
        path = Path(known)
        try:
            state = path.stat()
            modified = state.st_mtime_ns
            text, self.remarks[str(path)] = _read_once(path, modified, state.st_size)
        except UnicodeDecodeError as error:
            message = "文件不是 UTF-8 编码，请另存为 UTF-8。"
            raise TemplateSyntaxError(message, 1, relative, str(path)) from error
        except OSError as error:
            message = f"文件读不出来（{error.strerror}）。"
            raise TemplateSyntaxError(message, 1, relative, str(path)) from error
        if len(text) > MOST_BYTES:
            message = f"文件超过 {MOST_BYTES // 1024} KB，不像是模板。"
            raise TemplateSyntaxError(message, 1, relative, str(path))
        return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == modified


def read_template(path: Path) -> tuple[str, tuple[Finding, ...]]:
    """A template's text, tidied as an input's is, and what was remarkable about its characters.

    Raises:
        OSError: if it cannot be read.
        UnicodeDecodeError: if it is not UTF-8.
    """
    with path.open("rb") as stream:
        written = stream.read(4 * MOST_BYTES + 1).decode("utf-8-sig")
    text, remarks = tidy(written)
    return text, tuple(findings((remark, _place_in(written, remark, path)) for remark in remarks))


@lru_cache(maxsize=256)
def _read_once(path: Path, modified: int, size: int) -> tuple[str, tuple[Finding, ...]]:
    """A template as :func:`read_template` reads it, as long as the file is the same."""
    del modified, size
    return read_template(path)


def _place_in(text: str, remark: Remark, path: Path) -> Location:
    before = text[: remark.start]
    return Location(str(path), before.count("\n") + 1, remark.start - before.rfind("\n"))


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

    def path_of(self, template: str) -> str | None:
        """The path of a template that a layer has."""
        return self.loader.path_of(template) if isinstance(self.loader, LayerLoader) else None

    def remarks(self, path: str) -> tuple[Finding, ...]:
        """What was remarkable about the characters of a file that was read."""
        return self.loader.remarks.get(path, ()) if isinstance(self.loader, LayerLoader) else ()

    def join_path(self, template: str, parent: str) -> str:
        """Resolve ``parent:path`` as seen from the template ``parent``.

        Raises:
            TemplateRuntimeError: if a template names something else than a file.
        """
        if not isinstance(template, str):
            raise TemplateRuntimeError("include、import、extends 的后面要写文件名，加上引号。")
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
        return self.limit(tree, is_file=name is not None)


def make_environment(
    layers: Layers, finalize: Callable[..., Any], budget: Budget | None = None
) -> PackEnvironment:
    """Make the environment of a pack. ``finalize`` turns every printed value into its token.

    All that its templates do is taken from ``budget``.
    """
    branches = current_branches()
    environment = PackEnvironment(
        budget=budget,
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
