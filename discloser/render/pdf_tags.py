"""What WeasyPrint leaves out of a tagged PDF: header scopes, and the words of links.

It writes no ``Scope``, and the ``Headers`` that it derives are wrong under merged cells. The HTML
says both, so they are taken from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes

_PRINT = 4
"""The flag of an annotation that is shown on paper as on screen."""

_SCOPES = {"col": "/Column", "colgroup": "/Column", "row": "/Row", "rowgroup": "/Row"}


def complete_tags(document: Any) -> None:
    """Complete the structure tree of a painted document, just before it is written."""
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, boxes.TableBox):
                _complete_table(list(_cells(box)))
            elif box.link_annotation:
                box.link_annotation["F"] = _PRINT
                text = "".join(box.element.itertext())
                box.link_annotation["Contents"] = pydyf.String(text)


def _cells(table: Any) -> Iterator[Any]:
    for group in table.children:
        for row in group.children:
            yield from row.children


def _complete_table(cells: list[Any]) -> None:
    ids: dict[str, Any] = {}
    for cell in cells:
        scope = _SCOPES.get(cell.element.get("scope"))
        if scope:
            cell.mark["A"]["Scope"] = scope
        name = cell.element.get("id")
        if name is None:
            cell.mark.pop("ID", None)
        else:
            ids[name] = cell.mark["ID"]
    for cell in cells:
        names = cell.element.get("headers", "").split()
        headers = [ids[name] for name in names if name in ids]
        cell.mark["A"].pop("Headers", None)
        if headers:
            cell.mark["A"]["Headers"] = pydyf.Array(headers)
