"""Print how many random changes some rule notices: ``python -m tests.rules.show``."""

from __future__ import annotations

import sys

from tests.rules.test_mutations import COUNT, SEED, noticed


def main() -> None:
    """Print a line for each kind of change."""
    made, seen = noticed()
    lines = [f"{COUNT} changes, seed {SEED}"]
    lines += [f"{kind}: {seen[kind]} of {n}, {seen[kind] / n:.1%}" for kind, n in made.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
