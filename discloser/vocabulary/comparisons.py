"""Columns that compare with last year: its amounts, the change, and the rate of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pydantic import Field

from discloser.compute.ledger import Column
from discloser.model.values import Kind
from discloser.vocabulary.sentences import Entry, Pattern


class ComparisonWords(Entry):
    """What a column is called that compares with last year, and which amount stands in it."""

    phrase: Pattern = Field(title="整个栏名（正则表达式）")
    column: Column = Field(
        title="amount 领起下面几栏，prior 上年数，change 增减额，change_rate 增减百分比"
    )
    within: Column | None = Field(default=None, title="只在这样的栏下面才这样读")
    kinds: tuple[Kind, ...] = Field(default=tuple(Kind), title="用于哪种公开，不写就是都用")
    specimen: str = Field(title="栏名的例子")


def compared(
    label: str, above: Column, known: Iterable[ComparisonWords], kind: Kind
) -> Column | None:
    """The amount that a label names below a column of ``above``; None where it names none."""
    for words in known:
        of_kind = kind in words.kinds and words.within in (None, above)
        if of_kind and _pattern(words.phrase).fullmatch(label):
            return words.column
    return None


def combined(outer: Column, inner: Column) -> Column | None:
    """The amount in a column below another one; None where there is no such amount.

    What is called an amount below last year's, or below changes, is of these.
    """
    if outer.compares:
        if inner in (Column.AMOUNT, outer):
            return outer
        return inner if (outer, inner) == (Column.CHANGE, Column.CHANGE_RATE) else None
    return None if inner.compares and outer is not Column.AMOUNT else inner


@lru_cache(maxsize=256)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase)
