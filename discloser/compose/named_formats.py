"""The number formats of a pack by name, made when they are first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateRuntimeError

from discloser.document.number import NumberFormat
from discloser.pack.number_formats import NumberFormatSpec
from discloser.validation import nearest


class NamedFormats:
    """The formats that the parameter ``number_formats`` has in a year, as written there."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._written = written
        self._made: dict[str, NumberFormat] = {}

    def named(self, name: str) -> NumberFormat:
        """The format of that name.

        Raises:
            TemplateRuntimeError: if there is none.
        """
        if name not in self._written:
            hint = nearest(name, list(self._written))
            raise TemplateRuntimeError(f"没有名为“{name}”的数字格式。{hint}")
        if name not in self._made:
            self._made[name] = NumberFormatSpec.model_validate(self._written[name]).format()
        return self._made[name]
