"""The list of all problems as the first sheet of an annotated workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from discloser.entry.package.workbook import WorkbookPackage
from discloser.entry.package.xml import Element, new, new_root
from discloser.entry.sheets import row_height
from discloser.finding import Finding, Severity
from discloser.read.characters import tidy

TITLES = ("序号", "级别", "位置", "问题", "怎么办", "编号")
_WIDTHS = (6, 8, 24, 80, 60, 8)
_SEVERITY, _PLACE = 1, 2
_FONT = '<font><{mark}/><sz val="11"/>{colour}<name val="宋体"/></font>'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Where = Callable[[Finding], str]
Link = Callable[[Finding], str]


def problem_sheet(
    package: WorkbookPackage,
    findings: Sequence[Finding],
    fills: dict[Severity, int],
    where: Where,
    link: Link,
) -> Element:
    """The worksheet: a row for each finding; ``link`` is the cell that its place leads to, or "".

    ``fills`` are the numbers of the colours in the workbook's styles.
    """
    near = package.tree(package.book_part)
    styles = _Styles(package, near, fills)
    root = new_root(near, "worksheet")
    root.append(_views(near))
    columns = new(near, "cols")
    for at, width in enumerate(_WIDTHS, start=1):
        columns.append(new(near, "col", min=at, max=at, width=width, customWidth=1))
    root.append(columns)
    data = new(near, "sheetData")
    root.append(data)
    data.append(_row(near, 1, TITLES, [styles.bold] * len(TITLES)))
    links = new(near, "hyperlinks")
    for number, finding in enumerate(findings, start=2):
        texts = (
            str(number - 1),
            finding.severity.label,
            where(finding),
            finding.message,
            finding.remedy,
            finding.code,
        )
        looks = [styles.wrapped] * len(texts)
        looks[_SEVERITY] = styles.coloured[finding.severity]
        target = link(finding)
        if target:
            looks[_PLACE] = styles.linked
            links.append(new(near, "hyperlink", ref=f"C{number}", location=target))
        row = _row(near, number, texts, looks)
        row.set("ht", str(row_height(texts, _WIDTHS)))
        row.set("customHeight", "1")
        data.append(row)
    root.append(new(near, "autoFilter", ref=f"A1:F{max(2, len(findings) + 1)}"))
    if len(links):
        root.append(links)
    return root


class _Styles:
    """The numbers of the list's cell formats in the workbook's styles."""

    def __init__(self, package: WorkbookPackage, near: Element, fills: dict[Severity, int]) -> None:
        def font(mark: str, colour: str = "") -> int:
            element = etree.fromstring(_FONT.format(mark=mark, colour=colour))
            return package.style_element("fonts", _in_namespace(near, element))

        def look(font_number: int = 0, fill: int = 0) -> int:
            element = new(near, "xf", numFmtId=0, fontId=font_number, fillId=fill, borderId=0)
            for name in ("applyFont", "applyFill", "applyAlignment"):
                element.set(name, "1")
            element.append(new(near, "alignment", vertical="top", wrapText=1))
            return package.style_element("cellXfs", element)

        self.bold = look(font("b"))
        self.wrapped = look()
        self.linked = look(font("u", '<color rgb="FF0563C1"/>'))
        self.coloured = {severity: look(fill=fill) for severity, fill in fills.items()}


def _in_namespace(near: Element, element: Element) -> Element:
    """A copy of an element, and of those inside it, in the namespace of another one."""
    copy = new(near, str(element.tag), **{str(k): v for k, v in element.attrib.items()})
    for child in element:
        copy.append(_in_namespace(near, child))
    return copy


def _views(near: Element) -> Element:
    views = new(near, "sheetViews")
    view = new(near, "sheetView", tabSelected=1, workbookViewId=0)
    pane = {"ySplit": 1, "topLeftCell": "A2", "activePane": "bottomLeft", "state": "frozen"}
    view.append(new(near, "pane", **pane))
    views.append(view)
    return views


def _row(near: Element, number: int, texts: Sequence[str], looks: Sequence[int]) -> Element:
    """A row of texts; what a clerk typed may begin like a formula and stays a text."""
    row = new(near, "row", r=number)
    for letter, text, look in zip("ABCDEF", texts, looks, strict=True):
        cell = new(near, "c", r=f"{letter}{number}", s=look, t="inlineStr")
        outer, inner = new(near, "is"), new(near, "t")
        inner.text = tidy(text)[0]
        inner.set(_SPACE, "preserve")
        outer.append(inner)
        cell.append(outer)
        row.append(cell)
    return row
