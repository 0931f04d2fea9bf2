"""A data package: CSV files, a workbook of the same rows, and what each column means, in one ZIP.

Source: Frictionless Data Package and Table Schema v1; Fiscal Data Package's column types.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from pydantic import BaseModel, ConfigDict

from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.document.nodes import Document
from discloser.opendata.rows import Row, ledger_rows, number_rows
from discloser.read.words import read_words

_NUMERIC = frozenset({"integer", "number", "year"})
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MARK = "\ufeff"
"""Excel reads a CSV as UTF-8 where it begins with this."""
_WHOLE_DIGITS = 15
"""More digits than a cell's number holds are written as text."""


class _Field(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: str
    title: str
    type: str
    column: str = ""


class _Resource(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    title: str
    key: tuple[str, ...]
    fields: tuple[_Field, ...]


class _Resources(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    ledger: _Resource
    numbers: _Resource


Tables = Sequence[tuple[str, _Resource, Sequence[Row]]]


def data_package(document: Document, figures: Figures, codebook: Codebook) -> bytes:
    """The ledger and the printed numbers of a document as a ZIP, the same bytes each time."""
    words = read_words(_Resources, __package__, "fields.yaml")
    tables: Tables = (
        ("ledger", words.ledger, list(ledger_rows(figures, codebook))),
        ("numbers", words.numbers, list(number_rows(document, figures))),
    )
    files = {f"{name}.csv": _csv(resource, rows) for name, resource, rows in tables}
    files["data.xlsx"] = _workbook(tables)
    files["datapackage.json"] = _described(document, tables)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _csv(resource: _Resource, rows: Sequence[Row]) -> bytes:
    stream = StringIO()
    writer = csv.DictWriter(stream, [field.name for field in resource.fields])
    writer.writeheader()
    writer.writerows(rows)
    return (_MARK + stream.getvalue()).encode()


def _workbook(tables: Tables) -> bytes:
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same bytes each time
        bold = book.add_format({"bold": True, "font_name": "宋体"})
        for name, resource, rows in tables:
            sheet = book.add_worksheet(name)
            for column, field in enumerate(resource.fields):
                sheet.write_string(0, column, field.name, bold)
                sheet.write_comment(0, column, field.title)
                for row, values in enumerate(rows, start=1):
                    _write(sheet, row, column, values[field.name], field)
            sheet.freeze_panes(1, 0)
    return stream.getvalue()


def _write(sheet: Any, row: int, column: int, text: str, field: _Field) -> None:
    if text and field.type in _NUMERIC and len(text) <= _WHOLE_DIGITS:
        sheet.write_number(row, column, float(text))
    elif text:
        sheet.write_string(row, column, text)


def _described(document: Document, tables: Tables) -> bytes:
    """What the files of the package are: ``datapackage.json``."""
    described = {
        "profile": "tabular-data-package",
        "name": "disclosure",
        "title": document.title,
        "created": f"{document.date:%Y-%m-%dT00:00:00Z}",
        "contributors": [{"title": document.author, "role": "publisher"}],
        "resources": [_resource(name, resource) for name, resource, _ in tables],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, resource: _Resource) -> Mapping[str, Any]:
    fields = [
        {"name": field.name, "title": field.title, "type": field.type}
        | ({"columnType": field.column} if field.column else {})
        for field in resource.fields
    ]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": resource.title,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": list(resource.key), "missingValues": [""]},
    }
