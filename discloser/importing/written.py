"""What was imported as an input in either form: with what was inferred, and the proof beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from discloser.entry.annotate import annotate
from discloser.entry.lists import Lists
from discloser.entry.looks import Looks
from discloser.entry.workbook import write_workbook
from discloser.finding import Finding, Rule, Severity
from discloser.importing.ledger import Imported
from discloser.importing.proof import Proof, Proved
from discloser.model.values import Kind
from discloser.read import read_input
from discloser.read.workbook_layout import PROOF
from discloser.read.write_yaml import write_yaml
from discloser.temporary import temporary_folder

INFERRED = Rule("J012", "推定的值", "推定：{how}。", "请核对；对的不用处理。", Severity.NOTE)
_TITLES = (
    "文件",
    "工作表",
    "单元格",
    "是什么",
    "印的数（元）",
    "明细算出（元）",
    "差额（元）",
    "结论",
)
_WIDTHS = (34, 20, 10, 20, 18, 18, 16, 10)
_HEADER = 3


def written_yaml(imported: Imported) -> bytes:
    """The import as YAML; what was inferred says so behind its line."""
    remarks: dict[tuple[str | int, ...], str] = {}
    for path, how in imported.inferred.items():
        row = path[:2]
        remarks[row] = f"{remarks[row]}；{how}" if row in remarks else f"推定：{how}"
    return write_yaml(imported.draft, remarks=remarks).encode()


def written_workbook(
    imported: Imported, proof: Proof, kind: Kind, year: int, lists: Lists
) -> bytes:
    """The import as an entry workbook.

    A cell that was inferred says how, the sheet 问题清单 lists them, the sheet 核对 has the proof.
    """
    content = write_workbook(imported.draft, kind, year, lists, proof=_proof_sheet(proof))
    if not imported.inferred:
        return content
    with temporary_folder() as folder:
        path = folder / "imported.xlsx"
        path.write_bytes(content)
        return annotate(path, _inferred(path, imported))


def share_line(proof: Proof) -> str:
    """How many of the files' numbers the ledger gives again, in one line."""
    count = len(proof.numbers)
    share = Decimal(100 * proof.held) / count if count else Decimal(100)
    shown = f"{share:.1f}".removesuffix(".0") if proof.held in (0, count) else f"{share:.2f}"
    return f"文件里印的 {count} 个数，由明细重现 {proof.held} 个（{shown}%）。"


def _inferred(path: Path, imported: Imported) -> list[Finding]:
    """What was inferred, at the cells of the workbook at ``path``."""
    _, sources, _ = read_input(path)
    return [INFERRED.at(sources.find(where), how=how) for where, how in imported.inferred.items()]


def _proof_sheet(proof: Proof) -> Callable[[Worksheet, Looks], None]:
    def write(target: Worksheet, looks: Looks) -> None:
        for column, wide in enumerate(_WIDTHS):
            target.set_column(column, column, wide)
        target.write_string(0, 0, PROOF, looks.title)
        target.write_string(1, 0, share_line(proof), looks.hint)
        for column, title in enumerate(_TITLES):
            target.write_string(_HEADER, column, title, looks.header)
        ordered = (*proof.broken, *(each for each in proof.totals if each.holds))
        for row, number in enumerate(ordered, start=_HEADER + 1):
            _write_number(target, looks, row, number)
        target.freeze_panes(_HEADER + 1, 0)
        target.repeat_rows(_HEADER)
        target.set_landscape()
        target.set_paper(9)
        target.fit_to_pages(1, 0)
        target.protect("", {"format_columns": True})

    return write


def _write_number(target: Worksheet, looks: Looks, row: int, number: Proved) -> None:
    place = number.place
    texts = (Path(place.file).name, place.sheet or "", place.cell or "", number.name)
    for column, text in enumerate(texts):
        target.write_string(row, column, text, looks.label)
    if number.printed is None:
        target.write_string(row, len(texts), "不是数", looks.label)
    else:
        amounts = (number.printed, number.derived, number.printed - number.derived)
        for column, amount in enumerate(amounts, start=len(texts)):
            target.write_number(row, column, float(amount), looks.derived)
    look = looks.label if number.holds else looks.alarm
    target.write_string(row, len(_TITLES) - 1, "相符" if number.holds else "不符", look)
