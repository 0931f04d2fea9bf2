"""What holds for every file that is read: its bytes, and its text."""

from __future__ import annotations

from pathlib import Path

from discloser.finding import Finding, Rule
from discloser.location import Location

_NULLS = 8
"""A text with a null among so many bytes has two bytes for each letter."""
MAX_BYTES = 20 * 1024 * 1024

NO_FILE = Rule("R001", "文件不存在", "找不到文件“{file}”。", "请检查文件名和所在文件夹。")
NOT_A_FILE = Rule("R002", "不是文件", "“{file}”是文件夹，不是文件。", "请指定其中的一个文件。")
UNREADABLE = Rule(
    "R003",
    "文件打不开",
    "无法读取文件“{file}”（{reason}）。",
    "请检查文件是否被占用、是否有读取权限。",
)
ENCODING = Rule(
    "R004",
    "编码不是 UTF-8",
    "文件不是 UTF-8 编码{guess}，汉字无法读出。",
    "请用记事本打开，“另存为”时把编码选为 UTF-8，再重试。",
)
TOO_LARGE = Rule(
    "R005", "文件过大", "文件超过 {limit} MB，不像是一份部门的数据。", "请检查是否选错了文件。"
)


def file_content(path: Path, file: str, most: int = MAX_BYTES) -> bytes | Finding:
    """The bytes of the file at ``path``, or why there are none; findings call it ``file``."""
    place = Location(file)
    try:
        if path.is_dir():
            return NOT_A_FILE.at(place, file=file)
        if path.stat().st_size > most:
            return TOO_LARGE.at(place, limit=most // 1024**2)
        return path.read_bytes()
    except FileNotFoundError:
        return NO_FILE.at(place, file=file)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        reason = getattr(error, "strerror", None) or "文件名有误"
        return UNREADABLE.at(place, file=file, reason=reason)


def file_text(path: Path, file: str) -> str | Finding:
    """The text of the file at ``path``, or why there is none; findings call it ``file``."""
    data = file_content(path, file)
    if isinstance(data, Finding):
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return ENCODING.at(Location(file, line), guess=_encoding_guess(data))


def _encoding_guess(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(0) > len(data) // _NULLS:
        return "（像是 UTF-16，记事本里叫“Unicode”）"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（像是 GBK，记事本里叫“ANSI”）"
