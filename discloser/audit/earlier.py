"""The reports of an earlier audit (what ``--json`` printed, 核对.json), by department."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

REPORT = "核对.json"
"""What a report is called in the folder of a department."""


class ToldPlace(BaseModel):
    """A place of a report: a table or heading, and what stands in it."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    file: str = ""
    sheet: str | None = None
    cell: str | None = None


class ToldFinding(BaseModel):
    """A finding of a report."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    code: str
    title: str = ""
    severity: str = "error"
    message: str = ""
    demand: str = ""
    basis: str = ""
    times: int = 1
    locations: tuple[ToldPlace, ...] = ()


class ToldFault(ToldFinding):
    """A fault of a report, with what follows from it."""

    sure: str = ""
    cause: ToldPlace | None = None
    consequences: tuple[ToldFinding, ...] = ()


class ToldReport(BaseModel):
    """The report of one department."""

    model_config = ConfigDict(frozen=True, defer_build=True)
    files: tuple[str, ...] = ()
    kind: str | None = None
    year: int | None = None
    department: str = ""
    discloser: str = ""
    unread: tuple[ToldFinding, ...] = ()
    findings: tuple[ToldFault, ...]


_Reports = TypeAdapter(tuple[ToldReport, ...])


@dataclass(frozen=True, slots=True)
class Earlier:
    """The reports of an earlier audit, and where they were read."""

    path: Path
    reports: tuple[ToldReport, ...]

    def of(self, files: Sequence[Path], kind: str, year: int, department: str) -> ToldReport | None:
        """The report of a department: the one of its name and document, or of files called so."""
        same = [
            each
            for each in self.reports
            if each.department == department and (each.kind, each.year) == (kind, year)
        ]
        if department and len(same) == 1:
            return same[0]
        stems = {path.stem for path in files}
        called = [each for each in self.reports if stems & {Path(f).stem for f in each.files}]
        if len(called) == 1:
            return called[0]
        return self.reports[0] if len(self.reports) == 1 else None


def is_report(path: Path) -> bool:
    """Whether a path is meant to be reports of an earlier audit."""
    return path.is_dir() or path.suffix.lower() == ".json"


@lru_cache(maxsize=2)
def read_earlier(path: Path) -> Earlier | None:
    """The reports in a file, or in the folders of departments; None where it holds none."""
    files = sorted(path.rglob(REPORT)) if path.is_dir() else [path]
    reports = [report for file in files for report in _read(file)]
    return Earlier(path, tuple(reports)) if reports else None


def _read(file: Path) -> Iterator[ToldReport]:
    try:
        content: Any = json.loads(file.read_bytes())
        yield from _Reports.validate_python([content] if isinstance(content, Mapping) else content)
    except (OSError, ValueError, ValidationError):
        return
