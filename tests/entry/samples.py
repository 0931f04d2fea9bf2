"""Inputs and workbooks that several tests use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook.workbook import Workbook

from discloser.entry.lists import make_lists
from discloser.entry.workbook import write_workbook
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.build import build
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.read import Draft, read_input
from discloser.read.yaml import read_yaml_file

ROOT = Path(__file__).parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"


def draft_of(path: Path) -> Draft:
    """The draft of a YAML file."""
    draft, _, findings = read_yaml_file(path)
    assert draft is not None
    assert findings == ()
    return draft


def built(draft: Any) -> Disclosure:
    """The disclosure of a draft without mistakes."""
    result = build(draft, SourceMap(""))
    assert result.findings == ()
    assert result.disclosure is not None
    return result.disclosure


def workbook_of(draft: Any, kind: Kind = Kind.BUDGET, year: int = 2025) -> bytes:
    """The entry workbook of a draft."""
    return write_workbook(draft, kind, year, make_lists(None, year))


@cache
def good_workbook() -> bytes:
    """The entry workbook of the small input without mistakes."""
    return workbook_of(draft_of(GOOD))


def read_bytes(folder: Path, content: bytes, name: str = "a.xlsx") -> Any:
    """Read a file of this content: its draft, its places and its findings."""
    path = folder / name
    path.write_bytes(content)
    return read_input(path, name)


def edited(change: Callable[[Workbook], object], content: bytes | None = None) -> bytes:
    """The good workbook as a clerk has changed it."""
    book = load_workbook(BytesIO(content or good_workbook()))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """The findings as ``code sheet!cell``."""
    return [
        f"{each.code} {each.location.position.partition(' ')[2]}" if each.location else each.code
        for each in findings
    ]


def part_of(sheet: str) -> str:
    """The part of the good workbook that holds a sheet."""
    names = load_workbook(BytesIO(good_workbook())).sheetnames
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"
