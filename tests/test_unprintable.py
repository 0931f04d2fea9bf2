"""A character without a glyph is found by every command, where it was typed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl.workbook.workbook import Workbook

from discloser.document.style import Style
from discloser.pipeline import Prepared, prepare
from discloser.render.glyphs import missing_characters
from discloser.unprintable import IN_ALL_FONTS, NO_GLYPH
from tests.entry.samples import GOOD, INPUTS, edited

NAME = "示范市示范中心"
NOWHERE = "\U000313a0"
"""An ideograph of an extension that no free font holds."""


def glyphs(prepared: Prepared) -> list[str]:
    """The places of the characters without a glyph, without the file."""
    return [
        each.location.position.removeprefix(str(prepared.path)).strip(" :")
        for each in prepared.findings
        if each.code == NO_GLYPH.code and each.location
    ]


def typed(folder: Path, name: str) -> Prepared:
    """The good input with another name of its second unit, as YAML."""
    shutil.copy(GOOD.with_name("last_year.yaml"), folder)
    path = folder / "a.yaml"
    path.write_text(GOOD.read_text(encoding="utf-8").replace(NAME, name), encoding="utf-8")
    return prepare(path)


def test_it_stands_at_its_line_in_yaml(tmp_path: Path) -> None:
    lines = GOOD.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if NAME in text)
    prepared = typed(tmp_path, NAME + NOWHERE)
    assert [place.partition(":")[0] for place in glyphs(prepared)] == [str(line)]
    assert not prepared.ok
    assert prepared.may_be_drafted


def test_it_stands_at_its_cell_in_a_workbook(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["单位"]["A6"] = f"{book['单位']['A6'].value}{NOWHERE}"

    shutil.copy(GOOD.with_name("last_year.yaml"), tmp_path)
    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change))
    assert glyphs(prepare(path)) == ["单位!A6"]


@pytest.mark.parametrize(
    "name", [f"{NAME}\ufe0f", f"{NAME}\U000e0100", f"{NAME}喆", f"{NAME}〇—·", f"㎡{NAME}"]
)
def test_what_can_be_printed_is_no_finding(tmp_path: Path, name: str) -> None:
    assert glyphs(typed(tmp_path, name)) == []


def test_a_private_character_is_told_once(tmp_path: Path) -> None:
    codes = [each.code for each in typed(tmp_path, f"{NAME}\ue0ff").findings]
    assert "R031" in codes
    assert NO_GLYPH.code not in codes


def common_characters() -> str:
    """All of GB 2312: what is taken for granted of every Chinese font."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", "ignore") for pair in pairs)


def styles() -> list[Style]:
    packs = (prepare(path).pack for path in INPUTS)
    return list({pack.name: pack.style for pack in packs if pack is not None}.values())


def test_the_fonts_of_all_packs_hold_the_common_characters() -> None:
    assert len(common_characters()) == 6763  # the standard's own number
    for style in styles():
        families = [name for names in style.faces.values() for name in names]
        assert missing_characters(common_characters() + "".join(IN_ALL_FONTS), families) == set()


def test_without_rare_characters_no_font_is_opened() -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from discloser.pipeline import prepare\n"
        f"assert prepare(Path({str(GOOD)!r})).ok\n"
        "print('fontTools' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
