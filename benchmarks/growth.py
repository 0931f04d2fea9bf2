"""How cost grows with the ledger, stage by stage: ``make bench-growth``.

Each size of each group of stages is measured in a process of its own, after the real department
has been through the same stages once. Time is processor time, so that other work on the machine
counts little; memory is what a stage takes at its peak beyond what the process had before it.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression
from time import process_time

from benchmarks.documents import document_and_style, grown_input
from benchmarks.measure import ROOT, machine
from benchmarks.publish import publish, table
from discloser import pipeline
from discloser.document.nodes import Document
from discloser.document.style import Style
from discloser.render.typst import forget_layouts

SIZES = (1, 3, 10, 30, 100)
WEASYPRINT_SIZES = SIZES[:3]
"""WeasyPrint takes minutes for 30× and much of an hour for 100×."""
LIMIT = 900
"""Seconds for one process."""
SPAN = 10
"""The slope is fitted over the largest sizes that lie so far apart: in a short document, what does
not grow is most of the cost."""
SEEN = 4
"""Megabytes; what is less may have found room in memory that the process had."""
PICTURE = ROOT / "docs" / "growth.svg"
_STATUS = Path("/proc/self/status")
_PEAK = Path("/proc/self/clear_refs")
STAGES = {
    "read_input": "read",
    "build": "model",
    "compute": "compute",
    "run_checks": "check the figures",
    "compose": "compose",
    "run_tree_checks": "check the document",
}
WRITERS = {"docx": "DOCX", "xlsx": "XLSX", "typst": "PDF, Typst", "weasyprint": "PDF, WeasyPrint"}


@dataclass(frozen=True)
class Cost:
    """What a stage took: seconds of processor time, and megabytes."""

    seconds: float
    megabytes: float


Costs = dict[str, dict[int, Cost]]
"""By the name of the stage and the size."""


def main() -> None:
    """Measure, print a Markdown table, and write it and the picture where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--point", nargs=2, help="one size of one group, for a process of its own")
    parser.add_argument("--quick", action="store_true", help="up to 10× only")
    parser.add_argument("--write", action="store_true", help="write docs/")
    chosen = parser.parse_args()
    if chosen.point:
        _point(chosen.point[0], int(chosen.point[1]))
        return
    costs, failures = _measure(SIZES[:3] if chosen.quick else SIZES)
    text = f"{machine()}.\n\n{_table(costs)}{failures}"
    sys.stdout.write(text)
    if chosen.write:
        publish("growth", text)
        _draw(costs)


def _measure(sizes: Sequence[int]) -> tuple[Costs, str]:
    costs: Costs = {}
    failures = ""
    for group in ("stages", *WRITERS):
        for size in WEASYPRINT_SIZES if group == "weasyprint" else sizes:
            command = [sys.executable, "-m", "benchmarks.growth", "--point", group, str(size)]
            sys.stderr.write(f"{group}, {size}×\n")
            try:
                done = subprocess.run(  # noqa: S603
                    command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LIMIT
                )
            except (subprocess.SubprocessError, OSError) as error:
                failures += f"\n{group}, {size}×: {error}\n"
                continue
            for name, (seconds, megabytes) in json.loads(done.stdout).items():
                costs.setdefault(name, {})[size] = Cost(seconds, megabytes)
    return costs, failures


def _point(group: str, size: int) -> None:
    """Print what the stages of a group take at a size, as JSON."""
    found = dict(_stages(size) if group == "stages" else _writer(group, size))
    sys.stdout.write(json.dumps(found))


def _stages(size: int) -> Iterator[tuple[str, tuple[float, float]]]:
    pipeline.prepare(grown_input(1))
    path, spent = grown_input(size), dict.fromkeys(STAGES, (0.0, 0.0))
    for name in STAGES:
        setattr(pipeline, name, _noted(spent, name, getattr(pipeline, name)))
    pipeline.prepare(path, read=pipeline.read_input)
    yield from ((label, spent[name]) for name, label in STAGES.items())


def _noted(
    spent: dict[str, tuple[float, float]], name: str, function: Callable[..., object]
) -> Callable[..., object]:
    def call(*arguments: object, **options: object) -> object:
        result, cost = _taken(lambda: function(*arguments, **options))
        spent[name] = cost
        return result

    return call


def _writer(name: str, size: int) -> Iterator[tuple[str, tuple[float, float]]]:
    writer = _writers()[name]
    writer(*document_and_style(1))
    forget_layouts()
    document, style = document_and_style(size)
    yield WRITERS[name], _taken(lambda: writer(document, style))[1]


def _writers() -> Mapping[str, Callable[[Document, Style], object]]:
    from discloser.render.docx import render_docx
    from discloser.render.pdf import render_pdf
    from discloser.render.typst import render_typst
    from discloser.render.xlsx import render_xlsx

    return {
        "docx": lambda document, style: render_docx(document, style, {}),
        "xlsx": render_xlsx,
        "typst": render_typst,
        "weasyprint": render_pdf,
    }


def _taken(action: Callable[[], object]) -> tuple[object, tuple[float, float]]:
    gc.collect()
    _PEAK.write_text("5", encoding="ascii")  # the peak begins anew
    before, start = _megabytes("VmRSS"), process_time()
    result = action()
    seconds = process_time() - start
    return result, (seconds, max(0.0, _megabytes("VmHWM") - before))


def _megabytes(name: str) -> float:
    found = re.search(rf"^{name}:\s*(\d+) kB", _STATUS.read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _slope(
    costs: Mapping[int, Cost], value: Callable[[Cost], float], least: float = 0
) -> float | None:
    """The power of the size that a cost grows with; None where too little was measured."""
    largest = max(costs)
    sizes = [size for size in sorted(costs) if size * SPAN >= largest]
    points = [(log(n), log(value(costs[n]))) for n in sizes if value(costs[n]) > least]
    if len(points) < 2:  # noqa: PLR2004 - a line
        return None
    return linear_regression(*zip(*points, strict=True)).slope


def _table(costs: Costs) -> str:
    sizes = sorted({size for found in costs.values() for size in found})
    head = ["stage", *(f"{size}×" for size in sizes), "slope", "memory", "its slope"]
    rows = []
    for name, found in costs.items():
        seconds = [f"{found[size].seconds:.2f} s" if size in found else "–" for size in sizes]
        time = _slope(found, lambda cost: cost.seconds)
        memory = _slope(found, lambda cost: cost.megabytes, SEEN)
        largest = max(found)
        megabytes = f"{found[largest].megabytes:.0f} MB at {largest}×"
        rows.append([name, *seconds, _shown(time), megabytes, _shown(memory)])
    return table(head, rows)


def _shown(slope: float | None) -> str:
    return "–" if slope is None else f"{slope:.2f}"


def _draw(costs: Costs) -> None:
    """Draw both costs over the size. The same figures give the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.hashsalt": "discloser", "svg.fonttype": "path", "font.size": 9})
    figure = Figure(figsize=(9, 4.2), layout="constrained")
    panels = figure.subplots(1, 2)
    values: tuple[tuple[str, Callable[[Cost], float]], ...] = (
        ("processor time, s", lambda cost: cost.seconds),
        ("memory beyond what was there, MB", lambda cost: cost.megabytes),
    )
    for panel, (label, value) in zip(panels, values, strict=True):
        for name, found in costs.items():
            points = [(size, value(found[size])) for size in sorted(found) if value(found[size])]
            panel.plot(*zip(*points, strict=True), marker="o", markersize=3, label=name)
        panel.set(xscale="log", yscale="log", xlabel="ledger lines and projects, ×", ylabel=label)
        sizes = sorted({size for found in costs.values() for size in found})
        panel.set_xticks(sizes, [str(size) for size in sizes])
        panel.grid(alpha=0.3)
    line = [size / 50 for size in SIZES]
    panels[0].plot(SIZES, line, "k--", linewidth=0.8, label="in proportion")
    panels[1].set_ylim(bottom=SEEN)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside right upper", fontsize=8)
    figure.savefig(PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main()
