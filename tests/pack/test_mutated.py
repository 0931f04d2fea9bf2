"""Packs of the checkout with one value made wrong: a finding with its place, and no exception.

``python -m tests.pack.test_mutated 5000`` tries that many instead of a sample.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.dump import dump
from discloser.finding import Finding, has_errors
from discloser.location import FieldPath, SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.layers import MANIFEST, pack_roots
from discloser.pack.pack import load_pack
from discloser.pack.rules import load_rule_changes
from discloser.read.yaml import read_yaml
from discloser.specimen.samples import samples
from tests.pack.test_style import changed_in, paths, written

TEMPLATES = Path(__file__).parents[2] / "templates"
PACKS = ("henan/xinxiang", "henan/sanmenxia", "example/qinglan", "henan/base")
NEST = "{{ " + "(" * 150 + "1" + ")" * 150 + " }}"
WRONG: tuple[Any, ...] = (
    None,
    "",
    "甲",
    "0",
    "-1",
    "1e9",
    ".nan",
    "9" * 5000,
    "名" * 300,
    "²²²²",
    [],
    {},
    ["甲"],
    [["甲"]],
    {"a": "b"},
    {"id": ["a"]},
    [{"id": {"a": "b"}}, {"id": "b", "after": ["a"]}],
    "{{ nothing }}",
    "{{ 1 / 0 }}",
    "{% include 5 %}",
    "{% include '" + "a" * 300 + "' %}",
    "{{ param['无'] }}",
    "{{ param[''] }}",
    "{{ {[1]: 2} }}",
    "{{ " + "9" * 5000 + " }}",
    "{% for x in 5 %}{% endfor %}",
    "{{ self }}{{ loop.index }}{{ section() }}",
    "{{ ''|chinese }}{{ 'x'|decimal|plain }}{{ year|chinese_month }}",
    "{{ total(5) }}{{ breakdown(year, 'x') }}{{ breakdown(three_public, 'x') }}",
    "{{ with_shares([1], 2) }}{{ three_public|only(a=5) }}{{ item_names(5) }}",
    "{{ three_public|styled(5) }}{{ three_public|named(5) }}{{ project_text(5, 5) }}",
    "x in year",
    "x in projects * 2",
    "loop in units",
    "__class__ in units",
    "five six",
    "{{",
    NEST,
    "parent",
    "../../x",
    "a\x07\u200b\u00adb",
)
MARKS = (
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "(",
    ")",
    "|",
    "'",
    "~",
    "# ",
    "**",
    "\ue000",
    "\u200b",
    "{.x}",
    "[0]",
)


@dataclass(frozen=True)
class Mutant:
    """A file of the templates with a change, and which pack of which kind reads it."""

    pack: str
    kind: Kind
    file: Path
    text: str
    what: str


@cache
def inputs(pack: str, kind: Kind) -> Disclosure:
    known, findings = load_pack(pack, kind, 2025, pack_roots())
    assert known is not None, findings
    return next(samples(pack, kind, 2025, known.form)).disclosure


@cache
def files(suffix: str) -> tuple[Path, ...]:
    return tuple(sorted(path.relative_to(TEMPLATES) for path in TEMPLATES.rglob(f"*{suffix}")))


@cache
def draft_of(file: Path) -> Any:
    return read_yaml((TEMPLATES / file).read_text(encoding="utf-8"), str(file))[0]


def readers(file: Path) -> Iterator[tuple[str, Kind]]:
    """The packs that read a file, and for which kind."""
    for pack in PACKS:
        kinds = [kind for kind in Kind if kind.value in file.parts] or list(Kind)
        parents = (
            {"national", "henan/base", pack} if pack.startswith("henan") else {"national", pack}
        )
        if any(file.is_relative_to(parent) for parent in parents):
            yield from (
                (pack, kind)
                for kind in kinds
                if not (pack == "example/qinglan" and kind is Kind.BUDGET)
            )


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    chance = random.Random(seed)  # noqa: S311 - for tests, not for secrets
    while count:
        file = chance.choice(files(".yaml") + files(".j2"))
        known = list(readers(file))
        if not known:
            continue
        pack, kind = chance.choice(known)
        if file.suffix == ".yaml":
            draft = draft_of(file)
            path: FieldPath = chance.choice(list(paths(draft)))
            value = chance.choice(WRONG)
            text, what = written(changed_in(draft, path, value)), f"{path} = {str(value)[:60]!r}"
        else:
            text = (TEMPLATES / file).read_text(encoding="utf-8")
            at, mark = chance.randrange(len(text)), chance.choice(MARKS)
            cut = chance.randrange(4)
            text, what = text[:at] + mark + text[at + cut :], f"{mark!r} at {at}, {cut} cut"
        count -= 1
        yield Mutant(pack, kind, file, text, what)


def read(mutant: Mutant, root: Path) -> tuple[Finding, ...]:
    pack, findings = load_pack(mutant.pack, mutant.kind, 2025, (root,))
    if pack is None:
        assert has_errors(findings)
        return findings
    _, of_rules = load_rule_changes(pack.layers, pack.kind, ())
    figures = compute(inputs(mutant.pack, mutant.kind), pack.measures)
    document, problems = compose(figures, pack, SourceMap("input"))
    dump(document)
    return (*findings, *of_rules, *problems)


def faults_of(mutant: Mutant, root: Path) -> str:
    """What is wrong with reading a mutant, or nothing."""
    place = root / mutant.file
    good = place.read_text(encoding="utf-8")
    place.write_text(mutant.text, encoding="utf-8")
    try:
        for finding in read(mutant, root):
            if finding.code.startswith(("T", "M", "R")) and finding.location is None:
                return f"no place: {finding.code} {finding.message}"
            if "Error" in finding.message or "object" in finding.message:
                return f"no Chinese: {finding.code} {finding.message}"
    except Exception:  # noqa: BLE001 - whatever it is, it is what the test looks for
        return traceback.format_exc()
    finally:
        place.write_text(good, encoding="utf-8")
    return ""


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(TEMPLATES, folder / "templates"))


@pytest.mark.parametrize("seed", range(4))
def test_a_pack_with_one_wrong_value_is_read_to_its_end(seed: int, tmp_path: Path) -> None:
    root = copied(tmp_path)
    for mutant in mutants(30, seed):
        assert faults_of(mutant, root) == "", f"{mutant.file}: {mutant.what}"


def test_every_pack_of_the_list_is_there() -> None:
    assert all((TEMPLATES / pack / MANIFEST).is_file() for pack in PACKS)


def main(count: int, seed: int) -> None:
    """Try many mutants, and print what is wrong with them."""
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        for mutant in mutants(count, seed):
            if fault := faults_of(mutant, root):
                sys.stdout.write(f"== {mutant.pack} {mutant.file}: {mutant.what}\n{fault}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
