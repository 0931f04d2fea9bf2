"""A fault that is planted, and the places where one can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from discloser.document.nodes import Document
from discloser.location import FieldPath


@dataclass(frozen=True)
class InDocument:
    """A fault in the composed tree."""

    where: str
    what: str
    document: Document


@dataclass(frozen=True)
class InPack:
    """A fault in files of a pack: their new texts, None for a file that is gone.

    ``hidden`` says that it changes nothing of what is printed, only what the pack calls it.
    """

    where: str
    what: str
    files: Mapping[Path, str | None] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True)
class InInput:
    """A fault in the file of an input: one leaf, and the file's new content."""

    where: str
    what: str
    leaf: FieldPath
    content: bytes
    suffix: str


Fault = InDocument | InPack | InInput
Plant = Callable[[Random], Fault | None]
"""Plants a fault at one place; None where none of the kind is possible there."""


def chance(*seed: object) -> Random:
    """The same chance for the same seed."""
    return Random(" ".join(map(str, seed)))  # noqa: S311 - a choice of faults keeps no secret
