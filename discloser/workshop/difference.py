"""What two versions of documents say differently, grouped so that one change shows once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from discloser.document.differences import NUMBER, Difference


@dataclass(frozen=True, slots=True)
class Group:
    """A change that several departments share; the example is the first department's."""

    example: Difference
    departments: tuple[str, ...]
    count: int


def group(found: Mapping[str, Sequence[Difference]], names: Mapping[str, str]) -> list[Group]:
    """Join the same change in different departments.

    Two changes are the same where they stand at the same place and differ only in numbers and in
    the department's name (``names``: by the same key as ``found``).
    """
    groups: dict[tuple[str, str, str], list[tuple[str, Difference]]] = {}
    for department, changes in found.items():
        name = names.get(department, "")
        for change in changes:
            key = tuple(_mask(text, name) for text in (change.place, change.before, change.after))
            if key[1] == key[2]:  # only numbers changed: which ones matters
                key = (key[0], change.before, change.after)
            groups.setdefault(key, []).append((department, change))  # type: ignore[arg-type]
    made = [
        Group(items[0][1], tuple(dict.fromkeys(where for where, _ in items)), len(items))
        for items in groups.values()
    ]
    return sorted(made, key=lambda each: -len(each.departments))


def _mask(text: str, name: str) -> str:
    masked = text.replace(name, "〔部门〕") if name else text
    return NUMBER.sub("#", masked)


def as_text(groups: Iterable[Group]) -> str:
    """Write the groups for a terminal."""
    lines = []
    for each in groups:
        lines.append(f"{each.example.place}（{_counted(each)}）")
        lines += [f"  - {each.example.before}" if each.example.before else "  -（没有）"]
        lines += [f"  + {each.example.after}" if each.example.after else "  +（没有）"]
    return "\n".join(lines) + "\n" if lines else "没有不同。\n"


def _counted(each: Group) -> str:
    first = each.departments[0]
    number = len(each.departments)
    return first if number == 1 else f"{number} 个部门，如 {first}"
