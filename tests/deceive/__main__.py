"""``python -m tests.deceive``: can the checks fail? Options: ``--help``."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import time

from tests.deceive import clean, report, victims
from tests.deceive.run import JOBS, Case, Counts, groups, run
from tests.deceive.victims import ROOT

COUNTS = Counts(document=160, pack=120, input=100)
SAMPLES = 2
"""How many samples of each pack and kind are victims beside the inputs."""
SEED = 20260101
PAGE = ROOT / "docs" / "deceive.md"


def main() -> int:
    """Plant the faults, print what became of them; 1 where too many are not noticed."""
    given = _arguments()
    began = time.monotonic()
    wanted = re.compile(given.victim)
    chosen = [victim for victim in victims.inputs() if wanted.search(victim.name)]
    for which in victims.packs():
        chosen += victims.of_samples(*which, wanted, few=given.samples, seed=given.seed)
    planned = list(groups(chosen, given.counts, given.seed, re.compile(given.kind)))
    real = [victim for victim in chosen if victim.input is not None]
    _say(f"{len(real)} 份真实文本，{len(chosen) - len(real)} 份样例，{len(planned)} 组")
    cases = run(planned, lambda done, new: _progress(done, len(planned), began, new), given.jobs)
    made = report.lines(planned, cases)
    wrong = clean.of_victims(chosen)
    if given.departments:
        wrong += clean.of_departments(given.departments, given.jobs)
    text = "\n".join(report.table(made))
    _say(text)
    _say("\n".join(report.misses(made)) or "没有漏掉的。")
    _say(f"没有错误的文本 {len(chosen) + given.departments} 份，报错 {len(wrong)} 处")
    _say("\n".join(wrong))
    _say(f"用时 {(time.monotonic() - began) / 60:.1f} 分钟，种子 {given.seed}")
    if given.write:
        command = shlex.join(["python", "-m", "tests.deceive", *sys.argv[1:]])
        page = report.page(made, command, len(chosen), given.departments, wrong)
        PAGE.write_text(page, encoding="utf-8")
    return int(bool(wrong) or not all(line.is_enough for line in made))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.deceive", description=__doc__)
    parser.add_argument(
        "--counts",
        type=lambda text: Counts(*map(int, text.split(","))),
        default=COUNTS,
        help="faults of each kind in documents, packs and inputs: 160,120,100",
    )
    parser.add_argument("--kind", default="", help="only kinds whose name this is found in")
    parser.add_argument("--victim", default="", help="only victims whose name this is found in")
    parser.add_argument(
        "--samples", type=int, default=SAMPLES, help="so many of each pack and kind"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=JOBS)
    parser.add_argument("--departments", type=int, default=clean.DEPARTMENTS)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)}")
    return parser.parse_args()


def _progress(done: int, total: int, began: float, new: list[Case]) -> None:
    for case in new:
        if case.judged.verdict not in report.RIGHT:
            sys.stderr.write(f"{report.told(case)}\n")
    if done % 20 == 0 or done == total:
        sys.stderr.write(f"{done}/{total}, {time.monotonic() - began:.0f} s\n")
    sys.stderr.flush()


def _say(text: str) -> None:
    if text:
        sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
