"""Where each need of a document is filled in, and formulas that tell whether it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from discloser.compose.needs.of_pack import Need
from discloser.entry.lists import Lists
from discloser.entry.sheets import ROOM, Placed
from discloser.location import FieldPath
from discloser.read.spreadsheet.address import cell_name
from discloser.read.workbook_layout import Owner, Shape

NO = "否"
_HOLDING = {
    "prior": ("prior_year", "figures"),
    "reason": ("reasons",),
    "item_reason": ("item_reasons",),
    "text": ("texts",),
}
"""The list or mapping that a kind of need belongs to."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """The placed sheets: those with one list by its name, and every one by its sheet's name."""

    by_list: Mapping[str, Placed]
    by_name: Mapping[str, Placed]

    def holding(self, *path: str) -> Placed | None:
        """The sheet whose first list is at ``path``."""
        return next((p for p in self.by_name.values() if p.sheet.lists[0][1] == path), None)

    def place(self, need: Need, lists: Lists) -> tuple[Placed, tuple[str, ...]] | None:
        """The sheet of a need and what its row may be called there, the usual first."""
        if need.kind in _HOLDING:
            held = self.holding(*_HOLDING[need.kind])
            named = need.kind in ("prior", "reason")
            labels = lists.spelt("figures", need.key[0]) if named else need.key
            return (held, labels) if held is not None else None
        found = self.form_with(need.key)
        return (found[0], (found[1],)) if found is not None else None

    def filled_below(self, path: tuple[str, ...]) -> Iterator[str]:
        """How many of the department's fields and lines below a path are filled in."""
        for placed in self.by_name.values():
            sheet = placed.sheet
            if sheet.owner is Owner.DEPARTMENT and sheet.shape is Shape.FIELDS:
                for entry in placed.entries:
                    if entry is not None and entry.path[: len(path)] == path:
                        yield filled(placed, (entry.title,))
            elif sheet.owner is Owner.DEPARTMENT and _is_below(sheet.lists[0][1], path):
                yield f"COUNTA({column(placed, 0)})-1"  # the title

    def form_with(self, path: tuple[str, ...]) -> tuple[Placed, str] | None:
        """The form that has the department's field at a path, and what it calls it."""
        forms = (p for p in self.by_name.values() if p.sheet.shape is Shape.FIELDS)
        for placed in forms:
            for entry in placed.entries:
                if entry is not None and entry.path == path and not of_units(placed):
                    return placed, entry.title
        return None


def _is_below(listed: FieldPath, path: tuple[str, ...]) -> bool:
    return listed != path and listed[: len(path)] == path


def of_units(placed: Placed) -> bool:
    """Whether the rows of a sheet may be a unit's."""
    return placed.sheet.owner is Owner.UNIT


def filled(placed: Placed, labels: tuple[str, ...], criterion: str = "<>") -> str:
    """How many cells beside the department's rows of such a name are so, usually filled in."""
    names, values, units = (column(placed, number) for number in range(3))
    own = f',{units},""' if of_units(placed) else ""
    counts = (
        f"COUNTIFS({names},{quoted(label)},{values},{quoted(criterion)}{own})" for label in labels
    )
    return f"({'+'.join(counts)})"


def column(placed: Placed, number: int) -> str:
    """The cells of a sheet's column in a formula; the title is among them."""
    letter = letter_of(number)
    return f"'{placed.sheet.name}'!${letter}${placed.header + 1}:${letter}${placed.first + ROOM}"


def letter_of(number: int) -> str:
    """The letter of a column counted from zero."""
    return cell_name(0, number).rstrip("1")


def quoted(text: str) -> str:
    """A text in a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
