"""National tables against their forms: columns and fixed rows (A11, A12, A16, A17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.meaning import Key
from discloser.check.reader.places import of_title
from discloser.check.reader.shapes.books import has_items_in_rows
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Rule, Severity
from discloser.vocabulary.forms import Lacking, Path, lacking, lacking_anywhere, out_of_order
from discloser.vocabulary.labels import LabelWords
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import TableWords

LACKS = Rule(
    "A11",
    "表式缺栏、缺行",
    "“{table}”没有{what}。",
    "请照公开表式补上；本地的表式确实没有的，请模板维护人员在 vocabulary.yaml 的 form 里写明。",
    Severity.WARNING,
)
MISPLACED = Rule(
    "A12",
    "栏、行的次序与表式不同",
    "“{table}”的{what}不在表式的位置上。",
    "请核对栏名、行名有没有写错或对调；本地的表式确实这样排的，在 vocabulary.yaml 的 form 里写明。",
    Severity.WARNING,
)
CONTRARY = Rule(
    "A16",
    "栏名与栏里的内容不符",
    "“{table}”的“{column}”栏：{what}。",
    "请核对栏名有没有与旁边的栏对调。",
    Severity.WARNING,
)
TWICE = Rule(
    "A17",
    "同一口径的栏印了两次",
    "“{table}”的“{first}”栏和“{second}”栏口径相同。",
    "请去掉多余的一栏，或核对栏名。",
    Severity.WARNING,
)


@document_check(LACKS, MISPLACED, says_all=True)
def tables_have_their_form(reading: Reading) -> Iterator[Outcome]:
    known = reading.words.tables[reading.reader.kind]
    for table in reading.reader.tables:
        if table.role:
            columns, rows = form_of(table.sheet, known[table.role], reading.words.labels)
            yield from _told(table.sheet, columns, "栏")
            yield from _told(table.sheet, rows, "行")


@document_check(CONTRARY, says_all=True)
def columns_hold_what_they_are_called(reading: Reading) -> Iterator[Outcome]:
    totals = tuple(reading.words.labels.totals)
    for sheet in reading.reader.sheets:
        for column in range(sheet.grid.column_count):
            texts = [sheet.texts[row][column].strip() for row in sheet.rows]
            told = [text for text in texts if text and not normal(text).endswith(totals)]
            leaf, words = sheet.leaf(column), sheet.words.texts
            if not told or sheet.amount_columns[column]:
                continue
            codes = sum(map(str.isascii, told))
            if leaf.endswith(words.code_endings) and 2 * codes < len(told):
                what = "栏名是编码，多数格里写的却不是编码"
            elif leaf.endswith(words.name_endings) and 2 * codes > len(told):
                what = "栏名是名称，多数格里写的却是编码"
            else:
                yield Held(CONTRARY.code)
                continue
            place = of_title(sheet.table, leaf)
            yield CONTRARY.at(place, table=sheet.caption, column=leaf, what=what)


@document_check(TWICE, says_all=True)
def columns_are_not_printed_twice(reading: Reading) -> Iterator[Outcome]:
    for table in reading.reader.tables:
        columns: dict[int, dict[int, Key]] = {}
        for (row, column), meaning in table.cells.items():
            if not (meaning.is_nothing or table.sheet.is_of_which_column(column)):
                columns.setdefault(column, {})[row] = meaning.key
        for one, two in combinations(columns, 2):
            if columns[one] == columns[two] and not table.is_side_by_side:
                first, second = ("·".join(table.sheet.headers[c]) for c in (one, two))
                place = of_title(table.sheet.table, second)
                yield TWICE.at(place, table=table.sheet.caption, first=first, second=second)
        if columns:
            yield Held(TWICE.code)


def form_of(sheet: Sheet, words: TableWords, labels: LabelWords) -> tuple[Lacking, Lacking]:
    """What a table's columns, and its rows, lack of its form."""
    form = words.form
    found = lacking(form.columns, sheet.headers, _groups(words, labels))
    anywhere = lacking_anywhere(form.anywhere, _anywhere(sheet, words, labels))
    columns = Lacking(
        (*found.missing, *anywhere.missing), (*found.misplaced, *_without_whole(sheet))
    )
    rows = lacking(form.rows, _rows(sheet))
    sections = out_of_order(form.sections, [tuple(map(normal, sheet.texts[r])) for r in sheet.rows])
    return columns, Lacking(rows.missing, (*rows.misplaced, *sections))


def _anywhere(sheet: Sheet, words: TableWords, labels: LabelWords) -> Sequence[Path]:
    """The labels of what a table prints, column by column, or slot by slot where rows are items.

    A row has no columns below it, of which one would be called 小计.
    """
    known = {**labels.group(words.labels), **words.columns} if words.labels else words.columns
    if not has_items_in_rows(sheet, known):
        return sheet.headers
    amounts = frozenset(label for named in labels.columns.values() for label in named)
    own = labels.neutral - labels.totals - amounts
    return [
        (normal(text), *own, *header)
        for row in sheet.rows
        for text in sheet.texts[row]
        for header in sheet.headers
    ]


def _told(sheet: Sheet, found: Lacking, unit: str) -> Iterator[Outcome]:
    for rule, entries in ((LACKS, found.missing), (MISPLACED, found.misplaced)):
        if entries:
            what = "、".join(f"“{entry.replace('|', '”或“')}”" for entry in entries) + unit
            yield rule.at(sheet.own_place, table=sheet.caption, what=what)
        else:
            yield Held(rule.code)


def _without_whole(sheet: Sheet) -> Iterator[str]:
    """The columns of 其中 that have no column of what they are part of at their left."""
    for column, header in enumerate(sheet.headers):
        before = sheet.headers[column - 1] if column else ()
        if sheet.is_of_which_column(column) and (not before or before[:-1] != header[:-1]):
            yield "·".join(header)


def _groups(words: TableWords, labels: LabelWords) -> frozenset[str]:
    """The labels above columns that say no more than that it is money of the table."""
    own = {label for label, conditions in words.columns.items() if not conditions}
    return labels.neutral | labels.balance.keys() | own | labels.texts.items


def _rows(sheet: Sheet) -> list[Path]:
    """The labels of all rows, the columns of labels one after the other."""
    columns = [c for c, is_amount in enumerate(sheet.amount_columns) if not is_amount]
    return [(normal(sheet.texts[row][column]),) for column in columns for row in sheet.rows]


CHECKS = (
    tables_have_their_form,
    columns_hold_what_they_are_called,
    columns_are_not_printed_twice,
)
