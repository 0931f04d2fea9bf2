"""The texts of rows: as declared lines were typed (N28), and as a table goes on (N29)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from discloser.check.check import document_check, proof_check
from discloser.check.outcome import Held, Outcome, Unchecked
from discloser.check.reader.places import DOCUMENT
from discloser.check.reader.read import PlacedTable
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Proof, Reading
from discloser.compute.ledger import Entry, Ledger
from discloser.document.wide import Part
from discloser.finding import Rule
from discloser.location import Location
from discloser.model.supplement import ValueType, books_of
from discloser.vocabulary.names import normal

N28 = Rule(
    "N28",
    "明细表里的行不是填报的",
    "{cell}印的是“{text}”，填报的“{book}”里没有{what}。",
    "请核对填报的明细，和模板包里这张表各栏印的是哪一项。",
)
N29 = Rule(
    "N29",
    "续表的行名与前面的表不同",
    "“{caption}”第 {row} 行写“{text}”，前面“{first}”的同一行写“{expected}”。",
    "请核对这一行的名称和编码。",
)
_AS_TYPED = frozenset(
    (ValueType.TEXT, ValueType.LONG_TEXT, ValueType.CHOICE, ValueType.CODE, ValueType.PROJECT)
)
"""What is printed as it was typed."""
_GROUPS = ("fund", "fund_group", "unit", "project")
"""What the rows below a line may be split by, in its column."""
_BESIDE = re.compile(r"[（）()：:／/、，；—-]+")
_SAYS_MORE = "除了填报的还印了别的字，没有逐条核对"


@proof_check(N28, says_all=True)
def rows_are_lines_of_the_input(reading: Proof) -> Iterator[Outcome]:
    labels = {name: book.label for name, book in books_of(type(reading.figures.disclosure)).items()}
    for table in reading.reader.tables:
        if table.role in labels and table.texts:
            lines = reading.figures.declared.side(table.role)
            if lines:  # without any, a row may say 无
                yield from _of_table(table, lines, labels[table.role])


def _of_table(table: PlacedTable, lines: Ledger, book: str) -> Iterator[Outcome]:
    typed_as = {c: words.name for c, words in table.texts.items() if words.type in _AS_TYPED}
    typed = {
        column: {normal(line.dimensions.get(name, "")) for line in lines}
        for column, name in typed_as.items()
    }
    groups = {normal(line.dimensions.get(name, "")) for line in lines for name in _GROUPS}
    for row, where in table.lines.items():
        if not where.conditions:
            continue
        texts = {column: normal(table.sheet.texts[row][column]) for column in typed}
        others = {c: text for c, text in texts.items() if text and text not in typed[c]}
        unknown = [c for c, t in others.items() if t not in groups and not _says_more(t, typed[c])]
        for column in unknown:
            yield _told(table, row, column, book, "")
        if others and not unknown:
            yield Unchecked(N28.code, _SAYS_MORE, table.sheet.place(row, next(iter(others))))
        if others:
            continue
        said = {typed_as[c]: text for c, text in texts.items() if text}
        if any(_says(line, said) for line in lines):
            yield Held(N28.code)
        else:
            yield _told(table, row, next(iter(table.texts)), book, "各栏都是这样的一行")


def _says(line: Entry, texts: Mapping[str, str]) -> bool:
    """Whether a line says all that a row does."""
    return all(normal(line.dimensions.get(name, "")) == text for name, text in texts.items())


def _says_more(text: str, typed: Collection[str]) -> bool:
    """Whether a cell has what was typed beside more words: 计算机（某局）."""
    return any(each in _BESIDE.split(text) for each in typed if each)


def _told(table: PlacedTable, row: int, column: int, book: str, what: str) -> Outcome:
    sheet = table.sheet
    return N28.at(
        sheet.place(row, column),
        cell=sheet.label(row, column),
        text=sheet.texts[row][column],
        book=book,
        what=what,
    )


@document_check(N29, says_all=True)
def rows_go_on_as_they_began(reading: Reading) -> Iterator[Outcome]:
    for sheet in reading.reader.sheets:
        for part in sheet.parts:
            yield from _of_part(sheet, part)


def _of_part(sheet: Sheet, part: Part) -> Iterator[Outcome]:
    if not part.other:
        yield Held(N29.code)
    for (row, column), other in part.other.items():
        header = "·".join(sheet.headers[column])
        label = "／".join(filter(None, (other.text or sheet.texts[row][column], header)))
        yield N29.at(
            Location(DOCUMENT, sheet=part.caption, cell=label, spot=other.spot),
            sheet.place(row, column),
            caption=part.caption,
            row=row - sheet.first + 1,
            text=other.text,
            first=sheet.caption,
            expected=sheet.texts[row][column],
        )


CHECKS = (rows_are_lines_of_the_input, rows_go_on_as_they_began)
