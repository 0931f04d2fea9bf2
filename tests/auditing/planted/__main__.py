"""``python -m tests.auditing.planted``: what of planted faults the audit notices, and where.

A fault is noticed where the audit of the faulty file says what it did not say of the sound one; at
the right place where that names what differs between the two files as they are read. What nobody
could know from the document alone is counted apart: ``reasons.yaml`` says why.

The form ``read`` plants in what was read of a DOCX file and writes no other: it tells what the
rules know, and takes a tenth of the time; the forms of files tell what reading adds to it.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from discloser.audit.audit import Audited
from discloser.audit.sureness import Sureness
from discloser.document.differences import differences
from discloser.document.nodes import Document
from discloser.location import Spot
from tests.auditing.files import FORMATS, audited, audited_read, saved
from tests.auditing.planted.alone import is_alone
from tests.auditing.planted.kinds import KINDS
from tests.auditing.planted.victims import Victim, victims
from tests.deceive.fault import InDocument, Plant, chance

PAGE = Path(__file__).parents[3] / "docs" / "audit.md"
READ = "read"
REASONS = Path(__file__).parent / "reasons.yaml"
_PART = re.compile(r"(<!-- 植入：开始 -->\n).*?(<!-- 植入：完 -->)", re.DOTALL)


class Reason(BaseModel):
    """Why a fault cannot be known from the document: patterns of its kind, place and change.

    ``alone``: the changed number must have nothing that it could be held to in this very document.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    where: str = ""
    what: str = ""
    alone: bool = False
    reason: str

    def is_of(self, kind: str, fault: InDocument, sound: Document) -> bool:
        """Whether it explains a fault that was not noticed."""
        pairs = ((self.kind, kind), (self.where, fault.where), (self.what, fault.what))
        if not all(re.search(pattern, text) for pattern, text in pairs):
            return False
        return not self.alone or is_alone(sound, fault.document)


@dataclass(frozen=True)
class Case:
    """A planted fault and what became of it; ``told`` is how many faults were told of it."""

    kind: str
    form: str
    victim: str
    fault: InDocument
    told: int
    at_place: bool
    surely: bool
    reason: str = ""


@dataclass
class Bench:
    """Audits files in a folder, the sound ones once."""

    folder: Path
    reasons: Sequence[Reason]
    _sound: dict[tuple[str, str], Audited] = field(default_factory=dict)

    def case(self, victim: Victim, form: str, kind: str, fault: InDocument) -> Case | None:
        """What becomes of a fault in one form; None where the file does not print it at all.

        A workbook has no sentences, and a title is printed in some forms only.
        """
        key = victim.name, form
        if key not in self._sound:
            self._sound = {key: self._audited(victim, victim.document, form)}
        sound = self._sound[key]
        faulty = self._audited(victim, fault.document, form)
        if form != READ and _is_same(sound, faulty):
            return None
        before = {(each.finding.code, each.finding.message) for each in sound.faults}
        said = ((each, (each.finding.code, each.finding.message)) for each in faulty.faults)
        new = [each for each, what in said if what not in before]
        where = _changed_spots(sound, faulty)
        places = [
            place.spot
            for each in new
            for finding in (each.finding, *each.consequences)
            for place in (*finding.locations, *((each.cause,) if each.cause else ()))
            if place.spot is not None
        ]
        reasons = (r.reason for r in self.reasons if r.is_of(kind, fault, victim.document))
        return Case(
            kind,
            form,
            victim.name,
            fault,
            len(new),
            bool(new) and (not where or any(spot in where for spot in places)),
            any(each.sure is not Sureness.LOOK for each in new),
            "" if new else next(reasons, ""),
        )

    def _audited(self, victim: Victim, document: Document, form: str) -> Audited:
        if form == READ:
            return audited_read(document, victim.document.title)
        content = victim.content(document, form)
        return audited(saved(self.folder, content, form, victim.document.title))


def _is_same(sound: Audited, faulty: Audited) -> bool:
    if sound.reading is None or faulty.reading is None:
        return False
    return sound.reading.document == faulty.reading.document


def _changed_spots(sound: Audited, faulty: Audited) -> set[Spot]:
    if sound.reading is None or faulty.reading is None:
        return set()
    found = differences(sound.reading.document, faulty.reading.document, was_read=True)
    return {change.spot for change in found if change.spot is not None}


def main() -> None:
    """Plant, count and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.auditing.planted", description=__doc__)
    parser.add_argument("--count", type=int, default=5, help="of each kind in each document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--victim", default="", help="only documents in whose name this is found")
    parser.add_argument("--kind", default="", help="only kinds in whose name this is found")
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--minutes", type=float, default=600, help="stop after so many minutes")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    raw = YAML(typ="safe").load(REASONS) or []
    reasons = [Reason.model_validate(entry) for entry in raw]
    cases: list[Case] = []
    until = time.monotonic() + given.minutes * 60
    found = list(victims(given.victim))
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), reasons)
        for victim in chance(given.seed).sample(found, len(found)):
            for form in given.formats:
                own = victim.as_read(bench.folder) if form == READ else victim
                for kind, fault in _faults(own, given.kind, given.count, given.seed):
                    if time.monotonic() > until:
                        break
                    case = bench.case(own, form, kind, fault)
                    if case is not None:
                        cases.append(case)
                        _progress(case)
    text = "\n".join(_told(cases, f"{parser.prog} {' '.join(sys.argv[1:])}"))
    sys.stdout.write(f"{text}\n")
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_PART.sub(lambda m: f"{m[1]}{text}\n{m[2]}", page), encoding="utf-8")


def _faults(victim: Victim, wanted: str, count: int, seed: int) -> Iterator[tuple[str, InDocument]]:
    for kind, planter in KINDS.items():
        if wanted not in kind:
            continue
        plants: list[Plant] = list(planter(victim.document, victim.known))
        random, made = chance(seed, victim.name, kind), 0
        for plant in random.sample(plants, len(plants)):
            fault = plant(random)
            if isinstance(fault, InDocument) and fault.document != victim.document:
                made += 1
                yield kind, fault
            if made >= count:
                break


def _progress(case: Case) -> None:
    if not (case.told and case.at_place):
        verdict = "没有指出" if not case.told else "位置不对"
        why = f"（{case.reason}）" if case.reason else ""
        sys.stderr.write(
            f"{verdict}{why}｜{case.kind}｜{case.form}｜{case.victim}｜"
            f"{case.fault.where}｜{case.fault.what}\n"
        )
        sys.stderr.flush()


_HEAD = (
    *("植入的错误", "格式", "试了", "无从知道"),
    *("指出（能知道的）", "位置正确", "肯定或多半", "报成一处"),
)


def _told(cases: Sequence[Case], command: str) -> Iterator[str]:
    yield f"命令：`{command}`"
    yield ""
    yield f"| {' | '.join(_HEAD)} |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    groups: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.kind, case.form].append(case)
    order = list(KINDS)
    for kind, form in sorted(groups, key=lambda each: order.index(each[0])):
        members = groups[kind, form]
        yield f"| {kind} | {form} | {_row(members)} |"
    yield f"| 合计 | | {_row(cases)} |"
    why = Counter(case.reason for case in cases if case.reason)
    if why:
        yield ""
        yield "无从知道的："
        yield ""
        yield from (f"- {reason}（{times} 处）" for reason, times in why.most_common())


def _row(cases: Sequence[Case]) -> str:
    knowable = [case for case in cases if not case.reason]
    noticed = [case for case in knowable if case.told]
    shares = (
        _share(len(noticed), len(knowable)),
        _share(sum(case.at_place for case in noticed), len(knowable)),
        _share(sum(case.surely for case in noticed), len(knowable)),
        _share(sum(case.told == 1 for case in noticed), len(noticed)),
    )
    return f"{len(cases)} | {len(cases) - len(knowable)} | {' | '.join(shares)}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "—"


if __name__ == "__main__":
    main()
