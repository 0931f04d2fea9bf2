"""How documents are worded: reasons, what is left over, doubled words, empty tables, own names."""

from __future__ import annotations

from pydantic import Field

from discloser.vocabulary.sentences import Entry, Pattern

_Words = tuple[Pattern, ...]


class KnownYear(Entry):
    """A year that a regulation tells, in the words in which it is quoted."""

    words: Pattern = Field(title="话的写法，(?P<year>…) 是年份")
    year: int = Field(title="应为哪一年")
    basis: str = Field(title="文号或法规名")
    specimen: str = Field(title="例句")


class WordingWords(Entry):
    """Words that the rules on wording look for; a pack's go before the national ones."""

    reasons: _Words = Field(default=(), title="引出原因的话，原因写在后面，到句号、分号为止")
    empty_reasons: _Words = Field(default=(), title="等于没有写的原因")
    changing: _Words = Field(default=(), title="原因里说有增减的词")
    different: _Words = Field(default=(), title="说有差异、要写原因的话")
    leftovers: _Words = Field(default=(), title="样本里留下的占位、待填的话")
    doubled: _Words = Field(default=(), title="叠字和接不上的词")
    unsound: _Words = Field(default=(), title="没有写完、漏字、多余的写法")
    no_data: _Words = Field(default=(), title="空表的说明")
    denies_data: _Words = Field(default=(), title="有数的表不能有的说明")
    empty_tables: _Words = Field(default=(), title="写在一处、说明所有空表的话")
    own_names: _Words = Field(default=(), title="部门、单位的自称")
    own_level: _Words = Field(default=(), title="单位名单里，部门本级的名称后面带的词")
    organs: _Words = Field(default=(), title="部门、单位名称的末尾")
    after_names: _Words = Field(default=(), title="部门、单位名称后面接着写的话")
    unit_lists: _Words = Field(default=(), title="后面列单位名称的话")
    item_endings: _Words = Field(default=(), title="一项的名称后面可以带的词：公务接待费支出")
    title_fillers: _Words = Field(default=(), title="目录里可以不写的标题开头")
    small_words: _Words = Field(default=(), title="目录里可以不写的字词")
    other_years: _Words = Field(default=(), title="可以不是本年的年份，(?P<year>…) 是年份")
    last_years: _Words = Field(default=(), title="可以是上年的年份，(?P<year>…) 是年份")
    closing_years: _Words = Field(
        default=(), title="期末的年份，预算是上年、决算是本年，(?P<year>…) 是年份"
    )
    closing_days: _Words = Field(
        default=(), title="决算里说年末情况的日子，(?P<day>…) 应是12月31日"
    )
    known_years: tuple[KnownYear, ...] = Field(default=(), title="法规说的年份")

    def joined(self, more: WordingWords) -> WordingWords:
        """These words and others, which go before them."""
        names = type(self).model_fields
        return WordingWords(**{n: (*getattr(more, n), *getattr(self, n)) for n in names})
