"""The parameters of a pack that nothing asks for: mistyped, or left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from discloser.compose.context import SHARE_ROUNDING
from discloser.entry.lists import DEADLINE
from discloser.finding import Finding, Rule, Severity
from discloser.pack.consistency import FORMATTED, NUMBER_FORMATS
from discloser.pack.layers import Layers
from discloser.parameters.limits import Limits
from discloser.read.yaml import read_yaml_file
from discloser.validation import nearest
from discloser.workshop.listing import own_files

UNUSED_PARAMETER = Rule(
    "T079",
    "没有用到的参数",
    "参数 {name} 没有用到：模板里没有 param.{name}，程序也不认识它。",
    "{hint}请改正名称；不要的请删去。",
    Severity.WARNING,
)
OF_PROGRAM = frozenset({NUMBER_FORMATS, *FORMATTED, SHARE_ROUNDING, DEADLINE, *Limits.model_fields})
"""The parameters that the program itself asks for."""
_USE = re.compile(r"\bparam\s*(?:\.\s*(\w+)|\[\s*[\"'](\w+)[\"']\s*\])")


def unused_parameters(layers: Layers, heirs: Iterable[Layers]) -> Iterator[Finding]:
    """The pack's own parameters that neither it, nor its parents, nor its heirs use."""
    declared = [path for name, path in own_files(layers) if _is_of_parameters(name)]
    if not declared:
        return
    used = OF_PROGRAM | set(_used((layers, *heirs)))
    for path in declared:
        draft, sources, _ = read_yaml_file(path)
        for name in draft if isinstance(draft, dict) else ():
            if name not in used and name != "extends":
                hint = nearest(str(name), sorted(used))
                yield UNUSED_PARAMETER.at(sources.find((name,)), name=name, hint=hint)


def _is_of_parameters(name: str) -> bool:
    return name.endswith(".yaml") and "parameters" in name.split("/")[:-1]


def _used(packs: Iterable[Layers]) -> Iterator[str]:
    """The names that the files of packs and their parents ask for."""
    for folder in {layer.folder for pack in packs for layer in pack.layers}:
        for path in folder.rglob("*"):
            if path.suffix in (".j2", ".yaml") and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                for match in _USE.finditer(text):
                    yield match[1] or match[2]
