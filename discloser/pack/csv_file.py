"""Tables of a pack that are CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.read import characters
from discloser.read.characters import tidy
from discloser.read.file import file_text

_LONGEST_LINE = 100_000
"""Longer than any names; what ``csv`` itself bears is a setting that libraries change."""


def csv_rows(
    path: Path, columns: tuple[str, ...], wrong_columns: Rule, optional: tuple[str, ...] = ()
) -> Iterator[tuple[Mapping[str, str], Location] | Finding]:
    """Each row's texts by the columns' titles, with its place, and what is wrong with the file.

    ``wrong_columns`` is the rule for a file whose first row has other titles; columns that may be
    left out, ``optional``, stand behind the others.
    """
    text = file_text(path, str(path))
    if isinstance(text, Finding):
        yield text
        return
    lines = text.removeprefix("\ufeff").splitlines()
    every = (*columns, *optional)
    if lines[:1] not in ([",".join(columns)], [",".join(every)]):
        yield wrong_columns.at(Location(str(path), 1), expected=",".join(columns))
        return
    for number, line in enumerate(lines[1:], start=2):
        place = Location(str(path), number)
        tidied, remarks = tidy(line)
        yield from characters.findings((remark, place) for remark in remarks)
        if len(tidied) > _LONGEST_LINE:
            yield wrong_columns.at(place, expected=",".join(columns))
            continue
        cells = next(csv.reader([tidied]), []) if tidied.strip() else []
        if cells:
            texts = dict(zip(every, (cell.strip() for cell in cells), strict=False))
            yield dict.fromkeys(every, "") | texts, place
