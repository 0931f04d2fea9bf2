"""汇总.xlsx: which departments are ready to be published, and what the others need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.batch.job import Job, Outcome, State
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


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of a list's cells, and the folder that its links start from."""

    scope: Place
    title: Format
    note: Format
    head: Format
    text: Format
    mark: Format
    link: Format
    states: dict[State, Format]


def readiness_workbook(jobs: Iterable[Job], result: Result, scope: Place) -> bytes:
    """The list of departments, those that need something first."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        looks = make_looks(book, scope)
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


def make_looks(book: Workbook, scope: Place) -> Looks:
    """Make the formats of a workbook that lies in ``scope``."""
    base = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
    wrapped = base | {"text_wrap": True}
    return Looks(
        scope=scope,
        title=book.add_format({"font_name": "黑体", "font_size": 14}),
        note=book.add_format({"font_name": "宋体", "font_size": 10}),
        head=book.add_format(wrapped | {"bold": True, "align": "center", "bg_color": "#D9E1F2"}),
        text=book.add_format(wrapped),
        mark=book.add_format(base | {"align": "center"}),
        link=book.add_format(base | {"font_color": "#0563C1", "underline": 1, "align": "center"}),
        states={
            state: book.add_format(base | {"bg_color": colour, "align": "center"})
            for state, colour in _COLOURS.items()
        },
    )


def write_head(
    sheet: Worksheet, row: int, columns: Sequence[tuple[str, int]], looks: Looks
) -> None:
    """Write the titles of columns and set their widths."""
    for column, (title, width) in enumerate(columns):
        sheet.write_string(row, column, title, looks.head)
        sheet.set_column(column, column, width)
    fit_row(sheet, row, columns)


def write_link(
    sheet: Worksheet, place: tuple[int, int], path: Place, text: str, looks: Looks
) -> None:
    """Write a link to a file below the workbook's folder; it works wherever that is copied to."""
    relative = below(looks.scope, path).as_posix()
    # A file name may hold what a link takes for its own marks.
    escaped = relative.replace("%", "%25").replace("#", "%23")
    sheet.write_url(*place, f"external:./{escaped}", looks.link, text)


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
