"""A pack for one kind and year, read whole: report, tables, parameters, measures, style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, RootModel

from discloser.classification.codebook import Codebook
from discloser.compute.measure import MeasureFile, Measures, standard_measures
from discloser.document.style import Style
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.values import Kind
from discloser.pack.layers import WRONG_KIND, Layers, find_layers
from discloser.pack.merge import read_layered
from discloser.pack.specs import ParameterSpec, ReportSpec, TableSpec
from discloser.validation import nearest, validate

UNKNOWN_MEASURE = Rule(
    "T006", "没有这个口径", "没有名为“{name}”的口径。", "{hint}口径目录见 discloser figures。"
)


class ParameterFile(RootModel[dict[str, ParameterSpec]]):
    """A file of parameters by name."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is for one kind and one year."""

    layers: Layers
    kind: Kind
    year: int
    report: ReportSpec
    report_sources: SourceMap
    tables: Mapping[str, TableSpec]
    table_sources: Mapping[str, SourceMap]
    parameters: Mapping[str, ParameterSpec]
    measures: Measures
    style: Style
    codebook: Codebook = field(default_factory=Codebook)

    @property
    def name(self) -> str:
        """The pack's name, such as ``henan/sanmenxia``."""
        return self.layers.name

    def path(self, relative: str) -> str:
        """The path of a file of this pack's kind, relative to a layer."""
        return f"{self.kind}/{relative}"


def load_pack(
    name: str,
    kind: Kind,
    year: int,
    roots: tuple[Path, ...],
    place: Location | None = None,
) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Read pack ``name`` for a kind and a year; every mistake in its files is a finding.

    ``place`` is where the input names the pack.
    """
    layers, findings = find_layers(name, year, roots)
    if layers is None:
        return None, tuple(_placed(finding, place) for finding in findings)
    if not layers.find(f"{kind}/report.yaml"):
        return None, (WRONG_KIND.at(place, name=name, kind=kind.value),)
    return _Reader(layers, kind, year).read()


def _placed(finding: Finding, place: Location | None) -> Finding:
    if finding.locations or place is None:
        return finding
    return Finding(finding.code, finding.severity, finding.message, finding.remedy, (place,))


class _Reader:
    """Reads the files of one pack and gathers the findings."""

    def __init__(self, layers: Layers, kind: Kind, year: int) -> None:
        self._layers = layers
        self._kind = kind
        self._year = year
        self._findings: list[Finding] = []

    def read(self) -> tuple[Pack | None, tuple[Finding, ...]]:
        report, report_sources = self._file(ReportSpec, f"{self._kind}/report.yaml")
        style, _ = self._file(Style, "style.yaml")
        measures = self._measures()
        parameters = self._parameters()
        tables: dict[str, TableSpec] = {}
        table_sources: dict[str, SourceMap] = {}
        for name in self._table_names(report):
            spec, sources = self._file(TableSpec, f"{self._kind}/tables/{name}.yaml")
            if spec is not None:
                self._check_measures(measures, spec, sources)
                tables[name], table_sources[name] = spec, sources
        if self._findings or report is None or style is None:
            return None, tuple(self._findings)
        return (
            Pack(
                self._layers,
                self._kind,
                self._year,
                report,
                report_sources,
                tables,
                table_sources,
                parameters,
                measures,
                style,
            ),
            (),
        )

    def _file(
        self, model: type[Any], relative: str, *, always: bool = False
    ) -> tuple[Any, SourceMap]:
        draft, sources, findings = read_layered(self._layers, relative, always=always)
        self._findings += findings
        if findings:
            return None, sources
        spec, findings, _ = validate(model, draft or {}, sources)
        self._findings += findings
        return spec, sources

    def _table_names(self, report: ReportSpec | None) -> list[str]:
        parts = report.parts if report is not None else ()
        return [name for part in parts for name in part.tables]

    def _measures(self) -> Measures:
        if not self._layers.find("measures.yaml"):
            return standard_measures()
        file, _ = self._file(MeasureFile, "measures.yaml", always=True)
        return standard_measures().with_more(file.root if file is not None else {})

    def _parameters(self) -> dict[str, ParameterSpec]:
        parameters: dict[str, ParameterSpec] = {}
        for folder in ("parameters", f"{self._kind}/parameters"):
            for name in self._layers.names(folder, ".yaml"):
                file, _ = self._file(ParameterFile, name, always=True)
                parameters |= file.root if file is not None else {}
        return parameters

    def _check_measures(self, measures: Measures, spec: BaseModel, sources: SourceMap) -> None:
        for path, name in _measures_in(spec, ()):
            if name and name not in measures:
                hint = nearest(name, list(measures))
                place = sources.find(path)
                self._findings.append(UNKNOWN_MEASURE.at(place, name=name, hint=hint))


def _measures_in(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Walk a spec for the measures that it names, with their paths."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            child = getattr(value, name)
            if name in ("measure", "covers") and isinstance(child, str):
                yield (*path, name), child
            else:
                yield from _measures_in(child, (*path, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _measures_in(item, (*path, index))
