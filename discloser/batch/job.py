"""What a batch passes between processes: jobs, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from discloser.batch.place import Place, is_here
from discloser.pipeline import BY_PACK, FORMATS


class State(StrEnum):
    """What became of an input."""

    FAILED = "failed"
    FINDINGS = "findings"
    PENDING = "pending"
    RENDERED = "rendered"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {
            "failed": "失败",
            "findings": "有错误",
            "pending": "未做",
            "rendered": "已生成",
            "unchanged": "未变",
        }[self.value]

    @property
    def is_done(self) -> bool:
        """Whether the input's documents are there and are of today."""
        return self in (State.RENDERED, State.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Options:
    """How every input of a batch is rendered. ``units`` asks for each unit's own documents.

    ``overwrite`` lets documents take the place of files that are not as we left them.
    """

    formats: tuple[str, ...] = FORMATS
    pdf_engine: str = BY_PACK
    archival: bool = False
    units: bool = False
    templates: Path | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One input: where it is, where its documents go, and where its problems are listed.

    ``surroundings`` is the fingerprint of all that it depends on besides itself and its pack.
    """

    path: Place
    folder: Place
    log: Place
    options: Options = Options()
    surroundings: str = ""

    @property
    def is_here(self) -> bool:
        """Whether input and documents are in folders of this machine."""
        return is_here(self.path) and is_here(self.folder)


@dataclass(frozen=True, slots=True)
class Output:
    """A document that was written: its path below the job's folder, with slashes."""

    path: str
    sha256: str
    size: int

    @property
    def format(self) -> str:
        """Its format: the suffix without dot."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class UnitName:
    """A budget unit as the roll-up compares it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectAmount:
    """A project as the roll-up compares it, its amount in 元."""

    name: str
    code: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What the readiness list and the roll-up tell of a department. Amounts are in 元."""

    code: str
    name: str
    pack: str
    kind: str
    year: int
    units: tuple[UnitName, ...] = ()
    projects: tuple[ProjectAmount, ...] = ()
    totals: Mapping[str, Decimal] = field(default_factory=dict)
    by_class: Mapping[str, Decimal] = field(default_factory=dict)
    class_names: Mapping[str, str] = field(default_factory=dict)
    by_fund: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What lies beside the documents: everything that they were made from.

    ``inputs`` are the files that were read by their path relative to the input's folder.
    """

    version: str
    surroundings: str
    inputs: Mapping[str, str]
    pack_sha256: str
    outputs: tuple[Output, ...]
    facts: Facts
    pages: int = 0
    warnings: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    ``reason`` is one Chinese line; ``log`` is where the whole story is, if there is one.
    ``complete`` tells whether nothing that the documents need is missing. ``stops`` marks a
    reason that every other input would fail for too, such as a full disk.
    """

    path: Place
    state: State
    reason: str = ""
    log: Place | None = None
    errors: int = 0
    warnings: int = 0
    complete: bool = False
    facts: Facts | None = None
    record: Record | None = None
    seconds: float = 0.0
    stops: bool = False

    @property
    def label(self) -> str:
        """What became of it, in a word."""
        return self.state.label

    @property
    def is_well(self) -> bool:
        """Whether the documents are there and are of today."""
        return self.state.is_done

    @property
    def was_kept(self) -> bool:
        """Whether the documents were there already."""
        return self.state is State.UNCHANGED
