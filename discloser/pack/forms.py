"""The usual forms that an office adds to the standard ones: a pack's ``forms.csv``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from discloser.classification.forms import CANDIDATES, COLUMNS, Form, Forms, form_of
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.model.values import Kind
from discloser.pack.csv_file import csv_rows
from discloser.pack.layers import Layers
from discloser.read import Draft
from discloser.read.understand import choices_by_title
from discloser.read.workbook_values import named
from discloser.validation import nearest

FILE = "forms.csv"

WRONG_COLUMNS = Rule(
    "T060",
    "forms.csv 的表头不对",
    "forms.csv 的表头应当是：{expected}。",
    "请改第一行，各栏用半角逗号隔开。",
)
WRONG_ROW = Rule(
    "T061",
    "forms.csv 的一行不对",
    "forms.csv 这一行的“{column}”填的是“{value}”。",
    "{hint}",
)


def read_forms(layers: Layers) -> tuple[Forms, tuple[Finding, ...]]:
    """Read the forms of all layers over the standard ones; a nearer layer's row goes first."""
    added: list[Form] = []
    findings: list[Finding] = []
    for _, path in layers.find(FILE):
        for row in _rows(path):
            if isinstance(row, Finding):
                findings.append(row)
            else:
                added.append(row)
    return Forms(added), tuple(findings)


def _rows(path: Path) -> Iterator[Form | Finding]:
    for row in csv_rows(path, COLUMNS, WRONG_COLUMNS):
        yield row if isinstance(row, Finding) else _checked(form_of(row[0]), row[1])


def _checked(form: Form, place: Location) -> Form | Finding:
    known = choices_by_title()
    choices = known.get(form.field)
    if choices is None:
        hint = nearest(form.field, list(known)) or f"可填：{'、'.join(known)}。"
        return WRONG_ROW.at(place, column=COLUMNS[0], value=form.field, hint=hint)
    if not form.written:
        return WRONG_ROW.at(place, column=COLUMNS[1], value="", hint="请填系统里的写法。")
    wrong = next((each for each in form.meanings if each not in choices), None)
    if wrong is not None:
        hint = f"可填：{'、'.join(choices)}；可能是几个的，用“{CANDIDATES}”隔开。"
        return WRONG_ROW.at(place, column=COLUMNS[2], value=wrong, hint=hint)
    if not form.meanings and not form.advice:
        return WRONG_ROW.at(place, column=COLUMNS[2], value="", hint="请填读作什么，或填说明。")
    return form


def named_pack(draft: Draft) -> tuple[str, Kind, int] | None:
    """The pack, kind and year that a draft names, or None where one of them is not told."""
    name, kind, year = (draft.get(each) for each in ("pack", "kind", "year"))
    if not (isinstance(name, str) and isinstance(kind, str) and isinstance(year, str)):
        return None
    meaning = named(kind)
    if meaning not in list(Kind) or not year.strip().isascii() or not year.strip().isdecimal():
        return None
    return name.strip(), Kind(meaning), int(year)
