"""A published document as parts of next year's input, each with the place that it was read at."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Term
from discloser.check.reader.read import DocumentReader
from discloser.finding import Finding, Rule, Severity
from discloser.importing.published.parts import PartsReading, Published
from discloser.importing.published.texts import Cover, cover
from discloser.importing.published.words import TextWords, text_words
from discloser.location import Location
from discloser.model.values import Kind
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
    reading = PartsReading(reader, file, words or text_words())
    amounts, told = figures(reading, pack)
    counts = reading.texts(found.department)
    findings += (*told, READ.at(Location(file), figures=(), amounts=amounts, **counts))
    return reading.published(*findings)


def _about(found: Cover, kind: Kind, year: int, place: Location) -> Iterator[Finding]:
    if found.kind is not None and found.kind is not kind:
        yield OTHER_KIND.at(place, found=found.kind.label, wanted=kind.label)
    elif found.year is not None and found.year != year - 1:
        yield OTHER_YEAR.at(place, found=found.year, year=year, wanted=year - 1)
    elif found.kind is None or found.year is None:
        yield NO_COVER.at(place, year=year - 1)


def figures(reading: PartsReading, pack: Pack) -> tuple[int, list[Finding]]:
    """Last year's figures by name, where last year's document prints what the name means."""
    findings: list[Finding] = []
    count = 0
    for name, measure in pack.measures.items():
        terms = terms_of(reading.reader, Meaning(measure.selection.parts))
        if not terms:
            continue
        values = list(dict.fromkeys(term.printed.value for term in terms))
        if len(values) > 1:
            shown = "、".join(f"{value:,f}" for value in values)
            places = [place for term in terms for place in term.places[:1]]
            findings.append(DISAGREES.at(*places, label=measure.label, values=shown))
        path = ("prior_year", "figures", name)
        reading.put_money(path, in_yuan(values[0]), terms[0].places[0].spot)
        count += 1
    return count, findings


def terms_of(reader: DocumentReader, meaning: Meaning) -> list[Term]:
    """An amount as the tables print it, else as sentences do."""
    if meaning.is_nothing:
        return []
    claims = (c for c in reader.claims if [each.key for each in c.meanings] == [meaning.key])
    told = [claim.passage.term(claim.mention, claim.label) for claim in claims]
    return list(reader.facts.terms(meaning)) or told


def in_yuan(wan: Decimal) -> str:
    """An amount in 万元 as an input has it."""
    return format((wan * 10_000).normalize() or Decimal(0), "f")
