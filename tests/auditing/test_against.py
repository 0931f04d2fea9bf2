"""What was edited by hand is found, and offered as a change of the input."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.audit.against import AgainstEarlier, AgainstInput, against, edited
from discloser.audit.audit import Audited, audit
from discloser.audit.files import Case
from discloser.audit.identity import Asked
from discloser.finding import Finding
from discloser.pack.layers import pack_roots
from discloser.read.document import read_document
from tests.auditing.files import FORMATS, LOAD, audited, clean, content, saved, told
from tests.rules.documents import ALL, INPUTS, Edit, cell, document, prepared, text

REASON = "为全面落实过紧日子要求，压缩了部分一般性项目预算"
EDITED: dict[str, Edit] = {
    "a reason": text(REASON, "按照过紧日子要求压减了项目"),
    "an amount": text("收入总计761.10万元", "收入总计716.10万元"),
    "a cell": cell("projects", "数字政府建设运行费", ("一般公共预算",), "145.01"),
}


def held(path: Path, to: AgainstInput | AgainstEarlier) -> Audited:
    return audit(Case(path.stem, (path,)), Asked(), LOAD, pack_roots(None), to)


def edits(found: Audited, code: str = "U007") -> list[Finding]:
    return [fault.finding for fault in found.faults if fault.finding.code == code]


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_what_nobody_edited_differs_at_most_in_the_lines_of_the_cover(
    suffix: str, tmp_path: Path
) -> None:
    path = saved(tmp_path, clean("approval", suffix), suffix)
    found = edits(held(path, AgainstInput(prepared("approval"))))
    assert [finding.message for finding in found if "封面" not in str(finding.location)] == []


@pytest.mark.parametrize("edit", EDITED)
def test_an_edit_is_found_at_its_place(edit: str, tmp_path: Path) -> None:
    path = saved(tmp_path, content("approval", EDITED[edit](document("approval")), "docx"), "docx")
    found = [
        finding
        for finding in edits(held(path, AgainstInput(prepared("approval"))))
        if "封面" not in str(finding.location)
    ]
    assert len(found) == 1
    place = found[0].location
    assert place is not None
    assert place.spot is not None
    assert place.file == str(path)


def test_an_edited_reason_is_offered_as_a_change_of_the_input(tmp_path: Path) -> None:
    changed = EDITED["a reason"](document("approval"))
    path = saved(tmp_path, content("approval", changed, "docx"), "docx")
    (found,) = (
        finding
        for finding in edits(held(path, AgainstInput(prepared("approval"))))
        if REASON in finding.remedy
    )
    assert "按照过紧日子要求压减了项目" in found.remedy
    field = found.locations[1]
    source = (INPUTS / ALL["approval"]).read_text(encoding="utf-8").splitlines()
    assert field.line is not None
    assert REASON in source[field.line - 1]


OFFERED = {
    "a cell of one line": (
        cell("projects", "数字政府建设运行费", ("一般公共预算",), "145.01"),
        "元改成 1,450,100 元",
    ),
    "a sum of lines": (
        text("项目支出85万元，占", "项目支出95万元，占"),
        "使合计多 100,000 元",
    ),
}


@pytest.mark.parametrize("edit", OFFERED)
def test_an_edited_number_is_offered_as_a_change_of_the_amounts_behind_it(edit: str) -> None:
    change, words = OFFERED[edit]
    found = [
        finding
        for finding in edited(change(document("approval")), prepared("approval"))
        if words in finding.remedy
    ]
    assert [finding.code for finding in found] == ["U007"]
    field = found[0].locations[1]
    source = (INPUTS / ALL["approval"]).read_text(encoding="utf-8").splitlines()
    assert field.line is not None
    assert "amount" in source[field.line - 1]


def test_a_rate_is_no_amount_of_the_input() -> None:
    changed = text("下降3.25%", "下降3.52%")(document("approval"))
    (found,) = edited(changed, prepared("approval"))
    assert found.remedy.startswith("请核对；要保留的，改输入文件里对应的内容")
    assert len(found.locations) == 1


def test_an_edit_that_breaks_the_arithmetic_is_also_judged(tmp_path: Path) -> None:
    changed = EDITED["an amount"](document("approval"))
    path = saved(tmp_path, content("approval", changed, "docx"), "docx")
    found = held(path, AgainstInput(prepared("approval")))
    assert {"N01", "U007"} <= {fault.finding.code for fault in found.faults}


def test_an_earlier_version_is_a_text_to_hold_to(tmp_path: Path) -> None:
    earlier = saved(tmp_path, clean("approval", "docx"), "docx", "初稿")
    now = saved(
        tmp_path, content("approval", EDITED["a reason"](document("approval")), "docx"), "docx"
    )
    read = read_document(earlier).document
    assert read is not None
    found = edits(held(now, AgainstEarlier(earlier, read)), "U008")
    assert len(found) == 1
    assert REASON in found[0].message


def test_what_it_is_held_to_is_known_by_its_content(tmp_path: Path) -> None:
    given, findings = against(INPUTS / ALL["approval"], None)
    assert isinstance(given, AgainstInput)
    assert findings == ()
    other, _ = against(saved(tmp_path, clean("approval", FORMATS[0]), FORMATS[0]), None)
    assert isinstance(other, AgainstEarlier)
    damaged, findings = against(saved(tmp_path, b"", "docx", "坏的"), None)
    assert damaged is None
    assert [finding.code for finding in findings] == ["D001"]


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
@pytest.mark.parametrize("name", ["approval", "final"])
def test_files_of_one_document_do_not_differ_by_their_form(
    name: str, suffix: str, tmp_path: Path
) -> None:
    one = saved(tmp_path, clean(name, "docx"), "docx")
    assert told(audited(one, saved(tmp_path, clean(name, suffix), suffix))) == []
