"""Whether files have one set of published tables, of one department, and which of it they lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.finding import Finding, Rule, Severity
from discloser.importing.marginals.tables import PublishedTables
from discloser.location import Location
from discloser.pack.pack import Pack
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import Shape, role_of

TWO_SETS = Rule(
    "J051",
    "两个部门的公开表在一起",
    "这里又是一份“{title}”{whose}，前面已经有一份{first}；混在一起推定的台账两个都不是。",
    "请把两个部门（单位）的分成两个文件，各导入一次。",
)
LACKING = Rule(
    "J052",
    "缺公开表",
    "模板包要印{titles}，这些文件里没有，里面的数由别的表和正文推定。",
    "有这几张表的，请一起给；没有的，请核对“推定”的各行。",
    Severity.WARNING,
)
_ONE_EACH = frozenset(
    {Shape.BALANCE, Shape.FUNCTION, Shape.BOOKS, Shape.PAIRS, Shape.ECONOMIC, Shape.UNITS}
)
"""The shapes of tables that a department has one of."""
_MANY = 3
"""So many tables that are there twice are two sets, whoever's they are."""


def two_sets(
    opened: Sequence[PublishedTables], readers: Sequence[DocumentReader]
) -> Iterator[Finding]:
    """Tables of another department beside those of the first, in one file or in several."""
    for each, reader in zip(opened, readers, strict=True):
        yield from _in_one(each, reader)
    named = [(each, _whose(each)) for each in opened]
    for (_, one), (later, other) in combinations([pair for pair in named if pair[1]], 2):
        if not _may_be_same(one, other):
            place = Location(str(later.path))
            title = next((table.caption for table in later.document.tables()), "公开表")
            yield TWO_SETS.at(place, title=title, whose=_of(other), first=_of(one))
            return


def _in_one(each: PublishedTables, reader: DocumentReader) -> Iterator[Finding]:
    first: dict[str, PlacedTable] = {}
    again: list[PlacedTable] = []
    for table in reader.tables:
        if table.role and table.shape in _ONE_EACH and table.cells:
            if table.role in first:
                again.append(table)
            else:
                first[table.role] = table
    others = [t for t in again if not _may_be_same(_subject(first[t.role]), _subject(t))]
    if others or len({table.role for table in again}) >= _MANY:
        table = (others or again)[0]
        sheet, before = table.sheet, first[table.role]
        place = Location(str(each.path), sheet=sheet.caption, spot=sheet.table.spot)
        whose, known = _of(_subject(table)), _of(_subject(before))
        yield TWO_SETS.at(place, title=sheet.caption, whose=whose, first=known)


def _subject(table: PlacedTable) -> str:
    """Whose a table says it is: 部门名称：某局."""
    return re.split("[：:]", table.sheet.table.subject)[-1].strip()


def _whose(each: PublishedTables) -> str:
    """Whose a file is, by its cover."""
    return each.cover.department.text if each.cover.department is not None else ""


def _may_be_same(one: str, other: str) -> bool:
    """Whether two names may be one department's, the one shorter than the other."""
    first, second = normal(one), normal(other)
    return first in second or second in first


def _of(name: str) -> str:
    return f"（{name}）" if name else ""


def lacking(
    opened: Sequence[PublishedTables], readers: Sequence[DocumentReader], pack: Pack
) -> Iterator[Finding]:
    """The tables of the ledger that a pack prints and no file has."""
    read = {table.role for reader in readers for table in reader.tables}
    known = pack.words.tables.get(pack.kind, {})
    missing = []
    for name, spec in pack.tables.items():
        title = pack.titles.of(name, spec)[0]
        role = spec.role or role_of(title, known)
        if role in known and known[role].shape in _ONE_EACH and role not in read:
            missing.append(f"“{title}”")
    if missing:
        place = Location(str(opened[0].path))
        yield LACKING.at(place, titles="、".join(missing), figures=())
