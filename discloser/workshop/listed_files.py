"""What a list of tables writes into a new pack: its report, tables, parameters and fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TypeAlias

from discloser.pack.pack import Pack
from discloser.pack.report_spec import PartSpec
from discloser.pack.titles import Titles
from discloser.vocabulary.names import title
from discloser.vocabulary.tables import role_of
from discloser.workshop.new_tables import declared, new_table
from discloser.workshop.table_list import Listed, Offered, TableList, pattern, without_year
from discloser.workshop.yaml_text import as_yaml

Words: TypeAlias = "dict[str, Any]"
LIST = "table_list"
"""The parameter by which an input chooses a variant of the list."""
_BY_LIST = {"titles": "table_titles", "numbers": "table_numbers"}
_PARAMETER = re.compile(r"\bparam\.(\w+)")
_CHOICE = re.compile(r"""param\.(\w+)\s*==\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class ListedFiles:
    """Makes the files for one kind."""

    pack: Pack
    tables: TableList
    choices: Mapping[str, str]
    """The parameters of the parent that the list settles, such as where 三公 stands."""

    @classmethod
    def of(cls, pack: Pack, tables: TableList) -> ListedFiles:
        """With what the list settles found out."""
        return cls(pack, tables, _choices(pack, tables))

    def files(self) -> dict[str, str]:
        """The files by their names in the pack."""
        kind = self.pack.kind.value
        found = {
            f"{kind}/report.yaml": as_yaml(self._report(), "表的清单和次序；别的照上级。"),
            **self._chosen(),
        }
        parameters = self._parameters()
        if parameters:
            comment = "同一套模板里的几种清单：输入的 options 里选一种。"
            found[f"{kind}/parameters/{LIST}.yaml"] = as_yaml(parameters, comment)
        fields: Words = {}
        for name, lines in self._by_table().items():
            first = next(iter(lines.values()))
            if first.is_new:
                fields[name] = declared(first.title)
                spec: Words | None = new_table(name, self._own(name, lines), first.title)
            else:
                spec = self._changed(name, lines)
            if spec is not None:
                comment = f"《{first.title}》：上级没有这张表，栏和行照原件改。"
                if not first.is_new:
                    comment = f"《{first.title}》：栏、行和上级不同的，写在这里。"
                found[f"{kind}/tables/{name}.yaml"] = as_yaml(spec, comment)
        if fields:
            comment = "上级没有的表里要填的内容：一张表一个明细表，各栏照原件改。"
            found[f"{kind}/fields.yaml"] = as_yaml(fields, comment)
        return found

    def _by_table(self) -> dict[str, dict[str, Listed]]:
        """For each table its line in each variant that has it."""
        found: dict[str, dict[str, Listed]] = {}
        for variant, lines in self.tables.variants.items():
            for line in lines:
                found.setdefault(line.table, {})[variant] = line
        return found

    def _report(self) -> Words:
        main, *others = sorted(
            (part for part in self.pack.report.parts if part.tables),
            key=lambda part: (bool(part.repeat), -len(part.tables)),
        )
        listed = self._by_table()
        parts: list[Words] = [{"id": main.id, "tables": list(self._entries())}]
        for part in others:
            left = [e.table for e in part.tables if e.table not in listed]
            if len(left) != len(part.tables):
                parts.append(_without(part, left))
        words: Words = {"extends": "parent", "parts": parts}
        if line := self._contents():
            words["contents"] = {"table": line}
        return words

    def _entries(self) -> Iterator[str | Words]:
        """The tables in order; where the variants differ, with the condition."""
        variants = self.tables.variants
        for table, among in _merged({v: [e.table for e in lines] for v, lines in variants.items()}):
            if len(among) == len(variants):
                yield table
            else:
                yield {"table": table, "when": _is_one_of([v for v in variants if v in among])}

    def _contents(self) -> str:
        """How the contents write a table, where the list has numbers that all are written alike."""
        lines = [pair for each in self.tables.variants.values() for pair in enumerate(each, 1)]
        numbers = {_pattern_of(index, line) for index, line in lines}
        only = numbers.pop() if len(numbers) == 1 else ""
        return f"{only}{{{{ name }}}}" if only else ""

    def _own(self, name: str, lines: Mapping[str, Listed]) -> Words:
        """What a table is called: one text, or one for each variant."""
        printed = {variant: without_year(line.title) for variant, line in lines.items()}
        called = self._one("titles", printed)
        parent = self.tables.offered.get(name)
        words: Words = {"name": called}
        if parent is None or parent.spec.sheet:
            words["sheet"] = called
        words["caption"] = _caption(called, next(iter(lines.values())), parent)
        if any(line.is_numbered for line in lines.values()):
            words["number"] = self._number() or self._one(
                "numbers", {variant: line.number for variant, line in lines.items()}
            )
        return words

    def _number(self) -> str:
        """How the number of a table follows from where it stands; empty where it does not."""
        lines = [pair for each in self.tables.variants.values() for pair in enumerate(each, 1)]
        numbers = ((index, line.number) for index, line in lines if line.is_numbered)
        found = pattern(numbers)
        return found if "position" in found else ""

    def _one(self, what: str, texts: Mapping[str, str]) -> str:
        """A text, or where the variants have several the one of the variant."""
        if len(set(texts.values())) == 1:
            return next(iter(texts.values()))
        return f"{{{{ param.{_BY_LIST[what]}[param.{LIST}][table] }}}}"

    def _changed(self, name: str, lines: Mapping[str, Listed]) -> Words | None:
        """What a table of the parent is called otherwise; None where it is called the same."""
        parent = self.tables.offered[name]
        titles = _titles(self.pack, self.choices).of(name, parent.spec)[:1]
        same = all(title(line.title) in titles for line in lines.values())
        numbered = any(line.is_numbered for line in lines.values())
        if same and (not numbered or parent.spec.number == self._number()):
            return None
        own = self._own(name, lines)
        if same:
            return {"extends": "parent", "number": own["number"]}
        known = self.pack.words.tables[self.pack.kind]
        words: Words = {"extends": "parent", **own}
        if parent.role and {role_of(line.title, known) for line in lines.values()} != {parent.role}:
            words["role"] = parent.role
        return words

    def _parameters(self) -> Words:
        variants = list(self.tables.variants)
        if len(variants) < 2:  # noqa: PLR2004 - one list is no choice
            return {}
        year = self.pack.year
        found: Words = {
            LIST: {"label": "公开哪一套表", "since": {year: variants[0]}, "options": variants}
        }
        texts: dict[str, Callable[[Listed], str]] = {
            "titles": lambda line: without_year(line.title),
            "numbers": lambda line: line.number,
        }
        for what, text in texts.items():
            differing = {
                name: {variant: text(line) for variant, line in lines.items()}
                for name, lines in self._by_table().items()
                if len({text(line) for line in lines.values()}) > 1
            }
            if what == "numbers" and self._number():
                continue
            if differing:
                found[_BY_LIST[what]] = {
                    "label": "各套表的表名" if what == "titles" else "各套表的表号",
                    "since": {year: {v: _of_variant(differing, v) for v in variants}},
                }
        return found

    def _chosen(self) -> dict[str, str]:
        """Parameters of the parent, in the file that the parent has them in."""
        files: dict[str, Words] = {}
        for name, option in self.choices.items():
            source = Path(self.pack.parameter_sources[name].file)
            file = f"parameters/{source.name}"
            if source.parent.parent.name == self.pack.kind.value:
                file = self.pack.path(file)
            since = self.pack.parameters[name].since
            first = max((y for y in since if y <= self.pack.year), default=min(since))
            files.setdefault(file, {})[name] = {"since": {first: option}}
        comment = "照表的清单选的写法；别的参数照上级。"
        return {file: as_yaml(words, comment) for file, words in files.items()}


def _pattern_of(index: int, line: Listed) -> str:
    """The number of a line in the contents, as a template, with the mark behind it."""
    if not line.number:
        return ""
    found = pattern(iter([(index, line.number)]))
    if "position" not in found:
        return ""
    written = found.replace("position | chinese", "number").replace("position", "index")
    return f"{written}{line.mark}"


def _is_one_of(variants: list[str]) -> str:
    """The condition that one of some variants is chosen."""
    if len(variants) == 1:
        return f"param.{LIST} == '{variants[0]}'"
    return f"param.{LIST} in {variants}"


def _of_variant(texts: Mapping[str, Mapping[str, str]], variant: str) -> dict[str, str]:
    """The texts of a variant; a table that it lacks is called as in another."""
    return {name: by.get(variant, next(iter(by.values()))) for name, by in texts.items()}


def _without(part: PartSpec, left: list[str]) -> Words:
    """A part of the report of which some tables stand elsewhere now."""
    return {"id": part.id, "tables": left} if left or part.body else {"id": part.id, "drop": "是"}


def _caption(called: str, line: Listed, parent: Offered | None) -> str:
    """What stands above the table: the parent's with the title changed, or as the list has it."""
    if without_year(line.title) != line.title:
        return f"{{{{ year }}}}年{called}"
    if parent is not None and parent.spec.name and parent.spec.name in parent.spec.caption:
        return parent.spec.caption.replace(parent.spec.name, called)
    return called


def _merged(lists: Mapping[str, list[str]]) -> list[tuple[str, set[str]]]:
    """Several orders as one, with the variants that each entry is of.

    A table that stands in different places has an entry for each.
    """
    found: list[tuple[str, set[str]]] = []
    for variant, tables in lists.items():
        known = [table for table, _ in found]
        merged: list[tuple[str, set[str]]] = []
        for what, a, b, c, d in SequenceMatcher(None, known, tables, autojunk=False).get_opcodes():
            if what == "equal":
                merged += [(table, {*among, variant}) for table, among in found[a:b]]
            else:
                merged += [*found[a:b], *((table, {variant}) for table in tables[c:d])]
        found = merged
    return found


def _choices(pack: Pack, tables: TableList) -> dict[str, str]:
    """The options of the parent's parameters under which it prints most like the first list."""
    lines = next(iter(tables.variants.values()))
    entries = [entry for part in pack.report.parts for entry in part.tables]
    texts = [entry.when for entry in entries]
    texts += [tables.offered[e.table].spec.caption for e in entries if e.table in tables.offered]
    chosen: dict[str, str] = {}
    for name in dict.fromkeys(_PARAMETER.findall("\n".join(texts))):
        parameter = pack.parameters.get(name)
        if parameter is None or not parameter.options:
            continue
        usual = str(parameter.value(pack.year))

        def like(option: str, name: str = name) -> tuple[bool, int]:
            return _likeness(pack, tables, lines, {**chosen, name: option})

        best = max((usual, *parameter.options), key=like)
        if best != usual and like(best) > like(usual):
            chosen[name] = best
    return chosen


def _likeness(
    pack: Pack, tables: TableList, lines: tuple[Listed, ...], chosen: Mapping[str, str]
) -> tuple[bool, int]:
    """Whether the parent's order is the list's, and how many titles are the same."""
    listed = [line.table for line in lines]
    options = {n: str(p.value(pack.year)) for n, p in pack.parameters.items() if p.options}
    options |= chosen
    ours = [
        entry.table
        for part in pack.report.parts
        for entry in part.tables
        if entry.table in listed
        and all(options.get(name) == option for name, option in _CHOICE.findall(entry.when))
    ]
    titles = _titles(pack, chosen)
    same = [
        line
        for line in lines
        if not line.is_new
        and title(line.title) == titles.of(line.table, tables.offered[line.table].spec)[0]
    ]
    return ours == [table for table in listed if table in ours], len(same)


def _titles(pack: Pack, chosen: Mapping[str, str]) -> Titles:
    """What the parent's tables are called where some options are chosen."""
    fixed = {
        name: pack.parameters[name].model_copy(
            update={"since": {pack.year: option}, "options": (option,)}
        )
        for name, option in chosen.items()
    }
    return Titles(pack.layers, {**pack.parameters, **fixed}, pack.year)
