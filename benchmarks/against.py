"""``python -m benchmarks.against REVISION``: what preparing costs against an earlier revision.

Both prepare the same input in turn, each in a process of its own that is kept warm, so that a busy
machine slows both. Only processor time counts; ratios are told as the median of all pairs.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.measure import ROOT, print_head, print_row

INPUTS = (
    "example/qinglan/2024/digital-governance.yaml",
    "henan/luoyang_mengjin/2023/government-services.yaml",
    "henan/sanmenxia/2023/government-services-final.yaml",
    "henan/sanmenxia/2025/administrative-approval.yaml",
    "henan/sanmenxia/2025/government-office.yaml",
    "henan/xinxiang/2025/administrative-approval.yaml",
)
"""The inputs that were there before documents were read; each checkout takes its own."""


class Side:
    """A process that prepares the inputs of one checkout when it is asked to."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, __file__, "--serve", str(root)]
        environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{ROOT}"}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seconds(self, name: str) -> float:
        """The processor time of preparing an input once."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate()


def serve(root: Path) -> None:
    """Prepare what standard input names, and tell the seconds that it took."""
    from discloser.pipeline import keep_packs, prepare

    load = keep_packs()
    for line in sys.stdin:
        gc.collect()
        start = process_time()
        prepare(root / "inputs" / line.strip(), load=load)
        sys.stdout.write(f"{process_time() - start}\n")
        sys.stdout.flush()


def compare(before: Path, pairs: int) -> None:
    """Print a row for each input: the median of both sides, and that of the pairs' ratios."""
    now, earlier = Side(ROOT), Side(before)
    print_head("input", "before", "now", f"ratio, median of {pairs}")
    for name in INPUTS:
        now.seconds(name), earlier.seconds(name)  # warms both
        told = [(now.seconds(name), earlier.seconds(name)) for _ in range(pairs)]
        ones, others = zip(*told, strict=True)
        ratio = median(one / other for one, other in told)
        print_row(name, f"{median(others):.3f} s", f"{median(ones):.3f} s", f"{ratio:.2f}")
    now.end()
    earlier.end()


def main() -> None:
    """Check the revision out beside this one, and compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("revision", help="a git revision; with --serve a checkout")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(Path(given.revision))
        return
    with TemporaryDirectory(prefix="discloser-against-") as folder:
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", folder, given.revision], check=True)  # noqa: S603
        try:
            compare(Path(folder), given.pairs)
        finally:
            subprocess.run([*git, "remove", "--force", folder], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
