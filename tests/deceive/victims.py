"""What is deceived: the real inputs, and the samples that lint tries a pack with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from discloser.check.outcome import Tally, Unchecked
from discloser.check.run import run_document_checks
from discloser.compute.figures import Figures
from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.layers import find_layers, pack_names, pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pipeline import prepare
from discloser.specimen.samples import Sample, samples
from discloser.workshop.trial import SOURCES, try_sample
from tests.deceive.fault import chance

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
INPUTS = ROOT / "inputs"
YEAR = 2025
"""The year of the samples of a pack that has no newer year folder."""
_ROUNDING = "A04"
EVERY = re.compile("")


@dataclass(frozen=True)
class Seen:
    """What was made of a victim, and what was said of it."""

    document: Document | None
    findings: tuple[Finding, ...]
    tally: Tally = field(default_factory=Tally)

    @cached_property
    def told(self) -> Counter[tuple[str, str, str]]:
        """Its findings, whatever line of an input they stand at; 尾差 are none."""
        return Counter(_said(found) for found in self.findings if found.code != _ROUNDING)

    def beyond(self, clean: Seen) -> list[Finding]:
        """The findings that another does not have."""
        left = self.told - clean.told
        return [found for found in self.findings if left.get(_said(found))]

    def unchecked_beyond(self, clean: Seen) -> list[Unchecked]:
        """What is said not to have been checked and is checked in another."""
        return [each for each in self.tally.unchecked if each not in clean.tally.unchecked]


def _said(found: Finding) -> tuple[str, str, str]:
    place = found.location
    printed = place is not None and (place.is_in_document or bool(place.path))
    position = (place.position if place.is_in_document else place.field) if printed else ""  # type: ignore[union-attr]
    return found.code, found.message, position


@dataclass(frozen=True)
class Victim:
    """A disclosure with what is said of it while nothing is wrong.

    ``input`` is its file; a sample of lint has none.
    """

    name: str
    figures: Figures
    pack: Pack
    sources: SourceMap
    clean: Seen
    input: Path | None = None
    sample: int = -1

    @property
    def document(self) -> Document:
        """Its document as it is while nothing is wrong."""
        assert self.clean.document is not None
        return self.clean.document

    @property
    def disclosure(self) -> Disclosure:
        """What was put in."""
        return self.figures.disclosure

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the department, its units and projects that must be printed as they are."""
        given = self.disclosure
        department = given.department
        found = {department.name, department.in_text, department.in_titles, department.in_tables}
        found |= {unit.name for unit in given.units}
        found |= {project.name for project in given.projects}
        return frozenset(name for name in found if name)

    @cached_property
    def read(self) -> Seen:
        """What the checks of the document say of it while nothing is wrong."""
        return self.reading(self.document)

    def reading(self, document: Document) -> Seen:
        """What the checks say of another document."""
        return Seen(document, *_checked(document, self.figures, self.pack, self.sources))

    def by(self, templates: Path) -> Seen:
        """What is made of it with other templates."""
        if self.input is not None:
            return seen(self.input, templates)
        made = _sample(self.pack.name, self.pack.kind, self.pack.year, self.sample, templates)
        return made.clean if isinstance(made, Victim) else made


def seen(path: Path, templates: Path = TEMPLATES) -> Seen:
    """What is made of an input, and what is said of it."""
    prepared = prepare(path, templates)
    return Seen(prepared.document, prepared.findings, prepared.tally)


def _checked(
    document: Document, figures: Figures, pack: Pack, sources: SourceMap
) -> tuple[tuple[Finding, ...], Tally]:
    limits = pack.limits(figures.disclosure.options)
    return run_document_checks(document, figures, pack.codebook, sources, pack.words, limits=limits)


def inputs() -> Iterator[Victim]:
    """The inputs of the checkout."""
    for path in sorted(INPUTS.rglob("*.yaml")):
        prepared = prepare(path, TEMPLATES)
        assert prepared.figures is not None
        assert prepared.pack is not None
        clean = Seen(prepared.document, prepared.findings, prepared.tally)
        name = path.relative_to(INPUTS).with_suffix("").as_posix()
        yield Victim(name, prepared.figures, prepared.pack, prepared.sources, clean, path)


def packs() -> Iterator[tuple[str, Kind, int]]:
    """Every pack that prints, each kind, in its newest year."""
    for name in pack_names((TEMPLATES,)):
        folders = (TEMPLATES / name).iterdir()
        years = [int(folder.name) for folder in folders if folder.name.isdigit()]
        year = max([YEAR, *years])
        layers, _ = find_layers(name, year, pack_roots(TEMPLATES))
        for kind in Kind:
            if layers is not None and layers.find(f"{kind}/report.yaml"):
                yield name, kind, year


def of_samples(
    name: str,
    kind: Kind,
    year: int,
    wanted: re.Pattern[str] = EVERY,
    *,
    few: int = 0,
    seed: int = 0,
) -> Iterator[Victim]:
    """The samples that lint tries a pack with whose title is wanted; a ``few`` by chance."""
    known = [
        index
        for index, sample in enumerate(samples(name, kind, year))
        if wanted.search(_title(name, kind, sample))
    ]
    number = min(few or len(known), len(known))
    for index in sorted(chance(seed, name, kind).sample(known, number)):
        made = _sample(name, kind, year, index, TEMPLATES)
        assert isinstance(made, Victim), made.findings
        yield made


def _sample(name: str, kind: Kind, year: int, index: int, templates: Path) -> Victim | Seen:
    """A sample as ``check`` sees it; where the pack cannot be read, what is said of that."""
    pack, findings = load_pack(name, kind, year, pack_roots(templates))
    if pack is None:
        return Seen(None, findings)
    trial = try_sample(pack, list(samples(name, kind, year, pack.form))[index])
    found, tally = _checked(trial.document, trial.figures, pack, SOURCES)
    clean = Seen(trial.document, (*findings, *trial.findings, *found), tally)
    title = _title(name, kind, trial.sample)
    return Victim(title, trial.figures, pack, SOURCES, clean, sample=index)


def _title(name: str, kind: Kind, sample: Sample) -> str:
    return f"{name} {kind.label} 样例“{sample.what}”"


def errors(seen: Seen) -> Iterable[Finding]:
    """What is wrong with a document that should be right."""
    return [found for found in seen.findings if found.severity.value == "error"]
