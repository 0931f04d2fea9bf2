"""All words together: those of the national forms, and a pack's over them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.read.yaml import read_yaml
from discloser.validation import validate
from discloser.vocabulary.changes import ChangeWords
from discloser.vocabulary.comparisons import ComparisonWords
from discloser.vocabulary.counts import CountWords
from discloser.vocabulary.labels import LabelWords
from discloser.vocabulary.rates import CompletionWords, ListWords, ShareWords
from discloser.vocabulary.sentences import PhraseWords, QuantityWords, ScopeWords
from discloser.vocabulary.tables import TableWords
from discloser.vocabulary.wording import WordingWords

_BASE = ("tables", "labels", "comparisons", "phrases", "rates", "changes", "counts", "wording")


class Words(BaseModel):
    """A file of words: the base's files together, or a pack's ``vocabulary.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    tables: dict[Kind, dict[str, TableWords]] = Field(
        default_factory=dict, title="表名和读法，按公开种类和表的代号"
    )
    labels: LabelWords = Field(default_factory=LabelWords, title="行名、栏名")
    phrases: tuple[PhraseWords, ...] = Field(default=(), title="正文里金额前面的话")
    scopes: dict[Kind, tuple[ScopeWords, ...]] = Field(
        default_factory=dict, title="标题里的词说的是哪些钱"
    )
    quantities: dict[Kind, tuple[QuantityWords, ...]] = Field(
        default_factory=dict, title="话的末尾说的是哪一个数"
    )
    comparisons: tuple[ComparisonWords, ...] = Field(default=(), title="与上年比较的栏名")
    changes: ChangeWords = Field(default_factory=ChangeWords, title="说增减的词")
    shares: tuple[ShareWords, ...] = Field(default=(), title="占比前面的话")
    wholes: tuple[PhraseWords, ...] = Field(default=(), title="占的是什么，写法同 phrases")
    lists: tuple[ListWords, ...] = Field(default=(), title="合计和各项中间的话")
    completions: tuple[CompletionWords, ...] = Field(default=(), title="完成率前面的话")
    counts: tuple[CountWords, ...] = Field(default=(), title="个数前后的话")
    wording: WordingWords = Field(default_factory=WordingWords, title="核对文字时看的词")

    def joined(self, more: Words) -> Words:
        """These words and a pack's, which go before them."""
        return Words(
            tables={
                kind: _joined_tables(self.tables.get(kind, {}), more.tables.get(kind, {}))
                for kind in Kind
            },
            labels=self.labels.joined(more.labels),
            phrases=(*more.phrases, *self.phrases),
            scopes={k: (*more.scopes.get(k, ()), *self.scopes.get(k, ())) for k in Kind},
            quantities={
                k: (*more.quantities.get(k, ()), *self.quantities.get(k, ())) for k in Kind
            },
            comparisons=(*more.comparisons, *self.comparisons),
            changes=self.changes.joined(more.changes),
            shares=(*more.shares, *self.shares),
            wholes=(*more.wholes, *self.wholes),
            lists=(*more.lists, *self.lists),
            wording=self.wording.joined(more.wording),
            counts=(*more.counts, *self.counts),
            completions=(*more.completions, *self.completions),
        )


def _joined_tables(
    known: dict[str, TableWords], more: dict[str, TableWords]
) -> dict[str, TableWords]:
    added = {
        role: known[role].joined(words) if role in known else words for role, words in more.items()
    }
    return {**known, **added}


def read_words(text: str, file: str) -> tuple[Words | None, tuple[Finding, ...]]:
    """Read a file of words from YAML."""
    draft, sources, findings = read_yaml(text, file)
    if findings:
        return None, findings
    words, problems, _ = validate(Words, draft or {}, sources)
    return words, problems


@cache
def national_words() -> Words:
    """The words of the national forms.

    Raises:
        ValueError: if the files beside this module are faulty.
    """
    joined: dict[str, Any] = {}
    for name in _BASE:
        text = (files("discloser.vocabulary") / f"{name}.yaml").read_text(encoding="utf-8")
        draft, _, findings = read_yaml(text, f"{name}.yaml")
        if findings:
            raise ValueError("; ".join(f"{f.location}: {f.message}" for f in findings))
        joined |= draft or {}
    return Words.model_validate(joined)
