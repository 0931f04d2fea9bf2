"""Numbers as the dates and times that they are shown as."""

from __future__ import annotations

from datetime import datetime, timedelta

from discloser.read.spreadsheet.format_code import Section, Token

_DAY = 86_400
_FIRST_CERTAIN, _SAME_SECOND = 61, 0.01
_LAST_DAY = 2_958_466
_SECONDS, _MINUTES = 1, 60


def moment_of(number: float, *, base_1904: bool) -> datetime | None:
    """The moment that a serial number is.

    Before March of 1900 programs differ by a day, since it has a day too many in Excel.
    """
    if not 0 <= number < _LAST_DAY:
        return None
    days, seconds = divmod(round(number * _DAY), _DAY)
    # A spreadsheet has no zones.
    start = datetime(1904, 1, 1) if base_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    return start + timedelta(days=days, seconds=seconds)


def passed(number: float) -> timedelta | None:
    """The time that a number of days is."""
    return timedelta(seconds=round(number * _DAY)) if abs(number) < _LAST_DAY else None


def show_date(section: Section, number: float, *, base_1904: bool) -> str | None:
    """What a section for dates shows of a number, or None where that cannot be told."""
    if any(token.kind == "elapsed" for token in section.tokens):
        return _show_elapsed(section, number)
    moment = moment_of(number, base_1904=base_1904)
    if moment is None or not _is_certain(section, number, base_1904=base_1904):
        return None
    tokens = section.tokens
    is_twelve = any(token.kind == "noon" for token in tokens)
    shown = ""
    for at, token in enumerate(tokens):
        if token.kind == "literal" or (token.kind == "place" and token.text in "/,.-"):
            shown += token.text
        elif token.kind == "noon":
            words = ("上午", "下午") if "午" in token.text else tuple(token.text.split("/"))
            shown += words[moment.hour >= 12]  # noqa: PLR2004
        elif token.kind == "date":
            text = _date_part(tokens, at, moment, is_twelve=is_twelve)
            if text is None:
                return None
            shown += text
        else:
            return None  # parts of a second
    return shown


def _is_certain(section: Section, number: float, *, base_1904: bool) -> bool:
    """Whether all programs show the same: not before March of 1900, nor parts of a second."""
    letters = {token.text[0] for token in section.tokens if token.kind == "date"}
    if letters & set("yde") and number < _FIRST_CERTAIN and not base_1904:
        return False
    seconds = number * _DAY
    return "s" not in letters or abs(seconds - round(seconds)) < _SAME_SECOND


def _date_part(
    tokens: tuple[Token, ...], at: int, moment: datetime, *, is_twelve: bool
) -> str | None:
    text = tokens[at].text
    letter, length = text[0], len(text)
    hour = (moment.hour % 12 or 12) if is_twelve else moment.hour
    if letter == "m" and _is_minute(tokens, at):
        number: int | None = moment.minute
    else:
        number = {"m": moment.month, "d": moment.day, "h": hour, "s": moment.second}.get(letter)
    if letter in "ye":
        is_short = letter == "y" and length <= 2  # noqa: PLR2004
        return f"{moment.year % 100:02}" if is_short else f"{moment.year:04}"
    if number is None or length > 2:  # noqa: PLR2004 - names of months and days
        return None
    return f"{number:02}" if length > 1 else str(number)


def _is_minute(tokens: tuple[Token, ...], at: int) -> bool:
    """``m`` is a minute behind hours and before seconds."""
    letters = [
        (i, token.text[0]) for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")
    ]
    index = next(k for k, (i, _) in enumerate(letters) if i == at)
    before = letters[index - 1][1] if index else ""
    after = letters[index + 1][1] if index + 1 < len(letters) else ""
    return before == "h" or after == "s"


def _show_elapsed(section: Section, number: float) -> str | None:
    """Hours, minutes and seconds that have passed: ``[h]:mm``."""
    if not 0 <= number < _LAST_DAY or abs(number * _DAY - round(number * _DAY)) > _SAME_SECOND:
        return None
    left = round(number * _DAY)
    shown = ""
    for token in section.tokens:
        size = {"h": 3600, "m": _MINUTES, "s": _SECONDS}.get(token.text[:1])
        if token.kind == "literal" or (token.kind == "place" and token.text in "/,-"):
            shown += token.text
        elif token.kind in ("elapsed", "date") and size is not None:
            count, left = divmod(left, size)
            shown += f"{count:0{len(token.text)}}"
        else:
            return None
    return shown
