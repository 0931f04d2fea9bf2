"""Plant faults of every kind in every victim, on two processes, and keep what becomes of them."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.deceive import documents, ledger, packs
from tests.deceive.fault import Plant, chance
from tests.deceive.judge import Judged, judge
from tests.deceive.victims import TEMPLATES, Victim

JOBS = 2
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
    """How many faults of each kind are tried, spread evenly over the victims."""

    document: int
    pack: int
    input: int


_Planter = Callable[[Victim], Iterable[Plant]]


def groups(
    victims: Sequence[Victim], counts: Counts, seed: int, wanted: re.Pattern[str]
) -> Iterator[Group]:
    """Everything that can be planted, by kind and victim."""
    real = [victim for victim in victims if victim.input is not None]
    for kind, planter in documents.KINDS.items():
        if wanted.search(f"{DOCUMENT} {kind}"):
            yield from _spread(
                (DOCUMENT, kind), victims, _in_document(planter), counts.document, seed
            )
    for kind, in_pack in packs.KINDS.items():
        if wanted.search(f"{PACK} {kind}"):
            yield from _spread((PACK, kind), victims, _in_pack(in_pack), counts.pack, seed)
    for (name, suffix), in_input in ledger.KINDS.items():
        kind = f"{name}（{_FORMS[suffix]}）"
        if wanted.search(f"{INPUT} {kind}"):
            yield from _spread((INPUT, kind), real, in_input, counts.input, seed)


def _in_document(planter: documents.Planter) -> _Planter:
    return lambda victim: planter(victim.document, victim.names)


def _in_pack(planter: packs.Planter) -> _Planter:
    return lambda victim: planter(victim.pack, TEMPLATES)


def _spread(
    kind: tuple[str, str], victims: Sequence[Victim], planter: _Planter, number: int, seed: int
) -> Iterator[Group]:
    """A kind of fault in all victims that it can be planted in, ``number`` times in all.

    What victims with few places leave of their share goes to the others; inputs come before
    samples where a share is no whole number.
    """
    places = [list(planter(victim)) for victim in victims]
    order = chance(seed, *kind).sample(range(len(places)), len(places))
    order.sort(key=lambda at: (len(places[at]), victims[at].input is not None))
    counts = [0] * len(places)
    left = number
    for done, at in enumerate(order):
        counts[at] = min(left // (len(order) - done), len(places[at]))
        left -= counts[at]
    for victim, plants, count in zip(victims, places, counts, strict=True):
        yield Group(*kind, victim, plants, count, f"{seed} {kind[1]} {victim.name}")


_GROUPS: list[Group] = []
_COPY: list[Path] = []


def run(
    planned: Sequence[Group], show: Callable[[int, list[Case]], None], jobs: int = JOBS
) -> list[Case]:
    """Run all groups, by chance; the order of the cases is that of the groups.

    Whoever has waited long enough interrupts it (Ctrl-C) and gets what was counted.
    """
    _GROUPS[:] = planned
    done: dict[int, list[Case]] = {}
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        order = chance("order").sample(range(len(planned)), len(planned))
        for number, cases in _results(order, folder, jobs):
            done[number] = cases
            show(len(done), cases)
    return [case for number in sorted(done) for case in done[number]]


def _results(order: Sequence[int], folder: str, jobs: int) -> Iterator[tuple[int, list[Case]]]:
    if jobs == 1:
        _begin(folder)
        yield from map(_run, order)
        return
    with multiprocessing.get_context("fork").Pool(jobs, _begin_beside, (folder,)) as pool:
        yield from pool.imap_unordered(_run, order)


def _begin(folder: str) -> None:
    copy = Path(tempfile.mkdtemp(dir=folder)) / "templates"
    shutil.copytree(TEMPLATES, copy)
    _COPY[:] = [copy.resolve()]


def _begin_beside(folder: str) -> None:
    """Begin in another process: an interruption is for the one that counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _begin(folder)


def _run(number: int) -> tuple[int, list[Case]]:
    return number, list(_GROUPS[number].run(_COPY[0]))
