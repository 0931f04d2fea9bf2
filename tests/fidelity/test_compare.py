"""The comparison itself, on small made-up documents: it must be able to fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from discloser.document.nodes import (
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Paragraph,
    Section,
    Table,
    Text,
)
from tests.fidelity.align import align
from tests.fidelity.compare import (
    NARRATIVE,
    Kind,
    Pair,
    compare_documents,
    compare_tables,
    differences,
)
from tests.fidelity.deliberate import Meant, Reason, stale, unlisted
from tests.fidelity.normal import Line, is_amount, join_part_titles, normal, sentences
from tests.fidelity.ours import printed_document, with_cells
from tests.fidelity.printed import PrintedDocument, PrintedTable, running_text

TABLE = PrintedTable(
    title="2025年项目支出表",
    lines=("部门名称：某局", "单位：万元"),
    columns=("项目/类型", "项目/名称", "合计"),
    rows=(
        ("", "合计", "1,085.00"),
        ("其他运转类", "大厅运行", "85.00"),
        ("其他运转类", "数据平台", "1,000.00"),
    ),
    notes=("注：本表无数据。",),
)
NARRATIVE_LINES = (
    Line("第一部分", heading=True),
    Line("某局概况", heading=True),
    Line("一、主要职责", heading=True),
    Line("某局的职责是：（一）管理数据；（二）完成其他任务。收入总计85.00万元。"),
)
DOCUMENT = PrintedDocument(
    front=("某局", "目录", "第一部分 某局概况"),
    narrative=running_text(NARRATIVE_LINES),
    tables=(TABLE,),
)


def _with_row(index: int, row: tuple[str, ...]) -> PrintedTable:
    rows = list(TABLE.rows)
    rows[index] = row
    return replace(TABLE, rows=tuple(rows))


def _found(ours: PrintedTable) -> list[Pair]:
    return differences(compare_tables(TABLE, ours))


def _narrative(*lines: Line) -> PrintedDocument:
    return replace(DOCUMENT, narrative=running_text(lines))


def test_it_finds_nothing_between_a_document_and_itself() -> None:
    pairs = compare_documents(DOCUMENT, DOCUMENT)
    assert not differences(pairs)
    assert [pair.kind for pair in pairs].count(Kind.MONEY) == 3
    assert [pair.kind for pair in pairs].count(Kind.SENTENCE) == 6


@pytest.mark.parametrize("digits", ["85.01", "85.0", "85", "-85.00", "", "085.00"])
def test_it_finds_a_wrong_digit(digits: str) -> None:
    (found,) = _found(_with_row(1, ("其他运转类", "大厅运行", digits)))
    assert (found.kind, found.row, found.column) == (Kind.MONEY, "其他运转类 大厅运行", "合计")
    assert (found.published, found.ours) == ("85.00", digits)


def test_it_finds_a_missing_thousands_separator() -> None:
    (found,) = _found(_with_row(0, ("", "合计", "1085.00")))
    assert (found.published, found.ours) == ("1,085.00", "1085.00")


def test_it_finds_an_amount_where_none_was_published() -> None:
    published = _with_row(1, ("其他运转类", "大厅运行", ""))
    (found,) = differences(compare_tables(published, TABLE))
    assert (found.kind, found.published, found.ours) == (Kind.CELL, "", "85.00")


def test_it_finds_an_amount_in_the_wrong_column() -> None:
    wide = replace(
        TABLE,
        columns=("项目", "基本支出", "项目支出"),
        rows=(("合计", "85.00", ""),),
    )
    moved = replace(wide, rows=(("合计", "", "85.00"),))
    found = differences(compare_tables(wide, moved))
    assert [(pair.column, pair.published, pair.ours) for pair in found] == [
        ("基本支出", "85.00", ""),
        ("项目支出", "", "85.00"),
    ]


def test_it_finds_a_changed_row_label() -> None:
    (found,) = _found(_with_row(1, ("其他运转类", "大厅运营", "85.00")))
    assert (found.kind, found.column, found.ours) == (Kind.CELL, "项目/名称", "大厅运营")


def test_it_finds_swapped_rows() -> None:
    found = _found(replace(TABLE, rows=(TABLE.rows[0], TABLE.rows[2], TABLE.rows[1])))
    assert {pair.published for pair in found} - {""}
    assert {pair.ours for pair in found} - {""}


def test_it_finds_a_missing_and_an_additional_row() -> None:
    missing = _found(replace(TABLE, rows=TABLE.rows[:2]))
    assert [pair.published for pair in missing] == ["其他运转类", "数据平台", "1,000.00"]
    assert {pair.ours for pair in missing} == {""}
    additional = _found(replace(TABLE, rows=(*TABLE.rows, ("", "另一项目", "9.00"))))
    assert [pair.ours for pair in additional] == ["另一项目", "9.00"]


def test_it_finds_a_changed_a_missing_and_a_moved_column() -> None:
    renamed = _found(replace(TABLE, columns=("项目/类型", "项目/名称", "总计")))
    assert ("合计", "总计") not in [(pair.published, pair.ours) for pair in renamed]
    assert {pair.kind for pair in renamed} == {Kind.HEADER, Kind.MONEY, Kind.CELL}
    regrouped = _found(replace(TABLE, columns=("项目/类型", "名称", "合计")))
    assert ("项目/名称", "名称") in [(pair.published, pair.ours) for pair in regrouped]
    moved = _found(replace(TABLE, columns=("项目/名称", "项目/类型", "合计")))
    assert any(pair.kind is Kind.HEADER for pair in moved)


def test_it_finds_changed_titles_lines_notes_and_ordinals() -> None:
    assert _found(replace(TABLE, title="2024年项目支出表"))[0].kind is Kind.TITLE
    assert _found(replace(TABLE, lines=("部门名称：某局", "单位：元")))[0].kind is Kind.LINE
    assert _found(replace(TABLE, notes=()))[0].kind is Kind.NOTE
    assert _found(replace(TABLE, ordinals=("栏次", "", "1")))[0].row == "栏次"


def test_it_lets_the_lines_above_a_table_stand_in_any_order() -> None:
    assert not _found(replace(TABLE, lines=("单位：万元", "部门名称：某局")))


def test_it_compares_a_sheet_without_header_cell_by_cell_but_not_by_slot() -> None:
    sheet = replace(TABLE, columns=(), rows=(("年度", "目标"), ("预算", "", "85.00")))
    ours = replace(sheet, columns=("年度", "目标"), head=sheet.rows[:1], rows=sheet.rows[1:])
    assert not differences(compare_tables(sheet, ours))
    (found,) = differences(compare_tables(sheet, replace(ours, rows=(("预算", "58.00"),))))
    assert (found.column, found.kind) == ("2", Kind.MONEY)


def test_it_finds_a_missing_and_an_additional_table() -> None:
    other = replace(TABLE, title="“三公”经费支出情况表")
    missing = differences(compare_documents(replace(DOCUMENT, tables=(TABLE, other)), DOCUMENT))
    assert [pair.published for pair in missing if pair.kind is Kind.MONEY] == other.money()
    (additional,) = differences(
        compare_documents(DOCUMENT, replace(DOCUMENT, tables=(TABLE, other)))
    )
    assert (additional.kind, additional.ours) == (Kind.TITLE, "“三公”经费支出情况表")


def test_it_counts_no_amounts_of_a_self_evaluation() -> None:
    sheet = replace(TABLE, title="部门整体支出绩效自评情况表")
    assert len(TABLE.money()) == 3
    assert not sheet.money()


def test_it_finds_a_missing_sentence() -> None:
    lines = (*NARRATIVE_LINES[:3], Line("某局的职责是：（一）管理数据；收入总计85.00万元。"))
    (found,) = differences(compare_documents(DOCUMENT, _narrative(*lines)))
    assert (found.part, found.row) == (NARRATIVE, "一、主要职责")
    assert (found.published, found.ours) == ("（二）完成其他任务。", "")


def test_it_finds_an_additional_and_a_differing_sentence() -> None:
    text = "某局的职责是：（一）管理数据；（二）完成其他任务。收入总计85.01万元。支出持平。"
    found = differences(compare_documents(DOCUMENT, _narrative(*NARRATIVE_LINES[:3], Line(text))))
    assert [(pair.published, pair.ours) for pair in found] == [
        ("收入总计85.00万元。", "收入总计85.01万元。"),
        ("", "支出持平。"),
    ]


def test_it_finds_a_changed_contents_line() -> None:
    changed = replace(DOCUMENT, front=("某局", "目录", "第一部分 概况"))
    (found,) = differences(compare_documents(DOCUMENT, changed))
    assert (found.kind, found.ours) == (Kind.FRONT, "第一部分概况")


def test_it_ignores_breaks_widths_and_markdown_only() -> None:
    assert normal("## （一） 收入：85.00 万元，\n下降；**见表**。") == normal(
        "(一)收入:85.00万元,下降;见表."
    )
    assert normal("1,085.00") != normal("1085.00")
    assert normal("85.0") != normal("85.00")
    assert normal("“三公”") != normal("三公")


def test_it_knows_an_amount_from_a_code_a_share_and_a_zero() -> None:
    assert all(map(is_amount, ["85.00", "1,085.00", "-2.5", "842.210"]))
    assert not any(map(is_amount, ["", "201", "88.83%", "0.00", "1085", "10,85.00", "85.00万"]))


def test_it_splits_sentences_and_keeps_every_character() -> None:
    text = "（一）公务接待费0.20万元，持平；见“表”。其中:基本支出85万元"
    assert list(sentences(text)) == [
        "（一）公务接待费0.20万元，持平；",
        "见“表”。",
        "其中:",
        "基本支出85万元",
    ]
    assert "".join(sentences(text)) == text


def test_it_joins_the_two_lines_of_a_part_title() -> None:
    texts = [line.text for line in join_part_titles(NARRATIVE_LINES)]
    assert texts[:2] == ["第一部分某局概况", "一、主要职责"]


def test_it_aligns_equal_texts_first_and_then_alike_ones() -> None:
    left = ["一、外交支出", "二、国防支出85.00", "三、其他"]
    right = ["一、外交支出", "新的一行", "二、国防支出85.01", "三、其他"]
    assert align(left, right) == [(0, 0), (None, 1), (1, 2), (2, 3)]


def _difference(published: str = "3.3%", ours: str = "3.25%") -> Pair:
    return Pair(Kind.SENTENCE, NARRATIVE, "一、总体情况", "", published, ours)


def _reason(published: str = "3.3%", ours: str = "3.25%", times: int = 1) -> Reason:
    meant = Meant(part=NARRATIVE, row="一、总体情况", published=published, ours=ours, times=times)
    return Reason(reason="比例统一保留两位小数", differences=(meant,))


def test_it_accepts_a_listed_difference_as_often_as_listed() -> None:
    assert unlisted([_difference()], [_reason()]) == []
    assert unlisted([_difference()] * 2, [_reason()]) == [_difference()]
    assert unlisted([_difference()] * 2, [_reason(times=2)]) == []


def test_it_does_not_accept_another_difference_at_the_same_place() -> None:
    assert unlisted([_difference(ours="3.26%")], [_reason()]) == [_difference(ours="3.26%")]


def test_it_finds_a_stale_entry() -> None:
    assert stale([_difference()], [_reason()]) == []
    assert [meant.ours for meant in stale([], [_reason()])] == ["3.25%"]
    assert stale([_difference()], [_reason(times=2)])
    assert stale([_difference()], [_reason(), _reason(ours="3.26%")])


def test_it_reads_the_printed_texts_of_a_document_tree() -> None:
    table = Table(
        name="projects",
        sheet="项目",
        caption=TABLE.title,
        anchor="t1",
        columns=(Column(), Column(), Column()),
        head=(
            (Cell("项目", colspan=2), Cell("合计", rowspan=2)),
            (Cell("类型"), Cell("名称")),
            (Cell("栏次", colspan=2), Cell("1")),
        ),
        body=((Cell("合计", colspan=2), Cell("85.00")),),
        subject="部门名称：某局",
        unit="单位：万元",
        notes=("注：无。",),
    )
    contents = Contents(("目录",), (ContentsEntry("第一部分 概况", 1, "p1"),))
    heading = Heading(1, (Text("第一部分 概况"),), "p1")
    document = Document(
        "某局预算",
        "某局",
        date(2025, 3, 1),
        (
            Section((Paragraph((Text("某局预算公开"),)), contents)),
            Section((heading, Paragraph((Text("收入85万元。"),)), table)),
        ),
    )
    printed = printed_document(document)
    assert printed.front == ("某局预算公开", "目录", "第一部分 概况")
    assert [sentence.text for sentence in printed.narrative] == ["第一部分概况", "收入85万元。"]
    (ours,) = printed.tables
    assert ours.columns == ("项目/类型", "项目/名称", "合计")
    assert ours.ordinals == ("栏次", "", "1")
    assert ours.rows == (("合计", "", "85.00"),)
    assert ours.lines == ("部门名称：某局", "单位：万元")
    grid = [["项目", "", "合计"], ["类型", "名称", ""], ["栏次", "", "1"], ["合计", "", "58.00"]]
    assert with_cells(ours, grid).rows == (("合计", "", "58.00"),)
