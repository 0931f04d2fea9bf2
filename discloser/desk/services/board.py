"""The board: every office of a task with its state, as rows that page and workbook share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils import timezone
from xlsxwriter import Workbook

from discloser.desk.models import Filing, State, Task

_COLUMNS = (
    ("单位代码", 14),
    ("单位名称", 36),
    ("主管部门", 30),
    ("状态", 10),
    ("错误", 8),
    ("警告", 8),
    ("最后改动", 18),
    ("改动人", 12),
    ("离期限（天）", 12),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One office on the board."""

    filing: Filing
    state: State
    is_overdue: bool
    errors: int | None
    warnings: int | None

    @property
    def changed_at(self) -> datetime | None:
        """When something was done last; None where nothing has been."""
        return self.filing.changed_at if self.filing.changed_by_id is not None else None


def rows_of(task: Task, *, state: str = "", words: str = "") -> list[Row]:
    """The rows of a task: those of one state, whose office's name or code has the words."""
    filings = Filing.objects.filter(task=task, office__is_active=True).select_related(
        "office__parent", "task", "changed_by", "current__check_result"
    )
    rows = [_row(filing) for filing in filings]
    return [row for row in rows if _is_asked_for(row, state, words)]


def _row(filing: Filing) -> Row:
    check = getattr(filing.current, "check_result", None)
    errors = check.errors if check is not None else None
    warnings = check.warnings if check is not None else None
    return Row(filing, filing.state, filing.is_overdue, errors, warnings)


def _is_asked_for(row: Row, state: str, words: str) -> bool:
    office = row.filing.office
    if state == State.OVERDUE.value and not row.is_overdue:
        return False
    if state and state not in {State.OVERDUE.value, row.state.value}:
        return False
    return not words or words in office.name or words in office.code


def counted(rows: Iterable[Row]) -> dict[str, int]:
    """How many offices are in each state, in the order of the states; the overdue ones beside."""
    found: Counter[str] = Counter()
    for row in rows:
        found[row.state.value] += 1
        found[State.OVERDUE.value] += row.is_overdue
    return {state.value: found[state.value] for state in State if found[state.value]}


def as_workbook(task: Task, rows: Iterable[Row]) -> bytes:
    """The board as a workbook. Names are written as text: none is read as a formula."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("公开进度")
        head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1})
        sheet.write_string(0, 0, f"{task}进度　期限 {task.deadline:%Y-%m-%d}")
        for at, (title, width) in enumerate(_COLUMNS):
            sheet.set_column(at, at, width)
            sheet.write_string(1, at, title, head)
        for number, row in enumerate(rows, 2):
            for at, value in enumerate(_values(row)):
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                else:
                    sheet.write_string(number, at, value)
        sheet.freeze_panes(2, 2)
    return stream.getvalue()


def _values(row: Row) -> list[str | int]:
    filing, when = row.filing, row.changed_at
    return [
        filing.office.code,
        filing.office.name,
        str(filing.office.parent or ""),
        f"{row.state.value}（逾期）" if row.is_overdue else row.state.value,
        row.errors if row.errors is not None else "",
        row.warnings if row.warnings is not None else "",
        f"{timezone.localtime(when):%Y-%m-%d %H:%M}" if when else "",
        str(filing.changed_by or ""),
        filing.task.days_left,
    ]


def reminders(rows: Iterable[Row]) -> str:
    """Who is to be reminded, as text to copy: those who have not handed in, by what they lack."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row.state in {State.NOT_BEGUN, State.WITH_ERRORS, State.READY, State.RETURNED}:
            groups.setdefault(row.state.value, []).append(row.filing.office.name)
    return "\n".join(
        f"{state}（{len(names)}）：{'、'.join(names)}" for state, names in groups.items()
    )
