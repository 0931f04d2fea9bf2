"""The JSON Schema takes what the reader takes, and names what it does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from discloser.schema import json_schema
from tests.entry.samples import GOOD, INPUTS, ROOT

SCHEMA = json.loads(json_schema())
_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def faults(schema: Any, value: Any, path: str = "") -> Iterator[str]:
    """What a small JSON Schema validator says; it knows the words that our schema uses."""
    if "$ref" in schema:
        target: Any = SCHEMA
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from faults(target, value, path)
    if "anyOf" in schema and all(list(faults(each, value, path)) for each in schema["anyOf"]):
        yield f"{path}: none of {schema['anyOf']}"
    types = schema.get("type", [])
    listed = [types] if isinstance(types, str) else types
    if listed and not any(isinstance(value, _TYPES[name]) for name in listed):
        yield f"{path}: {value!r} is no {listed}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} not in {schema['enum']}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} not like {schema['pattern']}"
    if "minimum" in schema and isinstance(value, int) and value < schema["minimum"]:
        yield f"{path}: {value} below {schema['minimum']}"
    if isinstance(value, dict):
        known = schema.get("properties", {})
        more = schema.get("additionalProperties", True)
        for name, child in value.items():
            if name in known:
                yield from faults(known[name], child, f"{path}/{name}")
            elif isinstance(more, dict):
                yield from faults(more, child, f"{path}/{name}")
            elif not more and not schema.get("patternProperties"):
                yield f"{path}/{name}: unknown"
        yield from (f"{path}: no {n}" for n in schema.get("required", []) if n not in value)
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from faults(schema.get("items", {}), child, f"{path}/{index}")


def loaded(path: Path) -> Any:
    """A file as an editor understands it, with numbers and truth values."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*INPUTS, GOOD], ids=lambda path: path.parent.name + path.stem)
def test_every_example_follows_the_schema(path: Path) -> None:
    assert list(faults(SCHEMA, loaded(path))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kind": "预算"}, "/kind"),
        ({"published": "2025年3月"}, "/published"),
        ({"yeer": 2025}, "/yeer"),
        ({"receipts": [{"fund": "一般公共预算", "amount": "1e3"}]}, "/receipts/0/amount"),
        ({"receipts": [{"fund": "一般公共预算", "amount": -5}]}, "/receipts/0/amount"),
        ({"receipts": [{"fund": "公共预算", "amount": 5}]}, "/receipts/0/fund"),
        ({"expenditure": [{"function": "201", "category": "基本支出", "amount": 5}]}, "/function"),
        ({"units": [{"code": "1"}]}, "/units/0: no name"),
    ],
    ids=str,
)
def test_a_mistake_breaks_the_schema_where_it_is(change: dict[str, Any], expected: str) -> None:
    found = list(faults(SCHEMA, loaded(GOOD) | change))
    assert found
    assert all(expected in fault for fault in found)


def test_fields_say_their_titles_and_their_kind_in_chinese() -> None:
    line = SCHEMA["$defs"]["ExpenditureLine"]["properties"]
    assert line["initial_budget"]["title"] == "年初预算数"
    assert line["initial_budget"]["description"] == "只用于部门决算。"
    assert "kinds" not in json_schema()


def test_the_file_that_editors_use_is_up_to_date() -> None:
    path = ROOT / "docs" / "input-schema.json"
    assert path.read_text(encoding="utf-8") == json_schema(), "discloser schema -o docs/…"
