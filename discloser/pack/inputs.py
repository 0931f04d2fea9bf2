"""The pack of an input, and the input as its pack reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding
from discloser.location import Location, SourceMap
from discloser.model.build import Built, build
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.forms import named_pack
from discloser.pack.pack import Pack
from discloser.read import Draft
from discloser.read.understand import Understood, understand

LoadPack = Callable[
    [str, Kind, int, tuple[Path, ...], Location | None], tuple[Pack | None, tuple[Finding, ...]]
]
Loaded = tuple[Pack | None, tuple[Finding, ...]]


class PackOf:
    """Finds the pack that an input names, once: its form is asked for before it is read whole."""

    def __init__(self, load: LoadPack, roots: tuple[Path, ...]) -> None:
        self._load = load
        self._roots = roots
        self._known: dict[tuple[str, Kind, int], Pack] = {}

    def of(self, draft: Draft, sources: SourceMap) -> Loaded:
        """The pack that a draft names, or None with the reason."""
        named = named_pack(draft)
        if named is None:
            return None, ()
        pack = self._known.get(named)
        if pack is not None:
            return pack, ()
        return self._load(*named, self._roots, sources.find(("pack",)))

    def form(self, draft: Draft) -> type[Disclosure]:
        """The model of the input that a draft begins."""
        named = named_pack(draft)
        pack, findings = self._load(*named, self._roots, None) if named else (None, ())
        if pack is None or named is None:
            return Disclosure
        if not findings:  # else they are said again, at their place
            self._known[named] = pack
        return pack.form


def built_of(
    draft: Draft, sources: SourceMap, pack: Pack | None, form: type[Disclosure] | None = None
) -> tuple[Understood, Built]:
    """A draft as its pack reads it, and what it makes; the standard forms where it has none.

    ``form`` is the input's model where it is not the pack's own.
    """
    if pack is None:
        understood = understand(draft, sources, Forms(), Codebook())
        return understood, build(understood.draft, sources, understood.told)
    form = form or pack.form
    understood = understand(draft, sources, pack.forms, pack.codebook, form)
    return understood, build(understood.draft, sources, understood.told, form, pack.lenient_form)
