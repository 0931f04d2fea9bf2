"""Reading an input file into a plain draft and the places its values came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from discloser.finding import Finding
    from discloser.location import SourceMap
    from discloser.model.disclosure import Disclosure

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et"})
"""The suffixes of files that are read as entry workbooks; all others are read as YAML."""

DraftValue: TypeAlias = "str | list[DraftValue] | dict[str, DraftValue] | None"
"""A value as written: every scalar is text, an empty one is None."""

Draft: TypeAlias = dict[str, DraftValue]
"""An input as it was written, before anything is known of its meaning."""

FormOf: TypeAlias = "Callable[[Draft], type[Disclosure]]"
"""Tells which fields an input may have by its beginning, which names its pack, kind and year."""


def core_form(_draft: Draft) -> type[Disclosure]:
    """The fields that every input may have."""
    from discloser.model.disclosure import Disclosure

    return Disclosure


def read_input(
    path: Path, name: str | None = None, form_of: FormOf = core_form
) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read an input in either form; ``name`` is what findings call the file.

    Both forms give the same draft. ``form_of`` tells which sheets a workbook has.
    """
    from discloser.location import SourceMap
    from discloser.read.foreign import foreign

    file = name if name is not None else str(path)
    is_workbook = path.suffix.lower() in WORKBOOKS
    stranger = foreign(path, file, is_workbook=is_workbook)
    if stranger is not None:
        return None, SourceMap(file), (stranger,)
    if is_workbook:
        from discloser.read.excel import read_workbook_file

        return read_workbook_file(path, name, form_of)
    from discloser.read.yaml import read_yaml_file

    return read_yaml_file(path, name)
