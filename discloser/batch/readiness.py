"""汇总.xlsx: which departments are ready to be published, and what the others need."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.batch.job import Job, Outcome, State
from discloser.batch.looks import Looks, make_looks, write_head, write_link
from discloser.batch.place import Place, below, shared_folder
from discloser.batch.run import Result
from discloser.pipeline import FORMATS
from discloser.render.lists import fit_row, set_up_print

FILE = "汇总.xlsx"
_TITLES = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}
_NAME, _TO_DO, _PATH = "部门名称", "要做什么", "输入文件"
_COLUMNS: tuple[tuple[str, int], ...] = (
    ("部门代码", 9),
    (_NAME, 28),
    ("结果", 8),
    ("数据完整", 6),
    ("核对通过", 6),
    *((_TITLES[name], 6) for name in FORMATS),
    ("页数", 6),
    ("错误", 6),
    ("警告", 6),
    (_TO_DO, 36),
    ("问题清单", 6),
    (_PATH, 24),
)
_COLOURS = {
    State.FAILED: "#F8CBAD",
    State.FINDINGS: "#FCE4D6",
    State.PENDING: "#EDEDED",
    State.RENDERED: "#E2EFDA",
    State.UNCHANGED: "#E2EFDA",
}
_ORDER = list(State)


def readiness_workbook(jobs: Iterable[Job], result: Result, scope: Place) -> bytes:
    """The list of departments, those that need something first."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        looks = make_looks(book, scope, _COLOURS)
        sheet = book.add_worksheet("进度")
        sheet.write_string(0, 0, _headline(result), looks.title)
        write_head(sheet, 2, _COLUMNS, looks)
        pairs = sorted(zip(jobs, result.outcomes, strict=True), key=_urgency)
        above = shared_folder([job.path for job, _ in pairs])
        sheet.write_string(1, 0, f"输入文件在 {above}", looks.note)
        for row, (job, outcome) in enumerate(pairs, start=3):
            _write_row(sheet, row, job, outcome, looks)
            path = str(below(above, job.path))
            sheet.write_string(row, len(_COLUMNS) - 1, path, looks.text)
            texts = {_NAME: _name(job, outcome), _TO_DO: _to_do(outcome), _PATH: path}
            fit_row(sheet, row, [(texts.get(title, ""), width) for title, width in _COLUMNS])
        sheet.autofilter(2, 0, 2 + len(pairs), len(_COLUMNS) - 1)
        sheet.freeze_panes(3, 2)
        set_up_print(sheet, 2)
    return file.getvalue()


def _headline(result: Result) -> str:
    counts = "，".join(
        f"{state.label} {number}" for state in State if (number := result.count(state))
    )
    return f"共 {len(result.outcomes)} 个部门：{counts}"


def _urgency(pair: tuple[Job, Outcome]) -> tuple[int, int, int, str]:
    """What needs doing comes first; of the ready ones those with warnings."""
    outcome = pair[1]
    state = State.RENDERED if outcome.state is State.UNCHANGED else outcome.state
    return _ORDER.index(state), -outcome.errors, -outcome.warnings, str(outcome.path)


def _write_row(sheet: Worksheet, row: int, job: Job, outcome: Outcome, looks: Looks) -> None:
    facts = outcome.facts
    record = outcome.record
    done = outcome.state.is_done
    checked = outcome.state is not State.PENDING and outcome.state is not State.FAILED
    sheet.write_string(row, 0, facts.code if facts else "", looks.text)
    sheet.write_string(row, 1, _name(job, outcome), looks.text)
    sheet.write_string(row, 2, outcome.state.label, looks.states[outcome.state])
    complete = ("是" if outcome.complete else "否") if checked else ""
    sheet.write_string(row, 3, complete, looks.mark)
    sheet.write_string(row, 4, ("是" if done else "否") if checked else "", looks.mark)
    files = {
        output.format: job.folder / output.path
        for output in (record.outputs if record else ())
        if "/" not in output.path
    }
    for column, name in enumerate(FORMATS, start=5):
        if name in files:
            text = "有" if done else "旧"
            write_link(sheet, (row, column), files[name], text, looks)
        else:
            sheet.write_string(row, column, "", looks.text)
    after = 5 + len(FORMATS)
    numbers = (record.pages if record and done else 0, outcome.errors, outcome.warnings)
    for column, number in enumerate(numbers, start=after):
        if number:
            sheet.write_number(row, column, number, looks.mark)
        else:
            sheet.write_string(row, column, "", looks.text)
    sheet.write_string(row, after + 3, _to_do(outcome), looks.text)
    if outcome.log is not None:
        write_link(sheet, (row, after + 4), outcome.log, "查看", looks)
    else:
        sheet.write_string(row, after + 4, "", looks.text)


def _name(job: Job, outcome: Outcome) -> str:
    return outcome.facts.name if outcome.facts else job.path.stem


def _to_do(outcome: Outcome) -> str:
    match outcome.state:
        case State.FINDINGS:
            return f"{outcome.reason}。请按问题清单改输入文件"
        case State.FAILED:
            return f"{outcome.reason}。请把问题清单交给维护人员"
        case State.PENDING:
            return f"{outcome.reason}，再运行一次即可"
    return "有警告，公开前请看一遍" if outcome.warnings else ""
