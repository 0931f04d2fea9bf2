"""The rows of a ledger grid: its lines, and the totals that it prints beside and below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from discloser.finding import Finding
from discloser.importing.grid_rows import Amount, GridRow, yuan_of
from discloser.importing.grid_sums import is_sum, label_of, totals_of
from discloser.importing.header import Heads
from discloser.importing.texts import Text, text_of
from discloser.importing.titles import Part, Role, Title
from discloser.location import Location
from discloser.read.cell_text import cell_text
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import NOTHING, Cell, Grid, Row
from discloser.read.workbook_columns import ValueKind
from discloser.read.workbook_values import amount, classified

_KINDS = {
    Role.UNIT: ValueKind.TEXT,
    Role.FUNCTION: ValueKind.CLASSIFIED,
    Role.DEPARTMENT_ECONOMIC: ValueKind.CLASSIFIED,
    Role.GOVERNMENT_ECONOMIC: ValueKind.CLASSIFIED,
    Role.CARRIED_OVER: ValueKind.FLAG,
}
_LONG = 3
"""How many digits the number of a column does not have."""
_LEVELS = (Part.CLASS, Part.DIVISION, Part.ITEM)


@dataclass(frozen=True, slots=True)
class LedgerGrid:
    """A ledger grid: where it stands, its titles, its lines and the rows that are their totals.

    ``hidden_rows`` are those of both that the sheet does not show, counted from 0.
    """

    file: str
    sheet: str
    heads: Heads
    lines: tuple[GridRow, ...]
    totals: tuple[GridRow, ...]
    hidden_rows: tuple[int, ...] = ()
    is_hidden: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """File and sheet, as messages call it."""
        return f"{self.file} {self.sheet}"


def read_grid(grid: Grid, heads: Heads, file: str) -> LedgerGrid:
    """Read the rows below the titles of a grid."""
    reading = _Reading(grid, heads, file)
    rows = [reading.row(number, cells) for number, cells in reading.below()]
    found = _filled_down([row for row in rows if row is not None], heads)
    totals = totals_of(found)
    return LedgerGrid(
        file,
        grid.name,
        heads,
        tuple(row for row in found if row.number not in totals),
        tuple(row for row in found if row.number in totals),
        tuple(sorted(row.number for row in found if row.number in grid.hidden_rows)),
        grid.hidden,
        (*grid.findings, *reading.findings),
    )


@dataclass
class _Reading:
    """One pass over the rows below the titles."""

    grid: Grid
    heads: Heads
    file: str
    findings: list[Finding] = field(default_factory=list)
    _known: dict[tuple[Cell, ValueKind], str] = field(default_factory=dict)
    """What cells say of which nothing is to be told; one that stands many times is read once."""

    def below(self) -> Iterator[tuple[int, Row]]:
        """The rows below the titles, each with what merged cells say for it; not the numbering."""
        spread = self._spread()
        for number, cells in self.grid.rows.items():
            if not self.heads.first <= number <= self.heads.last or number in self.heads.repeated:
                continue
            if number == self.heads.first and _is_numbering(cells):
                continue
            yield number, {**spread.get(number, NOTHING), **cells}

    def _spread(self) -> dict[int, dict[int, Cell]]:
        """What merged cells in the columns of keys say for the rows below their first."""
        keys = set(self.heads.keys.values())
        found: dict[int, dict[int, Cell]] = {}
        for top, left, bottom, _ in self.grid.merged:
            cell = self.grid.cell(top, left)
            if top >= self.heads.first and left in keys and cell is not None:
                for row in range(top + 1, bottom + 1):
                    found.setdefault(row, {})[left] = cell
        return found

    def row(self, number: int, cells: Row) -> GridRow | None:
        """What a row says, or None where it has no amount."""
        amounts = [*self._amounts(number, cells, self.heads.amounts)]
        titles = dict.fromkeys(self.heads.totals, Title(Role.AMOUNT))
        totals = [*self._amounts(number, cells, titles)]
        if not amounts and not totals:
            return None
        keys: dict[Role, Text] = {}
        codes: dict[Role, Text] = {}
        found: dict[Role, dict[Part, Text]] = {}
        for (role, part), at in self.heads.keys.items():
            cell = cells.get(at)
            text = self._text(number, at, cell, role, part) if cell is not None else None
            if text is not None:
                found.setdefault(role, {})[part] = text
        for role, parts in found.items():
            _join(role, parts, keys, codes)
        aside = self.heads.amounts.keys() | self.heads.totals.keys()
        label = label_of(text_of(cell) for at, cell in cells.items() if at not in aside)
        nameless = not keys.keys() - {Role.UNIT, Role.FUND, Role.CARRIED_OVER, Role.YEAR}
        if nameless and not label:
            label = "合计"
        return GridRow(number, keys, codes, tuple(amounts), tuple(totals), label)

    def _amounts(self, number: int, cells: Row, titles: Mapping[int, Title]) -> Iterator[Amount]:
        for at, title in titles.items():
            cell = cells.get(at)
            if cell is None:
                continue
            place = self._place(number, at)
            text, doubt = cell_text(cell, ValueKind.MONEY)
            if doubt is not None:
                self.findings.append(doubt.at(place))
            written = amount(text.strip())
            yuan = yuan_of(written, title.unit or self.heads.caption.money_unit)
            if written and yuan != 0:
                yield Amount(written, place, title, at, yuan)

    def _text(self, number: int, at: int, cell: Cell, role: Role, part: Part) -> Text | None:
        kind = ValueKind.CLASSIFIED if part not in (Part.WHOLE, Part.NAME) else _KINDS.get(role)
        key = cell, kind or ValueKind.TEXT
        text = self._known.get(key)
        if text is None:
            text, doubt = cell_text(*key)
            text = text.strip()
            if doubt is not None:
                self.findings.append(doubt.at(self._place(number, at)))
            else:
                self._known[key] = text
        return Text(text, self._place(number, at)) if text else None

    def _place(self, row: int, column: int) -> Location:
        return Location(self.file, sheet=self.grid.name, cell=cell_name(row, column))


def _join(
    role: Role, parts: Mapping[Part, Text], keys: dict[Role, Text], codes: dict[Role, Text]
) -> None:
    """Put the parts of a code and its name together: ``2010301 行政运行``."""
    code = parts.get(Part.CODE) or _of_levels(parts)
    name = parts.get(Part.WHOLE) or parts.get(Part.NAME)
    if code is not None:
        codes[role] = code
    if role is Role.PROJECT:
        if name is not None:
            keys[role] = name
    elif code is not None and name is not None:
        keys[role] = Text(f"{code.text} {name.text}", code.place)
    elif code is not None or name is not None:
        keys[role] = code or name  # type: ignore[assignment]


def _of_levels(parts: Mapping[Part, Text]) -> Text | None:
    """The code that the columns 类, 款 and 项 make."""
    found = [parts[part] for part in _LEVELS if part in parts]
    if not found:
        return None
    return Text(code_of_levels([classified(text.text) for text in found]), found[-1].place)


def code_of_levels(texts: list[str]) -> str:
    """The code of a class, a division and an item, each alone or with those before it."""
    code = ""
    for text, digits in zip(texts, (3, 2, 2), strict=False):
        code = text if text.startswith(code) else code + text.zfill(digits)
    return code


def _is_numbering(cells: Row) -> bool:
    """Whether a row numbers the columns: 栏次, 1, 2, 3 …"""
    texts = [cell.shown or "" for cell in cells.values()]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < _LONG]
    in_turn = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return in_turn and len(numbers) >= max(2, len(texts) - 2)


def _filled_down(rows: list[GridRow], heads: Heads) -> list[GridRow]:
    """The lines with what is written once above them: their unit, and their functional item.

    Where another unit begins, an item above is not this one's.
    """
    asked: list[Role] = [role for role in (Role.UNIT, Role.FUNCTION) if role in heads.roles]
    above: dict[Role, Text] = {}
    made = []
    for row in rows:
        if Role.UNIT in row.keys and row.keys[Role.UNIT] != above.get(Role.UNIT):
            above.pop(Role.FUNCTION, None)
        above |= {
            role: row.keys[role]
            for role in asked
            if role in row.keys and not is_sum(row.keys[role].text)
        }
        missing = {role: above[role] for role in asked if role not in row.keys and role in above}
        if row.label or not missing:
            made.append(row)
        else:
            keys: dict[Role, Text] = {**row.keys, **missing}
            made.append(replace(row, keys=keys, filled=frozenset(missing)))
    return made
