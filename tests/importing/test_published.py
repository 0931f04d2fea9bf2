"""Last year's published document becomes a part of this year's input."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.check.reader.prose import passages
from discloser.compute.names import draft_with_names
from discloser.document.nodes import Block, Document, Heading, Paragraph, Section, Text
from discloser.importing.published.document import cover_of, is_published, read_published
from discloser.importing.published.parts import Published
from discloser.importing.published.units import UnitSaid, units
from discloser.importing.published.words import text_words
from discloser.model.values import Kind
from discloser.pipeline import Prepared, prepare, render
from discloser.read import read_input
from tests.importing.grids import INPUTS, draft_of, entries, keys, nested, saved
from tests.importing.test_command import run

_OF_ITS_OWN = re.compile(r"[（(]?(?:机关本级|局机关本级|本级|本部|机关)[）)]?$")
SANMENXIA = next(path for path in INPUTS if path.stem == "government-office")
XINXIANG = next(path for path in INPUTS if "xinxiang" in path.parts)


@cache
def prepared(path: Path) -> Prepared:
    return prepare(path)


@cache
def written(path: Path, suffix: str) -> bytes:
    documents = render(prepared(path), (suffix,), contents_pages="none", pdf_engine="typst")
    return documents[suffix]


def published(path: Path, suffix: str, folder: Path) -> Path:
    target = folder / f"去年.{suffix}"
    target.write_bytes(written(path, suffix))
    return target


def read(path: Path, suffix: str, folder: Path) -> Published:
    figures, pack = prepared(path).figures, prepared(path).pack
    assert figures is not None
    assert pack is not None
    disclosure = figures.disclosure
    document = published(path, suffix, folder)
    return read_published(document, disclosure.kind, disclosure.year + 1, pack)


CASES = [(path, suffix) for path in INPUTS for suffix in ("docx", "xlsx")]
CASES += [(path, "pdf") for path in (SANMENXIA, XINXIANG)]


@pytest.mark.parametrize(
    ("path", "suffix"), CASES, ids=lambda value: value if isinstance(value, str) else value.stem
)
def test_figures_texts_and_targets_are_those_of_the_input(
    path: Path, suffix: str, tmp_path: Path
) -> None:
    draft: Any = draft_of(path)
    found = read(path, suffix, tmp_path)
    assert [each for each in found.findings if each.severity == "error"] == []
    figures = prepared(path).figures
    assert figures is not None
    told = found.draft["prior_year"]["figures"]
    wrong = {
        name: (amount, figures[name].amount)
        for name, amount in told.items()
        if not is_rounded(Decimal(amount), figures[name].amount)
    }
    assert wrong == {}
    assert {"receipts_total", "expenditure_total"} <= told.keys()
    if suffix != "xlsx":
        assert found.draft["department"]["name"] == draft["department"]["name"]
        duties = draft.get("duties", {}).get("items")
        assert found.draft.get("duties", {}).get("items") == duties
        listed = [unit.get("listed_as") or unit["name"] for unit in draft["units"]]
        own, *others = [unit["name"] for unit in found.draft["units"]]
        assert others == listed[1:]
        # Some places list the affiliates alone, or call the department by another word.
        assert _OF_ITS_OWN.sub("", own) == _OF_ITS_OWN.sub("", listed[0])
    for project in found.draft.get("projects", []):
        known = next(each for each in draft["projects"] if each["name"] == project["name"])
        for kind in ("cost", "output", "benefit", "satisfaction"):
            assert bare(project.get(kind)) == bare(known.get(kind))
    if "henan" in path.parts and draft["kind"] == "budget":
        assert "performance" in found.draft
    for name in ("goal", "tasks", "indicators") if "performance" in found.draft else ():
        assert bare(found.draft["performance"][name]) == bare(draft["performance"][name])


def bare(part: Any) -> str:
    """A part without the spaces and line ends that a PDF does not keep."""
    text = json.dumps(part or [], ensure_ascii=False, sort_keys=True).replace("\\n", "")
    return "".join(text.split())


def is_rounded(read_yuan: Decimal, exact: Decimal) -> bool:
    """Whether an amount is the exact one, or as it is printed in 万元 to two places."""
    printed = (exact / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP) * 10_000
    return read_yuan in (exact, printed)


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_a_new_input_begins_with_last_years_document(suffix: str, tmp_path: Path) -> None:
    source = published(XINXIANG, "docx", tmp_path)
    target = tmp_path / f"新{suffix}"
    assert run("new", "--pack", "新乡", "--from", source, "-o", target) == 0
    draft, _, findings = read_input(target)
    assert draft is not None
    assert [each for each in findings if each.severity == "error"] == []
    before: Any = draft_of(XINXIANG)
    assert (draft["year"], draft["kind"]) == ("2026", "budget")
    assert draft["duties"] == before["duties"]
    figures = prepared(XINXIANG).figures
    assert figures is not None
    named: Any = draft_with_names(draft, figures.measures)
    whole = Decimal(named["prior_year"]["figures"]["receipts_total"])
    assert whole == figures["receipts_total"].amount
    if suffix == ".yaml":
        assert target.read_text(encoding="utf-8").count("待确认：取自 去年.docx") > 50
    else:
        notes = [
            cell.comment.text
            for row in load_workbook(target)["上年数"]
            for cell in row
            if cell.comment
        ]
        assert sum("待确认" in note for note in notes) > 30


def test_exports_and_last_years_document_together(tmp_path: Path) -> None:
    export = saved(nested(entries(draft_of(XINXIANG))), tmp_path / "导出.xlsx")
    source = published(XINXIANG, "docx", tmp_path)
    target = tmp_path / "新.yaml"
    assert run("import", export, "--pack", "新乡", "--from", source, "-o", target) == 0
    draft: Any = draft_of(target)
    assert keys(draft) == keys(draft_of(XINXIANG))
    before = {each["name"]: each.get("output") for each in draft_of(XINXIANG)["projects"]}
    printed = {each["name"]: each.get("output") for each in draft["projects"]}
    assert printed == before
    assert draft["duties"] == draft_of(XINXIANG)["duties"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--kind", "决算", "--year", "2026"), "J030"),
        (("--year", "2027"), "J031"),
        (("--year", "2025"), "J031"),
    ],
)
def test_another_kind_or_year_is_refused(
    arguments: tuple[str, ...], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = published(SANMENXIA, "docx", tmp_path)
    target = tmp_path / "新.yaml"
    assert run("new", "--pack", "三门峡市", "--from", source, *arguments, "-o", target) == 1
    assert code in capsys.readouterr().out
    assert not target.exists()


def test_a_damaged_document_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = published(XINXIANG, "docx", tmp_path)
    source.write_bytes(source.read_bytes()[:5000])
    target = tmp_path / "新.yaml"
    arguments = ("--pack", "新乡", "--year", "2026", "--from", source, "-o", target)
    assert run("new", *arguments) == 1
    assert "去年.docx" in capsys.readouterr().out
    assert not target.exists()


def test_a_table_that_disagrees_with_another_is_told(tmp_path: Path) -> None:
    source = published(XINXIANG, "xlsx", tmp_path)
    book = load_workbook(source)
    sheet = next(each for each in book if "收入总体" in each.title)
    cell = next(c for row in sheet for c in row if c.value == 42292.17)
    cell.value = 42000.17
    book.save(source)
    pack = prepared(XINXIANG).pack
    assert pack is not None
    found = read_published(source, Kind.BUDGET, 2026, pack)
    told = [each for each in found.findings if each.code == "J033"]
    assert any("42,292.17" in each.message and "42,000.17" in each.message for each in told)


def test_what_is_an_input_and_what_is_published(tmp_path: Path) -> None:
    assert not is_published(XINXIANG)
    book = tmp_path / "填报表.xlsx"
    assert run("convert", XINXIANG, book) == 0
    assert not is_published(book)
    for suffix in ("docx", "xlsx", "pdf"):
        document = published(XINXIANG, suffix, tmp_path)
        assert is_published(document)
    found = cover_of(published(SANMENXIA, "docx", tmp_path))
    assert found is not None
    assert (found.kind, found.year) == (Kind.BUDGET, 2025)


UNITS = ["青澜市数字治理局（本级）", "青澜市大数据中心", "青澜市信息安全测评中心"]
LISTS = {
    "a list": ["纳入本部门2025年度部门预算编制范围的单位共3个，具体是："]
    + [f"{at}.{name}；" for at, name in enumerate(UNITS, start=1)],
    "a list in brackets": ["纳入2025年部门预算编制范围的单位包括："]
    + [f"（{at}）{name}" for at, name in zip("一二三", UNITS, strict=True)],
    "numbers in a sentence": [
        "纳入本部门2025年度部门预算编制范围的单位共3个，其中二级预算单位2个，具体是："
        + "".join(f"{at}.{name}" for at, name in enumerate(UNITS, start=1))
        + "。"
    ],
    "a sentence": ["纳入2025年部门预算编制范围的单位包括：" + "、".join(UNITS) + "。"],
    "one": [f"纳入2025年度部门预算编制范围的单位共一个：{UNITS[0]}，无二级预算单位。"],
}


def units_in(heading: str, texts: list[str]) -> list[UnitSaid]:
    """The units of a document that has these paragraphs below a heading, and others below."""

    def titled(text: str) -> Heading:
        return Heading(2, (Text(text),), text)

    said = [Paragraph((Text(text),)) for text in texts]
    blocks: tuple[Block, ...] = (
        titled(heading),
        *said,
        titled("四、其他"),
        Paragraph((Text("1.某中心的事。"),)),
    )
    document = Document("", "", date(2025, 1, 1), (Section(blocks),))
    return units(tuple(passages(document)), (), text_words())


@pytest.mark.parametrize("name", LISTS)
def test_units_are_read_from_a_list_or_a_sentence(name: str) -> None:
    found = units_in("三、部门预算单位构成", LISTS[name])
    assert [unit.name for unit in found] == (UNITS[:1] if name == "one" else UNITS)
    assert all(unit.is_independent for unit in found)


def test_a_unit_that_keeps_no_accounts_is_said_to() -> None:
    texts = [
        "本预算为汇总预算，具体是：",
        "1.某某局机关；",
        "2.某某中心（财务不独立核算）；",
        "3.某某服务站。",
    ]
    told = [(unit.name, unit.is_independent) for unit in units_in("预算单位构成", texts)]
    assert told == [("某某局机关", True), ("某某中心", False), ("某某服务站", True)]


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
def test_the_prior_year_by_import_is_that_of_a_new_input(suffix: str, tmp_path: Path) -> None:
    source = published(XINXIANG, "docx", tmp_path)
    made = [tmp_path / f"{name}{suffix}" for name in ("a", "b")]
    asked = ("--pack", "新乡", "-o")
    assert run("import", source, "--as", "prior", *asked, made[0]) == 0
    assert run("new", "--from", source, *asked, made[1]) == 0
    assert made[0].read_bytes() == made[1].read_bytes()


def test_inputs_of_last_year_may_be_imported_as_prior_too(tmp_path: Path) -> None:
    target, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    assert run("import", XINXIANG, "--as", "prior", "--year", "2026", "-o", target) == 0
    assert run("new", "--from", XINXIANG, "--year", "2026", "-o", other) == 0
    assert target.read_bytes() == other.read_bytes()
