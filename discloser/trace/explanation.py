"""How a number arises, as a value: the one explanation that every command and page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from discloser.classification.codebook import Codebook, Scheme
from discloser.compute.arithmetic import Change
from discloser.compute.figures import Figure, Figures
from discloser.compute.ledger import DIMENSIONS, Column, Entry, Side, Where
from discloser.compute.measure import Measure
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.supplement import declared_at, unit_of
from discloser.money import MoneyUnit, yuan_text
from discloser.trace.printed import PrintedNumber

_BOOKS: Mapping[str, str] = {
    Side.RECEIPTS: "收入",
    Side.EXPENDITURE: "支出",
    Side.CLOSING: "年终结余",
}
_WORDS = ("unit", "fund", "kind", "category", "project")
_CODES = (
    ("function_item", Scheme.FUNCTION),
    ("economic_item", Scheme.DEPARTMENT_ECONOMIC),
    ("government_item", Scheme.GOVERNMENT_ECONOMIC),
)
_COLUMNS: Mapping[str, str] = {
    Column.INITIAL_BUDGET: "年初预算 ",
    Column.ADJUSTED_BUDGET: "全年预算 ",
}
_MOST_DECIMALS = 6
PRIOR = ("prior_year", "figures")


@dataclass(frozen=True, slots=True)
class Addend:
    """An amount of the input that goes into a number, in 元, with its place and what it is.

    A number that is no amount has another ``unit``.
    """

    path: FieldPath
    place: Location
    amount: Decimal
    says: str
    unit: str = "元"


@dataclass(frozen=True, slots=True)
class Prior:
    """Last year's amount in 元, and the change; no place where last year's input has it."""

    amount: Decimal
    place: Location | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number: what it is, as printed and exact, and what it is made of.

    ``definition`` says which lines of the ledger a measure takes and ``source`` on what ground;
    ``formula`` how a number arises that is no measure. It is the sum of ``parts``, or of
    ``addends``.
    """

    title: str
    printed: str
    exact: str
    definition: str = ""
    source: str = ""
    formula: str = ""
    prior: Prior | None = None
    parts: tuple[Explanation, ...] = ()
    addends: tuple[Addend, ...] = ()


class Explainer:
    """Explains the figures of one input and the numbers of its document."""

    def __init__(self, figures: Figures, sources: SourceMap, codebook: Codebook) -> None:
        self.figures = figures
        self._sources = sources
        self._codebook = codebook
        self._entries = {entry.path: entry for entry in figures.both_years}

    def figure(self, figure: Figure) -> Explanation:
        """How a figure arises."""
        measure = self.figures.measures[figure.name]
        parts = tuple(self.figure(self.figures[name]) for name in measure.sum)
        paths = (entry.field(Column.AMOUNT) for entry in figure.lines)
        return Explanation(
            f"{figure.label}（{figure.name}）",
            f"{wan_text(figure.amount)} 万元",
            f"{yuan_text(figure.amount)} 元",
            definition=self._definition(measure),
            source=figure.source,
            prior=self._prior(figure, figure.prior) if figure.prior is not None else None,
            parts=parts,
            addends=() if parts else tuple(self.addends(paths)),
        )

    def number(self, printed: PrintedNumber) -> Explanation:
        """How a number of the document arises: by its figure, else by its own formula."""
        figure = self.figures.get(printed.number.figure)
        if figure is not None:
            return self.figure(figure)
        origin, number = printed.origin, printed.number
        return Explanation(
            printed.text or "空白",
            _in_unit(number.text.removesuffix(printed.unit) or "空白", printed.unit),
            _in_unit(_exact(number.value), printed.unit),
            formula=origin.formula,
            addends=tuple(self.addends(origin.fields)),
        )

    def addends(self, paths: Iterable[FieldPath]) -> Iterator[Addend]:
        """The amounts at some fields of the input; what is blank or zero is left out."""
        for path in paths:
            found = self.addend(path)
            if found is not None and found.amount:
                yield found

    def addend(self, path: FieldPath) -> Addend | None:
        """The amount at a field of the input, or None where it has none."""
        place = self._sources.find(path)
        if path[:2] == PRIOR:
            figure = self.figures.get(str(path[2]))
            if figure is None or figure.prior is None:
                return None
            return Addend(path, place, figure.prior, f"{figure.label}的上年数")
        entry = self._entries.get(path[:-1])
        if entry is None:
            return self._declared(path, place)
        column = Column.PRIOR if entry.is_last_years else str(path[-1])
        amount = entry.amounts.get(column)
        if amount is None:
            return None
        says = _COLUMNS.get(column, "")
        if entry.is_last_years:
            says = f"上年的 {Path(place.file).name}："
        book = self.figures.books.get(entry.side)
        told = book.columns.get(column) if book is not None else None
        unit = unit_of(told[1]) if told is not None else "元"
        return Addend(path, place, amount, says + self._line(entry), unit)

    def _declared(self, path: FieldPath, place: Location) -> Addend | None:
        """The number in a field that the pack declares; None for any other field."""
        found = declared_at(self.figures.disclosure, path)
        if found is None:
            return None
        title, told, value = found
        return Addend(path, place, Decimal(value), title, unit_of(told))

    def amount_fields(self, path: FieldPath) -> Sequence[FieldPath]:
        """The amounts that a field is or belongs to: a code's are those of its line."""
        if path[:2] == PRIOR and path[2:]:
            return [path[:3]]
        entry = next(filter(None, map(self._entries.get, _around(path))), None)
        if entry is None:
            return []
        fields = list(dict.fromkeys(map(entry.field, entry.amounts)))
        return [path] if path in fields else fields

    def _definition(self, measure: Measure) -> str:
        """Which lines of the ledger a measure takes; empty for a sum of measures."""
        parts = () if measure.sum else measure.selection.parts
        return "；".join(self._of_book(side, where) for side, where in parts)

    def _of_book(self, side: str, where: Where) -> str:
        book = self.figures.books.get(side)
        if book is None and side not in _BOOKS:
            return f"各处填的 {side}{_filter(where, {})}"
        if book is None:
            return f"{_BOOKS[side]}台账{_filter(where, {})}"
        titles = {name: title for name, (title, _) in book.columns.items()}
        return f"《{book.label}》{_filter(where, titles)}"

    def _prior(self, figure: Figure, amount: Decimal) -> Prior:
        path = (*PRIOR, figure.name)
        own = path in self._sources.places
        change = figure.change if figure.amount != amount else None
        return Prior(amount, self._sources.find(path) if own else None, change)

    def _line(self, entry: Entry) -> str:
        book = self.figures.books.get(entry.side)
        if book is not None:
            told = (entry.dimensions.get(name, "") for name in ("unit", "project", *book.columns))
            return " ".join(dict.fromkeys(filter(None, (book.label, *told))))
        dimensions = entry.dimensions
        words = [dimensions[name] for name in _WORDS if dimensions.get(name)]
        year = self.figures.disclosure.year
        for name, scheme in _CODES:
            if code := dimensions.get(name):
                words.append(f"{code} {self._codebook.name(scheme, code, year)}")
        return " ".join(words)


def wan_text(yuan: Decimal) -> str:
    """An amount as it is printed, in 万元."""
    return f"{MoneyUnit.WAN_YUAN.of(yuan):,.2f}"


def _around(path: FieldPath) -> Iterator[FieldPath]:
    """A path and those of the fields around it, the nearest first."""
    return (path[:length] for length in range(len(path), 0, -1))


def _filter(where: Where, columns: Mapping[str, str]) -> str:
    told = [
        f"{columns.get(name) or DIMENSIONS[name].partition('（')[0].partition('：')[0]}"
        f"{'：' if wanted else '不是'}{'、'.join(sorted(values))}"
        for name, wanted, values in where.conditions
    ]
    return f"中，{'，'.join(told)}" if told else "的全部"


def _in_unit(amount: str, unit: str) -> str:
    return amount + (unit if unit == "%" else f" {unit}" if unit else "")


def _exact(value: Decimal) -> str:
    """A value with all its decimals, or the first of those that do not end soon."""
    text = f"{value.normalize():,f}"
    whole, point, decimals = text.partition(".")
    cut = len(decimals) > _MOST_DECIMALS
    return f"{whole}{point}{decimals[:_MOST_DECIMALS]}{'…' if cut else ''}"
