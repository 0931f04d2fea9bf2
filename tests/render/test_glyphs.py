import subprocess
import sys

import pytest

from discloser.render import fontconfig, typst_fonts
from discloser.render.glyphs import missing_characters
from discloser.render.texts import document_text
from tests.render.sample import HOSTILE_TEXT, LONG_NAME, sample_document, sample_style

FAMILIES = [name for names in sample_style().faces.values() for name in names]
UNASSIGNED = "\u0378"


def test_it_finds_a_character_that_no_font_holds() -> None:
    assert missing_characters(f"预算{UNASSIGNED}公开", FAMILIES) == {UNASSIGNED}


def test_spaces_and_line_breaks_need_no_glyph() -> None:
    assert missing_characters("一　二\n三\u200b\t", FAMILIES) == set()


def test_a_rare_character_is_taken_from_a_later_family() -> None:
    fangsong = sample_style().faces["fangsong"]
    assert missing_characters("喆", ["FandolFang"]) == {"喆"}
    assert missing_characters("喆", fangsong) == set()


def test_a_family_that_is_not_installed_holds_nothing() -> None:
    assert missing_characters("预算", ["没有这种字体"]) == {"预", "算"}


def test_the_text_of_a_document_holds_all_its_parts() -> None:
    text = document_text(sample_document())
    for part in (HOSTILE_TEXT, LONG_NAME, "部门整体绩效目标表", "1,234,567.89", "二〇二五年三月"):
        assert part in text
    assert missing_characters(text, FAMILIES) == set()


def test_no_pdf_writer_is_needed_to_look_for_glyphs() -> None:
    script = (
        "import sys\n"
        "from discloser.render.glyphs import missing_characters\n"
        "print(missing_characters('预\\u0378', ['FandolFang']))\n"
        "print(sorted({'weasyprint', 'typst'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [repr({UNASSIGNED}), "[]"]


@pytest.mark.parametrize("names", sample_style().faces.values(), ids=sample_style().faces)
def test_without_fontconfig_the_names_in_the_fonts_lead_to_the_same_files(
    names: tuple[str, ...],
) -> None:
    with_it, without = fontconfig.files_by_family(), typst_fonts.files_by_family()
    assert with_it is not None
    for name in map(str.casefold, names):
        assert without.get(name, frozenset()) == with_it.get(name, frozenset())
