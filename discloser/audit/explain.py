"""What one thing is wrong where many numbers disagree: tried on the document, and checked again.

Two columns exchanged, two titles exchanged, another unit, a digit of a code: each breaks many sums.
A change that undoes it is made in the document that was read; where the findings are gone then, it
was their cause, and they are its consequences. Nothing is guessed that checking does not confirm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice

from discloser.audit.faults import Fault, faults_of
from discloser.audit.rules import CAPTIONS, CODE, COLUMNS, MONEY_UNIT
from discloser.check.reader.places import DOCUMENT, of_title
from discloser.check.reader.sheet import Sheet
from discloser.check.run import check_print
from discloser.check.subject import Reading
from discloser.classification.codebook import Codebook, Scheme
from discloser.document.nodes import Block, Cell, Document, Table
from discloser.finding import Finding, Severity
from discloser.location import Location
from discloser.money import MoneyUnit
from discloser.vocabulary.names import normal

_FEWEST = 2
"""Fewer findings of a table are told as they are."""
_MOST_TRIALS = 24
"""A document that is wrong everywhere is not tried for ever."""
_MOST_TABLES = 4
_LEFT = 4
"""Of so many findings of the tables concerned, at most one may be left."""
_OF_FORM = frozenset({"A06", "A10", "A11", "A12"})
"""What is told of a table whose rows and columns are not those that its title promises."""
_LOOKALIKE = 1
"""So many digits of a code may be wrong."""


_Placed = tuple[int, Table]
"""A table with its position among the document's."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is wrong, and the findings that are gone when it is undone."""

    finding: Finding
    consequences: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    """A thing that may be wrong: the finding of it, the tables concerned, and the undone one."""

    finding: Finding
    captions: frozenset[str]
    document: Document


def causes(reading: Reading, found: Sequence[Finding]) -> list[Cause]:
    """The causes that explain the findings of a document, the one of most of them first."""
    explained: list[Cause] = []
    trials = 0
    while trials < _MOST_TRIALS:
        best: tuple[_Trial, tuple[Finding, ...]] | None = None
        for trial in islice(_trials(reading, found), _MOST_TRIALS - trials):
            trials += 1
            after, _ = check_print(replace(reading, document=trial.document))
            if _is_confirmed(trial, found, after):
                best = trial, after
                break
        if best is None:
            break
        trial, after = best
        left = Counter(map(said, after))
        gone = [each for each in found if not left[said(each)]]  # notes of it too
        explained.append(Cause(trial.finding, tuple(gone)))
        reading, found = replace(reading, document=trial.document), after
    return explained


def said(finding: Finding) -> tuple[str, str]:
    """What makes two findings of the same document one."""
    return finding.code, finding.message


def _is_confirmed(trial: _Trial, before: Sequence[Finding], after: Sequence[Finding]) -> bool:
    """Whether undoing it leaves hardly anything of what was told of these tables, and adds none."""
    told, left = (sum(_is_of(trial.captions, each) for each in found) for found in (before, after))
    return told - left >= _FEWEST and left * _LEFT <= told and len(after) < len(before)


def _is_of(captions: frozenset[str], finding: Finding) -> bool:
    is_told = finding.severity is not Severity.NOTE
    return is_told and any(place.sheet in captions for place in finding.locations)


def _trials(reading: Reading, found: Sequence[Finding]) -> Iterator[_Trial]:
    """What may be wrong, the likeliest first: nothing of tables that have one fault at most."""
    told = [finding for finding in found if finding.severity is not Severity.NOTE]
    faults = [{place.sheet for place in _places(fault)} for fault in faults_of(told)]
    if len(faults) < _FEWEST:
        return
    named = Counter(caption for captions in faults for caption in captions)
    tables = [
        (index, table)
        for index, table in enumerate(reading.document.tables())
        if named[_caption(table)] >= _FEWEST
    ]
    tables.sort(key=lambda each: -named[_caption(each[1])])
    worst = tables[:_MOST_TABLES]
    yield from _codes(reading, told)
    for index, table in worst:
        yield from _units(reading.document, index, table)
    forms = {place.sheet for f in told if f.code in _OF_FORM for place in f.locations}
    every = list(enumerate(reading.document.tables()))
    for one, two in _pairs([each for each in worst if _caption(each[1]) in forms], every):
        yield _captions(reading.document, one, two)
    for index, table in worst:
        labels = [p.cell or "" for f in told for p in f.locations if p.sheet == _caption(table)]
        yield from _columns(reading, index, table, labels)


def _pairs(odd: Sequence[_Placed], every: Sequence[_Placed]) -> Iterator[tuple[_Placed, _Placed]]:
    """Two tables that have each other's titles may be: two odd ones first, then one and any."""
    yield from combinations(odd, 2)
    known = {index for index, _ in odd}
    for one in odd:
        yield from ((one, two) for two in every if two[0] not in known)


def _places(fault: Fault) -> Iterator[Location]:
    for finding in (fault.finding, *fault.consequences):
        yield from finding.locations


def _with_tables(document: Document, changed: dict[int, Table]) -> Document:
    """The document with some of its tables, by their position, as they are given."""
    position = -1
    sections = []
    for section in document.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table):
                position += 1
                blocks.append(changed.get(position, block))
            else:
                blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(document, sections=tuple(sections))


def _caption(table: Table) -> str:
    return table.caption or table.sheet


def _units(document: Document, index: int, table: Table) -> Iterator[_Trial]:
    for unit in MoneyUnit:
        if table.unit and unit is not table.money_unit:
            finding = MONEY_UNIT.at(
                of_title(table, "单位"),
                table=_caption(table),
                printed=table.unit,
                unit=unit.value,
            )
            undone = replace(table, money_unit=unit, unit=unit.value)
            yield _Trial(
                finding, frozenset({_caption(table)}), _with_tables(document, {index: undone})
            )


def _captions(document: Document, one: _Placed, two: _Placed) -> _Trial:
    (i, first), (j, second) = one, two
    finding = CAPTIONS.at(
        of_title(first), of_title(second), one=_caption(first), two=_caption(second)
    )
    changed = {i: _titled(first, second), j: _titled(second, first)}
    captions = frozenset({_caption(first), _caption(second)})
    return _Trial(finding, captions, _with_tables(document, changed))


def _titled(table: Table, other: Table) -> Table:
    return replace(table, caption=other.caption, sheet=other.sheet)


def _columns(reading: Reading, index: int, table: Table, told: Sequence[str]) -> Iterator[_Trial]:
    """Each two neighbouring columns of amounts that are told of, where no cell spans others."""
    if any(cell.colspan > 1 or cell.rowspan > 1 for row in table.body for cell in row):
        return
    sheet = Sheet(table, reading.words.labels, reading.year)
    for column, is_amount in enumerate(sheet.amount_columns[:-1]):
        labels = ["·".join(sheet.headers[c]) for c in (column, column + 1)]
        are_told = all(any(cell.endswith(label) for cell in told) for label in labels)
        if is_amount and sheet.amount_columns[column + 1] and are_told:
            body = tuple(_exchanged(row, column) for row in table.body)
            finding = COLUMNS.at(
                *_heads(sheet, column), table=_caption(table), one=labels[0], two=labels[1]
            )
            undone = _with_tables(reading.document, {index: replace(table, body=body)})
            yield _Trial(finding, frozenset({_caption(table)}), undone)


def _heads(sheet: Sheet, column: int) -> Iterator[Location]:
    """The first cells that two neighbouring columns print otherwise."""
    for row in sheet.rows:
        if sheet.texts[row][column] != sheet.texts[row][column + 1]:
            yield sheet.place(row, column)
            yield sheet.place(row, column + 1)
            return
    yield sheet.own_place


def _exchanged(row: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    if len(row) <= column + 1:
        return row
    one, two = row[column], row[column + 1]
    return (*row[:column], two, one, *row[column + 2 :])


def _codes(reading: Reading, found: Iterable[Finding]) -> Iterator[_Trial]:
    """Codes of which one digit is another than that of the name beside them."""
    spots = {
        place.spot
        for finding in found
        if finding.severity is not Severity.NOTE
        for place in finding.locations
        if place.file == DOCUMENT and place.spot is not None
    }
    for index, table in enumerate(reading.document.tables()):
        for r, row in enumerate(table.body):
            if not any(cell.spot in spots for cell in row):
                continue
            for c, right in _right_codes(reading, row):
                cell = row[c]
                undone = (*row[:c], replace(cell, content=right), *row[c + 1 :])
                body = (*table.body[:r], undone, *table.body[r + 1 :])
                place = Location(DOCUMENT, sheet=_caption(table), cell=cell.text, spot=cell.spot)
                finding = CODE.at(place, printed=cell.text, code=right)
                changed = _with_tables(reading.document, {index: replace(table, body=body)})
                yield _Trial(finding, frozenset({_caption(table)}), changed)


def _right_codes(reading: Reading, row: Sequence[Cell]) -> Iterator[tuple[int, str]]:
    """The cells of a row with digits, each with the digits that a name of the row has there."""
    names = {normal(cell.text) for cell in row if cell.text and not cell.text.isdigit()}
    digits = [(c, cell.text.strip()) for c, cell in enumerate(row) if cell.text.strip().isdigit()]
    for start in range(len(digits)):
        for end in range(start + 1, len(digits) + 1):
            run = digits[start:end]
            printed = "".join(text for _, text in run)
            if printed in _codes_of(reading, names):
                return
            for code in _codes_of(reading, names):
                wrong = [i for i, (a, b) in enumerate(zip(printed, code, strict=False)) if a != b]
                if len(code) == len(printed) and len(wrong) == _LOOKALIKE:
                    yield _cell_of(run, code, wrong[0])


def _cell_of(run: Sequence[tuple[int, str]], code: str, position: int) -> tuple[int, str]:
    """The cell in which a position of a joined code falls, with its right digits."""
    begin = 0
    for column, text in run:
        if position < begin + len(text):
            return column, code[begin : begin + len(text)]
        begin += len(text)
    raise ValueError("no such position")


def _codes_of(reading: Reading, names: set[str]) -> frozenset[str]:
    """The codes that have one of some names this year."""
    known = _by_name(reading.codebook, reading.year)
    return frozenset().union(*(known.get(name, ()) for name in names))


@lru_cache(maxsize=8)
def _by_name(codebook: Codebook, year: int) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for scheme in Scheme:
        for entry in codebook.codes(scheme, year):
            found.setdefault(normal(entry.name), set()).add(entry.code)
    return {name: frozenset(codes) for name, codes in found.items()}
