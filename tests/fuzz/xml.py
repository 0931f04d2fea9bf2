"""Damage to a part of a workbook as XML: elements, attributes, texts, declarations."""

from __future__ import annotations

import re
from random import Random

from lxml import etree

from tests.fuzz.dirt import damaged, number, text
from tests.fuzz.zipped import Members

_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (str(n - 1).encode() if n else b"") * 10)
        for n in range(12)
    )
    + b"]>"
)
_OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>")
_TAG = re.compile(rb"<(/?)([A-Za-z])")
_DEEP = 20_000


def break_xml(members: Members, random: Random) -> Members:
    """Damage one part."""
    parts = [name for name in sorted(members) if name.endswith((".xml", ".rels"))]
    if not parts:
        return members
    # Sheets matter more than settings.
    sheets = [name for name in parts if "sheet" in name or name == "content.xml"]
    name = random.choice(sheets if sheets and random.random() < 0.5 else parts)
    change = random.choice(
        (_elements, _elements, _elements, _attributes, _attributes, _attributes, _texts, _raw)
    )
    return {**members, name: change(members[name], random)}


def _parsed(content: bytes) -> list[etree._Element] | None:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return [element for element in root.iter() if isinstance(element.tag, str)]


def _elements(content: bytes, random: Random) -> bytes:
    found = _parsed(content)
    if not found:
        return damaged(content, random)
    element = random.choice(found)
    parent = element.getparent()
    if parent is None:
        element.tag = random.choice(("worksheet", "html", "{urn:x}root"))
        return etree.tostring(found[0])
    match random.randrange(6):
        case 0:
            parent.remove(element)
        case 1:
            copy = etree.fromstring(etree.tostring(element))
            for _ in range(random.choice((1, 1, 1, 500))):
                parent.append(etree.fromstring(etree.tostring(copy)))
        case 2:
            element.tag = random.choice(("x", "{urn:x}y", random.choice(found).tag))
        case 3:
            random.choice(found).append(etree.fromstring(etree.tostring(element)))
        case 4:
            for child in list(element):
                element.remove(child)
        case _:
            parent.insert(random.randrange(len(parent) + 1), element)
    return etree.tostring(found[0])


def _attributes(content: bytes, random: Random) -> bytes:
    found = [element for element in _parsed(content) or () if element.attrib]
    if not found:
        return damaged(content, random)
    element = random.choice(found)
    name = random.choice(sorted(map(str, element.attrib)))
    if random.random() < 0.2:
        del element.attrib[name]
    else:
        _set(element, name, number(random) if random.random() < 0.6 else text(random))
    return etree.tostring(element.getroottree())


def _texts(content: bytes, random: Random) -> bytes:
    found = _parsed(content)
    if not found:
        return damaged(content, random)
    element = random.choice([e for e in found if (e.text or "").strip()] or found)
    value = number(random) if random.random() < 0.4 else text(random)
    try:
        element.text = value
    except ValueError:  # not a character of XML: write it all the same
        element.text = "@@"
        return etree.tostring(found[0]).replace(b"@@", value.encode("utf-8", "replace"))
    return etree.tostring(found[0])


def _set(element: etree._Element, name: str, value: str) -> None:
    try:
        element.set(name, value)
    except ValueError:
        element.set(name, "x")


def _raw(content: bytes, random: Random) -> bytes:
    """What no XML writer would make."""
    bare = _DECLARATION.sub(b"", content)
    at = bare.find(b">", random.randrange(len(bare) + 1)) + 1
    match random.randrange(8):
        case 0:
            made = _LAUGHS + bare.replace(b"</", b"&a11;</", 1)
        case 1:
            made = _OUTSIDE + bare.replace(b"</", b"&a;</", 1)
        case 2:
            made = b'<?xml version="1.0" encoding="UTF-16"?>' + bare
        case 3:
            text_ = bare.decode("utf-8", "replace").encode("gb18030", "replace")
            made = b'<?xml version="1.0" encoding="gb18030"?>' + text_
        case 4:
            made = _TAG.sub(rb"<\1x:\2", bare)
        case 5:
            made = bare[:at] + b"<a>" * _DEEP + b"</a>" * _DEEP + bare[at:]
        case 6:
            wrong = random.choice((b"\0", b"&#x0;", b"&", b"<", b"\xff\xfe"))
            made = bare[:at] + wrong + bare[at:]
        case _:
            made = damaged(content, random)
    return made
