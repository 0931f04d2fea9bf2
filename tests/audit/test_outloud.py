"""The tagged PDFs of the real documents, judged by outloud as a screen reader would.

outloud brings an OCR engine of several hundred megabytes, so it has an environment of its own:
``make audit`` makes it and runs this test.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.fidelity.rendered import CASES, ROOT, Case, rendered

OUTLOUD = ROOT / ".venv-audit" / "bin" / "outloud"
SKIPPED = {
    "TBL-004": "outloud 0.2.1 counts a row's cells without those that span into it from above",
}
ACCEPTED = {
    "DOC-040": "the file is named after the document's title, on purpose",
    "HDG-010": "a heading that begins with its year (2023年度部门决算表) is taken for a number",
    "TBL-010": "a table of one row under a tree of headers is taken for shredded headers",
    "TBL-014": "the bands of a form touch, each a table with its own head; one is sought for all",
    "TBL-012": "the bureau's fixed tables keep every row, most of them empty",
}
"""Warnings that a person would not share, with the reason."""


@pytest.mark.skipif(not OUTLOUD.exists(), reason="`make audit` installs outloud and runs this")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_outloud_finds_no_error_and_no_warning_that_a_reader_would_share(
    case: Case, tmp_path: Path
) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(rendered(case)["pdf"])
    skips = [word for rule in SKIPPED for word in ("--skip", rule)]
    done = subprocess.run(
        [str(OUTLOUD), "--quiet", *skips, "--json", "-", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    report = json.loads(done.stdout[done.stdout.index("{") :])
    found = [
        finding
        for file in report["results"]
        for finding in file["findings"]
        if finding["severity"] != "info" and finding["rule"] not in ACCEPTED
    ]
    assert found == []
