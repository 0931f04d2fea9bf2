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
