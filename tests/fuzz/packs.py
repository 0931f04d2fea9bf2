"""Damage to a pack: its specs, parameters, style, rules, measures and templates."""

from __future__ import annotations

from random import Random

from tests.fuzz import seeds
from tests.fuzz.dirt import text
from tests.fuzz.yaml_text import break_structure, break_text
from tests.workshop.tiny import FILES

Files = dict[str, bytes]
TINY, HEIR = "made/up", "trial"
_EXPRESSIONS = (
    "{{ 1/0 }}",
    "{{ x }}",
    "{{ year.x.y }}",
    "{{ total|fixed(999) }}",
    "{{ 'a' * 10**9 }}",
    "{% for i in range(10**9) %}字{% endfor %}",
    "{% include 5 %}",
    "{% include [] %}",
    "{% extends 5 %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% if %}",
    "{{ (1,2)|sum|x }}",
    "{{ -5 % 0 }}",
    "{{ ''.__class__ }}",
    "{{ units|map(attribute='x')|list }}",
    "{{ year|join|join|join }}",
    "{{ '%s'|format }}",
    "{% set x = x %}",
    "{% block a %}{% block a %}{% endblock %}{% endblock %}",
    "{{ self }}",
    "{{ {}[[]] }}",
    "{{ [1,2]|batch(0)|list }}",
    "{{ 9**9**9 }}",
    "{{ " + "(" * 200 + "1" + ")" * 200 + " }}",
    "{{ 'a'|replace('', 'b' * 99999) }}",
    "{{ param.x }}",
    "{{ amount('x') }}",
    "{{ department.name * 99999999 }}",
    "{{ " + "|string" * 500 + " }}",
    "{{ year" + "|string" * 500 + " }}",
    "{{ [units]|tojson }}",
    "{{ loop }}",
    "{% import 'a' as b %}",
    "{% from 'parent:x' import y %}",
    "{% raw %}",
    "{{ '1e999999'|decimal }}",
    "{# ",
    "{{ current_expenditure / 0 }}",
    "{{ current_expenditure['x'] }}",
    "{{ none + 1 }}",
    "{{ 1 if }}",
)
_VALUES = (
    ".inf",
    "-.inf",
    ".nan",
    "-1",
    "0",
    "1e400",
    "9" * 5000,
    "zzz",
    "'#GGGGGG'",
    "'#fff'",
    "[a]",
    "{a: b}",
    "null",
    "''",
    "yes",
    "字" * 300,
    "1.5",
    "99999999",
    "0.000001",
    "'²²²²'",
    "[[]]",
    "2018-01-01",
    "!!set {a}",
    "current_expenditure",
    "values(values(values(a)))",
    "sum",
    "'{{ 1/0 }}'",
    "'{% include 5 %}'",
    "'{{ x }}'",
)
_FOLDERS = ("²²²²", "2025", "0", "99999", "1e3", "２０２５")


def whole(random: Random) -> tuple[str, Files]:
    """A good pack: a tiny one of its own, or an heir of the base pack that repeats a few files."""
    if random.random() < 0.4:
        return TINY, {name: content.encode() for name, content in FILES.items()}
    known = seeds.pack_files()
    names = random.sample(sorted(name for name in known if name != "pack.yaml"), 2)
    if random.random() < 0.3:
        names.append("style.yaml")
    files = {name: known[name].encode() for name in names}
    return HEIR, {"pack.yaml": f"title: 试验\nparent: {seeds.BASE}\n".encode(), **files}


def break_pack(files: Files, random: Random) -> Files:
    """Damage one file, or where it lies."""
    name = random.choice(sorted(files))
    match random.randrange(12):
        case 0:
            changed = {key: files[key] for key in files if key != name}
        case 1:
            changed = {**files, f"{random.choice(_FOLDERS)}/{name}": files[name]}
        case 2:
            changed = {**files, name: files[random.choice(sorted(files))]}
        case 3:
            changed = {**files, name: b"extends: parent\n" + files[name]}
        case _:
            change = _template if name.endswith(".j2") else _spec
            changed = {**files, name: change(files[name], random)}
    return changed


def _spec(content: bytes, random: Random) -> bytes:
    return random.choice((break_text, _value, break_structure, break_structure))(content, random)


def _template(content: bytes, random: Random) -> bytes:
    source = content.decode("utf-8", "replace")
    at = random.randrange(len(source) + 1)
    match random.randrange(4):
        case 0:
            return break_text(content, random)
        case 1:
            new = text(random)
        case _:
            new = random.choice(_EXPRESSIONS)
    return (source[:at] + new + source[at:]).encode("utf-8", "replace")


def _value(content: bytes, random: Random) -> bytes:
    """Another value behind a colon: of another type, size or kind."""
    lines = content.decode("utf-8", "replace").split("\n")
    ends = [
        number
        for number, line in enumerate(lines)
        if ": " in line and not line.lstrip().startswith("#")
    ]
    if not ends:
        return break_text(content, random)
    at = random.choice(ends)
    before, _, rest = lines[at].partition(": ")
    if "{" in rest and ": " in rest and random.random() < 0.7:
        inner, _, behind = rest.rpartition(": ")
        lines[at] = f"{before}: {inner}: {random.choice(_VALUES)}" + ("}" if "}" in behind else "")
    else:
        lines[at] = f"{before}: {random.choice(_VALUES)}"
    return "\n".join(lines).encode("utf-8", "replace")
