"""The one place where what libraries raise on a foreign file becomes a finding."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import TypeVar
from xml.parsers.expat import ExpatError

from xlrd import XLRDError

from discloser.finding import Finding, Rule

T = TypeVar("T")


NO_MEMORY = Rule(
    "R009",
    "内存不够",
    "内存不够，没有读完；文件不一定是坏的。",
    "请关掉其他程序再试，或在内存大一些的电脑上读。",
)


class Refused(Exception):  # noqa: N818 - a verdict, not a programming error
    """What a file claims or holds is beyond a bound; the finding says it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


RAISED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ExpatError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    XLRDError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
)
"""What zipfile, expat, olefile and xlrd raise on broken files.

RecursionError and NotImplementedError are RuntimeErrors, UnicodeError is a ValueError.
"""


def guarded(action: Callable[[], T], broken: Callable[[], Finding]) -> T | Finding:
    """What ``action`` makes of a foreign file, or the finding that it is refused or broken."""
    try:
        return action()
    except Refused as verdict:
        return verdict.finding
    except MemoryError:
        return NO_MEMORY.at(broken().location)
    except RAISED:
        return broken()
