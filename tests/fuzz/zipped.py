"""Damage to a workbook as a zip: members, headers, sizes, names."""

from __future__ import annotations

import struct
import warnings
import zipfile
from io import BytesIO
from random import Random

from tests.fuzz.dirt import damaged

Members = dict[str, bytes]
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NAMES = (
    "../evil.xml",
    "/etc/passwd",
    "a\\b",
    "",
    "xl",
    "[Content_Types].xml",
    "字.xml",
    "n" * 300,
)
_BOMB = b"0" * 60_000_000
_OLDEST = (1980, 1, 1, 0, 0, 0)


def unpacked(content: bytes) -> Members:
    """The members of a good zip."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Members) -> bytes:
    """A zip of the members, always the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            _add(archive, name, content)
    return stream.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _OLDEST), content, zipfile.ZIP_DEFLATED, 1)


def break_members(members: Members, random: Random) -> Members:
    """Remove, rename, empty, cut or swap a member, or let one grow without end."""
    names = sorted(members)
    name, other = random.choice(names), random.choice(names)
    result = dict(members)
    match random.randrange(9):
        case 0:
            del result[name]
        case 1:
            result[random.choice(_NAMES)] = result.pop(name)
        case 2:
            result[name] = b""
        case 3:
            result[name] = damaged(members[name], random)
        case 4:
            result[name], result[other] = members[other], members[name]
        case 5:
            result[name.swapcase()] = result.pop(name)
        case 6:
            result[name] = members[name][: random.randrange(len(members[name]) + 1)]
        case 7:
            result[name] = _BOMB if random.random() < 0.1 else members[name] + members[name]
        case _:
            result[name] = (
                members[name]
                .decode("utf-8", "replace")
                .encode(random.choice(("utf-16", "utf-16-le", "gb18030", "utf-8-sig", "utf-7")))
            )
    return result


def break_archive(content: bytes, random: Random) -> bytes:
    """Damage the zip itself."""
    match random.randrange(6):
        case 0:
            return _change_header(content, random, _CENTRAL, 46)
        case 1:
            return _change_header(content, random, _LOCAL, 30)
        case 2:
            return _change_header(content, random, _END, 22)
        case 3:
            return random.choice((b"\0" * 100, b"MZ", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) + content
        case 4:
            return _twice(content, random)
        case _:
            return damaged(content, random)


def _change_header(content: bytes, random: Random, mark: bytes, length: int) -> bytes:
    """Another value in a field of a header: flags, method, checksum, sizes, offsets."""
    places = [at for at in range(len(content)) if content.startswith(mark, at)]
    if not places:  # damaged already
        return damaged(content, random)
    at = random.choice(places) + random.randrange(4, length - 1, 2)
    value = random.choice(
        (0, 1, 8, 9, 12, 99, 255, 0x7FFF, 0x8000, 0xFFFF, random.randrange(65536))
    )
    return content[:at] + struct.pack("<H", value) + content[at + 2 :]


def _twice(content: bytes, random: Random) -> bytes:
    """A member's name once more, with other content."""
    stream = BytesIO(content)
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
            warnings.simplefilter("ignore")
            name = random.choice(archive.namelist() or ["a"])
            _add(archive, name, random.choice((b"", b"<a/>", b"<worksheet/>")))
    except (zipfile.BadZipFile, OSError, ValueError):  # damaged already
        return damaged(content, random)
    return stream.getvalue()
