"""The handbook says what the code does, and its recipes work as they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discloser.document.nodes import Document, Heading, Paragraph
from discloser.document.number import Number
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.pipeline import prepare
from discloser.workshop import handbook
from discloser.workshop.handbook import refresh
from discloser.workshop.vocabulary import NAMES, Word
from tests.workshop.tiny import write

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs/模板手册.md"
GOOD = ROOT / "tests/bad_inputs/good.yaml"
LAST = GOOD.with_name("last_year.yaml")
_RECIPE = re.compile(r"^### 例(\S)　(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"```\w+\n(?:# 文件：(\S+)|\{# 文件：(\S+) #\})\n(.*?)```", re.DOTALL)


def test_its_tables_are_what_the_code_says() -> None:
    """To bring it up to date: ``python -m tests.workshop.test_handbook``."""
    text = HANDBOOK.read_text(encoding="utf-8")
    assert fresh(text) == text


def test_an_example_that_fails_does_not_reach_the_handbook(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {**NAMES, "year": Word("年度", "{{ yaer }}")}
    monkeypatch.setattr(handbook, "NAMES", wrong)
    with pytest.raises(ValueError, match="yaer"):
        fresh("<!-- 生成：names -->\n<!-- 完 -->")


def fresh(text: str) -> str:
    pack, findings = load_pack("henan/base", Kind.BUDGET, 2025, pack_roots())
    assert pack is not None, findings
    return refresh(text, pack)


def recipe(number: str, folder: Path) -> Path:
    """Write the files of a recipe as they are printed; return the folder of packs."""
    text = HANDBOOK.read_text(encoding="utf-8")
    bodies = {match[1]: match[0] for match in _RECIPE.finditer(text)}
    common = text[text.index("\n## 九、") : text.index("### 例一")]
    for yaml, jinja, body in _FILE.findall(common + bodies[number]):
        write(folder / "made/up" / (yaml or jinja), body)
    return folder


def printed(packs: Path, name: str, folder: Path, year: int = 2025, projects: str = "") -> Document:
    """The good input printed by a pack; ``projects`` is a line more for each project."""
    text = GOOD.read_text(encoding="utf-8")
    if projects:
        name_lines = re.compile(r"^  - name: (?:大厅运行|系统建设)$", re.MULTILINE)
        text = name_lines.sub(rf"\g<0>\n    {projects}", text)
    text = re.sub(r"^pack:.*$", f"pack: {name}", text, flags=re.MULTILINE)
    text = re.sub(r"^year:.*$", f"year: {year}", text, flags=re.MULTILINE)
    write(folder / LAST.name, LAST.read_text(encoding="utf-8"))
    prepared = prepare(write(folder / f"{year}.yaml", text), packs)
    errors = [f.message for f in prepared.findings if f.code.startswith(("T", "C"))]
    assert errors == []
    assert prepared.document is not None
    return prepared.document


def texts(document: Document) -> str:
    blocks = document.blocks()
    return "\n".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))


def test_recipe_one_changes_a_sentence(tmp_path: Path) -> None:
    packs = recipe("一", tmp_path)
    said = texts(printed(packs, "made/up", tmp_path))
    assert re.search(r"2025年全部政府采购[\d.]+万元。", said)
    base = texts(printed(packs, "henan/base", tmp_path))
    assert len(said.splitlines()) == len(base.splitlines())


def test_recipe_two_adds_a_column(tmp_path: Path) -> None:
    document = printed(recipe("二", tmp_path), "made/up", tmp_path)
    (table,) = (table for table in document.tables() if table.name == "receipts")
    assert [cell.text for cell in table.head[0]][:4] == [
        "部门（单位）代码", "部门（单位）名称", "财政拨款", "总计",
    ]  # fmt: skip


def test_recipe_three_holds_from_next_year_on(tmp_path: Path) -> None:
    packs = recipe("三", tmp_path)
    captions = []
    for year in (2025, 2026):
        document = printed(packs, "made/up", tmp_path, year)
        captions += [table.caption for table in document.tables() if table.name == "projects"]
    assert captions == ["2025年项目支出表", "2026年项目经费支出表"]


def test_recipe_four_is_a_city_with_its_own_words(tmp_path: Path) -> None:
    packs = recipe("四", tmp_path)
    assert "没有增减" in texts(printed(packs, "made/up", tmp_path))
    assert "没有增减" not in texts(printed(packs, "henan/base", tmp_path))


def test_recipe_five_is_another_document(tmp_path: Path) -> None:
    document = printed(recipe("五", tmp_path), "made/up", tmp_path)
    assert document.title.endswith("2025年“三公”经费公开")
    assert [table.name for table in document.tables()] == ["three_public"]


def test_recipe_six_prints_a_table_in_yuan(tmp_path: Path) -> None:
    document = printed(recipe("六", tmp_path), "made/up", tmp_path)
    (table,) = (table for table in document.tables() if table.name == "receipts")
    base = printed(tmp_path, "henan/base", tmp_path)
    (in_wan,) = (table for table in base.tables() if table.name == "receipts")
    assert (table.unit, in_wan.unit) == ("单位：元", "单位：万元")
    amounts = [
        (cell.content.value, other.content.value * 10_000)
        for row, rows in zip(table.body, in_wan.body, strict=True)
        for cell, other in zip(row, rows, strict=True)
        if isinstance(cell.content, Number) and isinstance(other.content, Number)
    ]
    assert any(amount for amount, _ in amounts)
    assert all(amount == other for amount, other in amounts)


def test_recipe_seven_gives_each_project_a_page(tmp_path: Path) -> None:
    packs = recipe("七", tmp_path)
    text = "texts: [{title: 立项依据, text: 市政府文件。}]"
    document = printed(packs, "made/up", tmp_path, projects=text)
    headings = [block.text for block in document.blocks() if isinstance(block, Heading)]
    start = headings.index("项目1　大厅运行")
    pages = ["项目1　大厅运行", "立项依据", "年度预算安排", "项目2　系统建设"]
    assert headings[start : start + 4] == pages
    assert headings[start + 6] == "名词解释"
    tables = [table for table in document.tables() if table.name.startswith("project_lines-")]
    assert [table.caption for table in tables] == ["大厅运行预算明细表", "系统建设预算明细表"]
    assert texts(document).count("市政府文件。") == 2


if __name__ == "__main__":
    HANDBOOK.write_text(fresh(HANDBOOK.read_text(encoding="utf-8")), encoding="utf-8")
