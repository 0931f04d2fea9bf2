"""The texts that an input holds, so that a fault in the document is shown where it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from discloser.check.registry import Reading
from discloser.location import FieldPath, Location


def typed_at(reading: Reading, printed: str, fault: str) -> tuple[Location, ...]:
    """Where the input has the words of a printed text that hold a fault; none are a template's."""
    return tuple(
        reading.sources.find(path)
        for path, text in _texts(reading.figures.disclosure, ())
        if fault in text and text in printed
    )


def _texts(part: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    match part:
        case str():
            yield path, part
        case BaseModel():
            for name in sorted(part.model_fields_set):
                yield from _texts(getattr(part, name), (*path, name))
        case Mapping():
            for key, value in part.items():
                yield from _texts(value, (*path, key))
        case tuple():
            for index, value in enumerate(part):
                yield from _texts(value, (*path, index))
