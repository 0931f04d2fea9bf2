"""Codes that an office adds to the standard tables: a pack's ``codes.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from discloser.classification.codebook import Code, Codebook, Scheme
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.pack.csv_file import csv_rows
from discloser.pack.layers import Layers
from discloser.validation import nearest

FILE = "codes.csv"
COLUMNS = ("分类", "编码", "级次", "名称", "起始年度", "终止年度")
REPLACES = "改自"
"""The column, which may be left out, of the code that a code was before."""

WRONG_COLUMNS = Rule(
    "T021",
    "codes.csv 的表头不对",
    "codes.csv 的表头应当是：{expected}。",
    "请改第一行，各栏用半角逗号隔开；年度不限的留空。",
)
WRONG_ROW = Rule(
    "T022",
    "codes.csv 的一行不对",
    "codes.csv 这一行的“{column}”填的是“{value}”。",
    "{hint}",
)
_MOST_DIGITS = 12
_SCHEMES = {scheme.label: scheme for scheme in Scheme}


def read_codes(layers: Layers) -> tuple[Codebook, tuple[Finding, ...]]:
    """Read the codes of all layers over the standard tables.

    What the nearest layer says of a code is all that is said of it.
    """
    added: dict[tuple[Scheme, str], list[Code]] = {}
    findings: list[Finding] = []
    for _, path in layers.find(FILE):
        here: dict[tuple[Scheme, str], list[Code]] = {}
        for row in code_rows(path):
            if isinstance(row, Finding):
                findings.append(row)
            else:
                here.setdefault((row[0], row[1].code), []).append(row[1])
        added = here | added
    by_scheme: dict[Scheme, list[Code]] = {}
    for (scheme, _), rows in added.items():
        by_scheme.setdefault(scheme, []).extend(rows)
    return Codebook(by_scheme), tuple(findings)


def code_rows(path: Path) -> Iterator[tuple[Scheme, Code] | Finding]:
    """The codes of one ``codes.csv``, and what is wrong with it, row by row."""
    for row in csv_rows(path, COLUMNS, WRONG_COLUMNS, (REPLACES,)):
        yield row if isinstance(row, Finding) else _row(*row)


def _row(row: Mapping[str, str], place: Location) -> tuple[Scheme, Code] | Finding:
    scheme = _SCHEMES.get(row["分类"])
    if scheme is None:
        hint = nearest(row["分类"], list(_SCHEMES)) or f"可填：{'、'.join(_SCHEMES)}。"
        return WRONG_ROW.at(place, column="分类", value=row["分类"], hint=hint)
    for column in ("编码", "起始年度", "终止年度", REPLACES):
        value = row[column]
        digits = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
        if not digits and (value or column == "编码"):
            return WRONG_ROW.at(place, column=column, value=value, hint="请只写数字。")
    years = _year(row["起始年度"]), _year(row["终止年度"])
    return scheme, Code(row["编码"], row["级次"], row["名称"], *years, row[REPLACES])


def _year(text: str) -> int | None:
    return int(text) if text else None
