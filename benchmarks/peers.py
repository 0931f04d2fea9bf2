"""The race: discloser and other ways to the same document: ``make bench-peers``."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PdfReader

from benchmarks.documents import document_and_style, fresh, longer
from benchmarks.docxtpl_peer import fill, make_template, write_workbook
from benchmarks.measure import ROOT, RUNS, machine, measure, print_head, print_row
from benchmarks.typst_floor import compile_source, source
from discloser.document.nodes import Document
from discloser.document.style import Style
from discloser.render.docx import render_docx
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from discloser.render.xlsx import render_xlsx

PEERS = ROOT / ".venv-peers"
"""Where ``benchmarks/peers.sh`` puts docxtpl and unoserver."""
PORT = 2003
LENGTHS = {"1×": 1, "10×": 10}


def main() -> None:
    """Race and print a Markdown table."""
    sys.path.append(str(PEERS))
    sys.stdout.write(f"{machine()}; {RUNS} runs after a warm-up, one run for 10×.\n\n")
    print_head("way", "length", "pages", "time", "work")
    document, style = document_and_style()
    with _office() as convert:
        for length, times in LENGTHS.items():
            _race(length, longer(document, times), style, convert)


def _race(length: str, document: Document, style: Style, convert: Callable[[bytes], bytes]) -> None:
    runs = RUNS if length == "1×" else 1
    with TemporaryDirectory() as folder:
        template = Path(folder, "template.docx")
        make_template(document, style, template)
        ways: dict[str, Callable[[Document], bytes]] = {
            "PDF by discloser, Typst": lambda d: render_typst(d, style).pdf,
            "PDF by discloser, WeasyPrint": lambda d: render_pdf(d, style).pdf,
            "PDF by hand-written Typst (the floor)": lambda d: compile_source(source(d, style)),
            "bundle by discloser, Typst": partial(_bundle, style, render_typst),
            "bundle by discloser, WeasyPrint": partial(_bundle, style, render_pdf),
            "bundle by docxtpl, openpyxl, LibreOffice kept running": partial(
                _office_bundle, template, convert
            ),
            "bundle by docxtpl, openpyxl, LibreOffice as a process each": partial(
                _office_bundle, template, partial(_office_process, Path(folder))
            ),
        }
        for name, way in ways.items():
            made: list[bytes] = []

            def run(number: int, way: Any = way, made: list[bytes] = made) -> None:
                made.append(way(fresh(document, number)))

            timing = measure(run, runs)
            pages = len(PdfReader(BytesIO(made[-1])).pages)
            print_row(name, length, str(pages), *timing.cells)


def _bundle(style: Style, lay_out: Callable[..., Any], document: Document) -> bytes:
    layout = lay_out(document, style)
    render_docx(document, style, layout.pages)
    render_xlsx(document, style)
    pdf: bytes = layout.pdf
    return pdf


def _office_bundle(template: Path, convert: Callable[[bytes], bytes], document: Document) -> bytes:
    write_workbook(document)
    return convert(fill(document, template))


def _office_process(folder: Path, docx: bytes) -> bytes:
    file = folder / "peer.docx"
    file.write_bytes(docx)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(file)]
    subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    return file.with_suffix(".pdf").read_bytes()


@contextmanager
def _office() -> Iterator[Callable[[bytes], bytes]]:
    """A LibreOffice that keeps running, and the function that converts with it."""
    office = which("soffice")
    if office is None:
        raise SystemExit("soffice is missing")
    command = ["/usr/bin/python3", "-m", "unoserver.server", "--port", str(PORT)]
    command += ["--executable", office]
    server = subprocess.Popen(  # noqa: S603
        command, env={"PYTHONPATH": str(PEERS), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(120):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                    break
            time.sleep(0.5)
        client = import_module("unoserver.client").UnoClient(port=str(PORT))
        yield lambda docx: client.convert(indata=docx, convert_to="pdf")
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
