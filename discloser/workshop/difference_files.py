"""The groups of differences as a page and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from html import escape
from io import BytesIO

import xlsxwriter

from discloser.render.lists import fit_row, set_up_print
from discloser.workshop.difference import Group

_STYLE = (
    "body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "del{background:#fdd;text-decoration:line-through}ins{background:#dfd;text-decoration:none}"
    "section{border-bottom:1px solid #ccc;padding:.6em 0}summary{color:#555}"
)
_HEADERS = (("位置", 30), ("原来", 46), ("现在", 46), ("部门数", 8), ("处数", 8), ("部门", 30))
_WIDTHS = tuple(width for _, width in _HEADERS)


def as_html(groups: Sequence[Group], title: str) -> str:
    """A page of all groups; the changed characters are marked."""
    sections = "".join(map(_section, groups)) or "<p>没有不同。</p>"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{sections}</html>\n"
    )


def as_workbook(groups: Sequence[Group]) -> bytes:
    """A workbook with one line a group."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same bytes each time
        sheet = book.add_worksheet("变化")
        base = {"font_name": "宋体", "font_size": 10, "border": 1}
        bold = book.add_format(base | {"bold": True})
        wrap = book.add_format(base | {"text_wrap": True, "valign": "top"})
        for column, (name, width) in enumerate(_HEADERS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, bold)
        for row, each in enumerate(groups, start=1):
            texts = (each.example.place, each.example.before, each.example.after)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, wrap)
            sheet.write_number(row, 3, len(each.departments), wrap)
            sheet.write_number(row, 4, each.count, wrap)
            names = "、".join(each.departments)
            sheet.write_string(row, 5, names, wrap)
            fit_row(sheet, row, zip((*texts, "", "", names), _WIDTHS, strict=True))
        sheet.freeze_panes(1, 0)
        set_up_print(sheet, 0)
        sheet.autofilter(0, 0, max(1, len(groups)), len(_HEADERS) - 1)
    return stream.getvalue()


def _section(each: Group) -> str:
    before, after = _marked(each.example.before, each.example.after)
    count = f"{len(each.departments)} 个部门，{each.count} 处"
    names = escape("、".join(each.departments))
    return (
        f"<section><h3>{escape(each.example.place)}</h3><p>{before}</p><p>{after}</p>"
        f"<details><summary>{count}</summary>{names}</details></section>"
    )


def _marked(before: str, after: str) -> tuple[str, str]:
    """Both texts as HTML, what went and what came marked."""
    old, new = "", ""
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = escape(before[i:j]), escape(after[k:m])
        old += gone if what == "equal" else f"<del>{gone}</del>" if gone else ""
        new += come if what == "equal" else f"<ins>{come}</ins>" if come else ""
    return old or "（没有）", new or "（没有）"
