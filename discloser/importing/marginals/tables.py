"""Files with published tables: which ones they are, whose and of which year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discloser.check.reader.read import DocumentReader
from discloser.classification.forms import Forms
from discloser.document.nodes import Document
from discloser.finding import Finding, Rule
from discloser.importing.form import form_title, standard_form_titles
from discloser.importing.header import find_heads
from discloser.importing.published.texts import Cover, cover
from discloser.importing.titles import Titles
from discloser.location import Location
from discloser.model.values import Category, Kind
from discloser.pack.pack import Pack
from discloser.pack.specs import PanelSpec, TableSpec
from discloser.read import WORKBOOKS
from discloser.read.document import read_document
from discloser.read.spreadsheet.cell import Book
from discloser.vocabulary.labels import LabelGroup
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import national_words

OTHER_KIND = Rule(
    "J041",
    "种类不对",
    "这是{found}的公开表，要做的是{wanted}。",
    "请换成{wanted}的公开表，或改 --kind。",
)
OTHER_YEAR = Rule(
    "J042",
    "年度不对",
    "这是 {found} 年的公开表，要做的是 {wanted} 年的。",
    "请换成 {wanted} 年的公开表，或改 --year。",
)
CROSSED = Rule(
    "J043",
    "缺一张交叉表",
    "模板包“{pack}”要印“{title}”，里面每个功能科目的每个经济科目是多少，这些文件里没有这张表，"
    "别的表只有合计，推不出来。",
    "请给预算系统导出的明细表，或连同这张表一起给。",
)
NO_TABLES = Rule(
    "J044",
    "没有认出公开表",
    "这个文件里没有认出预算、决算公开表。",
    "表题应当是公开表的名称（如“部门收支总体情况表”），一张表一个工作表，或是整份公开文本。",
)
NO_AMOUNTS = Rule(
    "J047",
    "公开表里没有金额",
    "这个文件里的公开表没有一个金额。",
    "请看是不是给了空表或样表。",
)
_MOST_ROWS = 5_000
"""A published workbook has fewer rows; a longer ledger is not read as a document first."""
_MANY = 3
"""Of so many titles of published tables no export has one workbook."""


@dataclass(frozen=True, slots=True)
class PublishedTables:
    """A document with published tables, and what its cover or titles say."""

    path: Path
    document: Document
    cover: Cover
    _readers: dict[str, DocumentReader] = field(default_factory=dict, compare=False, repr=False)

    def reader(self, pack: Pack) -> DocumentReader:
        """What a person knows who reads it with a pack's words; read once."""
        if pack.name not in self._readers:
            words = (pack.words, pack.codebook, pack.measures)
            reader = DocumentReader(self.document, pack.kind, pack.year, *words)
            self._readers[pack.name] = reader
        return self._readers[pack.name]


def is_document(path: Path) -> bool:
    """Whether a file is a document by its format: it is read as published tables."""
    return path.suffix.lower() not in {*WORKBOOKS, ".yaml", ".yml"} and path.is_file()


def has_published_tables(book: Book) -> bool:
    """Whether a workbook is read as published tables: by its titles."""
    if _is_long(book) and _has_ledger(book):
        return False
    document = read_document(Path(book.file)).document
    titled = max((len(roles) for roles in _roles(document).values()), default=0)
    return titled >= _MANY or (titled > 0 and not _has_ledger(book))


def _is_long(book: Book) -> bool:
    """Whether a workbook has more rows than any published one."""
    return sum(len(sheet().rows) for sheet in book.sheets.values()) > _MOST_ROWS


def _roles(document: Document | None) -> dict[Kind, set[str]]:
    """The national tables of either kind that a document has, by their titles."""
    found: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for table in document.tables() if document is not None else ():
        for kind, known in national_words().tables.items():
            found[kind].add(role_of(table.caption or table.sheet, known))
    return {kind: roles - {""} for kind, roles in found.items()}


def _has_ledger(book: Book) -> bool:
    """Whether a workbook has lines of a ledger or forms of the final-accounts software."""
    titles = Titles(Forms())
    return any(
        form_title(cells, standard_form_titles()) or find_heads(cells, titles, book.file)
        for cells in (sheet() for sheet in book.sheets.values())
    )


def open_tables(paths: Iterable[Path]) -> tuple[list[PublishedTables], tuple[Finding, ...]]:
    """Read the files as documents."""
    opened: list[PublishedTables] = []
    findings: list[Finding] = []
    for path in paths:
        read = read_document(path)
        findings += read.findings
        if read.document is not None:
            opened.append(PublishedTables(path, read.document, cover(read.document)))
    return opened, tuple(findings)


def kind_of_tables(opened: Iterable[PublishedTables]) -> Kind | None:
    """The kind that covers name, or that most of the titles belong to; None without tables."""
    for each in opened:
        if each.cover.kind is not None:
            return each.cover.kind
        roles = _roles(each.document)
        if any(roles.values()):
            return max(Kind, key=lambda kind: len(roles[kind]))
    return None


def year_of_tables(opened: Iterable[PublishedTables]) -> int:
    """The year of the tables; 0 where none says it."""
    return next((each.cover.year for each in opened if each.cover.year), 0)


def about_tables(
    opened: Sequence[PublishedTables], readers: Sequence[DocumentReader], pack: Pack
) -> Iterable[Finding]:
    """What forbids to read tables as the ledger of an input of a pack."""
    for each, reader in zip(opened, readers, strict=True):
        place, found = Location(str(each.path)), each.cover
        if found.kind is not None and found.kind is not pack.kind:
            yield OTHER_KIND.at(place, found=found.kind.label, wanted=pack.kind.label)
        elif found.year is not None and found.year != pack.year:
            yield OTHER_YEAR.at(place, found=found.year, wanted=pack.year)
        elif not list(reader.facts):
            yield NO_TABLES.at(place)
        elif not any(fact.printed.value for fact in reader.facts):
            yield NO_AMOUNTS.at(place)
    printed = {role for reader in readers for role in reader.by_role}
    known = pack.words.tables.get(pack.kind, {})
    for name, spec in pack.tables.items():
        title = pack.titles.of(name, spec)[0]
        role = spec.role or role_of(title, known)
        if role in known and known[role].labels is LabelGroup.ECONOMIC and role not in printed:
            yield CROSSED.at(Location(str(opened[0].path)), pack=pack.name, title=title)


def lists_projects_undivided(pack: Pack) -> bool:
    """Whether the tables of a pack list project expenditure that is of neither kind."""
    parts: list[TableSpec | PanelSpec] = []
    for spec in pack.tables.values():
        parts += (spec, *spec.panels)
    columns = [column for part in parts for column in part.columns]
    listed = [leaf.where.get("category", ()) for column in columns for leaf in column.leaves()]
    divided = any(Category.SPECIFIC_PURPOSE in categories for categories in listed)
    return not divided or any(Category.PROJECT in categories for categories in listed)
