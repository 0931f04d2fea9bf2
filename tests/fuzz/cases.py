"""A case: files made from a good seed by a few steps of damage, the same for the same number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fuzz import packs, seeds
from tests.fuzz.biff import break_container, break_records
from tests.fuzz.cells import break_cells
from tests.fuzz.xml import break_xml
from tests.fuzz.yaml_text import break_structure, break_text
from tests.fuzz.zipped import break_archive, break_members, packed, unpacked

Damage = Callable[[bytes, Sequence[int]], bytes]
PACKS = "templates"
_MOST_STEPS = (1, 1, 1, 1, 2, 2, 3, 5)


@dataclass(frozen=True, slots=True)
class Case:
    """The files of a case below a folder of its own.

    ``input`` is the one to check; ``pack`` the pack to check, where it is one; ``steps`` how many
    steps of damage there are.
    """

    number: int
    family: str
    input: str
    files: dict[str, bytes]
    steps: int
    pack: str = ""

    def write(self, folder: Path) -> Path:
        """Write the files; return the input."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder / self.input


def case(number: int, kept: Sequence[int] | None = None) -> Case:
    """The case of this number, with all of its steps or with the ``kept`` ones."""
    random = chance(number)
    family = random.choices(list(_FAMILIES), [weight for weight, _ in _FAMILIES.values()])[0]
    steps = [random.getrandbits(40) for _ in range(random.choice(_MOST_STEPS))]
    chosen = steps if kept is None else [steps[index] for index in kept]
    make = _FAMILIES[family][1]
    input_, files, pack = make(random, chosen)
    return Case(number, family, input_, files, len(steps), pack)


def chance(seed: int) -> Random:
    """The only source of chance: it repeats itself."""
    return Random(seed)  # noqa: S311 - no secret


Made = tuple[str, dict[str, bytes], str]


def _input(name: str, content: bytes) -> Made:
    return name, {name: content, "last_year.yaml": seeds.LAST_YEAR.read_bytes()}, ""


def _yaml(change: Callable[[bytes, Random], bytes]) -> Callable[[Random, Sequence[int]], Made]:
    def make(random: Random, steps: Sequence[int]) -> Made:
        known = seeds.inputs()
        content = known[0] if random.random() < 0.6 else random.choice(known)
        for step in steps:
            content = change(content, chance(step))
        return _input("input.yaml", content)

    return make


def _workbook(suffix: str) -> Callable[[Random, Sequence[int]], Made]:
    damage = _damage_records if suffix == ".xls" else _damage_package

    def make(random: Random, steps: Sequence[int]) -> Made:
        content = damage(random.choice(seeds.workbooks(suffix)), steps)
        # Some are called by another name, as clerks do.
        named = random.choice((".xlsx", ".xls", ".ods")) if random.random() < 0.02 else suffix
        return _input(f"input{named}", content)

    return make


def _damage_package(content: bytes, steps: Sequence[int]) -> bytes:
    kinds = {step: chance(step).choice((0, 0, 0, 0, 1, 1, 1, 2, 3)) for step in steps}
    members = unpacked(content)
    for step, kind in kinds.items():
        if kind < 3 and members:
            members = (break_cells, break_xml, break_members)[kind](members, chance(step + 1))
    content = packed(members)
    for step, kind in kinds.items():
        if kind == 3:
            content = break_archive(content, chance(step + 1))
    return content


def _damage_records(content: bytes, steps: Sequence[int]) -> bytes:
    for step in steps:
        random = chance(step)
        change = break_container if random.random() < 0.25 else break_records
        content = change(content, random)
    return content


def _pack(random: Random, steps: Sequence[int]) -> Made:
    name, files = packs.whole(random)
    for step in steps:
        files = packs.break_pack(files, chance(step)) or files
    text = seeds.inputs()[0].replace(f"pack: {seeds.BASE}".encode(), f"pack: {name}".encode())
    input_, written, _ = _input("input.yaml", text)
    return input_, {**written, **{f"{PACKS}/{name}/{f}": files[f] for f in files}}, name


_FAMILIES: dict[str, tuple[int, Callable[[Random, Sequence[int]], Made]]] = {
    "yaml text": (20, _yaml(break_text)),
    "yaml structure": (15, _yaml(break_structure)),
    "xlsx": (25, _workbook(".xlsx")),
    "ods": (10, _workbook(".ods")),
    "xls": (10, _workbook(".xls")),
    "pack": (20, _pack),
}
