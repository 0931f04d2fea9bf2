"""A zipped workbook, unpacked within bounds, and its XML read as a stream of events.

Nothing that a part claims is allocated: what is unpacked has one budget for the whole package,
and expat keeps no tree, so neither depth nor width of the XML takes memory.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from discloser.location import Location
from discloser.read.spreadsheet.guard import Refused
from discloser.read.spreadsheet.rules import BOMB, MAX_UNPACKED

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """The parts of a zipped workbook; reading raises what :mod:`.guard` knows."""

    def __init__(self, data: bytes, file: str) -> None:
        self._zip = zipfile.ZipFile(BytesIO(data))
        self.file = file
        self._left = MAX_UNPACKED
        self._parts = {part.filename: part for part in self._zip.infolist()}
        if sum(part.file_size for part in self._parts.values()) > MAX_UNPACKED:
            self._refuse()

    def __contains__(self, name: str) -> bool:
        return self._actual(name) is not None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts."""
        return tuple(self._parts)

    def read(self, name: str) -> bytes:
        """Unpack a part. zipfile reads no more than the size that the part claims."""
        part = self._actual(name)
        if part is None:
            raise KeyError(name)
        self._left -= part.file_size
        if self._left < 0:
            self._refuse()
        return self._zip.read(part)

    def _actual(self, name: str) -> zipfile.ZipInfo | None:
        """A part by its name; some programs differ in capitals and slashes."""
        if name in self._parts:
            return self._parts[name]
        wanted = name.replace("\\", "/").lower()
        names = (each for each in self._parts if each.replace("\\", "/").lower() == wanted)
        return next((self._parts[each] for each in names), None)

    def _refuse(self) -> NoReturn:
        place = Location(self.file)
        raise Refused(BOMB.at(place, file=self.file, limit=MAX_UNPACKED // 1024**2))


def parse(data: bytes, start: Start, end: End, text: Text | None = None) -> None:
    """Tell of each element of a document by its name without prefix and without namespace.

    Attributes keep their local names, too. A document type, where entities could be declared,
    is refused.

    Raises:
        ExpatError: where it is not well formed.
        ValueError: where it declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.Parse(data, True)


def _no_document_type(*_: object) -> NoReturn:
    raise ValueError("document type")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def attribute(attributes: Mapping[str, str], name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    return next((value for key, value in attributes.items() if local(key) == name), None)


def resolve(base: str, target: str) -> str:
    """The part that a relation of the part ``base`` points to."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
