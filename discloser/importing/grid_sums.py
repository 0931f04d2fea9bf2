"""Which rows of a ledger grid are totals of others: by label, by code or by their amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from discloser.classification.forms import bare
from discloser.importing.grid_rows import GridRow
from discloser.importing.titles import Role
from discloser.read.workbook_values import TOTAL_WORDS, classified, is_total

CODED = (Role.FUNCTION, Role.DEPARTMENT_ECONOMIC, Role.GOVERNMENT_ECONOMIC)
_LENGTHS = (3, 5)
"""Digits of a class and of a division, which items add up to."""
_PAGE = "本页"
_RUNNING = "累计"
_Key = tuple[str, ...]
_Sums = dict[int, Decimal]


def label_of(texts: Iterable[str]) -> str:
    """What a row of totals is called, or nothing for a line: ``合计``, ``某局小计``."""
    found = [text.strip() for text in texts if "计" in text]
    whole = next((text for text in found if is_total(text)), "")
    return whole or next((text for text in found if named_total(text)), "")


def is_sum(text: str) -> bool:
    """Whether a text is what a row of totals is called, alone or behind whose total it is."""
    return "计" in text and (is_total(text) or bool(named_total(text)))


def named_total(text: str) -> str:
    """Whose total a text says it is: 某局 of ``某局小计``; nothing where it is no total."""
    tidy = bare(text).rstrip(":")
    word = next((word for word in _LONGEST_FIRST if tidy.endswith(word)), "")
    return tidy.removesuffix(word).rstrip("-_") if word else ""


_LONGEST_FIRST = sorted(TOTAL_WORDS, key=len, reverse=True)


def totals_of(rows: list[GridRow]) -> set[int]:
    """The numbers of the rows that are totals of others."""
    found = {row.number for row in rows if row.label}
    found |= _classes([row for row in rows if row.number not in found])
    return found | _sums([row for row in rows if row.number not in found])


def _classes(rows: list[GridRow]) -> set[int]:
    """The rows whose code is the class of other rows' codes, as in the view of a tree."""
    found = set[int]()
    for role in CODED:
        coded = [(row, classified(row.keys[role].text)) for row in rows if role in row.keys]
        longer = {code[:length] for _, code in coded for length in _LENGTHS if len(code) > length}
        found |= {row.number for row, code in coded if code in longer}
    return found


def _sums(rows: list[GridRow]) -> set[int]:
    """The rows that lack keys which others have, and whose amounts are exactly theirs together."""
    kinds: dict[frozenset[Role], list[GridRow]] = {}
    for row in rows:
        kinds.setdefault(frozenset(row.keys), []).append(row)
    found = set[int]()
    for roles, shorter in sorted(kinds.items(), key=lambda each: -len(each[0])):
        longer = [row for kind, members in kinds.items() if roles < kind for row in members]
        if not longer:
            continue
        order = sorted(roles)
        sums: dict[_Key, _Sums] = {}
        for row in longer:
            if row.number not in found:
                _add(sums.setdefault(_key(row, order), {}), row)
        for row in shorter:
            own: _Sums = {}
            _add(own, row)
            if own == sums.get(_key(row, order)):
                found.add(row.number)
    return found


def _add(sums: _Sums, row: GridRow) -> None:
    for amount in row.amounts:
        sums[amount.column] = sums.get(amount.column, Decimal()) + (amount.yuan or Decimal())


def _key(row: GridRow, roles: list[Role]) -> _Key:
    return tuple(row.keys[role].text for role in roles)


def meant_by(row: GridRow, before: Mapping[str, int], rows: Iterable[GridRow]) -> Iterator[GridRow]:
    """The lines that a row of totals stands for: those that share its keys.

    A sum of a page or a part stands for the lines since the one before; ``before`` says where
    that was by its word.
    """
    keys = {role: text.text for role, text in row.keys.items() if not is_total(text.text)}
    word = running(row)
    since = -1 if word == _RUNNING else before.get(word, -1)
    for each in rows:
        if word and not keys and not since < each.number < row.number:
            continue
        if _shares(keys, each):
            yield each


def running(row: GridRow) -> str:
    """The word of a sum of the rows above it; nothing for a sum of all."""
    label = bare(row.label)
    if label.startswith(_PAGE):
        return _PAGE
    return next((word for word in ("小计", _RUNNING) if label.startswith(word)), "")


def _shares(keys: Mapping[Role, str], row: GridRow) -> bool:
    for role, text in keys.items():
        own = row.keys.get(role)
        if own is None:
            return False
        meant = named_total(text) or text
        if role in CODED:
            if not classified(own.text).startswith(classified(meant)):
                return False
        elif bare(own.text) not in (bare(text), bare(meant)):
            return False
    return True
