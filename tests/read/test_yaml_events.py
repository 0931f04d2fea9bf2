"""What libyaml reads is what ruamel.yaml reads: the same draft, places and findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.read import Draft
from discloser.read import yaml as module
from discloser.read.yaml import read_yaml
from discloser.read.yaml_events import NotWellWrittenError, quick_events
from tests.fuzz.yaml_text import break_structure, break_text

ROOT = Path(__file__).parents[2]
WRITTEN = sorted([*ROOT.glob("inputs/**/*.yaml"), *ROOT.glob("templates/**/*.yaml")])
DAMAGED, LONGEST = 150, 5_000

Read = tuple[Draft | None, SourceMap, tuple[Finding, ...]]


def both_ways(text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Read, Read]:
    """The text as it is read, and as ruamel.yaml alone reads it."""

    def refused(_: str) -> Iterator[object]:
        raise NotWellWrittenError

    usual = read_yaml(text, "f.yaml")
    with monkeypatch.context() as patch:
        patch.setattr(module, "quick_events", refused)
        return usual, read_yaml(text, "f.yaml")


def is_well_written(text: str) -> bool:
    try:
        list(quick_events(text))
    except NotWellWrittenError:
        return False
    return True


def test_what_this_project_holds_is_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(3)  # noqa: S311 - no secret
    for path in random.sample(WRITTEN, 25):
        text = path.read_text(encoding="utf-8")
        usual, other = both_ways(text, monkeypatch)
        assert usual == other, path
        assert is_well_written(text), path


def test_damaged_texts_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(5)  # noqa: S311 - no secret
    seeds = [content for p in WRITTEN if len(content := p.read_bytes()) < LONGEST]
    quick = 0
    for _ in range(DAMAGED):
        content = random.choice((break_text, break_structure))(random.choice(seeds), random)
        text = content.decode("utf-8", "replace")
        usual, other = both_ways(text, monkeypatch)
        assert usual == other, text
        quick += is_well_written(text)
    assert DAMAGED // 3 < quick < DAMAGED


@pytest.mark.parametrize(
    "text",
    [
        "a: 'b\x85c'\n",
        "a: b\u2028c\n",
        "%YAML 1.1\n---\na: b\n",
        "a:\tb\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !x b\n",
        "a: [b\n",
        'a: "\\ud800"\n',
        "a: b: c\n",
    ],
)
def test_ruamel_reads_what_is_read_or_told_otherwise(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, other = both_ways(text, monkeypatch)
    assert usual == other
    assert not is_well_written(text)


def test_a_text_is_not_read_behind_its_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, other = both_ways("a: " + "[" * 2000 + "]" * 2000, monkeypatch)
    assert usual == other
    assert [finding.code for finding in usual[2]] == ["R027"]
