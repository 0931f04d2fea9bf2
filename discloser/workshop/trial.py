"""Try a pack with every sample: the documents, what went wrong, and the branches that ran."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from discloser.check.reader.read import DocumentReader
from discloser.check.subject import Proof
from discloser.compose.document import compose
from discloser.compose.template_errors import OVER_BUDGET
from discloser.compute.figures import Figures, compute
from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.pack.branches import Branch, Branches, noting_branches
from discloser.pack.pack import Pack
from discloser.specimen.samples import Sample, last_years, samples, with_prior
from discloser.vocabulary.words import Words

SAMPLE = "样例"
"""The file that places inside a sample name; a maintainer cannot open it."""
SOURCES = SourceMap(SAMPLE)


@dataclass(frozen=True, slots=True)
class Trial:
    """A sample's figures and document, and the findings of composing it."""

    sample: Sample
    figures: Figures
    document: Document
    findings: tuple[Finding, ...]


def reading_of(trial: Trial, pack: Pack) -> Proof:
    """The sample's document as its checks read it."""
    limits = pack.limits(trial.figures.disclosure.options)
    given = (trial.document, trial.figures, pack.codebook, SOURCES, limits)
    return Proof.of(*given, words=pack.words, counts=pack.counts)


def reader_of(trial: Trial, pack: Pack, words: Words) -> DocumentReader:
    """A reader of the sample's document who knows some words."""
    return DocumentReader(trial.document, pack.kind, pack.year, words, pack.codebook, pack.measures)


def spec_of(table: str, pack: Pack) -> str:
    """The spec that a table was made from; the name of one that is repeated has a suffix."""
    return table if table in pack.tables else table.rpartition("-")[0]


def try_pack(pack: Pack, heirs: Iterable[Pack] = ()) -> tuple[list[Trial], Branches]:
    """Compose every sample with ``pack``; each option of its parameters is chosen by some.

    While its own templates have branches that no sample reached, the full sample is composed with
    the parameters of its ``heirs`` too, which these branches may be for.
    """
    trials = []
    with noting_branches() as branches:
        for index, sample in enumerate(samples(pack.name, pack.kind, pack.year, pack.form)):
            trials.append(try_sample(pack, _with_options(sample, pack, index)))
            if any(finding.code == OVER_BUDGET.code for finding in trials[-1].findings):
                return trials, branches
        full = next(samples(pack.name, pack.kind, pack.year, pack.form))
        tried = [pack.parameters]
        for heir in heirs:
            if not unreached(pack, branches):
                break
            if heir.parameters not in tried:
                tried.append(heir.parameters)
                try_sample(replace(pack, parameters=heir.parameters), full)
    return trials, branches


def unreached(pack: Pack, branches: Branches) -> list[Branch]:
    """The branches of the pack's own files that never ran, in reading order."""
    own = [layer.folder for layer in pack.layers.layers if layer.pack == pack.name]
    return [
        branch
        for branch in branches.unreached
        if any(Path(branch.file).is_relative_to(folder) for folder in own)
    ]


def try_sample(pack: Pack, sample: Sample) -> Trial:
    """Compose one sample with last year's figures."""
    amounts: dict[str, Decimal] = {
        name: figure.amount for name, figure in compute(sample.disclosure, pack.measures).items()
    }
    chosen = with_prior(sample, amounts)
    last = last_years(sample)
    before = compute(last, pack.measures) if last is not None else None
    figures = compute(chosen.disclosure, pack.measures, before)
    document, findings = compose(figures, pack, SOURCES, of_unit=sample.of_unit)
    return Trial(chosen, figures, document, findings)


def _with_options(sample: Sample, pack: Pack, index: int) -> Sample:
    options = {
        name: spec.options[index % len(spec.options)]
        for name, spec in pack.parameters.items()
        if spec.options
    }
    disclosure: Disclosure = sample.disclosure.model_copy(update={"options": options})
    return replace(sample, disclosure=disclosure)
