"""The clerk's own workbook with the problems in it: coloured cells, comments, a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from discloser.entry.copied import copied
from discloser.entry.package.marks import SheetMarks
from discloser.entry.package.workbook import DAMAGED, WorkbookPackage
from discloser.entry.package.xml import new
from discloser.entry.problem_sheet import problem_sheet
from discloser.finding import Finding, Severity
from discloser.location import Location, areas
from discloser.problems import merged
from discloser.read.characters import tidy
from discloser.read.workbook import open_workbook
from discloser.read.workbook_layout import PROBLEMS

_COLORS = {
    Severity.ERROR: "FFFF9C9C",
    Severity.WARNING: "FFFFD966",
    Severity.NOTE: "FFBDD7EE",
}
_MOST_TEXT = 2_000
_NARROWEST, _WIDEST = 8, 60
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
KEPT_WHOLE = frozenset({".xlsx", ".xlsm"})
"""The forms whose copy is the original with marks; of the others it has the contents alone."""


def annotate(path: Path, findings: Iterable[Finding]) -> bytes:
    """Write the problems of the workbook at ``path`` into a copy of it, an .xlsx.

    Each cell with a problem is coloured by how much it matters and says what is wrong and what
    to do; the first sheet lists all problems in the order of ``findings``, equal ones once, with
    links to the cells. All else of an .xlsx stays as it is, so that the copy reads the same.

    Raises:
        ValueError: if the file is too damaged to be marked.
    """
    data = path.read_bytes() if path.suffix.lower() in KEPT_WHOLE else _copied(path)
    try:
        return _marked(WorkbookPackage(data), list(merged(findings)), str(path))
    except DAMAGED as error:
        raise ValueError("文件已损坏") from error


def _marked(package: WorkbookPackage, findings: list[Finding], file: str) -> bytes:
    package.drop_sheet(PROBLEMS)
    package.without_macros()
    fills = {severity: _fill(package, color) for severity, color in _COLORS.items()}
    names = {name.strip(): name for name in package.sheet_parts}

    def cell(place: Location | None) -> tuple[str, str] | None:
        """The sheet and the cell that is shown for a place; None outside this workbook."""
        name = names.get((place.sheet or "").strip()) if place is not None else None
        if place is None or name is None or place.file != file:
            return None
        sheet = package.sheet(name)
        is_cell = sheet is not None and _ADDRESS.fullmatch(place.cell or "")
        return (name, sheet.shown(place.cell or "")) if sheet is not None and is_cell else None

    marks: dict[tuple[str, str], dict[int, Finding]] = {}
    for number, finding in enumerate(findings):
        for place in finding.locations:
            at = cell(place)
            if at is not None:
                marks.setdefault(at, {})[number] = finding
    marked: dict[str, SheetMarks] = {}
    for (name, address), found in marks.items():
        sheet = package.sheet(name)
        if sheet is not None:
            on_sheet = marked.setdefault(name, SheetMarks(package, sheet))
            worst = min((each.severity for each in found.values()), key=list(Severity).index)
            on_sheet.colour(address, fills[worst])
            words = "\n\n".join("\n".join(_words(each)) for each in found.values())
            on_sheet.comment(address, tidy(words)[0][:_MOST_TEXT])

    def link(finding: Finding) -> str:
        at = cell(finding.location)
        quoted = at[0].replace("'", "''") if at is not None else ""
        return f"'{quoted}'!{at[1]}" if at is not None else ""

    listed = problem_sheet(package, findings, fills, lambda each: _where(each, file), link)
    package.put_sheet_first(PROBLEMS, listed)
    return package.content()


def _fill(package: WorkbookPackage, color: str) -> int:
    """Add a colour to the workbook's styles."""
    near = package.tree(package.book_part)
    fill, pattern = new(near, "fill"), new(near, "patternFill", patternType="solid")
    pattern.append(new(near, "fgColor", rgb=color))
    fill.append(pattern)
    return package.style_element("fills", fill)


def _copied(path: Path) -> bytes:
    book, _ = open_workbook(path, str(path))
    if book is None:
        raise ValueError("打不开")
    return copied(book)


def _words(finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{finding.message}"
    if finding.remedy:
        yield f"怎么办：{finding.remedy}"


def _where(finding: Finding, file: str) -> str:
    """The place of a finding, or the cells of all that it stands for."""
    if not finding.locations:
        return ""
    places = finding.locations[: finding.times]
    return "、".join(areas(places)) or places[0].position.removeprefix(file).strip()
