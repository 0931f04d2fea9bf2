"""Audit the documents of every input, which have no fault, in each form: ``python -m …clean``.

``--engines typst weasyprint`` makes the PDF by both; ``--place`` audits with the words of the
input's own pack too. Prints every fault that is told, and how many documents were audited.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from discloser.audit.identity import Asked
from discloser.audit.sureness import Sureness
from discloser.pipeline import Prepared, prepare, render
from tests.auditing.files import FORMATS, audited, saved
from tests.rules.documents import INPUTS

ENGINES = ("typst", "weasyprint")


def files(
    prepared: Prepared, formats: tuple[str, ...], engines: tuple[str, ...]
) -> Iterator[tuple[str, str, bytes]]:
    """A document in each form: its form, what made it, its bytes."""
    for suffix in formats:
        for engine in engines if suffix == "pdf" else engines[:1]:
            made = render(prepared, (suffix,), contents_pages="none", pdf_engine=engine)
            yield suffix, engine if suffix == "pdf" else "", made[suffix]


def main() -> int:
    """Audit and tell; 1 where anything is called certain or likely."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    parser.add_argument("--engines", nargs="*", default=list(ENGINES))
    parser.add_argument("--input", default="", help="only inputs in whose path this is found")
    parser.add_argument("--place", action="store_true")
    given = parser.parse_args()
    count, wrong = 0, dict.fromkeys(Sureness, 0)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(INPUTS.rglob("*.yaml")):
            if given.input not in str(path):
                continue
            prepared = prepare(path)
            assert prepared.document is not None
            assert prepared.pack is not None
            places = ("", prepared.pack.name) if given.place else ("",)
            for suffix, engine, data in files(prepared, tuple(given.formats), tuple(given.engines)):
                file = saved(Path(folder), data, suffix, prepared.document.title)
                for place in places:
                    count += 1
                    for fault in audited(file, asked=Asked(place=place)).faults:
                        wrong[fault.sure] += 1
                        finding = fault.finding
                        what = " ".join(filter(None, (path.stem, suffix, engine, place)))
                        sys.stdout.write(f"{what}: {fault.sure} {finding.code} {finding.message}\n")
    told = "，".join(f"{sure} {number} 处" for sure, number in wrong.items())
    sys.stdout.write(f"没有错的文件 {count} 份：{told}。\n")
    return int(wrong[Sureness.CERTAIN] + wrong[Sureness.LIKELY] > 0)


if __name__ == "__main__":
    sys.exit(main())
