"""Tables that print the lines of a declared line table, by what the pack calls its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import reduce

from discloser.check.reader.tables import Narrowing, Placed, TableReader
from discloser.compute.ledger import Column, Where
from discloser.model.supplement import ValueType
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import LineWords

_CODES: Mapping[ValueType, Mapping[int, str]] = {
    ValueType.FUNCTION: {3: "function_class", 5: "function_group", 7: "function_item"},
    ValueType.DEPARTMENT_ECONOMIC: {3: "economic_class", 5: "economic_item"},
    ValueType.GOVERNMENT_ECONOMIC: {3: "government_class", 5: "government_item"},
}


def declared_lines(table: TableReader) -> Placed:
    """A row for each line, or for those whose texts are the same; totals of them all.

    Rows that say the same cannot be told apart, and are left out; so are those without an amount.
    """
    said = {row: where for row, where in rows_of_lines(table) if where is not None}
    often = Counter(said.values())
    columns = dict(_columns(table))
    for row, where in said.items():
        if often[where] > 1 or not any(table.sheet.texts[row][column] for column in columns):
            continue
        for column, narrowing in columns.items():
            is_sum = not where.conditions and narrowing.amount != Column.AMOUNT
            if not is_sum or table.sheet.texts[row][column]:  # a price has no total
                yield row, column, narrowing.of(table.base & where)


def rows_of_lines(table: TableReader) -> Iterator[tuple[int, Where | None]]:
    """What the texts of each row say of the lines that it prints; None where they say nothing.

    A row with its first text alone is that of a group, whose rows follow without it.
    """
    columns = text_columns(table)
    totals = table.around.words.labels.totals
    above = Where()
    for row in table.sheet.rows:
        if any(normal(text) in totals for text in table.sheet.label_texts(row)):
            yield row, Where()
            continue
        texts = {column: table.sheet.texts[row][column].strip() for column in columns}
        said = [_said(table, columns[column], text) for column, text in texts.items() if text]
        joined = reduce(Where.__and__, said, Where())
        where = joined if joined.conditions else None
        first = next(iter(texts.values()), "")
        if first:
            is_group = len(texts) > 1 and not any(list(texts.values())[1:])
            above = where if is_group and where is not None else Where()
        yield row, where if where is None or first else above & where


def text_columns(table: TableReader) -> dict[int, LineWords]:
    """The columns whose texts say which line a row is."""
    known = ((c, _words_of(header, table)) for c, header in enumerate(table.sheet.headers))
    return {c: words for c, words in known if words is not None and not words.type.is_summed}


def _words_of(header: tuple[str, ...], table: TableReader) -> LineWords | None:
    """The column of the line table that stands under some headers."""
    lines = table.role.lines
    return lines.get("".join(header)) or lines.get(header[-1]) if header else None


def _said(table: TableReader, words: LineWords, text: str) -> Where:
    """The lines that a text names."""
    match words.type:
        case ValueType.UNIT:
            unit = table.around.units.get(normal(text), text)
            return Where.of({"unit": unit}) if unit else Where()
        case ValueType.FUND:
            return Where.of(table.around.words.labels.funds.get(normal(text), {"fund": text}))
        case ValueType.FUNCTION | ValueType.DEPARTMENT_ECONOMIC | ValueType.GOVERNMENT_ECONOMIC:
            name = _CODES[words.type].get(len(text), words.name)
            return Where.of({name: text}, {name})
        case ValueType.DATE | ValueType.MONTH | ValueType.YES_NO:  # print has many forms of them
            return Where()
        case _:
            return Where.of({words.name: text}, {words.name})


def _columns(table: TableReader) -> Iterator[tuple[int, Narrowing]]:
    """The columns of amounts whose headers are all known, each with what it narrows."""
    for column, header in enumerate(table.sheet.headers):
        has_amounts = table.sheet.amount_columns[column] or _has_counts(column, header, table)
        narrowing = _under(header, table) if has_amounts else None
        if narrowing is not None:
            yield column, narrowing


def _has_counts(column: int, header: tuple[str, ...], table: TableReader) -> bool:
    """Whether a column is of whole numbers, which are no amounts elsewhere."""
    words = _words_of(header, table)
    is_counted = words is not None and words.is_counted
    sheet = table.sheet
    return is_counted and all(
        not sheet.texts[row][column].strip() or sheet.rate(row, column) for row in sheet.rows
    )


def _under(header: tuple[str, ...], table: TableReader) -> Narrowing | None:
    """What some headers narrow; None where one of them is not known.

    Below the name of a column of texts, a header is one of these: a region below 地区. What can
    only be chosen from needs no name above it.
    """
    words, lines = table.around.words.labels, table.role.lines
    chosen = {choice: each.name for each in lines.values() for choice in each.choices}
    where, above = Where(), ""
    amount: str = Column.AMOUNT
    for label in header:
        own = lines.get(label)
        if own is not None:
            amount, above = (own.name, above) if own.type.is_summed else (amount, own.name)
        elif label in table.role.columns:
            conditions = table.role.columns[label]
            where &= Where.of(conditions, {name.removeprefix("not_") for name in conditions})
        elif label in words.funds:
            where &= Where.of(words.funds[label])
        elif label not in words.neutral and (named := chosen.get(label, above)):
            where &= Where.of({named: label}, {named})
        elif label not in words.neutral:
            return None
    return Narrowing(where, amount)
