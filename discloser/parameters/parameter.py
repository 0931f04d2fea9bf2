"""A parameter: a value from a year on, with its ground; an input may choose among its options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Parameter(BaseModel):
    """A parameter: its value since a year, and the values that an input may choose instead."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    label: str = Field(title="中文名称")
    since: dict[int, Any] = Field(title="自哪一年起的取值", min_length=1)
    options: tuple[str, ...] = Field(default=(), title="输入可以选择的取值")
    reference: str = Field(default="", title="依据")
    note: str = Field(default="", title="说明")
    unverified: str = Field(default="", title="待核实：为什么还不能肯定")

    def value(self, year: int) -> Any:
        """The value in ``year``, or the earliest one before any is dated."""
        years = sorted(self.since)
        return self.since[max((y for y in years if y <= year), default=years[0])]


def values_of(
    parameters: Mapping[str, Parameter], year: int, chosen: Mapping[str, str]
) -> dict[str, Any]:
    """The values of a year; an input's choices (``chosen``) count where they are offered."""
    return {
        name: chosen[name] if chosen.get(name) in each.options else each.value(year)
        for name, each in parameters.items()
    }
