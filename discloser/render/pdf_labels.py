"""What a viewer shows of a PDF by WeasyPrint: the printed page numbers, and the bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pydyf  # type: ignore[import-untyped]

USE_OUTLINES = "/UseOutlines"


def label_pages(pdf: Any, numbers: Sequence[int | None]) -> None:
    """Name the pages by their printed numbers, None where none is printed; open the bookmarks."""
    labels: list[Any] = []
    for index, number in enumerate(numbers):
        before = numbers[index - 1] if index else None
        goes_on = number is not None and before is not None and number == before + 1
        if index == 0 or not (goes_on or number is before is None):
            labels += [index, pydyf.Dictionary({"S": "/D", "St": number} if number else {})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})
    pdf.catalog["PageMode"] = USE_OUTLINES
