"""Reading an input file into a plain draft and the places its values came from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from discloser.finding import Finding
    from discloser.location import SourceMap

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".et"})
"""The suffixes of files that are read as entry workbooks; all others are read as YAML."""

DraftValue: TypeAlias = "str | list[DraftValue] | dict[str, DraftValue] | None"
"""A value as written: every scalar is text, an empty one is None."""

Draft: TypeAlias = dict[str, DraftValue]
"""An input as it was written, before anything is known of its meaning."""


def read_input(
    path: Path, name: str | None = None
) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read an input in either form; ``name`` is what findings call the file.

    Both forms give the same draft.
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

        return read_workbook_file(path, name)
    from discloser.read.yaml import read_yaml_file

    return read_yaml_file(path, name)
