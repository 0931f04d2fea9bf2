"""A published document as parts of next year's input, each with the place that it was read at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Term
from discloser.check.reader.read import DocumentReader
from discloser.finding import Finding, Rule, Severity
from discloser.importing.published.targets import overall, projects
from discloser.importing.published.texts import Cover, Said, cover, duties, organs
from discloser.importing.published.units import units
from discloser.importing.published.words import TextWords, text_words
from discloser.location import FieldPath, Location, Spot
from discloser.model.values import Kind
from discloser.money import MoneyUnit
from discloser.pack.pack import Pack
from discloser.read import WORKBOOKS
from discloser.read.document import read_document
from discloser.read.workbook import open_workbook
from discloser.read.workbook_plan import layout

OTHER_KIND = Rule(
    "J030",
    "种类不对",
    "这是{found}的公开文件，做{wanted}要的是上年的{wanted}。",
    "请换成上年的{wanted}公开文件。",
)
OTHER_YEAR = Rule(
    "J031",
    "年度不对",
    "这是 {found} 年的公开文件，做 {year} 年的要的是 {wanted} 年的。",
    "请换成 {wanted} 年的公开文件。",
)
NO_COVER = Rule(
    "J032",
    "看不出是哪一年的",
    "文件开头没有写是哪一年的部门预算或决算，当作 {year} 年的读了。",
    "请核对是不是给错了文件。",
    Severity.WARNING,
)
DISAGREES = Rule(
    "J033",
    "去年的文件自己不一致",
    "“{label}”在去年的文件里印了不同的数：{values} 万元；取了第一个。",
    "请按去年批复的数核对。",
    Severity.WARNING,
)
READ = Rule(
    "J034",
    "从去年的公开文件读出",
    "读出 {amounts} 个上年数、{duties} 条职责、{organs} 个内设机构、{units} 个单位、"
    "{projects} 个项目的目标。",
    "都要核对：去年的文件说的是去年的事。",
    Severity.NOTE,
)


_ENTRY_SHEETS = 2
"""How many sheets called as in the entry workbook make one."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a document gives for an input: ``draft`` has its parts, amounts in 元.

    ``spots`` says for each part or item where it was read.
    """

    file: str
    draft: dict[str, Any] = field(default_factory=dict)
    spots: dict[FieldPath, Spot | None] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def is_published(path: Path) -> bool:
    """Whether a file is a published document, not an input: by its form, or a workbook's sheets."""
    suffix = path.suffix.lower()
    if suffix in (".yaml", ".yml"):
        return False
    if suffix not in WORKBOOKS:
        return path.is_file()
    book, _ = open_workbook(path, str(path))
    ours = {sheet.name for sheet in layout()}
    return book is not None and len(ours & {name.strip() for name in book.sheets}) < _ENTRY_SHEETS


def cover_of(path: Path) -> Cover | None:
    """What the first page of a document says; None where it cannot be read."""
    document = read_document(path).document
    return cover(document) if document is not None else None


def read_published(
    path: Path, kind: Kind, year: int, pack: Pack, words: TextWords | None = None
) -> Published:
    """Read last year's document for the input of ``kind`` and ``year``, with a pack's words.

    ``words`` are those that headings and columns are found by.
    """
    file = str(path)
    read = read_document(path)
    if read.document is None:
        return Published(file, findings=read.findings)
    found = cover(read.document)
    findings = [*read.findings, *_about(found, kind, year, Location(file))]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Published(file, findings=tuple(findings))
    known = (pack.words, pack.codebook, pack.measures)
    reader = DocumentReader(read.document, kind, year - 1, *known)
    reading = _Reading(reader, pack, file, words or text_words())
    reading.all(found)
    return Published(file, reading.draft, reading.spots, (*findings, *reading.findings))


def _about(found: Cover, kind: Kind, year: int, place: Location) -> Iterator[Finding]:
    if found.kind is not None and found.kind is not kind:
        yield OTHER_KIND.at(place, found=found.kind.label, wanted=kind.label)
    elif found.year is not None and found.year != year - 1:
        yield OTHER_YEAR.at(place, found=found.year, year=year, wanted=year - 1)
    elif found.kind is None or found.year is None:
        yield NO_COVER.at(place, year=year - 1)


class _Reading:
    """One document on its way into a draft."""

    def __init__(self, reader: DocumentReader, pack: Pack, file: str, words: TextWords) -> None:
        self._reader = reader
        self._pack = pack
        self._file = file
        self._words = words
        self.draft: dict[str, Any] = {}
        self.spots: dict[FieldPath, Spot | None] = {}
        self.findings: list[Finding] = []

    def all(self, found: Cover) -> None:
        """Read every part."""
        if found.department is not None:
            self.draft["department"] = {"name": found.department.text}
            self.spots["department", "name"] = found.department.spot
        counts: dict[str, object] = {
            "amounts": self._figures(),
            "duties": self._duties(),
            "organs": self._organs(),
            "units": self._units(found.department),
            "projects": self._targets(),
        }
        self.findings.append(READ.at(Location(self._file), figures=(), **counts))

    def _figures(self) -> int:
        """Last year's figures by name, where the document prints what the name means."""
        figures: dict[str, str] = {}
        for name, measure in self._pack.measures.items():
            terms = list(self._terms(Meaning(measure.selection.parts)))
            if not terms:
                continue
            values = list(dict.fromkeys(term.printed.value for term in terms))
            if len(values) > 1:
                shown = "、".join(f"{value:,f}" for value in values)
                places = [place for term in terms for place in term.places[:1]]
                self.findings.append(DISAGREES.at(*places, label=measure.label, values=shown))
            figures[name] = format((values[0] * 10_000).normalize() or Decimal(0), "f")
            self.spots["prior_year", "figures", name] = terms[0].places[0].spot
        if figures:
            self.draft["prior_year"] = {"figures": figures}
        return len(figures)

    def _terms(self, meaning: Meaning) -> Iterator[Term]:
        """The amount as the tables print it, else as sentences do."""
        if meaning.is_nothing:
            return
        terms = self._reader.facts.terms(meaning)
        yield from terms
        if not terms:
            for claim in self._reader.claims:
                if [each.key for each in claim.meanings] == [meaning.key]:
                    yield claim.passage.term(claim.mention, claim.label)

    def _duties(self) -> int:
        items = duties(self._reader.passages, self._words)
        if items:
            self.draft["duties"] = {"items": [said.text for said in items]}
            for at, said in enumerate(items):
                self.spots["duties", "items", at] = said.spot
        return len(items)

    def _organs(self) -> int:
        named = organs(self._reader.passages, self._words)
        if named:
            self.draft["organs"] = {"listed": [{"name": said.text} for said in named]}
            for at, said in enumerate(named):
                self.spots["organs", "listed", at, "name"] = said.spot
        return len(named)

    def _units(self, department: Said | None) -> int:
        named = units(self._reader.passages, self._reader.sheets, self._words, department)
        if named:
            self.draft["units"] = [
                {"name": each.name} | ({} if each.is_independent else {"independent": "否"})
                for each in named
            ]
            for at, each in enumerate(named):
                self.spots["units", at, "name"] = each.said.spot
        return len(named)

    def _targets(self) -> int:
        found = list(projects(self._reader.sheets, self._words))
        if found:
            self.draft["projects"] = [project for project, _ in found]
            for at, (_, sheet) in enumerate(found):
                self.spots["projects", at, "name"] = sheet.table.spot
        is_budget = self._reader.kind is Kind.BUDGET  # a final account's form evaluates them
        whole = overall(self._reader.sheets, self._words) if is_budget else None
        if whole is not None:
            self.draft["performance"], sheet = whole
            self.spots["performance", "goal"] = sheet.table.spot
        return len(found)


def laid(
    draft: dict[str, Any], read: Iterable[Published]
) -> tuple[dict[str, Any], dict[FieldPath, str]]:
    """Fill what a draft lacks with what documents say; and where each part of it is from."""
    marks: dict[FieldPath, str] = {}
    unit = MoneyUnit(draft.get("money_unit") or MoneyUnit.YUAN)
    for published in read:
        for name, part in published.draft.items():
            where = published.file
            if name == "projects":
                draft[name] = _with_targets(draft.get(name) or [], part)
            elif name == "prior_year":
                known = (draft.get(name) or {}).get("figures") or {}
                new = {each: _in_unit(text, unit) for each, text in part["figures"].items()}
                draft[name] = {**(draft.get(name) or {}), "figures": {**new, **known}}
            elif name == "units" and draft.get(name):
                continue  # those of the files, with their codes
            elif not draft.get(name):
                draft[name] = part
            else:
                draft[name] = {**part, **draft[name]}
            marks |= _marks(name, published, where)
    return draft, marks


def _in_unit(yuan: str, unit: MoneyUnit) -> str:
    return format((Decimal(yuan) / unit.yuan).normalize() or Decimal(0), "f")


def _with_targets(known: list[dict[str, Any]], read: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The projects that there are, with last year's targets; last year's where there are none."""
    if not known:
        return read
    before = {each["name"]: each for each in read}
    return [{**before.get(each["name"], {}), **each} for each in known]


def _marks(name: str, published: Published, file: str) -> dict[FieldPath, str]:
    shown = Path(file).name
    return {
        path: f"{shown} {spot}" if spot is not None else shown
        for path, spot in published.spots.items()
        if path[0] == name
    }
