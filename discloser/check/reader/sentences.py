"""What the amounts of a sentence are: the fact that the words before each one name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from discloser.check.patterns import at_end
from discloser.check.reader.codes import Codes
from discloser.check.reader.directions import Directions
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Mention, Passage
from discloser.compute.catalogue import standard_measures
from discloser.compute.ledger import Column, Side, Where
from discloser.compute.measure import Measures
from discloser.model.values import Kind
from discloser.vocabulary.sentences import PhraseWords
from discloser.vocabulary.words import Words

_FARTHEST = 60
"""No phrase is longer."""
_CLAUSE = re.compile(r"[。；;：:\n]")
_ITEM = re.compile(r"([\w、（）]+?)（类）([\w、（）“”]+?)（款）([\w、（）“”]+?)（项）")
_QUOTED_ITEM = re.compile(r"“([^“”-]+)-([^“”-]+)-([^“”]+)”(?:科目)?$")
"""The same in one pair of quotation marks: “卫生健康支出-行政事业单位医疗-行政单位医疗”科目."""
_LISTED = re.compile(r"(?:^|[：；，。])(?:其中[：:]?)?([\w、（）]+)$")
_PART = re.compile("[：；，、。]")
_NUMBER = re.compile(r"^(?:\d+[.．、]|（[一二三四五六七八九十]+）)")
_SHARE = re.compile(r"万元，占")
_CLASS = re.compile(r"(?:^|[：；，。])(?:其中)?([\w、]+?)(?:（类）)?支出(?:（类）)?$")


@dataclass(frozen=True, slots=True)
class Claim:
    """An amount of a sentence with what it says: the words, and the facts that they may name.

    ``field`` is what an input calls an amount that is in no table, such as ``procurement.goods``.
    ``column`` is which amount of the money it is, ``means`` the measures that the words name;
    ``less`` is what an input calls an amount that is not counted with them.
    An item whose name is in no code table means nothing that is known.
    """

    passage: Passage
    mention: Mention
    label: str
    meanings: tuple[Meaning, ...] = ()
    field: str = ""
    column: Column = Column.AMOUNT
    means: tuple[str, ...] = ()
    less: str = ""


@dataclass(frozen=True)
class SentenceReader:
    """Reads sentences with the words of a vocabulary."""

    words: Words
    codes: Codes
    kind: Kind
    measures: Measures = field(default_factory=standard_measures)
    projects: frozenset[str] = frozenset()
    """The projects that the tables name; a section that is called by one is about it alone."""
    lines: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    """What the lines of declared tables say, with the money of the lines that say it."""

    def claims(self, passage: Passage) -> Iterator[Claim]:
        """The amounts of a passage that say what they are; amounts of change are left out."""
        topic: Claim | None = None
        for mention in passage.amounts:
            before = passage.text[: mention.start]
            if self.is_of_change(before):
                continue
            line = self._line(passage, mention, topic) if topic is not None else None
            if line is not None:
                yield line
                continue
            claim = self._claim(passage, mention, topic)
            if claim is not None:
                topic = claim
                yield claim

    def _claim(self, passage: Passage, mention: Mention, topic: Claim | None) -> Claim | None:
        before = passage.text[: mention.start]
        for quantity, column in self._quantities:
            match = quantity.search(before)
            if match is None:
                continue
            found = self._topic(passage, mention, before[: match.start()])
            if found is not None:
                return _in_column(found, column)
            if topic is not None and not topic.field and _goes_on(passage, topic, match.start()):
                return _in_column(_same(topic, passage, mention), column)
        return self._of_item(passage, mention)

    def _line(self, passage: Passage, mention: Mention, topic: Claim) -> Claim | None:
        """A part of the money of a declared table, by what its lines say: 管理的转移支付…：甲…."""
        said = _PART.split(passage.text[: mention.start])[-1]
        wholes = [part for meaning in topic.meanings for part in meaning.parts]
        meanings = tuple(
            Meaning(((book, whole & where),))
            for meaning in self.lines.get(said, ())
            for book, where in meaning.parts
            for of, whole in wholes
            if of == book
        )
        return Claim(passage, mention, said, meanings) if meanings else None

    def _of_item(self, passage: Passage, mention: Mention) -> Claim | None:
        """An amount of the item that a passage begins with, in a later sentence that names none."""
        item = _ITEM.match(passage.text)
        if item is None:
            return None
        before = passage.text[: mention.start]
        for quantity, column in self._quantities[:-1]:
            match = quantity.search(before)
            if match is not None and before[: match.start()].endswith(("。", "，")):
                return _in_column(self._item(passage, mention, item), column)
        return None

    def named(self, passage: Passage, mention: Mention | None, before: str) -> Claim | None:
        """What the last words of ``before`` name, whichever amount of it."""
        place = mention or Mention(Printed(Decimal(0)), len(before), len(before))
        found = (self._topic(passage, place, rest) for rest in self.without_quantity(before))
        return next((topic for topic in found if topic is not None), None)

    def without_quantity(self, before: str) -> Iterator[str]:
        """Some words without a quantity (年初预算数为) at their end, in each way to read it."""
        for quantity, _ in self._quantities:
            match = quantity.search(before)
            if match is not None:
                yield before[: match.start()]

    def whole(self, passage: Passage, words: str) -> Claim | None:
        """What a share is of, by the words that say it."""
        place = Mention(Printed(Decimal(0)), len(words), len(words))
        for phrase in self.words.wholes:
            if self.kind in phrase.kinds and re.fullmatch(phrase.phrase, words):
                meanings = tuple(self._meanings(phrase, passage))
                return Claim(passage, place, words, meanings, phrase.field)
        return self._topic(passage, place, words)

    def is_of_change(self, before: str) -> bool:
        """Whether the words before an amount say that it is one of change."""
        return self.directions.amount.search(before) is not None

    @cached_property
    def directions(self) -> Directions:
        """The words of change, as patterns."""
        return Directions(self.words.changes)

    def column(self, before: str) -> Column | None:
        """Which of a line's amounts the last words before one say that it is."""
        named = (column for quantity, column in self._quantities[:-1] if quantity.search(before))
        return next(named, None)

    def _topic(self, passage: Passage, mention: Mention, before: str) -> Claim | None:
        """What the words right before name."""
        item = _ITEM.search(_CLAUSE.split(before)[-1])
        if item is not None and before.endswith("（项）"):
            return self._item(passage, mention, item)
        quoted = _QUOTED_ITEM.search(before)
        if quoted is not None:
            return self._item(passage, mention, quoted)
        for pattern, phrase in self._phrases:
            match = pattern.search(before, max(0, len(before) - _FARTHEST))
            if match is not None and self._applies(phrase, passage):
                listed = self._listed(passage, mention, before)
                if listed is not None and len(listed.label) > len(match[0]):
                    return listed  # 其他国有资本经营预算支出 is an item, not all that its end names
                meanings = tuple(self._meanings(phrase, passage))
                return Claim(
                    passage,
                    mention,
                    match[0],
                    meanings,
                    phrase.field,
                    means=phrase.means,
                    less=phrase.less,
                )
        return self._class(passage, mention, before) or self._listed(passage, mention, before)

    def _applies(self, phrase: PhraseWords, passage: Passage) -> bool:
        """Whether a phrase is meant in a section."""
        if phrase.of_project and not self._project(passage):
            return False
        return not phrase.under or phrase.under in passage.path

    def _item(self, passage: Passage, mention: Mention, names: re.Match[str]) -> Claim:
        code = self.codes.function_item((_bare(names[1]), names[2], names[3]))
        if not code:
            return Claim(passage, mention, names[0])
        meaning = Meaning.of(Side.EXPENDITURE, {"function_item": code})
        return Claim(passage, mention, names[0], (meaning & self._scope(passage),))

    def _class(self, passage: Passage, mention: Mention, before: str) -> Claim | None:
        match = _CLASS.search(before)
        if match is None:
            return None
        code, is_current = self.codes.function_class(match[1])
        if not is_current:
            return None
        meaning = Meaning.of(Side.EXPENDITURE, {"function_class": code})
        return Claim(passage, mention, match[1], (meaning & self._scope(passage),))

    def _listed(self, passage: Passage, mention: Mention, before: str) -> Claim | None:
        """An item that a list of shares names without its class and group."""
        match = _LISTED.search(before)
        if match is None or not _SHARE.match(passage.text, mention.end):
            return None
        scope = self._scope(passage)
        meanings = [
            Meaning.of(Side.EXPENDITURE, {"function_item": code}) & scope
            for code in self.codes.items_named(match[1])
        ]
        return Claim(passage, mention, match[1], tuple(meanings)) if meanings else None

    def _meanings(self, phrase: PhraseWords, passage: Passage) -> Iterator[Meaning]:
        scope = self._scope(passage) if phrase.scoped else Where()
        if phrase.of_project:
            scope &= Where.of({"project": self._project(passage)})
        for name in phrase.means:
            yield _within(Meaning(self.measures[name].selection.parts), scope)
        if phrase.parts:
            parts = tuple((part.of, Where.of(part.where)) for part in phrase.parts)
            yield _within(Meaning(parts), scope)

    def _scope(self, passage: Passage) -> Where:
        """The money that a list or a section is about, by the nearest line that tells."""
        for heading in (passage.lead, *reversed(passage.headings)):
            for scope in self.words.scopes.get(self.kind, ()):
                if scope.word in heading:
                    return Where.of(scope.where)
        return Where()

    def _project(self, passage: Passage) -> str:
        """The project that a section is about, by the nearest heading that ends with its name.

        A paragraph that begins with a project's name, as a sentence of its own, is about it.
        """
        first = _NUMBER.sub("", passage.text.partition("。")[0])
        if first in self.projects:
            return first
        for heading in reversed(passage.headings):
            named = [project for project in self.projects if heading.endswith(project)]
            if named:
                return max(named, key=len)
        return ""

    @cached_property
    def _phrases(self) -> list[tuple[re.Pattern[str], PhraseWords]]:
        return [
            (at_end(phrase.phrase), phrase)
            for phrase in self.words.phrases
            if self.kind in phrase.kinds
        ]

    @cached_property
    def _quantities(self) -> list[tuple[re.Pattern[str], Column]]:
        named = self.words.quantities.get(self.kind, ())
        last = "|".join((*self.words.changes.last_year, f"{self.codes.year - 1}年度?"))
        years = {"{last_year}": f"(?:{last})", "{this_year}": f"{self.codes.year}年度?"}
        found = []
        for words in named:
            phrase = words.phrase
            for name, year in years.items():
                phrase = phrase.replace(name, year)
            found.append((at_end(phrase), words.column))
        return [*found, (re.compile("$"), Column.AMOUNT)]


def _within(meaning: Meaning, scope: Where) -> Meaning:
    """A meaning within its section's money; a section on other money does not limit it."""
    narrowed = meaning & scope
    return meaning if narrowed.is_nothing else narrowed


def _in_column(claim: Claim, column: Column) -> Claim:
    meanings = tuple(meaning.in_column(column) for meaning in claim.meanings)
    return replace(claim, meanings=meanings, column=column)


def _same(topic: Claim, passage: Passage, mention: Mention) -> Claim:
    return replace(topic, passage=passage, mention=mention)


def _goes_on(passage: Passage, topic: Claim, end: int) -> bool:
    """Whether nothing but a comma, or a rate, stands between an amount and the next quantity."""
    between = passage.text[topic.mention.end : end]
    return re.fullmatch(r"万元(?:[，、]|，完成[^，。；]*，)", between) is not None


def _bare(name: str) -> str:
    """A class's name without the number that a list gives it."""
    return _NUMBER.sub("", name)
