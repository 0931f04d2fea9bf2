"""The proof of an import: every number that the files print, beside what the lines give.

A total is reproduced where the lines that it stands for add up to it exactly, as the exports of
the budget system are not rounded, or, in published tables, to what is printed as it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from discloser.importing.form import Form
from discloser.importing.form_columns import About, Columns
from discloser.importing.grid import LedgerGrid
from discloser.importing.grid_rows import Amount
from discloser.importing.grid_sums import meant_by, running
from discloser.importing.information import Told
from discloser.importing.lines import EXPENDITURE, Line
from discloser.location import Location
from discloser.model.values import Fund


@dataclass(frozen=True, slots=True)
class Proved:
    """A printed number: what it is called, where it stands, what it says and what the lines give.

    Amounts are in 元; ``printed`` is None where the cell is no number. ``rounds`` says that what
    the lines give prints as the number, which is rounded.
    """

    name: str
    place: Location
    printed: Decimal | None
    derived: Decimal
    is_line: bool = False
    rounds: bool = False

    @property
    def holds(self) -> bool:
        """Whether the lines reproduce the number."""
        return self.rounds or self.printed == self.derived


@dataclass(frozen=True, slots=True)
class Proof:
    """All numbers of the files; those of lines are reproduced where they are in the draft."""

    numbers: tuple[Proved, ...]

    @property
    def held(self) -> int:
        """How many numbers are reproduced."""
        return sum(each.holds for each in self.numbers)

    @property
    def totals(self) -> tuple[Proved, ...]:
        """The numbers that are totals, and those of lines that are not reproduced."""
        return tuple(each for each in self.numbers if not (each.is_line and each.holds))

    @property
    def broken(self) -> tuple[Proved, ...]:
        """The numbers that are not reproduced."""
        return tuple(each for each in self.numbers if not each.holds)


def prove_grids(
    grids: list[LedgerGrid], lines: Iterable[Line], aside: Iterable[Line]
) -> Iterator[Proved]:
    """Hold every number of ledger grids against the lines that were made of them.

    Lines ``aside`` were left out of the draft; the totals of their grid have them in.
    """
    own, others = _by_source(lines), _by_source(aside)
    for number, grid in enumerate(grids):
        yield from _grid(grid, own.get(number, []), others.get(number, []))


def prove_forms(
    forms: list[list[Form]], columns: Columns, lines: Iterable[Line]
) -> Iterator[Proved]:
    """Hold the numbers of final-accounts forms against the lines that were made of them.

    The numbers are those of the columns that are understood; a row without a code is of all
    functional items.
    """
    own = _by_source(lines)
    first = max(own, default=0) + 1 - len(forms)
    for number, held in enumerate(forms, start=first):
        index = _Index(own.get(number, []))
        for form in held:
            for at, about in columns.of(form):
                for row in form.rows:
                    figure = row.figures.get(at)
                    if figure is not None:
                        name = "·".join(dict.fromkeys((row.name or "合计", *form.columns[at])))
                        derived = index.sum(about, row.code)
                        yield Proved(name, figure.place, figure.yuan, derived)


def prove_expenses(told: list[Told], lines: list[Line]) -> Iterator[Proved]:
    """Hold the expenses of 机构运行信息表 against the lines of the general public budget."""
    about = {
        each.economic: About(
            EXPENDITURE, (Fund.GENERAL_PUBLIC_BUDGET.value,), economic=each.economic
        )
        for each in told
        if each.economic
    }
    whole = _Index(lines)
    for economic, sought in about.items():
        printed = [each for each in told if each.economic == economic]
        amount = sum((each.value for each in printed), Decimal())
        yield Proved(printed[0].name, printed[0].place, amount, whole.sum(sought, ""))


class _Index:
    """The lines of one unit by what forms ask for."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._sums: dict[tuple[str, ...], Decimal] = {}
        for line in lines:
            key = (line.book, *(line.values.get(name, "") for name in _ASKED))
            self._sums[key] = self._sums.get(key, Decimal()) + (line.yuan or Decimal())

    def sum(self, about: About, function: str) -> Decimal:
        """The amount of 元 that the lines give for a cell."""
        found = Decimal()
        for (book, fund, kind, category, economic, item), amount in self._sums.items():
            if (
                book == about.book
                and (not about.funds or fund in about.funds)
                and about.kind in ("", kind)
                and about.category in ("", category)
                and economic.startswith(about.economic)
                and item.startswith(function)
            ):
                found += amount
        return found


_ASKED = ("fund", "kind", "category", "department_economic", "function")


def _by_source(lines: Iterable[Line]) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in lines:
        found.setdefault(line.source, []).append(line)
    return found


def _grid(grid: LedgerGrid, lines: list[Line], aside: list[Line]) -> Iterator[Proved]:
    for line in lines:
        place = line.places["amount"]
        yield Proved("明细", place, line.yuan, line.yuan or Decimal(), is_line=True)
    by_row: dict[int, list[Line]] = {}
    for line in (*lines, *aside):
        by_row.setdefault(line.row, []).append(line)
    for row in grid.lines:
        for total in row.totals:
            yield _proved("本行合计", total, by_row.get(row.number, []), grid)
    before: dict[str, int] = {}
    for row in grid.totals:
        rows = meant_by(row, before, grid.lines)
        meant = [line for each in rows for line in by_row.get(each.number, [])]
        before[running(row)] = row.number
        for amount in (*row.amounts, *row.totals):
            yield _proved(row.label or "小计", amount, meant, grid)


def _proved(name: str, total: Amount, lines: Iterable[Line], grid: LedgerGrid) -> Proved:
    parts = grid.heads.totals.get(total.column, frozenset((total.column,)))
    derived = sum((each.yuan or Decimal() for each in lines if each.column in parts), Decimal())
    return Proved(name, total.place, total.yuan, derived)
