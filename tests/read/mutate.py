"""Broken and hostile workbooks by chance: changes at the level of zip, XML, cells, OLE, BIFF.

Every change is made from a seed, so that a failure can be made again.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

from discloser.read.spreadsheet.guard import RAISED

Change = Callable[[Random, bytes], bytes]

_HUGE = (b"1048576", b"2147483648", b"99999999999999999999", b"-1", b"0", b"x", b"1e999", b"")
_ADDRESSES = (b"A20000000", b"XFD1048576", b"ZZZZ9", b"A0", b"1A", b"", b"A99999999999", b"a1")
_XML = (
    b"<x>" * 3000,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&unknown;",
    b"\x00",
    b"\xff\xfe",
    b"<",
    b"</x>",
    b'<c r="A1048577"><v>1</v></c>',
    b'<mergeCell ref="A1:XFD1048576"/>',
    b'<c t="s"><v>999999</v></c>',
    b'<c t="s" s="99999"><v>1</v></c>',
    b'<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p>',
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def flip_bytes(random: Random, data: bytes) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20, 200))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def cut_off(random: Random, data: bytes) -> bytes:
    """The file ends early."""
    return data[: random.randrange(1, len(data))]


def overwrite_words(random: Random, data: bytes) -> bytes:
    """Some numbers of four bytes are huge, negative or zero."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8))):
        at = random.randrange(max(1, len(changed) - 4))
        value = random.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 0x10000, len(data)))
        struct.pack_into("<I", changed, at, value)
    return bytes(changed[: len(data)])


def _of_a_part(change: Change) -> Change:
    def changed(random: Random, data: bytes) -> bytes:
        parts = parts_of(data)
        name = random.choice([each for each in parts if each.endswith((".xml", ".rels"))])
        parts[name] = change(random, parts[name]) if parts[name] else b"<"
        return packed(parts)

    return changed


def remove_part(random: Random, data: bytes) -> bytes:
    """A part is not there."""
    parts = parts_of(data)
    del parts[random.choice(list(parts))]
    return packed(parts)


def swap_parts(random: Random, data: bytes) -> bytes:
    """Two parts stand in each other's place."""
    parts = parts_of(data)
    one, other = random.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def insert_xml(random: Random, data: bytes) -> bytes:
    """Something else stands in the XML."""
    at = random.choice([match.start() for match in re.finditer(b"<", data)] or [0])
    return data[:at] + random.choice(_XML) + data[at:]


def change_attribute(random: Random, data: bytes) -> bytes:
    """Some attributes have other values."""
    found = list(re.finditer(rb'="[^"]*"', data))
    for match in sorted(random.sample(found, min(len(found), random.choice((1, 3)))), key=_end)[
        ::-1
    ]:
        value = random.choice(_HUGE + _ADDRESSES)
        data = data[: match.start()] + b'="' + value + b'"' + data[match.end() :]
    return data


def change_text(random: Random, data: bytes) -> bytes:
    """Some texts are others."""
    found = list(re.finditer(rb">[^<]+<", data))
    if not found:
        return data
    match = random.choice(found)
    return data[: match.start()] + b">" + random.choice(_HUGE) + b"<" + data[match.end() :]


def drop_element(random: Random, data: bytes) -> bytes:
    """A tag is not there."""
    match = random.choice(list(re.finditer(rb"<[^>]*>", data)) or [re.match(b"", data)])
    assert match is not None
    return data[: match.start()] + data[match.end() :]


def _end(match: re.Match[bytes]) -> int:
    return match.end()


OF_BYTES: tuple[Change, ...] = (flip_bytes, cut_off, overwrite_words)
OF_PACKAGES: tuple[Change, ...] = (
    *OF_BYTES,
    remove_part,
    swap_parts,
    *map(
        _of_a_part,
        (
            flip_bytes,
            cut_off,
            insert_xml,
            insert_xml,
            change_attribute,
            change_attribute,
            change_text,
            drop_element,
        ),
    ),
)


def mutated(seed: int, data: bytes) -> bytes:
    """A workbook with one change, or a few, made from a seed."""
    random = Random(seed)  # noqa: S311 - no secret
    changes = OF_PACKAGES if data.startswith(b"PK") else OF_BYTES
    for _ in range(random.choice((1, 1, 1, 2))):
        try:
            data = random.choice(changes)(random, data)
        except RAISED:
            return data  # the change before has left nothing to be changed
    return data
