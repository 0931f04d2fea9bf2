"""Damage to YAML: its text, and what it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from random import Random
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tests.fuzz.dirt import damaged, text

_SCALAR = re.compile(r"(?<=: )[^\n#]+")
_KEY = re.compile(r"[\w\"]+(?=:(?: |\n))")
_SYNTAX = (
    "&a ",
    "*a",
    "!!python/object:os.system ",
    "!!binary ",
    "? ",
    "- ",
    ": ",
    "| \n",
    ">-\n",
    "%YAML 9\n",
    "---\n",
    "...\n",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "#",
    " #",
    "\t",
    "<<: *a\n",
    "&a [*a]",
    "? {a: b}\n",
    ",",
    "@",
    "`",
)
_DEEP = 5_000
_WIDE = 3_000
_DEEPEST = 120
_MONSTERS = (
    "[" * _DEEP + "]" * _DEEP,
    "{a: " * _DEEP + "}" * _DEEP,
    "[" + "a, " * _WIDE + "]",
    "9" * _DEEP,
    "字" * 100_000,
    '"' + "\\u0000" * 10 + '"',
    '"\\ud800"',
    '"\\U00110000"',
    "&a [&b [&c [*a, *b]]]",
)
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-be", "gb18030", "utf-32", "latin-1")


def break_text(content: bytes, random: Random) -> bytes:
    """Damage the text as an editor, a copy or an attacker would."""
    change = random.choice((_lines, _lines, _scalars, _scalars, _syntax, _whole))
    return change(content, random)


def _lines(content: bytes, random: Random) -> bytes:
    lines = _decoded(content).split("\n")
    at = random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[random.randrange(len(lines))])
        case 2:
            lines[at] = random.choice((" ", "  ", "\t", "　")) + lines[at]
        case 3:
            lines[at] = lines[at].lstrip()
        case _:
            end = min(len(lines), at + random.randrange(1, 20))
            lines[at:end] = lines[at:end] * random.choice((2, 3))
    return _encoded("\n".join(lines))


def _scalars(content: bytes, random: Random) -> bytes:
    pattern, new = random.choice(
        (
            (_SCALAR, text(random)),
            (_SCALAR, _quoted(text(random))),
            (_SCALAR, random.choice(_MONSTERS)),
            (_KEY, random.choice((text(random), "year", "名称"))),
        )
    )
    source = _decoded(content)
    found = list(pattern.finditer(source))
    if not found:
        return _encoded(source + new)
    one = random.choice(found)
    return _encoded(source[: one.start()] + new + source[one.end() :])


def _syntax(content: bytes, random: Random) -> bytes:
    source = _decoded(content)
    place = random.randrange(len(source) + 1)
    return _encoded(source[:place] + random.choice(_SYNTAX) + source[place:])


def _whole(content: bytes, random: Random) -> bytes:
    match random.randrange(3):
        case 0:
            return _decoded(content).encode(random.choice(_ENCODINGS), "replace")
        case 1:
            return random.choice((b"", b"\n", b"---\n", b"[]", b"a", b"\0", content[:99]))
        case _:
            return damaged(content, random)


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _encoded(source: str) -> bytes:
    return source.encode("utf-8", "replace")


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def break_structure(content: bytes, random: Random) -> bytes:
    """Damage what the YAML holds: keys, values, their types, their number and their nesting."""
    parsed = _parsed(content)
    data = json.loads(parsed) if parsed is not None else None
    places = list(_places(data))
    if not places:
        return break_text(content, random)
    holder, key = random.choice(places)
    _change(holder, key, random, places)
    return "\n".join(_written(data)).encode("utf-8", "replace")


@lru_cache(maxsize=200)
def _parsed(content: bytes) -> str | None:
    """What the YAML holds, as JSON; None where it is broken."""
    try:
        data = YAML(typ="safe", pure=True).load(content.decode("utf-8"))
        return json.dumps(data, default=str)
    except (YAMLError, UnicodeDecodeError, ValueError, RecursionError, TypeError):
        return None


def _written(data: Any, depth: int = 0) -> Iterator[str]:
    """The lines of a value in block style; every text quoted. Quicker than a YAML writer."""
    indent = "  " * depth
    if depth > _DEEPEST or not isinstance(data, (dict, list)) or not data:
        yield indent + json.dumps(data, ensure_ascii=False, default=str)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield f"{indent}{json.dumps(str(key), ensure_ascii=False)}:"
            yield from _written(value, depth + 1)
    else:
        for value in data:
            yield f"{indent}-"
            yield from _written(value, depth + 1)


def _places(data: Any, depth: int = 0) -> list[tuple[Any, Any]]:
    if depth > _DEEPEST or not isinstance(data, (dict, list)):
        return []
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    below = [place for key in keys for place in _places(data[key], depth + 1)]
    return [*((data, key) for key in keys), *below]


def _change(holder: Any, key: Any, random: Random, places: list[tuple[Any, Any]]) -> None:
    other, other_key = random.choice(places)
    elsewhere = deepcopy(other[other_key])  # a value within itself could not be written
    value = holder[key]
    match random.randrange(9):
        case 0:
            del holder[key]
        case 1:
            holder[key] = text(random)
        case 2:
            holder[key] = random.choice(
                (None, True, 0, -1, 1.5, 10**30, [], {}, [[]], {"a": {}}, [None])
            )
        case 3:
            holder[key] = [value] if random.random() < 0.5 else {text(random): value}
        case 4:
            holder[key] = elsewhere
        case 5 if isinstance(holder, dict):
            holder[text(random)] = holder.pop(key)
        case 5 | 6 if isinstance(holder, list):
            holder.insert(key, elsewhere if random.random() < 0.5 else value)
        case 7:
            for _ in range(random.choice((3, 30, 90))):
                value = [value]
            holder[key] = value
        case _:
            holder[key] = str(value) + text(random) if isinstance(value, (str, int)) else value
