"""Words before a percentage: a share of something, or a budget that was carried out."""

from __future__ import annotations

from pydantic import Field

from discloser.compute.ledger import Column
from discloser.vocabulary.sentences import Entry, Pattern


class ShareWords(Entry):
    """The words before a share; a group ``whole`` in them says what it is a share of."""

    phrase: Pattern = Field(
        title="占比前面的话（正则表达式，到数字为止），写了占什么的用 (?P<whole>…) 括起来"
    )
    specimen: str = Field(title="例句")
    seen: str = Field(default="", title="见于")


class ListWords(Entry):
    """The words between a whole and the list of its parts."""

    phrase: Pattern = Field(title="合计和各项中间的话（正则表达式）")
    specimen: str = Field(title="例句")
    seen: str = Field(default="", title="见于")


class CompletionWords(Entry):
    """The words before a rate of completion, and the budget that it is of."""

    phrase: Pattern = Field(title="完成率前面的话（正则表达式，到数字为止）")
    column: Column | None = Field(
        default=None, title="initial_budget 年初预算，adjusted_budget 全年预算；不写是同句的预算数"
    )
    specimen: str = Field(title="例句")
    seen: str = Field(default="", title="见于")
