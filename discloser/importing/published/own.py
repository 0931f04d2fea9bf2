"""A document of the input's own year: what it says beside the ledger that its tables give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.compose.needs.of_pack import Needs
from discloser.finding import Finding, Rule, Severity
from discloser.importing.marginals.tables import PublishedTables
from discloser.importing.published.changes import read_before, read_item_reasons, read_reasons
from discloser.importing.published.declared import read_declared
from discloser.importing.published.parts import PartsReading, Published
from discloser.importing.published.told import read_told
from discloser.importing.published.words import TextWords
from discloser.location import Location
from discloser.model.values import Kind
from discloser.pack.pack import Pack

READ = Rule(
    "J048",
    "公开文件里的其他内容",
    "另外读出 {duties} 条职责、{organs} 个内设机构、{units} 个单位、{projects} 个项目的目标、"
    "{amounts} 个上年数、{reasons} 条增减原因、{told} 项在正文里说的数、{tables} 张补充表。",
    "都标着“待确认”，请核对；没有读出的，看“待填”。",
    Severity.NOTE,
)
UNKNOWN_TABLE = Rule(
    "J049",
    "没有认出的表",
    "表“{title}”没有认出是什么表，没有用到。",
    "请看要不要自己录；表名和模板包里的不一样的，改成一样的再导入。",
    Severity.WARNING,
)
UNKNOWN_NUMBERS = Rule(
    "J050",
    "有数没有看懂",
    "表“{title}”里有 {count} 个数看不出是什么，没有核对：{labels}。",
    "请核对这些数；栏名或行名和模板包里的不一样的，改成一样的再导入。",
    Severity.WARNING,
)
NO_TITLE = "（没有读到表名）"
_NAMED = 3
"""How many cells a finding names."""


def read_own(
    tables: PublishedTables, pack: Pack, needs: Needs, draft: Mapping[str, Any], words: TextWords
) -> Published:
    """Read a document of the year; ``draft`` has its ledger.

    ``needs`` are the pack's, ``words`` those that headings and columns are found by.
    """
    reader, file, cover = tables.reader(pack), str(tables.path), tables.cover
    titles = {need.key[-1] for need in needs.of("text")}
    reading = PartsReading(reader, file, words, sorted(titles))
    if cover.published is not None:
        reading.put(("published",), cover.published.text, cover.published.spot)
    counts = reading.texts(cover.department)
    before = {need.key[0] for need in needs.of("prior")}
    counts["amounts"] = read_before(reading, pack.measures, before, draft)
    reasons = {need.key[0] for need in needs.of("reason")} | needs.welcome
    counts["reasons"] = read_reasons(reading, _meanings(pack, reasons))
    if pack.kind is Kind.FINAL_ACCOUNT:
        counts["reasons"] += read_item_reasons(reading)
    counts["told"] = read_told(reading, pack.form)
    used = read_declared(reading, pack.fields, pack.words.tables.get(pack.kind, {}))
    counts["tables"] = len(used)
    findings = [*not_known(reader, file)]
    if any(counts.values()):
        findings.append(READ.at(Location(file), figures=(), **counts))
    return reading.published(*findings, is_own=True)


def _meanings(pack: Pack, names: set[str]) -> dict[str, Meaning]:
    return {
        name: meaning
        for name, measure in pack.measures.items()
        if name in names and not (meaning := Meaning(measure.selection.parts)).is_nothing
    }


def not_known(reader: DocumentReader, file: str) -> Iterator[Finding]:
    """The tables that nobody knows, and the numbers of those that are known without a meaning."""
    for table in reader.tables:
        sheet = table.sheet
        place = Location(file, sheet=sheet.caption, spot=sheet.table.spot)
        if not table.role:
            if any(any(sheet.texts[row]) for row in sheet.rows):
                title = sheet.table.caption or NO_TITLE
                yield UNKNOWN_TABLE.at(place, title=title, figures=())
        elif table.unplaced:
            yield _unknown(table, place)


def _unknown(table: PlacedTable, place: Location) -> Finding:
    sheet = table.sheet
    slots = sorted(table.unplaced)
    shown = [f"“{sheet.label(*slot)}”{sheet.texts[slot[0]][slot[1]]}" for slot in slots[:_NAMED]]
    labels = "、".join(shown) + (" 等" if len(slots) > _NAMED else "")
    return UNKNOWN_NUMBERS.at(
        place, title=sheet.caption, count=len(slots), labels=labels, figures=()
    )
