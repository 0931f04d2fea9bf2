"""A pack for one kind and year, read whole: report, tables, parameters, measures, style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.compute.catalogue import MeasureFile, standard_measures
from discloser.compute.measure import Measures
from discloser.document.style import Style
from discloser.finding import Finding, Rule, has_errors
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.chart_specs import ChartSpec
from discloser.pack.codes import read_codes
from discloser.pack.consistency import (
    NUMBER_FORMATS,
    doubled_names,
    faulty_formats,
    faulty_sums,
    table_faults,
    unknown_measures,
)
from discloser.pack.counts import counting_in, taken_names
from discloser.pack.declared import declared_words
from discloser.pack.fields import FILE as FIELDS
from discloser.pack.fields import (
    Fields,
    FieldsFile,
    FieldSpec,
    books_in,
    dimensions_of,
    faults_of,
    measures_in,
    numbers_in,
)
from discloser.pack.form import input_form
from discloser.pack.forms import read_forms
from discloser.pack.layers import WRONG_KIND, Layer, Layers, depth, find_layers
from discloser.pack.merge import TOO_LARGE, read_layered, read_of_kind
from discloser.pack.number_formats import FormatsFile
from discloser.pack.printed import Listed, listed_dimensions
from discloser.pack.report_spec import ReportSpec
from discloser.pack.specs import TableSpec
from discloser.pack.style_faults import style_faults
from discloser.pack.titles import Titles
from discloser.pack.uses import Uses, UsesFile, apart, faults_of_uses, laid_over
from discloser.pack.vocabulary import read_vocabulary
from discloser.parameters.limits import FOLDER, Limits, LimitsFile, ParameterFile, limits_of
from discloser.parameters.parameter import Parameter
from discloser.validation import validate
from discloser.vocabulary.words import Words, national_words

BAD_FIELD = Rule("T100", "fields.yaml 的一项不对", "{problem}。", "请改名称或 label。")
STYLE = "style.yaml"
MEASURES = "measures.yaml"
_NATIONAL = Layer("", FOLDER.parent)
"""What lies under the parameters of every pack: the national limits."""
MOST_BYTES = 1024 * 1024
"""The files of a pack and its parents together; those of the checkout have 100 KB."""
TWO_FILES = Rule(
    "T018",
    "参数写在两个文件里",
    "参数 {name} 在两个文件里都有，不知道以哪个为准。",
    "请只留一处。",
)


@dataclass(frozen=True)
class Pack:
    """A pack as it is for one kind and one year; what follows from its files is found once."""

    layers: Layers
    kind: Kind
    year: int
    report: ReportSpec
    report_sources: SourceMap
    tables: Mapping[str, TableSpec]
    table_sources: Mapping[str, SourceMap]
    parameters: Mapping[str, Parameter]
    parameter_sources: Mapping[str, SourceMap]
    measures: Measures
    style: Style
    codebook: Codebook = field(default_factory=Codebook)
    forms: Forms = field(default_factory=Forms)
    words: Words = field(default_factory=national_words)
    """What its documents are read with: the national words, its own, and those of its specs."""
    fields: Fields = field(default_factory=dict)
    """What it asks of an input beside the core."""
    counts: Measures = field(default_factory=lambda: Measures(()))
    """Its measures that add up counts and not money."""
    charts: Mapping[str, ChartSpec] = field(default_factory=dict)
    chart_sources: Mapping[str, SourceMap] = field(default_factory=dict)
    uses: Uses = field(default_factory=dict)
    """What it says of fields of the core: when they are asked for, and what they are called."""

    @property
    def name(self) -> str:
        """The pack's name: its folder, such as ``province/city``."""
        return self.layers.name

    @cached_property
    def listed(self) -> Mapping[str, Listed]:
        """The dimensions of the ledger that its tables list, with these tables' titles."""
        named = [
            spec.model_copy(update={"name": self.table_name(name)})
            for name, spec in self.tables.items()
        ]
        return listed_dimensions(named, self.measures)

    @cached_property
    def form(self) -> type[Disclosure]:
        """The model of its inputs."""
        return input_form(self.fields, self.uses, self.kind, asked=self.asked)

    @cached_property
    def asked(self) -> frozenset[str]:
        """The fields of receipts that not every place asks for and its tables list."""
        listed = (name for name, each in self.listed.items() if each.receipts)
        is_by_item = any(name.startswith("function_") for name in listed)
        return frozenset({"function"}) if is_by_item else frozenset()

    @cached_property
    def lenient_form(self) -> type[Disclosure]:
        """The model of inputs that may have been made with other fields, or that lost some."""
        return input_form(self.fields, self.uses, self.kind, lenient=True, asked=self.asked)

    def limits(self, chosen: Mapping[str, str]) -> Limits:
        """What it holds a document to; ``chosen`` are the parameters that an input chooses."""
        return limits_of(self.parameters, self.year, chosen)

    @cached_property
    def titles(self) -> Titles:
        """What its tables are called."""
        return Titles(self.layers, self.parameters, self.year)

    def table_name(self, table: str) -> str:
        """What messages call a table."""
        return self.titles.name(table, self.tables[table])

    def path(self, relative: str) -> str:
        """The path of a file of this pack's kind, relative to a layer."""
        return f"{self.kind}/{relative}"


def load_pack(
    name: str,
    kind: Kind,
    year: int,
    roots: tuple[Path, ...],
    place: Location | None = None,
    *,
    offered: bool = False,
) -> tuple[Pack | None, tuple[Finding, ...]]:
    """Read pack ``name`` for a kind and a year; every mistake in its files is a finding.

    ``place`` is where the input names the pack; ``offered`` reads tables that it only offers too.
    """
    layers, said = find_layers(name, year, roots)
    if layers is None:
        return None, tuple(_placed(finding, place) for finding in said)
    if not layers.find(f"{kind}/report.yaml"):
        return None, (*said, WRONG_KIND.at(place, name=name, kind=kind.value))
    pack, findings = _Reader(layers, kind, year, offered=offered).read()
    return pack, tuple(_placed(finding, place) for finding in (*said, *findings))


def _placed(finding: Finding, place: Location | None) -> Finding:
    if finding.locations or place is None:
        return finding
    return Finding(finding.code, finding.severity, finding.message, finding.remedy, (place,))


class _Reader:
    """Reads the files of one pack and gathers the findings."""

    def __init__(self, layers: Layers, kind: Kind, year: int, *, offered: bool) -> None:
        self._layers = layers
        self._kind = kind
        self._year = year
        self._offered = offered
        self._findings: list[Finding] = []
        self._size = 0

    def read(self) -> tuple[Pack | None, tuple[Finding, ...]]:
        report, report_sources = self._file(ReportSpec, f"{self._kind}/report.yaml")
        if report is not None:
            self._findings += doubled_names(report, report_sources)
        style, style_sources = self._file(Style, STYLE, of_kind=True)
        if style is not None:
            self._findings += style_faults(style, style_sources)
        declared, uses = self._fields()
        fields = {name: spec for name, spec in declared.items() if not spec.drop}
        books = books_in(fields)
        context = {"books": books, "dimensions": dimensions_of(fields)}
        measures, counts = self._measures(fields, context)
        parameters, origins = self._parameters()
        codebook, problems = read_codes(self._layers)
        self._findings += problems
        forms, problems = read_forms(self._layers)
        self._findings += problems
        words, problems = read_vocabulary(self._layers, self._kind, measures, declared, counts)
        self._findings += problems
        known = parameters.get(NUMBER_FORMATS)
        formats = known.value(self._year) if known is not None else ()
        tables: dict[str, TableSpec] = {}
        table_sources: dict[str, SourceMap] = {}
        for name, path in report.named_tables(offered=self._offered) if report else ():
            file, place = f"{self._kind}/tables/{name}.yaml", report_sources.find(path)
            spec, sources = self._file(TableSpec, file, place=place, context=context)
            if spec is not None:
                self._findings += table_faults(spec, books, measures, formats, sources)
                tables[name], table_sources[name] = spec, sources
        charts: dict[str, ChartSpec] = {}
        chart_sources: dict[str, SourceMap] = {}
        for name, path in report.named_charts() if report else ():
            file, place = f"{self._kind}/charts/{name}.yaml", report_sources.find(path)
            chart, sources = self._file(ChartSpec, file, place=place, context=context)
            if chart is not None:
                self._findings += unknown_measures(chart, measures, sources)
                charts[name], chart_sources[name] = chart, sources
        titles = Titles(self._layers, parameters, self._year)
        words, problems = declared_words(
            tables, table_sources, titles, words, kind=self._kind, fields=fields
        )
        self._findings += problems
        if has_errors(self._findings) or report is None or style is None:
            return None, tuple(dict.fromkeys(self._findings))
        pack = Pack(
            self._layers,
            self._kind,
            self._year,
            report,
            report_sources,
            tables,
            table_sources,
            parameters,
            origins,
            measures,
            style,
            codebook,
            forms,
            words,
            fields,
            counts,
            charts,
            chart_sources,
            uses,
        )
        return pack, tuple(dict.fromkeys(self._findings))

    def _file(
        self,
        model: type[Any],
        relative: str,
        *,
        always: bool = False,
        whole: bool = False,
        of_kind: bool = False,
        place: Location | None = None,
        layers: Layers | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> tuple[Any, SourceMap]:
        draft, sources = self._draft(
            relative, always=always, whole=whole, of_kind=of_kind, place=place, layers=layers
        )
        return self._validated(model, draft, sources, context), sources

    def _draft(
        self,
        relative: str,
        *,
        always: bool = False,
        whole: bool = False,
        of_kind: bool = False,
        place: Location | None = None,
        layers: Layers | None = None,
    ) -> tuple[Any, SourceMap]:
        """What the layers say in a file, or None where that cannot be read."""
        layers = layers or self._layers
        self._size += sum(path.stat().st_size for _, path in layers.find(relative))
        if self._size > MOST_BYTES:
            return None, self._too_large(relative, place)
        if of_kind:
            draft, sources, findings = read_of_kind(self._layers, self._kind, relative)
        else:
            draft, sources, findings = read_layered(layers, relative, always=always, whole=whole)
        self._findings += [_placed(finding, place) for finding in findings]
        return (None if has_errors(findings) else draft or {}), sources

    def _validated(
        self, model: type[Any], draft: Any, sources: SourceMap, context: Mapping[str, Any] | None
    ) -> Any:
        if draft is None:
            return None
        spec, findings, _ = validate(model, draft, sources, context)
        self._findings += findings
        return spec

    def _too_large(self, relative: str, place: Location | None) -> SourceMap:
        """Say once that the files are more than any pack has."""
        if not any(finding.code == TOO_LARGE.code for finding in self._findings):
            here = place or Location(relative)
            most = f"{MOST_BYTES // 1024} KB（各文件合计）"
            self._findings.append(TOO_LARGE.at(here, most=most))
        return SourceMap(relative)

    def _fields(self) -> tuple[Fields, Uses]:
        """What the pack asks of an input, under what its kind's folder says of it; drops too."""
        found: dict[str, FieldSpec] = {}
        uses: Uses = {}
        for name in (FIELDS, f"{self._kind}/{FIELDS}"):
            if not self._layers.find(name):
                continue
            draft, sources = self._draft(name, always=True)
            of_core, of_pack = apart(draft)
            file = self._validated(FieldsFile, of_pack, sources, None)
            used = self._validated(UsesFile, of_core, sources, None)
            own = dict(file.root) if file is not None else {}
            found |= own
            uses = laid_over(used.root if used is not None else {}, uses)
            faults = (*faults_of(own, found, standard_measures()), *faults_of_uses(uses))
            self._findings += [
                BAD_FIELD.at(sources.find(path), problem=problem) for path, problem in faults
            ]
        return found, uses

    def _measures(self, fields: Fields, context: Mapping[str, Any]) -> tuple[Measures, Measures]:
        """The standard measures under the pack's and those of its kind; those of counts apart.

        A declared line table with an amount is a measure by its name.
        """
        measures = standard_measures().with_more(measures_in(fields))
        counts = Measures(())
        context = {**context, "books": {**context["books"], **numbers_in(fields)}}
        for name in (MEASURES, f"{self._kind}/{MEASURES}"):
            if not self._layers.find(name):
                continue
            file, sources = self._file(MeasureFile, name, always=True, whole=True, context=context)
            own = list(file.measures()) if file is not None else []
            counting = counting_in(own, counts)
            named = {measure.name for measure in counting}
            own = [measure for measure in own if measure.name not in named]
            faults = list(faulty_sums(own, measures, sources))
            faults += taken_names(counting, measures, sources)
            self._findings += faults
            measures = measures.with_more([] if faults else own)
            counts = counts.with_more([] if faults else counting)
        return measures, counts

    def _parameters(self) -> tuple[dict[str, Parameter], dict[str, SourceMap]]:
        """The parameters by name, and the sources of the file that each is taken from."""
        parameters: dict[str, Parameter] = {}
        origins: dict[str, SourceMap] = {}
        layers = replace(self._layers, layers=(*self._layers.layers, _NATIONAL))
        for folder in ("parameters", f"{self._kind}/parameters"):
            known: dict[str, SourceMap] = {}
            for name in layers.names(folder, ".yaml"):
                file, sources = self._file(ParameterFile, name, always=True, layers=layers)
                found = dict(file.root) if file is not None else {}
                for names, model in _TYPED:
                    if found.keys() & names:
                        self._file(model, name, always=True, layers=layers)
                for twice in sorted(found.keys() & known.keys()):
                    places = (sources.find((twice,)), known[twice].find((twice,)))
                    if self._further(layers, *places, name=twice):
                        del found[twice]
                for hidden in sorted(found.keys() & origins.keys()):
                    # A nearer pack's counts for both kinds, whatever a further one says of one.
                    above = origins[hidden].find((hidden,))
                    if depth(layers, sources.find((hidden,))) > depth(layers, above):
                        del found[hidden]
                known |= dict.fromkeys(found, sources)
                parameters |= found
            origins |= known
        if not has_errors(self._findings):
            self._findings += faulty_formats(parameters, origins, self._year, self._layers.name)
        return parameters, origins

    def _further(self, layers: Layers, place: Location, other: Location, *, name: str) -> bool:
        """Tell whether a parameter at ``place`` lies in a further layer than the ``other`` one."""
        mine, others = depth(layers, place), depth(layers, other)
        if mine == others:
            self._findings.append(TWO_FILES.at(place, other, name=name))
        return mine > others


_TYPED: tuple[tuple[frozenset[str], type[BaseModel]], ...] = (
    (frozenset({NUMBER_FORMATS}), FormatsFile),
    (frozenset(Limits.model_fields), LimitsFile),
)
"""The parameters whose values have a form, with the model of a file that has them."""
