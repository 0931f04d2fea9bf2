"""What discloser takes, stage by stage: ``make bench``. Prints Markdown tables."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.documents import INPUT, document_and_style
from benchmarks.measure import (
    ROOT,
    RUNS,
    machine,
    measure,
    measure_command,
    print_head,
    print_row,
    stage_times,
)
from benchmarks.preview import print_preview
from benchmarks.publish import publish
from benchmarks.workbook import print_workbook
from discloser import pipeline
from discloser.document.nodes import Contents, Document
from discloser.document.style import Style
from discloser.render.docx import render_docx
from discloser.render.layout import Layout
from discloser.render.pdf import render_pdf
from discloser.render.typst import forget_layouts, render_typst
from discloser.render.xlsx import render_xlsx

STAGES = {
    "read_input": "read",
    "build": "model",
    "load_pack": "pack",
    "compute": "compute",
    "run_checks": "check of the figures",
    "compose": "compose",
    "run_tree_checks": "check of the document",
}
CHECKS = ("run_checks", "run_tree_checks")
WRITERS: dict[str, Callable[[Document, Style], Layout]] = {
    "PDF, WeasyPrint": render_pdf,
    "PDF, Typst": render_typst,
    "DOCX": lambda document, style: Layout(render_docx(document, style, _pages(document)), {}, 0),
    "XLSX": lambda document, style: Layout(render_xlsx(document, style), {}, 0),
}
RENDERERS = ("weasyprint", "typst", "docx", "xlsxwriter")
LENGTHS = {"1×": 1, "10×": 10}


def main() -> None:
    """Measure and print everything, or write it into the documentation where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    if not parser.parse_args().write:
        _measure()
        return
    with redirect_stdout(StringIO()) as printed:
        _measure()
    publish("bench", printed.getvalue())
    sys.stdout.write(printed.getvalue())


def _measure() -> None:
    sys.stdout.write(
        f"{machine()}; median (fastest–slowest) of {RUNS} runs after a warm-up "
        "(one run for 10×). Work is processor time of all cores.\n\n"
    )
    checks = _stages()
    _bundles()
    _writers(checks)
    print_workbook()
    print_preview()
    _processes()


def _stages() -> float:
    """Print the work of each stage; return what all rules take."""
    print_head("stage, kept warm", "work")
    seconds: dict[str, list[float]] = {name: [] for name in STAGES}
    with stage_times(pipeline, list(STAGES)) as spent:

        def prepare() -> None:
            before = dict(spent)
            pipeline.prepare(INPUT, load=pipeline.load_pack, read=pipeline.read_input)
            for name, value in spent.items():
                seconds[name].append(value - before[name])

        whole = measure(prepare)
    for name, label in STAGES.items():
        print_row(label, f"{median(seconds[name][1:]):.3f} s")
    print_row("**everything before rendering**", whole.cells[1])
    sys.stdout.write("\n")
    return sum(median(seconds[name][1:]) for name in CHECKS)


def _bundles() -> None:
    """From the input to the three files, as a batch makes them: packs are read once."""
    print_head("input to DOCX, XLSX and PDF, kept warm", "time", "work")
    load = pipeline.keep_packs()
    for engine in pipeline.PDF_ENGINES:
        timing = measure(partial(_bundle, load, engine), before=forget_layouts)
        print_row(engine, *timing.cells)
    sys.stdout.write("\n")


def _bundle(load: pipeline.LoadPack, engine: str) -> None:
    prepared = pipeline.prepare(INPUT, load=load)
    pipeline.unprintable_characters(prepared)
    pipeline.render(prepared, pdf_engine=engine)


def _pages(document: Document) -> dict[str, int]:
    """Some number for each entry of the contents list: a DOCX takes them from a layout."""
    return {
        entry.anchor: 1
        for block in document.blocks()
        if isinstance(block, Contents)
        for entry in block.entries
    }


def _writers(checks: float) -> None:
    """Print what each writer takes, and ``checks`` as a share of it."""
    print_head("writer, kept warm", "length", "pages", "size", "time", "work", "all rules")
    for length, times in LENGTHS.items():
        document, style = document_and_style(times)
        for name, writer in WRITERS.items():
            made = writer(document, style)
            runs = RUNS if times == 1 else 1
            timing = measure(partial(writer, document, style), runs, before=forget_layouts)
            pages = str(made.page_count or "")
            size = f"{len(made.pdf) / 1024:.0f} KiB"
            is_pdf = times == 1 and made.page_count
            share = f"{checks / median(timing.work):.1%}" if is_pdf else ""
            print_row(name, length, pages, size, *timing.cells, share)
    sys.stdout.write("\n")


def _processes() -> None:
    print_head("a fresh process", "time", "work")
    discloser: list[str | Path] = [sys.executable, "-m", "discloser"]
    print_row("`discloser check`", *measure_command([*discloser, "check", INPUT]).cells)
    print_row("… renderers that it imports", ", ".join(_loaded_by_check()) or "none", "")
    with TemporaryDirectory() as folder:
        render: list[str | Path] = [*discloser, "render", INPUT, "-o", folder]
        for engine in pipeline.PDF_ENGINES:
            timing = measure_command([*render, "--pdf-engine", engine])
            print_row(f"`discloser render --pdf-engine {engine}`", *timing.cells)
        without = [*render, "--format", "docx,xlsx", "--contents-pages", "none"]
        timing = measure_command(without)
        print_row("`discloser render --format docx,xlsx --contents-pages none`", *timing.cells)


def _loaded_by_check() -> list[str]:
    program = (
        "import sys\nfrom discloser.cli import main\n"
        f"try: main(['check', {str(INPUT)!r}])\nexcept SystemExit: pass\n"
        f"print(*sorted(set({RENDERERS!r}) & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.splitlines()[-1].split()


if __name__ == "__main__":
    main()
