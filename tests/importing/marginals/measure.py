"""What imports of published tables give again: ``python -m tests.importing.marginals.measure``.

The published documents of ``tests/fidelity`` are written as a workbook and as DOCX and read with
their packs, the real PDFs as they are. A number is right where the imported ledger prints it.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from discloser.importing.files import Import
from discloser.importing.marginals import import_tables
from discloser.importing.marginals.tables import open_tables
from discloser.model.values import Kind
from discloser.pack.pack import Pack
from tests.importing.marginals.seeds import SEEDS, pack_of, written_seed

DATA = Path(__file__).parents[2] / "read" / "document" / "data"
REAL = {
    "office2025-dept.pdf": ("shanghai/putuo", Kind.BUDGET, 2025),
    "social2024-final.pdf": ("shanghai/putuo", Kind.FINAL_ACCOUNT, 2024),
}


def imported_file(path: Path, pack: Pack) -> Import:
    """What a file's tables give."""
    tables, findings = open_tables([path])
    assert tables, findings
    about = {"pack": pack.name, "kind": pack.kind.value, "year": str(pack.year)}
    return import_tables(tables, about, pack)


def by_table(found: Import) -> Iterator[tuple[str, int, int]]:
    """Each table with how many of its numbers are right, and how many are printed."""
    right: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    for number in found.proof.numbers:
        title = number.place.sheet or ""
        printed[title] += 1
        right[title] += number.holds
    yield from ((title, right[title], count) for title, count in printed.items())


def main() -> None:
    """Print a row for each document and table."""
    with tempfile.TemporaryDirectory() as folder:
        files = [
            (written_seed(number, form, Path(folder)), about)
            for number, about in SEEDS.items()
            for form in ("xlsx", "docx")
        ]
        files += [(DATA / name, about) for name, about in REAL.items()]
        for path, about in files:
            found = imported_file(path, pack_of(*about))
            wrong = [number.name for number in found.proof.broken]
            said = "".join(finding.message for finding in found.refusals)
            sys.stdout.write(
                f"{path.name} {found.proof.held} / {len(found.proof.numbers)} {said}{wrong[:8]}\n"
            )
            for title, right, printed in by_table(found):
                sys.stdout.write(f"    {title} {right} / {printed}\n")


if __name__ == "__main__":
    main()
