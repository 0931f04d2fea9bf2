"""What a file is that cannot be an input, by its content, and what can be done with it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.read.spreadsheet.guard import RAISED

FOREIGN = Rule(
    "R008",
    "不是输入文件",
    "“{file}”{what}，不能当输入文件。",
    "{remedy}",
    is_cause=True,
)

_HEAD = 8192
_FILL_IN = "请用 discloser new 生成填报表，把里面的数填（或粘贴）进去。"
_SCANNED = f"图里的字读不出来。{_FILL_IN}"
_UNPACK = "请先解压，再给里面的填报表（.xlsx）或 YAML 文件。"
_AS_TABLE = f"{_FILL_IN}单是这一张表没有单位、职责等内容。"
_HEADS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "是 PDF 文档", _FILL_IN),
    (b"\x89PNG", "是图片", _SCANNED),
    (b"\xff\xd8\xff", "是图片", _SCANNED),
    (b"GIF8", "是图片", _SCANNED),
    (b"BM", "是图片", _SCANNED),
    (b"II*\0", "是图片", _SCANNED),
    (b"MM\0*", "是图片", _SCANNED),
    (b"{\\rtf", "是 Word 文档（RTF）", _FILL_IN),
    (b"Rar!", "是压缩包", _UNPACK),
    (b"7z\xbc\xaf", "是压缩包", _UNPACK),
    (b"\x1f\x8b", "是压缩包", _UNPACK),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_AND_SAVE = "请用 WPS 或 Excel 打开看看；是填报表的，另存为 Excel 工作簿（.xlsx）。"
_WORKBOOK = "的内容是 Excel 工作簿，扩展名却是“{suffix}”"
_BY_SUFFIX = {
    ".doc": ("是 Word 文档", _FILL_IN),
    ".docx": ("是 Word 文档", _FILL_IN),
    ".wps": ("是 WPS 文字文档", _FILL_IN),
    ".ofd": ("是 OFD 文档", _FILL_IN),
    ".csv": ("是 CSV 表格", _AS_TABLE),
    ".tsv": ("是 CSV 表格", _AS_TABLE),
}
_IN_ZIP = (
    ("opendocument.spreadsheet", (_WORKBOOK, ".ods")),
    ("xl", (_WORKBOOK, ".xlsx")),
    ("opendocument.text", ("是 Word 文档", _FILL_IN)),
    ("word", ("是 Word 文档", _FILL_IN)),
    ("opendocument.presentation", ("是演示文稿", _FILL_IN)),
    ("ppt", ("是演示文稿", _FILL_IN)),
    ("OFD.xml", ("是 OFD 文档", _FILL_IN)),
)
"""A folder, a file or a type that an archive holds, and what it then is; the first one counts."""
_YAML = re.compile(rb"^(?:#.*\n|\s*\n)*[a-z_]+:(?:\s|$)", re.MULTILINE)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<head", b"<body")


def foreign(path: Path, file: str, *, is_workbook: bool) -> Finding | None:
    """Say what a file is that cannot be an input; None where it may be one, or cannot be read.

    ``is_workbook`` tells whether its name says so: the reader of workbooks has words of its own
    for what is broken.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        found = _known(path, head, is_workbook=is_workbook)
    except (OSError, ValueError):
        return None
    if found is None:
        return None
    what, remedy = found
    return FOREIGN.at(Location(file), file=file, what=what, remedy=remedy)


def _known(path: Path, head: bytes, *, is_workbook: bool) -> tuple[str, str] | None:
    suffix = path.suffix.lower()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"PK"):
        found = _in_zip(path)
    elif head.startswith(_OLE):
        found = _in_ole(path)
    else:
        found = next(((what, todo) for sign, what, todo in _HEADS if head.startswith(sign)), None)
    if found is not None and found[0] == _WORKBOOK:
        right = found[1]
        named = suffix or "（没有）"
        todo = f"请把扩展名改成 {right} 再试。"
        return None if is_workbook else (_WORKBOOK.format(suffix=named), todo)
    if found is None and not is_workbook:
        if start.startswith(_MARKUP):
            return "是网页（HTML）", _OPEN_AND_SAVE
        return _BY_SUFFIX.get(suffix)
    if found is None and is_workbook and b"\0" not in head and _YAML.match(head):
        return "的内容是文字，不是工作簿", "如果是 YAML 输入文件，请把扩展名改成 .yaml 再试。"
    return found


def _in_zip(path: Path) -> tuple[str, str] | None:
    """What a ZIP archive holds; None where it is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except RAISED:
        return None
    folders = {name.partition("/")[0] for name in names}
    for sign, found in _IN_ZIP:
        if sign in folders or (kind and sign.encode() in kind):
            return found
    return None if "[Content_Types].xml" in names else ("是压缩包", _UNPACK)


def _in_ole(path: Path) -> tuple[str, str] | None:
    """What an old office file holds, by the names of its streams."""
    data = path.read_bytes()
    for stream, found in (
        ("WordDocument", ("是 Word 文档", _FILL_IN)),
        ("PowerPoint Document", ("是演示文稿", _FILL_IN)),
        ("Workbook", (_WORKBOOK, ".xls")),
        ("Book", (_WORKBOOK, ".xls")),
    ):
        if stream.encode("utf-16-le") in data:
            return found
    return None
