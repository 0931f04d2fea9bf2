"""The ledger: the lines that every amount of a disclosure is computed from."""

from __future__ import annotations

from pydantic import Field

from discloser.model.values import (
    Category,
    ClosingKind,
    EconomicItem,
    Flag,
    FunctionItem,
    Fund,
    Kind,
    Label,
    Money,
    Part,
    ReceiptKind,
    only_for,
)


class Line(Part):
    """What all ledger lines have. Amounts are in 元.

    ``amount`` is the budgeted amount of a budget and the actual amount (决算数) of a final
    account, which also has ``initial_budget`` (年初预算数) and ``adjusted_budget`` (全年预算数).
    ``unit`` is a unit's code; empty stands for the first unit (本级).
    """

    unit: str = Field(default="", title="单位代码")
    fund: Fund = Field(default=Fund.GENERAL_PUBLIC_BUDGET, title="资金来源")
    amount: Money = Field(title="金额")
    initial_budget: Money | None = Field(
        default=None, title="年初预算数", json_schema_extra=only_for(Kind.FINAL_ACCOUNT)
    )
    adjusted_budget: Money | None = Field(
        default=None, title="全年预算数", json_schema_extra=only_for(Kind.FINAL_ACCOUNT)
    )


class ReceiptLine(Line):
    """A line of the receipts.

    A final account tells the functional item that they are for; a budget may, where the place's
    form lists the receipts by item.
    """

    kind: ReceiptKind = Field(default=ReceiptKind.CURRENT, title="收入性质")
    function: FunctionItem | None = Field(
        default=None,
        title="功能分类科目（项）",
        json_schema_extra=only_for(Kind.FINAL_ACCOUNT, allowed=(Kind.BUDGET,)),
    )


class ExpenditureLine(Line):
    """A line of the expenditure.

    ``department_economic`` and ``government_economic`` may be empty for project expenditure
    that has not been broken down.
    """

    function: FunctionItem = Field(title="功能分类科目（项）")
    category: Category = Field(title="支出性质")
    project: Label | None = Field(default=None, title="项目名称")
    department_economic: EconomicItem | None = Field(default=None, title="部门经济分类科目（款）")
    government_economic: EconomicItem | None = Field(default=None, title="政府经济分类科目（款）")
    carried_over: Flag = Field(default=False, title="是否上年结转")


class ClosingLine(Line):
    """A line of what is left at the end of the year.

    A final account may tell the functional item that it is left of.
    """

    kind: ClosingKind = Field(default=ClosingKind.CARRIED_FORWARD, title="结余性质")
    function: FunctionItem | None = Field(
        default=None, title="功能分类科目（项）", json_schema_extra=only_for(Kind.FINAL_ACCOUNT)
    )
