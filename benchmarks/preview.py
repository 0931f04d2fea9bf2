"""How soon the preview of a whole document shows a change, in headless Chromium."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.documents import INPUT
from benchmarks.measure import print_head, print_row
from tests.workshop.browser import CHROMIUM, Page, browser, opened

RUNS = 7
TEMPLATE = "henan/xinxiang/budget/parts/narrative.md.j2"
REASON = "财政压缩资金"


def print_preview() -> None:
    """Measure from saving a file to the page laid out anew."""
    if CHROMIUM is None:
        sys.stdout.write("No Chromium: the preview is not measured.\n\n")
        return
    print_head("preview, from saving to the page laid out (target: 0.3 s)", "time", "work")
    before = Path.cwd()
    with browser() as chromium, TemporaryDirectory() as folder:
        os.chdir(folder)
        with opened(chromium, INPUT, Path(folder)) as page:
            page.open()
            path = page.packs / TEMPLATE
            page.change(path, "收入", "第0稿收入")
            _print("a template", lambda n: _follow(page, path, n, "收入"))
            page.change(page.input, REASON, f"第0稿{REASON}")
            _print("the input", lambda n: _follow(page, page.input, n, REASON))
        os.chdir(before)
    sys.stdout.write("\n")


def _follow(page: Page, path: Path, number: int, word: str) -> tuple[float, float]:
    old, new = f"第{number}稿{word}", f"第{number + 1}稿{word}"
    return page.follow(path, old, new, new)


def _print(title: str, follow: Callable[[int], tuple[float, float]]) -> None:
    took = [follow(number) for number in range(RUNS)][1:]
    walls = [wall / 1000 for wall, _ in took]
    works = [work / 1000 for _, work in took]
    spread = f"({min(walls):.3f}–{max(walls):.3f})"
    print_row(title, f"{median(walls):.3f} s {spread}", f"{median(works):.3f} s")
