"""Damage to the cells of a workbook: what they hold, where they say they stand, how they look."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from xml.sax.saxutils import escape, quoteattr

from tests.fuzz.dirt import number, text
from tests.fuzz.zipped import Members

_FAR = (
    "XFD1048576",
    "A1048576",
    "XFD1",
    "ZZZZ1",
    "A4294967296",
    "A0",
    "A-1",
    "1A",
    "",
    "$B$2",
    "a1",
    "AMJ1000000",
    "B99999999999999999999",
)
_RANGES = (
    "A1:XFD1048576",
    "B2:B3",
    "C5:A1",
    "A1:A1",
    "A:A",
    "1:1",
    "A1",
    "",
    "#REF!",
    "B2:B3:B4",
    "A1:A1048576",
    "D4:F9",
    "B2:ZZZZ9",
)
_FORMATS = (
    '0"次"',
    "m月d日",
    'yyyy"年"m"月"',
    "0.00%",
    "h:mm:ss",
    "[$-804]yyyy",
    '"未闭',
    "[红色]0",
    "@",
    ";;;",
    "0" * 300,
    "\\",
    '0.0,,"亿"',
    "[h]:mm",
    "# ??/??",
    "General",
    "",
)
_CELL = re.compile(rb"<c ([^>]*?)(/>|>.*?</c>)", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:table-cell([^>]*?)(/>|>.*?</table:table-cell>)", re.DOTALL)
_TYPES = ("float", "percentage", "currency", "date", "time", "boolean", "string", "error", "x")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]")


def break_cells(members: Members, random: Random) -> Members:
    """Damage one cell, or what says where and how cells stand."""
    if "content.xml" in members:
        return {**members, "content.xml": _of_ods(members["content.xml"], random)}
    sheets = [name for name in sorted(members) if name.startswith("xl/worksheets/sheet")]
    if not sheets:
        return members
    name = random.choice(sheets)
    match random.randrange(10):
        case 0:
            return {**members, name: _merged(members[name], random)}
        case 1:
            return _other(members, "xl/styles.xml", _formats, random)
        case 2:
            return _other(members, "xl/workbook.xml", _book, random)
        case _:
            return {**members, name: _of_sheet(members[name], random)}


def _xml(value: str) -> str:
    return escape(_CONTROL.sub("", value))


def _of_sheet(content: bytes, random: Random) -> bytes:
    cells = list(_CELL.finditer(content))
    if not cells:
        return content
    cell = random.choice(cells)
    where = re.search(rb'r="([^"]*)"', cell[1])
    at = where[1].decode("ascii", "replace") if where else "A1"
    style = random.choice(("0", "1", "5", "99999", "-1", "x"))
    value = _xml(text(random))
    match random.randrange(9):
        case 0:
            new = f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
        case 1:
            new = f'<c r="{at}" s="{style}"><v>{_xml(number(random))}</v></c>'
        case 2:
            new = f'<c r="{at}" t="s"><v>{_xml(number(random))}</v></c>'
        case 3:
            kind = random.choice(("e", "b", "str", "d", "n", "x", ""))
            new = f'<c r="{at}" t="{kind}"><v>{value}</v></c>'
        case 4:
            computed = random.choice(("", "<v></v>", "<v>1</v>"))
            new = f'<c r="{at}"><f>{value or "1/0"}</f>{computed}</c>'
        case 5:
            span = random.choice(_RANGES)
            kind = random.choice(("shared", "array", "dataTable"))
            new = f'<c r="{at}"><f t="{kind}" ref="{span}" si="{number(random)}">A1</f><v>1</v></c>'
        case 6:
            new = f"<c r={quoteattr(random.choice(_FAR))}><v>1</v></c>"
        case 7:
            new = cell[0].decode("utf-8", "replace") * 2
        case _:
            return _rows(content, random)
    return content[: cell.start()] + new.encode("utf-8", "replace") + content[cell.end() :]


def _rows(content: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb'<(?:row r|dimension ref|col min)="([^"]*)"', content))
    if not found:
        return content
    one = random.choice(found)
    value = number(random) if one[0].startswith(b"<row") else random.choice(_RANGES)
    return content[: one.start(1)] + _xml(value).encode() + content[one.end(1) :]


def _merged(content: bytes, random: Random) -> bytes:
    ranges = [random.choice(_RANGES) for _ in range(random.choice((1, 2, 300)))]
    marks = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    element = f"<mergeCells>{marks}</mergeCells>".encode()
    return content.replace(b"</sheetData>", b"</sheetData>" + element, 1)


def _formats(content: bytes, random: Random) -> bytes:
    style = quoteattr(_CONTROL.sub("", random.choice(_FORMATS)))
    added = f'<numFmts count="1"><numFmt numFmtId="300" formatCode={style}/></numFmts>'.encode()
    content = re.sub(rb"<numFmts.*?</numFmts>", b"", content, count=1, flags=re.DOTALL)
    content = re.sub(rb"(<styleSheet[^>]*>)", lambda m: m[1] + added, content, count=1)
    return re.sub(rb'numFmtId="\d+"', b'numFmtId="300"', content)


def _book(content: bytes, random: Random) -> bytes:
    names = list(re.finditer(rb'<sheet name="([^"]*)"', content))
    if random.random() < 0.4 or not names:
        old, new = random.choice(
            (
                (b"<workbookPr", b'<workbookPr date1904="1"'),
                (b'state="visible"', b'state="veryHidden"'),
                (b"<sheets>", b"<sheets><sheets>"),
                (b"r:id=", b"id="),
            )
        )
        return content.replace(old, new)
    one = random.choice(names)
    other = random.choice((random.choice(names)[1], _xml(text(random)).encode("utf-8", "replace")))
    return content[: one.start(1)] + other.replace(b'"', b"") + content[one.end(1) :]


def _other(
    members: Members, name: str, change: Callable[[bytes, Random], bytes], random: Random
) -> Members:
    if name not in members:
        return members
    return {**members, name: change(members[name], random)}


def _of_ods(content: bytes, random: Random) -> bytes:
    cells = list(_ODS_CELL.finditer(content))
    if not cells:
        return content
    cell = random.choice(cells)
    kind, value = random.choice(_TYPES), _xml(text(random))
    amount = quoteattr(_CONTROL.sub("", number(random)))
    shown = f"<text:p>{value}</text:p>" * random.choice((0, 1, 1, 2))
    typed = f'office:value-type="{kind}" office:value={amount}'
    match random.randrange(6):
        case 0:
            new = f"<table:table-cell {typed}>{shown}</table:table-cell>"
        case 1:
            many = random.choice(("columns-repeated", "columns-spanned", "rows-spanned"))
            new = f"<table:table-cell table:number-{many}={amount}>{shown}</table:table-cell>"
        case 2:
            kept = cell[0].decode("utf-8", "replace")
            new = kept + f"<table:covered-table-cell table:number-columns-repeated={amount}/>"
        case 3:
            dated = quoteattr(_CONTROL.sub("", text(random)))
            typed = f'office:value-type="date" office:date-value={dated}'
            new = f"<table:table-cell {typed}>{shown}</table:table-cell>"
        case 4:
            new = f'<table:table-cell table:formula="of:=1/0" {typed}>{shown}</table:table-cell>'
        case _:
            row = f"<table:table-row table:number-rows-repeated={amount}>"
            at = content.find(b"<table:table-row", cell.end())
            end = content.find(b">", at) + 1
            if at < 0:
                return content
            return content[:at] + row.encode() + content[end:]
    return content[: cell.start()] + new.encode("utf-8", "replace") + content[cell.end() :]
