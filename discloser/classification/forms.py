"""How the budget system and its users write the values of an input: the usual forms, as data.

The table ``usual_forms.csv`` has for a field's title the forms that are written there and the
values that they mean: one value, several candidates, or none but advice. An office adds its own.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COLUMNS = ("字段", "写法", "读作", "说明")
CANDIDATES = "|"
"""What stands between the candidates of a form that may mean several values."""
_CODE_BEFORE = re.compile(r"(?:[\[(【<]\d+[\])】>]|\d+)[-_.:、—–]*(?=\D)")
_CODE_AFTER = re.compile(r"(?<=\D)[-_.:、—–]*(?:[\[(【<]\d+[\])】>]|\d+)")


@dataclass(frozen=True, slots=True)
class Form:
    """A usual form: what it is read as, or what it may mean, and what to do about it."""

    field: str
    written: str
    meanings: tuple[str, ...]
    advice: str = ""

    @property
    def meaning(self) -> str | None:
        """The one value that it means, or None where that is not known."""
        return self.meanings[0] if len(self.meanings) == 1 else None


class Forms:
    """The usual forms by field; of equal ones the first goes."""

    def __init__(self, added: Iterable[Form] = ()) -> None:
        self._known: dict[tuple[str, str], Form] = {}
        for form in (*added, *standard_forms()):
            self._known.setdefault((form.field, bare(form.written)), form)

    def find(self, field: str, text: str, choices: Mapping[str, str]) -> Form | None:
        """What ``text`` stands for in a field; ``choices`` are its values by their bare forms.

        A code before or behind the name does not matter: ``111-一般公共预算资金``.
        """
        for written in dict.fromkeys((bare(text), without_code(text))):
            value = choices.get(written)
            if value is not None:
                return Form(field, text, (value,))
            form = self._known.get((field, written))
            if form is not None:
                return form
        return None


@cache
def standard_forms() -> tuple[Form, ...]:
    """The forms of the table that comes with the program."""
    text = files("discloser.classification").joinpath("usual_forms.csv").read_text("utf-8")
    return tuple(form_of(row) for row in csv.DictReader(text.splitlines()))


def form_of(row: Mapping[str, str | None]) -> Form:
    """The form in a row of a table of forms."""
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    meanings = tuple(filter(None, map(str.strip, values["读作"].split(CANDIDATES))))
    return Form(values["字段"], values["写法"], meanings, values["说明"])


def bare(text: str) -> str:
    """A text without its spaces, its letters, digits and brackets half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def without_code(text: str) -> str:
    """A bare text without the code before or behind a name."""
    name = bare(text)
    match = _CODE_BEFORE.match(name)
    if match is not None:
        return name[match.end() :]
    match = _CODE_AFTER.search(name)
    return name[: match.start()] if match is not None and match.end() == len(name) else name
