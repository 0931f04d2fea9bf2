"""The words of change as patterns: up, down, level, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from discloser.compute.ledger import Column
from discloser.vocabulary.changes import ChangeWords


@dataclass(frozen=True)
class Directions:
    """The words of change of a vocabulary."""

    words: ChangeWords

    @cached_property
    def _up(self) -> str:
        return "|".join(self.words.up)

    @cached_property
    def _both(self) -> str:
        return "|".join((*self.words.up, *self.words.down))

    def is_up(self, word: str) -> bool:
        """Whether a word says that something grew."""
        return re.fullmatch(self._up, word) is not None

    @cached_property
    def _budgets(self) -> str:
        return "|".join(self.words.budgets)

    @cached_property
    def _budget(self) -> str:
        return rf"(?:{self._budgets})?预算(?:数)?"

    def budget(self, words: str) -> Column | None:
        """The budget that some words name; None where they do not say which."""
        named = (column for word, column in self.words.budgets.items() if word in words)
        return next(named, None)

    @cached_property
    def amount(self) -> re.Pattern[str]:
        """The words right before an amount of change: 增加, 小于年初预算数."""
        return re.compile(rf"(?P<word>{self._both})(?:了)?(?P<budget>{self._budget})?(?:各)?$")

    @cached_property
    def rate(self) -> re.Pattern[str]:
        """The words right before a percentage of change."""
        return re.compile(rf"(?P<word>{self._both})(?:了)?$")

    @cached_property
    def level(self) -> re.Pattern[str]:
        """The words that say that nothing changed."""
        return re.compile("|".join(self.words.level))

    @cached_property
    def beside_budget(self) -> re.Pattern[str]:
        """A comparison with a budget without an amount: 等于年初预算数, 小于预算数."""
        words = "|".join((*self.words.up, *self.words.down, *self.words.equal))
        return re.compile(rf"(?P<word>{words})(?P<budget>{self._budget})(?=[，。；的]|$)")

    def is_equal(self, word: str) -> bool:
        """Whether a word says that an amount is its budget."""
        return word in self.words.equal

    @cached_property
    def _base(self) -> str:
        last = "|".join(self.words.last_year)
        return (
            rf"(?:与|较|比|同)(?:(?P<year>\d{{4}})年(?:度)?|(?P<last>{last}))?"
            rf"(?P<budget>{self._budgets})?(?P<what>预算|决算|执行)?(?:数)?"
        )

    @cached_property
    def compared(self) -> re.Pattern[str]:
        """What something is compared with, maybe with its amount, before the words of change."""
        return re.compile(rf"{self._base}(?:[\d,.]+万?元)?(?:相比)?[，,]?$")

    @cached_property
    def leading(self) -> re.Pattern[str]:
        """What something is compared with, at the beginning of a sentence: 与2024年相比，."""
        return re.compile(rf"{self._base}相比[，,]")

    def basis(self, before: str) -> re.Match[str] | None:
        """What a change is told against: right before it, or where its sentence begins."""
        found = self.compared.search(before)
        if found is not None:
            return found
        sentence = before.rpartition("。")[2]
        return next(reversed(list(self.leading.finditer(sentence))), None)
