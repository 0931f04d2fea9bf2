"""A made-up book of codes for 2027: the present tables with over thirty changes, in any layout."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl

from discloser.classification.codebook import Scheme

YEAR = 2027
Book = Mapping[Scheme, Mapping[str, str]]
MOVED = {
    # A 款 with its items, whose names many share; an item and a 款 with names of their own.
    "20129": "20149",
    **{f"20129{last}": f"20149{last}" for last in ("01", "02", "03", "06", "50", "99")},
    "2010404": "2010410",
    "30228": "30241",
}
RENAMED = {
    "2010199": "其他人大事务支出（新）",
    "2050101": "教育行政运行",
    "20805": "行政事业单位养老支出（改）",
    "30201": "办公用品费",
    "50201": "办公经费（改）",
    "2210201": "住房公积金缴存",
    "2210202": "提租补贴（改）",
    "2210203": "购房补贴（改）",
    "30101": "基本工资（改）",
}
ENDED = ("2010202", "2010203", "30229", "50206", "2070199", "2070204")
ADDED = {
    "2010151": "代表联络新系统",
    "20198": "数据管理事务",
    "2019801": "行政运行",
    "2019802": "一般行政管理事务",
    "30242": "数据服务费",
    "50210": "数据服务支出",
    "2210299": "其他住房改革支出（新设）",
    "2080598": "其他养老支出（新设）",
    "2070150": "文化数据",
    "30250": "云资源租赁费",
}


def present() -> Book:
    """The tables as the package's own files list them in 2026, read without its code."""
    books: dict[Scheme, dict[str, str]] = {}
    for scheme in Scheme:
        text = (files("discloser.classification") / f"{scheme.value}.csv").read_text("utf-8-sig")
        valid = (
            row
            for row in csv.DictReader(StringIO(text))
            if int(row["valid_from"] or 0) < YEAR <= int(row["valid_to"] or YEAR)
        )
        books[scheme] = {row["code"]: row["name"] for row in valid}
    return books


def changed() -> Book:
    """The present tables with over thirty changes."""
    made: dict[Scheme, dict[str, str]] = {}
    for scheme, book in present().items():
        new = {
            MOVED.get(code, code): RENAMED.get(code, name)
            for code, name in book.items()
            if code not in ENDED
        }
        new |= {code: name for code, name in ADDED.items() if of(code) is scheme}
        made[scheme] = dict(sorted(new.items()))
    return made


def of(code: str) -> Scheme:
    """The classification that a code's first digit names."""
    return {
        "2": Scheme.FUNCTION,
        "3": Scheme.DEPARTMENT_ECONOMIC,
        "5": Scheme.GOVERNMENT_ECONOMIC,
    }[code[0]]


Rows = Sequence[Sequence[str]]


def one_column(book: Mapping[str, str]) -> Rows:
    """The code in one column, a note behind the name."""
    return [["政府收支分类科目"], ["科目编码", "科目名称", "说明"]] + [
        [code, name, "反映有关支出。"] for code, name in book.items()
    ]


def whole_parts(book: Mapping[str, str]) -> Rows:
    """类, 款 and 项 in three columns, each with the whole code, the heads in two rows."""
    head = [["科目编码", "", "", "科目名称"], ["类", "款", "项", ""]]
    return head + [_in_columns(code, code, name) for code, name in book.items()]


def own_parts(book: Mapping[str, str]) -> Rows:
    """The same, each column with its own digits only, as the Ministry prints them."""
    head = [["类", "款", "项", "科目名称", "说明"]]
    return head + [
        _in_columns(code, code if len(code) == len("201") else code[-2:], f" {name[0]} {name[1:]}")
        for code, name in book.items()
    ]


def repeated_parts(book: Mapping[str, str]) -> Rows:
    """Each row with the digits of all its parts."""
    head = [["类", "款", "项", "名称"]]
    return head + [[code[:3], code[3:5], code[5:7], name] for code, name in book.items()]


def _in_columns(code: str, text: str, name: str) -> list[str]:
    row = ["", "", "", name]
    row[(len(code) - 3) // 2] = text
    return row


LAYOUTS: tuple[Callable[[Mapping[str, str]], Rows], ...] = (
    one_column,
    whole_parts,
    own_parts,
    repeated_parts,
)


def write_xlsx(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Sheets of texts as a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def write_csv(path: Path, rows: Rows) -> Path:
    """Rows as a CSV file with a mark at its start, as Excel writes it."""
    stream = StringIO()
    csv.writer(stream).writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8-sig")
    return path
