"""``pack new``: a place's own list of tables becomes a pack that prints at once."""

from __future__ import annotations

import builtins
import sys
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

from discloser.check.reader.read import DocumentReader
from discloser.chinese import chinese_number
from discloser.cli import main
from discloser.document.nodes import Contents, Document, Heading
from discloser.finding import has_errors
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare
from discloser.vocabulary.names import title
from discloser.workshop.lint import lint
from discloser.workshop.listing import PackLine
from discloser.workshop.starting import usual_parent
from discloser.workshop.table_list import Offered, offered_tables, read_table_list
from tests.command import Run
from tests.workshop.fresh_pack import YEAR, loaded, made_up_input, printed, serious

BOTH = """\
# 某省2025年部门预算公开目录
[部门]
表一、部门收支总表……………5
表二、部门收入总表
表三、部门支出总表
表四、财政拨款收支总表
表五、一般公共预算支出表（按功能科目分类）
表六、一般公共预算基本支出表
表七、政府性基金预算支出表
表八、国有资本经营预算支出表
表九、一般公共预算“三公”经费支出表
表十、《项目支出绩效目标表》
表十一、政府采购预算表 = 新表 procured
[单位]
表一、单位收支总表 = receipts_and_expenditure
表二、单位收入总表 = 部门收入总表
表三、单位支出总表 = expenditure
表四、财政拨款收支总表
表五、一般公共预算“三公”经费支出表
"""


def new(run: Run, packs: Path, *options: object, name: str = "made/city") -> tuple[int, str, str]:
    packs.mkdir(exist_ok=True)
    return run("pack", "new", name, "-o", packs, "--year", YEAR, "--templates", packs, *options)


def titles(document: Document) -> list[str]:
    return [title(table.caption) for table in document.tables()]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of two variants with a table that the parent lacks."""
    packs = tmp_path_factory.mktemp("both")
    (packs / "list.txt").write_text(BOTH, encoding="utf-8-sig")
    words = ("pack", "new", "made/both", "--title", "某市", "--tables", packs / "list.txt")
    with pytest.raises(SystemExit) as exit_:
        main([*map(str, words), "-o", str(packs), "--year", str(YEAR)])
    assert exit_.value.code == 0
    return packs


def test_lint_has_nothing_against_a_list_in_two_variants(both: Path) -> None:
    findings = lint("made/both", YEAR, pack_roots(both), (Kind.BUDGET,))
    assert serious(findings) == []
    # The table that the parent lacks is read by what the pack's own fields.yaml calls its columns,
    # so that no table is told as one that a reader does not understand; its columns are open.
    assert {finding.code for finding in findings} == {"T076", "T080"}


def test_the_table_that_the_parent_lacks_is_read_whole(both: Path, tmp_path: Path) -> None:
    pack = loaded("made/both", Kind.BUDGET, both)
    source = made_up_input(pack, both, tmp_path)
    made = prepare(source, both)
    assert made.document is not None
    reader = DocumentReader(made.document, pack.kind, YEAR, pack.words, pack.codebook)
    (table,) = (each for each in reader.tables if each.sheet.name == "procured")
    sheet = table.sheet
    column = sheet.column("金额")
    assert column is not None
    whole, *parts = (Decimal(sheet.texts[row][column]) for row in sheet.rows)
    assert parts
    assert whole == sum(parts)
    assert {(row, column) for row in sheet.rows} <= table.cells.keys()


@pytest.mark.parametrize("kind", list(Kind))
def test_a_department_prints_with_it_at_once(both: Path, kind: Kind, tmp_path: Path) -> None:
    document = printed(loaded("made/both", kind, both), both, tmp_path)
    tables = list(document.tables())
    if kind is Kind.FINAL_ACCOUNT:
        assert len(tables) == 9
        return
    wanted = [line.partition("、")[2] for line in BOTH.splitlines()[2:13]]
    bare = [line.partition("……")[0].partition(" =")[0].strip("《》") for line in wanted]
    assert [table.caption for table in tables] == [f"2025年{t}" for t in bare[:10]] + bare[10:]
    assert [table.number for table in tables] == [f"表{chinese_number(n)}" for n in range(1, 12)]
    (contents,) = (block for block in document.blocks() if isinstance(block, Contents))
    entries = [entry.label for entry in contents.entries]
    assert "表二、部门收入总表" in entries
    assert "表十一、政府采购预算表" in entries


def test_an_input_chooses_the_variant(both: Path, tmp_path: Path) -> None:
    source = made_up_input(loaded("made/both", Kind.BUDGET, both), both, tmp_path)
    text = source.read_text(encoding="utf-8")
    assert "options:" not in text
    source.write_text(f"{text}\noptions: {{table_list: 单位}}\n", encoding="utf-8")
    made = prepare(source, both)
    assert made.document is not None, [finding.message for finding in made.findings]
    assert titles(made.document) == [
        "单位收支总表", "单位收入总表", "单位支出总表", "财政拨款收支总表",
        "一般公共预算“三公”经费支出表",
    ]  # fmt: skip


def test_a_list_that_ends_with_the_three_public_expenses_moves_their_text_too(
    both: Path, tmp_path: Path
) -> None:
    pack = loaded("made/both", Kind.BUDGET, both)
    assert pack.parameters["budget_three_public_place"].value(YEAR) == "最后"
    assert (
        loaded("national", Kind.BUDGET, both).parameters["budget_three_public_place"].value(YEAR)
        == "第七"
    )
    blocks = printed(pack, both, tmp_path).blocks()
    texts = [block.text for block in blocks if isinstance(block, Heading)]
    order = ["国有资本经营预算支出预算情况说明", "“三公”经费支出预算情况说明"]
    places = [next(i for i, text in enumerate(texts) if each in text) for each in order]
    assert places == sorted(places)


def test_a_table_that_the_parent_lacks_is_asked_of_the_department(both: Path, run: Run) -> None:
    workbook = both / "to_fill.yaml"
    call = ("new", "--pack", "made/both", "--kind", "预算", "--year", YEAR, "--templates", both)
    assert run(*call, "-o", workbook)[0] == 0
    assert "procured:" in workbook.read_text(encoding="utf-8")


@cache
def offered(kind: Kind) -> dict[str, Offered]:
    return dict(offered_tables(loaded("national", kind, Path("templates"))))


@pytest.mark.parametrize(("kind", "seed"), list(product(Kind, range(2))))
def test_any_choice_of_the_parents_tables_in_any_order(
    kind: Kind, seed: int, tmp_path: Path, run: Run
) -> None:
    """Under titles of the place's own: what is printed is what the list says."""
    random = Random(f"{kind}{seed}")  # noqa: S311
    tables = random.sample(sorted(offered(kind)), random.randint(4, 8))
    marks = ("{n}.", "附表{n}：", "（{c}）", "公开{n:02d}表 ")
    mark = marks[2 * seed + (kind is Kind.BUDGET)]
    called = {name: f"某地{offered(kind)[name].titles[0]}" for name in tables}
    lines = [
        f"{mark.format(n=n, c=chinese_number(n))}{called[name]} = {name}"
        for n, name in enumerate(tables, start=1)
    ]
    (tmp_path / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    options = ("--tables", tmp_path / "list.txt", "--kind", kind.label[-2:])
    assert new(run, tmp_path / "packs", *options)[0] == 0
    packs = tmp_path / "packs"
    if not seed:
        assert not has_errors(lint("made/city", YEAR, pack_roots(packs), (kind,)))
    document = printed(loaded("made/city", kind, packs), packs, tmp_path / "input")
    assert titles(document) == [called[name] for name in tables]
    if "表" in mark:
        numbers = [mark.format(n=n).strip("：、 ") for n in range(1, len(tables) + 1)]
        assert [table.number for table in document.tables()] == numbers


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("收支总表, 部门收人总表", "“部门收入总体情况表”（receipts）"),
        ("收支总表, 采购表 = procurment", "没有“procurment”"),
        ("部门收入总表, 部门收入总体情况表", "都是上级的 receipts"),
        ("采购表 = 新表 采购", "新表的代号“采购”不能用"),
        ("采购表 = 新表 receipts", "新表的代号“receipts”不能用"),
        ("# 没有", "一张表也没有"),
        ("没有这个文件.txt", "没有“没有这个文件.txt”这个文件"),
    ],
)
def test_a_wrong_list_writes_nothing(tables: str, said: str, tmp_path: Path, run: Run) -> None:
    code, out, _ = new(run, tmp_path / "packs", "--tables", tables)
    assert code == 1
    assert said in out
    assert list((tmp_path / "packs").iterdir()) == []


@pytest.mark.parametrize(
    ("line", "number", "called"),
    [
        ("(一) 2025年部门收入总表", "(一)", "2025年部门收入总表"),
        ("（十一）部门收入总表", "（十一）", "部门收入总表"),
        ("(2)部门收入总表……12", "(2)", "部门收入总表"),
        ("预算01-1表 部门收入总表", "预算01-1表", "部门收入总表"),
        ("3. 《部门收入总表》", "3", "部门收入总表"),
        ("附件二：部门收入总表", "附件二", "部门收入总表"),
        ("部门收入总表", "", "部门收入总表"),
    ],
)
def test_a_line_is_parted_from_its_number(line: str, number: str, called: str) -> None:
    pack = loaded("national", Kind.BUDGET, Path("templates"))
    read, findings = read_table_list(line, pack, "list")
    assert read is not None, findings
    ((listed,),) = read.variants.values()
    assert (listed.number, listed.title, listed.table) == (number, called, "receipts")


def test_every_unknown_title_is_told_with_its_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "list.txt").write_text("收支总表\n\n甲表\n乙表\n", encoding="utf-8")
    code, out, _ = new(run, tmp_path / "packs", "--tables", tmp_path / "list.txt")
    assert code == 1
    assert "list.txt:3" in out
    assert "list.txt:4" in out


def test_lists_of_both_kinds_find_their_kind(tmp_path: Path, run: Run) -> None:
    budget, final = "部门支出总表, 部门收入总表", "支出决算表, 收入决算表"
    assert new(run, tmp_path / "packs", "--tables", final, "--tables", budget)[0] == 0
    packs = tmp_path / "packs"
    for kind, wanted in zip(Kind, (budget, final), strict=True):
        document = printed(loaded("made/city", kind, packs), packs, tmp_path / kind.value)
        assert titles(document) == wanted.split(", ")


def test_a_pack_that_exists_is_not_made_again(tmp_path: Path, run: Run) -> None:
    packs = tmp_path / "packs"
    assert new(run, packs)[0] == 0
    before = sorted(path.read_bytes() for path in packs.rglob("*.*"))
    code, _, err = new(run, packs)
    assert (code, "已经存在" in err) == (2, True)
    assert sorted(path.read_bytes() for path in packs.rglob("*.*")) == before
    code, _, err = new(run, packs, name="henan/base")
    assert (code, "已经有模板包 henan/base" in err) == (2, True)


def test_on_a_terminal_everything_is_asked(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["henan/kaifeng", "开封市", "", "预算", "部门支出总表, 部门收入总表"])
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", answer)
    code, _, _ = run("pack", "new", "-o", tmp_path)
    assert code == 0
    assert any("henan/base" in prompt for prompt in asked)
    manifest = (tmp_path / "henan/kaifeng/pack.yaml").read_text(encoding="utf-8")
    assert "title: 开封市" in manifest
    assert "parent: henan/base" in manifest
    assert (tmp_path / "henan/kaifeng/budget/report.yaml").is_file()
    assert not (tmp_path / "henan/kaifeng/final_account").exists()


def test_the_usual_parent_is_the_provinces_own_or_the_national_one() -> None:
    def line(name: str, parent: str) -> PackLine:
        return PackLine(name, "", parent, ())

    packs = [line("top", ""), line("b/base", "top"), line("c", "top")]
    assert usual_parent("a/x", packs) == "top"
    assert usual_parent("b/x", packs) == "b/base"
    assert usual_parent("c/x", packs) == "c"
    assert usual_parent("b/base", packs) == "top"
    assert usual_parent("a/x", [*packs, line("other", "")]) == ""


USUAL = """\
表一、部门收支总表
表二、政府购买服务预算表 = 新表 services
表三、政府采购预算表 = 新表 procured
表四、对下转移支付预算表 = 新表 handed_down
表五、新增资产配置表 = 新表 new_assets
表六、会议费和培训费预算表 = 新表 gatherings
表七、重点事项安排表 = 新表 matters
"""
USUAL_COLUMNS = {
    "政府购买服务预算表": ["购买服务项目", "指导性目录代码", "购买内容", "金额"],
    "政府采购预算表": ["采购项目", "采购类型", "数量", "金额"],
    "对下转移支付预算表": ["转移支付项目", "地区", "金额"],
    "新增资产配置表": ["资产名称", "资产类别", "数量", "金额"],
    "会议费和培训费预算表": ["会议、培训名称", "会议或培训", "参加人数", "金额"],
    "重点事项安排表": ["项目", "金额"],
}
"""The columns that the published tables of several places have in common."""


def test_a_table_that_the_parent_lacks_has_the_usual_columns_of_its_title(
    tmp_path: Path, run: Run
) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "list.txt").write_text(USUAL, encoding="utf-8")
    options = ("--title", "某市", "--kind", "预算", "--tables", packs / "list.txt")
    code, _, error = new(run, packs, *options)
    assert code == 0, error
    assert serious(lint("made/city", YEAR, pack_roots(packs), (Kind.BUDGET,))) == []
    document = printed(loaded("made/city", Kind.BUDGET, packs), packs, tmp_path)
    head = {t.caption: [cell.text for cell in t.head[0]] for t in document.tables()}
    assert {caption: head[caption] for caption in USUAL_COLUMNS} == USUAL_COLUMNS
