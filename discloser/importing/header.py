"""The titles of a ledger grid: which rows of a sheet they fill, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from discloser.importing.caption import Caption, read_caption
from discloser.importing.texts import text_of
from discloser.importing.titles import Part, Role, Title, Titles, is_field_name
from discloser.read.spreadsheet.cell import NOTHING, Grid

_DEEPEST = 3
_LEAST_ROLES = 4
"""How many columns of a ledger a row of titles must know to be one."""
_LEAST_TITLES = 3
"""How many titles a row among lines must have to be looked at as a row of titles."""
_NO_END = 1 << 30


@dataclass(frozen=True, slots=True)
class Heads:
    """What the titles of a grid say.

    ``keys`` has the columns of a line's keys by role and part, ``amounts`` those of its amounts by
    their position from 0; ``totals`` those that others add up to, with the positions of these;
    ``unknown`` the titles of columns that are not read. ``first`` is the first row below the
    titles, ``last`` the last row before those of the next table; ``repeated`` has the rows of the
    same titles on later pages.
    """

    row: int
    first: int
    keys: Mapping[tuple[Role, Part], int]
    amounts: Mapping[int, Title]
    totals: Mapping[int, frozenset[int]] = field(default_factory=dict)
    unknown: Mapping[int, str] = field(default_factory=dict)
    is_source_data: bool = False
    last: int = _NO_END
    repeated: frozenset[int] = frozenset()
    caption: Caption = field(default_factory=Caption)

    @property
    def roles(self) -> frozenset[Role]:
        """What the grid says of its lines."""
        found = {role for role, _ in self.keys}
        if self.amounts:
            found.add(Role.AMOUNT)
        if any(title.fund for title in self.amounts.values()):
            found.add(Role.FUND)
        return frozenset(found)


def find_heads(grid: Grid, titles: Titles, file: str) -> tuple[Heads, ...]:
    """Find the titles of the ledger grids of a sheet, one below the other, from the top."""
    found: list[Heads] = []
    for row in _rows_of_titles(grid, titles):
        heads = _best(grid, titles, range(row, row + _DEEPEST))
        if heads is None or (found and heads.row < found[-1].first):
            continue
        heads = replace(heads, caption=read_caption(grid, file, heads.row))
        if not found:
            found.append(heads)
        elif _say_the_same(found[-1], heads):
            again = found[-1].repeated | set(range(heads.row, heads.first))
            found[-1] = replace(found[-1], repeated=again)
        else:
            found[-1] = replace(found[-1], last=heads.row - 1)
            found.append(heads)
    return tuple(found)


def _best(grid: Grid, titles: Titles, rows: range) -> Heads | None:
    """Of the rows those that explain most as titles; None where they explain no ledger grid."""
    best: Heads | None = None
    merged = merged_texts(grid, range(rows.start, rows.stop + _DEEPEST))
    for row in filter(grid.rows.__contains__, rows):
        for depth in range(1, _DEEPEST + 1):
            heads = _heads(grid, merged, row, depth, titles)
            known = len(heads.roles)
            if known < _LEAST_ROLES or Role.AMOUNT not in heads.roles:
                continue
            if best is None or _worth(heads) > _worth(best):
                best = heads
    return best


def _rows_of_titles(grid: Grid, titles: Titles) -> Iterator[int]:
    """The rows that look like titles: several texts that are titles, and no number."""
    known: dict[str, bool] = {}
    for row, cells in grid.rows.items():
        if any(isinstance(cell.value, float) for cell in cells.values()):
            continue
        texts = {text for cell in cells.values() if (text := text_of(cell))}
        for text in texts - known.keys():
            known[text] = titles.read((text,)) is not None
        if sum(known[text] for text in texts) >= _LEAST_TITLES:
            yield row


def _say_the_same(one: Heads, other: Heads) -> bool:
    """Whether the titles of a later page are those of the table that goes on there."""
    columns = (one.keys, one.amounts, one.totals) == (other.keys, other.amounts, other.totals)
    return columns and not one.caption.differs(other.caption)


def _worth(heads: Heads) -> tuple[int, int, int]:
    """How much a choice of rows explains; of equal ones the lower and shorter go first."""
    columns = len(heads.keys) + len(heads.amounts) + len(heads.totals)
    return len(heads.roles), columns, -(heads.first - heads.row)


def _heads(
    grid: Grid, merged: Mapping[tuple[int, int], str], row: int, depth: int, titles: Titles
) -> Heads:
    words = words_of(grid, merged, range(row, row + depth))
    keys: dict[tuple[Role, Part], int] = {}
    ranks: dict[tuple[Role, Part], Title] = {}
    amounts: dict[int, Title] = {}
    unknown: dict[int, str] = {}
    for at, texts in words.items():
        title = titles.read(texts)
        if title is None:
            unknown[at] = "·".join(dict.fromkeys(filter(None, texts)))
        elif title.role is Role.AMOUNT:
            amounts[at] = title
        else:
            key = (title.role, title.part)
            if key in ranks and ranks[key].rank <= title.rank:
                unknown[at] = texts[-1]
                continue
            if key in keys:
                unknown[keys[key]] = words[keys[key]][-1]
            keys[key], ranks[key] = at, title
    amounts, totals = _without_totals(amounts, titles)
    last = [texts[-1] for texts in words.values() if texts]
    is_source = depth == 1 and bool(last) and all(map(is_field_name, last))
    return Heads(row, row + depth, keys, amounts, totals, unknown, is_source_data=is_source)


def _without_totals(
    amounts: Mapping[int, Title], titles: Titles
) -> tuple[dict[int, Title], dict[int, frozenset[int]]]:
    """The amounts of lines, and those that others in the same row add up to, with these.

    Where funds have columns of their own, an amount without a fund is their total, and so is a
    fund that others are parts of (财政拨款 beside 一般公共预算). Of several amounts without a fund
    the best title has the lines' amounts.
    """
    funds = {at: title for at, title in amounts.items() if title.fund or title.carries_over}
    if not funds:
        plain = [at for at, title in amounts.items() if not title.is_total]
        best = min(plain, key=lambda at: amounts[at].rank, default=None)
        kept = {} if best is None else {best: amounts[best]}
        return kept, {at: frozenset(kept) for at in amounts if at not in kept}
    meant = {at: titles.meanings(title.fund) for at, title in funds.items()}
    single = {next(iter(found)) for found in meant.values() if len(found) == 1}
    kept = {at: each for at, each in funds.items() if len(meant[at]) <= 1 or not meant[at] & single}
    totals = {}
    for at, title in amounts.items():
        if at in kept:
            continue
        parts = frozenset(
            each
            for each, other in kept.items()
            if (meant[each] <= meant[at] and not other.carries_over if at in meant else True)
            and (not title.is_total or not title.group or other.group == title.group)
        )
        totals[at] = parts or frozenset(kept)
    return kept, totals


def words_of(
    grid: Grid, merged: Mapping[tuple[int, int], str], rows: range
) -> dict[int, tuple[str, ...]]:
    """The titles of each column, from the top; a title above several stands over each of them."""
    columns = sorted({at for row in rows for at in grid.rows.get(row, NOTHING)})
    found: dict[int, list[str]] = {at: [] for at in columns}
    for row in rows:
        above = ""
        is_last = row == rows[-1]
        for at in columns:
            covered = merged.get((row, at))
            text = covered or text_of(grid.cell(row, at))
            if text:
                above = "" if covered else text
            elif not is_last and text_of(grid.cell(row + 1, at)):
                text = above  # written once at the left of what it stands over
            found[at].append(text)
    return {at: tuple(filter(None, texts)) for at, texts in found.items() if any(texts)}


def merged_texts(grid: Grid, rows: range) -> dict[tuple[int, int], str]:
    """The texts of the merged ranges that begin in rows, at each place there that they cover."""
    return {
        (row, at): text_of(grid.cell(top, left))
        for top, left, bottom, right in grid.merged
        if top in rows
        for row in range(top, min(bottom, rows.stop - 1) + 1)
        for at in range(left, min(right, left + 200) + 1)
    }
