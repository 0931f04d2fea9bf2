"""What an audit of a folder passes between processes: departments, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from discloser.audit.audit import Audited
from discloser.audit.files import Case
from discloser.audit.identity import Asked
from discloser.audit.sureness import Sureness
from discloser.batch.fingerprint import digest, program
from discloser.finding import has_errors


class State(Enum):
    """What became of a department; what needs doing comes first."""

    FAILED = "没有核对"
    FAULTY = "有问题"
    LOOK = "待看"
    CLEAN = "没有问题"
    PENDING = "未做"

    @property
    def label(self) -> str:
        """The Chinese words for it."""
        return self.value


@dataclass(frozen=True, slots=True)
class AuditJob:
    """The documents of one department, and the folder for what is said of them.

    ``path`` is what the department is known by. ``surroundings`` is the fingerprint of discloser
    and of what was asked for; ``earlier`` is where the reports of an earlier audit lie.
    """

    path: Path
    case: Case
    folder: Path
    asked: Asked
    templates: Path | None = None
    earlier: Path | None = None
    mark: bool = False
    force: bool = False
    surroundings: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many faults there are by sureness and by standing, and how often rules were applied."""

    by_sureness: dict[str, int] = field(default_factory=dict)
    by_standing: dict[str, int] = field(default_factory=dict)
    compared: int = 0
    unchecked: int = 0

    @staticmethod
    def of(audited: Audited) -> Counts:
        """The counts of one department."""
        sure = {each.value: 0 for each in Sureness}
        for fault in audited.faults:
            sure[fault.sure.value] += 1
        standing = audited.remedy.counts if audited.remedy is not None else {}
        tally = audited.tally
        return Counts(sure, standing, tally.compared, len(tally.unchecked))

    def __str__(self) -> str:
        """What there is of faults, in words."""
        counted = [*self.by_sureness.items(), *self.by_standing.items()]
        return "，".join(f"{name} {number} 处" for name, number in counted if number)


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What became of a department's audit.

    ``title`` is what the documents say that they are, ``first`` what is to be said first of them.
    ``stops`` marks a reason that every other department would fail for too.
    """

    path: Path
    state: State
    reason: str = ""
    title: str = ""
    first: str = ""
    counts: Counts = Counts()
    was_kept: bool = False
    seconds: float = 0.0
    stops: bool = False

    @property
    def label(self) -> str:
        """What became of it, in a word or two."""
        return self.state.label

    @property
    def is_well(self) -> bool:
        """Whether nothing is certainly or likely wrong."""
        return self.state in (State.LOOK, State.CLEAN)


def state_of(audited: Audited) -> State:
    """What an audit comes to."""
    if audited.reading is None:
        return State.FAILED
    if not audited.is_sound:
        return State.FAULTY
    return State.LOOK if audited.faults else State.CLEAN


def first_said(audited: Audited) -> str:
    """The one sentence that tells most: why nothing was checked, or the surest fault."""
    for finding in audited.unread:
        if has_errors([finding]):
            return finding.message
    surest = sorted(audited.faults, key=lambda fault: list(Sureness).index(fault.sure))
    return surest[0].finding.message if surest else ""


def surroundings(asked: Asked, *, mark: bool) -> str:
    """The fingerprint of discloser and of what is asked for."""
    return digest((program(), repr(asked), str(mark)))
