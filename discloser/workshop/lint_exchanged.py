"""Parameters at each other's place: what stands around one stands elsewhere around another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind
from discloser.pack.layers import Layers
from discloser.pack.pack import Pack
from discloser.workshop.lint_places import place_of_text
from discloser.workshop.listing import own_files

ELSEWHERE = Rule(
    "T130",
    "参数像是取错了",
    "这里取的是“{own}”（param.{name}），同样的前后文别处取的是“{other}”（param.{expected}）。",
    "请核对取的是不是这个参数；没有错的，不用处理。",
    Severity.WARNING,
)
_PARAMETER = re.compile(r"(?<![\w.\"'])param\.([a-z_]+)(?![\w(\[])")
_BLANK = re.compile(r"\s+")
_AROUND = 8
"""How many characters on either side make a place known again."""
_ALIKE = 0.6
"""Two parameters whose labels are so like each other are one thing of two kinds or packs."""
_Around = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Use:
    """A parameter in a template, and what stands around it."""

    line: int
    name: str
    around: _Around


def exchanged_parameters(pack: Pack, heirs: Iterable[Layers]) -> Iterator[Finding]:
    """The parameters in a pack's own templates that the same words elsewhere do without.

    Elsewhere is in any template of the pack, of its parents and of its ``heirs``. Where two places
    differ and no third tells which is right, both are told.
    """
    folders = {layer.folder for layers in (pack.layers, *heirs) for layer in layers.layers}
    known = _known({path for folder in folders for path in folder.rglob("*.j2")})
    others = tuple(f"{kind}/" for kind in Kind if kind is not pack.kind)
    own = (path for name, path in own_files(pack.layers) if not name.startswith(others))
    for path in own:
        for use in _uses(path) if path.suffix == ".j2" else ():
            names = {name: n for name, n in known[use.around].items() if name in pack.parameters}
            expected = max(names, key=lambda name: (names[name], name != use.name), default="")
            if expected not in ("", use.name) and not _are_alike(pack, use.name, expected):
                yield ELSEWHERE.at(
                    place_of_text(path, use.line, f"param.{use.name}"),
                    own=_label(pack, use.name),
                    name=use.name,
                    other=pack.parameters[expected].label,
                    expected=expected,
                )


def _known(paths: Iterable[Path]) -> Mapping[_Around, Counter[str]]:
    """How often each parameter stands within the same characters."""
    known: defaultdict[_Around, Counter[str]] = defaultdict(Counter)
    for path in paths:
        for use in _uses(path):
            known[use.around][use.name] += 1
    return known


def _uses(path: Path) -> Iterator[_Use]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for match in _PARAMETER.finditer(text):
        before = _BLANK.sub("", text[: match.start()])[-_AROUND:]
        after = _BLANK.sub("", text[match.end() :])[:_AROUND]
        yield _Use(text.count("\n", 0, match.start()) + 1, match[1], (before, after))


def _are_alike(pack: Pack, one: str, two: str) -> bool:
    labels = _label(pack, one), pack.parameters[two].label
    return SequenceMatcher(None, *labels, autojunk=False).ratio() >= _ALIKE


def _label(pack: Pack, name: str) -> str:
    spec = pack.parameters.get(name)
    return spec.label if spec is not None else name
