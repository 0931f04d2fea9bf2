"""A draft that nobody typed, as an input in either form: with its marks and its proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from discloser.compute.names import labels
from discloser.entry.annotate import annotate
from discloser.entry.lists import Lists
from discloser.entry.looks import Looks, set_up_page
from discloser.entry.sheets import row_height
from discloser.entry.workbook import write_workbook
from discloser.finding import Finding, Rule, Severity
from discloser.importing.proof import Proof, Proved
from discloser.location import FieldPath, SourceMap
from discloser.model.values import Kind
from discloser.read import read_input
from discloser.read.workbook_layout import PROOF
from discloser.read.write_yaml import write_yaml
from discloser.temporary import temporary_folder

TO_CONFIRM = Rule(
    "J015", "待确认的内容", "待确认：取自 {where}。", "请核对；对的不用处理。", Severity.NOTE
)
INFERRED = Rule("J012", "推定的值", "推定：{how}。", "请核对；对的不用处理。", Severity.NOTE)
_FIGURES: FieldPath = ("prior_year", "figures")
"""What a workbook calls by labels, not by names."""
_TITLES = (
    "文件",
    "工作表（表）",
    "位置",
    "是什么",
    "印的数（元）",
    "明细算出（元）",
    "差额（元）",
    "结论",
)
_WIDTHS = (34, 20, 10, 20, 18, 18, 16, 10)
_HEADER = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a draft nobody has typed: how it was inferred, or where it was read."""

    inferred: Mapping[FieldPath, str] = field(default_factory=dict)
    read: Mapping[FieldPath, str] = field(default_factory=dict)

    def findings(self, sources: SourceMap) -> list[Finding]:
        """A note at each place of an input."""
        found = [INFERRED.at(sources.find(path), how=how) for path, how in self.inferred.items()]
        found += (TO_CONFIRM.at(sources.find(path), where=at) for path, at in self.read.items())
        return found

    def remarks(self) -> dict[FieldPath, str]:
        """The comments behind the lines and fields of YAML."""
        said: dict[FieldPath, list[str]] = {}
        for path, how in self.inferred.items():
            said.setdefault(path[:2], []).append(f"推定：{how}")
        for path, where in self.read.items():
            said.setdefault(path, []).append(f"待确认：取自 {where}")
        return {path: "；".join(dict.fromkeys(words)) for path, words in said.items()}


def written_yaml(draft: Mapping[str, Any], marks: Marks) -> bytes:
    """A draft as YAML; what was inferred or read says so behind its line."""
    return write_yaml(draft, remarks=marks.remarks()).encode()


def written_workbook(
    draft: Mapping[str, Any], marks: Marks, document: tuple[Kind, int], lists: Lists, proof: Proof
) -> bytes:
    """A draft as an entry workbook.

    A cell that was inferred or read says how, the sheet 问题清单 lists them; of a draft that was
    imported the sheet 核对 has the proof.
    """
    kind, year = document
    shown = _proof_sheet(proof) if proof.numbers else None
    content = write_workbook(draft, kind, year, lists, proof=shown)
    if not (marks.inferred or marks.read):
        return content
    with temporary_folder() as folder:
        path = folder / "imported.xlsx"
        path.write_bytes(content)
        _, sources, _ = read_input(path, form_of=lambda _: lists.form)
        called = labels(lists.pack.measures) if lists.pack is not None else {}
        written = {(*_FIGURES, name): (*_FIGURES, label) for name, label in called.items()}
        return annotate(path, marks.findings(sources.renamed(written)))


def share_line(proof: Proof) -> str:
    """How many of the files' numbers the ledger gives again, in one line."""
    count = len(proof.numbers)
    share = Decimal(100 * proof.held) / count if count else Decimal(100)
    shown = f"{share:.1f}".removesuffix(".0") if proof.held in (0, count) else f"{share:.2f}"
    return f"文件里印的 {count} 个数，由明细重现 {proof.held} 个（{shown}%）。"


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
        set_up_page(target, _HEADER)

    return write


def _write_number(target: Worksheet, looks: Looks, row: int, number: Proved) -> None:
    place = number.place
    cell = str(place.spot) if place.spot is not None else place.cell or ""
    texts = (Path(place.file).name, place.sheet or "", cell, number.name)
    target.set_row(row, row_height(texts, _WIDTHS[: len(texts)]))
    for column, text in enumerate(texts):
        target.write_string(row, column, text, looks.label)
    if number.printed is None:
        target.write_string(row, len(texts), "不是数", looks.label)
    else:
        amounts = (number.printed, number.derived, number.printed - number.derived)
        for column, amount in enumerate(amounts, start=len(texts)):
            target.write_number(row, column, float(amount), looks.derived)
    look = looks.label if number.holds else looks.alarm
    target.write_string(row, len(_TITLES) - 1, _verdict(number), look)


def _verdict(number: Proved) -> str:
    if not number.holds:
        return "不符"
    return "相符" if number.printed == number.derived else "尾差"
