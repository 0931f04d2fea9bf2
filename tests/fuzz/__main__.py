"""``python -m tests.fuzz N``: run N cases. ``--case NUMBER`` runs one and tells its story."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tests.fuzz.cases import case
from tests.fuzz.run import closing_line, fuzz
from tests.fuzz.seeds import ROOT
from tests.fuzz.work import Kind, run, warm


def main() -> int:
    """Run; 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("runs", type=int, nargs="?", default=2000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--folder", type=Path, default=ROOT / ".fuzz")
    parser.add_argument("--case", type=int, help="run this one, write its files into --folder")
    chosen = parser.parse_args()
    if chosen.case is not None:
        return _one(chosen.case, chosen.folder)
    counts = fuzz(chosen.runs, chosen.folder, chosen.jobs, chosen.first)
    sys.stdout.write(f"{closing_line(counts)}\n")
    return int(any(counts[kind] for kind in Kind if kind is not Kind.FINE))


def _one(number: int, folder: Path) -> int:
    warm()
    made = case(number)
    path = made.write(folder / f"case-{number}")
    verdict = run(made)
    told = f"{verdict.kind} {verdict.at}\n{verdict.story}"
    sys.stdout.write(f"{made.family}, {made.steps} steps: {path}\n{told}\n")
    return int(verdict.kind is not Kind.FINE)


if __name__ == "__main__":
    sys.exit(main())
