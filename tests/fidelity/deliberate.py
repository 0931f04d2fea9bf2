"""The differences that are meant: ``deliberate.yaml``, each with its reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from tests.fidelity.compare import Pair
from tests.fidelity.normal import normal

FILE = Path(__file__).parent / "deliberate.yaml"


class Meant(BaseModel):
    """A difference that is meant: where it is, what was published, what we print.

    ``times`` is for one that occurs at several places which print the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str
    row: str = ""
    column: str = ""
    published: str = ""
    ours: str = ""
    times: int = Field(default=1, ge=1)


class Reason(BaseModel):
    """Why some differences are meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str = Field(min_length=6)
    differences: tuple[Meant, ...] = Field(min_length=1)


Key = tuple[str, str, str, str, str]


@cache
def reasons(number: str) -> tuple[Reason, ...]:
    """Load the reasons for the differences of the document ``number``."""
    raw = YAML(typ="safe").load(FILE) or {}
    return tuple(Reason.model_validate(entry) for entry in raw.get(number, ()))


def unlisted(found: Iterable[Pair], known: Iterable[Reason]) -> list[Pair]:
    """Return the differences that no reason answers."""
    allowed = _allowed(known)
    rest = []
    for pair in found:
        if allowed[_key(pair)] > 0:
            allowed[_key(pair)] -= 1
        else:
            rest.append(pair)
    return rest


def stale(found: Iterable[Pair], known: Iterable[Reason]) -> list[Meant]:
    """Return the listed differences that do not occur, or not as often as listed."""
    occurring = Counter(map(_key, found))
    rest = []
    for meant in (meant for reason in known for meant in reason.differences):
        occurring[_key(meant)] -= meant.times
        if occurring[_key(meant)] < 0:
            rest.append(meant)
    return rest


def _allowed(known: Iterable[Reason]) -> Counter[Key]:
    allowed: Counter[Key] = Counter()
    for reason in known:
        for meant in reason.differences:
            allowed[_key(meant)] += meant.times
    return allowed


def _key(difference: Pair | Meant) -> Key:
    return (
        normal(difference.part),
        normal(difference.row),
        normal(difference.column),
        normal(difference.published),
        normal(difference.ours),
    )


def entries(found: Iterable[Pair | Meant]) -> str:
    """Write differences as lines of ``deliberate.yaml``, for messages and for reading."""
    fields = ("part", "row", "column", "published", "ours")
    texts = [{name: getattr(pair, name) for name in fields} for pair in found]
    return "\n".join(
        json.dumps({name: text for name, text in entry.items() if text}, ensure_ascii=False)
        for entry in texts
    )


def listed_numbers() -> list[str]:
    """Return the numbers of the documents that have deliberate differences."""
    return list(YAML(typ="safe").load(FILE) or {})
