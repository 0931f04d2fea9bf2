"""A table that no parent has, for a new pack: what it asks for and prints, by its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import BaseModel, ConfigDict

from discloser.pack.fields import LineColumnSpec
from discloser.read.words import read_words

Words: TypeAlias = "dict[str, Any]"
_UNSEEN = "栏还没有照原件写"
_WIDE, _NARROW = 3, 1.5


class _Usual(BaseModel):
    """The columns of tables whose titles have one of some words."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    titles: tuple[str, ...]
    lines: dict[str, LineColumnSpec]


class _File(BaseModel):
    """``usual_columns.yaml``: the first set that fits is taken."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    sets: tuple[_Usual, ...]


def _columns(title: str) -> Mapping[str, LineColumnSpec]:
    usual: _File = read_words(_File, __package__ or "", "usual_columns.yaml")
    return next(each.lines for each in usual.sets if any(word in title for word in each.titles))


def declared(title: str) -> Words:
    """The line table of ``fields.yaml`` for a table with this title."""
    lines = {
        name: column.model_dump(mode="json", exclude_defaults=True)
        for name, column in _columns(title).items()
    }
    return {"label": title.removesuffix("表"), "help": "一项一行", "lines": lines}


def new_table(name: str, own: Words, title: str) -> Words:
    """The spec of the table that prints these lines; what is ``own`` says what stands around it."""
    columns: list[Words] = []
    cells: dict[str, str] = {}
    for key, column in _columns(title).items():
        if column.type.is_summed:
            columns.append({"label": column.label, "value": key, "width": _NARROW})
        else:
            head = {} if cells else {"row_header": "是"}
            columns.append({"label": column.label, "key": key, **head, "width": _WIDE})
            cells[key] = f"{{{{ row.line.{key} }}}}"
    total = {next(iter(cells)): "合计"}
    return {
        **own,
        "subject": "部门名称：{{ department.in_tables }}",
        "unit": "单位：{{ money_unit }}",
        "unverified": _UNSEEN,
        "of": name,
        "columns": columns,
        "rows": [
            {"cells": total, "counts": "否", "strong": "是"},
            {"each": ["line"], "cells": cells},
        ],
        "empty": {
            "rows": [{"cells": total, "strong": "是"}],
            "notes": ["说明：本部门{{ year }}年没有这项内容，故本表无数据。"],
        },
    }
