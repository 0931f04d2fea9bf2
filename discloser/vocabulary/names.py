"""Printed names in the form in which they are compared."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|（\d+）|\d+(?:[、．]|\.(?!\d)))"
)
_FULL_WIDTH = str.maketrans("(),:", "（），：")
_YEAR = re.compile(r"^\d{4}年度?")
_CONTINUED = re.compile(r"（续(?:表)?[\d一二三四五六七八九十]*）$")
_DATE_IN_TITLE = re.compile(r"\d{4}年度?")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LAST_YEAR = "上年"
_OTHER_YEAR = re.compile(r"(?<!\d)\d{4}年")
_REST_OF_YEAR = re.compile(r"^年度?")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A label without numbering, colons and spaces: （一）本年收入： → 本年收入."""
    tidy = re.sub(r"[\s：:]", "", text.translate(_FULL_WIDTH).replace("其中：", ""))
    return _NUMBERING.sub("", tidy)


@lru_cache(maxsize=8192)
def header_label(text: str, year: int = 0) -> str:
    """The label of a column, without the year before it: 2024年决算数 → 决算数.

    Where the ``year`` of the document is known, only that one is left out; the year before it is
    called 上年, and any other one stays.
    """
    label = normal(text)
    if not year:
        return _YEAR.sub("", label)
    label = re.sub(rf"(?<!\d){year}年度?", "", label)
    return re.sub(rf"(?<!\d){year - 1}年度?", _LAST_YEAR, label)


def has_year(label: str) -> bool:
    """Whether a label names a year."""
    return _OTHER_YEAR.search(label) is not None


def bare(name: str) -> str:
    """A functional item's name without the word that print often leaves out."""
    return name.removesuffix("支出")


def title(text: str) -> str:
    """The title of a table without any year, and without saying that it goes on."""
    return _CONTINUED.sub("", _DATE_IN_TITLE.sub("", normal(text)))


def written_end(template: str) -> str:
    """What a template's text always ends with: {{ year }}年度支出表 → 支出表; or nothing."""
    end = _EXPRESSION.split(template)[-1]
    return normal(end if end == template else _REST_OF_YEAR.sub("", end))
