"""Try a pack with every sample: the documents, what went wrong, and the branches that ran."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.nodes import Document
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.pack.branches import Branches, noting_branches
from discloser.pack.pack import Pack
from discloser.workshop.samples import Sample, samples, with_prior

SAMPLE = "样例"
"""The file that places inside a sample name; a maintainer cannot open it."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A sample's document and the findings of composing it."""

    sample: Sample
    document: Document
    findings: tuple[Finding, ...]


def try_pack(pack: Pack) -> tuple[list[Trial], Branches]:
    """Compose every sample with ``pack``; each option of its parameters is chosen by some."""
    trials = []
    with noting_branches() as branches:
        for index, sample in enumerate(samples(pack.name, pack.kind, pack.year)):
            trials.append(_try(pack, _with_options(sample, pack, index)))
    return trials, branches


def _try(pack: Pack, sample: Sample) -> Trial:
    amounts: dict[str, Decimal] = {
        name: figure.amount for name, figure in compute(sample.disclosure, pack.measures).items()
    }
    chosen = with_prior(sample, amounts)
    figures = compute(chosen.disclosure, pack.measures)
    of_unit = sample.prior is None
    document, findings = compose(figures, pack, SourceMap(SAMPLE), of_unit=of_unit)
    return Trial(chosen, document, findings)


def _with_options(sample: Sample, pack: Pack, index: int) -> Sample:
    options = {
        name: spec.options[index % len(spec.options)]
        for name, spec in pack.parameters.items()
        if spec.options
    }
    disclosure: Disclosure = sample.disclosure.model_copy(update={"options": options})
    return replace(sample, disclosure=disclosure)
