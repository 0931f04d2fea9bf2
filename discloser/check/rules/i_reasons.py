"""Reasons of changes: that they say something, are whole, and fit the change (I03, I04, I06)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.classification.codebook import Scheme
from discloser.compute.arithmetic import Direction
from discloser.compute.figures import Figure
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, Location
from discloser.read.words import read_words

EMPTY_REASON = Rule(
    "I03",
    "原因是空话",
    "“{name}”的原因只写了“{reason}”，没有说明为什么。",
    "请写明具体原因；没有增减的，删去这一项。",
)
REASON_LENGTH = Rule(
    "I04",
    "原因过长或没有写完",
    "“{name}”的原因有 {length} 个字{ending}。",
    "请写成一两句完整的话，一般不超过 {limit} 个字。",
    Severity.WARNING,
)
CONTRARY_REASON = Rule(
    "I06",
    "原因与增减方向相反",
    "“{name}”比上年{direction}，原因却写“{words}”。",
    "请核对上年数和原因。",
    Severity.WARNING,
)
_SHORTEST = 2
"""How many different Chinese characters a reason has at least, fillers left out."""
_HAN = re.compile(r"[\u3400-\u9fff]")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_UNFINISHED = re.compile(r"(?:[和与及、，；：]|主要原因是?|原因是|由于)[。；]?$")
_CLAUSE = re.compile(r"[，。；！？,;]")
_MODIFIER = "(?:[的有所也均都]|相应|大幅度?|略有|同比|较上年|比上年|总体|整体|逐年|较大|明显)*"


@check(EMPTY_REASON)
def reasons_say_something(subject: Subject) -> Iterator[Finding]:
    for place, name, reason in _reasons(subject):
        if not says_something(reason):
            yield EMPTY_REASON.at(place, name=name, reason=reason)


@check(REASON_LENGTH)
def reasons_are_short_and_whole(subject: Subject) -> Iterator[Finding]:
    longest = subject.limits.reason_length
    for place, name, reason in _reasons(subject):
        unfinished = _UNFINISHED.search(reason.strip()) is not None
        if says_something(reason) and (unfinished or len(reason) > longest):
            ending = "，最后一句没有写完" if unfinished else ""
            yield REASON_LENGTH.at(
                place,
                name=name,
                length=len(reason),
                ending=ending,
                limit=longest,
            )


@check(CONTRARY_REASON, needs=("receipts", "expenditure"))
def reasons_fit_the_change(subject: Subject) -> Iterator[Finding]:
    for name, reason in subject.figures.disclosure.reasons.items():
        figure = subject.figures.get(name)
        if figure is None or figure.change is None or figure.change.direction is Direction.NONE:
            continue
        words = _contrary_words(figure, reason, str(subject.year - 1))
        if words:
            up = figure.change.direction is Direction.INCREASE
            direction = "增加" if up else "减少"
            place = subject.place("reasons", name)
            values = {"name": figure.label, "direction": direction, "words": words}
            yield CONTRARY_REASON.at(place, figures=(name,), **values)


def says_something(text: str) -> bool:
    """Tell whether a text has a Chinese clause that is more than filling words (待补充)."""
    rest = _NOT_HAN.sub(" ", text)
    for filler in sorted(_words().fillers, key=len, reverse=True):
        rest = rest.replace(filler, " ")
    return len(set(_HAN.findall(rest))) >= _SHORTEST


def _contrary_words(figure: Figure, reason: str, last_year: str) -> str:
    """What a reason says of the figure itself that is against its change; empty for nothing.

    Other things may well move the other way: fewer people, more severance pay.
    """
    words = _words()
    if any(word in reason for word in (*words.not_this_year, last_year)):
        return ""
    up = figure.change is not None and figure.change.direction is Direction.INCREASE
    fitting, contrary = words.moves(up=up), words.moves(up=not up)
    if _says(figure, fitting, reason):
        return ""
    return _says(figure, contrary, reason)


def _says(figure: Figure, moves: tuple[str, ...], reason: str) -> str:
    """The clause of a reason in which the figure itself, or money at large, moves so."""
    named = "|".join(map(re.escape, (*_words().subjects, figure.label)))
    verbs = "|".join(moves)
    moving = re.compile(
        f"(?:{named}){_MODIFIER}(?:{verbs})|(?:{verbs})了?[^，。；]{{0,8}}?(?:{named})$"
    )
    return next((clause for clause in _CLAUSE.split(reason) if moving.search(clause)), "")


class _Words(BaseModel):
    """The vocabulary of ``reasons.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    fillers: tuple[str, ...]
    subjects: tuple[str, ...]
    increase: tuple[str, ...]
    decrease: tuple[str, ...]
    not_this_year: tuple[str, ...]

    def moves(self, *, up: bool) -> tuple[str, ...]:
        """The words for a movement up or down."""
        return self.increase if up else self.decrease


def _words() -> _Words:
    words: _Words = read_words(_Words, __package__ or "", "reasons.yaml")
    return words


def _reasons(subject: Subject) -> Iterator[tuple[Location, str, str]]:
    """Each reason with its place and what it is a reason for: the department's and its units'."""
    disclosure = subject.figures.disclosure
    yield from _of_figures(subject, ("reasons",), disclosure.reasons)
    for index, unit in enumerate(disclosure.units):
        yield from _of_figures(subject, ("units", index, "own", "reasons"), unit.own.reasons)
    for code, reason in disclosure.item_reasons.items():
        label = subject.codebook.name(Scheme.FUNCTION, code, subject.year)
        yield subject.place("item_reasons", code), f"{code} {label}", reason


def _of_figures(
    subject: Subject, path: FieldPath, reasons: Mapping[str, str]
) -> Iterator[tuple[Location, str, str]]:
    for name, reason in reasons.items():
        figure = subject.figures.get(name)
        if figure is not None:  # X07 reports the others
            yield subject.place(*path, name), figure.label, reason


CHECKS = (
    reasons_say_something,
    reasons_are_short_and_whole,
    reasons_fit_the_change,
)
