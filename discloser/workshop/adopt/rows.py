"""The rows of an adopted table: those that are written out, and those that follow the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import PlacedTable
from discloser.check.reader.sheet import Sheet
from discloser.vocabulary.tables import Shape
from discloser.workshop.adopt.columns import is_total
from discloser.workshop.adopt.questions import Questions
from discloser.workshop.adopt.selections import Selections, Words
from discloser.workshop.adopt.writing import Names

_FUNCTIONS = {3: "function_class", 5: "function_group", 7: "function_item"}
_ECONOMICS = {3: "economic_class", 5: "economic_item"}
_NUMBERS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "{{ row.index | chinese }}、"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "（{{ row.index | chinese }}）"),
    (re.compile(r"\d+[.．、]"), "{{ row.index }}."),
)
_SLICES = ((0, None), (0, 3), (3, 5), (5, 7), (0, 5))


@dataclass(frozen=True)
class Rows:
    """What rows are made with."""

    table: PlacedTable
    file: str
    base: Meaning
    selections: Selections
    names: Names
    questions: Questions

    @property
    def sheet(self) -> Sheet:
        """The table as labelled rows and columns."""
        return self.table.sheet

    def written_out(self, span: range, keys: Mapping[int, str]) -> tuple[list[Words], list[Words]]:
        """Rows with fixed labels, and those from the first sum on, which stand at the foot.

        Functional classes of which only those with an amount are listed follow the ledger.
        """
        amounts = [c for c in span if self.sheet.amount_columns[c]]
        labels = [c for c in span if c in keys]
        known = {r: self._meaning(r, amounts) for r in self.sheet.rows}
        classes = self._listed_classes(known, labels, amounts)
        rows: list[Words] = []
        footer: list[Words] = []
        for r in self.sheet.rows:
            cells = {keys[c]: self._text(r, c) for c in labels if self._text(r, c)}
            if (not cells and labels) or r in classes[1:]:
                continue
            if r in classes:
                rows.append(self._class_rows(r, labels, keys))
                continue
            row: Words = {"cells": cells} if cells else {}
            meaning = known[r]
            words = self.selections.within(meaning, self.base) if meaning is not None else None
            if words is not None and "value" in words:
                words = None  # a row has no column of its own
            if words is None or (meaning is not None and meaning.is_nothing):
                row["amounts"] = "否"
                self._ask_row(r, amounts, meaning)
            else:
                row |= words
                if self._is_sum(r, known, labels):
                    row["counts"] = "否"
            is_foot = bool(footer) or r >= self.first_sum
            (footer if is_foot else rows).append(row)
        return rows, footer

    @property
    def first_sum(self) -> int:
        """The first row of sums, from which on rows stand at the foot."""
        sums = (r for r in self.sheet.rows if any(is_total(t) for t in self.sheet.texts[r]))
        return next(sums, len(self.sheet.texts))

    @property
    def least(self) -> int:
        """How many rows stand above the foot, where some of them are blank; else 0."""
        above = range(self.sheet.first, min(self.first_sum, len(self.sheet.texts)))
        has_blank = any(not any(t.strip() for t in self.sheet.texts[r]) for r in above)
        return len(above) if has_blank else 0

    def _listed_classes(
        self, known: Mapping[int, Meaning | None], labels: list[int], amounts: list[int]
    ) -> list[int]:
        """The rows of functional classes, where each of them has an amount."""
        found = []
        for row, meaning in known.items():
            words = self.selections.within(meaning, self.base) if meaning is not None else None
            where = (words or {}).get("where", {})
            if isinstance(where.get("function_class"), str) and labels:
                found.append(row)
        filled = all(self.sheet.texts[row][amounts[0]].strip() for row in found)
        return found if filled and len(found) > 1 else []

    def _class_rows(self, row: int, labels: list[int], keys: Mapping[int, str]) -> Words:
        """A row for each functional class that has an amount, numbered as the first one is."""
        label = self.sheet.texts[row][labels[0]].strip()
        number = next((each for each in _NUMBERS if each[0].match(label)), None)
        lead = number[1] if number is not None else ""
        cells = {keys[labels[0]]: f"{lead}{{{{ row.function_class.name }}}}"}
        return {"of": "expenditure", "each": ["function_class"], "cells": cells}

    def _meaning(self, row: int, amounts: list[int]) -> Meaning | None:
        """What a row is about: its first amount, which is the total of the others."""
        return next(
            (self.table.cells[row, c] for c in amounts if (row, c) in self.table.cells), None
        )

    def _is_sum(self, row: int, known: Mapping[int, Meaning | None], labels: list[int]) -> bool:
        """Whether other rows are parts of one, or it is one of 其中 or says what one said."""
        meaning = known[row]
        if meaning is None or any("其中" in self.sheet.texts[row][c] for c in labels):
            return True
        return any(
            other.is_within(meaning) and (r < row or not meaning.is_within(other))
            for r, other in known.items()
            if r != row and other is not None and not other.is_nothing
        )

    def _ask_row(self, row: int, amounts: list[int], meaning: Meaning | None) -> None:
        if meaning is None or any(self.sheet.texts[row][c].strip() for c in amounts):
            label = next((t for t in self.sheet.texts[row] if t.strip()), f"第{row + 1}行")
            self.questions.ask(self.file, f"行“{label}”是哪些钱没有认出，现在不填数。")

    def _text(self, row: int, column: int) -> str:
        return self.names.template(self.sheet.texts[row][column].strip(), "in_tables")

    def of_ledger(self, keys: Mapping[int, str]) -> tuple[list[Words], list[Words]]:
        """Rows that follow the ledger: a sum, the department, and a row for each code or unit."""
        kinds = {row: self._kind(row) for row in self.sheet.rows}
        first = next((r for r in self.sheet.rows if kinds[r] == "each"), None)
        rows: list[Words] = []
        footer: list[Words] = []
        for row, kind in kinds.items():
            if kind in ("total", "department"):
                is_foot = row > first if first is not None else row > self.sheet.first
                place = footer if is_foot and kind == "total" else rows
                place.append({"cells": self._fixed(row, keys, kind), "counts": "否"})
        named = [key for c, key in keys.items() if not self._is_code(c)] or list(keys.values())
        if not {"each", "total"} & set(kinds.values()) and named:
            # An empty form shows no sum, which others of its document have.
            rows.append({"cells": {named[-1]: "合计"}, "counts": "否", "when": "有数"})
        group = self._each(keys, [r for r, kind in kinds.items() if kind == "each"])
        if group is not None:
            rows.append(group)
        return rows, footer

    def _fixed(self, row: int, keys: Mapping[int, str], kind: str) -> Words:
        cells = {key: self._text(row, c) for c, key in keys.items() if self._text(row, c)}
        if kind == "department":
            cells = {
                key: "{{ department.code }}" if text.isdigit() else text
                for key, text in cells.items()
            }
        return cells

    def _kind(self, row: int) -> str:
        texts = [self.sheet.texts[row][c].strip() for c in self._labels if self.sheet.texts[row][c]]
        if not texts:
            return "blank"
        if any(is_total(text) for text in texts):
            return "total"
        if any(self.names.department and text == self.names.department for text in texts):
            has_more = self._shape is Shape.UNITS and row != self._first_department
            has_project = self._shape is Shape.PROJECTS and len(texts) > 2  # noqa: PLR2004
            return "each" if has_more or has_project else "department"
        return "each"

    @property
    def _first_department(self) -> int:
        return next(
            (r for r in self.sheet.rows if self.names.department in self.sheet.texts[r]), -1
        )

    @property
    def _labels(self) -> list[int]:
        return [c for c in range(self.sheet.grid.column_count) if not self.sheet.amount_columns[c]]

    @property
    def _shape(self) -> Shape | None:
        return self.table.shape

    def _each(self, keys: Mapping[int, str], rows: list[int]) -> Words | None:
        if self._shape is Shape.UNITS and not any(self.sheet.code(row) for row in rows):
            return self._units(keys)
        if self._shape is Shape.PROJECTS:
            return self._projects(keys)
        if self._shape is Shape.PAIRS and self._has_pairs(rows):
            return self._pairs(keys, rows)
        names = _ECONOMICS if self._shape in (Shape.PAIRS, Shape.ECONOMIC) else _FUNCTIONS
        return self._codes(keys, rows, names)

    def _units(self, keys: Mapping[int, str]) -> Words:
        cells = {
            key: "{{ row.unit.code }}" if self._is_code(c) else "{{ row.unit.name }}"
            for c, key in keys.items()
        }
        return {"each": ["unit"], "cells": cells}

    def _projects(self, keys: Mapping[int, str]) -> Words:
        cells = {}
        each = ["project"]
        for c, key in keys.items():
            title = "".join(self.sheet.headers[c][-1:])
            if "单位" in title or "部门" in title:
                cells[key] = "{{ row.unit.name }}"
                each.append("unit")
            elif "类" in title:
                cells[key] = "{{ row.category.name }}"
                each.append("category")
            elif self._is_code(c):
                cells[key] = "{{ row.project.code }}"
            else:
                cells[key] = "{{ row.project.name }}"
        return {
            "each": list(dict.fromkeys(each)),
            "order": ["单位", "支出性质", "输入次序"],
            "cells": cells,
        }

    def _is_code(self, column: int) -> bool:
        title = "".join(self.sheet.headers[column][-1:])
        return title.endswith(("编码", "代码", "编号"))

    def _has_pairs(self, rows: list[int]) -> bool:
        return any(len(self.sheet.codes(row)) > 1 for row in rows)

    def _pairs(self, keys: Mapping[int, str], rows: list[int]) -> Words:
        levels = {"economic_item": 0, "government_item": 1}
        pairs = [row for row in rows if len(self.sheet.codes(row)) > 1]
        cells: Words = {}
        spoken_of = "economic_item"
        for c, key in sorted(keys.items()):
            for level, place in levels.items():
                codes = {row: self.sheet.codes(row)[place] for row in pairs}
                if (part := self._part_of_code(c, codes)) and level >= spoken_of:
                    cells[key] = f"{{{{ row.{level}.code{part} }}}}"
                    spoken_of = level
                    break
            else:
                cells[key] = f"{{{{ row.{spoken_of}.name }}}}"
        order = self._order([self.sheet.codes(row)[0] for row in pairs])
        return {"each": list(levels), **order, "cells": cells}

    @staticmethod
    def _order(codes: list[str]) -> Words:
        """The order of the rows, where it is not that of their codes."""
        return {} if codes == sorted(codes) else {"order": ["输入次序"]}

    def _part_of_code(self, column: int, codes: Mapping[int, str]) -> str:
        """Which part of the rows' codes a column prints, as a slice; empty for none.

        Most rows must agree.
        """
        for start, end in _SLICES:
            same = sum(
                self.sheet.texts[row][column].strip() == code[start:end] != ""
                for row, code in codes.items()
            )
            if same and same * 2 > len(codes):
                whole = (start, end) == (0, None)
                return "[:]" if whole else f"[{start}:{end}]"
        return ""

    def _codes(
        self, keys: Mapping[int, str], rows: list[int], names: Mapping[int, str]
    ) -> Words | None:
        """Nested groups: one for each length of code that is printed."""
        codes = {row: self.sheet.code(row) for row in rows}
        lengths = sorted({len(code) for code in codes.values()} & set(names))
        if not lengths:
            lengths = [max(names)]
            self.questions.ask(self.file, "表里没有带编码的行，按最细的科目逐行列出，请核对。")
        group: Words | None = None
        for length in reversed(lengths):
            level = names[length]
            of_level = {row: code for row, code in codes.items() if len(code) == length}
            made: Words = {"each": [level], "cells": self._cells(keys, of_level, level)}
            if group is None:
                made |= self._order(list(of_level.values()))
            else:
                made |= {"counts": "否", "rows": [group]}
            group = made
        return group

    def _cells(self, keys: Mapping[int, str], codes: Mapping[int, str], level: str) -> Words:
        """What the text columns print in the rows of a level: parts of the code, the name."""
        cells: Words = {}
        for c, key in keys.items():
            texts = [self.sheet.texts[row][c].strip() for row in codes]
            if part := self._part_of_code(c, codes) if codes else self._titled(c):
                cells[key] = f"{{{{ row.{level}.code{part} }}}}"
            elif any(text and not text.isdigit() for text in texts) or (
                not codes and not self._is_code(c)
            ):
                cells[key] = f"{{{{ row.{level}.name }}}}"
        return cells

    def _titled(self, column: int) -> str:
        """The part of a code that a column's title tells, where no row shows it."""
        parts = {"类": "[0:3]", "款": "[3:5]", "项": "[5:7]"}
        titles = ["".join(header[-1:]) for header in self.sheet.headers]
        is_split = any(title in parts for title in titles)  # another code is then somebody else's
        whole = "[:]" if self._is_code(column) and not is_split else ""
        return parts.get(titles[column], whole)
