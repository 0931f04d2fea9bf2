"""What holds for an input file in either form: its bytes."""

from __future__ import annotations

from pathlib import Path

from discloser.finding import Finding, Rule
from discloser.location import Location

MAX_BYTES = 20 * 1024 * 1024

NO_FILE = Rule("R001", "文件不存在", "找不到文件“{file}”。", "请检查文件名和所在文件夹。")
NOT_A_FILE = Rule("R002", "不是文件", "“{file}”是文件夹，不是文件。", "请指定其中的一个文件。")
UNREADABLE = Rule(
    "R003",
    "文件打不开",
    "无法读取文件“{file}”（{reason}）。",
    "请检查文件是否被占用、是否有读取权限。",
)
TOO_LARGE = Rule(
    "R005", "文件过大", "文件超过 {limit} MB，不像是一份部门的数据。", "请检查是否选错了文件。"
)


def file_content(path: Path, file: str) -> bytes | Finding:
    """The bytes of the file at ``path``, or why there are none; findings call it ``file``."""
    place = Location(file)
    try:
        if path.is_dir():
            return NOT_A_FILE.at(place, file=file)
        if path.stat().st_size > MAX_BYTES:
            return TOO_LARGE.at(place, limit=MAX_BYTES // 1024**2)
        return path.read_bytes()
    except FileNotFoundError:
        return NO_FILE.at(place, file=file)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        reason = getattr(error, "strerror", None) or "文件名有误"
        return UNREADABLE.at(place, file=file, reason=reason)
