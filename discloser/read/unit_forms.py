"""Which unit a text names: its code, its name, or both in the forms of the budget system."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from discloser.classification.forms import bare

_SIGNS = re.compile(r"^[\])】>\-_.:、,|/—–]+|[\[(【<\-_.:、,|/—–]+$")
_OPENING = "[(【<"
_CODE = r"[\[(【<]?[0-9A-Za-z]+(?:-[0-9]+)*[\])】>]?"
_ANY_CODE = re.compile(rf"^{_CODE}|{_CODE}$")


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """The units that a text may name; it is ``sure`` where code and name say the same."""

    keys: tuple[str, ...] = ()
    sure: bool = False

    @property
    def key(self) -> str | None:
        """The one unit, or None where there is none or more than one."""
        return self.keys[0] if len(self.keys) == 1 else None


def find_unit(text: str, units: Mapping[str, str]) -> UnitNamed:
    """Find what ``text`` names among ``units``, which have each key (mostly a code) with its name.

    ``[130001]某局``, ``130001-某局``, ``某局(130001)`` and the like are sure where the name is the
    code's; a code with an unknown name, or a name with an unknown code, is found but not sure; a
    code with another unit's name may be either.
    """
    written = bare(text)
    names = {key: bare(name) for key, name in units.items()}
    shown = {key: bare(key) + name for key, name in names.items()}
    exact = [key for key in units if written in (bare(key), shown[key])] or [
        key for key, name in names.items() if name and name == written
    ]
    if exact:
        return UnitNamed(tuple(exact[:2]), sure=len(exact) == 1)
    by_code = {key: rest for key in units if (rest := _beside(written, bare(key))) is not None}
    for key, rest in sorted(by_code.items(), key=lambda item: -len(item[0])):
        other = [each for each, name in names.items() if name and name == rest and each != key]
        return UnitNamed((key, *other), sure=rest in ("", names[key]))
    name = _SIGNS.sub("", _ANY_CODE.sub("", written))
    return UnitNamed(tuple(key for key, known in names.items() if known and known == name))


def _beside(text: str, key: str) -> str | None:
    """What stands beside a code in a text, without the signs between them."""
    for at in (match.start() for match in re.finditer(re.escape(key), text)):
        before, after = text[:at], text[at + len(key) :]
        is_whole = not (_ends_in_letter(before[-1:]) or _ends_in_letter(after[:1]))
        if is_whole and not before.strip(_OPENING):
            return _SIGNS.sub("", after)
        if is_whole and not after.strip("])】>"):
            return _SIGNS.sub("", before)
    return None


def _ends_in_letter(sign: str) -> bool:
    return bool(sign) and sign.isascii() and sign.isalnum()
