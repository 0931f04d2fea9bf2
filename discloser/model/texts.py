"""The texts of an input, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from discloser.location import FieldPath


def texts(part: object, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Every text that a part of an input holds, with the way to it."""
    match part:
        case str():
            yield path, part
        case BaseModel():
            for name in sorted(part.model_fields_set):
                yield from texts(getattr(part, name), (*path, name))
        case Mapping():
            for key, value in part.items():
                yield from texts(value, (*path, key))
        case tuple():
            for index, value in enumerate(part):
                yield from texts(value, (*path, index))
