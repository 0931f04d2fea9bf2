"""The pictures of the clerk's guide, made from today's workbooks: ``make pictures``.

LibreOffice prints a part of a sheet with the headings of its rows and columns; ``pdftoppm`` makes
it an image, whose white border is cut off. Needs both programs; writes docs/pictures.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageChops

from discloser.entry.annotate import annotate
from discloser.entry.convert import convert, new_input
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare
from discloser.read.workbook_layout import GUIDE, PROBLEMS, SELF_CHECK
from tests.entry.office import Office
from tests.entry.samples import ROOT, edited

PICTURES = ROOT / "docs" / "pictures"
INPUT = ROOT / "inputs/henan/sanmenxia/2025/administrative-approval.yaml"
PACK, YEAR = "henan/sanmenxia", 2026
WIDTH, BORDER, DPI = 1400, 8, 200
EXPENDITURE, FIRST = "支出", 5
SPOILT = {  # what a clerk gets wrong, by column and by line of the sheet
    ("I", 2): "很多",
    ("B", 4): "201",
    ("C", 6): "基本",
    ("I", 7): None,
    ("B", 9): "2010302 行政运行",
}


@dataclass(frozen=True)
class Picture:
    """A picture: its name, and the part of a workbook's sheet that it shows."""

    name: str
    book: bytes
    sheet: str
    area: str


def content_of(made: bytes | None) -> bytes:
    assert made is not None
    return made


def pictures(folder: Path) -> list[Picture]:
    """The pictures of the guide; the workbooks are made in a folder."""
    blank = content_of(new_input(PACK, Kind.BUDGET, YEAR, ".xlsx", roots=pack_roots())[0])
    filled = content_of(convert(INPUT, folder / "filled.xlsx", pack_roots())[0])
    broken = edited(spoil, filled)
    path = folder / "broken.xlsx"
    path.write_bytes(broken)
    marked = annotate(path, prepare(path).findings)
    return [
        Picture("guide", blank, GUIDE, "A1:B37"),
        Picture("basics", filled, "基本信息", "A1:C14"),
        Picture("expenditure", filled, EXPENDITURE, "A1:I16"),
        Picture("self-check", broken, SELF_CHECK, "A1:C25"),
        Picture("marked", marked, EXPENDITURE, "A1:I14"),
        Picture("problems", marked, PROBLEMS, "A1:F7"),
    ]


def spoil(book: Workbook) -> None:
    for (column, line), value in SPOILT.items():
        book[EXPENDITURE][f"{column}{FIRST + line}"] = value


def only(picture: Picture) -> bytes:
    """The workbook so that it prints the part that is shown, on one page."""
    book = load_workbook(BytesIO(picture.book))
    for sheet in book.worksheets:
        shown = sheet.title == picture.sheet
        sheet.sheet_state = "visible" if shown else "hidden"
        if shown:
            book.active = sheet
            sheet.print_area = picture.area
            sheet.print_title_rows = None
            sheet.print_options.headings = True
            sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
            sheet.page_setup.orientation = "landscape"
            sheet.oddHeader = sheet.oddFooter = HeaderFooterItem()
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def draw(picture: Picture, office: Office, folder: Path) -> Image.Image:
    path = folder / f"{picture.name}.xlsx"
    path.write_bytes(only(picture))
    pdf = office.convert(path, "pdf", folder)
    command = ["pdftoppm", "-r", str(DPI), "-png", "-singlefile"]
    command += [str(pdf), str(pdf.with_suffix(""))]
    subprocess.run(command, check=True, timeout=60)
    with Image.open(pdf.with_suffix(".png")) as page:
        image = page.convert("RGB")
    box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
    assert box is not None, picture.name
    left, top, right, bottom = box
    cut = image.crop((left - BORDER, top - BORDER, right + BORDER, bottom + BORDER))
    size = (WIDTH, round(cut.height * WIDTH / cut.width))
    return cut.resize(size, Image.Resampling.LANCZOS)


def main(names: list[str]) -> None:
    """Draw all pictures, or those of some names."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        office = Office.started(folder / "profile")
        for picture in pictures(folder):
            if not names or picture.name in names:
                target = PICTURES / f"{picture.name}.png"
                image = draw(picture, office, folder)
                image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
