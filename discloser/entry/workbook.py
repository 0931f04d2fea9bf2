"""The entry workbook: every sheet of the layout for one kind and year, filled from a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.entry.columns import UNIT_ITEMS, unit_items
from discloser.entry.lists import TITLES, Lists
from discloser.entry.looks import Looks
from discloser.entry.rows import sheets_for, unit_keys
from discloser.entry.selfcheck import self_check_lines, write_self_check, write_totals
from discloser.entry.sheets import (
    Placed,
    SheetWriter,
    dictionary_formula,
    dictionary_range,
    place_sheet,
)
from discloser.entry.todo import COUNT, ToFill
from discloser.entry.todo_places import Sheets
from discloser.model.values import Kind
from discloser.read.spreadsheet.address import cell_name
from discloser.read.workbook_layout import (
    DICTIONARY,
    FORMAT_VERSION,
    GUIDE,
    PROOF,
    SELF_CHECK,
    TO_FILL,
    VERSION_LABEL,
)

_OFFERED_UNITS, _OFFERED_PROJECTS = 100, 500
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    # A row that has a locked cell anywhere cannot be deleted from a protected sheet.
    "default_format_properties": {"locked": False},
}
LONGEST_TEXT = 32_767
"""How many characters a cell holds."""

_STEPS = (
    "先填“基本信息”“单位”，再填“收入”“支出”，最后填其余各表。没有的表空着。",
    "只填最细的明细。合计、占比、增减额、增减率和公开的各张表都由程序算出。",
    "淡黄色的格子是要填的；灰色的是自动算的，不能改；标题是红字的列必须填。",
    "科目、单位、项目从下拉里选，也可以从预算一体化系统复制粘贴。一次粘贴请用“选择性粘贴→数值”。",
    "可以插入、删除整行，可以排序、筛选。不要改工作表名称和表头。",
    "金额的单位在“基本信息”里选，整本一致；编码按文本填，前面的 0 不能少。",
    "填完看“自查”表，红色的格子要核对；然后保存，把整个文件发给汇总的人。",
)


def write_workbook(
    draft: Mapping[str, Any],
    kind: Kind,
    year: int,
    lists: Lists,
    last_amounts: Mapping[str, Sequence[str]] | None = None,
    *,
    proof: Callable[[Worksheet, Looks], None] | None = None,
) -> bytes:
    """Write the entry workbook with what ``draft`` holds.

    ``last_amounts`` has last year's amounts of the lines of a book, to be shown beside them;
    ``proof`` writes the sheet 核对 of a draft that was read from other files.
    Same draft, same bytes: the workbook carries no time of making.
    """
    file = BytesIO()
    with Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": f"{year} 年{kind.label}填报表", "created": _CREATED})
        looks = Looks(book)
        last = last_amounts or {}
        placed = [
            place_sheet(sheet, kind, draft, lists, last.get(sheet.book, ()))
            for sheet in sheets_for(kind, draft, lists.form, lists.asks)
        ]
        own = [GUIDE, SELF_CHECK]
        own += [TO_FILL] if lists.pack is not None else []
        own += [PROOF] if proof is not None else []
        targets = {name: book.add_worksheet(name) for name in own}
        targets |= {each.sheet.name: book.add_worksheet(each.sheet.name) for each in placed}
        dictionary = book.add_worksheet(DICTIONARY)
        lists_on = {each.sheet.lists[0][1]: each for each in placed}
        by_list = {str(path[-1]): each for path, each in lists_on.items() if len(path) == 1}
        sources = _write_dictionary(dictionary, lists, by_list)
        writer = SheetWriter(looks, lists, unit_keys(draft), sources)
        heading = f"{year} 年{kind.label}填报表"
        _write_guide(targets[GUIDE], looks, heading, lists, placed)
        write_self_check(targets[SELF_CHECK], looks, self_check_lines(by_list))
        to_fill = None
        if lists.pack is not None:
            sheets = Sheets(by_list, {each.sheet.name: each for each in placed})
            to_fill = ToFill(targets[TO_FILL], looks, lists, lists.pack, sheets)
            to_fill.write()
        for each in placed:
            target = targets[each.sheet.name]
            writer.write(target, each)
            if to_fill is not None:
                to_fill.mark(target, each)
            if each.has_sums:
                write_totals(target, each, looks, by_list)
        if proof is not None:
            proof(targets[PROOF], looks)
        dictionary.hide()
        targets[GUIDE].activate()
    return file.getvalue()


def too_long_texts(draft: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The fields whose text does not fit into a cell."""
    if isinstance(draft, Mapping):
        pairs: Any = draft.items()
    elif isinstance(draft, list):
        pairs = enumerate(draft)
    else:
        return [path] if isinstance(draft, str) and length_in_cell(draft) > LONGEST_TEXT else []
    return [found for key, value in pairs for found in too_long_texts(value, (*path, key))]


def length_in_cell(text: str) -> int:
    """How many characters a text is by the count of workbooks."""
    return len(text.encode("utf-16-le")) // 2


def _write_guide(
    target: Worksheet, looks: Looks, heading: str, lists: Lists, placed: list[Placed]
) -> None:
    target.set_column(0, 0, 22)
    target.set_column(1, 1, 100)
    target.write_string(0, 0, heading, looks.title)
    rows: list[tuple[str, str]] = [
        (VERSION_LABEL, str(FORMAT_VERSION)),
        ("金额单位", "见“基本信息”的“金额单位”，不填就是元"),
        ("期限", lists.deadline or "以财政部门通知为准"),
    ]
    rows += [(f"第 {number} 步", text) for number, text in enumerate(_STEPS, start=1)]
    rows += [(each.sheet.name, each.sheet.hint) for each in placed]
    for row, (label, text) in enumerate(rows, start=2):
        target.write_string(row, 0, label, looks.label)
        target.write_string(row, 1, text, looks.wrapped)
    if lists.pack is not None:
        target.write_url(1, 0, f"internal:'{TO_FILL}'!A1", looks.label, "还要填的")
        words = f'=IF({COUNT}=0,"都填了，可以核对了","还差 "&{COUNT}&" 处，点左边看是哪些")'
        target.write_formula(1, 1, words, looks.title, "")
    row = len(rows) + 3
    target.write_string(row, 0, "颜色", looks.header)
    target.write_string(row, 1, "", looks.header)
    for offset, (label, text, look) in enumerate(
        (
            ("淡黄色", "要填的格子", looks.sample_input),
            ("橙色", "印文档要用、还没有填的格子", looks.sample_to_fill),
            ("灰色", "自动计算，不用填", looks.label),
            ("红色", "自查没有通过，要核对", looks.alarm),
        ),
        start=1,
    ):
        target.write_string(row + offset, 0, label, look)
        target.write_string(row + offset, 1, text, looks.wrapped)
    for each in placed:
        link = f"internal:'{each.sheet.name}'!A1"
        place = 2 + rows.index((each.sheet.name, each.sheet.hint))
        target.write_url(place, 0, link, looks.label, each.sheet.name)
    target.set_portrait()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.protect("", {"format_columns": True})


def _write_dictionary(
    target: Worksheet, lists: Lists, by_list: Mapping[str, Placed]
) -> dict[str, str]:
    """Write all lists, and give the range of each."""
    sources = {}
    for column, (listing, title) in enumerate(TITLES.items()):
        entries = lists.entries(listing)
        target.write_string(0, column, title)
        target.write_column(1, column, entries)
        if entries:
            sources[listing] = dictionary_range(column, len(entries))
    column = len(TITLES)
    items = unit_items(lists)
    target.write_string(0, column, "单位事项")
    target.write_column(1, column, items)
    sources[UNIT_ITEMS] = dictionary_range(column, len(items))
    column += 1
    units, projects = by_list["units"], by_list["projects"]
    name, code = (_letter(units.at(field)) for field in ("name", "code"))
    target.write_string(0, column, "单位")
    for row in range(_OFFERED_UNITS):
        at = units.first + row + 1
        names = f"INDEX('{units.sheet.name}'!${name}:${name},{at})"
        codes = f"INDEX('{units.sheet.name}'!${code}:${code},{at})"
        texts = units.rows[row] if row < len(units.rows) else ("", "", "")
        shown = f"{texts[units.at('code')]} {texts[units.at('name')]}".strip()
        formula = f'=IF({names}="","",TRIM({codes}&" "&{names}))'
        target.write_formula(row + 1, column, formula, None, shown)
    sources["units"] = dictionary_range(column, _OFFERED_UNITS)
    target.write_string(0, column + 1, "项目")
    letter = _letter(projects.at("name"))
    names_now = projects.texts("name")
    for row in range(_OFFERED_PROJECTS):
        formula = dictionary_formula(projects.sheet.name, projects.first + row + 1, letter)
        now = names_now[row] if row < len(names_now) else ""
        target.write_formula(row + 1, column + 1, formula, None, now)
    sources["projects"] = dictionary_range(column + 1, _OFFERED_PROJECTS)
    return sources


def _letter(column: int) -> str:
    return cell_name(0, column).rstrip("1")
