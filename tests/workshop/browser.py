"""A headless Chromium for tests, and a preview for it to look at."""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from discloser.document.nodes import Document
from discloser.workshop.preview import Preview
from discloser.workshop.preview_server import serve

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium; scripts/setup.sh test installs it on Debian with root"
)
_ARGUMENTS = [
    # A root user in a container has no sandbox; the page is our own.
    *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # Nothing is looked up but the page.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def browser() -> Iterator[Any]:
    """A browser of the system: Playwright brings none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def served(path: Path, templates: Path) -> Iterator[tuple[Preview, int]]:
    """A running preview of an input, and its port."""
    preview = Preview(path, templates)
    server = serve(preview)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield preview, server.server_address[1]
    finally:
        preview.stop()
        server.shutdown()
        server.server_close()


WATCH = """token => new Promise(done => {
  const inside = document.getElementById('document').contentDocument;
  const watcher = new MutationObserver(() => {
    if (!inside.body.textContent.includes(token)) return;
    watcher.disconnect();
    inside.body.getBoundingClientRect();
    done(Date.now());
  });
  watcher.observe(inside.body, {childList: true, subtree: true, characterData: true});
})"""
"""When the page says something new, laid out, in milliseconds."""


class Page:
    """The page of a preview, and the files that it follows."""

    def __init__(self, page: Any, preview: Preview, port: int, folder: Path) -> None:
        self.page = page
        self.preview = preview
        self.address = f"http://127.0.0.1:{port}/"
        self.input = preview.path
        self.packs = folder / "templates"

    def open(self, query: str = "") -> Any:
        self.page.goto(self.address + query)
        self.settle()
        return self.inside

    @property
    def inside(self) -> Any:
        return self.page.frame_locator("#document")

    @property
    def frame(self) -> Any:
        return self.page.frames[1]

    def settle(self) -> None:
        """Wait until the newest version is in the page and checked."""
        from playwright.sync_api import expect

        state = re.compile(r"^第 \d+ 版，(?!正在检查)")
        expect(self.page.locator("#state")).to_have_text(state, timeout=20_000)

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def follow(self, path: Path, old: str, new: str, token: str) -> tuple[float, float]:
        """Change a file and wait until the page says ``token``.

        Return the milliseconds that it took by the clock, and those of this process's work.
        """
        self.settle()
        seen = self.page.evaluate_handle(f"token => ({{promise: ({WATCH})(token)}})", token)
        cpu, wall = time.process_time(), time.time()
        self.change(path, old, new)
        shown = seen.evaluate("watch => watch.promise")
        return shown - wall * 1000, (time.process_time() - cpu) * 1000

    def text(self) -> str:
        """What the page says without the marks of findings."""
        said: str = self.frame.evaluate(
            """() => {
              const body = document.body.cloneNode(true);
              body.querySelectorAll('.preview-mark').forEach(each => each.remove());
              return body.textContent;
            }"""
        )
        return said

    @property
    def document(self) -> Document:
        shown = self.preview.state.shown
        assert shown is not None
        assert shown.document is not None
        return shown.document


@contextmanager
def opened(chromium: Any, source: Path, folder: Path) -> Iterator[Page]:
    """A page of the preview of a copy of ``source`` and of all packs, in ``folder``.

    Raises:
        AssertionError: at the end, if the page's script met an error.
    """
    shutil.copytree(ROOT / "templates", folder / "templates")
    path = shutil.copy(source, folder)
    with served(Path(path), folder / "templates") as (preview, port):
        made = chromium.new_page()
        problems: list[str] = []
        made.on("pageerror", lambda error: problems.append(str(error)))
        yield Page(made, preview, port, folder)
        made.close()
        assert problems == []
