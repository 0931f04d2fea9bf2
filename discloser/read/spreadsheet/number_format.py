"""What a number format shows: ``0.00%``, ``0"次"``, ``m"月"d"日"``, as spreadsheets apply it.

A format that cannot be shown exactly (fractions, exponents, month names of a language, Chinese
numerals) gives nothing, so that its cell becomes a finding and never a guess.
Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from discloser.read.spreadsheet.format_code import PLACES, Section, Token, sections
from discloser.read.spreadsheet.format_dates import moment_of, passed, show_date

_LONGEST_GENERAL = 11
_WHOLE_DIGITS = 15
_LARGEST, _MOST_PLACES = 1e15, 10
"""Beyond them a number is not shown in digits; as many places as Decimal can round to."""


class NumberFormat:
    """A number format by its code; ``base_1904`` counts days as old Macs do."""

    def __init__(self, code: str, *, base_1904: bool = False) -> None:
        self.code = code
        self._base_1904 = base_1904

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return sections(self.code)

    @cached_property
    def is_date(self) -> bool:
        """Whether numbers are shown as a date or a time."""
        return self._sections[0].is_date

    @cached_property
    def is_plain(self) -> bool:
        """Whether a number is shown as itself: no percentage, scale, date, unit or condition."""
        return all(_is_plain(section) for section in self._sections[:3])

    def show(self, number: float) -> str | None:
        """What a cell with this number shows, without spaces around it."""
        chosen = self._choose(number)
        if chosen is None:
            return None
        section, value = chosen
        if not section.known:
            return None
        if section.is_date:
            shown = show_date(section, value, base_1904=self._base_1904)
        elif section.is_general or section.is_text:
            shown = _around(section, general(value))
        else:
            shown = _show_number(section, value)
        return shown.strip() if shown is not None else None

    def show_text(self, text: str) -> str | None:
        """What a cell with this text shows."""
        section = self._sections[-1]
        if not section.is_text or (len(self._sections) == 1 and len(section.tokens) == 1):
            return text
        return _around(section, text) if section.known else None

    def moment(self, number: float) -> datetime | time | timedelta | None:
        """The date or time that a number is, or None outside the calendar."""
        if any(token.kind == "elapsed" for token in self._sections[0].tokens):
            return passed(number)
        moment = moment_of(number, base_1904=self._base_1904)
        return moment.time() if moment is not None and 0 <= number < 1 else moment

    def _choose(self, number: float) -> tuple[Section, float] | None:
        """The section for a number, and the number as that section takes it."""
        sections = self._sections[:3]
        if len(sections) > 1 and sections[-1].is_text and len(self._sections) <= len(sections):
            sections = sections[:-1]  # text stands in the last of fewer sections, too
        if any(section.condition for section in sections):
            return _by_condition(sections, number)
        if number > 0 or len(sections) == 1:
            return sections[0], number
        if number < 0:
            return sections[1], -number
        return sections[2] if len(sections) > 2 else sections[0], number  # noqa: PLR2004


def _by_condition(sections: tuple[Section, ...], number: float) -> tuple[Section, float] | None:
    for section in sections:
        if section.condition is None:
            return section, number if section is sections[0] else abs(number)
        sign, limit = section.condition
        holds = {
            "<": number < limit,
            ">": number > limit,
            "=": number == limit,
            "<=": number <= limit,
            ">=": number >= limit,
            "<>": number != limit,
        }[sign]
        if holds:
            return section, number
    return None  # a cell then shows ####


def _is_plain(section: Section) -> bool:
    if section.is_text and not section.is_date:
        return all(token.text == "@" or not token.text.strip() for token in section.tokens)
    literals = "".join(token.text for token in section.tokens if token.kind == "literal")
    marks = "".join(token.text for token in section.tokens if token.kind == "place")
    return (
        section.known
        and section.condition is None
        and not section.is_date
        and not set(marks) & set("%/@")
        and not re.search(r",(?![0#?])", marks)
        and not re.sub(r"[\s()\-+¥￥元]", "", literals)
        and all(token.kind in ("literal", "place", "general") for token in section.tokens)
        and (section.is_general or bool(set(marks) & PLACES) or not section.tokens)
    )


def _around(section: Section, text: str | None) -> str | None:
    """A text or a general number among the literals of its section."""
    if text and text.startswith("-") and section.is_general and section.tokens[0].kind == "literal":
        return None  # programs differ on where the sign stands
    if text is None or any(t.kind not in ("literal", "place", "general") for t in section.tokens):
        return None
    shown = ""
    for token in section.tokens:
        is_content = token.kind == "general" or (token.kind == "place" and token.text == "@")
        if token.kind == "place" and not is_content:
            return None
        shown += text if is_content else token.text
    return shown


def general(number: float) -> str | None:
    """A number in a cell without a format: 11 characters at most; None with an exponent."""
    if number == int(number) and abs(number) < 10**_LONGEST_GENERAL:
        return str(int(number))
    size = abs(number)
    if not 1e-4 <= size < 1e10:  # noqa: PLR2004 - beyond these an exponent may be shown
        return None
    digits = 10 if size >= 1 else 10 + Decimal(size).adjusted()
    shown = format(Decimal(format(number, f".{digits}g")), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _show_number(section: Section, number: float) -> str | None:
    """A number by the places of its section: ``#,##0.00``, ``0"次"``, ``0.0%``."""
    tokens = section.tokens
    marks = "".join(token.text for token in tokens if token.kind == "place")
    is_usual = all(token.kind in ("literal", "place") for token in tokens)
    if not is_usual or marks.count(".") > 1 or set(marks) & set("@/") or abs(number) >= _LARGEST:
        return None
    if not set(marks) & PLACES:
        sign = "-" if number < 0 else ""
        return sign + "".join(token.text for token in tokens)  # words alone
    whole, _, fraction = marks.replace("%", "").partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) + len(fraction) - len(fraction.rstrip(","))
    fraction = fraction.rstrip(",")
    value = Decimal(format(number, f".{_WHOLE_DIGITS}g"))
    value = value.scaleb(2 * marks.count("%") - 3 * thousands)
    value = value.quantize(Decimal(1).scaleb(-min(len(fraction), _MOST_PLACES)), ROUND_HALF_UP)
    before, _, after = format(abs(value), "f").partition(".")
    is_bare_point = "." in marks and not after.strip("0") and fraction[:1] != "0"
    if is_bare_point or (value.is_signed() and not value):
        return None  # programs differ on whether the point or the sign is shown
    is_grouped = "," in whole.rstrip(",")
    return ("-" if value < 0 else "") + _in_places(tokens, before, after, is_grouped=is_grouped)


def _in_places(tokens: tuple[Token, ...], before: str, after: str, *, is_grouped: bool) -> str:
    """Put the digits of a rounded number into the places of its format, from the right."""
    places = [token.text for token in tokens if token.kind == "place"]
    point = places.index(".") if "." in places else len(places)
    left = [at for at, text in enumerate(places[:point]) if text in PLACES]
    digits = before.lstrip("0")
    shown: dict[int, str] = {}
    for index, at in enumerate(reversed(left)):
        end = max(len(digits) - index, 0)
        here = digits[: end if index == len(left) - 1 else 0] or digits[max(end - 1, 0) : end]
        text = here or {"0": "0", "?": " "}.get(places[at], "")
        shown[at] = _grouped(text, index) if is_grouped and text.strip() else text
    right = [at for at, text in enumerate(places[point:], start=point) if text in PLACES]
    kept = after.rstrip("0")
    for index, at in enumerate(right):
        digit = after[index : index + 1]
        is_needed = index < len(kept) or places[at] == "0"
        shown[at] = digit if is_needed else " " if places[at] == "?" else ""
    return _joined(tokens, shown)


def _grouped(digits: str, behind: int) -> str:
    """Commas among digits of which the last has ``behind`` digits after it."""
    made = ""
    for index, digit in enumerate(reversed(digits), start=behind):
        made = digit + ("," if index and index % 3 == 0 else "") + made
    return made


def _joined(tokens: tuple[Token, ...], shown: dict[int, str]) -> str:
    text, at = "", -1
    for token in tokens:
        if token.kind != "place":
            text += token.text
            continue
        at += 1
        if token.text in PLACES:
            text += shown.get(at, "")
        elif token.text != ",":
            text += token.text
    return text


GENERAL = NumberFormat("General")
