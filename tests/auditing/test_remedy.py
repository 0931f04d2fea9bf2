"""A corrected document beside the report of before: 已改, 未改, 新问题, 不再核对."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from discloser.audit.audit import audit
from discloser.audit.earlier import Earlier, ToldReport, read_earlier
from discloser.audit.files import Case
from discloser.audit.identity import Asked
from discloser.audit.remedy import Remedy, Standing
from discloser.audit.report import audit_json, audit_rows
from discloser.document.nodes import Document, Paragraph, Section, Table, Text
from discloser.pack.layers import pack_roots
from tests.auditing.files import LOAD, audited, content, saved
from tests.command import Run
from tests.rules.documents import cell, document, text

Change = Callable[[Document], Document]
WRONG_ROW = cell("projects", "数字政府建设运行费", ("一般公共预算",), "145.01")
WRONG_TOTAL = cell("expenditure", "合计", ("合计",), "999.99")


def report(path: Path) -> Earlier:
    told = ToldReport.model_validate(json.loads(json.dumps(audit_json(audited(path)))))
    return Earlier(Path("核对.json"), (told,))


def after(before: Document, now: Document, folder: Path, suffix: str = "docx") -> Remedy:
    """What an audit of a document says of the faults of an earlier version."""
    first, second = folder / "一", folder / "二"
    first.mkdir()
    second.mkdir()
    earlier = report(saved(first, content("approval", before, suffix), suffix))
    path = saved(second, content("approval", now, suffix), suffix)
    found = audit(Case("某局", (path,)), Asked(), LOAD, pack_roots(None), earlier=earlier)
    assert found.remedy is not None
    return found.remedy


def counts(remedy: Remedy) -> tuple[int, int, int, int]:
    """已改, 未改, 新问题, 不再核对."""
    return tuple(remedy.counts[each.value] for each in Standing)  # type: ignore[return-value]


def longer(changed: Document) -> Document:
    """The document with paragraphs before it, so that every page, table and paragraph moves."""
    first, *others = changed.sections
    lines = tuple(Paragraph((Text(f"说明第{n}段没有数。"),)) for n in range(60))
    return replace(changed, sections=(replace(first, blocks=(*first.blocks, *lines)), *others))


def test_what_was_corrected_is_told_and_what_was_not(tmp_path: Path) -> None:
    clean = document("approval")
    both = WRONG_TOTAL(WRONG_ROW(clean))
    assert counts(after(both, WRONG_ROW(clean), tmp_path)) == (1, 1, 0, 0)


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_fault_on_another_page_is_the_same_fault(suffix: str, tmp_path: Path) -> None:
    wrong = WRONG_ROW(document("approval"))
    assert counts(after(wrong, longer(wrong), tmp_path, suffix)) == (0, 1, 0, 0)


def test_a_new_fault_is_new(tmp_path: Path) -> None:
    clean = document("approval")
    assert counts(after(WRONG_ROW(clean), WRONG_TOTAL(clean), tmp_path)) == (1, 0, 1, 0)


def test_another_wrong_number_in_the_same_cell_or_sentence_is_not_corrected(
    tmp_path: Path,
) -> None:
    clean = document("approval")
    other = cell("projects", "数字政府建设运行费", ("一般公共预算",), "145.09")
    assert counts(after(WRONG_ROW(clean), other(clean), tmp_path)) == (0, 1, 0, 0)


def without_table(changed: Document, name: str) -> Document:
    def kept(section: Section) -> Section:
        blocks = (b for b in section.blocks if not (isinstance(b, Table) and b.name == name))
        return replace(section, blocks=tuple(blocks))

    return replace(changed, sections=tuple(map(kept, changed.sections)))


def test_a_fault_of_a_table_that_is_gone_is_not_called_corrected(tmp_path: Path) -> None:
    wrong = WRONG_ROW(document("approval"))
    found = after(wrong, without_table(wrong, "projects"), tmp_path)
    assert found.counts["已改"] == 0
    assert [gone.standing for gone in found.gone] == [Standing.LOST]
    assert found.gone[0].reason


def test_a_file_that_cannot_be_read_clears_no_fault(tmp_path: Path) -> None:
    earlier = report(
        saved(tmp_path, content("approval", WRONG_ROW(document("approval")), "docx"), "docx")
    )
    path = tmp_path / "改后.docx"
    path.write_bytes(b"PK nothing")
    found = audit(Case("某局", (path,)), Asked(), LOAD, pack_roots(None), earlier=earlier)
    assert found.remedy is not None
    assert counts(found.remedy) == (0, 0, 0, 1)
    assert not found.is_sound


@pytest.mark.parametrize(
    ("now", "expected"),
    [("占86.66%", (0, 1, 0, 0)), ("占88.83%", (1, 0, 0, 0))],
    ids=["still wrong, otherwise", "right"],
)
def test_a_sentence_is_known_by_its_words_and_not_its_numbers(
    now: str, expected: tuple[int, ...], tmp_path: Path
) -> None:
    first, clean = "占88.83%；项目支出85万元", document("approval")
    before = text(first, first.replace("占88.83%", "占84.5%"))(clean)
    after_ = longer(text(first, first.replace("占88.83%", now))(clean))
    assert counts(after(before, after_, tmp_path)) == expected


def test_the_command_tells_lines_json_and_rows(tmp_path: Path, run: Run) -> None:
    clean = document("approval")
    first = saved(tmp_path, content("approval", WRONG_TOTAL(WRONG_ROW(clean)), "docx"), "docx")
    _, text_, _ = run("audit", str(first), "--json")
    before = tmp_path / "上次.json"
    before.write_text(text_, encoding="utf-8")
    corrected = saved(tmp_path, content("approval", WRONG_ROW(clean), "docx"), "docx", "改后")
    code, text_, _ = run("audit", str(corrected), "--against", str(before))
    assert code == 1
    assert "和上次比：未改" in text_
    assert "-- 已改 1 处" in text_
    assert "和上次比：已改 1 处，未改 1 处。" in text_
    _, text_, _ = run("audit", str(corrected), "--against", str(before), "--json")
    (told,) = json.loads(text_)
    assert told["earlier"]["counts"] == {"fixed": 1, "left": 1, "new": 0, "lost": 0}
    assert [finding["standing"] for finding in told["findings"]] == ["left"]
    sheet = tmp_path / "检查表.xlsx"
    run("audit", str(corrected), "--against", str(before), "--xlsx", str(sheet))
    active = load_workbook(sheet).active
    assert active is not None
    results = [row[2] for row in active.iter_rows(values_only=True)]
    assert [each for each in results if each in set(Standing)] == ["未改", "已改"]


def test_what_is_no_report_is_said(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "别的.json"
    path.write_text('{"files": 1}', encoding="utf-8")
    assert read_earlier(path) is None
    code, text_, _ = run("audit", "某局.pdf", "--against", str(path))
    assert code == 1
    assert "U010" in text_


def test_the_rows_say_what_is_left_before_what_is_done(tmp_path: Path) -> None:
    clean = document("approval")
    earlier = report(saved(tmp_path, content("approval", WRONG_ROW(clean), "docx"), "docx"))
    path = saved(tmp_path, content("approval", WRONG_TOTAL(clean), "docx"), "docx", "改后")
    found = audit(Case("某局", (path,)), Asked(), LOAD, pack_roots(None), earlier=earlier)
    name, rows = audit_rows(found)[-1]
    assert name == "和上次核对比"
    assert [row[2] for row in rows] == ["新问题", "已改"]
