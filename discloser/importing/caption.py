"""What stands above a table of an export: its money unit, whose it is, of which year and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from discloser.classification.forms import bare
from discloser.importing.texts import Text, text_of
from discloser.location import Location
from discloser.model.values import Fund, Kind
from discloser.read.spreadsheet.address import cell_name
from discloser.read.spreadsheet.cell import NOTHING, Grid
from discloser.read.workbook_titles import unit_said

_PIECES = re.compile(r"\s{2,}|\t|\u3000+")
_OWNER = re.compile(r"(?:编制|填报|预算|填表)?(?:单位|部门)(?:名称)?\s*[:：]\s*(.+)")
_YEAR = re.compile(r"(20\d{2})\s*年(?!\s*\d{1,2}\s*月)")
_TITLED = re.compile("预算|决算|年度|明细")
_ROWS = 8
"""How far above its titles a table's own title may stand."""
_MOST_CELLS = 4
"""A row of more texts is a line, not a title."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What is said above a table; ``owner`` is the unit whose table it is."""

    money_unit: str = ""
    owner: Text | None = None
    year: Text | None = None
    kind: Kind | None = None

    def differs(self, other: Caption) -> bool:
        """Whether what stands here is said otherwise there; what is left out there is the same."""
        pairs = ((self.owner, other.owner), (self.year, other.year))
        return other.money_unit not in ("", self.money_unit) or any(
            theirs is not None and (own is None or own.text != theirs.text) for own, theirs in pairs
        )


def read_caption(grid: Grid, file: str, titles: int) -> Caption:
    """Read what stands above the row of titles, the nearest first, and the name of the sheet."""
    money_unit, owner, years, kinds = "", None, dict[str, Text](), list[Kind]()
    sheet = Text(grid.name, Location(file, sheet=grid.name))
    for said in (*_pieces(grid, file, titles), sheet):
        money_unit = money_unit or unit_said(said.text)
        found = _OWNER.fullmatch(said.text)
        if found is not None and not unit_said(said.text):
            owner = owner or Text(found[1].strip(), said.place)
        if _TITLED.search(said.text):
            for year in _YEAR.findall(said.text):
                years.setdefault(year, Text(year, said.place))
            kinds += filter(None, (kind_said(said.text),))
    year = next(iter(years.values())) if len(years) == 1 else None
    return Caption(money_unit, owner, year, kinds[0] if kinds else None)


def is_caption(text: str) -> bool:
    """Whether a text says whose a table is or its money unit, and is no title of a column."""
    return bool(unit_said(text)) or _OWNER.fullmatch(text) is not None


def kind_said(text: str) -> Kind | None:
    """The kind of disclosure that a title is of; the names of funds have 预算 in any."""
    title = bare(text)
    for fund in Fund:
        title = title.replace(bare(fund.value), "")
    if "决算" in title:
        return Kind.FINAL_ACCOUNT
    return Kind.BUDGET if "预算" in title else None


def _pieces(grid: Grid, file: str, titles: int) -> Iterator[Text]:
    """The texts of the rows above; what stands wide apart in one cell is told apart."""
    for row in range(titles - 1, max(titles - 1 - _ROWS, -1), -1):
        cells = grid.rows.get(row, NOTHING)
        if len(cells) > _MOST_CELLS or any(isinstance(c.value, float) for c in cells.values()):
            return
        for at, cell in cells.items():
            place = Location(file, sheet=grid.name, cell=cell_name(row, at))
            for piece in _PIECES.split(text_of(cell)):
                if piece.strip():
                    yield Text(piece.strip(), place)
