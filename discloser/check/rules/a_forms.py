"""National tables against their forms: columns and fixed rows (A11, A12)."""

from __future__ import annotations

from collections.abc import Iterator

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Rule, Severity
from discloser.vocabulary.forms import Lacking, Path, lacking, lacking_anywhere
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


@document_check(LACKS, MISPLACED, says_all=True)
def tables_have_their_form(reading: Reading) -> Iterator[Outcome]:
    known = reading.words.tables[reading.reader.kind]
    for table in reading.reader.tables:
        if table.role:
            columns, rows = form_of(table.sheet, known[table.role], reading.words.labels)
            yield from _told(table.sheet, columns, "栏")
            yield from _told(table.sheet, rows, "行")


def form_of(sheet: Sheet, words: TableWords, labels: LabelWords) -> tuple[Lacking, Lacking]:
    """What a table's columns, and its rows, lack of its form."""
    form = words.form
    found = lacking(form.columns, sheet.headers, _groups(words, labels))
    anywhere = lacking_anywhere(form.anywhere, sheet.headers)
    columns = Lacking((*found.missing, *anywhere.missing), found.misplaced)
    return columns, lacking(form.rows, _rows(sheet))


def _told(sheet: Sheet, found: Lacking, unit: str) -> Iterator[Outcome]:
    for rule, entries in ((LACKS, found.missing), (MISPLACED, found.misplaced)):
        if entries:
            what = "、".join(f"“{entry.replace('|', '”或“')}”" for entry in entries) + unit
            yield rule.at(sheet.own_place, table=sheet.caption, what=what)
        else:
            yield Held(rule.code)


def _groups(words: TableWords, labels: LabelWords) -> frozenset[str]:
    """The labels above columns that say no more than that it is money of the table."""
    own = {label for label, conditions in words.columns.items() if not conditions}
    return labels.neutral | labels.balance.keys() | own | labels.texts.items


def _rows(sheet: Sheet) -> list[Path]:
    """The labels of all rows, the columns of labels one after the other."""
    columns = [c for c, is_amount in enumerate(sheet.amount_columns) if not is_amount]
    return [(normal(sheet.texts[row][column]),) for column in columns for row in sheet.rows]


CHECKS = (tables_have_their_form,)
