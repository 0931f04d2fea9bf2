"""The list of who must publish (应收清单): read from CSV or a workbook, laid onto what is there."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from openpyxl import load_workbook

from discloser.desk.models import Filing, Office, Task

_TITLES = {
    "code": ("单位代码", "代码", "部门代码", "预算单位代码"),
    "name": ("单位名称", "名称", "部门名称", "预算单位名称", "单位"),
    "parent": ("主管部门代码", "主管部门", "上级代码", "上级单位代码"),
}
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One office of the list; ``line`` counts from 1."""

    line: int
    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says, and what is wrong with it."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def read_list(content: bytes, name: str) -> Listed:
    """Read a list. Every problem is told, with its line; nothing is stored."""
    try:
        lines = list(_lines(content, name))
    except Exception:  # noqa: BLE001 - whatever a library raises on a damaged file
        return Listed((), ("读不了这个文件。请存成 .xlsx 或 CSV（UTF-8 或 GBK）再试。",))
    head = next((at for at, cells in enumerate(lines) if _columns(cells)), None)
    if head is None:
        return Listed((), ("没有找到标题行。第一行要有“单位代码”和“单位名称”两栏。",))
    columns = _columns(lines[head])
    rows = [
        Row(at + 1, *(_cell(cells, columns.get(key)) for key in _TITLES))
        for at, cells in enumerate(lines)
        if at > head and any(cell.strip() for cell in cells)
    ]
    return Listed(tuple(rows), tuple(_problems(rows)))


def _lines(content: bytes, name: str) -> Iterator[list[str]]:
    if not name.lower().endswith((".xlsx", ".xlsm")):
        yield from csv.reader(io.StringIO(_text(content)))
        return
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    for cells in sheet.iter_rows(values_only=True, max_row=_MOST_ROWS):
        yield ["" if cell is None else str(cell).strip() for cell in cells]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Where code, name and parent stand; empty where the row is no row of titles."""
    shown = [cell.strip() for cell in cells]
    found = {
        key: next(at for at, cell in enumerate(shown) if cell in titles)
        for key, titles in _TITLES.items()
        if any(cell in titles for cell in shown)
    }
    return found if {"code", "name"} <= found.keys() else {}


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _problems(rows: Sequence[Row]) -> Iterator[str]:
    known = {row.code for row in rows} | set(Office.objects.values_list("code", flat=True))
    seen: dict[str, int] = {}
    for row in rows:
        if not row.code or not row.name:
            yield f"第{row.line}行：单位代码和单位名称都要填。"
        elif row.code in seen:
            yield f"第{row.line}行：单位代码 {row.code} 和第{seen[row.code]}行重复。"
        if len(row.code) > _longest("code") or len(row.name) > _longest("name"):
            yield f"第{row.line}行：单位代码或名称太长。"
        if row.parent and row.parent not in known:
            yield f"第{row.line}行：没有代码为 {row.parent} 的主管部门。"
        if row.parent and row.parent == row.code:
            yield f"第{row.line}行：主管部门不能是自己。"
        seen.setdefault(row.code, row.line)


def _longest(field: str) -> int:
    return Office._meta.get_field(field).max_length or 0  # type: ignore[union-attr]


def lay_on(rows: Sequence[Row]) -> int:
    """Store a list without problems: new offices are added, known ones renamed and moved."""
    with transaction.atomic():
        offices = {}
        for row in rows:
            offices[row.code], _ = Office.objects.update_or_create(
                code=row.code, defaults={"name": row.name, "is_active": True}
            )
        for row in rows:
            parent = row.parent and (offices.get(row.parent) or Office.objects.get(code=row.parent))
            if row.parent or offices[row.code].parent_id is not None:
                offices[row.code].parent = parent or None
                offices[row.code].save(update_fields=("parent",))
    return len(rows)


def expect(task: Task, offices: Sequence[Office]) -> int:
    """Ask offices for a task; returns how many were not asked before."""
    known = set(task.filings.values_list("office_id", flat=True))
    new = [Filing(task=task, office=office) for office in offices if office.pk not in known]
    Filing.objects.bulk_create(new)
    return len(new)
