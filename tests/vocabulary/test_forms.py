"""Forms of national tables: what a table must print, and what places may leave out."""

from __future__ import annotations

import pytest

from discloser.check.reader.sheet import Sheet
from discloser.check.rules.a_forms import form_of
from discloser.model.values import Kind
from discloser.pipeline import prepare
from discloser.vocabulary.forms import Lacking, lacking, lacking_anywhere, out_of_order
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import Words, national_words
from tests.check.reader.foreign import as_document
from tests.check.reader.test_foreign import DOCUMENTS, INPUTS
from tests.fidelity.published import published

HEADERS = [("项目", "科目编码"), ("合计",), ("基本支出", "小计"), ("项目支出", "小计")]
NOTHING = Lacking((), ())


@pytest.mark.parametrize(
    ("written", "missing", "misplaced"),
    [
        (("合计", "基本支出", "项目支出"), (), ()),
        (("科目编码", "合计"), (), ()),
        (("总计|合计", "基本支出·小计|合计"), (), ()),
        (("小计",), ("小计",), ()),
        (("基本支出·人员经费",), ("基本支出·人员经费",), ()),
        (("基本支出·人员经费（可缺）", "项目支出"), (), ()),
        (("项目支出", "基本支出"), (), ("基本支出",)),
        (("项目支出", "基本支出（可缺）"), (), ()),
        (("合计", "合计"), (), ("合计",)),
    ],
)
def test_labels_are_held_to_entries_in_their_order(
    written: tuple[str, ...], missing: tuple[str, ...], misplaced: tuple[str, ...]
) -> None:
    groups = frozenset({"项目"})
    assert lacking(written, HEADERS, groups) == Lacking(missing, misplaced)


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        (("小计·基本支出", "合计"), ()),
        (("小计·基本支出·决算数",), ("小计·基本支出·决算数",)),
    ],
)
def test_some_columns_stand_anywhere(written: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert lacking_anywhere(written, HEADERS) == Lacking(missing, ())


@pytest.mark.parametrize("number", DOCUMENTS)
def test_no_published_table_lacks_a_column_of_its_form(number: str) -> None:
    """Neither of the national form nor of its pack's."""
    made = prepare(INPUTS / DOCUMENTS[number])
    assert made.figures is not None
    pack, kind = made.pack, made.figures.disclosure.kind
    assert pack is not None
    held = 0
    for words in (national_words(), pack.words):
        for table in as_document(published(number)).tables():
            sheet = Sheet(table)
            if role := role_of(table.caption, words.tables[kind]):
                held += 1
                assert list(_complaints(sheet, role, words, kind)) == []
    assert held > len(DOCUMENTS)


def _complaints(sheet: Sheet, role: str, words: Words, kind: Kind) -> list[tuple[str, Lacking]]:
    found = form_of(sheet, words.tables[kind][role], words.labels)
    return [(role, each) for each in found if each != NOTHING]


def test_every_national_form_asks_for_something() -> None:
    """All tables but forms and the ones that differ in every place."""
    of_places = {
        "project_targets",
        "overall_targets",
        "self_evaluation",
        "project_evaluation",
        "project_self_evaluation",
    }
    for tables in national_words().tables.values():
        for role, table in tables.items():
            form = table.form
            assert bool(form.columns or form.anywhere or form.rows) is (role not in of_places)


@pytest.mark.parametrize(
    ("rows", "misplaced"),
    [
        (("履职目标", "任务", "预算", "预算", "一级指标"), ()),
        (("履职目标", "预算", "一级指标", "预算"), ("一级指标",)),
        (("任务", "履职目标"), ("任务",)),
        (("别的",), ()),
    ],
)
def test_sections_of_a_form_stand_below_all_rows_of_those_before(
    rows: tuple[str, ...], misplaced: tuple[str, ...]
) -> None:
    sections = ("履职目标", "任务", "预算", "一级指标")
    assert out_of_order(sections, [(row, "") for row in rows]) == misplaced
