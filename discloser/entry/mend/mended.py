"""Values put into the cells of a workbook; all else of the file stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from discloser.entry.mend.book import EntryBook
from discloser.entry.mend.rules import (
    ARRAY,
    CANNOT_MEND,
    CHARACTERS,
    NOT_FOR_TYPING,
    TEXT_TOO_LONG,
    TWO_IN_ONE,
)
from discloser.entry.mend.slots import Slot, slot_at
from discloser.entry.mend.stale import forget_stale_results
from discloser.entry.mend.stored import Stored, stored
from discloser.entry.package.formulas import SheetFormulas
from discloser.entry.package.sheet import PackageSheet
from discloser.entry.package.workbook import DAMAGED, WorkbookPackage
from discloser.entry.package.xml import Element, local, new
from discloser.entry.workbook import LONGEST_TEXT, length_in_cell
from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.number_format import GENERAL
from discloser.read.workbook_values import number_text

Typed = Mapping[tuple[str, str], str]
"""What a person typed, by sheet and cell; an empty text clears the cell."""
_REFUSED = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold. Source: XML 1.0, 2.2."""
_LIKE_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_KEPT_INSIDE = "extLst"
_ABOUT_VALUE = ("t", "cm", "vm")
"""The attributes of a cell that say what its value is."""


def mended(book: EntryBook, values: Typed) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The workbook with these values in its cells: all of them, or none and the reasons.

    A number for an amount or a count is stored as one, in the format of the cell; nothing
    becomes a formula. The results of formulas that depended on the cells are taken out, and
    programs compute them when they open the file. Without a change the bytes are the same.
    """
    slots: dict[Slot, str] = {}
    findings: list[Finding] = []
    for (sheet, cell), typed in values.items():
        slot, text = slot_at(book, sheet, cell), _with_breaks(typed)
        if isinstance(slot, Finding):
            findings.append(slot)
            continue
        findings += _against(slot, text)
        if slots.setdefault(slot, text) != text:
            findings.append(TWO_IN_ONE.at(slot.place, first=slots[slot], second=text))
    if findings:
        return None, tuple(findings)
    try:
        mending = _Mending(book)
        findings += mending.arrays(slots)
        content = mending.with_values(slots) if not findings else None
    except DAMAGED:
        return None, (CANNOT_MEND.at(Location(book.file), file=book.file),)
    return content, tuple(findings)


def _with_breaks(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _against(slot: Slot, text: str) -> Iterator[Finding]:
    if slot.fixed:
        yield NOT_FOR_TYPING.at(slot.place, reason=slot.fixed)
    length = length_in_cell(_REFUSED.sub("", text))
    if length > LONGEST_TEXT:
        yield TEXT_TOO_LONG.at(slot.place, length=length, limit=LONGEST_TEXT)
    refused = dict.fromkeys(_REFUSED.findall(text))
    if refused:
        words = "、".join(f"U+{ord(char):04X}" for char in refused)
        yield CHARACTERS.at(slot.place, characters=words)


class _Mending:
    """One change of a workbook; raises what :data:`DAMAGED` lists."""

    def __init__(self, book: EntryBook) -> None:
        self._book = book
        self._formulas: dict[str, SheetFormulas] = {}

    @cached_property
    def _package(self) -> WorkbookPackage:
        return WorkbookPackage(self._book.data)

    def _sheet(self, name: str) -> PackageSheet:
        sheet = self._package.known_sheet(name)
        if sheet is None:
            raise KeyError(name)
        return sheet

    def _formulas_of(self, name: str) -> SheetFormulas:
        if name not in self._formulas:
            self._formulas[name] = SheetFormulas(self._sheet(name))
        return self._formulas[name]

    def arrays(self, slots: Mapping[Slot, str]) -> list[Finding]:
        """The cells that a formula computes together with others."""
        found = []
        for slot in slots:
            area = self._formulas_of(slot.sheet).together_with((slot.row, slot.at))
            if area:
                found.append(ARRAY.at(slot.place, area=area))
        return found

    def with_values(self, slots: Mapping[Slot, str]) -> bytes:
        """The bytes with the values."""
        changed: dict[str, set[tuple[int, int]]] = {}
        had_formula = False
        for slot, text in slots.items():
            style = self._style(slot)
            formats = self._package.number_formats
            own = formats[style] if style < len(formats) else GENERAL
            before = self._book.cell(slot.sheet, slot.row, slot.at)
            value = stored(text, slot.column, own, before)
            if value.is_in(before):
                continue
            had_formula |= self._formulas_of(slot.sheet).take_out((slot.row, slot.at))
            self._put(slot, value)
            changed.setdefault(slot.sheet, set()).add((slot.row, slot.at))
        if not changed:
            return self._book.data
        if had_formula:
            self._package.drop_linked("calcChain")  # programs make it anew
        forget_stale_results(self._package, changed)
        self._package.compute_when_opened()
        return self._package.content()

    def _style(self, slot: Slot) -> int:
        return int(self._sheet(slot.sheet).style(slot.row, slot.at))

    def _put(self, slot: Slot, value: Stored) -> None:
        sheet = self._package.sheet(slot.sheet) or self._sheet(slot.sheet)
        cell = sheet.cell(slot.row, slot.at)
        for name in _ABOUT_VALUE:
            cell.attrib.pop(name, "")
        for each in list(cell):
            if local(each) != _KEPT_INSIDE:
                cell.remove(each)
        if value.format is not None:
            style = self._package.changed_style(
                cell.get("s", "0"), numFmtId=value.format, applyNumberFormat=1
            )
            cell.set("s", style)
        if isinstance(value.value, str):
            if value.value:
                cell.set("t", "inlineStr")
                cell.insert(0, _text(cell, value.value))
        else:
            number = new(cell, "v")
            number.text = number_text(float(value.value))
            cell.insert(0, number)


def _text(cell: Element, words: str) -> Element:
    """A text as a cell holds it: nothing in it is taken for an escaped character."""
    inside, text = new(cell, "is"), new(cell, "t")
    text.text = _LIKE_ESCAPED.sub("_x005F_", words)
    text.set(_SPACE, "preserve")
    inside.append(text)
    return inside
