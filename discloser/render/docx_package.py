"""The package around a Word document's body: parts, settings, footers, properties, bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from discloser.document.nodes import Document
from discloser.document.style import Page, Style
from discloser.render import docx_styles as styles
from discloser.render.docx_xml import Element, w
from discloser.render.xml_text import clean

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>discloser</Application></Properties>"
)

_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every zip entry: the earliest that zip can hold, so that equal input is equal."""

_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DEFAULT_TYPES = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}

_PROPERTY_LENGTH = 255
"""python-docx refuses longer properties."""

_UNWANTED = {
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THUMBNAIL,
    RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RELATIONSHIP_TYPE.WEB_SETTINGS,
}
"""What python-docx's default template brings that would contradict or date the document."""

_COMPATIBILITY = {
    "compatibilityMode": 15,  # without it Word opens the file as one of Word 2010
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}


def new_package(document: Document, style: Style) -> WordDocument:
    """Return an empty Word document with the styles, fonts, settings and properties."""
    word = docx.Document()
    package = word.part.package
    for rels in (package.rels, word.part.rels):
        for rel_id in [key for key, rel in rels.items() if rel.reltype in _UNWANTED]:
            del rels[rel_id]
    _fill(word.styles.element, styles.style_elements(style, document.language))
    _fill(word.settings.element, _settings(document, style.page))
    _write_properties(word, document)
    _add_part(
        word.part,
        "/word/fontTable.xml",
        CONTENT_TYPE.WML_FONT_TABLE,
        RELATIONSHIP_TYPE.FONT_TABLE,
        _xml(w("fonts", *styles.font_elements(style))),
    )
    _add_part(
        package,
        "/docProps/app.xml",
        CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        _APPLICATION,
    )
    return word


def add_footer(word: WordDocument, *paragraphs: Element) -> str:
    """Add a footer of ``paragraphs`` and return its relationship id."""
    name = word.part.package.next_partname("/word/footer%d.xml")
    return _add_part(
        word.part,
        name,
        CONTENT_TYPE.WML_FOOTER,
        RELATIONSHIP_TYPE.FOOTER,
        _xml(w("ftr", *paragraphs)),
    )


def package_bytes(word: WordDocument) -> bytes:
    """Return the file: the parts in python-docx's order, with no trace of the clock."""
    package = word.part.package
    files = {CONTENT_TYPES_URI: _content_types(package), PACKAGE_URI.rels_uri: package.rels.xml}
    for part in package.parts:
        files[part.partname] = part.blob
        if part.rels:
            files[part.partname.rels_uri] = part.rels.xml
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name.membername, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, content)
    return result.getvalue()


def _content_types(package: Package) -> bytes:
    types = [
        f'<Default Extension="{extension}" ContentType="{content_type}"/>'
        for extension, content_type in _DEFAULT_TYPES.items()
    ]
    types += [
        f'<Override PartName="{part.partname}" ContentType="{part.content_type}"/>'
        for part in sorted(package.parts, key=lambda part: part.partname)
        if _DEFAULT_TYPES.get(part.partname.ext) != part.content_type
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Types xmlns="{_CONTENT_TYPES}">{"".join(types)}</Types>'
    ).encode()


def _fill(element: Element, children: Iterable[Element]) -> None:
    del element[:]
    element.extend(children)


def _xml(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_part(
    source: Package | Part, name: str, content_type: str, relationship: str, blob: bytes
) -> str:
    package = source if isinstance(source, Package) else source.package
    return source.relate_to(Part(PackURI(name), content_type, blob, package), relationship)


def _settings(document: Document, page: Page) -> list[Element]:
    compatibility = (
        w("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
        for name, value in _COMPATIBILITY.items()
    )
    elements = (
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders") if page.number_outside else None,
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("doNotExpandShiftReturn"), w("useFELayout"), *compatibility),
        w("themeFontLang", val="en-US", eastAsia=document.language),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
    return [element for element in elements if element is not None]


def _write_properties(word: WordDocument, document: Document) -> None:
    made = datetime.combine(document.date, time(), tzinfo=UTC)
    properties = word.core_properties
    _fill(properties._element, [])
    properties.title = clean(document.title)[:_PROPERTY_LENGTH]
    properties.subject = clean(document.subject)[:_PROPERTY_LENGTH]
    properties.author = clean(document.author)[:_PROPERTY_LENGTH]
    properties.last_modified_by = clean(document.author)[:_PROPERTY_LENGTH]
    properties.language = document.language
    properties.created = made
    properties.modified = made
    properties.revision = 1
