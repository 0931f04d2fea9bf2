"""The parts of an input as templates see them: what is blank in them is missed when it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from discloser.location import FieldPath
from discloser.model.values import Kind, Part, kinds_of
from discloser.pack.unknown import Unknown

Miss = Callable[[FieldPath, str], None]
"""Told of the path and the Chinese name of each value that a template read and nobody gave."""


class Record:
    """A part of an input, such as ``procurement``.

    A value that is not filled in comes out as :class:`Unknown`. A sum that the part declares in
    ``SUMS`` is unknown where any of its values is that belongs to the kind of disclosure.
    """

    __slots__ = ("_kind", "_miss", "_part", "_path", "_titles")

    def __init__(
        self, part: Part, path: FieldPath, titles: tuple[str, ...], kind: Kind, miss: Miss
    ) -> None:
        self._part = part
        self._path = path
        self._titles = titles
        self._kind = kind
        self._miss = miss

    def __getattr__(self, name: str) -> Any:
        fields = type(self._part).model_fields
        if name in sums_of(self._part):
            return self._sum(name)
        if name.startswith("_") or name not in fields:
            raise AttributeError(name)
        value = getattr(self._part, name)
        if isinstance(value, Part):
            titles = (*self._titles, fields[name].title or name)
            return Record(value, (*self._path, name), titles, self._kind, self._miss)
        return self._unknown((name,)) if value is None else value

    def __dir__(self) -> list[str]:
        return [*type(self._part).model_fields, *sums_of(self._part)]

    def _sum(self, name: str) -> Any:
        missing = [
            part
            for part in parts_of_sum(type(self._part), name, self._kind)
            if getattr(self._part, part) is None
        ]
        return self._unknown(missing) if missing else getattr(self._part, name)

    def _unknown(self, names: Sequence[str]) -> Unknown:
        titles = [type(self._part).model_fields[name].title or name for name in names]
        for name, title in zip(names, titles, strict=True):
            self._miss((*self._path, name), "·".join((*self._titles, title)))
        return Unknown("、".join(titles))


def sums_of(part: Part | type[Part]) -> dict[str, tuple[str, ...]]:
    """The sums that a part declares, each with the fields that it adds."""
    return getattr(part, "SUMS", {})


def parts_of_sum(part: type[Part], name: str, kind: Kind) -> list[str]:
    """The fields of a kind of disclosure that a sum adds."""
    return [each for each in sums_of(part)[name] if kind in kinds_of(part.model_fields[each])]
