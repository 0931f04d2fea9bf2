"""The kinds of value that an input holds: amounts, codes, flags and their Chinese words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidationInfo,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from discloser.money import MoneyUnit


class Kind(StrEnum):
    """The kind of disclosure; packs keep a folder for each."""

    BUDGET = "budget"
    FINAL_ACCOUNT = "final_account"

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return {"budget": "部门预算", "final_account": "部门决算"}[self.value]

    @classmethod
    def meant_by(cls, text: str) -> Kind | None:
        """The kind that a person means: by its name, its Chinese name or 预算 and 决算."""
        typed = "".join(text.split()).casefold()
        for kind in cls:
            if typed in (kind.value, kind.label, kind.label.removeprefix("部门")):
                return kind
        return None


class Fund(StrEnum):
    """Where money comes from (资金来源). The first three are fiscal appropriations (财政拨款)."""

    GENERAL_PUBLIC_BUDGET = "一般公共预算"
    GOVERNMENT_FUND = "政府性基金预算"
    STATE_CAPITAL_OPERATIONS = "国有资本经营预算"
    FISCAL_SPECIAL_ACCOUNT = "财政专户管理资金"
    INSTITUTIONAL_RECEIPTS = "事业收入"
    BUSINESS_RECEIPTS = "事业单位经营收入"
    SUBSIDY_FROM_SUPERIOR = "上级补助收入"
    REMITTANCE_FROM_AFFILIATES = "附属单位上缴收入"
    OTHER_RECEIPTS = "其他收入"


class Category(StrEnum):
    """The nature of an expenditure line (支出性质)."""

    BASIC = "基本支出"
    OTHER_OPERATION = "其他运转类"
    SPECIFIC_PURPOSE = "特定目标类"
    PROJECT = "项目支出"
    REMITTANCE_TO_SUPERIOR = "上缴上级支出"
    BUSINESS = "经营支出"
    SUBSIDY_TO_AFFILIATES = "对附属单位补助支出"


class UnitNature(StrEnum):
    """What a budget unit is (单位性质): it decides its government economic items.

    Source: 财预〔2017〕98号.
    """

    ADMINISTRATIVE = "行政单位"
    CIVIL_SERVICE = "参公事业单位"
    INSTITUTION = "事业单位"


class ReceiptKind(StrEnum):
    """What a receipt line adds to the year's total."""

    CURRENT = "本年收入"
    CARRIED_OVER = "上年结转结余"
    SURPLUS_USED = "使用非财政拨款结余"


class ClosingKind(StrEnum):
    """What is left of the year's total."""

    CARRIED_FORWARD = "年终结转结余"
    DISTRIBUTION = "结余分配"


_AMOUNT = re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<fraction>\d+))?")
_NEGATIVE = re.compile(r"[-−－]\s*[\d.,]+")
_EXPONENT = re.compile(r"[+-]?[\d.]+[eE][+-]?\d+")
_LARGEST = Decimal(10) ** 15
"""Above all money there is, and well below what Decimal computes exactly."""


def parse_amount(text: str, unit: MoneyUnit) -> Decimal:
    """Read an amount as written, in 元 to the 分.

    Args:
        text: digits with an optional decimal point and thousands commas.
        unit: the unit that the file declares.

    Raises:
        PydanticCustomError: ``money_…``, when the text is no exact, non-negative amount.
    """
    stripped = text.strip()
    if _NEGATIVE.fullmatch(stripped):
        raise PydanticCustomError("money_negative", "negative amount")
    if _EXPONENT.fullmatch(stripped):
        raise PydanticCustomError("money_exponent", "amount in scientific notation")
    match = _AMOUNT.fullmatch(stripped)
    if match is None or not stripped.isascii():
        raise PydanticCustomError("money_text", "not an amount")
    amount = Decimal(stripped.replace(",", ""))
    if amount >= _LARGEST:
        raise PydanticCustomError("money_size", "too large an amount")
    amount *= unit.yuan
    if amount != amount.quantize(Decimal("0.01")):
        raise PydanticCustomError("money_precision", "more exact than a 分")
    return amount


def _read_money(value: Any, info: ValidationInfo) -> Decimal:
    if isinstance(value, bool | float):
        raise PydanticCustomError("money_float", "binary number")
    if isinstance(value, Decimal):
        return value
    unit = (info.context or {}).get("money_unit", MoneyUnit.YUAN)
    return parse_amount(str(value), unit)


def _read_flag(value: Any) -> Any:
    words = {"是": True, "否": False, "true": True, "false": False}
    return words.get(value, value) if isinstance(value, str) else value


def _read_text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Money = Annotated[Decimal, BeforeValidator(_read_money)]
"""An amount in 元, exact, not negative."""
Flag = Annotated[bool, BeforeValidator(_read_flag)]
"""是 or 否 (or true, false)."""
Label = Annotated[str, Field(min_length=1), BeforeValidator(_read_text)]
"""A text that is not empty."""
Count = Annotated[int, Field(ge=0)]
FunctionItem = Annotated[str, Field(pattern=r"^\d{7}$")]
"""An item (项) of the functional classification: seven digits."""
EconomicItem = Annotated[str, Field(pattern=r"^\d{5}$")]
"""An item (款) of an economic classification: five digits."""


_MONTH = re.compile(r"(?P<year>[12]\d{3})-(?P<month>0?[1-9]|1[0-2])", re.ASCII)


def _read_month(value: Any) -> Any:
    if isinstance(value, str):
        match = _MONTH.fullmatch(value.strip())
        if match is None:
            raise PydanticCustomError("month", "not a month")
        return date(int(match["year"]), int(match["month"]), 1)
    return value


Month = Annotated[date, BeforeValidator(_read_month)]
"""A month as ``2025-03``; held as its first day."""

_DAY = re.compile(r"(?P<year>[12]\d{3})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z]+(?:[-_.][0-9A-Za-z]+)*", re.ASCII)
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?P<decimals>\.\d+)?", re.ASCII)
_LONGEST_NUMBER = 30


def _read_day(value: Any) -> Any:
    if isinstance(value, str):
        match = _DAY.fullmatch(value.strip())
        try:
            return date(*map(int, match.groups())) if match is not None else _refuse_day()
        except ValueError:  # such as 30 February
            _refuse_day()
    return value


def _refuse_day() -> date:
    raise PydanticCustomError("day", "not a day")


def _read_code(value: Any) -> Any:
    if isinstance(value, str) and _CODE.fullmatch(value.strip()) is None:
        raise PydanticCustomError("code", "not a code")
    return _read_text(value)


Day = Annotated[date, BeforeValidator(_read_day)]
"""A day as ``2025-03-05``."""
Code = Annotated[str, BeforeValidator(_read_code)]
"""A code: digits and letters, with signs between them; its zeros stay."""


def number_type(decimals: int) -> Any:
    """The type of an exact number, of either sign, with at most so many decimals."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        match = _NUMBER.fullmatch(value.strip())
        if match is None or len(value) > _LONGEST_NUMBER:
            raise PydanticCustomError("decimal_parsing", "not a number")
        if len((match["decimals"] or ".").rstrip("0")) - 1 > decimals:
            raise PydanticCustomError("decimals", "too many decimals", {"most": decimals})
        return Decimal(value.strip().replace(",", ""))

    return Annotated[Decimal, BeforeValidator(read)]


ASKED_BY_PACK = "asked_by_pack"
"""The key of the metadata of what :func:`asked_by_pack` marks."""


def only_for(*kinds: Kind, allowed: tuple[Kind, ...] = ()) -> dict[str, JsonValue]:
    """Field metadata: the kinds of disclosure that a field belongs to (unmarked: to all).

    In the ``allowed`` kinds it may be given too, for places that print it, but is not asked for.
    """
    marked: dict[str, JsonValue] = {"kinds": [kind.value for kind in kinds]}
    return marked | ({"allowed": [kind.value for kind in allowed]} if allowed else {})


def asked_by_pack() -> dict[str, JsonValue]:
    """Field metadata: packs say of this part of the core, or of what it holds, when it is asked."""
    return {ASKED_BY_PACK: True}


def computed() -> dict[str, JsonValue]:
    """Field metadata: what the program computes. It is read where given, but never asked for."""
    return {"kinds": []}


def kinds_of(field: FieldInfo) -> frozenset[Kind]:
    """The kinds of disclosure that a field belongs to."""
    extra = field.json_schema_extra
    marked = extra.get("kinds") if isinstance(extra, dict) else None
    return frozenset(map(Kind, map(str, marked))) if isinstance(marked, list) else frozenset(Kind)


class Part(BaseModel):
    """A part of an input: frozen, without unknown fields, each field with its Chinese title."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: Any) -> Any:
        """A blank that need not be filled in is as if its name were not there."""
        if not isinstance(value, dict) or None not in value.values():
            return value
        asked = {name for name, field in cls.model_fields.items() if field.is_required()}
        return {name: each for name, each in value.items() if each is not None or name in asked}
