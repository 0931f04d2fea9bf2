"""Plant one fault at a time and count what the checks notice, by kind.

``python -m tests.deceive.run [faults of each kind] [seed]`` prints a line for each kind, and what
was not noticed. A fault that changes nothing in the document is no fault and is not counted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from discloser.document.dump import dump
from discloser.finding import Finding, Severity
from discloser.pipeline import Prepared, prepare
from tests.deceive import packs

ROOT = Path(__file__).parents[2]
INPUTS = sorted((ROOT / "inputs").rglob("*.yaml"))
FAULTS, SEED, TRIES = 20, 20260101, 8
_ROUNDING = "A04"


@dataclass
class Tally:
    """How many faults of a kind were planted and noticed, and what was not."""

    planted: int = 0
    noticed: int = 0
    missed: list[str] = field(default_factory=list)


def told(prepared: Prepared) -> set[tuple[str, str, str]]:
    """What a check says, without where lines of the input stand."""
    return {
        (finding.code, finding.message, finding.location.position if finding.location else "")
        for finding in prepared.findings
        if _counts(finding)
    }


def _counts(finding: Finding) -> bool:
    return finding.code != _ROUNDING and finding.severity is not Severity.NOTE


def files_of(templates: Path, prepared: Prepared, pattern: str) -> list[Path]:
    """The files of an input's pack and of its parents."""
    assert prepared.figures is not None
    steps = prepared.figures.disclosure.pack.split("/")
    folders = [templates.joinpath(*steps[:n]) for n in range(1, len(steps) + 1)]
    kind = prepared.figures.disclosure.kind.value
    found = [path for folder in folders for path in sorted(folder.rglob(pattern))]
    base = templates / steps[0] / "base"
    found += sorted(base.rglob(pattern)) if base.is_dir() else []
    return [path for path in dict.fromkeys(found) if kind in path.parts]


def plant(templates: Path, clean: Prepared, kind: str, random: Random) -> Iterator[packs.Planted]:
    """Faults of one kind, in files of the pack at random."""
    sentences = kind == "measures in a sentence"
    files = files_of(templates, clean, "*.j2" if sentences else "*.yaml")
    files = [path for path in files if sentences or path.parent.name == "tables"]
    for _ in range(TRIES):
        file = random.choice(files)
        fault = (
            packs.in_sentences(file, random) if sentences else packs.in_table(file, kind, random)
        )
        if fault is not None:
            yield fault


KINDS = ("measures in a sentence", *packs.TABLE_FAULTS)


@dataclass(frozen=True)
class Victim:
    """An input with what is said of it while nothing is wrong."""

    path: Path
    templates: Path
    clean: Prepared

    @property
    def text(self) -> str:
        """Its document."""
        assert self.clean.document is not None
        return dump(self.clean.document)

    def deceived(self, fault: packs.Planted) -> bool | None:
        """Whether a fault is noticed; None where it changes nothing in the document."""
        original = fault.file.read_text(encoding="utf-8")
        try:
            fault.file.write_text(fault.text, encoding="utf-8")
            made = prepare(self.path, self.templates)
        finally:
            fault.file.write_text(original, encoding="utf-8")
        if made.document is None:
            return True
        if dump(made.document) == self.text:
            return None
        return bool(told(made) - told(self.clean))


def deceive(count: int, seed: int) -> dict[str, Tally]:
    """Plant ``count`` faults of each kind for every input."""
    tallies = {kind: Tally() for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        templates = Path(folder) / "templates"
        shutil.copytree(ROOT / "templates", templates)
        for number, path in enumerate(INPUTS):
            victim = Victim(path, templates, prepare(path, templates))
            for kind in KINDS:
                random = Random(f"{seed} {number} {kind}")  # noqa: S311 - a choice of faults
                for _ in range(count):
                    _try(victim, kind, random, tallies[kind])
    return tallies


def _try(victim: Victim, kind: str, random: Random, tally: Tally) -> None:
    for fault in plant(victim.templates, victim.clean, kind, random):
        noticed = victim.deceived(fault)
        if noticed is None:
            continue
        tally.planted += 1
        tally.noticed += noticed
        if not noticed:
            file = fault.file.relative_to(victim.templates)
            tally.missed.append(f"{victim.path.stem}: {file}: {fault.what}")
        return


def main() -> None:
    """Print a line for each kind of fault, and what was missed."""
    numbers = [int(text) for text in sys.argv[1:3]]
    count, seed = (*numbers, *(FAULTS, SEED)[len(numbers) :])
    for kind, tally in deceive(count, seed).items():
        share = tally.noticed / tally.planted if tally.planted else 1
        sys.stdout.write(f"{kind}: {tally.noticed} of {tally.planted}, {share:.1%}\n")
        for missed in tally.missed:
            sys.stdout.write(f"    {missed}\n")


if __name__ == "__main__":
    main()
