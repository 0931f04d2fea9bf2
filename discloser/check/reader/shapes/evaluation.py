"""Self-evaluations as they are printed: what was budgeted and spent, its rate, points and scores.

A form has rows of labels wherever it needs them (年初预算数, 全年执行数, 执行率, 分值, 得分); what
stands below is read by them up to the next such row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from discloser.check.reader.meaning import Meaning, are_apart
from discloser.check.reader.printed import Term
from discloser.check.reader.shapes.projects import project_of
from discloser.check.reader.sheet import Amount
from discloser.check.reader.tables import Placed, TableReader
from discloser.compute.catalogue import Conditions
from discloser.compute.ledger import Column, Where
from discloser.vocabulary.labels import Score
from discloser.vocabulary.names import normal

_REMARK = re.compile(r"（[^（）]*）$")
_FEWEST_LABELS = 2
"""A row with one known label may be an indicator that is called so (预算执行率)."""
_NATURE = "category"


@dataclass(frozen=True, eq=False)
class EvaluatedRow:
    """A row of an evaluation with what it prints.

    ``meaning`` is the money that it names, None where its label is not known; ``is_whole``: it is
    all money of its block; ``is_nature``: it names a nature of expenditure, not a source.
    """

    row: int
    label: str
    meaning: Meaning | None
    is_whole: bool
    is_nature: bool
    amounts: Mapping[Column, Amount]
    scores: Mapping[Score, Amount]
    above: Mapping[int, str]
    """What stands above each column that it prints."""

    @property
    def budget(self) -> Amount | None:
        """What its rate is of: the adjusted budget, or the only one that it prints."""
        return self.amounts.get(Column.ADJUSTED_BUDGET) or self.amounts.get(Column.INITIAL_BUDGET)

    def term(self, amount: Amount) -> Term:
        """One of its numbers as a side of a relation: a form has no columns to call it by."""
        label = "·".join(filter(None, (self.label, self.above[amount.column])))
        place = replace(amount.sheet.place(self.row, amount.column), cell=label)
        return Term(f"“{amount.sheet.caption}”{label}", amount.printed, (place,))


@dataclass(frozen=True, eq=False)
class PrintedEvaluation:
    """A self-evaluation: its money in blocks, its points, and the row of their totals."""

    blocks: tuple[tuple[EvaluatedRow, ...], ...] = ()
    scored: tuple[EvaluatedRow, ...] = ()
    total: EvaluatedRow | None = None

    @property
    def rows(self) -> Iterator[EvaluatedRow]:
        """The rows that print money."""
        return (row for block in self.blocks for row in block)

    def sums(self) -> Iterator[tuple[EvaluatedRow, list[EvaluatedRow]]]:
        """Each row of all money with the rows that make it up: by source, and by nature."""
        for block in self.blocks:
            whole = next((row for row in block if row.is_whole), None)
            others = [row for row in block if not row.is_whole]
            for by_nature in (False, True):
                parts = _outermost([r for r in others if r.is_nature is by_nature])
                if whole is not None and parts:
                    yield whole, parts

    def is_clear(self, row: EvaluatedRow) -> bool:
        """Whether no row beside one may share some of its money, in part: 财政拨款, 上年结转."""
        block = next(block for block in self.blocks if row in block)
        return row.meaning is not None and all(
            other.meaning is None
            or other.is_nature is not row.is_nature
            or other.meaning.is_within(row.meaning)
            or row.meaning.is_within(other.meaning)
            or are_apart((row.meaning.key, other.meaning.key))
            for other in block
        )


def _outermost(rows: list[EvaluatedRow]) -> list[EvaluatedRow]:
    """The rows that are not a part of another one."""
    return [row for row in rows if not any(_is_part(row, other) for other in rows)]


def _is_part(row: EvaluatedRow, other: EvaluatedRow) -> bool:
    if row is other or row.meaning is None or other.meaning is None:
        return False
    return row.meaning.key != other.meaning.key and row.meaning.is_within(other.meaning)


@dataclass
class _Labels:
    """What stands above the columns from some row on."""

    texts: dict[int, str] = field(default_factory=dict)
    columns: dict[int, Column] = field(default_factory=dict)
    scores: dict[int, Score] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return min(self.columns)


def evaluation(table: TableReader) -> Placed:
    """The money of a self-evaluation."""
    for row in evaluation_of(table).rows:
        if row.meaning is not None:
            for column, amount in row.amounts.items():
                yield row.row, amount.column, row.meaning.in_column(column)


def evaluation_of(table: TableReader) -> PrintedEvaluation:
    """Read a self-evaluation."""
    whole = _of_project(table)
    blocks: list[list[EvaluatedRow]] = [[]]
    scored: list[EvaluatedRow] = []
    total: EvaluatedRow | None = None
    under = _labels(table, [table.sheet.leaf(c) for c in range(table.sheet.grid.column_count)])
    for row in table.sheet.rows:
        labels = _labels(table, table.sheet.texts[row])
        if len(labels.columns) + len(labels.scores) >= _FEWEST_LABELS:
            under = labels
            blocks.append([])
            continue
        read = _row(table, row, under, whole)
        if read.amounts:
            blocks[-1].append(read)
        elif _names_total(table, row):
            total = read
            continue
        scored.append(read)
    filled = tuple(tuple(block) for block in blocks if block)
    return PrintedEvaluation(filled, tuple(scored), total)


def _labels(table: TableReader, texts: list[str]) -> _Labels:
    words = table.around.words.labels
    columns, scores = words.columns.get(table.around.kind, {}), words.scores
    found = _Labels(dict(enumerate(texts)))
    for at, text in enumerate(texts):
        label = normal(text)
        label = label if label in columns or label in scores else _REMARK.sub("", label)
        if label in columns:
            found.columns[at] = columns[label]
        elif label in scores and scores[label] is not Score.TOTAL:
            found.scores[at] = scores[label]
    return found


def _names_total(table: TableReader, row: int) -> bool:
    scores = table.around.words.labels.scores
    return any(scores.get(normal(text)) is Score.TOTAL for text in table.sheet.texts[row])


def _row(table: TableReader, row: int, under: _Labels, whole: Meaning) -> EvaluatedRow:
    sheet = table.sheet
    amounts = {
        column: amount
        for at, column in under.columns.items()
        if sheet.texts[row][at] and (amount := sheet.amount(row, at)) is not None
    }
    scores = {
        score: Amount(number, sheet, row, at)
        for at, score in under.scores.items()
        if sheet.texts[row][at] and (number := sheet.rate(row, at)) is not None
    }
    texts = sheet.texts[row][: under.first] if under.columns else sheet.texts[row]
    label = next((text for text in reversed(texts) if text), "")
    named = _named(table, row, label) if amounts else None
    return EvaluatedRow(
        row,
        label,
        whole & Where.of(named) if named is not None else None,
        named is not None and not named,
        named is not None and _NATURE in named,
        amounts,
        scores,
        under.texts,
    )


def _named(table: TableReader, row: int, label: str) -> Conditions | None:
    """What a row says of the whole's money; None where it says nothing that is known."""
    words = table.around.words.labels
    known = {**words.funds, **words.evaluated}
    full = _REMARK.sub("", normal(label))
    name = full if full in known else full.rpartition("）")[2]
    if name in known:
        return known[name]
    project = project_of(table, row)
    return {"project": (project,)} if project else None


def _of_project(table: TableReader) -> Meaning:
    """The money of the whole evaluation: of the project that a row of the form names, or of all."""
    names = table.around.words.labels.texts.projects
    for row in table.sheet.rows:
        texts = [text for text in table.sheet.texts[row] if text]
        if len(texts) > 1 and normal(texts[0]) in names:
            return table.base & Where.of({"project": texts[1].strip()})
    return table.base
