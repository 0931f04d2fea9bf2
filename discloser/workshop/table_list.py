"""The list of a place's tables, as its published contents have it: what a new pack prints.

A line is a title, with its number where it has one, and behind = the parent's table that it is,
where the title does not tell: ``表2　部门收入预算表 = receipts``. Where 新表 stands there, it is a
table that the parent lacks. A line in brackets (``[单位]``) begins the list of a variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from discloser.chinese import chinese_number
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.names import question
from discloser.pack.fields import books_in, dimensions_of
from discloser.pack.merge import read_layered
from discloser.pack.pack import Pack
from discloser.pack.specs import TableSpec
from discloser.validation import validate
from discloser.vocabulary.names import title
from discloser.vocabulary.tables import role_of

NO_SUCH_TABLE = Rule(
    "T110",
    "清单里的表上级没有",
    "上级模板包 {parent} 没有“{text}”。",
    "{hint}可写：{known}。写成“标题 = 上级的表”；上级没有的写“标题 = 新表”。",
)
LISTED_TWICE = Rule(
    "T111",
    "清单里的表重了",
    "“{title}”和“{other}”都是上级的 {table}。",
    "请改其中一处等号后面的表，或删去一行。",
)
NO_TABLES = Rule("T112", "清单里没有表", "清单“{name}”里一张表也没有。", "请一行写一张表的标题。")
BAD_NAME = Rule(
    "T113",
    "新表的代号不对",
    "新表的代号“{name}”不能用。",
    "请用小写字母、数字和下划线，字母开头，不和上级的表重名。",
)
NEW = "新表"
_VARIANT = re.compile(r"[\[【](.+?)[\]】]")
_NUMBER = re.compile(
    r"""(?P<number>
        (?:附件?|公开|预算|决算)*表?\s*(?P<digits>\d+(?:[-－—]\d+)*|[一二三四五六七八九十]+)\s*(?P<table>表?)
        |[（(](?P<inner>[一二三四五六七八九十]+|\d+)[）)]
    )(?P<mark>[、.．：:\s]+|(?<=[）)]))(?P<title>.+)""",
    re.VERBOSE,
)
_LEADERS = re.compile(r"[.…·．\s]{2,}\d*$")
_YEAR = re.compile(r"20\d\d年度?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_QUALIFIER = re.compile(r"[（(][^（）()]*[）)]$")
_BOOK_MARKS = str.maketrans("", "", "《》")
_MOST_LIKE, _LIKE = 3, 0.6


@dataclass(frozen=True, slots=True)
class Offered:
    """A table of the parent: its spec as it is written, its titles, and the national one it is."""

    name: str
    spec: TableSpec
    titles: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list: the title without its number, and the table that it is.

    ``number`` is as typed, such as 表2 or 一、; ``is_new`` is a table that the parent lacks.
    """

    number: str
    mark: str
    title: str
    table: str
    is_new: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether the number stands at the table itself, and not in the contents alone."""
        return "表" in self.number


@dataclass(frozen=True)
class TableList:
    """The lists of a place by variant; a single one has no name."""

    variants: Mapping[str, tuple[Listed, ...]]
    offered: Mapping[str, Offered]


def offered_tables(pack: Pack) -> Mapping[str, Offered]:
    """All tables that a pack has, those too that its own report does not print."""
    context = {"books": books_in(pack.fields), "dimensions": dimensions_of(pack.fields)}
    found = {}
    for file in pack.layers.names(pack.path("tables"), ".yaml"):
        name = file.rpartition("/")[2].removesuffix(".yaml")
        draft, sources, _ = read_layered(pack.layers, file)
        spec, _, _ = validate(TableSpec, draft or {}, sources, context)
        if spec is not None:
            titles = pack.titles.of(name, spec)
            role = spec.role or role_of(titles[0], pack.words.tables[pack.kind])
            found[name] = Offered(name, spec, titles, role)
    return found


def read_table_list(
    text: str, pack: Pack, name: str
) -> tuple[TableList | None, tuple[Finding, ...]]:
    """The tables that a list names, of those that ``pack`` has; every mistake is a finding.

    ``name`` is that of the list, for places. Lines are also parted by commas.
    """
    reader = _Reader(pack, offered_tables(pack), name)
    for number, line in enumerate(text.splitlines(), start=1):
        for item in re.split(r"[,，;；]", line.partition("#")[0]):
            if item.strip():
                reader.take(item.strip(), Location(name, number))
    if not any(reader.variants.values()) and not reader.findings:
        reader.findings.append(NO_TABLES.at(name=name))
    if reader.findings:
        return None, tuple(reader.findings)
    found = {variant: tuple(lines) for variant, lines in reader.variants.items() if lines}
    return TableList(found, reader.offered), ()


class _Reader:
    """Takes the lines of a list one by one."""

    def __init__(self, pack: Pack, offered: Mapping[str, Offered], name: str) -> None:
        self._pack = pack
        self.offered = offered
        self._name = name
        self._variant = ""
        self.variants: dict[str, list[Listed]] = {}
        self.findings: list[Finding] = []

    def take(self, item: str, place: Location) -> None:
        """Take a line: the name of a variant, or a table."""
        if match := _VARIANT.match(item):
            self._variant = match[1].strip()
            item = item[match.end() :].strip()
            if not item:
                return
        number, mark, called, target = _parted(item)
        lines = self.variants.setdefault(self._variant, [])
        if target == NEW or target.startswith(f"{NEW} "):
            self._take_new(number, mark, called, target.removeprefix(NEW).strip(), place)
            return
        table = self._table(target or called)
        if not table:
            self.findings.append(self._unknown(target or called, place))
            return
        twice = next((line for line in lines if line.table == table), None)
        if twice is not None:
            values = {"title": called, "other": twice.title, "table": table}
            self.findings.append(LISTED_TWICE.at(place, **values))
            return
        if called == table:  # the parent's name alone: its title too
            called = self.offered[table].titles[0]
        lines.append(Listed(number, mark, called, table))

    def _take_new(self, number: str, mark: str, called: str, name: str, place: Location) -> None:
        lines = self.variants[self._variant]
        known = {
            line.title: line.table
            for each in self.variants.values()
            for line in each
            if line.is_new
        }
        chosen = name or known.get(called, f"table{len(lines) + 1}")
        if not _NAME.fullmatch(chosen) or chosen in self.offered:
            self.findings.append(BAD_NAME.at(place, name=chosen))
        else:
            lines.append(Listed(number, mark, called, chosen, is_new=True))

    def _table(self, text: str) -> str:
        """The parent's table that a text names: by its file, a title, or the national table's."""
        if text in self.offered:
            return text
        known = self._pack.words.tables[self._pack.kind]
        for called in (title(text), title(_QUALIFIER.sub("", text))):
            by_title = [name for name, table in self.offered.items() if called in table.titles]
            if len(by_title) == 1:
                return by_title[0]
            role = called if called in known else role_of(called, known)
            by_role = [name for name, table in self.offered.items() if role and table.role == role]
            if by_role:
                return role if role in by_role else by_role[0]
        return ""

    def _unknown(self, text: str, place: Location) -> Finding:
        """Which table a text is like, by every title that it may bear."""
        words = self._pack.words.tables[self._pack.kind]
        titles = {
            called: name
            for name, table in sorted(
                self.offered.items(), key=lambda each: each[0] == each[1].role
            )
            for called in (*(words[table.role].titles if table.role else ()), *table.titles)
        }
        like = get_close_matches(title(text), titles, n=_MOST_LIKE, cutoff=_LIKE)
        labels = {name: table.titles[0] for name, table in self.offered.items()}
        known = "、".join(f"{name}（{label}）" for name, label in labels.items())
        hint = question(dict.fromkeys(titles[each] for each in like), labels)
        return NO_SUCH_TABLE.at(place, parent=self._pack.name, text=text, hint=hint, known=known)


def _parted(item: str) -> tuple[str, str, str, str]:
    """The number of a line, the mark behind it, its title, and what stands behind =."""
    written, _, target = (part.strip() for part in item.translate(_BOOK_MARKS).partition("="))
    match = _NUMBER.fullmatch(_LEADERS.sub("", written))
    if match is None:
        return "", "", _LEADERS.sub("", written), target
    return match["number"], match["mark"], match["title"].strip(), target


def without_year(text: str) -> str:
    """A title without its year."""
    return _YEAR.sub("", text)


def pattern(numbers: Iterator[tuple[int, str]]) -> str:
    """What numbers have in common: 表1, 表2 → 表{{ position }}; empty where they have nothing."""
    patterns = {_pattern(position, number) for position, number in numbers}
    return patterns.pop() if len(patterns) == 1 else ""


def _pattern(position: int, number: str) -> str:
    forms = {
        f"{position:02d}": '{{ "0" if position < 10 }}{{ position }}',
        str(position): "{{ position }}",
        chinese_number(position): "{{ position | chinese }}",
    }
    for written, template in forms.items():
        before, found, after = number.partition(written)
        if found and not re.search(r"[\d一二三四五六七八九十]", before + after):
            return f"{before}{template}{after}"
    return number
