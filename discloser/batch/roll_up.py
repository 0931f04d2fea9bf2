"""全市汇总.xlsx: the totals of all departments, and where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from math import ceil

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from discloser.batch.crosscheck import Department, Repeat, cross_check
from discloser.batch.job import Facts, Job
from discloser.batch.looks import Looks, make_looks, write_head, write_link
from discloser.batch.place import Place
from discloser.batch.run import Result
from discloser.model.values import Fund, Kind
from discloser.render.lists import fit_row, set_up_print

FILE = "全市汇总.xlsx"
_TOTALS = (
    ("receipts_total", "收入总计"),
    ("expenditure_total", "支出总计"),
    ("basic_expenditure", "基本支出"),
    ("project_expenditure", "项目支出"),
)
_THREE_PUBLIC = (
    ("three_public", "“三公”经费合计"),
    ("three_public_abroad", "因公出国（境）费"),
    ("three_public_vehicle_purchase", "公务用车购置费"),
    ("three_public_vehicle_operation", "公务用车运行维护费"),
    ("three_public_reception", "公务接待费"),
)
_NAMES = (("年度", 6), ("种类", 9), ("部门代码", 9), ("部门名称", 30))
_WIDTH = 14
_COLUMNS_ON_A_PAGE = 6
_WAN_YUAN = 10_000
_NUMBER = {"font_name": "宋体", "font_size": 10, "border": 1, "num_format": "#,##0.00;-#,##0.00;"}
"""Zeros are left empty: most departments have a few classes only."""
Amounts = Callable[[Facts], Mapping[str, Decimal]]


def roll_up_workbook(
    jobs: Iterable[Job], result: Result, scope: Place
) -> tuple[bytes, list[Repeat]]:
    """The roll-up of the departments that are done, and what is twice among all known ones."""
    known = [
        (job, outcome.facts, outcome.state.is_done)
        for job, outcome in zip(jobs, result.outcomes, strict=True)
        if outcome.facts is not None
    ]
    done = sorted(
        ((job, facts) for job, facts, is_done in known if is_done),
        key=lambda department: (department[1].year, department[1].kind, department[1].code),
    )
    repeats = cross_check((job, facts) for job, facts, _ in known)
    missing = len(result.outcomes) - len(done)
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_urls": False}) as book:
        looks = make_looks(book, scope)
        number = book.add_format(_NUMBER)
        total = book.add_format(_NUMBER | {"bold": True})
        writer = _Writer(book, looks, (number, total), done, missing)
        writer.sheet("收支", _TOTALS, lambda facts: facts.totals)
        classes = _class_names(done)
        writer.sheet("按功能分类", list(classes.items()), lambda facts: facts.by_class)
        writer.sheet("按资金来源", [(f.value, f.value) for f in Fund], lambda facts: facts.by_fund)
        writer.sheet("“三公”经费", _THREE_PUBLIC, lambda facts: facts.totals)
        _write_repeats(book.add_worksheet("核对"), repeats, looks)
    return file.getvalue(), repeats


class _Writer:
    """Writes sheets that have a row for each department."""

    def __init__(
        self,
        book: Workbook,
        looks: Looks,
        numbers: tuple[Format, Format],
        departments: Sequence[Department],
        missing: int,
    ) -> None:
        self._book = book
        self._looks = looks
        self._number, self._total = numbers
        self._departments = departments
        self._missing = missing

    def sheet(self, name: str, columns: Sequence[tuple[str, str]], amounts: Amounts) -> None:
        """Write a sheet: a row of totals for each year and kind, then the departments."""
        sheet = self._book.add_worksheet(name)
        missing = f"；另有 {self._missing} 个没有做好，不在内" if self._missing else ""
        title = f"{name}（{len(self._departments)} 个部门{missing}）　单位：万元"
        sheet.write_string(0, 0, title, self._looks.title)
        write_head(sheet, 2, (*_NAMES, *((label, _WIDTH) for _, label in columns)), self._looks)
        row = 3
        for (year, kind), group in self._groups().items():
            names = (str(year), Kind(kind).label, "", f"合计（{len(group)} 个部门）")
            self._write_names(sheet, row, names)
            sums = _sums(amounts(facts) for _, facts in group)
            self._write_amounts(sheet, row, columns, sums, self._total)
            row += 1
        for job, facts in self._departments:
            names = (str(facts.year), Kind(facts.kind).label, facts.code, facts.name)
            self._write_names(sheet, row, names)
            write_link(sheet, (row, len(_NAMES) - 1), job.folder, facts.name, self._looks)
            self._write_amounts(sheet, row, columns, amounts(facts), self._number)
            row += 1
        sheet.freeze_panes(3, len(_NAMES))
        sheet.repeat_columns(0, len(_NAMES) - 1)
        set_up_print(sheet, 2, pages_wide=ceil(len(columns) / _COLUMNS_ON_A_PAGE))

    def _groups(self) -> dict[tuple[int, str], list[Department]]:
        groups: dict[tuple[int, str], list[Department]] = defaultdict(list)
        for department in self._departments:
            groups[department[1].year, department[1].kind].append(department)
        return groups

    def _write_names(self, sheet: Worksheet, row: int, names: Iterable[str]) -> None:
        for column, name in enumerate(names):
            sheet.write_string(row, column, name, self._looks.text)

    def _write_amounts(
        self,
        sheet: Worksheet,
        row: int,
        columns: Sequence[tuple[str, str]],
        amounts: Mapping[str, Decimal],
        look: Format,
    ) -> None:
        for column, (name, _) in enumerate(columns, start=len(_NAMES)):
            amount = amounts.get(name, Decimal(0)) / _WAN_YUAN
            sheet.write_number(row, column, float(amount), look)


def _sums(all_amounts: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for amounts in all_amounts:
        for name, amount in amounts.items():
            sums[name] += amount
    return sums


def _class_names(departments: Sequence[Department]) -> dict[str, str]:
    """The functional classes in use, by code, each with its newest name."""
    names: dict[str, str] = {}
    for _, facts in sorted(departments, key=lambda department: department[1].year):
        names |= {code: f"{code} {name}" for code, name in facts.class_names.items()}
    return dict(sorted(names.items()))


def _write_repeats(sheet: Worksheet, repeats: Sequence[Repeat], looks: Looks) -> None:
    title = f"部门之间有 {len(repeats)} 处重复" if repeats else "部门之间没有发现重复"
    sheet.write_string(0, 0, title, looks.title)
    columns = (("问题", 18), ("内容", 30), ("部门", 34), ("输入文件", 34), ("怎么办", 30))
    write_head(sheet, 2, columns, looks)
    for row, repeat in enumerate(repeats, start=3):
        cells = (
            repeat.kind,
            repeat.what,
            "\n".join(f"{facts.code} {facts.name}" for _, facts in repeat.departments),
            "\n".join(str(job.path) for job, _ in repeat.departments),
            repeat.remedy,
        )
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, looks.text)
        widths = (width for _, width in columns)
        fit_row(sheet, row, zip(cells, widths, strict=True))
    sheet.freeze_panes(3, 0)
    set_up_print(sheet, 2)
