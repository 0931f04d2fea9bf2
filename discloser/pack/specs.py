"""What a pack says about its tables and its parameters, as written."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from discloser.compute.catalogue import BookName, Conditions, known_in
from discloser.compute.ledger import COMPARING, DIMENSIONS, OF_TWO_YEARS, Column
from discloser.document.nodes import Align, Orientation
from discloser.location import FieldPath
from discloser.model.values import Flag
from discloser.money import MoneyUnit


class Spec(BaseModel):
    """A part of a pack's YAML: frozen, without unknown keys.

    ``unverified`` says why nobody can answer for it yet: ``pack show`` and ``pack lint`` list it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    unverified: str = Field(default="", title="待核实：为什么还不能肯定")


MOST_COLUMNS = 60
"""No sheet of paper has room for more."""
Width = Annotated[float, Field(ge=0.01, le=100, allow_inf_nan=False)]


class Order(StrEnum):
    """What the rows of a group are sorted by."""

    CODE = "编码"
    LEDGER = "输入次序"
    UNIT = "单位"
    CATEGORY = "支出性质"
    PROJECT_CODE = "项目编码"


def _order(value: Any) -> Any:
    """One word or several, in Chinese or as the program calls them."""
    words = value if isinstance(value, list) else [value]
    names = {order.name.lower(): order.value for order in Order}
    return [names.get(word, word) if isinstance(word, str) else word for word in words]


def _none_of_parent(value: Any) -> Any:
    """否 takes away what a parent's table has."""
    return None if value == "否" else value


class ColumnSpec(Spec):
    """A column of a table, or a spanner over more columns.

    A text column has a ``key`` that rows fill by ``cells`` (``row_header``: its text names the
    row); an amount column has a selection
    (``measure`` or ``where``; with neither it takes the row's whole amount).
    ``means`` is what its label says to a reader, who does not see the selection.
    ``line_number`` makes a column that numbers the rows (行次), on from panel to panel.
    ``each`` makes a column, with all below it, for each group of the table's lines by these
    dimensions (``column`` in its label), sorted and listed as the groups of a row are; a spanner's
    ``where`` says of which lines there are groups.
    ``counts`` False marks totals and 其中 columns: what is in them is in another column too.
    ``total`` False says of a spanner that no column has the sum of those below it.
    ``value`` is which amount of the lines it shows; last year's (``prior``), the change and its
    rate (``change``, ``change_rate``) are those of last year's input, whose lines then make rows
    and columns too. Changes do not count; ``no_rate`` stands where last year's amount is zero.
    ``when`` is an expression, or 有数 (some line of the table is in the column); where it is
    false the column is left out. ``id`` is what a child pack calls the column by.
    """

    id: str = Field(default="", title="代号")
    label: str = Field(title="栏名")
    columns: tuple[ColumnSpec, ...] = Field(default=(), title="下级栏")
    key: str = Field(default="", title="文字栏名称")
    line_number: Flag = Field(default=False, title="是否行次栏")
    row_header: Flag = Field(default=False, title="是否行标题")
    measure: str = Field(default="", title="口径")
    of: BookName | None = Field(default=None, title="台账，或 fields.yaml 里的一张明细表")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    value: str = Field(
        default=Column.AMOUNT,
        title="取哪一个数：amount 本年数，initial_budget 年初预算数，adjusted_budget 全年预算数，"
        "prior 上年数，change 增减额，change_rate 增减百分比；"
        "明细表写它的一栏",
    )
    no_rate: str = Field(default="", title="上年数是零、算不出增减百分比的格印什么")
    format: str = Field(
        default="", title="数字格式，不写就同表格的；增减百分比不写就同参数 percent"
    )
    each: tuple[str, ...] = Field(default=(), title="按什么分栏，每组一栏；栏名里用 column")
    values: tuple[str, ...] = Field(default=(), title="固定的分组值")
    order: Annotated[tuple[Order, ...], BeforeValidator(_order)] = Field(
        default=(Order.CODE,), title="排列顺序，写法同 rows 的 order"
    )
    means: Conditions = Field(
        default_factory=dict, title="栏名对读的人指什么，只在看栏名看不出时写；写法同 where"
    )
    counts: Flag = Field(default=True, title="是否计入核对")
    total: Flag = Field(default=True, title="下级各栏有没有合计栏，表式没有的写 否")
    when: str = Field(default="", title="什么情况下才印")
    width: Width = Field(default=1.0, title="相对宽度")
    align: Align | None = Field(default=None, title="对齐")

    @model_validator(mode="before")
    @classmethod
    def _changes_do_not_count(cls, written: Any) -> Any:
        if isinstance(written, dict) and written.get("value") in OF_TWO_YEARS:
            return {"counts": False, **written}
        return written

    @model_validator(mode="after")
    def _one_use(self, info: ValidationInfo) -> ColumnSpec:
        if self.counts and self.value in OF_TWO_YEARS:
            raise PydanticCustomError("change", "增减的栏不计入核对，不能写 counts: 是")
        selects = bool(self.measure or self.where) or self.of is not None
        chooses_groups = bool(self.each and self.where) and not self.measure and self.of is None
        if self.columns and ((selects and not chooses_groups) or self.is_text):
            raise PydanticCustomError("spanner", "有下级栏的栏不印数，口径和筛选要写在下级栏里")
        if self.is_text and (selects or self.means):
            raise PydanticCustomError("text_column", "文字栏和行次栏不印金额，不能写口径和筛选")
        if self.is_text and (self.each or self.format):
            raise PydanticCustomError("text_column", "文字栏、行次栏不能写 each 和 format")
        _check_groups(self, info)
        return self

    @property
    def is_text(self) -> bool:
        """Whether it holds texts or line numbers, not amounts."""
        return bool(self.key) or self.line_number

    @property
    def memo(self) -> bool:
        """Whether it counts nowhere and names a measure or a book of its own.

        Such a column shows all that it names of a row's group, whether the panel covers it or not.
        """
        return not self.counts and (bool(self.measure) or self.of is not None)

    @property
    def depth(self) -> int:
        """How many header rows it takes."""
        return 1 + max((child.depth for child in self.columns), default=0)

    def leaves(self) -> list[ColumnSpec]:
        """The columns without columns below, left to right."""
        if not self.columns:
            return [self]
        return [leaf for column in self.columns for leaf in column.leaves()]


class RowSpec(Spec):
    """A row of a table, or, with ``each``, a row for each group of the ledger's lines.

    ``each`` lists the dimensions to group by; ``order`` says how the groups are sorted, first by
    the first word (by the codes of what they are grouped by, unless it says otherwise); with
    ``values`` exactly these groups are printed, with or without lines. ``rows`` are printed below
    each group and are restricted to it. ``parallel`` names, for text columns, lists of the
    group's project whose items stand below one another beside the row. ``when`` is an expression,
    or 有数 (some line is in the row); where it is false, the row is left out with all below it.
    """

    id: str = Field(default="", title="代号")
    cells: dict[str, str] = Field(default_factory=dict, title="文字栏内容")
    measure: str = Field(default="", title="口径")
    of: BookName | None = Field(default=None, title="台账，或 fields.yaml 里的一张明细表")
    where: Conditions = Field(default_factory=dict, title="筛选条件")
    means: Conditions = Field(
        default_factory=dict, title="行名对读的人指什么，只在看行名看不出时写；写法同 where"
    )
    each: tuple[str, ...] = Field(default=(), title="按什么分组")
    values: tuple[str, ...] = Field(default=(), title="固定的分组值")
    order: Annotated[tuple[Order, ...], BeforeValidator(_order)] = Field(
        default=(Order.CODE,), title="排列顺序：编码、输入次序、单位、支出性质、项目编码"
    )
    rows: tuple[RowSpec, ...] = Field(default=(), title="下级行")
    parallel: dict[str, str] = Field(default_factory=dict, title="并列列表")
    counts: Flag = Field(default=True, title="是否计入核对")
    amounts: Flag = Field(default=True, title="是否填金额")
    strong: Flag = Field(default=False, title="加粗")
    format: str = Field(default="", title="数字格式，不写就同各栏的")
    when: str = Field(default="", title="什么情况下才印，条件或 有数；写了 each 的逐组看")
    span: int = Field(
        default=1, ge=1, le=MOST_COLUMNS, title="第一个文字栏占几栏，如合计占类、款、项三栏"
    )
    align: Align | None = Field(default=None, title="第一个文字栏的对齐，不写就同那一栏")

    @model_validator(mode="after")
    def _known_dimensions(self, info: ValidationInfo) -> RowSpec:
        _check_groups(self, info)
        return self


def _check_groups(spec: ColumnSpec | RowSpec, info: ValidationInfo) -> None:
    known = known_in(info, "dimensions", DIMENSIONS)
    for name in spec.each:
        if name not in known:
            raise PydanticCustomError("dimension", f"没有“{name}”这个分组字段")
    if Order.PROJECT_CODE in spec.order and "project" not in spec.each:
        raise PydanticCustomError("order", "order 写了项目编码，each 里要有 project")
    if spec.values and len(spec.each) != 1:
        raise PydanticCustomError("values", "写了 values，each 只能有一个分组字段")


class PanelSpec(Spec):
    """A part of a table's width with rows of its own, such as 收入 beside 支出.

    ``covers`` names the measure whose every line must be in a counting row and column.
    ``total`` False says that no column has the sum of its counting ones.
    """

    id: str = Field(default="", title="代号")
    columns: tuple[ColumnSpec, ...] = Field(title="栏", min_length=1, max_length=MOST_COLUMNS)
    rows: tuple[RowSpec, ...] = Field(default=(), title="行")
    footer: tuple[RowSpec, ...] = Field(default=(), title="底部的行")
    covers: str = Field(default="", title="必须覆盖的口径")
    total: Flag = Field(default=True, title="各栏有没有合计栏，表式没有的写 否")


class EmptySpec(Spec):
    """What a table without amounts prints instead: its rows and the notes in place of others.

    Where the table has at least so many rows, blank ones stand between ``rows`` and ``footer``.
    """

    rows: tuple[RowSpec, ...] = Field(default=(), title="行")
    footer: tuple[RowSpec, ...] = Field(default=(), title="底部的行")
    notes: tuple[str, ...] = Field(default=(), title="表下说明")


class SheetCellSpec(Spec):
    """A cell of an irregular sheet: text, or the amount of a measure.

    ``merge`` joins it with the cell above where that one has the same text and columns.
    """

    text: str = Field(default="", title="文字")
    measure: str = Field(default="", title="口径")
    colspan: int = Field(default=1, ge=1, le=MOST_COLUMNS, title="跨栏数")
    header: Flag = Field(default=False, title="是否表头；整行都是表头时是栏头，加粗，换页时重复")
    merge: Flag = Field(default=False, title="与上一行相同内容合并")
    align: Align | None = Field(default=None, title="对齐")
    format: str = Field(default="", title="数字格式，不写就同表格的")

    @model_validator(mode="after")
    def _one_content(self) -> SheetCellSpec:
        if self.text and self.measure:
            raise PydanticCustomError("cell", "text 和 measure 只能写一个")
        return self


class SheetRowSpec(Spec):
    """A row of an irregular sheet; ``repeat`` (``task in performance.tasks``) repeats it."""

    id: str = Field(default="", title="代号")
    cells: tuple[SheetCellSpec, ...] = Field(title="单元格")
    repeat: str = Field(default="", title="重复")


class SheetSpec(Spec):
    """An irregular sheet: relative column widths and rows of cells, the first ones a header."""

    widths: tuple[Width, ...] = Field(title="各栏相对宽度", min_length=1, max_length=MOST_COLUMNS)
    head_rows: int = Field(default=0, ge=0, le=20, title="每页重复的表头行数")
    rows: tuple[SheetRowSpec, ...] = Field(title="行", min_length=1)

    @model_validator(mode="after")
    def _has_body(self) -> SheetSpec:
        if self.head_rows >= len(self.rows):
            raise PydanticCustomError("head_rows", "head_rows 要比 rows 的行数少，表头下面要有内容")
        return self


class TableSpec(Spec):
    """A table: a pivot of the ledger (``panels``, or ``columns`` and ``rows``) or a ``sheet``.

    ``name`` is how the contents list and the workbook call it; ``caption`` stands above it.
    ``contents`` is its line in the contents list, in place of the report's.
    ``role`` is the national table that it is, where its caption does not tell.
    ``column_numbers`` adds a header row that numbers the amount columns, with that label (栏次).
    ``when`` is an expression; where it is false the table is left out.
    ``measure`` restricts the whole table, and so does ``lines``, an expression that gives an
    amount (``project.amount``); a table without any line of them is ``empty``. ``of`` names a
    declared line table that it is about, in place of the ledger.
    ``money_unit`` is the unit of its amounts, and a name that its texts may use.
    ``page_columns`` is how many amounts stand side by side on a page: a wider table goes on on the
    next ones, the text columns before its amounts in each.
    """

    name: str = Field(title="表名")
    sheet: str = Field(default="", title="工作表名")
    caption: str = Field(title="表题")
    contents: str = Field(default="", title="目录中的写法，不写就照 report.yaml 的 contents.table")
    subtitle: str = Field(default="", title="副题")
    number: str = Field(default="", title="表号")
    role: str = Field(default="", title="是哪一张国家统一的表，只在看表题看不出时写；代号见第七节")
    subject: str = Field(default="", title="表头左侧文字")
    unit: str = Field(default="", title="表头右侧文字")
    money_unit: MoneyUnit = Field(default=MoneyUnit.WAN_YUAN, title="金额单位")
    orientation: Orientation | None = Field(default=None, title="纸张方向，不写就同它所在的部分")
    when: str = Field(default="", title="什么情况下才印")
    measure: str = Field(default="", title="口径")
    of: BookName | None = Field(default=None, title="印 fields.yaml 里的哪一张明细表，不写就是台账")
    lines: str = Field(default="", title="只取哪个数的台账")
    panels: tuple[PanelSpec, ...] = Field(default=(), title="分栏")
    columns: tuple[ColumnSpec, ...] = Field(default=(), title="栏")
    rows: tuple[RowSpec, ...] = Field(default=(), title="行")
    footer: tuple[RowSpec, ...] = Field(default=(), title="底部的行")
    covers: str = Field(default="", title="必须覆盖的口径")
    total: Flag = Field(default=True, title="各栏有没有合计栏，表式没有的写 否")
    format: str = Field(default="", title="数字格式，不写就同参数 table_amount")
    min_rows: int = Field(
        default=0, ge=0, le=200, title="至少印几行，不够的补空行（不含表头和底部的行）"
    )
    page_columns: int = Field(
        default=0,
        ge=0,
        le=MOST_COLUMNS,
        title="一页最多几栏金额，多的在后面的页接着印，前面的文字栏每页都印；0 不分",
    )
    sheet_rows: SheetSpec | None = Field(default=None, title="不规则表")
    column_numbers: Annotated[str | None, BeforeValidator(_none_of_parent)] = Field(
        default=None, title="栏次行的名称；上级有、自己不要的写 否"
    )
    notes: tuple[str, ...] = Field(default=(), title="表下说明")
    empty: EmptySpec | None = Field(default=None, title="空表")

    @model_validator(mode="after")
    def _one_form(self) -> TableSpec:
        forms = [bool(self.panels), bool(self.columns), self.sheet_rows is not None]
        if sum(forms) != 1:
            raise PydanticCustomError("table", "panels、columns、sheet_rows 只能写一种")
        leaves = [leaf for p in self.all_panels() for c in p.columns for leaf in c.leaves()]
        if len(leaves) > MOST_COLUMNS:
            raise PydanticCustomError("columns", f"一张表最多 {MOST_COLUMNS} 栏")
        if self.page_columns and not self.columns:
            raise PydanticCustomError("page_columns", "写了 columns 的表才能写 page_columns")
        return self

    @property
    def compares(self) -> bool:
        """Whether any of its columns shows last year's lines."""
        columns = [column for panel in self.all_panels() for column in panel.columns]
        return any(leaf.value in COMPARING for column in columns for leaf in column.leaves())

    def all_panels(self) -> tuple[PanelSpec, ...]:
        """The panels of the table; columns and rows without panels are one. A sheet has none."""
        if not self.columns:
            return self.panels
        # Its parts have been validated, with what their pack declares.
        made = PanelSpec.model_construct(
            columns=self.columns,
            rows=self.rows,
            footer=self.footer,
            covers=self.covers,
            total=self.total,
        )
        return (made,)

    @property
    def naming_columns(self) -> int:
        """How many columns of texts stand before the amounts."""
        leaves = [leaf for column in self.columns for leaf in column.leaves()]
        return next((n for n, leaf in enumerate(leaves) if not leaf.is_text), len(leaves))

    def path_of_column(self, field: str, text: str) -> FieldPath:
        """The way to the first column whose ``field`` says ``text``."""
        for index, panel in enumerate(self.all_panels()):
            base: FieldPath = ("panels", index, "columns") if self.panels else ("columns",)
            if found := _find_column(panel.columns, field, text, base):
                return found
        return ("columns",)


def _find_column(
    columns: Sequence[ColumnSpec], field: str, text: str, path: FieldPath
) -> FieldPath | None:
    for index, column in enumerate(columns):
        if getattr(column, field) == text:
            return (*path, index, field)
        found = _find_column(column.columns, field, text, (*path, index, "columns"))
        if found is not None:
            return found
    return None
