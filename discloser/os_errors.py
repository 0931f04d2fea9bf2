"""What the system says where it will not read or write a file, in Chinese."""

from __future__ import annotations

import errno


def why(error: OSError, path: object = "") -> str:
    """Say in Chinese which file cannot be written or read, and why."""
    name = error.filename or path
    other = f"文件读写出错：{error.strerror or type(error).__name__}"
    return f"{_REASONS.get(error.errno or 0, other)}（{name}）"


_HELD = "没有权限，或文件正被别的程序打开（如 WPS、Word），请关掉再试"
_REASONS = {
    errno.ENOSPC: "磁盘满了，写不进去",
    errno.EDQUOT: "磁盘满了，写不进去",
    errno.EROFS: "磁盘或文件夹是只读的，写不进去",
    errno.EACCES: _HELD,
    errno.EPERM: _HELD,
    errno.ENOENT: "找不到文件或文件夹",
    errno.ENOTDIR: "写不进去，有同名的文件",
    errno.EEXIST: "写不进去，有同名的文件",
    errno.EISDIR: "写不进去，有同名的文件夹",
    errno.ENAMETOOLONG: "名字太长，请改短",
}
