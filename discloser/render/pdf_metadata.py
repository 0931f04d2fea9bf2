"""What the metadata of a PDF by WeasyPrint lack: it writes the mark of one standard alone.

A file for the archive is PDF/A and PDF/UA at once. PDF/A wants a schema with each property that it
does not know itself, as the mark of PDF/UA is, and the metadata uncompressed (ISO 19005-2, 6.6.2).
"""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]

_END = b"</rdf:RDF>"
_ACCESSIBLE = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is met</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def mark_accessible(pdf: Any) -> None:
    """Say in the metadata of a PDF for the archive that it meets PDF/UA-1, too.

    Raises:
        ValueError: if the metadata are not what WeasyPrint writes.
    """
    metadata = next(
        content
        for content in pdf.objects
        if isinstance(content, pydyf.Stream) and content.extra.get("Type") == "/Metadata"
    )
    head, end, tail = b"".join(metadata.stream).rpartition(_END)
    if not end:
        raise ValueError("WeasyPrint writes other metadata than it did")
    metadata.stream = [head + _ACCESSIBLE + end + tail]
    metadata.compress = False
