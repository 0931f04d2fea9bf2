"""Our own documents as published tables: the ledger that they give prints every number again."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.pipeline import render
from discloser.read import read_input
from tests.importing.marginals.compare import INPUTS, imported, prepared, printed_again
from tests.importing.test_command import run

XINXIANG = next(path for path in INPUTS if "xinxiang" in path.parts)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parts[-4]}-{path.stem}")
def test_every_number_of_the_tables_is_printed_again(path: Path, tmp_path: Path) -> None:
    document = prepared(path).document
    assert document is not None
    found = imported(path, document)
    assert [f.message for f in found.findings if f.severity != "note"] == []
    assert found.proof.numbers
    assert found.proof.broken == ()
    again = printed_again(path, found, tmp_path)
    assert again.first.total() > 100
    assert again.lost(of_tables=True) == {}


def written(path: Path, suffix: str, folder: Path) -> Path:
    target = folder / f"公开.{suffix}"
    made = render(prepared(path), (suffix,), contents_pages="none", pdf_engine="typst")
    target.write_bytes(made[suffix])
    return target


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_the_command_reads_our_own_files(
    suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "某局.yaml"
    source = written(XINXIANG, suffix, tmp_path)
    assert run("import", source, "--pack", "新乡", "-o", target) == 0
    said = capfd.readouterr()
    assert "（100%）" in said.out
    assert "HiGHS" not in said.out + said.err
    draft, _, findings = read_input(target)
    assert draft is not None
    assert [finding for finding in findings if finding.severity == "error"] == []
    assert draft["year"] == "2025"
    assert draft["kind"] == "budget"
    assert "推定：按公开表的合计分摊" in target.read_text(encoding="utf-8")
