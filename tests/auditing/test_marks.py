"""The marked copy says each fault where it stands; the original is as it was."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from openpyxl import load_workbook

from discloser.audit.faults import Fault
from discloser.audit.mark import marked, marked_name
from discloser.audit.rules import NO_YEAR
from discloser.audit.sureness import Sureness
from discloser.location import Location, Spot
from tests.auditing.files import FORMATS, REAL, audited, content, saved
from tests.auditing.test_audit import PLANTED, WRONG_CELL
from tests.rules.documents import document


def faulty(folder: Path, suffix: str) -> tuple[Path, tuple[Fault, ...]]:
    path = saved(folder, content("approval", WRONG_CELL(document("approval")), suffix), suffix)
    return path, audited(path).faults


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_original_is_not_touched(suffix: str, tmp_path: Path) -> None:
    path, faults = faulty(tmp_path, suffix)
    before = path.read_bytes()
    assert marked(path, faults) != before
    assert path.read_bytes() == before
    assert marked_name(path) == f"某局（批注）.{suffix}"


def test_a_comment_in_word_stands_at_the_cell(tmp_path: Path) -> None:
    path, faults = faulty(tmp_path, "docx")
    copy = tmp_path / "copy.docx"
    copy.write_bytes(marked(path, faults))
    made = docx.Document(str(copy))
    texts = {comment.comment_id: comment.text for comment in made.comments}
    numbers = [number for number, text in texts.items() if text.startswith("多半是这一格错了")]
    starts = made.element.body.xpath(f".//w:commentRangeStart[@w:id='{numbers[0]}']")
    assert len(numbers) == len(starts) == 1
    paragraph = starts[0].getparent()
    assert "".join(text.text for text in paragraph.xpath(".//w:t")) == PLANTED


def test_a_workbook_has_a_comment_at_the_cell(tmp_path: Path) -> None:
    path, faults = faulty(tmp_path, "xlsx")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(marked(path, faults))
    cells = (cell for sheet in load_workbook(copy) for row in sheet for cell in row)
    remarks = {str(cell.value): cell.comment.text for cell in cells if cell.comment}
    assert "各行之和" in remarks[PLANTED]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_frame_in_a_pdf_is_seen_around_what_it_speaks_of(turned: int, tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    with pikepdf.open(REAL / "social2024-final.pdf") as pdf:
        pdf.pages[0].rotate(turned, relative=True)
        pdf.save(path)
    box = (100.0, 200.0, 300.0, 240.0)
    place = Location(str(path), spot=Spot(page=1, box=box))
    fault = Fault(NO_YEAR.at(place), Sureness.CERTAIN)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(marked(path, [fault]))
    with closing(pypdfium2.PdfDocument(copy)) as seen:
        picture = seen[0].render(scale=1).to_pil().convert("RGB")
    red = [
        (x, y)
        for x in range(picture.width)
        for y in range(picture.height)
        if (pixel := picture.getpixel((x, y)))[0] > 180 and max(pixel[1:]) < 120
    ]
    found = (*map(min, zip(*red, strict=True)), *map(max, zip(*red, strict=True)))
    assert found == pytest.approx(box, abs=4)
