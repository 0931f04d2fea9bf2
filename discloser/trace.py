"""Where a printed number comes from, and where a field of the input goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import passages
from discloser.check.reader.sheet import Sheet
from discloser.classification.codebook import Codebook, Scheme
from discloser.compute.figures import Figure, Figures
from discloser.compute.ledger import Column, Entry
from discloser.compute.names import labels, resolve
from discloser.document.number import Number, Origin
from discloser.location import FieldPath, Location
from discloser.money import MoneyUnit, yuan_text
from discloser.names import question
from discloser.pipeline import Prepared

_MOST_LINES = 40
_NEAR = 28
_LEAST_WORDS = 4
"""Shorter texts of an input stand everywhere by chance."""
_WORDS = ("unit", "fund", "kind", "category", "project")
_CODES = (
    ("function_item", Scheme.FUNCTION),
    ("economic_item", Scheme.DEPARTMENT_ECONOMIC),
    ("government_item", Scheme.GOVERNMENT_ECONOMIC),
)
_BUDGETS = {Column.INITIAL_BUDGET: "年初预算 ", Column.ADJUSTED_BUDGET: "全年预算 "}


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a tree with the lines below it."""

    text: str
    branches: tuple[Branch, ...] = ()

    def lines(self) -> Iterator[str]:
        """The tree as text, drawn with box lines."""
        yield self.text
        yield from self._below("")

    def _below(self, indent: str) -> Iterator[str]:
        for index, branch in enumerate(self.branches):
            last = index == len(self.branches) - 1
            yield f"{indent}{'└─ ' if last else '├─ '}{branch.text}"
            yield from branch._below(indent + ("   " if last else "│  "))


@dataclass(frozen=True, slots=True)
class Shown:
    """A number of the document as its reader sees it, and where."""

    number: Number
    unit: str
    place: str

    @property
    def text(self) -> str:
        """The number with its unit."""
        return f"{self.number.text}{self.unit}"

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return self.number.origin or Origin()

    @property
    def branch(self) -> Branch:
        """Its place, for a list."""
        return Branch(self.place)


def trace_back(prepared: Prepared, what: str) -> list[str]:
    """How a figure, given by name, label or printed value, arises; empty if there is none."""
    tracer = _Tracer(prepared)
    what = what.strip()
    measures = tracer.figures.measures
    name = resolve(what, measures).name
    trees = [tracer.figure(tracer.figures[name])] if name else tracer.number(what)
    name = resolve(what, measures, part=True).name
    if not trees and name:
        trees = [tracer.figure(tracer.figures[name])]
    return [line for tree in trees for line in tree.lines()]


def like(prepared: Prepared, what: str) -> str:
    """Ask which figure is meant, for a reader who does not know the whole label; may be empty."""
    if prepared.figures is None:
        return ""
    measures = prepared.figures.measures
    return question(resolve(what, measures).candidates, labels(measures))


def trace_from(prepared: Prepared, where: str) -> list[str]:
    """Every printed number that a cell or a line of the input touches; empty if none is there."""
    tracer = _Tracer(prepared)
    at = [(path, place) for path, place in prepared.sources.places.items() if path]
    exact = [path for path, place in at if _is_at(place, where)]
    paths = exact or [path for path, place in at if _is_in_row(place, where)]
    trees = tracer.touched(paths)
    return [line for tree in trees for line in tree.lines()]


def _is_at(place: Location, where: str) -> bool:
    """Tell whether exactly this place is meant: 支出!F37, or 52:5."""
    sheet, cell = _sheet_and_cell(where)
    if sheet:
        return place.sheet == sheet and place.cell == cell
    return f"{place.line}:{place.column}" == where


def _is_in_row(place: Location, where: str) -> bool:
    """Tell whether a place is in the row or line that is meant: 支出!F37, 52 or 52:5."""
    sheet, cell = _sheet_and_cell(where)
    if sheet:
        return place.sheet == sheet and _digits(place.cell or "") == _digits(cell)
    return str(place.line) == where.partition(":")[0]


def _sheet_and_cell(where: str) -> tuple[str, str]:
    sheet, mark, cell = where.replace("！", "!").rpartition("!")
    return (sheet.strip().strip("'"), cell.strip().replace("$", "").upper()) if mark else ("", "")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


class _Tracer:
    """One input with its document; lines that were listed once are not listed again."""

    def __init__(self, prepared: Prepared) -> None:
        if prepared.document is None or prepared.figures is None:
            raise ValueError("the document has not been composed")
        self.document = prepared.document
        self.figures: Figures = prepared.figures
        self.sources = prepared.sources
        self.codebook = prepared.pack.codebook if prepared.pack is not None else Codebook()
        self._entries = {entry.path: entry for entry in self.figures.ledger}
        self._shown = list(self._sentences()) + list(self._cells())
        self._listed: set[frozenset[FieldPath]] = set()

    def _sentences(self) -> Iterator[Shown]:
        for passage in passages(self.document):
            position = 0
            for inline in passage.content:
                end = position + len(inline.text)
                if isinstance(inline, Number):
                    unit = re.match(r"万元|元|%|", passage.text[end:])
                    begin = max(0, position - _NEAR)
                    words = passage.text[begin : position + _NEAR]
                    place = f"{passage.heading or '正文'}：“…{words}…”"
                    yield Shown(inline, unit[0] if unit is not None else "", place)
                position = end

    def _cells(self) -> Iterator[Shown]:
        for table in self.document.tables():
            for number, place in Sheet(table).numbers():
                if number.text:
                    yield Shown(number, table.money_unit.value, place)

    def figure(self, figure: Figure) -> Branch:
        """A figure with what it is made of and every place where it is printed."""
        tree = self._figure(figure)
        places = [shown.branch for shown in self._shown if self._shows(shown, figure)]
        return Branch(tree.text, (*tree.branches, Branch(_printed(places), tuple(places))))

    def _figure(self, figure: Figure) -> Branch:
        branches = [Branch(f"印作 {_wan(figure.amount)} 万元，精确 {yuan_text(figure.amount)} 元")]
        if figure.source:
            branches.append(Branch(f"口径出处：{figure.source}"))
        if figure.prior is not None:
            branches.append(self._change(figure, figure.prior))
        parts = [self.figures[name] for name in self.figures.measures[figure.name].sum]
        if parts:
            below = tuple(self._figure(part) for part in parts)
            says = f"由 {len(parts)} 个口径相加" if len(parts) > 1 else "与另一个口径相同"
            branches.append(Branch(says, below))
        else:
            branches.append(self._fields((*e.path, Column.AMOUNT.value) for e in figure.lines))
        return Branch(f"{figure.label}（{figure.name}）", tuple(branches))

    def _change(self, figure: Figure, prior: Decimal) -> Branch:
        path = ("prior_year", "figures", figure.name)
        known = path in self.sources.places
        place = f"，{self._place(path)}" if known else "，上年输入文件"
        moved = ""
        if figure.amount != prior and figure.change is not None:
            word = "增加" if figure.amount > prior else "减少"
            percent = figure.change.percent
            rate = f"、{percent:.2f}%" if percent is not None else ""
            moved = f"；{word} {_wan(figure.change.difference)} 万元{rate}"
        return Branch(f"上年 {_wan(prior)} 万元，精确 {yuan_text(prior)} 元{place}{moved}")

    def _shows(self, shown: Shown, figure: Figure) -> bool:
        if shown.number.figure:
            return shown.number.figure == figure.name
        paths = {path[:2] for path in shown.origin.fields}
        alike = abs(shown.number.value) == MoneyUnit.WAN_YUAN.of(figure.amount)
        return alike and bool(paths) and paths == {entry.path for entry in figure.lines}

    def number(self, what: str) -> list[Branch]:
        """All that prints a number, by what it is."""
        unit = next((u for u in ("万元", "元", "%") if what.endswith(u)), "")
        wanted = Printed.read(what.removesuffix(unit)) if what else None
        if wanted is None:
            return []
        groups: dict[tuple[str, frozenset[FieldPath]], list[Shown]] = {}
        for shown in self._shown:
            same = Printed.read(shown.number.text.removesuffix("%"))
            alike = not unit or unit == shown.unit or shown.number.text.endswith(unit)
            if same is not None and same.value == wanted.value and alike:
                fields = frozenset(shown.origin.fields)
                name = shown.number.figure
                key = (name, frozenset()) if name else ("", fields)
                groups.setdefault(key, []).append(shown)
        return [self._group(name, members) for (name, _), members in groups.items()]

    def _group(self, name: str, members: list[Shown]) -> Branch:
        figure = self.figures.get(name)
        places = tuple(shown.branch for shown in members)
        printed = Branch(_printed(places), places)
        if figure is not None:
            tree = self._figure(figure)
            return Branch(tree.text, (*tree.branches, printed))
        formula = next((shown.origin.formula for shown in members if shown.origin.formula), "")
        said = (Branch(formula),) if formula else ()
        fields = (self._fields(members[0].origin.fields),) if members[0].origin.fields else ()
        return Branch(members[0].text, (*said, *fields, printed))

    def _fields(self, paths: Iterable[FieldPath]) -> Branch:
        """The fields of the input that are added up, each with its place and amount."""
        found = [path for path in paths if self._amount(path)]
        if not found:
            return Branch("台账里没有这样的行")
        says = f"由输入的 {len(found)} 处得来"
        if frozenset(found) in self._listed and len(found) > 1:
            return Branch(f"{says}（上面已列出）")
        self._listed.add(frozenset(found))
        shown = [Branch(self._field(path)) for path in found[:_MOST_LINES]]
        if len(found) > _MOST_LINES:
            shown.append(Branch(f"……共 {len(found)} 处"))
        return Branch(says, tuple(shown))

    def _amount(self, path: FieldPath) -> Decimal | None:
        if path[:2] == ("prior_year", "figures"):
            figure = self.figures.get(str(path[2]))
            return figure.prior if figure is not None else None
        entry = self._entries.get(path[:2])
        return entry.amounts.get(Column(str(path[2]))) if entry is not None else None

    def _field(self, path: FieldPath) -> str:
        entry = self._entries.get(path[:2])
        amount = f"{self._place(path)}  {yuan_text(self._amount(path) or Decimal(0))} 元"
        if entry is None:
            return f"{amount}  {self.figures[str(path[2])].label}的上年数"
        column = _BUDGETS.get(Column(str(path[2])), "")
        return f"{amount}  {column}{self._describe(entry)}"

    def _describe(self, entry: Entry) -> str:
        dimensions = entry.dimensions
        words = [dimensions[name] for name in _WORDS if dimensions.get(name)]
        year = self.figures.disclosure.year
        for name, scheme in _CODES:
            if code := dimensions.get(name):
                words.append(f"{code} {self.codebook.name(scheme, code, year)}")
        return " ".join(words)

    def _place(self, path: FieldPath) -> str:
        """A place of the input, whose file is known: 支出!F37, or 第 52 行."""
        place = self.sources.find(path)
        if place.sheet is not None:
            return f"{place.sheet}!{place.cell or ''}"
        return f"第 {place.line} 行" if place.line is not None else place.field

    def touched(self, paths: list[FieldPath]) -> list[Branch]:
        """What is printed of the fields at some place of the input."""
        amounts = [path for path in paths if self._amount_fields(path)]
        fields = list(dict.fromkeys(f for path in amounts for f in self._amount_fields(path)))
        trees = [self._touched(field) for field in fields]
        return trees or [tree for path in paths if (tree := self._quoted(path)) is not None]

    def _amount_fields(self, path: FieldPath) -> list[FieldPath]:
        """The amounts that a field is or belongs to: a code's are those of its line."""
        if path[:2] == ("prior_year", "figures") and path[2:]:
            return [path[:3]]
        entry = self._entries.get(path[:2])
        if entry is None:
            return []
        named = [column for column in entry.amounts if path[2:3] == (column.value,)]
        return [(*path[:2], column.value) for column in named or entry.amounts]

    def _touched(self, field: FieldPath) -> Branch:
        figures = [
            Branch(f"{figure.label}（{figure.name}）：{_wan(figure.amount)} 万元")
            for figure in self.figures.values()
            if field[2:] == (Column.AMOUNT.value,)
            and any(entry.path == field[:2] for entry in figure.lines)
        ]
        own = field in self.sources.places
        text = self._field(field) if self._amount(field) is not None else self._place(field)
        places = [
            Branch(f"{shown.text}  {shown.place}")
            for shown in self._shown
            if field in shown.origin.fields or (own and self._behind(shown, field))
        ]
        counted = (Branch(f"算进 {len(figures)} 个口径", tuple(figures)),) if figures else ()
        return Branch(text, (*counted, Branch(_printed(places), tuple(places))))

    def _behind(self, shown: Shown, field: FieldPath) -> bool:
        """Tell whether a number shows a figure that a line is part of."""
        figure = self.figures.get(shown.number.figure)
        lines = figure.lines if figure is not None else ()
        return field[2:] == (Column.AMOUNT.value,) and any(e.path == field[:2] for e in lines)

    def _quoted(self, path: FieldPath) -> Branch | None:
        """Where a text or an amount beside the ledger is printed, found by what it says."""
        value = _value(self.figures.disclosure, path)
        match value:
            case str() if len(value) >= _LEAST_WORDS:
                places = [Branch(place) for place in self._texts(value)]
                head = f"{self._place(path)}  “{value[:_NEAR]}{'…' if value[_NEAR:] else ''}”"
            case Decimal():
                wan = MoneyUnit.WAN_YUAN.of(value)
                alike = (s for s in self._shown if value and s.number.value == wan)
                places = [Branch(f"{shown.text}  {shown.place}") for shown in alike]
                head = f"{self._place(path)}  {yuan_text(value)} 元"
            case _:
                return None
        return Branch(head, (Branch(f"{_printed(places)}（按内容查找）", tuple(places)),))

    def _texts(self, words: str) -> Iterator[str]:
        for passage in passages(self.document):
            at = passage.text.find(words)
            if at >= 0:
                begin = max(0, at - _NEAR)
                yield f"{passage.heading or '正文'}：“…{passage.text[begin : at + _NEAR]}…”"
        for table in self.document.tables():
            sheet = Sheet(table)
            for row in sheet.rows:
                if any(words in text for text in sheet.texts[row]):
                    yield f"《{sheet.caption}》第 {row - sheet.first + 1} 行"


def _value(part: object, path: FieldPath) -> object:
    """The value at a path of a disclosure; None where there is none."""
    for step in path:
        if isinstance(part, tuple) and isinstance(step, int) and step < len(part):
            part = part[step]
        elif isinstance(part, dict):
            part = part.get(step)
        else:
            part = getattr(part, str(step), None)
    return part


def _printed(places: Iterable[Branch]) -> str:
    count = len(list(places))
    return f"印在 {count} 处" if count else "没有印出来"


def _wan(amount: Decimal) -> str:
    return f"{MoneyUnit.WAN_YUAN.of(amount):,.2f}"
