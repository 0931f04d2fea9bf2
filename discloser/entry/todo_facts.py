"""The facts that needs depend on, as formulas over the ledger sheets and last year's figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlsxwriter.worksheet import Worksheet

from discloser.compose.needs.condition import Atom, Condition, Fact, possible
from discloser.compose.needs.values import ITEM
from discloser.entry.formulas import total, written
from discloser.entry.lists import Lists
from discloser.entry.sheets import Placed
from discloser.entry.todo_places import NO, Sheets, column, filled, letter_of, quoted
from discloser.money import MoneyUnit
from discloser.pack.number_formats import NumberFormatSpec
from discloser.pack.pack import Pack
from discloser.read.spreadsheet.address import cell_name
from discloser.read.workbook_layout import TO_FILL

AMOUNTS = ("amount", "initial_budget", "adjusted_budget")
_KNOWN, _PRIOR, _SAME = 3, 4, 5
"""The helper cells of a figure behind its three amounts."""
WIDTH = 6
OF_FIELDS = frozenset({Fact.GIVEN, Fact.NOUGHT, Fact.WORD})
"""The facts about fields of the input."""


class Facts:
    """Writes facts as formulas; each figure that they speak of gets a row of helper cells."""

    def __init__(
        self, target: Worksheet, lists: Lists, pack: Pack, sheets: Sheets, at: tuple[int, int]
    ) -> None:
        self._target = target
        self._lists = lists
        self.pack = pack
        self.sheets = sheets
        self._row, self._column = at
        self._rows: dict[str, int] = {}

    def formula(self, condition: Condition) -> str:
        """When a condition may hold, as a formula."""
        return written(possible(condition, self.knows), self.of)

    def knows(self, atom: Atom) -> bool:
        """Whether the workbook as a whole tells a fact."""
        if atom.fact in OF_FIELDS:
            return self._place(atom) is not None or bool(self._given_parts(atom))
        return atom.fact is not Fact.ITEM_OF

    def has_prior(self, name: str) -> str:
        """Whether last year's amount of a figure is given."""
        return f"{self._cell(name, _KNOWN)}=1"

    def of(self, atom: Atom) -> str:
        """A known fact as a formula."""
        if atom.fact in OF_FIELDS:
            return self._field(atom)
        name = atom.subjects[0] if atom.subjects else ""
        told: Mapping[Fact, Callable[[], str]] = {
            Fact.ZERO: lambda: f"ROUND({self._cell(name, 0)},6)=0",
            Fact.PRIOR: lambda: self.has_prior(name),
            Fact.SAME: lambda: f"{self._cell(name, _SAME)}=1",
            Fact.EQUAL_PRIORS: lambda: self._equal_priors(*atom.subjects),
            Fact.EQUAL: lambda: compared(atom, self._amounts(name)),
            Fact.LESS: lambda: compared(atom, self._amounts(name)),
            Fact.CHOSEN: lambda: self._chosen(*atom.subjects),
            Fact.REASON: lambda: self._has_reason(name),
            Fact.UNSURE: lambda: "TRUE",
        }
        return told[atom.fact]()

    def _place(self, atom: Atom) -> tuple[Placed, str] | None:
        path = atom.subjects[:-1] if atom.fact is Fact.WORD else atom.subjects
        return self.sheets.form_with(path) if ITEM not in path else None

    def _field(self, atom: Atom) -> str:
        found = self._place(atom)
        if found is None:
            parts = self._given_parts(atom)
            return f"({'+'.join(parts)})>0" if parts else "TRUE"
        placed, label = found
        criteria = {Fact.GIVEN: ("<>",), Fact.NOUGHT: ("0", NO)}
        wanted = criteria.get(atom.fact, (atom.subjects[-1],))
        return f"{'+'.join(filled(placed, (label,), each) for each in wanted)}>0"

    def _given_parts(self, atom: Atom) -> list[str]:
        """How much is filled in of a part of the input, sheet by sheet; of a field, nothing."""
        if atom.fact is not Fact.GIVEN or ITEM in atom.subjects:
            return []
        return list(self.sheets.filled_below(atom.subjects))

    def _amounts(self, name: str) -> dict[str, str]:
        return {amount: self._cell(name, number) for number, amount in enumerate(AMOUNTS)}

    def _equal_priors(self, one: str, other: str) -> str:
        equal = f"ROUND({self._cell(one, _PRIOR)}-{self._cell(other, _PRIOR)},6)=0"
        return f"AND({self.has_prior(one)},{self.has_prior(other)},{equal})"

    def _has_reason(self, name: str) -> str:
        held = self.sheets.holding("reasons")
        return f"{filled(held, self._lists.spelt('figures', name))}>0" if held else "FALSE"

    def _chosen(self, option: str, value: str) -> str:
        held = self.sheets.by_list["options"]
        names, values = column(held, 0), column(held, 1)
        label = quoted(self._lists.shown("options", option))
        default = str(self.pack.parameters[option].value(self.pack.year)) == value
        left = f'COUNTIFS({names},{label},{values},"<>")=0'
        chosen = f"COUNTIFS({names},{label},{values},{quoted(value)})>0"
        return f"OR(AND({left},{'TRUE' if default else 'FALSE'}),{chosen})"

    def _cell(self, name: str, number: int) -> str:
        """A helper cell of a figure: an amount, whether last year's is known, it, the same."""
        if name not in self._rows:
            self._rows[name] = self._row + len(self._rows)
            self._figure(name, self._rows[name])
        return f"'{TO_FILL}'!${letter_of(self._column + 1 + number)}${self._rows[name] + 1}"

    def _figure(self, name: str, row: int) -> None:
        target, selection = self._target, self.pack.measures[name].selection
        target.write_string(row, self._column, name)
        formulas = [total(selection, amount, self.sheets.by_list) for amount in AMOUNTS]
        held = self.sheets.holding("prior_year", "figures")
        if held is not None:
            labels = self._lists.spelt("figures", name)
            names, values, units = (column(held, number) for number in range(3))
            amount, known, prior = (
                cell_name(row, self._column + 1 + number) for number in (0, _KNOWN, _PRIOR)
            )
            moved = f"ABS(ROUND({amount}-{prior},6))/{self._per_wan_yuan()}"
            formulas += [
                f"IF({filled(held, labels)}>0,1,0)",
                "+".join(f'SUMIFS({values},{names},{quoted(each)},{units},"")' for each in labels),
                f"IF(AND({known}=1,ROUND({moved},{self._decimals()})=0),1,0)",
            ]
        for number, formula in enumerate(formulas):
            target.write_formula(row, self._column + 1 + number, f"={formula}", None, 0)

    def _per_wan_yuan(self) -> str:
        """How many of the file's money units are 1 万元."""
        for placed in self.sheets.by_name.values():
            for entry in placed.entries:
                if entry is not None and entry.path == ("money_unit",):
                    sheet = placed.sheet.name
                    at = f"MATCH({quoted(entry.title)},'{sheet}'!$A:$A,0)"
                    unit = f"IFERROR(INDEX('{sheet}'!$B:$B,{at}),\"\")"
                    return f'IF({unit}="{MoneyUnit.WAN_YUAN.value}",1,10000)'
        return "10000"

    def _decimals(self) -> int:
        """The decimals of amounts in sentences; all formats that may be chosen have as many."""
        parameters, year = self.pack.parameters, self.pack.year
        formats = parameters["number_formats"].value(year)
        spec = formats[parameters["text_amount"].value(year)]
        return NumberFormatSpec.model_validate(spec).format().decimals


def compared(atom: Atom, cells: Mapping[str, str]) -> str:
    """A comparison of two columns; anything else about a breakdown's part is taken as so."""
    if atom.fact not in (Fact.EQUAL, Fact.LESS):
        return "TRUE"
    _, one, other = atom.subjects
    sign = "=" if atom.fact is Fact.EQUAL else "<"
    return f"ROUND({cells[one]}-{cells[other]},6){sign}0"
