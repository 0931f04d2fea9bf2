"""A headless Chromium for tests, and a preview for it to look at."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from discloser.workshop.preview import Preview
from discloser.workshop.preview_server import serve

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
