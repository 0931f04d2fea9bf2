"""核对清单.xlsx: a row for each department of a folder, those that need something first."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.audit.folder.job import AuditJob, AuditOutcome, State
from discloser.audit.folder.work import SHEET
from discloser.audit.remedy import Standing
from discloser.audit.sureness import Sureness
from discloser.batch.looks import Looks, make_looks, write_head, write_link
from discloser.render.lists import fit_row, set_up_print

_NAME, _TITLE, _FIRST, _FILES = "部门", "文本", "先看什么", "文件"
_SURE = tuple(each.value for each in Sureness)
_STANDINGS = tuple(each.value for each in Standing)
_COLOURS = {
    State.FAILED.label: "#F8CBAD",
    State.FAULTY.label: "#FCE4D6",
    State.LOOK.label: "#FFF2CC",
    State.CLEAN.label: "#E2EFDA",
    State.PENDING.label: "#EDEDED",
}
_ORDER = list(State)


def listing(
    jobs: Sequence[AuditJob], outcomes: Sequence[AuditOutcome], scope: Path, headline: str
) -> bytes:
    """The list of departments; its links start from the folder ``scope``."""
    file = BytesIO()
    columns = _columns(with_earlier=any(job.earlier is not None for job in jobs))
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        looks = make_looks(book, scope, _COLOURS)
        sheet = book.add_worksheet("核对清单")
        sheet.write_string(0, 0, headline, looks.title)
        write_head(sheet, 1, columns, looks)
        pairs = sorted(zip(jobs, outcomes, strict=True), key=_urgency)
        for row, (job, outcome) in enumerate(pairs, start=2):
            cells = _cells(job, outcome)
            for column, (title, _) in enumerate(columns):
                _write(sheet, (row, column), cells.get(title, ""), looks)
            texts = [(_text(cells.get(title, "")), width) for title, width in columns]
            fit_row(sheet, row, texts)
        sheet.autofilter(1, 0, 1 + len(pairs), len(columns) - 1)
        sheet.freeze_panes(2, 1)
        set_up_print(sheet, 1)
    return file.getvalue()


def _columns(*, with_earlier: bool) -> tuple[tuple[str, int], ...]:
    """The titles of the columns, with their widths."""
    numbers = (*_SURE, *(_STANDINGS if with_earlier else ()), "核对", "未核对")
    return (
        (_NAME, 22),
        (_TITLE, 30),
        ("结果", 10),
        *((title, 8) for title in numbers),
        (_FIRST, 52),
        ("明细", 8),
        (_FILES, 30),
    )


_Cell = str | int | Path | State


def _cells(job: AuditJob, outcome: AuditOutcome) -> dict[str, _Cell]:
    """What a department's row says, by the titles of the columns."""
    counts = outcome.counts
    sheet = job.folder / SHEET
    return {
        **counts.by_sureness,
        **counts.by_standing,
        _NAME: job.case.name,
        _TITLE: outcome.title,
        "结果": outcome.state,
        "核对": counts.compared,
        "未核对": counts.unchecked,
        _FIRST: outcome.first or outcome.reason,
        "明细": sheet if sheet.is_file() else "",
        _FILES: "、".join(path.name for path in job.case.files),
    }


def _text(cell: _Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _write(sheet: Worksheet, place: tuple[int, int], cell: _Cell, looks: Looks) -> None:
    match cell:
        case State():
            sheet.write_string(*place, cell.label, looks.states[cell.label])
        case Path():
            write_link(sheet, place, cell, "查看", looks)
        case int() if cell:
            sheet.write_number(*place, cell, looks.mark)
        case _:
            sheet.write_string(*place, str(cell or ""), looks.text)


def _urgency(pair: tuple[AuditJob, AuditOutcome]) -> tuple[int, list[int], str]:
    outcome = pair[1]
    faults = [-outcome.counts.by_sureness.get(each, 0) for each in _SURE]
    return _ORDER.index(outcome.state), faults, str(outcome.path)
