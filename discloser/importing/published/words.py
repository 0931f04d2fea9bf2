"""Where a published document has the texts of an input: the words of ``words.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

Names = tuple[str, ...]


class TextWords(BaseModel):
    """Headings and columns by what an input calls what stands below them.

    ``kinds`` has the word by which a kind of indicator is known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    duties: Names = ()
    organs: Names = ()
    organs_begin: Names = ()
    organs_end: Names = ()
    organ_names: Names = ()
    units: Names = ()
    affiliates: Names = ()
    no_affiliates: Names = ()
    unit_column: Names = ()
    not_independent: Names = ()
    goal: Names = ()
    tasks: Names = ()
    task_name: Names = ()
    task_content: Names = ()
    project_code: Names = ()
    project_name: Names = ()
    level1: Names = ()
    level2: Names = ()
    level3: Names = ()
    value: Names = ()
    note: Names = ()
    reasons: Names = ()
    kinds: dict[str, str] = {}

    def joined(self, added: TextWords) -> TextWords:
        """These words behind those that are added."""
        made: dict[str, Any] = {"kinds": {**self.kinds, **added.kinds}}
        for name in type(self).model_fields.keys() - made:
            made[name] = tuple(dict.fromkeys((*getattr(added, name), *getattr(self, name))))
        return self.model_copy(update=made)


@cache
def text_words() -> TextWords:
    """The words that come with the program."""
    source = files("discloser.importing.published").joinpath("words.yaml").read_text("utf-8")
    return TextWords.model_validate(YAML(typ="safe").load(source))
