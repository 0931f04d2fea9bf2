"""Documents in which nothing is wrong: the checks must find no error in them."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import cycle, islice
from pathlib import Path

from discloser.compose.needs.of_pack import Needs, needs_of
from discloser.finding import Finding
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.read.write_yaml import write_yaml
from discloser.specimen.department import make_department
from tests.deceive.victims import TEMPLATES, Seen, Victim, errors, packs, seen

DEPARTMENTS, SEED = 200, 14


def of_victims(victims: Iterable[Victim]) -> list[str]:
    """The errors in the documents of the victims."""
    return [
        f"{victim.name}｜{found.code} {found.message}｜{found.location or ''}"
        for victim in victims
        for found in _false(victim.clean)
    ]


def of_departments(number: int, jobs: int) -> list[str]:
    """The errors in the documents of made-up departments, each pack and kind in turn."""
    known = list(packs())
    names = [name for name, _, _ in known]
    both = [each for each in known if names.count(each[0]) == len(Kind)]
    which = list(islice(cycle(both), number))
    cases = [(index, *each) for index, each in enumerate(which)]
    if jobs == 1:
        return [line for case in cases for line in _department(case)]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        return [line for found in pool.imap(_department, cases) for line in found]


@cache
def _pack(name: str, kind: Kind, year: int) -> tuple[Pack, Needs]:
    pack, _ = load_pack(name, kind, year, pack_roots(TEMPLATES))
    assert pack is not None
    return pack, needs_of(pack)


def _department(case: tuple[int, str, Kind, int]) -> Sequence[str]:
    index, name, kind, year = case
    made = make_department(SEED, index, *_pack(name, kind, year))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{made.name}.yaml"
        path.write_text(write_yaml(made.draft), encoding="utf-8")
        result = seen(path)
    if result.document is None:
        return [f"{name} {kind.label} {made.name}｜没有编成文档"]
    return [
        f"{name} {kind.label} {made.name}｜{found.code} {found.message}｜{found.location or ''}"
        for found in _false(result)
    ]


def _false(seen: Seen) -> Iterable[Finding]:
    """The errors that checks found; what an input lacks for a pack is no fault of a check."""
    return (found for found in errors(seen) if not found.code.startswith("C"))
