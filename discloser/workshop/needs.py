"""The needs of a pack in words, for ``pack show``."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from discloser.compose.needs.condition import ALWAYS
from discloser.compose.needs.of_pack import Need, needs_of
from discloser.model.supplement import model_within
from discloser.pack.pack import Pack

_WORDS = {
    "prior": "上年数",
    "reason": "增减原因",
    "item_reason": "科目差异原因",
    "text": "项目说明",
    "value": "要填的内容",
    "each": "逐个要填的内容",
}


def needs_in_words(pack: Pack) -> Iterator[str]:
    """A line for each need: what it is, of what, whether always, and where it is printed."""
    for need in needs_of(pack).needs:
        when = "总要" if need.condition == ALWAYS else "看情况"
        yield "\t".join((_WORDS[need.kind], _label(need, pack), when, "；".join(need.sections)))


def _label(need: Need, pack: Pack) -> str:
    if need.kind == "text":
        return need.key[0]
    if need.kind not in ("value", "each"):
        measure = pack.measures.get(need.key[0])
        return measure.label if measure is not None else need.key[0]
    titles = []
    model: type[BaseModel] | None = pack.form
    for name in need.key:
        field = model.model_fields.get(name) if model is not None else None
        if field is not None:
            titles.append(field.title or name)
            model = model_within(field.annotation)
    return "·".join(titles)
