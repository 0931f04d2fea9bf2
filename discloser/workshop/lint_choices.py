"""What templates compare parameters with: a word that none of its values is never equal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from discloser.finding import Finding, Rule
from discloser.model.values import Kind
from discloser.pack.layers import Layers
from discloser.pack.pack import Pack
from discloser.parameters.parameter import Parameter
from discloser.validation import nearest
from discloser.workshop.lint_places import place_of_text
from discloser.workshop.listing import own_files

NO_SUCH_VALUE = Rule(
    "T129",
    "参数没有这个取值",
    "这里比的是参数 {name}（{label}）等不等于“{value}”，它没有这个取值。",
    "{hint}它的取值有：{known}。请核对是不是写错了参数或取值。",
)
_COMPARED = re.compile(
    r"\bparam\.(?P<name>\w+)\s*"
    r"(?:[!=]=\s*(?P<one>[\"'][^\"']*[\"'])|(?:not\s+)?in\s*[\[(](?P<list>[^\])]*)[\])])"
)
_WORD = re.compile(r"[\"']([^\"']*)[\"']")


def impossible_choices(pack: Pack, layers: Layers, heirs: Sequence[Pack]) -> Iterator[Finding]:
    """The comparisons in the pack's own files that no value of a parameter makes true.

    Packs that stand on it, its ``heirs``, may offer more values than it does itself.
    """
    for file, path in own_files(layers):
        of_other_kind = file.partition("/")[0] in set(Kind) - {pack.kind}
        if of_other_kind or not file.endswith((".j2", ".yaml")):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for match in _COMPARED.finditer(text):
            name, written = match["name"], match["one"] or match["list"]
            if name not in pack.parameters:
                continue  # a name that does not exist is told where it is used
            for value in _WORD.findall(written):
                if value in _values(pack.parameters[name]):
                    continue
                known = _everywhere(name, [pack, *heirs])
                if value not in known:
                    line = text.count("\n", 0, match.start()) + 1
                    words = {"name": name, "label": pack.parameters[name].label, "value": value}
                    told = {
                        "hint": nearest(value, known),
                        "known": "、".join(known) or "（不是文字）",
                    }
                    yield NO_SUCH_VALUE.at(place_of_text(path, line, match[0]), **words, **told)


def _values(parameter: Parameter) -> list[str]:
    """The texts that a parameter may be."""
    given = (*parameter.since.values(), *parameter.options)
    return list(dict.fromkeys(value for value in given if isinstance(value, str)))


def _everywhere(name: str, packs: Sequence[Pack]) -> list[str]:
    """The texts that a parameter may be in any of some packs."""
    offered = (pack.parameters[name] for pack in packs if name in pack.parameters)
    return list(dict.fromkeys(value for each in offered for value in _values(each)))
