"""Last year's amounts, changes and rates item by item: in tables, sentences, files and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from discloser.check.reader.read import DocumentReader
from discloser.check.run import run_document_checks
from discloser.classification.codebook import Codebook
from discloser.compose.needs.of_pack import needs_of
from discloser.compute.ledger import Column
from discloser.document.grid import table_grid
from discloser.document.nodes import Block, Cell, Document, Paragraph, Row, Table, Text
from discloser.document.number import Number
from discloser.finding import Severity
from discloser.model.values import Kind
from discloser.pack.pack import load_pack
from discloser.pipeline import Prepared, prepare, render
from discloser.trace.search import trace_back
from tests.prior.made import COMPARED, LAST, NAMES, THIS, inputs, pack_with
from tests.workshop.tiny import NAME, NARRATIVE, TABLE, make_pack, write

CENT = Decimal("0.01")


def expected() -> list[list[str]]:
    """What the table must print, from the amounts of the two inputs alone."""
    classes = sorted({code[:3] for code in (*THIS, *LAST)})
    rows = [_row("", "合计", _paid(THIS, ""), _paid(LAST, ""))]
    return rows + [_row(c, NAMES[c], _paid(THIS, c), _paid(LAST, c)) for c in classes]


def _paid(items: dict[str, str], prefix: str) -> Decimal:
    return sum((Decimal(a) for c, a in items.items() if c.startswith(prefix)), Decimal("0.00"))


def _row(code: str, name: str, now: Decimal, before: Decimal) -> list[str]:
    rate = (now - before) / before * 100 if before else None
    told = "—" if rate is None else f"{rate.quantize(CENT, ROUND_HALF_UP)}%"
    return [code, name, f"{now}", f"{now}", "0.00", f"{before}", f"{now - before}", told]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The document of both years."""
    folder = tmp_path_factory.mktemp("prior")
    return prepare(inputs(folder), pack_with(folder / "packs"))


def table_of(document: Document | None) -> Table:
    assert document is not None
    (table,) = document.tables()
    return table


def body(table: Table) -> list[list[str]]:
    grid = table_grid(table)
    return grid.texts()[grid.head_rows :]


def codes(prepared: Prepared) -> list[str]:
    return [f.code for f in prepared.findings if f.severity is not Severity.NOTE]


def test_a_table_prints_both_years_items_with_change_and_rate(made: Prepared) -> None:
    assert codes(made) == []
    assert body(table_of(made.document)) == expected()


def test_sentences_tell_what_an_item_was_and_how_it_changed(made: Prepared) -> None:
    assert made.document is not None
    text = "\n".join(p.text for p in reader(made).passages)
    assert "教育支出（类）0.00万元，上年4.00万元，与上年相比减少4.00万元，下降100.00%" in text
    assert "农林水支出（类）8.00万元，上年0.00万元，与上年相比增加8.00万元，主要" in text
    assert "住房保障支出（类）15.00万元，上年15.00万元，与上年持平" in text


def test_all_formats_print_the_same_cells(made: Prepared) -> None:
    files = render(made, ("docx", "xlsx", "pdf"), pdf_engine="typst")
    word = docx.Document(BytesIO(files["docx"])).tables[-1]
    printed = [[cell.text.strip() for cell in row.cells] for row in word.rows]
    assert printed[-len(expected()) :] == expected()
    sheet = openpyxl.load_workbook(BytesIO(files["xlsx"]))["一般公共预算支出表"]
    cells = (value for row in sheet.iter_rows(values_only=True) for value in row)
    amounts = {float(value) for value in cells if isinstance(value, int | float)}
    wanted = {float(cell) for row in expected() for cell in row[2:7]}
    assert wanted <= amounts
    assert files["pdf"].startswith(b"%PDF")


def test_a_number_is_traced_to_the_line_of_last_years_file(made: Prepared) -> None:
    told = "\n".join(trace_back(made, "40.00"))
    lines = (made.path.parent / "2024.yaml").read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, start=1) if "2080505" in text)
    assert f"第 {line} 行  400,000 元  上年的 2024.yaml：" in told
    change = "\n".join(trace_back(made, "20.50万元"))
    assert "本年 1,205,000 元 − 上年 1,000,000 元" in change


def test_without_last_years_input_a_finding_says_what_to_give(tmp_path: Path) -> None:
    path = inputs(tmp_path, named=False)
    prepared = prepare(path, pack_with(tmp_path / "packs"))
    (found,) = [f for f in prepared.findings if f.code == "C013"]
    assert "上年输入文件" in found.remedy
    assert found.location is not None
    assert found.location.file == str(path)
    assert body(table_of(prepared.document))[0][5] == "（待填：上年数）"
    assert "（待填：" in "".join(p.text for p in reader(prepared).passages)


def test_an_unreadable_last_year_is_told_once(tmp_path: Path) -> None:
    path = inputs(tmp_path)
    write(tmp_path / "2024.yaml", "pack: [")
    found = codes(prepare(path, pack_with(tmp_path / "packs")))
    assert found.count("I020") == 1
    assert "C013" not in found


def test_last_years_input_is_a_need_of_such_a_pack(tmp_path: Path) -> None:
    each = '{{% for i in breakdown(current_expenditure, "function_item") %}}'
    sentence = each + "{{{{ {} }}}}\n{{% endfor %}}\n"
    need = ("value", ("prior_year", "input"))
    for name, table, text, wanted in (
        ("both", COMPARED, sentence.format("i.prior"), True),
        ("table", COMPARED, "支出\n", True),
        ("prior", None, sentence.format("i.prior"), True),
        ("change", None, sentence.format("i.change.amount"), True),
        ("part", None, "{{ (current_expenditure | only(project='甲')).prior }}\n", True),
        ("neither", None, sentence.format("i"), False),
        ("figure", None, "{{ current_expenditure.prior }}\n", False),
    ):
        files = {NARRATIVE: text, **({TABLE: table} if table else {})}
        pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (make_pack(tmp_path / name, files),))
        assert pack is not None, findings
        known = {(need.kind, need.key) for need in needs_of(pack).needs}
        assert (need in known) is wanted, name


@pytest.mark.parametrize("column", ["change", "change_rate"])
def test_a_change_does_not_count(column: str, tmp_path: Path) -> None:
    table = COMPARED.replace(f"value: {column}", f"value: {column}, counts: 是")
    _, findings = load_pack(NAME, Kind.BUDGET, 2025, (pack_with(tmp_path, table),))
    assert [f.message for f in findings if "增减的栏不计入核对" in f.message]


def test_a_table_must_hold_every_line_of_last_year(tmp_path: Path) -> None:
    only = 'each: [function_class]\n    where: {function_class: ["201", "208", "213", "221"]}'
    table = COMPARED.replace("each: [function_class]", only)
    prepared = prepare(inputs(tmp_path), pack_with(tmp_path / "packs", table))
    (found,) = [f for f in prepared.findings if f.code == "C010"]
    assert "上年 205" in found.message
    assert "40,000" in found.message
    assert found.location is not None
    assert found.location.file.endswith("2024.yaml")


def test_a_column_of_last_year_that_does_not_count_need_not_hold_all(tmp_path: Path) -> None:
    table = COMPARED.replace("value: prior", "value: prior, counts: 否")
    only = 'each: [function_class]\n    where: {function_class: ["201", "208", "213", "221"]}'
    table = table.replace("each: [function_class]", only)
    prepared = prepare(inputs(tmp_path), pack_with(tmp_path / "packs", table))
    assert "C010" not in codes(prepared)


# Read back


def reader(prepared: Prepared) -> DocumentReader:
    assert prepared.document is not None
    assert prepared.pack is not None
    return DocumentReader(
        prepared.document, Kind.BUDGET, 2025, prepared.pack.words, prepared.pack.codebook
    )


def test_every_amount_is_read_as_what_it_is(made: Prepared) -> None:
    (placed,) = reader(made).tables
    assert placed.unplaced == frozenset()
    by_column = {column: meaning.column for (_, column), meaning in placed.cells.items()}
    assert [by_column[c] for c in range(2, 8)] == [
        *[Column.AMOUNT] * 3,
        Column.PRIOR,
        Column.CHANGE,
        Column.CHANGE_RATE,
    ]
    assert {p.meaning.column for p in reader(made).facts} == set(Column) - {
        Column.CHANGE_RATE,
        Column.INITIAL_BUDGET,
        Column.ADJUSTED_BUDGET,
    }


ROWS = {code: index for index, code in enumerate(("", "201", "205", "208", "213", "221"))}


@pytest.mark.parametrize(
    ("row", "column", "text", "wanted"),
    [
        ("208", 5, "41.00", {"A05", "A19", "A20"}),  # last year's amount
        ("208", 6, "-10.01", {"A05"}),  # the change, by the last digit: within its own width
        ("208", 6, "-11.00", {"A05", "A19", "A20"}),
        ("208", 6, "10.00", {"A05", "A19", "A20"}),  # without its sign
        ("208", 7, "-25.01%", {"A20"}),
        ("208", 7, "25.00%", {"A20"}),
        ("208", 7, "", {"A20"}),  # a rate that is left out
        ("213", 7, "100.00%", {"A20"}),  # nothing grows from zero
        ("213", 7, "0.00%", {"A20"}),
        ("213", 7, "", set()),
        ("221", 7, "", set()),  # a rate of zero may be blank
        ("201", 7, "20.5%", set()),  # as wide as its last digit
    ],
)
def test_a_wrong_cell_is_noticed(
    row: str, column: int, text: str, wanted: set[str], made: Prepared
) -> None:
    found = checked(made, changed(made, ROWS[row], column, text))
    assert {code for code in found if code in {"A05", "A19", "A20"}} >= wanted
    if not wanted:
        assert not found & {"A05", "A18", "A19", "A20"}


def test_without_last_years_file_cells_are_held_to_the_figures_that_are_given(
    made: Prepared, tmp_path: Path
) -> None:
    text = inputs(tmp_path, named=False).read_text(encoding="utf-8")
    given = "prior_year: {figures: {general_public_expenditure: 1590000}}\n"
    path = write(tmp_path / "2025.yaml", text + given)
    prepared = prepare(path, pack_with(tmp_path / "packs"))
    assert not checked(prepared, made.document) & {"A05", "A18"}
    wrong = changed(made, 0, 5, "160.00")
    assert "A18" in checked(prepared, wrong)
    assert "A05" not in checked(prepared, wrong)


def checked(prepared: Prepared, document: Document | None) -> set[str]:
    """The findings on a document of an input."""
    assert document is not None
    assert prepared.pack is not None
    assert prepared.figures is not None
    found, _ = run_document_checks(
        document, prepared.figures, Codebook(), prepared.sources, prepared.pack.words
    )
    return {finding.code for finding in found}


def changed(prepared: Prepared, row: int, column: int, text: str) -> Document:
    """The document with one cell printed otherwise, as a foreign file would have it."""

    def edited(table: Table) -> Table:
        rows = [list(each) for each in table.body]
        rows[row][column] = replace(rows[row][column], content=text)
        return replace(table, body=tuple(map(tuple, rows)))

    assert prepared.document is not None
    return with_tables(prepared.document, edited)


def with_tables(document: Document, edit: Callable[[Table], Table]) -> Document:
    sections = tuple(
        replace(section, blocks=tuple(_edited(section.blocks, edit)))
        for section in document.sections
    )
    return replace(document, sections=sections)


def _edited(blocks: tuple[Block, ...], edit: Callable[[Table], Table]) -> Iterator[Block]:
    for block in blocks:
        yield edit(block) if isinstance(block, Table) else block


HEADS = [
    (("2025年预算数",), Column.AMOUNT),
    (("本年预算数",), Column.AMOUNT),
    (("2024年预算数",), Column.PRIOR),
    (("2024年",), Column.PRIOR),
    (("上年预算数",), Column.PRIOR),
    (("上年数",), Column.PRIOR),
    (("上年",), Column.PRIOR),
    (("去年预算数",), Column.PRIOR),
    (("上年度预算",), Column.PRIOR),
    (("预算数", "2024年"), Column.PRIOR),
    (("预算数", "2025年"), Column.AMOUNT),
    (("增减额",), Column.CHANGE),
    (("增减额（万元）",), Column.CHANGE),
    (("比上年增减",), Column.CHANGE),
    (("较2024年增减额",), Column.CHANGE),
    (("增减变动", "金额"), Column.CHANGE),
    (("增减变动", "%"), Column.CHANGE_RATE),
    (("与上年相比", "增减额"), Column.CHANGE),
    (("与2024年预算数相比", "增减%"), Column.CHANGE_RATE),
    (("增减%",), Column.CHANGE_RATE),
    (("增减率（%）",), Column.CHANGE_RATE),
    (("同比增长（%）",), Column.CHANGE_RATE),
    (("增减情况", "比例（%）"), Column.CHANGE_RATE),
    (("2023年预算数",), None),  # two years back: nobody knows of it
    (("2026年预算数",), None),
    (("2024年决算数",), None),  # what was spent is not what was budgeted
    (("上年决算数",), None),
    (("占比（%）",), None),
    (("%",), None),
]


@pytest.mark.parametrize(("labels", "wanted"), HEADS, ids=str)
def test_a_column_is_read_by_what_stands_above_it(
    labels: tuple[str, ...], wanted: Column | None, made: Prepared
) -> None:
    """The last column of the table under other labels."""

    def headed(table: Table) -> Table:
        depth = len(labels)
        head: list[Row] = []
        for level in range(depth):
            cells = (
                [Cell(text, rowspan=depth) for text in ("科目编码", "科目名称")]
                if not level
                else []
            )
            head.append((*cells, Cell(labels[level])))
        body_rows = tuple((*row[:2], row[3]) for row in table.body)
        columns = (*table.columns[:2], table.columns[3])
        return replace(table, head=tuple(head), body=body_rows, columns=columns)

    assert made.document is not None
    document = with_tables(made.document, headed)
    (placed,) = reader(replace(made, document=document)).tables
    found = {meaning.column for (_, column), meaning in placed.cells.items() if column == 2}
    assert found == ({wanted} if wanted is not None else set())
    assert isinstance(table_of(document).body[0][2].content, Number)


def test_a_class_that_there_was_not_last_year_has_no_rate_in_a_sentence(made: Prepared) -> None:
    told = "增加8.00万元，主要原因"
    for text, wanted in (("增加8.00万元，增长100.00%，主要原因", {"N04"}), (told, set())):
        assert checked(made, said(made, told, text)) & {"N03", "N04"} == wanted


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("上年40.00万元", "上年41.00万元", {"N01"}),
        ("减少10.00万元", "减少11.00万元", {"N03"}),
        ("减少10.00万元，下降25.00%", "减少10.00万元，下降25.10%", {"N03"}),
        ("减少10.00万元，下降25.00%", "减少10.00万元，下降25.0%", set()),
        ("上年40.00万元", "上年40.0万元", set()),
        ("上年40.00万元", "2024年预算数为40.00万元", set()),
        ("上年40.00万元", "2024年预算数为41.00万元", {"N01"}),
    ],
)
def test_what_a_sentence_tells_of_last_year_is_held(
    old: str, new: str, wanted: set[str], made: Prepared
) -> None:
    assert checked(made, said(made, old, new)) & {"N01", "N03", "N04"} == wanted


def said(prepared: Prepared, old: str, new: str) -> Document:
    """The document with other words in one sentence, as plain text."""

    def edited(block: Block) -> Block:
        if isinstance(block, Paragraph) and old in block.text:
            return replace(block, content=(Text(block.text.replace(old, new)),))
        return block

    assert prepared.document is not None
    assert any(old in b.text for b in prepared.document.blocks() if isinstance(b, Paragraph))
    sections = tuple(
        replace(section, blocks=tuple(map(edited, section.blocks)))
        for section in prepared.document.sections
    )
    return replace(prepared.document, sections=sections)
