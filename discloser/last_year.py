"""Last year's input of an input: read, held to be last year's, and what to name in its place."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from os.path import relpath
from pathlib import Path

from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import Figures, compute
from discloser.compute.ledger import LAST_YEAR
from discloser.compute.names import with_names
from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.unit import cut_out_unit
from discloser.pack.inputs import built_of
from discloser.pack.pack import Pack
from discloser.read import WORKBOOKS, read_input

UNREADABLE = Rule(
    "I020",
    "上年输入文件有误",
    "上年输入文件 {file} 读不出来：{message}",
    "{advice}请改正文件名，或先改好上年的文件。",
)
ANOTHER = Rule(
    "I023",
    "上年输入文件不是上年的那一份",
    "上年输入文件 {file} 是“{name}”的 {year} 年{kind}，这里要的是“{own}”的 {wanted} 年{own_kind}。",
    "{advice}请改成上一年的同一种文件；部门改过名称和代码的，先把上年文件里的部门代码改成今年的。",
)
_SUFFIXES = WORKBOOKS | {".yaml", ".yml"}
_MOST_READ = 30
"""How many files beside the named one are looked at: reading a workbook takes a while."""

LastYear = tuple[Figures | None, SourceMap, tuple[Finding, ...]]


def read_last_year(
    path: Path, disclosure: Disclosure, sources: SourceMap, pack: Pack | None
) -> LastYear:
    """The figures of last year's input, where the input at ``path`` names one.

    With them the places of the input with those of last year's below :data:`LAST_YEAR`. A file
    that cannot be read, or is another year's, kind's or department's, is one finding and no
    figures. Of a unit's own disclosure, its department's file is last year's too.
    """
    name = disclosure.prior_year.input
    if not name:
        return None, sources, ()
    place = sources.find(LAST_YEAR)
    found, last_sources, problems = _read(path.parent / name, pack)
    if found is not None:
        found, last_sources = _of_unit(found, last_sources, disclosure)
    if found is None or has_errors(problems):
        message = next((p.message for p in problems if p.severity is Severity.ERROR), "")
        advice = _advice(path, disclosure, pack)
        return None, sources, (UNREADABLE.at(place, file=name, message=message, advice=advice),)
    if not _is_last_years(found, disclosure):
        return None, sources, (_another(found, disclosure, _advice(path, disclosure, pack), place),)
    measures = pack.measures if pack is not None else standard_measures()
    named, places, problems = with_names(found, last_sources, measures)
    return compute(named, measures), sources.with_below(LAST_YEAR, places), problems


def _read(
    path: Path, pack: Pack | None
) -> tuple[Disclosure | None, SourceMap, tuple[Finding, ...]]:
    form = pack.lenient_form if pack is not None else Disclosure
    draft, sources, findings = read_input(path, form_of=lambda _: form)
    if draft is None:
        return None, sources, findings
    understood, built = built_of(draft, sources, pack, form)
    problems = (*findings, *understood.findings, *built.findings)
    return built.disclosure, built.sources, problems


def _of_unit(
    found: Disclosure, sources: SourceMap, disclosure: Disclosure
) -> tuple[Disclosure, SourceMap]:
    """The part of a department's input that is about the unit whose disclosure this is."""
    if _is_same_department(found, disclosure):
        return found, sources
    ours = disclosure.department
    return cut_out_unit(found, sources, ours.code or ours.name) or (found, sources)


def _is_same_department(found: Disclosure, disclosure: Disclosure) -> bool:
    theirs, ours = found.department, disclosure.department
    return theirs.name == ours.name or (bool(ours.code) and theirs.code == ours.code)


def _is_last_years(found: Disclosure, disclosure: Disclosure) -> bool:
    found, _ = _of_unit(found, SourceMap(""), disclosure)
    is_same = _is_same_department(found, disclosure)
    return is_same and found.kind is disclosure.kind and found.year == disclosure.year - 1


def _another(
    found: Disclosure, disclosure: Disclosure, advice: str, place: Location | None
) -> Finding:
    return ANOTHER.at(
        place,
        file=disclosure.prior_year.input,
        name=found.department.name,
        year=found.year,
        kind=found.kind.label,
        own=disclosure.department.name,
        wanted=disclosure.year - 1,
        own_kind=disclosure.kind.label,
        advice=advice,
    )


def _advice(path: Path, disclosure: Disclosure, pack: Pack | None) -> str:
    """The file beside an input that is last year's, the one named most alike where several are."""
    named = disclosure.prior_year.input
    fitting = [
        relpath(other, path.parent).replace("\\", "/")
        for other in _beside(path, path.parent / named)
        if (found := _read(other, pack)[0]) is not None and _is_last_years(found, disclosure)
    ]
    if not fitting:
        return ""
    nearest = max(fitting, key=lambda name: SequenceMatcher(None, name, named).ratio())
    return f"旁边的 {nearest} 是。"


def _beside(path: Path, named: Path) -> Iterator[Path]:
    """Other inputs in the folder of an input and in that of the file that it names."""
    folders = dict.fromkeys(folder.resolve() for folder in (path.parent, named.parent))
    known = {path.resolve(), named.resolve()}
    files = (file for folder in folders if folder.is_dir() for file in sorted(folder.iterdir()))
    fitting = (
        file
        for file in files
        if file.suffix.lower() in _SUFFIXES
        and not file.name.startswith((".", "~$"))
        and file not in known
    )
    for _, file in zip(range(_MOST_READ), fitting, strict=False):
        yield file
