"""Needs that arise once for each functional item or each project of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xlsxwriter.worksheet import Worksheet

from discloser.compose.needs.condition import Atom, Fact
from discloser.compose.needs.of_pack import Need
from discloser.compute.measure import Selection
from discloser.entry.formulas import narrowed, total, written
from discloser.entry.lists import Lists
from discloser.entry.sheets import Placed
from discloser.entry.todo_facts import AMOUNTS, Facts, compared
from discloser.entry.todo_places import Sheets, column, letter_of, quoted
from discloser.read.spreadsheet.address import cell_name
from discloser.read.workbook_layout import TO_FILL

_PROJECTS = 200
"""How many projects are looked at; more would slow down typing."""


class Items:
    """Helper cells of every functional item: its name, whether its reason is open, how many."""

    def __init__(
        self, target: Worksheet, lists: Lists, sheets: Sheets, facts: Facts, at: tuple[int, int]
    ) -> None:
        self._target = target
        self._lists = lists
        self._sheets = sheets
        self._facts = facts
        self._row, self._column = at

    def write(self, asked: Sequence[tuple[Need, Selection]], held: Placed) -> None:
        """Write the cells of all items of some selections, whose reasons ``held`` has.

        An item has one reason, whichever of the selections asks for it.
        """
        names, values = column(held, 0), column(held, 1)
        function = self._sheets.by_list["expenditure"].range("function")
        for row, code in enumerate(self._lists.names["function"], start=self._row):
            any_needed = []
            for index, (need, selection) in enumerate(asked):
                part = narrowed(selection, "function_item", code)
                cells = {}
                first = self._column + 3 + index * len(AMOUNTS)
                for number, amount in enumerate(AMOUNTS, start=first):
                    summed = total(part, amount, self._sheets.by_list)
                    here = f'=IF(COUNTIF({function},"{code}*")=0,0,{summed})'
                    self._target.write_formula(row, number, here, None, 0)
                    cells[amount] = cell_name(row, number)
                any_needed.append(written(need.condition, self._comparing(cells)))
            needed = f"OR({','.join(any_needed)})"
            given = f'COUNTIFS({names},"{code}*",{values},"<>")>0'
            flag, before = cell_name(row, self._column + 1), cell_name(row - 1, self._column + 2)
            opened = f"=IF(AND({needed},NOT({given})),1,0)"
            self._target.write_string(row, self._column, self._lists.shown("function", code))
            self._target.write_formula(row, self._column + 1, opened, None, 0)
            self._target.write_formula(row, self._column + 2, f"=N({before})+{flag}", None, 0)

    def _comparing(self, cells: dict[str, str]) -> Callable[[Atom], str]:
        """Comparisons are of the item's own amounts; all else is so of the whole document."""
        own = (Fact.EQUAL, Fact.LESS)
        return lambda atom: compared(atom, cells) if atom.fact in own else self._facts.formula(atom)

    @property
    def names(self) -> str:
        """The cells with the items' names."""
        return self._cells(0)

    @property
    def flags(self) -> str:
        """The cells that say whether an item's reason is open."""
        return self._cells(1)

    @property
    def counted(self) -> str:
        """The cells that count the open reasons so far."""
        return self._cells(2)

    def _cells(self, number: int) -> str:
        letter = letter_of(self._column + number)
        last = self._row + len(self._lists.names["function"])
        return f"'{TO_FILL}'!${letter}${self._row + 1}:${letter}${last}"


def lacking_texts(title: str, held: Placed, sheets: Sheets) -> str:
    """How many projects of the ledger have no text under a title."""
    projects, spent = sheets.by_list["projects"], sheets.by_list["expenditure"]
    letter = letter_of(projects.at("name"))
    first = projects.first + 1
    names = f"'{projects.sheet.name}'!${letter}${first}:${letter}${first + _PROJECTS - 1}"
    owner = column(held, 0)
    texts = f'{owner},{names}&"",{held.range("title")},{quoted(title)},{held.range("text")},"<>"'
    return (
        f'SUMPRODUCT(({names}<>"")*(COUNTIF({spent.range("project")},{names}&"")>0)'
        f"*(COUNTIFS({texts})=0))"
    )
