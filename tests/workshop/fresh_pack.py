"""Packs that tests make below templates of their own, and departments that fill them."""

from __future__ import annotations

from pathlib import Path

from discloser.document.nodes import Document
from discloser.entry.lists import make_lists
from discloser.finding import Finding, Severity
from discloser.model.values import Kind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pipeline import prepare
from discloser.specimen.city import City, write_city

YEAR = 2025


def loaded(name: str, kind: Kind, packs: Path, year: int = YEAR) -> Pack:
    """A pack that reads without findings."""
    pack, findings = load_pack(name, kind, year, pack_roots(packs))
    assert pack is not None, [finding.message for finding in findings]
    return pack


def made_up_input(pack: Pack, packs: Path, folder: Path, seed: int = 3) -> Path:
    """The input of a department that has all that a pack asks for."""
    lists = make_lists(pack, pack.year, tuple(pack_names(pack_roots(packs))))
    return next(iter(write_city(folder, City(1, seed, pack, lists.needs), lists)))


def printed(pack: Pack, packs: Path, folder: Path, seed: int = 3) -> Document:
    """A made-up department's document, which nothing of the pack spoils."""
    made = prepare(made_up_input(pack, packs, folder, seed), packs)
    assert made.ok, [(finding.code, finding.message) for finding in made.findings]
    assert made.document is not None
    return made.document


def serious(findings: tuple[Finding, ...]) -> list[str]:
    """Errors and warnings."""
    return [f"{f.code} {f.message}" for f in findings if f.severity is not Severity.NOTE]
