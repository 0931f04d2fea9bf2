"""The targets of a published document: of the department as a whole, and of its projects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from discloser.check.reader.sheet import Sheet
from discloser.importing.published.words import Names, TextWords


def projects(
    sheets: tuple[Sheet, ...], words: TextWords, titles: Collection[str] = ()
) -> Iterator[tuple[dict[str, Any], Sheet]]:
    """The projects with their codes and targets, each with the table that has it.

    A table has a row for each project, kinds of indicators side by side, or one for each indicator.
    ``titles`` are those of the texts that are asked of projects.
    """
    for sheet in sheets:
        columns = _columns(sheet, words)
        named = _first(sheet, words.project_name)
        if named is None:
            continue
        found = _of_table(sheet, columns, named, words) if columns else {}
        for project in (found or _of_list(sheet, named, words, titles)).values():
            yield project, sheet


def _of_list(
    sheet: Sheet, named: int, words: TextWords, titles: Collection[str]
) -> dict[str, dict[str, Any]]:
    """The projects of a table with a row for each indicator, named in their first row."""
    at = {n: _first(sheet, getattr(words, n)) for n in ("level1", "level3", "value")}
    level1, level3, value = at["level1"], at["level3"], at["value"]
    if level1 is None or level3 is None or value is None:
        return {}
    goal = _goal(sheet, titles)
    found: dict[str, dict[str, Any]] = {}
    project: dict[str, Any] = {}
    for row in sheet.rows:
        texts = _texts(sheet, row)
        sign = next((k for k, word in words.kinds.items() if word in texts[level1]), None)
        if sign is None or not texts[level3]:
            continue
        if texts[named]:
            project = found.setdefault(texts[named], {"name": texts[named]})
        if not project:
            continue
        if goal is not None and texts[goal[0]]:
            project.setdefault("texts", [{"title": goal[1], "text": texts[goal[0]]}])
        held = project.setdefault(sign, [])
        target = {"name": texts[level3], "value": texts[value]}
        if target not in held:
            held.append(target)
    return found


def _goal(sheet: Sheet, titles: Collection[str]) -> tuple[int, str] | None:
    """The column that has a text of each project, and what the text is called in an input."""
    for at, path in enumerate(sheet.headers):
        title = next((t for t in titles for label in path if t in label), None)
        if title is not None:
            return at, title
    return None


def _of_table(
    sheet: Sheet, columns: Mapping[str, tuple[int, int]], named: int, words: TextWords
) -> dict[str, dict[str, Any]]:
    coded = _first(sheet, words.project_code)
    found: dict[str, dict[str, Any]] = {}
    for row in sheet.rows:
        texts = _texts(sheet, row)
        targets = {
            kind: {"name": texts[name], "value": texts[value]}
            for kind, (name, value) in columns.items()
            if texts[name] and texts[value]
        }
        if not targets or not texts[named]:
            continue
        project = found.setdefault(texts[named], {"name": texts[named]})
        if coded is not None and texts[coded].isalnum():
            project["code"] = texts[coded]
        for kind, target in targets.items():
            held = project.setdefault(kind, [])
            if target not in held:
                held.append(target)
    return found


def _columns(sheet: Sheet, words: TextWords) -> dict[str, tuple[int, int]]:
    """For each kind of indicator the columns of its name and its value, side by side."""
    found: dict[str, tuple[int, int]] = {}
    for at, path in enumerate(sheet.headers):
        if not path or not _is(path[-1], words.level3) or at + 1 >= len(sheet.headers):
            continue
        beside = sheet.headers[at + 1]
        kind = next((k for k, sign in words.kinds.items() if any(sign in p for p in path)), None)
        if kind is not None and beside and _is(beside[-1], words.value):
            found.setdefault(kind, (at, at + 1))
    return found


def overall(sheets: tuple[Sheet, ...], words: TextWords) -> tuple[dict[str, Any], Sheet] | None:
    """The targets of the department as a whole: a form with labels at the left."""
    for sheet in sheets:
        rows = [_texts(sheet, row) for row in range(len(sheet.texts))]
        goal = next((_beside(row) for row in rows if row and _is(row[0], words.goal)), "")
        indicators = list(_indicators(rows, words))
        if goal and indicators:
            made: dict[str, Any] = {"goal": goal, "tasks": list(_tasks(rows, words))}
            return made | {"indicators": indicators}, sheet
    return None


def _tasks(rows: list[list[str]], words: TextWords) -> Iterator[dict[str, str]]:
    for row in rows:
        label, *rest = dict.fromkeys(row)
        if _is(label, words.tasks) and rest and not _is(rest[0], words.task_name):
            content = next(filter(None, rest[1:]), "")
            yield {"name": rest[0]} | ({"content": content} if content else {})


def _indicators(rows: list[list[str]], words: TextWords) -> Iterator[dict[str, str]]:
    """The rows below the titles of the three levels."""
    columns: dict[str, int] = {}
    for row in rows:
        titles = {
            name: at
            for name in ("level1", "level2", "level3", "value", "note")
            for at, text in enumerate(row)
            if _is(text, getattr(words, name))
        }
        if {"level1", "level2", "level3", "value"} <= titles.keys():
            columns = titles
        elif columns and row[columns["level3"]]:
            held = {name: row[at] for name, at in columns.items() if row[at]}
            if {"level1", "level2"} <= held.keys() and held["level1"] != held["level3"]:
                held["name"] = held.pop("level3")
                yield held


def _texts(sheet: Sheet, row: int) -> list[str]:
    """The texts of a row; a merged cell says in each of its slots what it says."""
    return [slot.cell.text for slot in sheet.grid.owners[row]]


def _first(sheet: Sheet, names: Names) -> int | None:
    """The first column whose titles have one of the names, in brackets or not."""
    for at, path in enumerate(sheet.headers):
        if any(name in text for text in path for name in names):
            return at
    return None


def _beside(row: list[str]) -> str:
    return next((text for text in row if text and text != row[0]), "")


def _is(text: str, names: Names) -> bool:
    return "".join(text.split()) in names
