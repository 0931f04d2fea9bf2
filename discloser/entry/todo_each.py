"""What a pack asks of every unit, project, functional item or line, as formulas of open places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from discloser.compose.needs.condition import Atom, Fact, possible
from discloser.compose.needs.of_pack import Need
from discloser.compose.needs.values import ITEM
from discloser.entry.formulas import multiplied, narrowed, total, written
from discloser.entry.lists import Lists
from discloser.entry.sheets import Placed
from discloser.entry.todo_facts import OF_FIELDS, Facts
from discloser.entry.todo_places import NO, Sheets, column, letter_of, of_units, quoted
from discloser.read.workbook_layout import TO_FILL, Owner, Shape

_OWNERS = 200
"""How many units or projects are looked at; more would slow down typing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a need of each is filled in: a column of a sheet whose other columns are ``names``."""

    placed: Placed
    at: int
    names: tuple[str, ...]
    """The way to the columns: that of the need without its last step."""

    @property
    def label(self) -> str:
        """What is to be filled in, as the sheet 待填 calls it."""
        return f"{self.placed.sheet.name}·{self.placed.columns[self.at].title}"

    def column_of(self, atom: Atom) -> int | None:
        """The column of this sheet that a fact is about."""
        path = atom.subjects[:-1] if atom.fact is Fact.WORD else atom.subjects
        is_here = atom.fact in OF_FIELDS and path[:-1] == self.names
        return self.placed.at(path[-1]) if is_here and self.placed.has(path[-1]) else None


def place_of(need: Need, sheets: Sheets) -> Place | None:
    """Where a need of each is filled in."""
    for placed in sheets.by_name.values():
        sheet = placed.sheet
        base = tuple(map(str, (*sheet.owner_path, *sheet.lists[0][1])))
        rows = (ITEM,) if sheet.shape is Shape.ROWS else ()
        shapes = (Shape.ROWS, Shape.RECORD)
        is_here = sheet.shape in shapes and need.key[:-1] == (*base, *rows)
        if is_here and placed.has(need.key[-1]):
            return Place(placed, placed.at(need.key[-1]), need.key[:-1])
    return None


class Each:
    """Writes how many places of a need are open; those of items take helper cells from ``at``."""

    def __init__(self, target: Worksheet, lists: Lists, facts: Facts, at: tuple[int, int]) -> None:
        self._target = target
        self._lists = lists
        self._facts = facts
        self._sheets = facts.sheets
        self._row, self._column = at

    def opened(self, need: Need, place: Place) -> str:
        """How many places are open."""
        if place.placed.sheet.shape is Shape.ROWS:
            return self._lines(need, place)
        match place.placed.sheet.owner:
            case Owner.FUNCTION:
                return self._items(need, place)
            case Owner.PROJECT:
                return self._projects(need, place)
        return self._units(need, place)

    def rule(self, need: Need, place: Place) -> str:
        """When a cell of the column is marked, for the first row of the sheet."""
        row = place.placed.first + 1

        def cell(at: int) -> str:
            return f"${letter_of(at)}{row}"

        others = _filled_others(place, lambda at: f"(LEN({cell(at)})>0)")
        own = f'*({cell(len(place.placed.columns) - 1)}="")' if of_units(place.placed) else ""
        is_open = f'({cell(place.at)}=""){own}'
        return f"=({others})*{is_open}*{self._here(need, place, cell)}>0"

    def _lines(self, need: Need, place: Place) -> str:
        """Lines that say something, but not this."""
        placed = place.placed
        others = _filled_others(place, lambda at: f"(LEN({placed.cells_of(at)})>0)")
        own = f"*(LEN({placed.cells_of(len(placed.columns) - 1)})=0)" if of_units(placed) else ""
        here = self._here(need, place, placed.cells_of)
        return f"SUMPRODUCT(({others})*(LEN({placed.cells_of(place.at)})=0){own}*{here})"

    def _here(self, need: Need, place: Place, cells: Callable[[int], str]) -> str:
        """A need's condition by the cells of the same row, in numbers."""

        def known(atom: Atom) -> bool:
            return atom.fact is not Fact.ITEM_OF and self._is_known(atom, place)

        def write(atom: Atom) -> str:
            at = place.column_of(atom)
            return f"N({self._facts.of(atom)})" if at is None else _of_cells(atom, cells(at))

        return multiplied(possible(need.condition, known), write)

    def _units(self, need: Need, place: Place) -> str:
        units = self._sheets.by_list["units"]
        code, name = (_first_rows(units, units.at(field)) for field in ("code", "name"))
        owners = [f'{code}&""', f'{code}&" *"', f'{name}&""']
        return self._owners(need, place, owners, f'({name}<>"")')

    def _projects(self, need: Need, place: Place) -> str:
        projects, spent = self._sheets.by_list["projects"], self._sheets.by_list["expenditure"]
        names = _first_rows(projects, projects.at("name"))
        has_money = f'(COUNTIF({spent.range("project")},{names}&"")>0)'
        return self._owners(need, place, [f'{names}&""'], f'({names}<>"")*{has_money}')

    def _owners(self, need: Need, place: Place, owners: Sequence[str], there: str) -> str:
        """How many owners have nothing in the column; they may be spelt in several ways."""
        counted = _counting(place, owners)

        def write(atom: Atom) -> str:
            at = place.column_of(atom)
            return f"N({self._facts.of(atom)})" if at is None else _of_counts(atom, at, counted)

        def known(atom: Atom) -> bool:
            return atom.fact is not Fact.ITEM_OF and self._is_known(atom, place)

        here = multiplied(possible(need.condition, known), write)
        return f"SUMPRODUCT({there}*({counted(place.at, '<>')}=0)*{here})"

    def _items(self, need: Need, place: Place) -> str:
        """Helper cells say of each functional item whether it is open."""
        books = [
            p for p in self._sheets.by_list.values() if p.sheet.is_ledger and p.has("function")
        ]

        def known(atom: Atom) -> bool:
            return atom.fact is Fact.ITEM_OF or self._is_known(atom, place)

        condition = possible(need.condition, known)
        codes = self._lists.names["function"]
        for row, code in enumerate(codes, start=self._row):
            counted = _counting(place, [quoted(f"{code}*")])
            needed = written(condition, self._of_item(code, place, counted))
            lines = "+".join(
                f"COUNTIF({book.range('function')},{quoted(f'{code}*')})" for book in books
            )
            opened = f"AND({needed},{counted(place.at, '<>')}=0)"
            formula = f"=IF({lines}=0,0,IF({opened},1,0))"
            self._target.write_formula(row, self._column, formula, None, 0)
        letter = letter_of(self._column)
        self._column += 1
        return f"SUM('{TO_FILL}'!${letter}${self._row + 1}:${letter}${self._row + len(codes)})"

    def _of_item(
        self, code: str, place: Place, counted: Callable[[int, str], str]
    ) -> Callable[[Atom], str]:
        def write(atom: Atom) -> str:
            at = place.column_of(atom)
            if at is not None:
                return _of_counts(atom, at, counted)
            if atom.fact is not Fact.ITEM_OF:
                return self._facts.of(atom)
            part = narrowed(
                self._facts.pack.measures[atom.subjects[0]].selection, "function_item", code
            )
            return f"ROUND({total(part, 'amount', self._sheets.by_list)},6)<>0"

        return write

    def _is_known(self, atom: Atom, place: Place) -> bool:
        return place.column_of(atom) is not None or self._facts.knows(atom)


def _filled_others(place: Place, test: Callable[[int], str]) -> str:
    """Whether a line says something, or a row has an owner, beside what is asked for."""
    placed = place.placed
    if placed.sheet.shape is Shape.RECORD:
        return test(0)
    ats = [placed.at(str(each.path[0])) for each in placed.columns if each.path]
    tests = [test(at) for at in ats if at != place.at]
    return f"({'+'.join(tests)})>0" if tests else "0"


def _of_cells(atom: Atom, cells: str) -> str:
    """A fact about cells, as numbers."""
    match atom.fact:
        case Fact.GIVEN:
            return f"(LEN({cells})>0)"
        case Fact.NOUGHT:
            return f'((LEN({cells})>0)*(({cells}=0)+({cells}="{NO}"))>0)'
    return f"({cells}={quoted(atom.subjects[-1])})"


def _of_counts(atom: Atom, at: int, counted: Callable[[int, str], str]) -> str:
    """A fact about the row of an owner."""
    match atom.fact:
        case Fact.GIVEN:
            return f"(({counted(at, '<>')})>0)"
        case Fact.NOUGHT:
            return f"(({counted(at, '0')}+{counted(at, NO)})>0)"
    return f"(({counted(at, atom.subjects[-1])})>0)"


def _counting(place: Place, owners: Sequence[str]) -> Callable[[int, str], str]:
    """Counts the rows of some owners that have something in a column."""
    held = column(place.placed, 0)

    def counted(at: int, criterion: str) -> str:
        cells = place.placed.cells_of(at)
        each = (f"COUNTIFS({held},{owner},{cells},{quoted(criterion)})" for owner in owners)
        return f"({'+'.join(each)})"

    return counted


def _first_rows(placed: Placed, at: int) -> str:
    letter = letter_of(at)
    return f"'{placed.sheet.name}'!${letter}${placed.first + 1}:${letter}${placed.first + _OWNERS}"
