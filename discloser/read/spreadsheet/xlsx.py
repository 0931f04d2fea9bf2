"""Workbooks in OOXML (.xlsx, .xlsm): which sheets there are, their texts and their formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.built_in_formats import built_in
from discloser.read.spreadsheet.cell import Book, Grid
from discloser.read.spreadsheet.guard import Refused, guarded
from discloser.read.spreadsheet.number_format import NumberFormat
from discloser.read.spreadsheet.package import Package, attribute, local, parse, resolve
from discloser.read.spreadsheet.rules import BROKEN_PART, NO_WORKBOOK
from discloser.read.spreadsheet.xlsx_sheet import SheetReader, unescaped

_ROOT_LINKS, _BOOK = "_rels/.rels", "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    name: str
    link: str
    hidden: bool


def open_xlsx(package: Package, file: str) -> Book:
    """The workbook in a package; raises what :mod:`.guard` knows."""
    book = _Workbook(package, file)
    sheets: dict[str, Callable[[], Grid]] = {}
    for listed in book.listed:
        sheets.setdefault(listed.name, partial(book.sheet, listed))
    if not sheets:
        raise Refused(NO_WORKBOOK.at(Location(file), file=file, detail="（没有工作表）"))
    return Book(file, sheets)


class _Workbook:
    """The parts around the sheets, each read once."""

    def __init__(self, package: Package, file: str) -> None:
        self._package = package
        self._file = file
        self._part = self._main_part()
        self.listed: list[_Listed] = []
        self._base_1904 = False
        parse(package.read(self._part), self._start, lambda _: None)
        self._targets = self._read_targets()

    def _main_part(self) -> str:
        if _ROOT_LINKS in self._package:
            for kind, target in _links(self._package.read(_ROOT_LINKS)).values():
                if kind == "officeDocument":
                    return resolve("", target)
        return _BOOK

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) == "sheet":
            title = attributes.get("name", "")
            hidden = attributes.get("state", "visible") != "visible"
            self.listed.append(_Listed(title, attribute(attributes, "id") or "", hidden))
        elif local(name) == "workbookPr":
            self._base_1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    def _read_targets(self) -> dict[str, tuple[str, str]]:
        """The parts of the workbook by their key: kind and name. Raises Refused."""
        folder, _, name = self._part.rpartition("/")
        part = f"{folder}/_rels/{name}.rels".lstrip("/")
        broken = self._broken("目录", part)
        found = guarded(lambda: _links(self._package.read(part)), broken)
        if isinstance(found, Finding):
            raise Refused(found)
        return {key: (kind, resolve(self._part, target)) for key, (kind, target) in found.items()}

    def _only(self, kind: str, usual: str) -> str:
        """The part of a kind of which there is one."""
        targets = self._targets.values()
        return next((part for each, part in targets if each == kind), resolve(self._part, usual))

    def sheet(self, listed: _Listed) -> Grid:
        """Read a sheet's cells; what is broken is a finding of the sheet."""
        strings = self._strings
        formats = self._formats
        findings = [each for each in (strings, formats) if isinstance(each, Finding)]
        if isinstance(strings, Finding) or isinstance(formats, Finding):
            return Grid(listed.name, hidden=listed.hidden, findings=tuple(findings), whole=False)
        part = self._targets.get(listed.link, ("", ""))[1]
        reader = SheetReader(self._file, listed.name, strings, formats)

        def broken() -> Finding:
            where = f"工作表“{listed.name}”"
            at = reader.at or "A1"
            if reader.at:
                where += f"在 {reader.at} 附近"
            here = Location(self._file, sheet=listed.name, cell=at)
            return BROKEN_PART.at(here, where=where, part=part or "文件里没有它的内容")

        result = guarded(lambda: reader.read(self._package.read(part)), broken)
        if isinstance(result, Finding):
            return Grid(listed.name, hidden=listed.hidden, findings=(result,), whole=False)
        return Grid(
            listed.name,
            reader.rows,
            reader.merged,
            listed.hidden,
            reader.findings,
            hidden_rows=frozenset(reader.hidden_rows),
            hidden_columns=frozenset(reader.hidden_columns),
        )

    @cached_property
    def _strings(self) -> list[str] | Finding:
        part = self._only("sharedStrings", "sharedStrings.xml")
        if part not in self._package:
            return []
        return guarded(lambda: _strings(self._package.read(part)), self._broken("文字", part))

    @cached_property
    def _formats(self) -> list[NumberFormat] | Finding:
        part = self._only("styles", "styles.xml")
        if part not in self._package:
            return []
        read = partial(number_formats, base_1904=self._base_1904)
        return guarded(lambda: read(self._package.read(part)), self._broken("格式", part))

    def _broken(self, what: str, part: str) -> Callable[[], Finding]:
        place = Location(self._file)
        return lambda: BROKEN_PART.at(place, where=f"工作簿里存{what}的部分", part=part)


def _links(data: bytes) -> dict[str, tuple[str, str]]:
    """The relations of a part by their key: kind and target."""
    found: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, attributes.get("Target", ""))

    parse(data, start, lambda _: None)
    return found


class _Strings:
    """Collects the texts that sheets share, without the readings above Chinese characters."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._inside = self._aside = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        tag = local(name)
        if tag == "si":
            self._pieces.clear()
        self._inside += tag == "t"
        self._aside += tag == "rPh"

    def end(self, name: str) -> None:
        tag = local(name)
        if tag == "si":
            self.found.append(unescaped("".join(self._pieces)))
        self._inside -= tag == "t"
        self._aside -= tag == "rPh"

    def text(self, piece: str) -> None:
        if self._inside and not self._aside:
            self._pieces.append(piece)


def _strings(data: bytes) -> list[str]:
    """The texts that sheets share."""
    strings = _Strings()
    parse(data, strings.start, strings.end, strings.text)
    return strings.found


def number_formats(data: bytes, *, base_1904: bool) -> list[NumberFormat]:
    """The number formats that cells name by their style."""
    own: dict[str, str] = {}
    used: list[str] = []
    inside = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = local(name)
        if tag == "cellXfs":
            inside += 1
        elif tag == "numFmt":
            own.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif tag == "xf" and inside:
            used.append(attributes.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == "cellXfs":
            inside -= 1

    parse(data, start, end)
    codes = {number: own.get(number) or built_in(int(number)) for number in set(used)}
    made = {number: NumberFormat(code, base_1904=base_1904) for number, code in codes.items()}
    return [made[number] for number in used]
