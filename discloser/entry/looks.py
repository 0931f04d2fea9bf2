"""How the entry workbook looks: colours, widths, prompts and examples."""

from __future__ import annotations

from functools import cached_property

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.read.workbook_columns import Column, ValueKind
from discloser.read.workbook_layout import LAST_AMOUNT, Shape, Sheet

INPUT_COLOR, DERIVED_COLOR, HEADER_COLOR = "#FFF9DB", "#E7E6E6", "#D9E2F3"
TO_FILL_COLOR = "#F8CBAD"
ALARM_COLOR, ALARM_TEXT = "#FF7C80", "#9C0006"
_LINE = "#BFBFBF"
_FACE = "宋体"

_WIDTHS = {
    ValueKind.MONEY: 17,
    ValueKind.NUMBER: 10,
    ValueKind.COUNT: 10,
    ValueKind.CODE: 22,
    ValueKind.CLASSIFIED: 30,
    ValueKind.UNIT: 26,
    ValueKind.CHOICE: 17,
    ValueKind.FLAG: 12,
    ValueKind.MONTH: 12,
    ValueKind.DAY: 14,
    ValueKind.NAMED: 48,
    ValueKind.TEXT: 34,
}
_EXAMPLES = {
    ValueKind.MONEY: "只写数字，最多两位小数，例：1470400.50。单位见“基本信息”。",
    ValueKind.NUMBER: "只写数字，例：9.75。",
    ValueKind.COUNT: "只写整数，不写单位。",
    ValueKind.CODE: "按文本填，前面的 0 不能少，例：121001。",
    ValueKind.CLASSIFIED: "从下拉里选“编码 名称”，也可以只填编码，例：{example}。",
    ValueKind.UNIT: "从下拉里选，例：121001 某某局；不填就是本级（“单位”表第一行）。",
    ValueKind.CHOICE: "从下拉里选，例：{example}。",
    ValueKind.FLAG: "填“是”或“否”。",
    ValueKind.MONTH: "年月，例：2025-03。",
    ValueKind.DAY: "日期，例：2025-03-05。",
    ValueKind.NAMED: "从下拉里选，例：{example}。",
    ValueKind.TEXT: "填文字。",
}
_CODE_EXAMPLES = {
    "function": "2010301 行政运行",
    "department_economic": "30101 基本工资",
    "government_economic": "50101 工资奖金津补贴",
    "figures": "收入总计 receipts_total",
    "options": "句首写法 lead",
}
_NUMBER_FORMATS = {ValueKind.MONEY: "#,##0.00", ValueKind.COUNT: "0", ValueKind.NUMBER: "General"}


class Looks:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._inputs: dict[str, Format] = {}

    def input(self, column: Column) -> Format:
        """An unlocked cell to be filled in, or that only shows: locked, its row could not go."""
        if column.title == LAST_AMOUNT:
            return self.shown
        number = _NUMBER_FORMATS.get(column.kind, "@")
        if number not in self._inputs:
            text = number == "@"
            self._inputs[number] = self._make(
                bg_color=INPUT_COLOR,
                locked=False,
                num_format=number,
                text_wrap=text,
                align="left" if text else "right",
            )
        return self._inputs[number]

    @cached_property
    def plain(self) -> Format:
        """A locked cell with text."""
        return self._make(border=0, align="left", text_wrap=False)

    @cached_property
    def wrapped(self) -> Format:
        """A locked cell with a longer text."""
        return self._make(align="left", text_wrap=True)

    @cached_property
    def title(self) -> Format:
        """A sheet's title."""
        return self._make(border=0, bold=True, font_size=14, align="left")

    @cached_property
    def hint(self) -> Format:
        """What to do on a sheet."""
        return self._make(border=0, font_color="#595959", align="left")

    @cached_property
    def header(self) -> Format:
        """A column's title."""
        return self._make(bg_color=HEADER_COLOR, bold=True, text_wrap=True, align="center")

    @cached_property
    def required(self) -> Format:
        """The title of a column that must be filled in."""
        return self._make(
            bg_color=HEADER_COLOR, bold=True, text_wrap=True, align="center", font_color="#C00000"
        )

    @cached_property
    def label(self) -> Format:
        """A derived cell with text."""
        return self._make(bg_color=DERIVED_COLOR, align="left", text_wrap=True)

    @cached_property
    def required_label(self) -> Format:
        """The name of an entry that must be filled in."""
        return self._make(
            bg_color=DERIVED_COLOR, align="left", text_wrap=True, font_color="#C00000"
        )

    @cached_property
    def derived(self) -> Format:
        """A derived amount."""
        return self._make(bg_color=DERIVED_COLOR, num_format="#,##0.00", align="right")

    @cached_property
    def shown(self) -> Format:
        """An amount to compare with."""
        return self._make(
            bg_color=DERIVED_COLOR, num_format="#,##0.00", align="right", locked=False
        )

    @cached_property
    def counted(self) -> Format:
        """A derived count."""
        return self._make(bg_color=DERIVED_COLOR, num_format="0", align="right")

    @cached_property
    def sample_input(self) -> Format:
        """The colour of cells to fill in, as the guide shows it."""
        return self._make(bg_color=INPUT_COLOR, align="left")

    @cached_property
    def alarm(self) -> Format:
        """What a check turns to when something is wrong."""
        return self._book.add_format({"bg_color": ALARM_COLOR, "font_color": ALARM_TEXT})

    @cached_property
    def to_fill(self) -> Format:
        """What an empty cell that the document needs turns to."""
        return self._book.add_format({"bg_color": TO_FILL_COLOR})

    @cached_property
    def sample_to_fill(self) -> Format:
        """That colour, as the guide shows it."""
        return self._make(bg_color=TO_FILL_COLOR, align="left")

    def _make(self, **properties: object) -> Format:
        base = {
            "font_name": _FACE,
            "font_size": 10,
            "valign": "vcenter",
            "border": 1,
            "border_color": _LINE,
            "locked": True,
        }
        return self._book.add_format(base | properties)


def width(sheet: Sheet, column: Column) -> int:
    """A column's width in characters."""
    if column.kind is ValueKind.TEXT and sheet.shape is Shape.ITEMS:
        return 90
    if column.kind is ValueKind.TEXT and sheet.is_ledger:
        return 30
    if column.kind is ValueKind.TEXT and (column.is_long or not column.path):
        return 60
    if column.kind is ValueKind.TEXT and column.path == ("unit",):
        return 24
    return _WIDTHS[column.kind]


def advice(column: Column) -> str:
    """What a header's comment says: whether it must be filled in, how, and with what by default."""
    if column.title == LAST_AMOUNT:
        return "上年的数，只供参考，不用填，也不会印出来。"
    example = _CODE_EXAMPLES.get(column.listing) or (column.choices[0] if column.choices else "")
    needed = "印到的必填。" if column.if_printed else "可以不填。"
    words = ["必填。" if column.required else needed, column.help]
    words.append(_EXAMPLES[column.kind].format(example=example))
    if column.default:
        words.append(f"不填就是“{column.default}”。")
    return "".join(words)


def set_up_page(target: Worksheet, header: int) -> None:
    """Lay out a locked list below its titles: frozen and repeated, landscape, one page wide."""
    target.freeze_panes(header + 1, 0)
    target.repeat_rows(header)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.protect("", {"format_columns": True})
