"""Small helpers for the XML of an Office package."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def parsed(data: bytes) -> Element:
    """The root of a part without its comments; no entity of it is resolved.

    Raises:
        ValueError: if the part is no well-formed XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("文件已损坏") from error
    if b"<!DOCTYPE" in data:
        raise ValueError("文件已损坏")  # no program writes one
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def child(element: Element, name: str) -> Element | None:
    """The first element of this name inside another one."""
    return next((each for each in element if local(each) == name), None)


def new(near: Element, name: str, /, **attributes: object) -> Element:
    """A new element in the namespace of one that is near, not yet in the tree."""
    namespace = etree.QName(near).namespace
    element = etree.Element(f"{{{namespace}}}{name}")
    for key, value in attributes.items():
        element.set(key, str(value))
    return element


def new_root(near: Element, name: str) -> Element:
    """The root of a new part in the namespace of an element that is near."""
    return etree.fromstring(f'<{name} xmlns="{etree.QName(near).namespace}"/>')


def relation_id(element: Element) -> str:
    """The id of the relation that an element names."""
    return next(
        (
            str(value)
            for key, value in element.attrib.items()
            if etree.QName(key).localname == "id" and "officeDocument" in str(key)
        ),
        "",
    )


def set_relation_id(element: Element, id_: str) -> None:
    """Let an element name a relation."""
    is_strict = "purl.oclc.org" in (etree.QName(element).namespace or "")
    element.set(f"{{{_STRICT if is_strict else _OFFICE}}}id", id_)
