"""Read a book of codes: a workbook or a CSV of codes with their names, as bureaus have them.

The code stands in one column (科目编码) or its parts in two or three (类, 款, 项); names, and notes
that are not needed, stand beside it. Which classification a code belongs to, its digits tell:
2… the functions of expenditure, 3… the department's economic items, 5… the government's.
Source: 政府收支分类科目 (财政部), the tables' own numbering.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from discloser.classification.codebook import Code, Scheme
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.read.file import file_content, file_text
from discloser.read.spreadsheet import open_spreadsheet
from discloser.read.spreadsheet.address import cell_name

NO_CODES = Rule(
    "E070",
    "没有找到科目表",
    "文件里没有找到科目表：没有哪一行的栏名里既有科目编码（或类、款、项），又有科目名称。",
    "请给财政部门印发的科目表（.xlsx、.xls、.ods 或 .csv）。",
)
BAD_CODE = Rule(
    "E071",
    "科目编码不对",
    "科目编码“{code}”（{name}）不是一个科目的编码。",
    "编码只能是 3 位（类）、5 位（款）或 7 位（功能分类的项）数字；请改这一行。",
)
NO_NAME = Rule("E072", "科目没有名称", "科目 {code} 没有名称。", "请补上名称。")
TWO_NAMES = Rule(
    "E073",
    "一个编码两个名称",
    "科目 {code} 在文件里有两个名称：{first}、{second}。",
    "请删去不对的一行。",
)
NO_PARENT = Rule(
    "E074",
    "缺少上级科目",
    "科目 {code} {name} 的上级 {parent} 不在文件里。",
    "请补上 {parent} 这一行，或改正编码。",
)
OTHER_BOOK = Rule(
    "E075",
    "不管的科目",
    "有 {count} 个科目（如 {code} {name}）不是支出功能分类，也不是支出经济分类，没有读入。",
    "不用处理。",
    Severity.NOTE,
)
_SCHEMES = {
    "2": Scheme.FUNCTION,
    "3": Scheme.DEPARTMENT_ECONOMIC,
    "5": Scheme.GOVERNMENT_ECONOMIC,
}
LEVELS = {3: "类", 5: "款", 7: "项"}
_DEEPEST = {Scheme.FUNCTION: 7, Scheme.DEPARTMENT_ECONOMIC: 5, Scheme.GOVERNMENT_ECONOMIC: 5}
_PARTS = ("类", "款", "项")
_NAME = re.compile(r"(?:科目)?名称")
_CODE = re.compile(r"(?:科目)?(?:编码|代码|编号)")
_HEAD_ROWS = 20
"""The head of a table stands among the first rows of its sheet."""
Texts = Mapping[int, str]
"""The texts of a row by column, counted from 0, without blanks in them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A code that a book lists, and where."""

    scheme: Scheme
    code: Code
    place: Location


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of a table by number from 0, and where a row's cell is."""

    file: str
    name: str | None
    rows: Mapping[int, Texts]

    def place(self, row: int, column: int) -> Location:
        if self.name is None:
            return Location(self.file, row + 1)
        return Location(self.file, sheet=self.name, cell=cell_name(row, column))


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a table has its codes and names: one column of codes, or one for each part."""

    row: int
    codes: tuple[int, ...]
    name: int


def read_books(paths: Sequence[Path]) -> tuple[tuple[Listed, ...], tuple[Finding, ...]]:
    """All codes that the files of one book list, in their order; what is wrong, at its rows."""
    heads: list[tuple[_Sheet, _Head]] = []
    findings: list[Finding] = []
    for path in paths:
        sheets, problems = _sheets(path)
        here = [(sheet, head) for sheet in sheets if (head := _head(sheet.rows)) is not None]
        findings += problems or ([] if here else [NO_CODES.at(Location(str(path)))])
        heads += here
    if findings:
        return (), tuple(findings)
    found: dict[tuple[Scheme, str], Listed] = {}
    others: list[tuple[str, str, Location]] = []
    for sheet, head in heads:
        for code, name, place in _codes(sheet, head):
            made = _listed(code, name, place)
            if made is None:
                others.append((code, name, place))
            elif isinstance(made, Finding):
                findings.append(made)
            elif (known := found.setdefault((made.scheme, code), made)).code.name != name:
                findings.append(TWO_NAMES.at(place, code=code, first=known.code.name, second=name))
    findings += _orphans(found)
    if others:
        code, name, place = others[0]
        findings.append(OTHER_BOOK.at(place, count=len(others), code=code, name=name))
    return tuple(found.values()), tuple(findings)


def _sheets(path: Path) -> tuple[list[_Sheet], list[Finding]]:
    file = str(path)
    if path.suffix.lower() == ".csv":
        text = file_text(path, file)
        if isinstance(text, Finding):
            return [], [text]
        lines = csv.reader(text.removeprefix("\ufeff").splitlines())
        rows = {row: _texts(enumerate(cells)) for row, cells in enumerate(lines)}
        return [_Sheet(file, None, rows)], []
    data = file_content(path, file)
    if isinstance(data, Finding):
        return [], [data]
    book, findings = open_spreadsheet(data, file)
    sheets: list[_Sheet] = []
    found = [each for each in findings if each.severity is Severity.ERROR]
    for name, opened in book.sheets.items() if book is not None else ():
        grid = opened()
        found += [each for each in grid.findings if each.severity is Severity.ERROR]
        cells = {
            row: _texts((column, cell.shown or "") for column, cell in filled.items())
            for row, filled in grid.rows.items()
        }
        sheets.append(_Sheet(file, name, cells))
    return sheets, found


def _texts(cells: Iterable[tuple[int, str]]) -> Texts:
    tidied = ((column, re.sub(r"\s", "", text)) for column, text in cells)
    return {column: text for column, text in tidied if text}


def _head(rows: Mapping[int, Texts]) -> _Head | None:
    for row in sorted(rows)[:_HEAD_ROWS]:
        name = next((c for c, text in rows[row].items() if _NAME.fullmatch(text)), None)
        if name is None:
            continue
        for at in (row, row + 1):
            parts = {text: column for column, text in rows.get(at, {}).items() if text in _PARTS}
            if {"类", "款"} <= parts.keys():
                return _Head(at, tuple(parts[each] for each in _PARTS if each in parts), name)
        code = next((c for c, text in rows[row].items() if _CODE.fullmatch(text)), None)
        if code is not None:
            return _Head(row, (code,), name)
    return None


def _codes(sheet: _Sheet, head: _Head) -> Iterator[tuple[str, str, Location]]:
    """The code and the name of each row that has a code."""
    before: list[str] = ["", "", ""]
    for row in sorted(each for each in sheet.rows if each > head.row):
        texts = sheet.rows[row]
        written = [texts.get(column, "") for column in head.codes]
        if not any(written):
            continue
        code = written[0] if len(written) == 1 else _joined(written, before)
        column = next(c for c, text in zip(head.codes, written, strict=True) if text)
        yield code, texts.get(head.name, ""), sheet.place(row, column)


def _joined(written: list[str], before: list[str]) -> str:
    """The code of a row whose parts stand apart; parts left blank are those of the row above.

    A deeper part may be written alone (01) or with all above it (20101).
    """
    deepest = max(at for at, text in enumerate(written) if text)
    for at in range(deepest + 1):
        if text := written[at]:
            above = before[at - 1] if at else ""
            whole = at == 0 or len(text) > len("01")
            before[at] = text if whole else above + text.zfill(len("01"))
    before[deepest + 1 :] = [""] * (len(before) - deepest - 1)
    return before[deepest]


def _listed(code: str, name: str, place: Location) -> Listed | Finding | None:
    """A row as a code, what is wrong with it, or None where it belongs to another book."""
    digits = code.isascii() and code.isdecimal()
    scheme = _SCHEMES.get(code[0])
    is_code = digits and len(code) in LEVELS
    if is_code and scheme is None:
        return None
    if not is_code or scheme is None or len(code) > _DEEPEST[scheme]:
        return BAD_CODE.at(place, code=code, name=name)
    if not name:
        return NO_NAME.at(place, code=code)
    return Listed(scheme, Code(code, LEVELS[len(code)], name), place)


def parent_of(code: str) -> str:
    """The code above a code; empty above a 类."""
    return code[:-2] if len(code) > min(LEVELS) else ""


def _orphans(found: Mapping[tuple[Scheme, str], Listed]) -> Iterator[Finding]:
    for (scheme, code), listed in found.items():
        parent = parent_of(code)
        if parent and (scheme, parent) not in found:
            yield NO_PARENT.at(listed.place, code=code, name=listed.code.name, parent=parent)
