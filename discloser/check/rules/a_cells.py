"""Every amount of every table against the ledger, found by what its row and column are called.

The tables come from a pack's specs; the reader knows their titles and labels only, so that a wrong
filter in a pack is found as a wrong amount would be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from discloser.check.check import document_check, proof_check
from discloser.check.named import last_years
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.facts import Fact
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import PlacedTable
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Proof, Reading
from discloser.compute.ledger import Where
from discloser.finding import Rule, Severity
from discloser.model.unit import unit_key
from discloser.money import yuan_text
from discloser.vocabulary.labels import LabelGroup, LabelWords
from discloser.vocabulary.names import normal

CELL = Rule(
    "A05",
    "表中金额与台账不符",
    "{cell}印的是{printed}，台账中对应的各行合计{amount}。",
    "请核对模板包中这张表的口径；台账有误的，改台账。",
    is_cause=True,
)
LAST_YEAR = Rule(
    "A18",
    "表中上年数、增减额与填报的上年数不符",
    "{cell}印的是{printed}，按填报的上年数应为{amount}元。",
    "请核对上年数；填报的不对的，改“上年数”。",
)
UNKNOWN = Rule(
    "A06",
    "认不出这一行是什么口径",
    "“{table}”的{labels}不是当年的科目、资金、单位或项目，没有核对。",
    "请核对行名；确实是本地的说法，可以不管，或在模板包的 vocabulary.yaml 里写上它指什么。",
    Severity.WARNING,
)
UNKNOWN_COLUMNS = Rule(
    "A10",
    "认不出这些栏是什么口径",
    "“{table}”的{columns}认不出口径，这些格没有核对。",
    "不用处理；要核对的，请模板维护人员用通行的栏名，或在 vocabulary.yaml 里写上它指什么。",
    Severity.NOTE,
)
WAN = Decimal(10_000)
_SHOWN = 3
_LONG_LABEL = 6


@proof_check(CELL, LAST_YEAR, says_all=True)
def cells_equal_the_ledger(reading: Proof) -> Iterator[Outcome]:
    known, ledger = _Named(reading), reading.figures.both_years
    held = 0
    for fact in reading.reader.facts:
        meaning = known.by_key(fact.meaning)
        if not known.all_of(meaning):
            continue  # rows_are_known tells of it
        if meaning.compares and reading.figures.last_year is None:
            yield _by_figures(reading, fact)
            continue
        amount = ledger.total_of(meaning.parts, meaning.column)
        if fact.printed.stands_for(amount if fact.is_count else amount / WAN):
            held += 1
            continue
        lines = meaning.lines(ledger).of_column(meaning.column)
        yield CELL.at(
            fact.place,
            *(reading.sources.find(entry.path) for entry in lines),
            cell=fact.term.label,
            printed=str(fact.printed) if fact.is_count else fact.text,
            amount=f"{amount:f}" if fact.is_count else f"{yuan_text(amount)}元",
        )
    if held:
        yield Held(CELL.code, held)


def _by_figures(reading: Proof, fact: Fact) -> Outcome:
    """Hold an amount of last year, or a change, to the figures that the input gives of it."""
    amounts = list(last_years(reading, fact.meaning))
    if not amounts:
        return Unchecked(CELL.code, _NO_LAST_YEAR, fact.place)
    if any(fact.printed.stands_for(amount / WAN) for amount in amounts):
        return Held(CELL.code)
    return LAST_YEAR.at(
        fact.place, cell=fact.term.label, printed=fact.text, amount=yuan_text(amounts[0])
    )


_NO_LAST_YEAR = "没有填“上年输入文件”，上年逐项的数没有对"
_OWN_TABLE = "不是国家统一的表，没有逐格对台账"


@document_check(UNKNOWN, says_all=True)
def rows_are_known(reading: Reading) -> Iterator[Outcome]:
    known = _Named(reading)
    for table in reading.reader.tables:
        sheet = table.sheet
        if table.evaluation is not None:
            continue
        if not table.is_read:
            if any(sheet.amount_columns):
                yield Unchecked(CELL.code, _OWN_TABLE, sheet.own_place)
            continue
        # N28 tells of the rows of a declared line table
        unknown = [] if table.lines else list(_unknown_rows(table, known))
        words = list(_unknown_words(sheet, reading.words.labels))
        unnamed = list(_unnamed_rows(sheet)) if reading.given is None else []
        if not unknown and not words and not unnamed:
            yield Held(UNKNOWN.code)
            continue
        labels = _quoted(
            (
                *(sheet.row_label(r, c) for r, c in unknown),
                *(sheet.texts[r][c] for r, c in words),
                *("（没有行名的一行）" for _ in unnamed),
            )
        )
        places = [sheet.place(row, column) for row, column in (*unknown, *words, *unnamed)]
        yield UNKNOWN.at(*places, table=sheet.caption, labels=labels)
        yield Unchecked(CELL.code, f"“{sheet.caption}”的{labels}认不出口径", places[0])


@document_check(UNKNOWN_COLUMNS, says_all=True)
def columns_are_known(reading: Reading) -> Iterator[Outcome]:
    funds = frozenset(reading.words.labels.funds)
    for table in reading.reader.tables:
        if table.evaluation is not None:
            continue
        sheet, known = table.sheet, _known_columns(table)
        unknown = [
            column
            for column in range(sheet.grid.column_count)
            if sheet.amount_columns[column]
            and column not in known
            and (_prints(sheet, column) or _is_misspelt(sheet.headers[column], funds))
        ]
        if table.is_read and not unknown:
            yield Held(UNKNOWN_COLUMNS.code)
        elif table.is_read:
            columns = _quoted("·".join(sheet.headers[c]) or "（无栏名）" for c in unknown)
            yield UNKNOWN_COLUMNS.at(sheet.own_place, table=sheet.caption, columns=f"{columns}栏")
            yield Unchecked(CELL.code, f"“{sheet.caption}”的{columns}栏认不出口径", sheet.own_place)


def _quoted(labels: Iterable[str]) -> str:
    """Some labels, each once; the first ones of many."""
    found = [f"“{label}”" for label in dict.fromkeys(labels)]
    more = f"等 {len(found)} 处" if len(found) > _SHOWN else ""
    return "、".join(found[:_SHOWN]) + more


def _is_misspelt(header: tuple[str, ...], known: frozenset[str]) -> bool:
    """Whether a label is nearly that of a fund: 国有资产经营预算."""
    return any(
        label not in known and len(label) >= _LONG_LABEL and _differs_by_one(label, known)
        for label in header
    )


def _differs_by_one(label: str, known: frozenset[str]) -> bool:
    same = (name for name in known if len(name) == len(label))
    return any(sum(a != b for a, b in zip(name, label, strict=True)) == 1 for name in same)


def _known_columns(table: PlacedTable) -> set[int]:
    return {column for _, column in table.cells}


def _prints(sheet: Sheet, column: int) -> bool:
    """Tell whether a column prints an amount that is not zero."""
    amounts = (sheet.read(row, column) for row in sheet.rows)
    return any(printed is not None and printed.value for printed in amounts)


def _unknown_rows(table: PlacedTable, known: _Named) -> Iterator[tuple[int, int]]:
    """The first amount of each row that no lines are known for, in columns that are understood.

    Blank ones count beside a label.
    """
    sheet = table.sheet
    for row in sheet.rows:
        for column in sorted(_known_columns(table)):
            meaning = table.cells.get((row, column))
            if not sheet.amount_columns[column] or (meaning and known.all_of(meaning)):
                continue
            printed = sheet.read(row, column)
            labelled = table.role in _BALANCING and bool(normal(_left_text(sheet, row, column)))
            if printed is not None and (printed.value or labelled):
                yield row, column
                break


def _unnamed_rows(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """The first amount of each row that no text stands beside, in a table whose rows have names."""
    texts = [column for column, is_amount in enumerate(sheet.amount_columns) if not is_amount]
    for row in sheet.rows if texts else ():
        if any(sheet.texts[row][column].strip() for column in texts):
            continue
        for column, is_amount in enumerate(sheet.amount_columns):
            printed = sheet.read(row, column) if is_amount else None
            if printed is not None and printed.value:
                yield row, column
                break


def _unknown_words(sheet: Sheet, labels: LabelWords) -> Iterator[tuple[int, int]]:
    """The texts that name no fund, in a column of funds; so for a column of natures.

    A column in which no text is such a name speaks of something else, unless it is one of funds.
    """
    for column, header in enumerate(sheet.headers):
        group = labels.values.get(header[-1]) if header else None
        if group is None:
            continue
        known = labels.group(group)
        slots = [(row, normal(sheet.texts[row][column])) for row in sheet.rows]
        named = [text in known for _, text in slots if text]
        if any(named) or group is LabelGroup.FUNDS:
            yield from ((row, column) for row, text in slots if text and text not in known)


def _left_text(sheet: Sheet, row: int, column: int) -> str:
    """The text in the nearest column of labels to the left."""
    items = sheet.words.texts.items
    labels = (c for c in range(column - 1, -1, -1) if sheet.leaf(c) in items)
    return sheet.texts[row][next(labels, 0)]


_BALANCING = ("receipts_and_expenditure", "appropriation")


class _Named:
    """The units and projects that an input has, and what its declared lines say.

    Without an input any may be.
    """

    def __init__(self, reading: Reading) -> None:
        figures = reading.given
        self._known: dict[str, set[str]] = {}
        self._said: dict[str, dict[str, set[str]]] = {}
        self._keys: dict[str, str] = {}
        if figures is None:
            return
        self._known = {
            "unit": {unit_key(unit) for unit in figures.disclosure.units},
            "project": {project.name for project in figures.projects},
        }
        if figures.last_year is not None:
            last = figures.last_year
            self._known["unit"] |= {unit_key(unit) for unit in last.disclosure.units}
            self._known["project"] |= {project.name for project in last.projects}
        self._keys = {unit.name: unit_key(unit) for unit in figures.disclosure.units}
        for entry in figures.declared:
            of_book = self._said.setdefault(entry.side, {})
            for dimension, value in entry.dimensions.items():
                of_book.setdefault(dimension, set()).add(value)

    def by_key(self, meaning: Meaning) -> Meaning:
        """What a declared line table says of a unit by its name, by the key that its lines have."""
        if not any(side in self._said for side, _ in meaning.parts):
            return meaning
        parts = tuple((side, Where(tuple(self._keyed(where)))) for side, where in meaning.parts)
        return Meaning(parts, meaning.column)

    def _keyed(self, where: Where) -> Iterator[tuple[str, bool, frozenset[str]]]:
        for dimension, wanted, values in where.conditions:
            keys = frozenset(self._keys.get(value, value) for value in values)
            yield dimension, wanted, keys if dimension == "unit" else values

    def all_of(self, meaning: Meaning) -> bool:
        """Whether the ledger knows every unit and project that a meaning names.

        A declared line table knows what its lines say.
        """
        return all(
            values <= known[dimension]
            for side, where in meaning.parts
            for known in (self._said.get(side, self._known),)
            for dimension, wanted, values in where.conditions
            if wanted and dimension in known
        )


CHECKS = (
    cells_equal_the_ledger,
    rows_are_known,
    columns_are_known,
)
