"""Vocabulary that lies beside the code that uses it: YAML files, read once and validated."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel

from discloser.read.yaml import read_yaml
from discloser.validation import validate

Words = TypeVar("Words", bound=BaseModel)


@cache
def read_words(model: type[Words], package: str, file: str) -> Words:
    """The words of a file of a package.

    Raises:
        ValueError: if the file is faulty, which a test would have shown.
    """
    text = (files(package) / file).read_text(encoding="utf-8")
    draft, sources, findings = read_yaml(text, file)
    words, problems, _ = validate(model, draft or {}, sources)
    if words is None or findings:
        raise ValueError("; ".join(f"{p.location}: {p.message}" for p in (*findings, *problems)))
    return words
