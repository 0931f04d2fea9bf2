"""The race: discloser and other ways to the same document: ``make bench-peers``.

Each way starts from what it would have at hand (input, data and template, tree, source), has all
fonts, and makes one document after the other. Where one fails or hangs, its row says so.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from benchmarks.chromium_peer import chromium, print_file
from benchmarks.documents import grown_input
from benchmarks.docxtpl_peer import LIMIT, convert, fill, write_workbook
from benchmarks.docxtpl_template import data_of, make_template
from benchmarks.inspect_pdf import HEAD, inspect
from benchmarks.measure import ROOT, RUNS, machine
from benchmarks.office import PEERS, converter, office
from benchmarks.publish import publish, table
from benchmarks.race import Laps, Result, Way, run, run_with
from benchmarks.typst_floor import compile_source, source
from discloser.document.nodes import Document
from discloser.document.style import Style
from discloser.pipeline import keep_packs, prepare
from discloser.render.docx import render_docx
from discloser.render.html import render_html
from discloser.render.pdf import render_pdf
from discloser.render.typst import forget_layouts, render_typst
from discloser.render.xlsx import render_xlsx

LENGTHS = (1, 10)
_PORT = 2013
OURS, REFERENCE = "discloser, Typst", "discloser, WeasyPrint"
KEPT = "docxtpl + openpyxl + LibreOffice kept running"
EACH = "docxtpl + openpyxl + LibreOffice, a process each"
CHROMIUM = "Chromium from our HTML, the PDF only"
FLOOR = "hand-written Typst, the PDF only (the floor)"
_FILES = ("PDF", "DOCX", "XLSX")
_COMPILE = """\
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[1] + ".pdf", pdf_standards=["ua-1"])
"""
_load = keep_packs()
T = TypeVar("T")


@dataclass(frozen=True)
class Course:
    """One length of the race: the input, its document, and a folder for everybody's files."""

    path: Path
    document: Document
    style: Style
    folder: Path


def main() -> None:
    """Race, print Markdown, and write it into the documentation where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one run, the real length only")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    chosen = parser.parse_args()
    sys.path.append(str(PEERS))
    lengths, runs = (LENGTHS[:1], 1) if chosen.quick else (LENGTHS, RUNS)
    text = f"{machine()}; medians (fastest–slowest) after a warm-up.\n\n"
    text += "\n".join(_race(times, runs) for times in lengths)
    text += f"\nLoad at the end: {os.getloadavg()[0]:.1f}.\n"
    sys.stdout.write(text)
    if chosen.write:
        publish("race", text)


def _race(times: int, runs: int) -> str:
    path = grown_input(times)
    prepared = prepare(path)
    if prepared.document is None or prepared.pack is None:
        raise RuntimeError(f"{path} cannot be composed")
    with TemporaryDirectory(prefix="race-", ignore_cleanup_errors=True) as folder:
        course = Course(path, prepared.document, prepared.pack.style, Path(folder))
        warm = {name: _told(times, name, result) for name, result in _warm(course, runs)}
        cold = {
            way.name: _told(times, f"{way.name}, fresh process", run(way, runs))
            for way in _fresh_processes(course)
        }
    return f"**{times}×**\n\n{_tables(warm, cold)}\n{_ratios(warm)}"


def _told(times: int, name: str, result: Result) -> Result:
    sys.stderr.write(f"{times}×, {name}: {result.text}\n")
    return result


def _tables(warm: dict[str, Result], cold: dict[str, Result]) -> str:
    seen = {name: inspect(result.pdf) for name, result in warm.items() if result.pdf}
    rows = [
        (
            name,
            str(seen[name].pages) if name in seen else "",
            result.text,
            result.parts,
            cold[name].text if name in cold else "",
        )
        for name, result in warm.items()
    ]
    times = table(("way", "pages", "kept warm", "of it", "a fresh process"), rows)
    found = table(("in the PDF of", *HEAD), [(name, *has.row) for name, has in seen.items()])
    return f"{times}\n{found}"


def _ratios(warm: dict[str, Result]) -> str:
    ours, kept, floor = warm[OURS], warm[KEPT], warm[FLOOR]
    lines = []
    if ours.runs and kept.runs:
        files = kept.seconds() / ours.seconds(*_FILES)
        whole = kept.seconds() / ours.seconds()
        lines.append(
            f"- The three files by Typst are made {files:.2f}× as fast as by {KEPT}; with reading, "
            f"checking and composing, which the others do not do, {whole:.2f}× as fast.\n"
        )
    if ours.runs and floor.runs:
        slower = ours.seconds("PDF") / floor.seconds("PDF")
        lines.append(f"- The PDF by Typst takes {slower:.2f}× the time of the floor.\n")
    return "".join(lines)


def _warm(course: Course, runs: int) -> Iterator[tuple[str, Result]]:
    for name, lay_out in ((OURS, render_typst), (REFERENCE, render_pdf)):
        yield (
            name,
            run(Way(name, lambda: _forgetting(course), partial(_discloser, lay_out)), runs),
        )

    data = data_of(course.document)
    make_template(course.document, course.style, course.folder / "template.docx")

    def by_office(name: str, to_pdf: Callable[[Path], bytes]) -> Way:
        return Way(name, lambda: data, partial(_office, course, to_pdf))

    yield KEPT, run_with(partial(_kept_office, course.folder), partial(by_office, KEPT), runs)
    yield EACH, run(by_office(EACH, convert), runs)

    def by_browser(print_html: Callable[[str], bytes]) -> Way:
        return Way(CHROMIUM, lambda: course.document, partial(_browser, course.style, print_html))

    yield CHROMIUM, run_with(chromium, by_browser, runs)
    by_hand = source(course.document, course.style)
    yield FLOOR, run(Way(FLOOR, lambda: _forgetting(by_hand), _floor), runs)


def _forgetting(what: T) -> T:
    """Typst remembers what it laid out: its next document would be the same, and take no time."""
    forget_layouts()
    return what


@contextmanager
def _kept_office(folder: Path) -> Iterator[Callable[[Path], bytes]]:
    with office(_PORT, folder / "kept"):
        convert_bytes = converter(_PORT)
        yield lambda docx: convert_bytes(docx.read_bytes())


def _discloser(lay_out: Callable[..., Any], course: Course, laps: Laps) -> bytes:
    with laps.of("input to tree"):
        prepared = prepare(course.path, load=_load)
    if prepared.document is None:
        raise RuntimeError("no document")
    document = prepared.document
    with laps.of("PDF"):
        layout = lay_out(document, course.style)
    with laps.of("DOCX"):
        render_docx(document, course.style, layout.pages)
    with laps.of("XLSX"):
        render_xlsx(document, course.style)
    pdf: bytes = layout.pdf
    return pdf


def _office(
    course: Course, to_pdf: Callable[[Path], bytes], data: dict[str, Any], laps: Laps
) -> bytes:
    target = course.folder / "peer.docx"
    with laps.of("DOCX"):
        fill(data, course.folder / "template.docx", target)
    with laps.of("XLSX"):
        write_workbook(data, target.with_suffix(".xlsx"))
    with laps.of("PDF"):
        return to_pdf(target)


def _browser(
    style: Style, print_html: Callable[[str], bytes], document: Document, laps: Laps
) -> bytes:
    with laps.of("HTML"):
        html = render_html(document, style)
    with laps.of("PDF"):
        return print_html(html)


def _floor(text: str, laps: Laps) -> bytes:
    with laps.of("PDF"):
        return compile_source(text)


def _fresh_processes(course: Course) -> Iterator[Way]:
    """Each way as a process that ends with its document; discloser's begins with the input."""
    folder = course.folder
    render: list[str | Path] = [sys.executable, "-m", "discloser", "render", course.path]
    for name, engine in ((OURS, "typst"), (REFERENCE, "weasyprint")):
        yield _process(name, [*render, "-o", folder / engine, "--pdf-engine", engine])
    (folder / "data.pickle").write_bytes(pickle.dumps(data_of(course.document)))
    yield _process(EACH, [sys.executable, ROOT / "benchmarks" / "docxtpl_peer.py", folder])
    page = folder / "page.html"
    page.write_text(render_html(course.document, course.style), encoding="utf-8")

    def browse(_: object, laps: Laps) -> bytes:
        with laps.of("all"):
            return print_file(page).read_bytes()

    yield Way(CHROMIUM, lambda: None, browse)
    by_hand = folder / "floor.typ"
    by_hand.write_text(source(course.document, course.style), encoding="utf-8")
    yield _process(FLOOR, [sys.executable, "-c", _COMPILE, by_hand])


def _process(name: str, command: list[str | Path]) -> Way:
    def go(_: object, laps: Laps) -> bytes:
        with laps.of("all"):
            subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=LIMIT)  # noqa: S603
        return b""

    return Way(name, lambda: None, go)


if __name__ == "__main__":
    main()
