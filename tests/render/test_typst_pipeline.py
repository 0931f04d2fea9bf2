"""The choice of the PDF writer, and of a DOCX without one, through pipeline and command line."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from discloser.document.nodes import Paragraph, Section, Text
from discloser.pack.layers import PdfEngine
from discloser.pipeline import Prepared, layout_finding, prepare, render
from discloser.render.layout import LayoutError
from tests.command import Run

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(GOOD)


def _writers_loaded(options: str) -> str:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from discloser.pipeline import prepare, render\n"
        f"prepared = prepare(Path({str(GOOD)!r}))\n"
        "assert prepared.ok\n"
        f"files = render(prepared, {options})\n"
        "print(sorted(files), sorted({'weasyprint', 'typst'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout.strip()


def test_typst_makes_the_pdf_where_it_is_chosen(prepared: Prepared) -> None:
    rendered = render(prepared, ["pdf"], pdf_engine="typst")
    metadata = PdfReader(BytesIO(rendered["pdf"])).metadata
    assert metadata is not None
    assert str(metadata.creator).startswith("Typst")


def _creator(prepared: Prepared, **options: Any) -> str:
    pdf = render(prepared, ["pdf"], **options)["pdf"]
    metadata = PdfReader(BytesIO(pdf)).metadata
    return str(metadata.creator or metadata.producer) if metadata is not None else ""


def test_the_pack_chooses_the_writer_unless_the_caller_does(prepared: Prepared) -> None:
    assert prepared.pack is not None
    layers = replace(prepared.pack.layers, pdf_engine=PdfEngine.TYPST)
    fast = replace(prepared, pack=replace(prepared.pack, layers=layers))
    assert _creator(prepared).startswith("WeasyPrint")
    assert _creator(fast).startswith("Typst")
    assert _creator(fast, pdf_engine="weasyprint").startswith("WeasyPrint")
    assert _creator(fast, draft=True).startswith("WeasyPrint")


def test_weasyprint_is_not_loaded_for_typst() -> None:
    loaded = _writers_loaded("pdf_engine='typst'")
    assert loaded == "['docx', 'pdf', 'xlsx'] ['typst']"


def test_no_pdf_is_laid_out_for_word_without_page_numbers() -> None:
    loaded = _writers_loaded("('docx', 'xlsx'), contents_pages='none'")
    assert loaded == "['docx', 'xlsx'] []"


def test_the_pdf_is_the_same_whether_or_not_word_has_page_numbers(prepared: Prepared) -> None:
    with_pages = render(prepared, pdf_engine="typst")
    without = render(prepared, pdf_engine="typst", contents_pages="none")
    assert with_pages["pdf"] == without["pdf"]
    assert with_pages["docx"] != without["docx"]


def test_a_failed_layout_is_a_finding_that_names_its_place(prepared: Prepared) -> None:
    assert prepared.document is not None
    section = Section((Paragraph((Text("生僻\u0378"),)),))
    document = replace(prepared.document, sections=(*prepared.document.sections, section))
    with pytest.raises(LayoutError) as caught:
        render(replace(prepared, document=document), ["pdf"], pdf_engine="typst")
    finding = layout_finding(caught.value)
    assert finding.code == "G02"
    assert "“生僻\u0378”" in finding.message
    assert "--pdf-engine" in finding.remedy


def test_the_command_line_leaves_the_old_files_where_a_layout_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, out, _ = run("render", GOOD, "-o", tmp_path, "--pdf-engine", "typst")
    assert code == 1
    assert "没有安装 Typst" in out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--pdf-engine", "--contents-pages"])
def test_an_unknown_choice_is_misuse(option: str, run: Run) -> None:
    code, _, err = run("render", GOOD, option, "latex")
    assert code == 2
    assert f"{option} 只能是" in err
