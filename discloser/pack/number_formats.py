"""What a pack says about the formats of its numbers, as written."""

from __future__ import annotations

from pydantic import BaseModel, Field

from discloser.document.number import NumberFormat, Trim
from discloser.model.values import Flag
from discloser.pack.specs import Spec
from discloser.parameters.parameter import Parameter


class NumberFormatSpec(Spec):
    """A number format: places, thousands commas, trailing zeros, what stands for zero, suffix."""

    decimals: int = Field(default=2, ge=0, le=10, title="小数位数")
    grouping: Flag = Field(default=False, title="千分位")
    trim: Trim = Field(default=Trim.NONE, title="去掉末尾的零")
    zero: str | None = Field(default=None, title="零印成什么")
    suffix: str = Field(default="", title="后缀")

    def format(self) -> NumberFormat:
        """The format that it describes."""
        return NumberFormat(self.decimals, self.grouping, self.trim, self.zero, self.suffix)


class NumberFormatsSpec(Parameter):
    """The parameter that holds the number formats by name."""

    since: dict[int, dict[str, NumberFormatSpec]] = Field(title="自哪一年起的取值", min_length=1)


class FormatsFile(BaseModel):
    """A file of parameters that has the number formats."""

    number_formats: NumberFormatsSpec
