"""What was judged of the audit of the published documents: ``judged.yaml``, and held to a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from discloser.audit.faults import Fault
from discloser.audit.sureness import Sureness

FILE = Path(__file__).parent / "judged.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Told(_Frozen):
    """A finding: its code, and words of it."""

    code: str
    says: str = Field(min_length=3)

    def is_by(self, fault: Fault) -> bool:
        """Whether a fault, or what follows from it, is this finding."""
        places = fault.finding.locations
        where = " ".join(f"{place.sheet} {place.cell}" for place in places)
        said = f"{fault.finding.message} {where}"
        return fault.finding.code == self.code and self.says in said


class PrintFault(_Frozen):
    """A fault of print: what tells it, or why nothing does."""

    reason: str
    in_tables: bool = False
    told: tuple[Told, ...] = ()
    missed: str = ""
    unknowable: str = ""


class More(Told):
    """A finding that docs/fidelity.md does not have, and whether it is right."""

    right: bool
    why: str = Field(min_length=6)


class Judged(_Frozen):
    """All that was judged of one document."""

    faults: tuple[PrintFault, ...]
    wording: tuple[str, ...] = ()
    more: tuple[More, ...] = ()


@cache
def judged() -> dict[str, Judged]:
    """What was judged, by the number of the document."""
    raw = YAML(typ="safe").load(FILE)
    return {number: Judged.model_validate(entry) for number, entry in raw.items()}


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a run that is held to what was judged."""

    found: Sequence[PrintFault]
    not_found: Sequence[PrintFault]
    """Faults of which not everything was told that should be."""
    unjudged: Sequence[Fault]
    """What was told and nobody has judged."""
    certain: int
    wrong: Sequence[Fault]
    """What was called certain and is judged to be wrong, or not judged."""


def held(number: str, faults: Sequence[Fault]) -> Held:
    """Hold what the audit of a document told to what was judged of it."""
    known = judged()[number]
    right = [told for fault in known.faults for told in fault.told]
    right += [told for told in known.more if told.right]
    false = [told for told in known.more if not told.right]
    told = {
        fault.reason: all(any(map(each.is_by, faults)) for each in fault.told)
        for fault in known.faults
    }
    knowable = [fault for fault in known.faults if not fault.unknowable]
    certain = [fault for fault in faults if fault.sure is Sureness.CERTAIN]
    return Held(
        [fault for fault in knowable if fault.told and told[fault.reason]],
        [fault for fault in knowable if not fault.told or not told[fault.reason]],
        [fault for fault in faults if not any(each.is_by(fault) for each in (*right, *false))],
        len(certain),
        [fault for fault in certain if not any(each.is_by(fault) for each in right)],
    )
