"""Fields that belong to one kind of disclosure only."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from discloser.check.check import check
from discloser.check.subject import Subject
from discloser.finding import Finding, Rule
from discloser.location import FieldPath
from discloser.model.values import Kind

WRONG_KIND_FIELD = Rule(
    "I01",
    "这种公开没有的内容",
    "“{label}”是{kinds}的内容，{kind}里不能填。",
    "请删去这一项；要做{kinds}的，请改公开种类。",
)


@check(WRONG_KIND_FIELD)
def fields_belong_to_the_kind(subject: Subject) -> Iterator[Finding]:
    disclosure = subject.figures.disclosure
    kind = disclosure.kind
    for path, label, kinds in _foreign_fields(disclosure, kind, ()):
        yield WRONG_KIND_FIELD.at(
            subject.place(*path),
            subject.place("kind"),
            label=label,
            kinds="、".join(Kind(other).label for other in kinds),
            kind=kind.label,
        )


def _foreign_fields(
    part: object, kind: Kind, path: FieldPath
) -> Iterator[tuple[FieldPath, str, list[str]]]:
    if isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from _foreign_fields(item, kind, (*path, index))
    if not isinstance(part, BaseModel):
        return
    for name in sorted(part.model_fields_set):
        field = type(part).model_fields[name]
        extra = field.json_schema_extra
        kinds = _marked(extra, "kinds")
        if kinds and kind.value not in (*kinds, *_marked(extra, "allowed")):
            yield (*path, name), field.title or name, kinds
        else:
            yield from _foreign_fields(getattr(part, name), kind, (*path, name))


def _marked(extra: object, mark: str) -> list[str]:
    """The kinds that a field's metadata name; none where it says nothing."""
    named = extra.get(mark) if isinstance(extra, dict) else None
    return [str(each) for each in named] if isinstance(named, list) else []


CHECKS = (fields_belong_to_the_kind,)
