"""Which national table a table is, and what each of its amounts is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from discloser.check.reader.codes import Codes
from discloser.check.reader.meaning import NOTHING, Meaning
from discloser.check.reader.sheet import Sheet
from discloser.compute.ledger import Side, Where
from discloser.compute.measure import Conditions
from discloser.model.values import Kind, ReceiptKind
from discloser.vocabulary.labels import Labels
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import Shape, TableWords
from discloser.vocabulary.words import Words

Cells = dict[tuple[int, int], Meaning]
"""The amounts of a table whose meaning is known, by row and column of its grid."""

_ITEM_HEADER = "项目"
_PROJECT_NAME, _TYPE = "项目名称", "类型"
_ECONOMIC_LENGTHS = {3: "economic_class", 5: "economic_item"}
_FUNCTION_LENGTHS = {3: "function_class", 5: "function_group", 7: "function_item"}


def _last_name(text: str) -> str:
    """A name in a form without what stands before it: 1、资金来源：（1）政府预算资金."""
    full = normal(text)
    return full if full.endswith("）") else full.rpartition("）")[2]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a table is read with: words, code tables, the year and kind, and who has a row."""

    words: Words
    codes: Codes
    kind: Kind
    units: Mapping[str, str]
    """Every name or code of a unit with the key by which it is told; of the department, ""."""


@dataclass(frozen=True)
class TableReader:
    """Reads one table that is known by its role."""

    sheet: Sheet
    role: TableWords
    around: Surroundings

    def cells(self) -> Cells:
        """The meanings of its amounts; what cannot be placed is left out."""
        readers = {
            Shape.BALANCE: self._balance,
            Shape.UNITS: self._coded,
            Shape.FUNCTION: self._coded,
            Shape.PAIRS: self._pairs,
            Shape.ECONOMIC: self._economic,
            Shape.COLUMNS: self._columns,
            Shape.BOOKS: self._books,
            Shape.PROJECTS: self._projects,
            Shape.FORM: self._form,
        }
        shape = readers.get(self.role.shape) if self.role.shape is not None else None
        return {(row, column): found for row, column, found in shape()} if shape else {}

    @cached_property
    def _base(self) -> Meaning:
        sides = (self.role.of,) if self.role.of is not None else tuple(Side)
        where = Where.of(self.role.where)
        return Meaning(tuple((side, where) for side in sides))

    @property
    def _labels(self) -> Labels:
        words = self.around.words.labels
        if self.role.labels:
            return words.group(self.role.labels)
        if self.role.of is Side.RECEIPTS:
            return {**self._funds(), **words.receipts}
        return {**words.funds, **words.expenditure}

    def _funds(self) -> Labels:
        """The funds. Where a final account has no line for the special account, it is 事业收入."""
        funds = self.around.words.labels.funds
        if self.around.kind is Kind.BUDGET or any("财政专户" in label for label in self._printed):
            return funds
        return {**funds, "事业收入": {"fund": ("事业收入", "财政专户管理资金")}}

    def _row(
        self, row: int, meaning: Meaning, labels: Labels, columns: range | None = None
    ) -> Iterator[tuple[int, int, Meaning]]:
        """The amounts of one row: its money, narrowed by what stands above each column."""
        for column in columns or range(self.sheet.grid.column_count):
            if not self.sheet.amount_columns[column]:
                continue
            narrowed = self._under(self.sheet.headers[column], meaning, labels)
            if narrowed is not None:
                yield row, column, narrowed

    def _under(self, header: tuple[str, ...], meaning: Meaning, labels: Labels) -> Meaning | None:
        """What is meant under some headers; None where one of them is not known."""
        words = self.around.words.labels
        amounts = words.columns.get(self.around.kind, {})
        for label in header:
            if label in labels:
                meaning &= Where.of(self._widened(label, labels[label]))
            elif label in amounts:
                meaning = meaning.in_column(amounts[label])
            elif label not in words.neutral:
                return None
        return meaning

    def _coded(self) -> Iterator[tuple[int, int, Meaning]]:
        for row in self.sheet.rows:
            chosen = self._of_code(row, self._base)
            if chosen is not None:
                yield from self._row(row, chosen, self._labels)

    def _of_code(self, row: int, base: Meaning) -> Meaning | None:
        """The money of a row with a functional code, of a unit's row, or of 合计."""
        code = self.sheet.code(row)
        if code and self.role.shape is not Shape.UNITS:
            name = _FUNCTION_LENGTHS.get(len(code))
            return base & Where.of({name: code}) if name else None
        return self._whole_or_unit(row, base)

    def _whole_or_unit(self, row: int, base: Meaning) -> Meaning | None:
        unit = self._unit_of(row)
        if unit is None:
            return None
        return base & Where.of({"unit": unit}) if unit else base

    def _pairs(self) -> Iterator[tuple[int, int, Meaning]]:
        """Rows of a department and a government economic item each."""
        for row in self.sheet.rows:
            codes = [code for code in self.sheet.codes(row) if len(code) in _ECONOMIC_LENGTHS]
            if len(codes) == len(("department", "government")):
                pair = {"economic_item": codes[0], "government_item": codes[1]}
                chosen: Meaning | None = self._base & Where.of(pair)
            elif self._is_undivided(row):
                chosen = self._base & Where.of({"economic_item": ""})
            else:
                chosen = self._whole_or_unit(row, self._base)
            if chosen is not None:
                yield from self._row(row, chosen, self._labels)

    def _is_undivided(self, row: int) -> bool:
        words = self.around.words.labels.undivided
        return any(word in text for text in self.sheet.texts[row] for word in words)

    def _economic(self) -> Iterator[tuple[int, int, Meaning]]:
        """Economic items in columns side by side, and the sums of both halves below them."""
        grid = self.sheet.grid
        for row in self.sheet.rows:
            for column in range(grid.column_count):
                code = self.sheet.texts[row][column].strip()
                amount = self.sheet.column(after=column)
                if code.isdigit() and len(code) in _ECONOMIC_LENGTHS and amount is not None:
                    where = Where.of({_ECONOMIC_LENGTHS[len(code)]: code})
                    yield row, amount, self._base & where
        for label, conditions in self.around.words.labels.expenditure.items():
            slot = self.sheet.find(f"{label}合计")
            if slot is not None:
                yield from self._sum_of_half(slot, self._base & Where.of(conditions))

    def _sum_of_half(
        self, slot: tuple[int, int], meaning: Meaning
    ) -> Iterator[tuple[int, int, Meaning]]:
        row, column = slot
        amount = self.sheet.column(after=column)
        while amount is not None and not self.sheet.texts[row][amount]:
            amount = self.sheet.column(after=amount)
        if amount is not None:
            yield row, amount, meaning

    def _columns(self) -> Iterator[tuple[int, int, Meaning]]:
        """A table whose columns alone say what is meant."""
        for row in self.sheet.rows:
            base = self._whole_or_unit(row, self._base) or self._base
            for column, header in enumerate(self.sheet.headers):
                leaf = header[-1] if header else ""
                if leaf in self._labels and self.sheet.amount_columns[column]:
                    meaning = base & Where.of(self._labels[leaf])
                    yield row, column, self._in_named_column(header, meaning)

    def _in_named_column(self, header: tuple[str, ...], meaning: Meaning) -> Meaning:
        amounts = self.around.words.labels.columns.get(self.around.kind, {})
        named = [amounts[label] for label in header if label in amounts]
        return meaning.in_column(named[0]) if named else meaning

    def _books(self) -> Iterator[tuple[int, int, Meaning]]:
        """A final account's fund: receipts, expenditure and what is left may share a row."""
        balance = self.around.words.labels.balance
        spent = Meaning(tuple(part for part in self._base.parts if part[0] is Side.EXPENDITURE))
        for row in self.sheet.rows:
            chosen = self._of_code(row, Meaning(((Side.EXPENDITURE, Where()),)))
            if chosen is None:
                continue
            narrower = chosen.parts[0][1]
            for column, header in enumerate(self.sheet.headers):
                if not header or not self.sheet.amount_columns[column]:
                    continue
                parts = balance.get(header[0])
                if parts is not None and all(part.of is not Side.EXPENDITURE for part in parts):
                    yield row, column, self._books_of(header[0], self._base & narrower)
                else:
                    found = self._under(header, spent & narrower, self._labels)
                    if found is not None:
                        yield row, column, found

    def _books_of(self, label: str, within: Meaning) -> Meaning:
        """The books that a label of balance adds up, within some money."""
        limits = dict(within.parts)
        parts = self.around.words.labels.balance[label]
        return Meaning(
            tuple(
                (
                    part.of,
                    Where.of(self._widened(label, part.where)) & limits.get(part.of, Where()),
                )
                for part in parts
            )
        )

    def _widened(self, label: str, conditions: Conditions) -> Conditions:
        """What a label means where the table has no line for what is then counted with it."""
        words = self.around.words.labels
        added = [
            kind
            for kind, into in words.counted_with.items()
            if label in into.labels and not self._printed & into.unless
        ]
        kinds = conditions.get("kind", ())
        return {**conditions, "kind": (*kinds, *added)} if added and kinds else conditions

    @cached_property
    def _printed(self) -> frozenset[str]:
        """All labels of the table."""
        printed = {label for header in self.sheet.headers for label in header}
        printed |= {normal(text) for row in self.sheet.rows for text in self.sheet.texts[row]}
        return frozenset(printed)

    def _balance(self) -> Iterator[tuple[int, int, Meaning]]:
        """Receipts on the left and expenditure on the right."""
        halves = [
            c for c, header in enumerate(self.sheet.headers) if header[-1:] == (_ITEM_HEADER,)
        ]
        if len(halves) != len(("receipts", "expenditure")):
            return
        left, right = halves
        yield from self._receipts_half(left, range(left, right))
        yield from self._expenditure_half(right)

    def _receipts_half(self, labels: int, columns: range) -> Iterator[tuple[int, int, Meaning]]:
        words, funds = self.around.words.labels, self._funds()
        kind = ReceiptKind.CURRENT.value
        for row in self.sheet.rows:
            label = normal(self.sheet.texts[row][labels])
            kind = ReceiptKind.CARRIED_OVER.value if label in words.carrying else kind
            meaning = self._receipt(label, kind, funds)
            if meaning is not None:
                yield from self._row(row, meaning, {}, columns)

    def _receipt(self, label: str, kind: str, funds: Labels) -> Meaning | None:
        words = self.around.words.labels
        if label in words.totals:
            return self._books_of("收入总计", self._base)
        if label in words.balance:
            return self._books_of(label, self._base)
        conditions: Conditions | None = funds.get(label)
        if label == "财政拨款":  # 其中：财政拨款, below the general public budget
            conditions = funds["一般公共预算"]
        if conditions is None:
            return None
        within = dict(self._base.parts)[Side.RECEIPTS]
        where = within & Where.of({**conditions, "kind": kind})
        return Meaning(((Side.RECEIPTS, where),))

    def _expenditure_half(self, labels: int) -> Iterator[tuple[int, int, Meaning]]:
        rows = self._expenditure_rows(labels)
        columns = range(labels + 1, self.sheet.grid.column_count)
        for row, meaning in rows.items():
            yield from self._row(row, meaning, self.around.words.labels.funds, columns)

    def _expenditure_rows(self, labels: int) -> dict[int, Meaning]:
        """The rows of the right half. A class's former name counts where its own is not printed."""
        words = self.around.words.labels
        rows: dict[int, Meaning] = {}
        former: dict[int, str] = {}
        named: set[str] = set()
        for row in self.sheet.rows:
            label = normal(self.sheet.texts[row][labels])
            if label in words.totals:
                rows[row] = self._books_of("支出总计", self._base)
            elif label in words.balance:
                rows[row] = self._books_of(label, self._base)
            elif label:
                code, is_current = self.around.codes.function_class(label)
                if is_current:
                    named.add(code)
                    rows[row] = self._of_class(code)
                elif code:
                    former[row] = code
        for row, code in former.items():
            rows[row] = NOTHING if code in named else self._of_class(code)
        return rows

    def _of_class(self, code: str) -> Meaning:
        within = dict(self._base.parts)[Side.EXPENDITURE]
        return Meaning(((Side.EXPENDITURE, within & Where.of({"function_class": code})),))

    def _projects(self) -> Iterator[tuple[int, int, Meaning]]:
        """A row for each project; its unit stands beside it, or in a row above it."""
        labels = {**self.around.words.labels.funds, **self.around.words.labels.expenditure}
        above = Where()
        for row in self.sheet.rows:
            unit, project = self._unit_of(row), self._project_of(row)
            of_unit = Where.of({"unit": unit}) if unit else Where()
            if project:
                where = Where.of({"project": project}) & self._type_of(row)
                where &= of_unit if unit is not None else above
                yield from self._row(row, self._base & where, labels)
            elif unit is not None:
                above = of_unit
                yield from self._row(row, self._base & of_unit, labels)

    @cached_property
    def _projects_named(self) -> Counter[str]:
        return Counter(self._project_of(row) for row in self.sheet.rows)

    def _type_of(self, row: int) -> Where:
        """The nature of a project's row (其他运转类), where it alone tells rows apart."""
        if self._projects_named[self._project_of(row)] == 1:
            return Where()
        known = self.around.words.labels.expenditure
        for column, header in enumerate(self.sheet.headers):
            text = normal(self.sheet.texts[row][column])
            if header[-1:] == (_TYPE,) and text in known:
                return Where.of(known[text])
        return Where()

    def _unit_of(self, row: int) -> str | None:
        """The unit that a row names: its key, "" for the department or 合计; None for none.

        A first row without a label is that of 合计.
        """
        texts = [normal(label) for label in self.sheet.label_texts(row) if label]
        if not texts and row == self.sheet.first:
            return ""
        if any(text in self.around.words.labels.totals for text in texts):
            return ""
        return next((self.around.units[text] for text in texts if text in self.around.units), None)

    def _project_of(self, row: int) -> str:
        """The project that a row names, in a column that is called so; not a unit."""
        for column, header in enumerate(self.sheet.headers):
            if header and _PROJECT_NAME in header[-1]:
                text = self.sheet.texts[row][column].strip()
                label = normal(text)
                known = label in self.around.units or label in self.around.words.labels.totals
                if label and not known:
                    return text
        return ""

    def _form(self) -> Iterator[tuple[int, int, Meaning]]:
        """Names with an amount somewhere at their right."""
        if not self.role.labels:
            return
        for row in self.sheet.rows:
            for column, text in enumerate(self.sheet.texts[row]):
                label = _last_name(text)
                if label in self._labels:
                    place = self._amount_right_of(row, column)
                    if place is not None:
                        yield row, place, self._base & Where.of(self._labels[label])

    def _amount_right_of(self, row: int, column: int) -> int | None:
        for at in range(column + 1, self.sheet.grid.column_count):
            owner = self.sheet.grid.owners[row][at]
            if (owner.row, owner.column) == (row, at) and "." in self.sheet.texts[row][at]:
                return at
        return None
