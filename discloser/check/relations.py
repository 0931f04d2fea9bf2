"""What each rule demands and on what ground: ``rules/relations.csv``, the specification."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ARITHMETIC = "算术"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a rule demands, in one sentence, and its ground: a law, a form or plain arithmetic."""

    demand: str
    basis: str

    @property
    def is_arithmetic(self) -> bool:
        """Whether numbers that stand in print are enough to tell that it is broken."""
        return _ARITHMETIC in self.basis

    @property
    def text(self) -> str:
        """Both, as they are told beside a finding."""
        return f"{self.demand}（{self.basis}）" if self.basis else self.demand


@cache
def relations() -> Mapping[str, Relation]:
    """The relations of all rules by code."""
    text = (files(__package__) / "rules" / "relations.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Relation(row["demand"], row["basis"])
        for row in csv.DictReader(text.splitlines())
    }


def told(code: str) -> str:
    """A rule's demand and ground, or nothing where a code is of no rule of the checks."""
    relation = relations().get(code)
    return relation.text if relation is not None else ""
