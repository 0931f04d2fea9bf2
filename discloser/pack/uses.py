"""When a pack asks for a field of the core, and what it calls it: also said in ``fields.yaml``.

Rules and imports stand on these fields, so the core has them; which kind of disclosure prints them
is a matter of places. The core marks the parts that packs say this of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, reduce
from operator import or_
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, Field, RootModel, create_model
from pydantic.fields import FieldInfo

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import ASKED, CORE_TITLE, Required, model_within
from discloser.model.values import ASKED_BY_PACK, Kind
from discloser.pack.fields import LONGEST_LABEL, FieldSpec, in_chinese, kinds_by_name
from discloser.pack.specs import Spec
from discloser.validation import nearest


class UseSpec(Spec):
    """What a pack says of a field of the core, under its path such as ``procurement.goods``.

    What it leaves out stays as it is in the core: the title, both kinds, and asked for where it is
    printed, unless the core has something to say where it is blank.
    """

    label: Annotated[str, Field(max_length=LONGEST_LABEL)] = Field(
        default="", title="本地的叫法，不写就是原来的"
    )
    kinds: Annotated[tuple[Kind, ...], BeforeValidator(kinds_by_name)] = Field(
        default=tuple(Kind), title="用于哪种公开，不写就是都用", min_length=1
    )
    required: Annotated[Required | None, in_chinese(Required)] = Field(
        default=None, title="什么时候必须填：总要、要印时、可不填；不写的，数是要印时，文字是可不填"
    )
    help: str = Field(default="", title="填写说明")
    example: str = Field(default="", title="例子")


class UsesFile(RootModel[dict[str, UseSpec]]):
    """What a pack says of fields of the core, by their paths."""


Uses = Mapping[str, UseSpec]


@cache
def open_fields() -> Mapping[str, FieldInfo]:
    """The fields of the core that packs may say this of, by their paths."""
    return dict(_open(Disclosure, "", is_open=False))


def apart(draft: Any) -> tuple[Any, Any]:
    """What a ``fields.yaml`` says of the core, rightly or not, and what it declares itself.

    A name of the core with words that only a declaration has is a declaration under a taken name.
    """
    if not isinstance(draft, dict):
        return {} if draft is not None else None, draft
    declaring = FieldSpec.model_fields.keys() - UseSpec.model_fields.keys()
    of_core = {
        name
        for name, value in draft.items()
        if "." in str(name)
        or (name in open_fields() and not (isinstance(value, dict) and declaring & value.keys()))
    }
    return (
        {name: value for name, value in draft.items() if name in of_core},
        {name: value for name, value in draft.items() if name not in of_core},
    )


def laid_over(over: Uses, under: Uses) -> Uses:
    """What a file says of the core over what lies below it, word by word."""
    made = dict(under)
    for name, use in over.items():
        words = {word: getattr(use, word) for word in use.model_fields_set}
        made[name] = under.get(name, UseSpec()).model_copy(update=words)
    return made


def _open(model: type[BaseModel], path: str, *, is_open: bool) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        marked = is_open or (isinstance(extra, dict) and ASKED_BY_PACK in extra)
        is_computed = isinstance(extra, dict) and extra.get("kinds") == []
        if marked and not is_computed:
            yield path + name, field
        inner = model_within(field.annotation)
        if inner is not None and (marked or get_origin(field.annotation) is not tuple):
            yield from _open(inner, f"{path}{name}.", is_open=marked)


def faults_of_uses(uses: Uses) -> Iterator[tuple[FieldPath, str]]:
    """What is wrong with the paths and the words of one file's uses."""
    known = open_fields()
    for name, use in uses.items():
        field = known.get(name)
        if field is None:
            yield (name,), f"输入里没有“{name}”这一项可以改，{nearest(name, list(known))}"
            continue
        if use.required is not None and not _is_single(field):
            yield (name, "required"), f"“{name}”是一组，required 要写在组里的一项上"
        label = use.label or field.title
        beside = {
            other: (uses[other].label if other in uses else "") or its.title
            for other, its in known.items()
            if other != name and other.rpartition(".")[0] == name.rpartition(".")[0]
        }
        twin = next((other for other, title in beside.items() if title == label), None)
        if use.label and twin is not None:
            yield (name, "label"), f"“{label}”同 {twin} 的叫法一样，填报表里分不清"


def _is_single(field: FieldInfo) -> bool:
    is_many = get_origin(field.annotation) in (tuple, dict)
    return model_within(field.annotation) is None and not is_many


Model = TypeVar("Model", bound=BaseModel)


def with_uses(
    model: type[Model], uses: Uses, kind: Kind, *, lenient: bool = False, path: str = ""
) -> type[Model]:
    """A model of the core with what a pack says of its fields; ``path`` leads to the model.

    A ``lenient`` one asks for nothing.
    """
    fields: dict[str, Any] = {}
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        here, hint, told = path + name, hints[name], _words(field)
        inner = model_within(field.annotation)
        if inner is not None and any(other.startswith(f"{here}.") for other in uses):
            made = with_uses(inner, uses, kind, lenient=lenient, path=f"{here}.")
            hint = _instead(hint, inner, made)
            if isinstance(field.default, inner):
                told |= _left_out(made)
        elif here not in uses:
            continue
        if here in uses:
            told |= _said(field, uses[here])
            is_always = uses[here].required is Required.ALWAYS and kind in uses[here].kinds
            if is_always and not lenient:
                hint = _instead(hint, NoneType, None)
                told = {word: value for word, value in told.items() if word != "default"}
        fields[name] = (hint, Field(**told))
    if not fields:
        return model
    return create_model(model.__name__, __base__=model, __module__=__name__, **fields)


def _words(field: FieldInfo) -> dict[str, Any]:
    """What a field of the core says of itself, beside its type."""
    told: dict[str, Any] = {"title": field.title, "json_schema_extra": field.json_schema_extra}
    for constraint in field.metadata:
        told |= {
            bound: getattr(constraint, bound) for bound in _BOUNDS if hasattr(constraint, bound)
        }
    if field.default_factory is not None:
        told["default_factory"] = field.default_factory
    elif not field.is_required():
        told["default"] = field.default
    return told


_BOUNDS = ("ge", "le", "min_length")


def _left_out(model: type[BaseModel]) -> dict[str, Any]:
    """What a part is that is left out: empty; what it must have is then told field by field."""
    if any(each.is_required() or each.validate_default for each in model.model_fields.values()):
        return {"default": {}, "validate_default": True}
    return {"default": model()}


def _said(field: FieldInfo, use: UseSpec) -> dict[str, Any]:
    """What a pack says of a field."""
    extra = dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
    if set(use.kinds) != set(Kind):
        extra["kinds"] = [each.value for each in use.kinds]
    if use.required is not None:
        extra[ASKED] = use.required.value
    if use.label and use.label != field.title:
        extra[CORE_TITLE] = field.title or ""
    return {
        "title": use.label or field.title,
        "description": use.help or None,
        "examples": [use.example] if use.example else None,
        "json_schema_extra": extra,
    }


def _instead(annotation: Any, old: Any, new: Any) -> Any:
    """A type with another in place of one of those in it, or without that one."""
    if annotation is old:
        return new
    if get_origin(annotation) is Annotated or not get_args(annotation):
        return annotation
    arguments = [_instead(each, old, new) for each in get_args(annotation)]
    kept = tuple(each for each in arguments if each is not None)
    origin = get_origin(annotation)
    return origin[kept] if origin in (tuple, dict) else reduce(or_, kept)
