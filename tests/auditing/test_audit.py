"""Published documents are checked without the input that they were made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pdfplumber
import pytest
from openpyxl import load_workbook

from discloser.audit.identity import Asked
from discloser.audit.sureness import Sureness
from discloser.document.nodes import Table
from discloser.location import Spot
from discloser.model.values import Kind
from tests.auditing.files import FORMATS, REAL, audited, clean, content, saved, told
from tests.rules.documents import cell, document, table, text

NAMES = ("approval", "funds", "final")


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_sound_document_has_no_fault(name: str, suffix: str, tmp_path: Path) -> None:
    found = audited(saved(tmp_path, clean(name, suffix), suffix, document(name).title))
    assert found.identity is not None
    assert told(found) == []
    assert found.tally.compared > 500


PLANTED = "145.01"
WRONG_CELL = cell("projects", "数字政府建设运行费", ("一般公共预算",), PLANTED)


def shown_at(path: Path, spot: Spot) -> str:
    """What a file shows where a finding says that the fault is."""
    match path.suffix:
        case ".xlsx":
            return str(load_workbook(path)[spot.sheet][spot.cell].value)
        case ".docx":
            row = docx.Document(str(path)).tables[spot.table - 1].rows[spot.row - 1]
            return row.cells[spot.column - 1].text
        case _:
            with pdfplumber.open(path) as pdf:
                assert spot.box is not None
                return pdf.pages[spot.page - 1].crop(spot.box).extract_text()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_wrong_amount_is_one_certain_fault_at_its_cell(suffix: str, tmp_path: Path) -> None:
    path = saved(tmp_path, content("approval", WRONG_CELL(document("approval")), suffix), suffix)
    certain = [fault for fault in audited(path).faults if fault.sure is Sureness.CERTAIN]
    assert len(certain) == 1
    place = certain[0].place
    assert place is not None
    assert place.spot is not None
    assert place.file == str(path)
    assert shown_at(path, place.spot) == PLANTED


def test_what_follows_from_a_wrong_amount_is_told_with_it(tmp_path: Path) -> None:
    changed = cell("expenditure", "合计", ("合计",), "999.99")(document("approval"))
    found = audited(saved(tmp_path, content("approval", changed, "docx"), "docx"))
    certain = [fault for fault in found.faults if fault.sure is Sureness.CERTAIN]
    assert len(certain) == 1
    assert len({each.code for each in (certain[0].finding, *certain[0].consequences)}) > 1


def test_the_faults_of_a_real_document_are_found_and_nothing_else() -> None:
    """Its own words say that it was founded in 2024, and that the budget was 0 万元 at first."""
    found = audited(REAL / "social2024-final.pdf")
    assert found.identity is not None
    assert (found.identity.kind, found.identity.year) == (Kind.FINAL_ACCOUNT, 2024)
    assert found.identity.department == "中共上海市普陀区委社会工作部"
    (first, growth), (second, completion) = told(found)
    assert (first, second) == ("N04", "N05")
    assert growth.startswith("文中增加307.82万元与本年数相同，上年为零")
    assert completion.startswith("文中完成预算的95.89%，用307.82万元÷0万元")
    assert next(f for f in found.faults if f.finding.code == "N04").finding.times == 3


def test_a_rate_is_held_to_its_change_where_last_year_is_not_printed(tmp_path: Path) -> None:
    """25.55 of 761.10 + 25.55 are 3.25 %."""
    changed = text("下降3.25%", "下降3.52%")(document("approval"))
    found = told(audited(saved(tmp_path, content("approval", changed, "docx"), "docx")))
    assert [code for code, _ in found] == ["N03"]
    assert "应为3.25%" in found[0][1]


def test_a_count_is_the_sum_of_its_kinds(tmp_path: Path) -> None:
    changed = text("共有车辆0辆，其中", "共有车辆1辆，其中")(document("approval"))
    found = told(audited(saved(tmp_path, content("approval", changed, "docx"), "docx")))
    assert [code for code, _ in found] == ["N15"]
    assert "各类合计0" in found[0][1]


def test_a_name_with_a_slip_is_held_to_what_is_printed_elsewhere(tmp_path: Path) -> None:
    right, wrong = "三门峡市行政审批和政务信息管理局", "三门峡市行政审批和政务信息管局"
    changed = table("projects", subject=f"部门名称：{wrong}")(document("approval"))
    found = audited(saved(tmp_path, content("approval", changed, "docx"), "docx"))
    told_of = [fault.finding for fault in found.faults if fault.finding.code == "N22"]
    slip = next(finding for finding in told_of if f"“{wrong}”" in finding.message)
    assert f"别处印的是“{right}”" in slip.message


def test_rows_that_are_told_apart_by_words_not_known_are_not_held_to_each_other(
    tmp_path: Path,
) -> None:
    """Yunnan lists each project by economic items, which the national vocabulary takes for one."""
    path = saved(tmp_path, clean("declared", "docx"), "docx")
    found = audited(path)
    assert told(found) == []
    assert any("两行写的不同" in each.reason for each in found.tally.unchecked)


def test_files_of_one_department_are_one_document(tmp_path: Path) -> None:
    """The tables in one file, the text in another: a sentence is held to the tables."""
    whole = document("approval")
    has = {id(s): any(isinstance(block, Table) for block in s.blocks) for s in whole.sections}
    with_tables = replace(whole, sections=tuple(s for s in whole.sections if has[id(s)]))
    without = replace(whole, sections=tuple(s for s in whole.sections if not has[id(s)]))
    text_file = saved(tmp_path, content("approval", without, "docx"), "docx", "某局2025年预算说明")
    tables = saved(tmp_path, content("approval", with_tables, "xlsx"), "xlsx", "某局2025年预算表")
    asked = Asked(Kind.BUDGET, 2025)
    alone = audited(text_file, asked=asked)
    both = audited(tables, text_file, asked=asked)
    assert both.tally.held.get("N01", 0) > alone.tally.held.get("N01", 0)
    assert [fault.finding for fault in both.faults if fault.sure is Sureness.CERTAIN] == []


def test_a_copy_in_another_form_is_not_checked_twice(tmp_path: Path) -> None:
    files = [saved(tmp_path, clean("approval", suffix), suffix) for suffix in FORMATS]
    found = audited(*files)
    assert [finding.code for finding in found.unread] == ["U004", "U004"]
    assert found.tally.compared == audited(files[0]).tally.compared


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (Asked(), []),
        (Asked(Kind.FINAL_ACCOUNT), ["U003"]),
        (Asked(None, 2019), ["U003"]),
        (Asked(place="没有这个地方"), ["T001"]),
    ],
)
def test_what_is_asked_for_goes_before_what_the_file_says(
    asked: Asked, codes: list[str], tmp_path: Path
) -> None:
    path = saved(tmp_path, clean("approval", "docx"), "docx")
    found = audited(path, asked=asked)
    assert [finding.code for finding in found.unread] == codes


def test_a_document_that_says_neither_kind_nor_year_is_not_checked(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("关于进一步做好有关工作的通知")
    path = tmp_path / "通知.docx"
    source.save(str(path))
    found = audited(path)
    assert found.reading is None
    assert [finding.code for finding in found.unread] == ["U001", "U002"]


def test_a_place_adds_its_words(tmp_path: Path) -> None:
    path = saved(tmp_path, clean("declared", "docx"), "docx")
    national, own = audited(path), audited(path, asked=Asked(place="yunnan"))
    assert own.tally.compared > national.tally.compared
    assert told(own) == []
