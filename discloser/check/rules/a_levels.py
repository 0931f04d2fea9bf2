"""Tables that list codes level by level list every level of each, and a total (A21, A22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule
from discloser.location import Location

LEVEL = Rule(
    "A21",
    "科目没有逐级列全",
    "“{table}”里有“{label}”，没有{missing}；别的科目都是逐级列的。",
    "请核对是不是少了一行，或者编码写错了。",
)
TOTAL = Rule(
    "A22",
    "表里没有合计",
    "“{table}”没有合计一行，这份文本里别的分科目的表都有。",
    "请核对是不是少了一行；本地的表式没有合计的，不用改。",
)
_NAMES = {3: "类", 5: "款", 7: "项"}
_TREES = ("2", "3", "5")
"""What functional, department economic and government economic codes begin with."""
_FEWEST_ROWS, _FEWEST_TABLES = 2, 3


@document_check(LEVEL, says_all=True)
def every_level_of_a_code_is_listed(reading: Reading) -> Iterator[Outcome]:
    """The classes and groups of all that stands deeper, and something deeper of each of them."""
    sheets = [table.sheet for table in reading.reader.tables]
    for tree in _TREES:
        found = [(sheet, _by_code(sheet, tree)) for sheet in sheets]
        for upper, lower in pairwise(_NAMES):
            listed = [_Listed.of(sheet, rows, upper, lower) for sheet, rows in found]
            yield from _held_to_each_other([each for each in listed if each.deeper], _NAMES[lower])


def _by_code(sheet: Sheet, tree: str) -> Mapping[str, int]:
    """The codes of one classification in a table, each with the first row of it."""
    found: dict[str, int] = {}
    for row in sheet.rows:
        for code in sheet.codes(row):
            if len(code) in _NAMES and code.startswith(tree):
                found.setdefault(code, row)
    return found


@dataclass(frozen=True, slots=True)
class _Listed:
    """The codes of two levels that a table lists, each with its row.

    ``above`` has the codes that those ``deeper`` belong to.
    """

    sheet: Sheet
    upper: Mapping[str, int]
    deeper: Mapping[str, int]
    above: Mapping[str, int]

    @classmethod
    def of(cls, sheet: Sheet, rows: Mapping[str, int], upper: int, lower: int) -> _Listed:
        """Those of two lengths."""
        deeper = {code: row for code, row in rows.items() if len(code) == lower}
        above: dict[str, int] = {}
        for code, row in deeper.items():
            above.setdefault(code[:upper], row)
        listed = {code: row for code, row in rows.items() if len(code) == upper}
        return cls(sheet, listed, deeper, above)

    @property
    def both(self) -> int:
        """How many codes of the upper level it lists with something below them."""
        return len(self.above.keys() & self.upper.keys())

    @property
    def orphans(self) -> Mapping[str, int]:
        """The codes of the upper level that are not listed, with the first row below each."""
        return {code: row for code, row in self.above.items() if code not in self.upper}

    @property
    def childless(self) -> list[int]:
        """The rows of the upper level that have an amount, and nothing below them."""
        rows = (row for code, row in self.upper.items() if code not in self.above)
        return [row for row in rows if _has_amount(self.sheet, row)]


def _held_to_each_other(tables: Sequence[_Listed], deeper: str) -> Iterator[Outcome]:
    """What a table lists for most of its codes, it lists for all; of one code, what others do."""
    for table in tables:
        if table.both:
            yield Held(LEVEL.code, table.both)
        others = [each for each in tables if each is not table]
        usual = len(others) >= _FEWEST_TABLES and all(not each.orphans for each in others)
        if len(table.orphans) <= table.both or (usual and not table.both):
            for code, row in sorted(table.orphans.items()):
                yield _told(table.sheet, row, f"上级的“{code}”")
        if len(table.childless) <= table.both:
            for row in table.childless:
                yield _told(table.sheet, row, f"它下面的{deeper}")


def _told(sheet: Sheet, row: int, missing: str) -> Finding:
    return LEVEL.at(
        _place(sheet, row),
        table=sheet.caption,
        label=sheet.row_label(row),
        missing=missing,
    )


def _place(sheet: Sheet, row: int) -> Location:
    column = next((c for c, text in enumerate(sheet.texts[row]) if text.strip().isdigit()), 0)
    return sheet.place(row, column)


def _has_amount(sheet: Sheet, row: int) -> bool:
    amounts = (sheet.read(row, c) for c, is_one in enumerate(sheet.amount_columns) if is_one)
    return any(amount is not None and amount.value for amount in amounts)


@document_check(TOTAL, says_all=True)
def every_table_of_codes_has_a_total(reading: Reading) -> Iterator[Outcome]:
    """Where a document's tables of codes have totals, one that has none has lost it."""
    coded = [t.sheet for t in reading.reader.tables if t.role and _is_coded(t.sheet)]
    without = [sheet for sheet in coded if not _has_total(sheet)]
    with_total = len(coded) - len(without)
    if with_total < _FEWEST_TABLES or len(without) > with_total // _FEWEST_TABLES:
        return
    yield Held(TOTAL.code, with_total)
    for sheet in without:
        yield TOTAL.at(sheet.own_place, table=sheet.caption)


def _is_coded(sheet: Sheet) -> bool:
    return sum(1 for row, _ in sheet.coded_rows() if _has_amount(sheet, row)) >= _FEWEST_ROWS


def _has_total(sheet: Sheet) -> bool:
    """Whether a row, or a side of the form, is called a total."""
    if sheet.total_row is not None:
        return True
    texts = (text for row in sheet.rows for text in sheet.texts[row])
    return any(word in text for text in texts for word in sheet.words.totals)


CHECKS = (every_level_of_a_code_is_listed, every_table_of_codes_has_a_total)
