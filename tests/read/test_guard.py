"""What libraries raise on a foreign file becomes the finding that says what it is."""

from __future__ import annotations

import pytest

from discloser.finding import Finding
from discloser.location import Location
from discloser.read.spreadsheet.guard import guarded
from discloser.read.spreadsheet.rules import NO_WORKBOOK


def broken() -> Finding:
    return NO_WORKBOOK.at(Location("某局.xlsx"), file="某局.xlsx", detail="（已损坏）")


@pytest.mark.parametrize(("raised", "code"), [(MemoryError(), "R009"), (ValueError(), "E001")])
def test_too_little_memory_is_no_damage(raised: Exception, code: str) -> None:
    def read() -> str:
        raise raised

    found = guarded(read, broken)
    assert isinstance(found, Finding)
    assert found.code == code
    assert found.location == Location("某局.xlsx")
    assert ("损坏" in found.message) is (code == "E001")
