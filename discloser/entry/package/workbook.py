"""The parts of a workbook's package, of which those that are changed are written anew."""

from __future__ import annotations

import zipfile
import zlib
from copy import deepcopy
from functools import cached_property
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath, relpath
from xml.parsers.expat import ExpatError

from lxml import etree

from discloser.entry.package.sheet import PackageSheet
from discloser.entry.package.xml import (
    Element,
    child,
    local,
    new,
    parsed,
    relation_id,
    set_relation_id,
)
from discloser.read.spreadsheet.number_format import NumberFormat
from discloser.read.spreadsheet.rules import MAX_UNPACKED
from discloser.read.spreadsheet.xlsx import number_formats

_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_BEHIND_CALCULATION = frozenset(
    {
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    }
)
"""What stands behind ``calcPr`` in a workbook. Source: ECMA-376 part 1, 18.2.27."""
_ROOT_LINKS = "_rels/.rels"


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    StopIteration,
    ValueError,
    ExpatError,
)
"""What a damaged package raises when it is changed."""


class WorkbookPackage:
    """The parts of a workbook; those that are asked for as XML are written back from it."""

    def __init__(self, data: bytes) -> None:
        """Raises ``zipfile.BadZipFile``, ``KeyError`` or ``ValueError`` for a damaged file."""
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise ValueError("文件展开后过大")
            self._parts = {info.filename: archive.read(info) for info in archive.infolist()}
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._sheets: dict[str, PackageSheet] = {}
        self._styles: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}

    def tree(self, part: str) -> Element:
        """A part as XML, to be read."""
        if part not in self._trees:
            self._trees[part] = parsed(self._parts[part])
        return self._trees[part]

    def edited(self, part: str) -> Element:
        """A part as XML, to be changed."""
        self._changed.add(part)
        return self.tree(part)

    def add(self, part: str, root: Element, content_type: str) -> None:
        """Add a part."""
        self._parts[part] = b""
        self._trees[part] = root
        self._changed.add(part)
        types = self.edited(_TYPES)
        attributes = {"PartName": f"/{part}", "ContentType": content_type}
        types.append(new(types, "Override", **attributes))

    def add_default(self, extension: str, content_type: str) -> None:
        """Say what parts of an extension are."""
        types = self.tree(_TYPES)
        known = {each.get("Extension", "").lower() for each in types if local(each) == "Default"}
        if extension not in known:
            attributes = {"Extension": extension, "ContentType": content_type}
            self._changed.add(_TYPES)
            types.insert(0, new(types, "Default", **attributes))

    def unused(self, pattern: str) -> str:
        """The name of a part that is not there yet; ``{}`` stands for its number."""
        number = 1
        while pattern.format(number) in self._parts:
            number += 1
        return pattern.format(number)

    def remove(self, part: str) -> None:
        """Take a part out, with what is said of it."""
        self._parts.pop(part, None)
        self._trees.pop(part, None)
        types = self.edited(_TYPES)
        for each in types:
            if each.get("PartName", "").lstrip("/") == part:
                types.remove(each)

    def links(self, part: str) -> Element:
        """The relations of a part, to be changed; made where there are none."""
        name = _links_of(part)
        if name not in self._parts:
            self._parts[name] = b""
            self._trees[name] = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        return self.edited(name)

    def linked(self, part: str, kind: str) -> dict[str, str]:
        """The parts that a part leads to by a kind of relation, by their ids."""
        if _links_of(part) not in self._parts:
            return {}
        return {
            each.get("Id", ""): _resolved(part, each.get("Target", ""))
            for each in self.tree(_links_of(part))
            if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External"
        }

    def link(self, part: str, target: str, kind: str) -> str:
        """Lead from a part to another one; returns the id."""
        links = self.links(part)
        taken = {each.get("Id") for each in links}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        folder = str(PurePosixPath(part).parent)
        attributes = {
            "Id": f"rId{number}",
            "Type": f"{_OFFICE}/{kind}",
            "Target": relpath(target, folder),
        }
        links.append(new(links, "Relationship", **attributes))
        return attributes["Id"]

    @cached_property
    def book_part(self) -> str:
        """The name of the workbook's own part."""
        found = self.linked("", "officeDocument")
        if not found:
            raise ValueError("不是工作簿")
        return next(iter(found.values()))

    @cached_property
    def sheet_parts(self) -> dict[str, str]:
        """The part of each worksheet by its name, in their order."""
        linked = self.linked(self.book_part, "worksheet")
        return {
            each.get("name", ""): linked[id_]
            for each in self._sheet_list
            if (id_ := relation_id(each)) in linked
        }

    @property
    def _sheet_list(self) -> Element:
        book = self.tree(self.book_part)
        return next(each for each in book if local(each) == "sheets")

    def known_sheet(self, name: str) -> PackageSheet | None:
        """A worksheet to be looked at, or None where there is none of that name."""
        part = self.sheet_parts.get(name)
        if part is None:
            return None
        if name not in self._sheets:
            self._sheets[name] = PackageSheet(part, self.tree(part))
        return self._sheets[name]

    def sheet(self, name: str) -> PackageSheet | None:
        """A worksheet to be changed, or None where there is none of that name."""
        found = self.known_sheet(name)
        if found is not None:
            self._changed.add(found.part)
        return found

    @property
    def names(self) -> dict[str, str]:
        """What the workbook's own names stand for; each may belong to one sheet or to all."""
        found: dict[str, str] = {}
        for group in self.tree(self.book_part):
            for each in group if local(group) == "definedNames" else ():
                known = found.get(each.get("name", ""))
                found[each.get("name", "")] = f"{known},{each.text}" if known else each.text or ""
        return found

    def compute_when_opened(self) -> None:
        """Let programs compute all formulas when they open the workbook."""
        book = self.tree(self.book_part)
        said = child(book, "calcPr")
        if said is None:
            said = new(book, "calcPr")
            behind = next((each for each in book if local(each) in _BEHIND_CALCULATION), None)
            if behind is None:
                book.append(said)
            else:
                behind.addprevious(said)
        if said.get("fullCalcOnLoad") not in ("1", "true"):
            said.set("fullCalcOnLoad", "1")
            self._changed.add(self.book_part)

    @property
    def base_1904(self) -> bool:
        """Whether days are counted as old Macs do."""
        said = child(self.tree(self.book_part), "workbookPr")
        return said is not None and said.get("date1904") in ("1", "true", "on")

    @cached_property
    def number_formats(self) -> list[NumberFormat]:
        """The number formats that cells name by their style."""
        found = self.linked(self.book_part, "styles")
        if not found:
            return []
        return number_formats(self._parts[next(iter(found.values()))], base_1904=self.base_1904)

    @cached_property
    def styles(self) -> Element | None:
        """The workbook's styles, to be changed."""
        found = self.linked(self.book_part, "styles")
        return self.edited(next(iter(found.values()))) if found else None

    def style_element(self, group: str, element: Element) -> int:
        """Add a font, a fill or a format to the styles; returns its number."""
        styles = self.styles
        if styles is None:
            return 0
        elements = next(each for each in styles if local(each) == group)
        elements.append(element)
        elements.set("count", str(len(elements)))
        return len(elements) - 1

    def changed_style(self, style: str, **attributes: object) -> str:
        """The number of a cell format that differs from another one in these attributes alone."""
        key = (style, tuple(sorted((name, str(value)) for name, value in attributes.items())))
        if key not in self._styles:
            changed = self._format(int(style))
            if changed is None:
                return style
            for name, value in attributes.items():
                changed.set(name, str(value))
            self._styles[key] = str(self.style_element("cellXfs", changed))
        return self._styles[key]

    def _format(self, number: int) -> Element | None:
        styles = self.styles
        formats = child(styles, "cellXfs") if styles is not None else None
        known = list(formats) if formats is not None else []
        return deepcopy(known[number]) if number < len(known) else None

    def drop_sheet(self, name: str) -> None:
        """Take a sheet out of the workbook."""
        part = self.sheet_parts.get(name)
        if part is None:
            return
        at, entry = next(
            (at, each) for at, each in enumerate(self._sheet_list) if each.get("name") == name
        )
        self._changed.add(self.book_part)
        self._sheet_list.remove(entry)
        self._shift_names(at, -1)
        self._drop(relation_id(entry), part)
        del self.sheet_parts

    def put_sheet_first(self, name: str, root: Element) -> None:
        """Add a sheet in front of all others, and show it when the workbook is opened."""
        part = self.unused("xl/worksheets/sheet{}.xml")
        self.add(part, root, f"{_SPREADSHEET}worksheet+xml")
        self._changed.add(self.book_part)
        sheets = self._sheet_list
        number = max((int(each.get("sheetId", "0")) for each in sheets), default=0) + 1
        entry = new(sheets, "sheet", name=name, sheetId=number)
        set_relation_id(entry, self.link(self.book_part, part, "worksheet"))
        sheets.insert(0, entry)
        self._shift_names(0, 1)
        for each in self.tree(self.book_part).iter():
            if local(each) == "workbookView":
                each.set("activeTab", "0")
                each.set("firstSheet", "0")
        for other in self.sheet_parts.values():
            if b"tabSelected" in self._parts[other]:
                for view in self.edited(other).iter():
                    if "tabSelected" in view.attrib:
                        del view.attrib["tabSelected"]

    def _shift_names(self, at: int, by: int) -> None:
        """Keep the names that belong to a sheet with it when the sheets are counted anew."""
        for each in list(self.tree(self.book_part).iter()):
            if local(each) != "definedName" or "localSheetId" not in each.attrib:
                continue
            index = int(each.get("localSheetId", "0"))
            parent = each.getparent()
            if by < 0 and index == at and parent is not None:
                parent.remove(each)
            elif index >= at:
                each.set("localSheetId", str(index + by))

    def drop_linked(self, kind: str) -> None:
        """Take out the parts to which the workbook leads by a kind of relation."""
        for id_, part in self.linked(self.book_part, kind).items():
            self._drop(id_, part)

    def _drop(self, id_: str, part: str) -> None:
        links = self.links(self.book_part)
        for each in links:
            if each.get("Id") == id_:
                links.remove(each)
        self.remove(part)
        self.remove(_links_of(part))

    def without_macros(self) -> None:
        """Make a workbook with macros one without them."""
        self.drop_linked("vbaProject")
        for each in self.edited(_TYPES):
            if each.get("PartName", "").lstrip("/") == self.book_part:
                each.set("ContentType", f"{_SPREADSHEET}sheet.main+xml")

    def content(self) -> bytes:
        """The package as a file."""
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                tree = self._trees.get(name) if name in self._changed else None
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, data if tree is None else _bytes(tree))
        return stream.getvalue()


def _bytes(tree: Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _links_of(part: str) -> str:
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels") if part else _ROOT_LINKS


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return normpath(str(PurePosixPath(part).parent / target))
