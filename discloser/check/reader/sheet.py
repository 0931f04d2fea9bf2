"""A table of the tree as a reader sees it: labelled rows and columns of printed numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from discloser.check.reader.places import DOCUMENT, of_title
from discloser.check.reader.printed import PERCENT, Printed, Term
from discloser.document.grid import Grid, table_grid
from discloser.document.nodes import Table
from discloser.document.number import Number
from discloser.document.wide import Part
from discloser.location import Location
from discloser.vocabulary.labels import LabelWords, Score
from discloser.vocabulary.names import header_label, normal
from discloser.vocabulary.words import national_words


@dataclass(frozen=True, eq=False)
class Amount:
    """An amount of a table as it is printed, in 万元, and where."""

    printed: Printed
    sheet: Sheet
    row: int
    column: int

    @cached_property
    def term(self) -> Term:
        """It as a side of a relation."""
        label = self.sheet.label(self.row, self.column)
        place = self.sheet.place(self.row, self.column)
        return Term(f"“{self.sheet.caption}”{label}", self.printed, (place,))

    @property
    def place(self) -> Location:
        """Where it stands."""
        return self.term.places[0]

    @property
    def text(self) -> str:
        """The amount as the reader sees it, with its unit."""
        return self.sheet.amount_text(self.row, self.column)


class Sheet:
    """A table as a reader sees it, who knows what columns and rows are called.

    ``parts`` are the continuations that were joined to it.
    """

    def __init__(
        self,
        table: Table,
        words: LabelWords | None = None,
        year: int = 0,
        parts: tuple[Part, ...] = (),
    ) -> None:
        self.table = table
        self.parts = parts
        self.year = year
        self.words = words if words is not None else national_words().labels
        self.name = table.name
        self.caption = table.caption or table.sheet
        self.grid: Grid = table_grid(table)
        self.first = self.grid.head_rows
        self.texts = self.grid.texts()
        self.rows = range(self.first, len(self.texts))
        self._read: dict[tuple[int, int], Printed | None] = {}
        self._labels: dict[int, list[str]] = {}
        self._codes: dict[int, list[str]] = {}

    @cached_property
    def headers(self) -> tuple[tuple[str, ...], ...]:
        """The labels above each column, outermost first, without numbers of columns."""
        paths = []
        for column in range(self.grid.column_count):
            labels: list[str] = []
            owner = None
            for row in self.grid.owners[: self.first]:
                if row[column] is not owner and not row[column].cell.text.isdigit():
                    labels.append(header_label(row[column].cell.text, self.year))
                owner = row[column]
            numbers = self.words.texts.column_numbers
            paths.append(tuple(label for label in labels if label and label not in numbers))
        return tuple(paths)

    def leaf(self, column: int) -> str:
        """The lowest label above a column; empty where there is none."""
        return next(reversed(self.headers[column]), "")

    @cached_property
    def amount_columns(self) -> tuple[bool, ...]:
        """Which columns hold amounts and nothing else."""
        return tuple(self._holds_amounts(c) for c in range(self.grid.column_count))

    def _holds_amounts(self, column: int) -> bool:
        leaf, texts = self.leaf(column), self.words.texts
        if leaf in texts.named or leaf.endswith(texts.endings) or leaf in self._scores:
            return False
        told = [row for row in self.rows if not self._is_blank(row, column)]
        return not told or (
            (_is_rate(leaf) or any(self._is_amount(row, column) for row in told))
            and all(self.read(row, column) is not None for row in told)
        )

    @cached_property
    def _scores(self) -> frozenset[str]:
        """The labels of points, scores and rates of a self-evaluation."""
        scores = self.words.scores.items()
        return frozenset(label for label, score in scores if score is not Score.TOTAL)

    def _is_amount(self, row: int, column: int) -> bool:
        """Whether a slot shows that it is an amount or a rate: bare digits may be a code."""
        text = self.texts[row][column]
        content = self.grid.owners[row][column].cell.content
        is_clear = "." in text or _is_rate(text)
        return isinstance(content, Number) or (is_clear and self.read(row, column) is not None)

    def _is_blank(self, row: int, column: int) -> bool:
        text = self.texts[row][column]
        return not text or text.strip() in self.words.no_value

    def read(self, row: int, column: int) -> Printed | None:
        """The number in a slot, an amount in 万元; None where it holds a text."""
        slot = row, column
        if slot not in self._read:
            self._read[slot] = self._number(row, column)
        return self._read[slot]

    def _number(self, row: int, column: int) -> Printed | None:
        text = self.texts[row][column]
        content = self.grid.owners[row][column].cell.content
        decimals = content.format.decimals if isinstance(content, Number) and text else None
        printed = Printed.read(text.rstrip(PERCENT), decimals)
        if printed is None or _is_rate(text):
            return printed
        return printed.in_wan(self.table.money_unit)

    def rate(self, row: int, column: int) -> Printed | None:
        """The percentage in a slot; None where there is none."""
        text = self.texts[row][column].strip()
        content = self.grid.owners[row][column].cell.content
        decimals = content.format.decimals if isinstance(content, Number) and text else None
        return Printed.read(text.rstrip(PERCENT), decimals) if text else None

    def numbers(self) -> Iterator[tuple[Number, str]]:
        """Every number of the table in reading order, with what a reader calls its cell."""
        for row in self.grid.rows:
            for placed in row:
                if isinstance(placed.cell.content, Number):
                    label = self.label(placed.row, placed.column)
                    yield placed.cell.content, f"《{self.caption}》{label}"

    def amount_text(self, row: int, column: int) -> str:
        """An amount as the reader sees it, with its unit."""
        return f"{self.texts[row][column] or '0'}{self.table.money_unit}"

    def column(self, *labels: str, after: int = -1) -> int | None:
        """The first amount column behind ``after`` whose header has ``labels`` in this order."""
        for index in range(after + 1, self.grid.column_count):
            if self.amount_columns[index] and _is_subsequence(labels, self.headers[index]):
                return index
        return None

    def find(self, label: str) -> tuple[int, int] | None:
        """The slot of the first body cell with this label."""
        return self._slots.get(label)

    @cached_property
    def _slots(self) -> dict[str, tuple[int, int]]:
        slots: dict[str, tuple[int, int]] = {}
        for row in self.rows:
            for column, text in enumerate(self.texts[row]):
                if text:
                    slots.setdefault(normal(text), (row, column))
        return slots

    def is_of_which(self, row: int, column: int) -> bool:
        """Whether a slot is one of 其中, of which a table need not list all."""
        return self._heads_of_which[column] or self._says_of_which(self.row_label(row, column))

    def _says_of_which(self, label: str) -> bool:
        return label.lstrip().startswith(self._of_which)

    @cached_property
    def _of_which(self) -> tuple[str, ...]:
        return tuple(self.words.of_which)

    @cached_property
    def _heads_of_which(self) -> tuple[bool, ...]:
        """For each column, whether a label above it says 其中."""
        heads = self.grid.owners[: self.first]
        return tuple(
            any(self._says_of_which(owners[column].cell.text) for owners in heads)
            for column in range(self.grid.column_count)
        )

    def is_of_which_column(self, column: int) -> bool:
        """Whether a column is one of 其中."""
        head = self.grid.owners[: self.first]
        return bool(head) and self._says_of_which(head[-1][column].cell.text)

    def amount(self, row: int, column: int) -> Amount | None:
        """What a slot prints; None where it holds no number."""
        printed = self.read(row, column)
        return Amount(printed, self, row, column) if printed is not None else None

    def cell(self, row: int, column: int) -> Term | None:
        """A slot as a side of a relation; None where it holds no number."""
        amount = self.amount(row, column)
        return amount.term if amount is not None else None

    def label(self, row: int, column: int) -> str:
        """What a slot is called: its row's label and its column's."""
        header = "·".join(self.headers[column])
        return "／".join(filter(None, (self.row_label(row, column), header)))

    def _own_label(self, row: int, column: int) -> str:
        """What a slot and no other is called, as far as the row tells."""
        if self._times[self.row_label(row, column)] <= 1:
            return self.label(row, column)
        texts = dict.fromkeys(text for text in self.label_texts(row) if not text.isdigit())
        header = "·".join(self.headers[column])
        return "／".join(filter(None, (" ".join(filter(None, texts)), header)))

    @cached_property
    def _times(self) -> Counter[str]:
        """How many rows have a label."""
        labels = (dict.fromkeys(self._labels_of(row)) for row in self.rows)
        return Counter(label for of_row in labels for label in of_row)

    def _labels_of(self, row: int) -> list[str]:
        if row not in self._labels:
            self._labels[row] = self._labels_before(row)
        return self._labels[row]

    def row_label(self, row: int, column: int = -1) -> str:
        """The label of a row: the last text before ``column`` that is not a number."""
        return self._labels_of(row)[column] or self.code(row)

    def _labels_before(self, row: int) -> list[str]:
        """For each column of a row, and behind them all, the last text before it."""
        labels = [""]
        for placed, is_amount in zip(self.grid.owners[row], self.amount_columns, strict=True):
            text = "" if is_amount else placed.cell.text
            labels.append(text if text and not text.isdigit() else labels[-1])
        return labels

    def label_texts(self, row: int) -> list[str]:
        """The texts of a row outside the columns of amounts."""
        columns = enumerate(self.amount_columns)
        return [self.texts[row][column] for column, is_amount in columns if not is_amount]

    def place(self, row: int, column: int, label: str = "") -> Location:
        """Where a slot is, in words that a reader finds: ``label``, or else its row and column.

        A row that shares its label with others is called by all that stands before the slot.
        """
        spot = self.grid.owners[row][column].cell.spot
        label = label or self._own_label(row, column)
        return Location(DOCUMENT, sheet=self.caption_of(column), cell=label, spot=spot)

    def caption_of(self, column: int) -> str:
        """The title above a column: the table's, or that of the part that it goes on in."""
        behind = (part.caption for part in reversed(self.parts) if part.first <= column)
        return next(behind, self.caption)

    @property
    def own_place(self) -> Location:
        """Where the table is."""
        return of_title(self.table, "整张表")

    def code(self, row: int) -> str:
        """The functional or economic code of a row, its 类, 款 and 项 joined; empty without one."""
        return next(iter(self.codes(row)), "")

    def codes(self, row: int) -> list[str]:
        """All codes of a row from left to right: those of each group of code columns."""
        if row not in self._codes:
            self._codes[row] = self._read_codes(row)
        return self._codes[row]

    def _read_codes(self, row: int) -> list[str]:
        groups: dict[tuple[str, ...], str] = {}
        for column, header in enumerate(self.headers):
            leaf = self.leaf(column)
            text = self.texts[row][column].strip()
            if leaf in self.words.texts.code_parts and text.isdigit():
                groups[header[:-1]] = groups.get(header[:-1], "") + text
            elif leaf in self.words.texts.codes and text.isdigit():
                groups[(*header, str(column))] = text
        return [code for code in groups.values() if code]

    def text(self, row: int, header: str) -> str:
        """The text of a row under a header; empty where there is no such column."""
        for column, labels in enumerate(self.headers):
            if labels and labels[-1] == header:
                return self.texts[row][column]
        return ""

    def coded_rows(self) -> Iterator[tuple[int, str]]:
        """The rows that have a code, with the first one."""
        for row in self.rows:
            if code := self.code(row):
                yield row, code

    @cached_property
    def total_row(self) -> int | None:
        """The row of 合计; None where there is none."""
        for row in self.rows:
            if any(normal(text) in self.words.totals for text in self.texts[row]):
                return row
        return None

    def is_empty(self) -> bool:
        """Tell whether no cell of the body prints an amount."""
        return not any(
            self.texts[row][column]
            for row in self.rows
            for column in range(self.grid.column_count)
            if self.amount_columns[column]
        )


def _is_subsequence(labels: tuple[str, ...], header: tuple[str, ...]) -> bool:
    rest = iter(header)
    return all(any(label == found for found in rest) for label in labels)


def _is_rate(text: str) -> bool:
    """Whether a number, or the label of a column, says that it is a percentage."""
    return any(sign in text for sign in PERCENT)
