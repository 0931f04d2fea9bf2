"""Plant faults of every kind in every victim, on two processes, and keep what becomes of them."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.deceive import documents, ledger, packs
from tests.deceive.fault import Plant, chance
from tests.deceive.judge import Judged, judge
from tests.deceive.victims import TEMPLATES, Victim

JOBS = 2
PACK_SAMPLES = 3
"""How many samples of each pack and kind faults in a pack are tried with."""
DOCUMENT, PACK, INPUT = "编成的文档", "模板包", "填报文件"
_FORMS = {".yaml": "YAML", ".xlsx": "工作簿"}


@dataclass(frozen=True)
class Group:
    """All faults of one kind that can be planted in one victim, and how many are tried."""

    family: str
    kind: str
    victim: Victim
    plants: Sequence[Plant]
    count: int
    seed: str

    def run(self, templates: Path) -> Iterator[Case]:
        """Plant faults in an order by chance until enough of them change something."""
        random = chance(self.seed)
        tried = 0
        for plant in random.sample(self.plants, len(self.plants)):
            if tried >= self.count:
                return
            fault = plant(random)
            judged = judge(self.victim, fault, templates) if fault is not None else None
            if fault is not None and judged is not None:
                tried += 1
                yield Case(
                    self.family, self.kind, self.victim.name, fault.where, fault.what, judged
                )


@dataclass(frozen=True)
class Case:
    """A planted fault and what became of it."""

    family: str
    kind: str
    victim: str
    where: str
    what: str
    judged: Judged


@dataclass(frozen=True)
class Counts:
    """How many faults of a kind are tried in one victim: an input, or a sample of lint."""

    document: int
    document_sample: int
    pack: int
    pack_sample: int
    input: int

    def times(self, factor: float) -> Counts:
        """More or fewer; none that there were are left out."""
        return Counts(*(max(1, round(n * factor)) if n else 0 for n in vars(self).values()))


def groups(
    victims: Sequence[Victim], counts: Counts, seed: int, wanted: re.Pattern[str]
) -> Iterator[Group]:
    """Everything that can be planted, by kind and victim."""
    for victim in victims:
        real = victim.input is not None
        number = counts.document if real else counts.document_sample
        for kind, planter in documents.KINDS.items():
            if number and wanted.search(f"{DOCUMENT} {kind}"):
                plants = list(planter(victim.document, victim.names))
                yield Group(DOCUMENT, kind, victim, plants, number, f"{seed} {kind} {victim.name}")
    for victim in _few_samples(victims, seed):
        number = counts.pack if victim.input is not None else counts.pack_sample
        for kind, in_pack in packs.KINDS.items():
            if number and wanted.search(f"{PACK} {kind}"):
                plants = list(in_pack(victim.pack, TEMPLATES))
                yield Group(PACK, kind, victim, plants, number, f"{seed} {kind} {victim.name}")
    for victim in victims:
        for (name, suffix), in_input in ledger.KINDS.items():
            kind = f"{name}（{_FORMS[suffix]}）"
            if victim.input is not None and wanted.search(f"{INPUT} {kind}"):
                plants = list(in_input(victim))
                yield Group(
                    INPUT, kind, victim, plants, counts.input, f"{seed} {kind} {victim.name}"
                )


def _few_samples(victims: Sequence[Victim], seed: int) -> list[Victim]:
    """The inputs, and some samples of each pack and kind: composing all takes long."""
    chosen = [victim for victim in victims if victim.input is not None]
    of_pack: dict[tuple[str, str], list[Victim]] = {}
    for victim in victims:
        if victim.input is None:
            of_pack.setdefault((victim.pack.name, victim.pack.kind), []).append(victim)
    for key, found in of_pack.items():
        chosen += chance(seed, key).sample(found, min(PACK_SAMPLES, len(found)))
    return chosen


_GROUPS: list[Group] = []
_COPY: list[Path] = []


def run(
    planned: Sequence[Group], show: Callable[[int, list[Case]], None], jobs: int = JOBS
) -> list[Case]:
    """Run all groups; the order of the cases is that of the groups."""
    _GROUPS[:] = planned
    with tempfile.TemporaryDirectory() as folder:
        order = sorted(range(len(planned)), key=lambda n: planned[n].family != PACK)
        done: dict[int, list[Case]] = {}
        for number, cases in _results(order, folder, jobs):
            done[number] = cases
            show(len(done), cases)
    return [case for number in sorted(done) for case in done[number]]


def _results(order: Sequence[int], folder: str, jobs: int) -> Iterator[tuple[int, list[Case]]]:
    if jobs == 1:
        _begin(folder)
        yield from map(_run, order)
        return
    with multiprocessing.get_context("fork").Pool(jobs, _begin, (folder,)) as pool:
        yield from pool.imap_unordered(_run, order)


def _begin(folder: str) -> None:
    copy = Path(tempfile.mkdtemp(dir=folder)) / "templates"
    shutil.copytree(TEMPLATES, copy)
    _COPY[:] = [copy.resolve()]


def _run(number: int) -> tuple[int, list[Case]]:
    return number, list(_GROUPS[number].run(_COPY[0]))
