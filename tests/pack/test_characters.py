"""Characters of a pack's files that nobody sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.nodes import Heading
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pack.pack import load_pack
from discloser.workshop.lint import lint
from tests.compute.lines import disclosure, spend
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack

INVISIBLE = {"zero-width space": "\u200b", "soft hyphen": "\u00ad", "word joiner": "\u2060"}


@pytest.mark.parametrize("sign", INVISIBLE.values(), ids=INVISIBLE)
@pytest.mark.parametrize(
    ("file", "line"), [(NARRATIVE, 2), ("macros.j2", 1), (TABLE, 1), ("parameters/numbers.yaml", 2)]
)
def test_an_invisible_character_of_a_pack_is_dropped_with_a_note_at_its_place(
    sign: str, file: str, line: int, tmp_path: Path
) -> None:
    text = {NARRATIVE: "## 一、支出\n支出总计。\n", "macros.j2": "{# 支出 #}\n", **FILES}
    written = text[file] if file != NARRATIVE else "## 一、支出\n支出总计。\n"
    written = written.replace("支出", f"支{sign}出").replace("数字", f"数{sign}字")
    packs = make_pack(tmp_path, {file: written})
    assert ("R006", line) in {
        (finding.code, finding.location.line)
        for finding in lint(NAME, 2025, (packs,))
        if finding.location is not None and finding.location.file.endswith(file)
    }


def test_a_byte_order_mark_is_nothing_and_a_heading_stays_a_heading(tmp_path: Path) -> None:
    bom = "\ufeff"
    changes = {NARRATIVE: bom + "## 一、支出\n\n字\n", TABLE: bom + FILES[TABLE]}
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (make_pack(tmp_path, changes),))
    assert findings == ()
    assert pack is not None
    figures = compute(disclosure(expenditure=[spend("1")]), pack.measures)
    document, problems = compose(figures, pack, SourceMap("in.yaml"))
    assert problems == ()
    assert "一、支出" in [block.text for block in document.blocks() if isinstance(block, Heading)]
