"""Words of change: up, down, level, and what an amount is held against."""

from __future__ import annotations

from pydantic import Field

from discloser.compute.ledger import Column
from discloser.vocabulary.sentences import Entry, Pattern

_Words = tuple[Pattern, ...]


class ChangeWords(Entry):
    """The words that say that an amount grew, fell or stayed."""

    up: _Words = Field(default=(), title="变大的词")
    down: _Words = Field(default=(), title="变小的词")
    level: _Words = Field(default=(), title="没有变的话，写在比较对象后面")
    equal: _Words = Field(default=(), title="等于预算的词，写在预算数前面")
    last_year: _Words = Field(default=(), title="上年的叫法")
    budgets: dict[str, Column] = Field(default_factory=dict, title="说是哪个预算的词")

    def joined(self, more: ChangeWords) -> ChangeWords:
        """These words and others, which go before them."""
        words = set(type(self).model_fields) - {"budgets"}
        joined = {name: (*getattr(more, name), *getattr(self, name)) for name in words}
        return ChangeWords(**joined, budgets={**self.budgets, **more.budgets})
