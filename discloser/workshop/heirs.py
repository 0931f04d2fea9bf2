"""The packs that inherit one: what its files are for shows only in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from discloser.model.values import Kind
from discloser.pack.layers import Layers, find_layers, pack_names
from discloser.pack.pack import Pack, load_pack


def heirs_of(layers: Layers, year: int, roots: tuple[Path, ...]) -> Iterator[Layers]:
    """The layers of each pack below ``roots`` that inherits a pack."""
    for name in pack_names(roots):
        found, _ = find_layers(name, year, roots)
        if found is None or found.name == layers.name:
            continue
        if layers.name in {layer.pack for layer in found.layers}:
            yield found


def loaded(heirs: tuple[Layers, ...], kind: Kind, year: int, roots: tuple[Path, ...]) -> list[Pack]:
    """Those heirs that print a kind and can be read."""
    packs = (load_pack(heir.name, kind, year, roots)[0] for heir in heirs)
    return [pack for pack in packs if pack is not None]
