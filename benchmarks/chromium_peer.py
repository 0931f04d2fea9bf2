"""Chromium as PDF writer: our HTML in a browser without a window, kept running or one each."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

LIMIT = 120
"""Seconds after which a page is given up."""
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_PRINTED = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}


@contextmanager
def chromium() -> Iterator[Callable[[str], bytes]]:
    """A browser that keeps running, and the function that prints HTML with it.

    Raises:
        FileNotFoundError: if Chromium is not installed.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=list(_QUIET))
        page = browser.new_context(java_script_enabled=False).new_page()
        page.set_default_timeout(LIMIT * 1000)
        devtools = page.context.new_cdp_session(page)

        def print_html(html: str) -> bytes:
            page.set_content(html)
            return base64.b64decode(devtools.send("Page.printToPDF", _PRINTED)["data"])

        yield print_html
        browser.close()


def print_file(html: Path) -> Path:
    """Print a file with a browser of its own."""
    target = html.with_suffix(".pdf")
    command = [_program(), "--headless", *_QUIET, "--no-pdf-header-footer"]
    command += [f"--user-data-dir={html.parent / 'browser'}", "--generate-pdf-document-outline"]
    command += [f"--print-to-pdf={target}", html.as_uri()]
    subprocess.run(command, capture_output=True, check=True, timeout=LIMIT)  # noqa: S603
    return target


def _program() -> str:
    program = which("chromium")
    if program is None:
        raise FileNotFoundError("chromium is not installed")
    return program
