"""Find the mistakes of a pack before three hundred departments do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, nodes

from discloser.check.catalogue import all_codes
from discloser.document.nodes import Block, Document, Heading, PageBreak
from discloser.finding import Finding, Rule, Severity
from discloser.garbage import no_garbage_collection
from discloser.importing.recognition import FILES as RECOGNITION
from discloser.importing.recognition import read_recognition
from discloser.location import Location
from discloser.model.values import Kind
from discloser.pack.codes import FILE as CODES
from discloser.pack.fields import FILE as FIELDS
from discloser.pack.forms import FILE as FORMS
from discloser.pack.layers import MANIFEST, Layers, find_layers
from discloser.pack.merge import PARENT
from discloser.pack.pack import MEASURES, STYLE, Pack, load_pack
from discloser.pack.rules import FILE as RULES
from discloser.pack.rules import load_rule_changes
from discloser.pack.vocabulary import FILE as VOCABULARY
from discloser.workshop.heirs import heirs_of, loaded
from discloser.workshop.lint_apart import not_told_apart
from discloser.workshop.lint_checks import failed_checks
from discloser.workshop.lint_choices import impossible_choices
from discloser.workshop.lint_columns import column_faults
from discloser.workshop.lint_declared import needless
from discloser.workshop.lint_exchanged import exchanged_parameters
from discloser.workshop.lint_labels import exchanged_labels
from discloser.workshop.lint_needs import undeclared_needs
from discloser.workshop.lint_parameters import unused_parameters
from discloser.workshop.lint_places import (
    place_of_branch,
    place_of_heading,
    place_of_report,
    place_of_text,
    start_of,
)
from discloser.workshop.lint_reader import unread
from discloser.workshop.listing import SEEN, own_files, supplied_files
from discloser.workshop.trial import SAMPLE, Trial, reading_of, try_pack, unreached
from discloser.workshop.unverified import still_open

UNUSED = Rule(
    "T050",
    "没有用到的文件",
    "没有什么用到 {file}。",
    "请检查文件名和位置；不要的请删去。",
    Severity.WARNING,
)
UNREACHED = Rule(
    "T051",
    "样例走不到的分支",
    "这一段（{what}）没有一个样例走得到。",
    "请检查条件是不是写反了，或这个 block 的名称上级有没有。",
    Severity.WARNING,
)
LITERAL = Rule(
    "T053",
    "模板里写死了数",
    "模板里直接写了“{text}”。",
    "金额和比例要用口径名称取，如 {{{{ three_public }}}}；"
    "是标准、起点的请放进参数，写 {{{{ param.名称 }}}}。",
    Severity.WARNING,
)
SILENT = Rule(
    "T054",
    "只有标题的一节",
    "“{heading}”下面什么也没有印（{sample}）。",
    "请补一句没有这项内容时的话，或让标题也不印。",
    Severity.WARNING,
)
PARENT_CHANGED = Rule(
    "T055",
    "上级的文件改过了",
    "{file} 改写的上级文件后来变了。",
    "请用 discloser pack show 找到上级文件对照，改好后运行 discloser pack seen。",
    Severity.WARNING,
)
HIDES_YEAR = Rule(
    "T056",
    "盖住了上级的年度文件",
    "{file} 没有继承，盖住了上级 {layer} 的新文件。",
    "请写 extends: parent 并只留不同的部分，或把它放进相应的年度文件夹。",
    Severity.WARNING,
)
TRIAL = Rule("T057", "样例印不出来", "{message}（{sample}）", "{remedy}", Severity.WARNING)
_LITERAL = re.compile(r"\d[\d,]*(?:\.\d+)?\s*(?:亿元|万元|元|%)")
_FOLDERS = ("", *(f"{kind}/" for kind in Kind))
NO_TEXT = "（没有文字的标题）"
_OF_INPUT = ("C001", "C002", "C005", "C006", "C007", "C008", "C013")


def lint(
    name: str, year: int, roots: tuple[Path, ...], kinds: Iterable[Kind] = tuple(Kind)
) -> tuple[Finding, ...]:
    """Everything that is wrong with pack ``name`` in ``year``, of those kinds that it prints.

    Which files nothing needs is told where all kinds are asked for.
    """
    with no_garbage_collection():
        return _lint(name, year, roots, kinds)


def _lint(
    name: str, year: int, roots: tuple[Path, ...], kinds: Iterable[Kind]
) -> tuple[Finding, ...]:
    layers, findings = find_layers(name, year, roots)
    if layers is None:
        return findings
    manifest = start_of(next(each.folder for each in layers.layers if each.year is None) / MANIFEST)
    found = [*_templates(layers), *_staleness(layers)]
    found += read_recognition(layers)[1]
    used: set[str] = {MANIFEST, SEEN, CODES, FORMS, VOCABULARY, *RECOGNITION}
    used |= {f"{folder}{file}" for folder in _FOLDERS for file in (FIELDS, RULES, MEASURES, STYLE)}
    asked = tuple(kinds)
    inheriting = tuple(heirs_of(layers, year, roots))
    heirs = {kind: loaded(inheriting, kind, year, roots) for kind in Kind}
    whole = set(asked) == set(Kind) and any(layers.find(f"{kind}/report.yaml") for kind in Kind)
    for kind in asked:
        if not layers.find(f"{kind}/report.yaml"):
            continue
        pack, findings = load_pack(name, kind, year, roots, manifest)
        found += (*findings, *load_rule_changes(layers, kind, all_codes())[1])
        if pack is None:
            whole = False
            continue
        used |= _used(pack)
        offering: Pack | None = pack
        if pack.report.offers:
            offering, findings = load_pack(name, kind, year, roots, manifest, offered=True)
            found += findings
        for faults in (column_faults, exchanged_labels):
            found += faults(offering or pack)
        found += impossible_choices(pack, layers, heirs[kind])
        found += exchanged_parameters(pack, inheriting)
        found += still_open(offering or pack, manifest)
        found += _trial(pack, heirs[kind], manifest)
    if whole:
        used.update(*(_used(heir) for packs in heirs.values() for heir in packs))
        found += (*_unused(layers, used), *unused_parameters(layers, inheriting))
    return tuple(f for f in dict.fromkeys(found) if _concerns(f, layers))


def _concerns(finding: Finding, layers: Layers) -> bool:
    """Whether a finding is the pack's own affair; a parent's warnings are told to the parent."""
    if finding.severity is Severity.ERROR or finding.location is None:
        return True
    path = Path(finding.location.file)
    mine = (layer.folder for layer in layers.layers if layer.pack == layers.name)
    return any(path.is_relative_to(folder) for folder in mine)


def _templates(layers: Layers) -> Iterator[Finding]:
    """The syntax of every template of the pack itself, and the amounts typed in it."""
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701
    for name, path in own_files(layers):
        if not name.endswith(".j2"):
            continue
        try:
            tree = environment.parse(path.read_text(encoding="utf-8-sig"))
            found = list(_literals(tree, path))
        except Exception:  # loading it says so, with its line  # noqa: BLE001, S112
            continue
        yield from found


def _literals(tree: nodes.Template, path: Path) -> Iterator[Finding]:
    for data in tree.find_all(nodes.TemplateData):
        for match in _LITERAL.finditer(data.data):
            line = data.lineno + data.data.count("\n", 0, match.start())
            yield LITERAL.at(place_of_text(path, line, match[0]), text=match[0])


def _staleness(layers: Layers) -> Iterator[Finding]:
    for file in supplied_files(layers):
        place = start_of(layers.find(file.name)[0][1])
        if file.changed:
            yield PARENT_CHANGED.at(place, file=file.name)
        below = [layer for layer, _ in layers.find(file.name)[1:] if layer.pack != layers.name]
        own = layers.find(file.name)[0][0].pack == layers.name
        if own and below and below[0].year is not None and not file.extends:
            yield HIDES_YEAR.at(place, file=file.name, layer=below[0].name)


def _used(pack: Pack) -> set[str]:
    """The files that a document of this kind is made from, whatever layer has them."""
    kind = pack.kind
    used = {f"{kind}/report.yaml", f"{kind}/macros.j2", "macros.j2"}
    tables = (*pack.tables, *pack.report.offers)
    used |= {f"{kind}/tables/{name}.yaml" for name in tables}
    used |= {pack.path(part.body) for part in pack.report.parts if part.body}
    used |= {f"{kind}/charts/{name}.yaml" for name in pack.charts}
    for folder in ("parameters", f"{kind}/parameters"):
        used |= set(pack.layers.names(folder, ".yaml"))
    for name in tables:
        used |= {f"{kind}/tables/{other}.yaml" for other in _extended(pack, name)}
    named = [name for name in used if name.endswith(".j2")]
    while named:
        for _, path in pack.layers.find(named.pop()):
            text = path.read_text(encoding="utf-8", errors="replace")
            for other in re.findall(r"[\"'](?:parent:)?([^\"']+\.j2)[\"']", text):
                if other not in used:
                    used.add(other)
                    named.append(other)
    return used


def _extended(pack: Pack, table: str) -> Iterator[str]:
    """The other tables whose files a table's file extends, however far down."""
    for _, path in pack.layers.find(pack.path(f"tables/{table}.yaml")):
        match = re.search(r"^extends:\s*(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if match is not None and match[1] != PARENT:
            yield match[1]
            yield from _extended(pack, match[1])


def _unused(layers: Layers, used: set[str]) -> Iterator[Finding]:
    for name, path in own_files(layers):
        if name not in used and not name.endswith(".md"):
            yield UNUSED.at(start_of(path), file=name)


def _trial(pack: Pack, heirs: Iterable[Pack], manifest: Location) -> Iterator[Finding]:
    """What shows only when the pack prints: errors, silent sections, unreached branches."""
    trials, branches = try_pack(pack, heirs)
    yield from undeclared_needs(pack, trials)
    readings = [reading_of(trial, pack) for trial in trials]
    yield from unread(pack, trials, readings, manifest)
    yield from needless(pack, trials)
    yield from not_told_apart(pack, (trial.figures for trial in trials))
    yield from failed_checks(pack, trials, readings)
    said: set[object] = set()
    for trial in trials:
        for finding in _trial_findings(trial, pack):
            message = finding.message.partition("（" + trial.sample.what)[0]
            if (message, finding.location) not in said:
                said.add((message, finding.location))
                yield finding
        for heading in _silent(trial.document):
            if heading.text not in said:
                said.add(heading.text)
                place = place_of_heading(pack, heading)
                yield SILENT.at(place, heading=heading.text or NO_TEXT, sample=trial.sample.what)
    for branch in unreached(pack, branches):
        yield UNREACHED.at(place_of_branch(branch), what=branch.what)


def _trial_findings(trial: Trial, pack: Pack) -> Iterator[Finding]:
    sample = trial.sample.what
    for finding in trial.findings:
        if finding.code in _OF_INPUT:
            continue  # the samples leave out last year and reasons on purpose
        if finding.location is not None and finding.location.file != SAMPLE:
            yield finding
            continue
        written = [place for place in finding.locations if place.file != SAMPLE]
        place = next(iter(written), place_of_report(pack))
        words = {"message": finding.message, "remedy": finding.remedy}
        made = TRIAL.at(place, **words, sample=sample)
        yield replace(made, severity=finding.severity) if written else made


def _silent(document: Document) -> Iterator[Heading]:
    """Headings with nothing below them: neither text nor a heading of a lower level."""
    blocks: list[Block | None] = [b for b in document.blocks() if not isinstance(b, PageBreak)]
    for block, below in pairwise([*blocks, None]):
        silent = below is None or (
            isinstance(below, Heading) and isinstance(block, Heading) and below.level <= block.level
        )
        if isinstance(block, Heading) and silent:
            yield block
