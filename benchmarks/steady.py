"""``python -m benchmarks.steady``: whether a fresh ``discloser check`` has grown by half.

Its processor time is held to that of a fixed program which runs in turn with it, so that the
machine and its load matter little: seconds are told, but only the ratio counts. The program does
what a check does, in Python alone: it reads a text into a tree, walks it, matches patterns and adds
up decimals.

After a change that is meant to cost more or less, write what it prints into ``RECORDED``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from statistics import median

from benchmarks.measure import ROOT, print_head, print_row

INPUTS = (
    "inputs/henan/sanmenxia/2025/government-office.yaml",
    "inputs/henan/sanmenxia/2023/government-services-final.yaml",
)
RECORDED = (1.95, 1.71)
"""How many times the fixed program each check took, when it was last written down."""
MOST_GROWTH = 1.5
_PAIRS = 7
_FIXED = """
import ast, json, re
from decimal import Decimal

text = "".join(
    f"def part{n}(line, total):\\n"
    f"    if line[{n}] != total:\\n"
    f"        return {{'place': {n}, 'printed': line[{n}] * 2 + total}}\\n"
    for n in range(4000)
)
tree = ast.parse(text)
names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
written = ast.unparse(tree)
numbers = re.findall(r"(?<![a-z])\\d+(?!\\d)", written)
total = sum((Decimal(number) / 100 for number in numbers), Decimal(0))
kept = json.loads(json.dumps([{"name": name, "total": str(total)} for name in names]))
print(len({each["name"] for each in kept}), total)
"""


def _seconds(command: Sequence[str]) -> float:
    """The processor time of a fresh process, from its start to its end."""
    before = os.times()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    after = os.times()
    user = after.children_user - before.children_user
    return user + after.children_system - before.children_system


def main() -> int:
    """Print the ratios; the exit code is 1 where one has grown by half."""
    fixed = [sys.executable, "-c", _FIXED]
    print_head("fresh process", "processor", "of the fixed program", "recorded")
    grown = False
    for path, recorded in zip(INPUTS, RECORDED, strict=True):
        check = [sys.executable, "-m", "discloser", "check", path]
        _seconds(check), _seconds(fixed)  # the first run compiles what it imports
        told = [(_seconds(check), _seconds(fixed)) for _ in range(_PAIRS)]
        ratio = median(ours / other for ours, other in told)
        seconds = median(ours for ours, _ in told)
        print_row(path, f"{seconds:.2f} s", f"{ratio:.2f}×", f"{recorded:.2f}×")
        grown = grown or ratio > recorded * MOST_GROWTH
    if grown:
        sys.stderr.write(f"check takes more than {MOST_GROWTH} times what was recorded\n")
    return int(grown)


if __name__ == "__main__":
    sys.exit(main())
