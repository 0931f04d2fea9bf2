"""A change of a printed document as a change of the input: which field, its old and new value.

A text is told again in print as it was typed. A number is the sum of amounts of the input: where
that is one, its new value is known; where it is several, what they have to come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from discloser.document.differences import NUMBER, Difference
from discloser.document.nodes import Document, Heading, Paragraph
from discloser.document.number import Number
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.texts import texts
from discloser.money import MoneyUnit, yuan_text
from discloser.pipeline import Prepared
from discloser.report import display
from discloser.trace.explanation import Addend, Explanation
from discloser.trace.printed import PrintedNumber
from discloser.trace.search import explainer

_SHORTEST = 4
"""Shorter words are those of many fields."""
_MOST_SHOWN = 60
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """What to change in an input, in words, and where."""

    says: str
    places: tuple[Location, ...]

    def __str__(self) -> str:
        return self.says


class Offers:
    """The changes of one input that keep what was edited in its document."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        assert prepared.figures is not None  # noqa: S101 - whoever asks has looked
        self._fields = _fields(prepared.figures.disclosure)

    def of(self, change: Difference) -> Offer | None:
        """The change of the input for one of the document; None where the input cannot hold it."""
        return self._of_text(change, self._prepared.sources) or self._of_number(change)

    def _of_text(self, change: Difference, sources: SourceMap) -> Offer | None:
        """The field whose text stands in what was printed, between words that are as they were."""
        for path, text in self._fields:
            before, found, behind = change.before.partition(text)
            if not found or not (change.after.startswith(before) and change.after.endswith(behind)):
                continue
            new = change.after[len(before) : len(change.after) - len(behind)]
            if new and new != text:
                place = sources.find(path)
                says = f"请把{display(place)} 的“{short(text)}”改成“{short(new)}”"
                return Offer(says, (place,))
        return None

    def _of_number(self, change: Difference) -> Offer | None:
        """The amounts of the input that the changed number is made of."""
        edit = _changed_number(change)
        document = self._prepared.document
        if edit is None or document is None:
            return None
        found = [n for n in _numbers_at(document, change, edit) if n.unit in set(MoneyUnit)]
        explain = explainer(self._prepared)
        made = {tuple(_addends(explain.number(each))): each for each in found}
        if len(made) != 1:
            return None  # it cannot be told which number it was
        ((addends, printed),) = made.items()
        new = edit.new * MoneyUnit(printed.unit).yuan
        old = sum((addend.amount for addend in addends), Decimal(0))
        if not addends or any(addend.unit != MoneyUnit.YUAN for addend in addends):
            return None
        if printed.number.format.round(MoneyUnit(printed.unit).of(old)) != edit.old:
            return None  # what is printed is no plain sum
        return _offer(addends, old, new)


def _offer(addends: Sequence[Addend], old: Decimal, new: Decimal) -> Offer:
    places = tuple(addend.place for addend in addends[:_MOST_PLACES])
    if len(addends) == 1:
        says = f"请把{display(places[0])} 的 {yuan_text(old)} 元改成 {yuan_text(new)} 元"
        return Offer(says, places)
    more = "多" if new > old else "少"
    shown = "；".join(
        f"{display(a.place)} 的 {yuan_text(a.amount)} 元" for a in addends[:_MOST_PLACES]
    )
    rest = "等" if len(addends) > _MOST_PLACES else ""
    says = (
        f"这个数是输入文件里 {len(addends)} 处之和（{shown}{rest}），现在合计 {yuan_text(old)} 元，"
        f"请改其中的数，使合计{more} {yuan_text(abs(new - old))} 元"
    )
    return Offer(says, places)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A number that is another one, and where it begins in the text before."""

    old: Decimal
    new: Decimal
    start: int


def _changed_number(change: Difference) -> _Edit | None:
    """The one number that differs; None where something else does too."""
    before = list(NUMBER.finditer(change.before))
    after = list(NUMBER.finditer(change.after))
    if NUMBER.split(change.before) != NUMBER.split(change.after) or not before:
        return None
    differing = [pair for pair in zip(before, after, strict=True) if pair[0][0] != pair[1][0]]
    if len(differing) != 1:
        return None
    old, new = (Decimal(match[0].replace(",", "")) for match in differing[0])
    return _Edit(old, new, differing[0][0].start())


def _numbers_at(document: Document, change: Difference, edit: _Edit) -> Iterator[PrintedNumber]:
    """The numbers of the document that the changed one may be: by its cell, or its sentence."""
    if change.number is not None:
        sheet = change.place.partition("》")[0].lstrip("《")
        tables = (table for table in document.tables() if table.sheet == sheet)
        yield from (PrintedNumber(change.number, t.money_unit, t.caption) for t in tables)
        return
    for block in document.blocks():
        if isinstance(block, Heading | Paragraph) and change.before.strip() in block.text:
            at = block.text.index(change.before.strip()) + edit.start
            at -= len(change.before) - len(change.before.lstrip())
            position = 0
            for inline in block.content:
                if isinstance(inline, Number) and position == at:
                    behind = block.text[position + len(inline.text) :]
                    unit = MoneyUnit.WAN_YUAN if behind.startswith(MoneyUnit.WAN_YUAN) else ""
                    yield PrintedNumber(inline, unit, block.text)
                position += len(inline.text)


def _addends(explanation: Explanation) -> Iterator[Addend]:
    """Every amount of the input that a number is the sum of."""
    yield from explanation.addends
    for part in explanation.parts:
        yield from _addends(part)


_Fields = Sequence[tuple[FieldPath, str]]


def _fields(disclosure: Disclosure) -> _Fields:
    """The texts that can be told again in print, the longest first."""
    told = [(path, text) for path, text in texts(disclosure) if len(text) >= _SHORTEST]
    return sorted(told, key=lambda each: -len(each[1]))


def short(text: str) -> str:
    """A text as a message shows it."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
