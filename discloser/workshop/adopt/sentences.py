"""Sentences as templates: amounts, changes, shares and reasons become figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discloser.check.reader.changes import Change
from discloser.check.reader.meaning import Meaning
from discloser.check.reader.prose import Passage
from discloser.check.reader.rates import Named
from discloser.check.reader.read import DocumentReader, holds
from discloser.check.reader.sentences import Claim
from discloser.compute.ledger import Column
from discloser.workshop.adopt.questions import Questions
from discloser.workshop.adopt.selections import Selections
from discloser.workshop.adopt.writing import Names

_OTHER_WAY = {
    "增加": "减少",
    "减少": "增加",
    "增长": "下降",
    "上升": "下降",
    "下降": "增长",
    "降低": "增长",
}
_REASON = re.compile(r"[，。；](?:主要)?原因(?:是|为)?[：:]?(?:是)?")
_REASON_END = re.compile("。")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?(?=万元|元|%)")
_BUDGETS = {Column.INITIAL_BUDGET: ".initial", Column.ADJUSTED_BUDGET: ".adjusted"}
_EXCERPT = 12
_LEVEL = "持平"
_UNITS = ("万元", "元")
_TYPED = ("assets.", "transfers.")
"""What templates may call by the names of the input."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a text that a template says in another way."""

    start: int
    end: int
    written: str


@dataclass(frozen=True)
class Sentences:
    """Writes the paragraphs of a document as templates."""

    reader: DocumentReader
    selections: Selections
    names: Names
    questions: Questions

    def template(self, passage: Passage, file: str) -> str:
        """A paragraph with its figures left open; what nobody knows stays and is asked about."""
        parts = self._parts(passage)
        written: list[str] = []
        at = 0
        for part in parts:
            written += [self._text(passage, at, part.start, file), part.written]
            at = part.end
        return "".join([*written, self._text(passage, at, len(passage.text), file)])

    def _text(self, passage: Passage, start: int, end: int, file: str) -> str:
        text = passage.text[start:end]
        for match in _AMOUNT.finditer(passage.text, start):
            if match.end() > end:
                break
            before = passage.text[max(0, match.start() - _EXCERPT) : match.start()]
            unit = passage.text[match.end() : match.end() + 2]
            self.questions.ask(file, f"“…{before}{match[0]}{unit}”是哪个数没有认出，现在照抄。")
        return self.names.template(text)

    def _parts(self, passage: Passage) -> list[_Part]:
        found = [
            *self._claims(passage),
            *self._changes(passage),
            *self._shares(passage),
            *self._counts(passage),
        ]
        chosen: list[_Part] = []
        for part in sorted(found, key=lambda part: (part.start, -part.end)):
            if not chosen or part.start >= chosen[-1].end:
                chosen.append(part)
        return chosen

    def _claims(self, passage: Passage) -> Iterator[_Part]:
        for claim in self.reader.claims:
            if claim.passage is passage and (name := self._of_claim(claim)):
                yield _Part(claim.mention.start, claim.mention.end, f"{{{{ {name} }}}}")

    def _of_claim(self, claim: Claim) -> str:
        if claim.field:
            return f"amount({claim.field})"
        printed = claim.mention.printed
        facts = self.reader.facts
        possible = [m for m in claim.meanings if holds(printed, m, facts) is not False]
        sure = [meaning for meaning in possible if holds(printed, meaning, facts)]
        name = self._name(sure or possible, claim.means)
        return name + _BUDGETS.get(claim.column, "") if name else ""

    def _name(self, meanings: Sequence[Meaning], means: tuple[str, ...] = ()) -> str:
        """The figure that some meanings are: the measure that the words name, or another."""
        wanted = {meaning.in_column(Column.AMOUNT).key for meaning in meanings}
        for name in means:
            if Meaning(self.selections.measures[name].selection.parts).key in wanted:
                return name
        named = (self.selections.expression(meaning) for meaning in meanings)
        return next((name for name in named if name), "")

    def _changes(self, passage: Passage) -> Iterator[_Part]:
        for change in self.reader.changes:
            if change.passage is not passage or change.against is not None:
                continue
            name = self._name(change.meanings, self._spoken_of(passage, change.start))
            if name and change.mention is None and change.up is None:
                yield self._level(change, name)
            elif name and change.mention is not None and change.up is not None:
                yield self._moved(change, name)
                yield from self._reason(passage, change, name)

    def _spoken_of(self, passage: Passage, end: int) -> tuple[str, ...]:
        """The measures that the words before a change name, the last first."""
        earlier = [
            claim
            for claim in self.reader.claims
            if claim.passage is passage and claim.mention.start < end
        ]
        return tuple(name for claim in reversed(earlier) for name in claim.means)

    def _moved(self, change: Change, name: str) -> _Part:
        """增加1.00万元，增长2.00% with the words for either direction, and for none."""
        assert change.mention is not None  # noqa: S101 - _changes has looked
        text = change.passage.text
        start = text.rfind(change.word, change.start, change.mention.start)
        start = start if start >= 0 else change.start
        made = f"{name}.change"
        end = change.mention.end + _unit(text, change.mention.end)
        word = self._either(change.word, made, up=bool(change.up))
        between = text[start + len(change.word) : change.mention.start]
        said = f"{word}{between}{{{{ {made}.amount }}}}{text[change.mention.end : end]}"
        if change.rate is not None:
            middle = text[end : change.rate.start]
            if change.rate_word and change.rate_word in middle:
                before, _, after = middle.rpartition(change.rate_word)
                rate_word = self._either(change.rate_word, made, up=change.rate_is_up)
                middle = before + rate_word + after
            rate = f"{middle}{{{{ {made}.percent }}}}"
            said += f"{{% if {made}.percent is not none %}}{rate}{{% endif %}}"
            end = change.rate.end + 1
        level = f"{{% if {made}.is_none %}}{_LEVEL}{{% else %}}{said}{{% endif %}}"
        return _Part(start, end, level)

    @staticmethod
    def _level(change: Change, name: str) -> _Part:
        """持平, and what to say instead where something changed."""
        made = f"{name}.change"
        moved = f'{{{{ "减少" if {made}.direction == "decrease" else "增加" }}}}'
        other = f"{{% else %}}{moved}{{{{ {made}.amount }}}}万元{{% endif %}}"
        text = f"{{% if {made}.is_none %}}{change.word}{other}"
        return _Part(change.start, change.start + len(change.word), text)

    @staticmethod
    def _either(word: str, made: str, *, up: bool) -> str:
        other = _OTHER_WAY.get(word)
        if other is None:
            return word
        one, two = (word, other) if up else (other, word)
        return f'{{{{ "{two}" if {made}.direction == "decrease" else "{one}" }}}}'

    @staticmethod
    def _reason(passage: Passage, change: Change, name: str) -> Iterator[_Part]:
        """The reason behind a change, which an input says where something changed."""
        assert change.mention is not None  # noqa: S101 - _changes has looked
        start = change.mention.end + _unit(passage.text, change.mention.end)
        start = start if change.rate is None else change.rate.end + 1
        lead = _REASON.match(passage.text, start)
        if lead is None:
            return
        end = _REASON_END.search(passage.text, lead.end())
        stop = end.start() if end is not None else len(passage.text)
        if stop > lead.end():
            said = f"{lead[0]}{{{{ reason('{name}') }}}}"
            text = f"{{% if not {name}.change.is_none %}}{said}{{% endif %}}"
            yield _Part(start, stop, text)

    def _shares(self, passage: Passage) -> Iterator[_Part]:
        for share in self.reader.shares:
            if share.passage is not passage or share.part is None or share.whole is None:
                continue
            part, whole = self._of_named(share.part), self._of_named(share.whole)
            if part and whole:
                text = f'{{{{ {part}.percent_of({whole}) or "0.00%" }}}}'
                yield _Part(share.mention.start, share.mention.end + 1, text)

    def _counts(self, passage: Passage) -> Iterator[_Part]:
        for count in self.reader.counts:
            field = count.words.of if count.words is not None else ""
            if count.passage is passage and field.startswith(_TYPED):
                yield _Part(count.mention.start, count.mention.end, f"{{{{ {field} }}}}")

    def _of_named(self, named: Named) -> str:
        return self._name(named.meanings)


def _unit(text: str, at: int) -> int:
    """How many letters of a unit stand there."""
    return next((len(unit) for unit in _UNITS if text.startswith(unit, at)), 0)
