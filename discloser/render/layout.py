"""What every PDF writer returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """A laid out document.

    ``pages`` holds the page number of each anchor as it is printed; ``warnings`` what the
    layout engine complained about.
    """

    pdf: bytes
    pages: Mapping[str, int]
    page_count: int
    warnings: tuple[str, ...] = ()


class LayoutError(Exception):
    """A document that a PDF writer cannot lay out.

    ``place`` names the node in Chinese (part, table, row), or is empty where none is to blame;
    ``reason`` says what is wrong.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}：{reason}" if place else reason)
        self.reason = reason
        self.place = place
