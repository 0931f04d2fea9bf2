"""Files of packs as the workshop writes them."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

_WIDEST = 160


def as_yaml(content: Mapping[str, Any], comment: str) -> str:
    """A file of a pack: what holds only plain values stands on one line, the rest on several."""
    yaml: Any = YAML()  # its attributes are typed by their first values
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    yaml.width = _WIDEST
    stream = StringIO()
    yaml.dump(_laid_out(content, is_top=True), stream)
    return f"# {comment}\n{stream.getvalue()}"


def _laid_out(value: Any, *, is_top: bool = False) -> Any:
    """A value with its style: no two places share an object, which would print as a reference."""
    if isinstance(value, Mapping):
        made: Any = CommentedMap((key, _laid_out(each)) for key, each in value.items())
        plain = not any(isinstance(each, Mapping | list | tuple) for each in value.values())
    elif isinstance(value, list | tuple):
        made = CommentedSeq(_laid_out(each) for each in value)
        plain = not any(isinstance(each, Mapping | list | tuple) for each in value)
    else:
        return value
    if plain and not is_top:
        made.fa.set_flow_style()
    return made
