"""The PDFs of all inputs, by both engines, meet PDF/UA-1, and for the archive PDF/A-2a, too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pikepdf
import pytest

from discloser.pipeline import PDF_ENGINES, Prepared, prepare, render
from tests.audit.validators import (
    A_2A,
    PYTHON,
    UA_1,
    failures_by_page,
    failures_by_verapdf,
    has_verapdf,
)
from tests.fidelity.rendered import ROOT

INPUTS = [str(path.relative_to(ROOT / "inputs")) for path in (ROOT / "inputs").rglob("*.yaml")]
BY_VERAPDF = (
    "henan/sanmenxia/2023/government-services-final.yaml",
    "henan/luoyang_mengjin/2023/government-services.yaml",
    "sichuan/base/2024/education-final.yaml",
)
"""An account with its self-evaluation, a budget with its forms, and one with charts."""

needs_page = pytest.mark.skipif(not PYTHON.exists(), reason="`make audit` installs page")
needs_verapdf = pytest.mark.skipif(not has_verapdf(), reason="`make audit` installs veraPDF")
# WeasyPrint reads its colour profile from a file that it leaves to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014:pytest.PytestUnraisableExceptionWarning")
each_engine = pytest.mark.parametrize("engine", PDF_ENGINES)


@cache
def _prepared(path: str) -> Prepared:
    return prepare(ROOT / "inputs" / path)


def _written(path: str, engine: str, folder: Path, *, archival: bool) -> Path:
    pdf = render(_prepared(path), ("pdf",), archival=archival, pdf_engine=engine)["pdf"]
    written = folder / f"{engine}-{archival}.pdf"
    written.write_bytes(pdf)
    return written


@needs_page
@each_engine
@pytest.mark.parametrize("path", sorted(INPUTS))
def test_a_document_is_accessible_and_fit_for_the_archive(
    path: str, engine: str, tmp_path: Path
) -> None:
    assert failures_by_page(_written(path, engine, tmp_path, archival=False), UA_1) == []
    for_archive = _written(path, engine, tmp_path, archival=True)
    assert failures_by_page(for_archive, UA_1) == []
    assert failures_by_page(for_archive, A_2A) == []


@needs_verapdf
@each_engine
@pytest.mark.parametrize("path", BY_VERAPDF)
def test_verapdf_finds_no_fault(path: str, engine: str, tmp_path: Path) -> None:
    assert (
        failures_by_verapdf(_written(path, engine, tmp_path, archival=False), (UA_1,))
        + failures_by_verapdf(_written(path, engine, tmp_path, archival=True), (UA_1, A_2A))
        == []
    )


@needs_page
@needs_verapdf
def test_both_validators_find_what_is_missing(tmp_path: Path) -> None:
    """They would say so: a file without its title and its language is refused by both."""
    whole = _written(BY_VERAPDF[1], "typst", tmp_path, archival=False)
    with pikepdf.open(whole) as pdf:
        del pdf.Root.Lang
        del pdf.Root.ViewerPreferences
        broken = tmp_path / "broken.pdf"
        pdf.save(broken)
    assert failures_by_page(broken, UA_1)
    rules = [failure.split()[1] for failure in failures_by_verapdf(broken, (UA_1,))]
    assert "7.1-10" in rules  # DisplayDocTitle, ISO 14289-1, 7.1
