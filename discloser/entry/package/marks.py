"""Marks at the cells of a worksheet: colours and comments, in place."""

from __future__ import annotations

from lxml import etree

from discloser.entry.package.sheet import PackageSheet
from discloser.entry.package.workbook import WorkbookPackage
from discloser.entry.package.xml import Element, local, new, new_root, relation_id, set_relation_id
from discloser.read.spreadsheet.address import position

AUTHOR = "核对"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND_LEGACY = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""What stands behind ``legacyDrawing`` in a worksheet. Source: ECMA-376 part 1, 18.3.1.99."""
_DRAWING = """\
<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit"
 data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"
 path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t"
 o:connecttype="rect"/></v:shapetype></xml>"""
_SHAPE = """\
<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{id}" type="#_x0000_t202"
 style="position:absolute;width:240pt;height:120pt;z-index:1;visibility:hidden"
 fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black"
 obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div
 style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>
<x:SizeWithCells/><x:Anchor>{left}, 12, {top}, 4, {right}, 12, {bottom}, 4</x:Anchor>
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData>
</v:shape>"""
_SHAPE_IDS = 5_000
"""The first number of our shapes: far above those that a clerk's comments have."""


class SheetMarks:
    """What is put at the cells of a worksheet: colours and comments."""

    def __init__(self, package: WorkbookPackage, sheet: PackageSheet) -> None:
        self._package = package
        self._sheet = sheet
        self._part = sheet.part
        self._root = sheet.root
        self._comments: Element | None = None
        self._list: Element | None = None
        self._commented: dict[str, Element] = {}
        self._shapes = 0
        self._drawing: Element | None = None

    def colour(self, cell: str, fill: int) -> None:
        """Give a cell another fill; all else of its format stays."""
        element = self._sheet.cell(*position(cell))
        style = self._package.changed_style(element.get("s", "0"), fillId=fill, applyFill=1)
        element.set("s", style)

    def comment(self, cell: str, words: str) -> None:
        """Put words in front of a cell's comment, or make one of them."""
        listed = self._comment_list()
        known = self._commented.get(cell)
        if known is None:
            known = new(listed, "comment", ref=cell, authorId=self._author())
            known.append(new(listed, "text"))
            listed.append(known)
            self._commented[cell] = known
            self._draw(cell)
        else:
            words += "\n\n"
        text = next(each for each in known if local(each) == "text")
        run, inside = new(text, "r"), new(text, "t")
        inside.text = words
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(inside)
        text.insert(0, run)
        _plain_text_behind(text)

    def _comment_list(self) -> Element:
        if self._list is not None:
            return self._list
        if self._comments is None:
            found = self._package.linked(self._part, "comments")
            if found:
                self._comments = self._package.edited(next(iter(found.values())))
            else:
                self._comments = new_root(self._root, "comments")
                self._comments.append(new(self._root, "authors"))
                self._comments.append(new(self._root, "commentList"))
                part = self._package.unused("xl/comments{}.xml")
                self._package.add(part, self._comments, _COMMENTS)
                self._package.link(self._part, part, "comments")
        self._list = next(each for each in self._comments if local(each) == "commentList")
        for each in self._list:
            self._commented.setdefault(each.get("ref", ""), each)
        return self._list

    def _author(self) -> int:
        assert self._comments is not None  # noqa: S101 - the list of comments was asked for first
        authors = next(each for each in self._comments if local(each) == "authors")
        names = [each.text for each in authors]
        if AUTHOR not in names:
            author = new(authors, "author")
            author.text = AUTHOR
            authors.append(author)
            names.append(AUTHOR)
        return names.index(AUTHOR)

    def _draw(self, cell: str) -> None:
        """Add the box in which a comment is shown."""
        drawing = self._drawing_part()
        self._shapes = self._shapes or len(drawing)
        row, column = position(cell)
        shape = _SHAPE.format(
            id=_SHAPE_IDS + self._shapes,
            left=column + 1,
            right=column + 6,
            top=max(0, row - 1),
            bottom=row + 8,
            row=row,
            column=column,
        )
        drawing.append(etree.fromstring(shape))
        self._shapes += 1

    def _drawing_part(self) -> Element:
        if self._drawing is not None:
            return self._drawing
        found = self._package.linked(self._part, "vmlDrawing")
        legacy = next((each for each in self._root if local(each) == "legacyDrawing"), None)
        known = found.get(relation_id(legacy)) if legacy is not None else None
        if known is not None:
            self._drawing = self._package.edited(known)
            return self._drawing
        self._drawing = etree.fromstring(_DRAWING)
        part = self._package.unused("xl/drawings/vmlDrawing{}.vml")
        self._package.add_default("vml", _VML_TYPE)
        self._package.add(part, self._drawing, _VML_TYPE)
        legacy = new(self._root, "legacyDrawing")
        set_relation_id(legacy, self._package.link(self._part, part, "vmlDrawing"))
        behind = next((each for each in self._root if local(each) in _BEHIND_LEGACY), None)
        if behind is not None:
            behind.addprevious(legacy)
        else:
            self._root.append(legacy)
        return self._drawing


def _plain_text_behind(text: Element) -> None:
    """Make a comment's plain text a run, so that it stands behind ours."""
    for each in list(text)[1:]:
        if local(each) == "t":
            run = new(text, "r")
            each.addprevious(run)
            run.append(each)
