"""The parts of an input as templates see them: what is blank in them is missed when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import Required, asked_when, model_within
from discloser.model.values import Kind, Part, kinds_of
from discloser.pack.unknown import Unknown

Miss = Callable[[FieldPath, str], None]
"""Told of the path and the Chinese name of each value that a template read and nobody gave."""

RECORDS: Mapping[str, str] = {
    "department": "department",
    "procurement": "procurement",
    "assets": "assets",
    "transfers": "transfers",
    "three_public_details": "three_public",
}
"""The names of templates that are parts of an input in which a blank is missed."""


class Record:
    """A part of an input, such as ``procurement``.

    What its pack says of it is on the ``model``, the part's own in the form of the pack's inputs. A
    value that is not filled in comes out as :class:`Unknown`, or as nothing where it need not be. A
    sum that the part declares in ``SUMS`` is unknown where any of its values is that must be filled
    in for the kind of disclosure.
    """

    __slots__ = ("_kind", "_miss", "_model", "_part", "_path", "_titles")

    def __init__(
        self, part: Part, model: type[Part], place: tuple[FieldPath, str], kind: Kind, miss: Miss
    ) -> None:
        self._part = part
        self._model = model
        self._path, self._titles = place
        self._kind = kind
        self._miss = miss

    def __getattr__(self, name: str) -> Any:
        fields = self._model.model_fields
        if name in sums_of(self._model):
            return self._sum(name)
        if name.startswith("_") or name not in (*fields, *properties_of(self._model)):
            raise AttributeError(name)
        value = getattr(self._part, name)
        if name not in fields:
            return value
        inner = model_within(fields[name].annotation)
        if isinstance(value, Part) and inner is not None and issubclass(inner, Part):
            place = ((*self._path, name), self._called(name))
            return Record(value, inner, place, self._kind, self._miss)
        is_blank = value is None or value == ""
        if is_blank and asked_when(fields[name]) is Required.PRINTED:
            return self._unknown((name,))
        return "" if value is None else value

    def __dir__(self) -> list[str]:
        model = self._model
        return [*model.model_fields, *sums_of(model), *properties_of(model)]

    def _sum(self, name: str) -> Any:
        asked = parts_of_sum(self._model, name, self._kind)
        missing = [part for part in asked if getattr(self._part, part) is None]
        if missing:
            return self._unknown(missing)
        known = (getattr(self._part, each) for each in sums_of(self._model)[name])
        return sum(value for value in known if value is not None)

    def _unknown(self, names: Sequence[str]) -> Unknown:
        for name in names:
            self._miss((*self._path, name), self._called(name))
        fields = self._model.model_fields
        return Unknown("、".join(fields[name].title or name for name in names))

    def _called(self, name: str) -> str:
        """What a field is called behind the part that it is in."""
        return f"{self._titles}·{self._model.model_fields[name].title or name}"


def records(form: type[Disclosure], disclosure: Disclosure, miss: Miss) -> dict[str, Record]:
    """The parts of an input as its pack asks for them, by the names that templates use."""
    made = {}
    for name, part in RECORDS.items():
        field = form.model_fields[part]
        model = model_within(field.annotation)
        if model is None or not issubclass(model, Part):
            raise LookupError(f"{part} is no part of the input")
        place = ((part,), field.title or part)
        made[name] = Record(getattr(disclosure, part), model, place, disclosure.kind, miss)
    return made


def sums_of(part: type[Part]) -> dict[str, tuple[str, ...]]:
    """The sums that a part declares, each with the fields that it adds."""
    return getattr(part, "SUMS", {})


def parts_of_sum(part: type[Part], name: str, kind: Kind) -> list[str]:
    """The fields of a kind of disclosure that a sum adds and that must be filled in for it."""
    fields = {each: part.model_fields[each] for each in sums_of(part)[name]}
    return [
        each
        for each, field in fields.items()
        if kind in kinds_of(field) and asked_when(field) is not Required.NEVER
    ]


@cache
def properties_of(part: type[Part]) -> tuple[str, ...]:
    """What a part of the input tells beside its fields and sums, such as the name in titles."""
    own = (cls for cls in part.__mro__ if issubclass(cls, Part) and cls is not Part)
    told = {name for cls in own for name, value in vars(cls).items() if isinstance(value, property)}
    return tuple(sorted(told - sums_of(part).keys()))
