"""One department's disclosure: everything that its document says and that is not computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import Field, field_validator

from discloser.model.evaluation import SelfEvaluation
from discloser.model.ledger import ClosingLine, ExpenditureLine, ReceiptLine
from discloser.model.performance import Performance, ProjectTargets
from discloser.model.supplement import Supplement
from discloser.model.values import (
    Count,
    Flag,
    FunctionItem,
    Kind,
    Label,
    Money,
    Month,
    Part,
    UnitNature,
    asked_by_pack,
)
from discloser.money import MoneyUnit


class Department(Part):
    """The department (部门). Where print shortens its name, the shorter forms are said here."""

    code: str = Field(default="", title="部门代码", json_schema_extra=asked_by_pack())
    name: Label = Field(title="部门全称")
    text_name: str = Field(default="", title="正文中的名称")
    table_name: str = Field(default="", title="表格中的名称")
    title_name: str = Field(default="", title="标题中的名称")

    @property
    def in_text(self) -> str:
        """The name in the narrative."""
        return self.text_name or self.name

    @property
    def in_tables(self) -> str:
        """The name in tables."""
        return self.table_name or self.name

    @property
    def in_titles(self) -> str:
        """The name in titles and headings."""
        return self.title_name or self.name


class Organ(Part):
    """An internal organ (内设机构) and its duties."""

    name: Label = Field(title="机构名称")
    duties: str = Field(default="", title="机构职责")


class Organs(Part):
    """The internal organs, and a sentence on others that are not counted."""

    listed: tuple[Organ, ...] = Field(default=(), title="内设机构")
    note: str = Field(default="", title="补充说明")


class Duties(Part):
    """The main duties (主要职责) and the document that lays them down."""

    basis: str = Field(default="", title="职责依据")
    items: tuple[Label, ...] = Field(default=(), title="职责")


class PriorYear(Part):
    """Last year's figures: last year's input file, or the amounts by figure name, or both.

    An amount given here goes before the file's.
    """

    input: str = Field(default="", title="上年输入文件")
    figures: dict[str, Money] = Field(default_factory=dict, title="上年数")


class Procurement(Part):
    """Government procurement (政府采购) in 元. A blank amount is unknown; zero is written as 0."""

    SUMS: ClassVar = {"total": ("goods", "works", "services")}

    goods: Money | None = Field(default=None, title="货物")
    works: Money | None = Field(default=None, title="工程")
    services: Money | None = Field(default=None, title="服务")
    small_and_medium: Money | None = Field(default=None, title="授予中小企业合同金额")
    small_and_micro: Money | None = Field(default=None, title="授予小微企业合同金额")

    @property
    def total(self) -> Decimal | None:
        """All procurement in 元; None where a part of it is unknown."""
        parts = (self.goods, self.works, self.services)
        known = [part for part in parts if part is not None]
        return sum(known, Decimal(0)) if len(known) == len(parts) else None


class Vehicles(Part):
    """Vehicles (辆) by use, at the end of last year or of the year. A blank count is unknown."""

    SUMS: ClassVar = {
        "total": (
            "general",
            "provincial_leaders",
            "principals",
            "confidential",
            "emergency",
            "law_enforcement",
            "special",
            "retired",
            "other",
        )
    }

    general: Count | None = Field(default=None, title="一般公务用车")
    provincial_leaders: Count | None = Field(default=None, title="副部（省）级领导干部用车")
    principals: Count | None = Field(default=None, title="主要负责人用车")
    confidential: Count | None = Field(default=None, title="机要通信用车")
    emergency: Count | None = Field(default=None, title="应急保障用车")
    law_enforcement: Count | None = Field(default=None, title="一般执法执勤用车")
    special: Count | None = Field(default=None, title="特种专业技术用车")
    retired: Count | None = Field(default=None, title="离退休干部用车")
    other: Count | None = Field(default=None, title="其他用车")
    other_description: str = Field(default="", title="其他用车说明")

    @property
    def total(self) -> int | None:
        """The vehicles of the uses that are known; None where none is."""
        known = [n for use in self.SUMS["total"] if (n := getattr(self, use)) is not None]
        return sum(known) if known else None


class Assets(Part):
    """State-owned assets in use (国有资产占用情况). A blank count is unknown."""

    vehicles: Vehicles = Field(default=Vehicles(), title="车辆")
    general_equipment: Count | None = Field(default=None, title="达到单价起点的通用设备")
    special_equipment: Count | None = Field(default=None, title="达到单价起点的专用设备")


class ThreePublicDetails(Part):
    """What the three public expenses bought: counts, and the amount for foreign guests.

    What is blank is unknown.
    """

    groups_abroad: Count | None = Field(default=None, title="因公出国（境）团组数")
    persons_abroad: Count | None = Field(default=None, title="因公出国（境）人次")
    vehicles_bought: Count | None = Field(default=None, title="购置车辆数")
    vehicles_kept: Count | None = Field(default=None, title="公务用车保有量")
    foreign_reception: Money | None = Field(default=None, title="外宾接待支出")
    foreign_groups: Count | None = Field(default=None, title="外宾接待团组数")
    foreign_guests: Count | None = Field(default=None, title="外宾接待人次")
    foreign_visitors: str = Field(default="", title="来访人员主要包括")
    domestic_groups: Count | None = Field(default=None, title="国内接待团组数")
    domestic_guests: Count | None = Field(default=None, title="国内接待人次")
    domestic_purpose: str = Field(default="", title="国内接待主要用于")


class Transfers(Part):
    """Special transfer payments (专项转移支付) that the department administers.

    A blank count is unknown.
    """

    count: Count | None = Field(default=None, title="项目数")
    note: str = Field(default="", title="说明")


class UnitParts(Part):
    """What a unit's own document says beside the ledger; every part may be left out."""

    duties: Duties = Field(default=Duties(), title="主要职责")
    organs: Organs = Field(default=Organs(), title="机构设置")
    performance: Performance = Field(default=Performance(), title="绩效")
    prior_year: PriorYear = Field(default=PriorYear(), title="上年数")
    reasons: dict[str, Label] = Field(default_factory=dict, title="增减原因")
    procurement: Procurement = Field(
        default=Procurement(), title="政府采购", json_schema_extra=asked_by_pack()
    )
    assets: Assets = Field(default=Assets(), title="国有资产", json_schema_extra=asked_by_pack())
    supplement: Supplement = Field(default=Supplement(), title="补充资料")


class Unit(Part):
    """A budget unit (预算单位). The first one is the department itself (本级).

    ``nature`` is None where it is not known. ``own`` holds what only the unit's own document needs,
    ``supplement`` what the pack asks of every unit.
    """

    name: Label = Field(title="单位名称")
    code: str = Field(default="", title="单位代码")
    listed_as: str = Field(default="", title="单位构成中的写法")
    independent: Flag = Field(default=True, title="是否独立核算")
    nature: UnitNature | None = Field(default=None, title="单位性质")
    supplement: Supplement = Field(default=Supplement(), title="单位补充资料")
    own: UnitParts = Field(default=UnitParts(), title="单位自己的文档")

    @property
    def in_list(self) -> str:
        """The name in the list of units."""
        return self.listed_as or self.name


class Disclosure(Part):
    """The input of one department for one year and kind."""

    pack: Label = Field(title="模板包")
    kind: Kind = Field(title="公开种类")
    year: Annotated[int, Field(ge=2000, le=2100)] = Field(title="年度")
    money_unit: MoneyUnit = Field(default=MoneyUnit.YUAN, title="金额单位")
    published: Month = Field(title="公开月份")
    department: Department = Field(title="部门")
    units: Annotated[tuple[Unit, ...], Field(min_length=1)] = Field(title="预算单位")
    units_note: str = Field(default="", title="单位变动说明")
    duties: Duties = Field(default=Duties(), title="主要职责")
    organs: Organs = Field(default=Organs(), title="机构设置")
    receipts: tuple[ReceiptLine, ...] = Field(default=(), title="收入")
    expenditure: tuple[ExpenditureLine, ...] = Field(default=(), title="支出")
    closing: tuple[ClosingLine, ...] = Field(default=(), title="年终结余")
    projects: tuple[ProjectTargets, ...] = Field(default=(), title="项目")
    performance: Performance = Field(default=Performance(), title="绩效")
    evaluation: SelfEvaluation | None = Field(
        default=None, title="绩效自评", json_schema_extra=asked_by_pack()
    )
    prior_year: PriorYear = Field(default=PriorYear(), title="上年数")
    reasons: dict[str, Label] = Field(default_factory=dict, title="增减原因")
    item_reasons: dict[FunctionItem, Label] = Field(
        default_factory=dict,
        title="决算与年初预算差异原因",
        json_schema_extra=asked_by_pack(),
    )
    three_public: ThreePublicDetails = Field(
        default=ThreePublicDetails(),
        title="“三公”经费事项",
        json_schema_extra=asked_by_pack(),
    )
    procurement: Procurement = Field(
        default=Procurement(), title="政府采购", json_schema_extra=asked_by_pack()
    )
    assets: Assets = Field(default=Assets(), title="国有资产", json_schema_extra=asked_by_pack())
    transfers: Transfers = Field(
        default=Transfers(), title="专项转移支付", json_schema_extra=asked_by_pack()
    )
    supplement: Supplement = Field(default=Supplement(), title="补充资料")
    item_supplements: dict[FunctionItem, Supplement] = Field(
        default_factory=dict, title="科目补充资料"
    )
    options: dict[str, str] = Field(default_factory=dict, title="用语和格式选择")
    control_figures: dict[str, Money] = Field(default_factory=dict, title="控制数")

    @property
    def own_unit(self) -> Unit:
        """The department itself as a unit (本级)."""
        return self.units[0]

    @field_validator("item_supplements")
    @classmethod
    def _of_items_that_are_spoken_of(
        cls, parts: dict[FunctionItem, Supplement]
    ) -> dict[FunctionItem, Supplement]:
        """An item of which all is blank is as one that is not named."""
        blank = (None, "", ())
        return {
            code: part
            for code, part in parts.items()
            if any(value not in blank for _, value in part)
        }
