"""The texts that an input holds, so that a fault in the document is shown where it was typed."""

from __future__ import annotations

from discloser.check.subject import Reading
from discloser.location import Location


def typed_at(reading: Reading, printed: str, fault: str) -> tuple[Location, ...]:
    """Where the input has the words of a printed text that hold a fault; none are a template's."""
    paths = (path for path, text in reading.typed if fault in text and text in printed)
    return tuple(place for path in paths if (place := reading.place(path)) is not None)
