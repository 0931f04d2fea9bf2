"""Books of codes as files: a pack's ``codes.csv`` of what changes, and the tables as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

from discloser.classification.codebook import Code, Codebook, Scheme
from discloser.codebooks.changes import Change, Comparison
from discloser.pack.codes import COLUMNS, REPLACES

_TITLES = ("科目编码", "级次", "科目名称")
_WIDTHS = (14, 8, 48)


def codes_csv(
    comparison: Comparison, codebook: Codebook, kept: Iterable[tuple[Scheme, Code]] = ()
) -> bytes:
    """The ``codes.csv`` that puts the changes in force from their year on.

    ``kept`` are the rows of the file that it replaces; codes that changed are written anew with
    all that they have been, since what a pack says of a code is all that is said of it.
    """
    rows: dict[tuple[Scheme, str], list[Code]] = {}
    for scheme, code in kept:
        rows.setdefault((scheme, code.code), []).append(code)
    for change in comparison.changes:
        for code in filter(None, (change.before, change.after)):
            rows[change.scheme, code.code] = []
    for change in comparison.changes:
        for code in _history(change, codebook, comparison.year):
            rows[change.scheme, code.code].append(code)
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*COLUMNS, REPLACES))
    for (scheme, _), codes in sorted(rows.items()):
        for code in codes:
            years = code.valid_from or "", code.valid_to or ""
            writer.writerow((scheme.label, code.code, code.level, code.name, *years, code.replaces))
    return stream.getvalue().encode()


def _history(change: Change, codebook: Codebook, year: int) -> Iterator[Code]:
    """What the codes of a change have been before the year, and are from it on."""
    if change.before is not None:
        for code in codebook.history(change.scheme, change.before.code):
            last = year - 1 if code.is_valid(year) else code.valid_to
            yield replace(code, valid_to=last)
    if change.after is not None:
        if change.before is None or change.before.code != change.after.code:
            yield from codebook.history(change.scheme, change.after.code)
        moved = change.before is not None and change.before.code != change.after.code
        old = change.before.code if change.before is not None and moved else ""
        yield replace(change.after, valid_from=year, replaces=old)


def book_workbook(codebook: Codebook, year: int) -> bytes:
    """The tables in force in a year as a workbook, a sheet for each classification."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same bytes each time
        base = {"font_name": "宋体", "font_size": 10, "border": 1}
        bold, plain = book.add_format(base | {"bold": True}), book.add_format(base)
        for scheme in Scheme:
            sheet = book.add_worksheet(scheme.label)
            for column, (title, width) in enumerate(zip(_TITLES, _WIDTHS, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, title, bold)
            for row, code in enumerate(codebook.codes(scheme, year), start=1):
                for column, text in enumerate((code.code, code.level, code.name)):
                    sheet.write_string(row, column, text, plain)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
    return stream.getvalue()
