"""What a person types for something that has a name and a Chinese label."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

_MOST_LIKE = 5
_SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Resolved:
    """The name that a text means, or empty, with the names that it may mean."""

    name: str = ""
    candidates: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A text as two people would type it alike: half width, without spaces, in lower case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def resolve(text: str, labels: Mapping[str, str], *, part: bool = False) -> Resolved:
    """Find the name that ``text`` means among ``labels``, which has each name with its label.

    A text is a name, a label, or both (``收入总计 receipts_total``); with ``part`` also a part of
    a name or label that no other has. What several have, or only something like it, is left open
    with the candidates.
    """
    if text in labels:
        return Resolved(text)
    wanted = bare(text)
    if not wanted:
        return Resolved()
    forms = {name: (bare(name), bare(label)) for name, label in labels.items()}
    exact = [
        name for name, (own, label) in forms.items() if wanted in (own, label, f"{label}{own}")
    ]
    if len(exact) == 1:
        return Resolved(exact[0])
    holding = exact or [name for name, both in forms.items() if any(wanted in f for f in both)]
    if part and len(holding) == 1 and len(wanted) >= _SHORTEST_PART:
        return Resolved(holding[0])
    return Resolved("", tuple(holding[:_MOST_LIKE]) or _like(wanted, forms))


def _like(wanted: str, forms: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    owners = {form: name for name, both in forms.items() for form in both}
    near = get_close_matches(wanted, list(owners), n=_MOST_LIKE, cutoff=0.6)
    return tuple(dict.fromkeys(owners[form] for form in near))


def question(candidates: Iterable[str], labels: Mapping[str, str]) -> str:
    """Ask which of the candidates is meant: 是不是“收入总计”（receipts_total）？"""
    called = [_called(name, labels) for name in candidates]
    return f"是不是{'，还是'.join(called)}？" if called else ""


def _called(name: str, labels: Mapping[str, str]) -> str:
    label = labels.get(name, "")
    return f"“{label}”（{name}）" if label and label != name else f"“{name}”"
