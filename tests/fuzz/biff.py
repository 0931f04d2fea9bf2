"""Damage to a workbook of the old format (.xls): the container (OLE) and its records (BIFF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from random import Random

import olefile

from tests.fuzz.dirt import damaged

_STREAM = "Workbook"
_HEAD = 4
_SECTOR = 512
_INTERESTING = (
    0x200,  # DIMENSIONS
    0x208,  # ROW
    0xFD,  # LABELSST
    0xFC,  # SST
    0x3C,  # CONTINUE
    0xE5,  # MERGEDCELLS
    0x85,  # BOUNDSHEET
    0x06,  # FORMULA
    0x207,  # STRING
    0x203,  # NUMBER
    0x27E,  # RK
    0xBD,  # MULRK
    0xBE,  # MULBLANK
    0x205,  # BOOLERR
    0x41E,  # FORMAT
    0xE0,  # XF
    0x809,  # BOF
    0x0A,  # EOF
    0x22,  # DATEMODE
    0x42,  # CODEPAGE
    0x2F,  # FILEPASS
)
_WORDS = (0, 1, 2, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)


def break_container(content: bytes, random: Random) -> bytes:
    """Another value in the header, the table of sectors or the directory; or bytes anywhere."""
    if random.random() < 0.3:
        return damaged(content, random)
    sectors = len(content) // _SECTOR
    # The header, and the sectors at the end, where the tables lie.
    sector = random.choice((0, 0, 1, sectors - 1, sectors - 2, random.randrange(sectors)))
    at = sector * _SECTOR + random.randrange(0, _SECTOR, 2)
    value = random.choice((*_WORDS, random.randrange(sectors), random.randrange(65536)))
    return content[:at] + struct.pack("<H", value) + content[at + 2 :]


def break_records(content: bytes, random: Random) -> bytes:
    """Damage one record of the workbook's stream, which keeps its length."""
    target = BytesIO(content)
    try:
        with olefile.OleFileIO(target, write_mode=True) as container:
            stream: bytes = container.openstream(_STREAM).read()
            changed = _with_a_damaged_record(stream, random)
            container.write_stream(_STREAM, changed[: len(stream)].ljust(len(stream), b"\0"))
            written: bytes = target.getvalue()
    except (OSError, IndexError, ValueError):  # the container is damaged already
        return damaged(content, random)
    return written


def _with_a_damaged_record(stream: bytes, random: Random) -> bytes:
    places = list(_records(stream))
    wanted = random.choice(_INTERESTING)
    chosen = [place for place in places if _type(stream, place[0]) == wanted]
    at, size = random.choice(chosen or places)
    return _change(stream, at, size, random, places)


def _records(stream: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at + _HEAD <= len(stream):
        (size,) = struct.unpack_from("<H", stream, at + 2)
        yield at, size
        at += _HEAD + size


def _type(stream: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", stream, at)[0])


def _change(
    stream: bytes, at: int, size: int, random: Random, places: list[tuple[int, int]]
) -> bytes:
    head, body = stream[at : at + _HEAD], stream[at + _HEAD : at + _HEAD + size]
    match random.randrange(8):
        case 0:
            new = b""
        case 1:
            new = (head + body) * random.choice((2, 3, 50))
        case 2:
            new = struct.pack("<H", random.choice(_INTERESTING)) + head[2:] + body
        case 3:
            length = random.choice((*_WORDS, size + 1, max(size - 1, 0)))
            new = head[:2] + struct.pack("<H", length) + body
        case 4:
            other, length = random.choice(places)
            new = stream[other : other + _HEAD + length]
        case 5:
            new = head + damaged(body, random)
        case _:
            place = random.randrange(0, max(size - 1, 1), 2)
            word = struct.pack("<H", random.choice(_WORDS))
            new = head + body[:place] + word + body[place + 2 :]
    return stream[:at] + new + stream[at + _HEAD + size :]
