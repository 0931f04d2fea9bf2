"""What an audit takes: ``python -m benchmarks.auditing``. Prints a Markdown table.

The document of the example input as PDF (39 pages), DOCX and XLSX, each read, checked and told; and
the memory of one process after many documents.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.documents import INPUT
from benchmarks.measure import print_head, print_row
from discloser.audit.audit import audit
from discloser.audit.files import Case
from discloser.audit.identity import Asked
from discloser.audit.report import audit_lines
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs, prepare, render

TIMES, MANY = 5, 60
_MB = 1024


def main() -> None:
    """Measure and print."""
    load, roots = keep_packs(), pack_roots(None)
    made = render(prepare(INPUT), ("docx", "xlsx", "pdf"), contents_pages="none")
    with TemporaryDirectory() as folder:
        cases = []
        for suffix, data in made.items():
            path = Path(folder) / f"a.{suffix}"
            path.write_bytes(data)
            cases.append(Case(suffix, (path,)))
        print_head("auditing a document, after the start", "processor time", "findings and reasons")
        for case in cases:
            audit(case, Asked(None, 2025), load, roots)  # loads the libraries
            seconds, lines = [], 0
            for _ in range(TIMES):
                begin = process_time()
                lines = len(audit_lines(audit(case, Asked(None, 2025), load, roots)))
                seconds.append(process_time() - begin)
            print_row(case.name, f"{sorted(seconds)[TIMES // 2]:.2f} s", str(lines))
        before = _memory()
        for number in range(MANY):
            audit(cases[number % len(cases)], Asked(None, 2025), load, roots)
        print_row(f"memory before and after {MANY} more", f"{before} MB", f"{_memory()} MB")
    sys.stdout.write("\n")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MB


if __name__ == "__main__":
    main()
