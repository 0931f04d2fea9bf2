"""Where a printed number comes from, and where a field of the input goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import passages
from discloser.check.reader.sheet import Sheet
from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figure
from discloser.compute.ledger import Column
from discloser.compute.names import labels, resolve
from discloser.document.nodes import Document
from discloser.location import FieldPath, Location
from discloser.money import MoneyUnit, yuan_text
from discloser.names import question
from discloser.pipeline import Prepared
from discloser.trace.explanation import Explainer, wan_text
from discloser.trace.printed import NEAR, PrintedNumber, in_sentence, printed_numbers
from discloser.trace.tree import Branch, Trees, addend_text, place_text

_LEAST_WORDS = 4
"""Shorter texts of an input stand everywhere by chance."""


def explainer(prepared: Prepared) -> Explainer:
    """What explains the numbers of one input.

    Raises:
        ValueError: if its figures could not be computed.
    """
    if prepared.figures is None:
        raise ValueError("the figures have not been computed")
    codebook = prepared.pack.codebook if prepared.pack is not None else Codebook()
    return Explainer(prepared.figures, prepared.sources, codebook)


def explain_figure(prepared: Prepared, what: str) -> list[str]:
    """How a figure, given by name or label or a part of them, arises; empty if there is none."""
    explains = explainer(prepared)
    name = resolve(what, explains.figures.measures, part=True).name
    if not name:
        return []
    return list(Trees().of(explains.figure(explains.figures[name])).lines())


def explain_number(prepared: Prepared, printed: PrintedNumber) -> list[str]:
    """How a number of the document arises, under what its place is called."""
    tree = Trees().of(explainer(prepared).number(printed))
    return [printed.place, *tree.lines()]


def like(prepared: Prepared, what: str) -> str:
    """Ask which figure is meant, for a reader who does not know the whole label; may be empty."""
    if prepared.figures is None:
        return ""
    measures = prepared.figures.measures
    return question(resolve(what, measures).candidates, labels(measures))


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


def trace_from(prepared: Prepared, where: str) -> list[str]:
    """Every printed number that a cell or a line of the input touches; empty if none is there."""
    tracer = _Tracer(prepared)
    own = prepared.sources.file
    places = prepared.sources.places.items()
    at = [(path, place) for path, place in places if path and place.file == own]
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
    """One input with all that its document prints."""

    def __init__(self, prepared: Prepared) -> None:
        if prepared.document is None:
            raise ValueError("the document has not been composed")
        self._document: Document = prepared.document
        self._explains = explainer(prepared)
        self.figures = self._explains.figures
        self._sources = prepared.sources
        self._trees = Trees()
        self._printed = [p for p in printed_numbers(self._document) if p.text]

    def figure(self, figure: Figure) -> Branch:
        """A figure with what it is made of and every place where it is printed."""
        places = [printed for printed in self._printed if _shows(printed, figure)]
        return self._trees.of(self._explains.figure(figure)).with_more(_places(places))

    def number(self, what: str) -> list[Branch]:
        """All that prints a number, by what it is."""
        unit = next((u for u in ("万元", "元", "%") if what.endswith(u)), "")
        wanted = Printed.read(what.removesuffix(unit)) if what else None
        if wanted is None:
            return []
        groups: dict[tuple[str, frozenset[FieldPath]], list[PrintedNumber]] = {}
        for printed in self._printed:
            same = Printed.read(printed.number.text.removesuffix("%"))
            alike = unit in {"", printed.unit}
            if same is not None and same.value == wanted.value and alike:
                name = printed.number.figure
                key = (name, frozenset()) if name else ("", frozenset(printed.origin.fields))
                groups.setdefault(key, []).append(printed)
        return [self._group(members) for members in groups.values()]

    def _group(self, members: Sequence[PrintedNumber]) -> Branch:
        told = next((printed for printed in members if printed.origin.formula), members[0])
        return self._trees.of(self._explains.number(told)).with_more(_places(members))

    def touched(self, paths: list[FieldPath]) -> list[Branch]:
        """What is printed of the fields at some place of the input."""
        fields = dict.fromkeys(f for path in paths for f in self._explains.amount_fields(path))
        trees = [self._touched(field) for field in fields]
        return trees or [tree for path in paths if (tree := self._quoted(path)) is not None]

    def _touched(self, field: FieldPath) -> Branch:
        figures = [figure for figure in self.figures.values() if _counts(figure, field)]
        counted = tuple(
            Branch(f"{figure.label}（{figure.name}）：{wan_text(figure.amount)} 万元")
            for figure in figures
        )
        addend = self._explains.addend(field)
        text = addend_text(addend) if addend is not None else self._place(field)
        names = {figure.name for figure in figures} if field in self._sources.places else set()
        places = [
            printed
            for printed in self._printed
            if field in printed.origin.fields or printed.number.figure in names
        ]
        first = (Branch(f"算进 {len(figures)} 个口径", counted),) if figures else ()
        return Branch(text, (*first, _places(places, with_text=True)))

    def _quoted(self, path: FieldPath) -> Branch | None:
        """Where a text or an amount beside the ledger is printed, found by what it says."""
        value = _value(self.figures.disclosure, path)
        match value:
            case str() if len(value) >= _LEAST_WORDS:
                places = list(self._texts(value))
                head = f"{self._place(path)}  “{value[:NEAR]}{'…' if value[NEAR:] else ''}”"
            case Decimal():
                wan = MoneyUnit.WAN_YUAN.of(value)
                alike = (p for p in self._printed if value and p.number.value == wan)
                places = [f"{printed.text}  {printed.place}" for printed in alike]
                head = f"{self._place(path)}  {yuan_text(value)} 元"
            case _:
                return None
        found = Branch(f"{_count(places)}（按内容查找）", tuple(map(Branch, places)))
        return Branch(head, (found,))

    def _texts(self, words: str) -> Iterator[str]:
        for passage in passages(self._document):
            at = passage.text.find(words)
            if at >= 0:
                yield in_sentence(passage.heading, passage.text, at)
        for table in self._document.tables():
            sheet = Sheet(table)
            for row in sheet.rows:
                if any(words in text for text in sheet.texts[row]):
                    yield f"《{sheet.caption}》第 {row - sheet.first + 1} 行"

    def _place(self, path: FieldPath) -> str:
        return place_text(self._sources.find(path))


def _shows(printed: PrintedNumber, figure: Figure) -> bool:
    """Whether a number is a figure's own, or has its value and its lines."""
    if printed.number.figure:
        return printed.number.figure == figure.name
    paths = {path[:2] for path in printed.origin.fields}
    alike = abs(printed.number.value) == MoneyUnit.WAN_YUAN.of(figure.amount)
    return alike and bool(paths) and paths == {entry.path for entry in figure.lines}


def _counts(figure: Figure, field: FieldPath) -> bool:
    """Whether a figure is a sum in which the amount at a field is."""
    is_amount = field[2:] == (Column.AMOUNT.value,)
    return is_amount and any(entry.path == field[:2] for entry in figure.lines)


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


def _places(printed: Sequence[PrintedNumber], *, with_text: bool = False) -> Branch:
    said = (f"{each.text}  {each.place}" if with_text else each.place for each in printed)
    return Branch(_count(printed), tuple(map(Branch, said)))


def _count(places: Iterable[object]) -> str:
    count = len(list(places))
    return f"印在 {count} 处" if count else "没有印出来"
