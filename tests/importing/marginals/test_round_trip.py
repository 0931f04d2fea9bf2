"""Our own documents as files through the command: what it makes of them prints every number again.

What no document says is typed as it was in the input; ``TYPED`` lists it for the documents of six.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from discloser.importing.command import Asked, Made, make_import
from discloser.pack.layers import pack_roots
from discloser.pipeline import render
from discloser.read import read_input
from tests.importing.grids import draft_of
from tests.importing.marginals.compare import INPUTS, prepared, printed_again
from tests.importing.test_command import run


def name_of(path: Path) -> str:
    return f"{path.parts[-4]}-{path.parts[-3]}-{path.stem}"


XINXIANG = next(path for path in INPUTS if "xinxiang" in path.parts)
FIRST = [path for path in INPUTS if "henan" in path.parts or "example" in path.parts]
BY_NATURE = {
    # Money of units by their nature, where no table says which unit a line is of.
    "example-qinglan-digital-governance": {"134.20"},
    "sichuan-base-education-final": {"45.10", "1.90", "4.04%"},
}
_NOWHERE = {"control_figures", "transfers"}
"""What no document prints, and what a sentence of it says that has no number."""
TYPED = {
    "example-qinglan-digital-governance": {"assets", "department", "projects", "units"},
    "henan-luoyang_mengjin-government-services": {*_NOWHERE, "organs", "prior_year", "reasons"},
    "henan-sanmenxia-government-services-final": {
        *("control_figures", "department", "duties", "evaluation", "organs", "prior_year"),
        *("reasons", "units", "units_note"),
    },
    "henan-sanmenxia-administrative-approval": {
        *(*_NOWHERE, "department", "options", "performance", "units"),
    },
    "henan-sanmenxia-government-office": {
        *(*_NOWHERE, "department", "options", "organs", "units"),
    },
    "henan-xinxiang-administrative-approval": {*_NOWHERE, "organs"},
}
"""The parts of which something is typed: other names, codes, notes, what is not printed."""


def written(path: Path, suffix: str, folder: Path) -> Path:
    target = folder / f"公开.{suffix}"
    made = render(prepared(path), (suffix,), contents_pages="none", pdf_engine="typst")
    target.write_bytes(made[suffix])
    return target


def imported(path: Path, suffix: str, folder: Path) -> Made:
    """What the command makes of a file; only of a workbook it must be told the year."""
    draft = draft_of(path)
    year = int(draft["year"]) if suffix == "xlsx" else 0
    asked = Asked([written(path, suffix, folder)], [], draft["pack"], None, year)
    made = make_import(asked, folder / "某局.yaml", pack_roots())
    assert made.content is not None, [finding.message for finding in made.findings]
    assert made.proof.numbers
    assert made.proof.broken == ()
    (folder / "某局.yaml").write_bytes(made.content)
    return made


@cache
def from_docx(path: Path, folder: Path) -> Any:
    imported(path, "docx", folder)
    return draft_of(folder / "某局.yaml")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("docx")


@pytest.mark.parametrize("path", INPUTS, ids=name_of)
def test_every_number_is_printed_again(path: Path, folder: Path, tmp_path: Path) -> None:
    again, typed = printed_again(path, from_docx(path, folder), tmp_path)
    assert again.first.total() > 100
    assert again.lost(of_tables=True) == {}
    lost = {text for _, text in again.lost(of_tables=False)}
    assert lost == BY_NATURE.get(name_of(path), set())
    if path in FIRST:
        assert {place[0] for place in typed} == TYPED[name_of(path)]


@pytest.mark.parametrize("path", FIRST, ids=name_of)
def test_a_pdf_says_what_the_docx_says(path: Path, folder: Path, tmp_path: Path) -> None:
    imported(path, "pdf", tmp_path)
    told, known = draft_of(tmp_path / "某局.yaml"), from_docx(path, folder)
    assert told.keys() == known.keys()
    for name, part in known.items():
        assert bare(told[name]) == bare(part), name


def bare(part: Any) -> str:
    """A part without spaces and line ends, which a PDF does not keep."""
    return "".join(str(part).replace("\\n", "").split())


@pytest.mark.parametrize("path", FIRST, ids=name_of)
def test_a_workbook_prints_its_tables_again(path: Path, tmp_path: Path) -> None:
    imported(path, "xlsx", tmp_path)
    again, _ = printed_again(path, draft_of(tmp_path / "某局.yaml"), tmp_path)
    assert again.lost(of_tables=True) == {}


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_what_was_read_is_marked(
    suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    source = written(XINXIANG, "docx", tmp_path)
    target = tmp_path / f"某局{suffix}"
    assert run("import", source, "--pack", "新乡", "-o", target) == 0
    said = capfd.readouterr()
    assert "（100%）" in said.out
    assert "HiGHS" not in said.out + said.err
    assert "J048" in said.out
    draft, _, findings = read_input(target)
    assert draft is not None
    assert [finding for finding in findings if finding.severity == "error"] == []
    assert (draft["year"], draft["kind"]) == ("2025", "budget")
    if suffix == ".yaml":
        text = target.read_text(encoding="utf-8")
        assert "推定：按公开表的合计分摊" in text
        assert text.count("待确认：取自 公开.docx") > 50
