"""What discloser takes, stage by stage: ``make bench``. Prints Markdown tables."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.documents import INPUT, document_and_style, fresh, longer
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
from discloser import pipeline
from discloser.document.nodes import Contents, Document
from discloser.document.style import Style
from discloser.render.docx import render_docx
from discloser.render.layout import Layout
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from discloser.render.xlsx import render_xlsx

STAGES = {
    "read_input": "read",
    "build": "model",
    "load_pack": "pack",
    "compute": "compute",
    "run_checks": "check",
    "compose": "compose",
}
WRITERS: dict[str, Callable[[Document, Style], Layout]] = {
    "PDF, WeasyPrint": render_pdf,
    "PDF, Typst": render_typst,
    "DOCX": lambda document, style: Layout(render_docx(document, style, _pages(document)), {}, 0),
    "XLSX": lambda document, style: Layout(render_xlsx(document, style), {}, 0),
}
RENDERERS = ("weasyprint", "typst", "docx", "xlsxwriter")
LENGTHS = {"1×": 1, "10×": 10}


def main() -> None:
    """Measure and print everything."""
    sys.stdout.write(
        f"{machine()}; median (fastest–slowest) of {RUNS} runs after a warm-up "
        "(one run for 10×). Work is processor time of all cores.\n\n"
    )
    _stages()
    _writers()
    _processes()


def _stages() -> None:
    print_head("stage, kept warm", "work")
    seconds: dict[str, list[float]] = {name: [] for name in STAGES}
    with stage_times(pipeline, list(STAGES)) as spent:

        def prepare(_: int) -> None:
            before = dict(spent)
            pipeline.prepare(INPUT)
            for name, value in spent.items():
                seconds[name].append(value - before[name])

        whole = measure(prepare)
    for name, label in STAGES.items():
        print_row(label, f"{median(seconds[name][1:]):.3f} s")
    print_row("**everything before rendering**", whole.cells[1])
    sys.stdout.write("\n")


def _pages(document: Document) -> dict[str, int]:
    """Some number for each entry of the contents list: a DOCX takes them from a layout."""
    return {
        entry.anchor: 1
        for block in document.blocks()
        if isinstance(block, Contents)
        for entry in block.entries
    }


def _writers() -> None:
    document, style = document_and_style()
    print_head("writer, kept warm", "length", "pages", "size", "time", "work")
    for length, times in LENGTHS.items():
        long = longer(document, times)
        for name, writer in WRITERS.items():
            made = writer(long, style)
            copies = partial(fresh, long)
            timing = measure(partial(_write_copy, writer, style, copies), RUNS if times == 1 else 1)
            pages = str(made.page_count or "")
            print_row(name, length, pages, f"{len(made.pdf) / 1024:.0f} KiB", *timing.cells)
    sys.stdout.write("\n")


def _write_copy(
    writer: Callable[[Document, Style], Layout],
    style: Style,
    copies: Callable[[int], Document],
    run: int,
) -> None:
    writer(copies(run), style)


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
