"""Parameters at each other's place, known by what stands around them elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.model.values import Kind
from discloser.workshop.lint import lint
from tests.workshop.tiny import NAME, NARRATIVE, make_pack, write

PARAMETERS = "parameters/wording.yaml"
WORDS = """\
level: {label: 财政的级次, since: {2018: 市级}}
travel: {label: 出国路费的叫法, since: {2018: 国际旅费}}
lodging: {label: 出国路费的叫法（决算）, since: {2018: 国际旅费}}
"""
SENTENCES = "支出：纳入{{ param.%s }}财政预算管理，包括住宿费、{{ param.%s }}、伙食补助费。\n"


def told(folder: Path, first: str, second: str, child: str = "") -> list[tuple[str, str]]:
    """What lint says of parameters in two sentences, of a pack or of one below it."""
    own = {NARRATIVE: SENTENCES % ("level", "travel"), PARAMETERS: WORDS}
    make_pack(folder, own)
    write(folder / "made/child/pack.yaml", f"title: 子\nparent: {NAME}\n")
    write(folder / "made/child" / NARRATIVE, SENTENCES % (first, second))
    found = lint(f"made/{child}" if child else NAME, 2025, (folder,), (Kind.BUDGET,))
    return [
        (found.message.partition("，")[0], found.locations[0].position.rpartition("/")[2])
        for found in found
        if found.code == "T130"
    ]


def test_two_parameters_exchanged_are_told_at_their_places(tmp_path: Path) -> None:
    assert told(tmp_path, "travel", "level", "child") == [
        ("这里取的是“出国路费的叫法”（param.travel）", "narrative.md.j2:1:9"),
        ("这里取的是“财政的级次”（param.level）", "narrative.md.j2:1:40"),
    ]


@pytest.mark.parametrize(("first", "second"), [("level", "travel"), ("level", "lodging")])
def test_the_same_parameter_or_one_like_it_is_right(
    first: str, second: str, tmp_path: Path
) -> None:
    assert told(tmp_path, first, second, "child") == []


def test_where_two_places_differ_both_packs_are_told(tmp_path: Path) -> None:
    assert [words for words, _ in told(tmp_path, "travel", "travel")] == [
        "这里取的是“财政的级次”（param.level）"
    ]
