"""Lines of several files as one draft of an input, with the places of its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding, Rule, Severity
from discloser.importing.lines import CLOSING, EXPENDITURE, RECEIPTS, Line
from discloser.importing.sources import one_source_each
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.ledger import ClosingLine, ExpenditureLine, ReceiptLine
from discloser.model.values import Kind, ReceiptKind
from discloser.read import Draft
from discloser.read.understand import understand

MERGED = Rule(
    "J011",
    "相同的行合并了",
    "有 {count} 行的单位、科目、项目、资金都与别的行相同，合并成一行，金额相加。",
    "不用处理。",
    Severity.NOTE,
)
YUAN_ASSUMED = "文件没有写金额单位，按元读"
RECEIPTS_INFERRED = "文件里只有支出，收入按同一单位、同一资金的支出填"
DEPARTMENT_INFERRED = "文件里只有一个单位，部门按这个单位填"

_MODELS: Mapping[str, type[BaseModel]] = {
    RECEIPTS: ReceiptLine,
    EXPENDITURE: ExpenditureLine,
    CLOSING: ClosingLine,
}
_AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Imported:
    """What files say, as a draft, and how the values came about that none of them has."""

    draft: dict[str, Any]
    inferred: dict[FieldPath, str]
    findings: tuple[Finding, ...] = ()


def draft_of(
    lines: list[Line],
    about: Mapping[str, str],
    forms: Forms,
    codebook: Codebook,
) -> Imported:
    """Make the draft of an input of ``about`` (pack, kind, year) from lines; amounts are in 元."""
    draft: dict[str, Any] = {**about, "money_unit": "元", "published": None}
    places: dict[FieldPath, Location] = {}
    draft["units"] = _units(lines, places)
    at_line: dict[int, FieldPath] = {}
    for number, line in enumerate(lines):
        book = draft.setdefault(line.book, [])
        at_line[number] = (line.book, len(book))
        book.append(dict(line.values))
        for name, place in line.places.items():
            places[*at_line[number], name] = place
    understood = understand(draft, SourceMap("", places), forms, codebook)
    read = [_at(understood.draft, at_line[number]) for number in range(len(lines))]
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, line in enumerate(lines):
        groups.setdefault(_key(line.book, read[number]), []).append(number)
    findings = list(understood.findings)
    taken, told = one_source_each(lines, read)
    findings += told
    made = _Made(draft)
    merged = 0
    for members in groups.values():
        kept = [number for number in members if taken[number]]
        if not kept:
            continue
        merged += len(kept) - 1
        made.line(read[kept[0]], [lines[number] for number in kept])
    if merged:
        findings.append(MERGED.at(count=merged))
    made.projects(lines)
    if about["kind"] == Kind.BUDGET.value and not made.draft.get(RECEIPTS):
        made.receipts()
    made.department()
    return Imported(made.draft, made.inferred, tuple(findings))


def _at(draft: Draft, path: FieldPath) -> dict[str, str]:
    part: Any = draft
    for step in path:
        part = part[step]
    return dict(part)


def _key(book: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """What tells a line of a book from others: all but its amount."""
    names = (name for name in _MODELS[book].model_fields if name != _AMOUNT)
    return (book, *(values.get(name) or "" for name in names))


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.yuan or Decimal() for line in lines), Decimal())


def _units(lines: list[Line], places: dict[FieldPath, Location]) -> list[dict[str, str]]:
    units: dict[str, dict[str, str]] = {}
    for line in lines:
        code, name = line.unit
        if (code or name) and (code or name) not in units:
            places["units", len(units)] = line.places.get("unit", line.places[_AMOUNT])
            units[code or name] = {"code": code, "name": name}
    coded = {unit["name"] for unit in units.values() if unit["code"]}
    kept = (unit for unit in units.values() if unit["code"] or unit["name"] not in coded)
    return [{key: text for key, text in unit.items() if text} for unit in kept]


class _Made:
    """The draft with what follows from its lines."""

    def __init__(self, draft: dict[str, Any]) -> None:
        self.draft = draft | {EXPENDITURE: []}
        for book in set(_MODELS) & draft.keys():
            self.draft[book] = []
        self.inferred: dict[FieldPath, str] = {}

    def line(self, values: Mapping[str, str], lines: list[Line]) -> None:
        """Add one line of a book for equal ones of the files."""
        first = lines[0]
        at = len(self.draft[first.book])
        names = _MODELS[first.book].model_fields
        held = {name: values[name] for name in names if values.get(name, "否") not in ("", "否")}
        if len(lines) > 1 and all(line.yuan is not None for line in lines):
            held[_AMOUNT] = format(_sum(lines).normalize(), "f")
        self.draft[first.book].append(held)
        for name in held:
            if name in first.inferred:
                self.inferred[first.book, at, name] = first.inferred[name]

    def projects(self, lines: list[Line]) -> None:
        """List the projects of the lines with their codes."""
        known: dict[str, str] = {}
        for line in lines:
            name = line.values.get("project")
            if name is not None and not known.get(name):
                known[name] = line.project_code
        if known:
            self.draft["projects"] = [
                {"name": name} | ({"code": code} if code else {}) for name, code in known.items()
            ]

    def receipts(self) -> None:
        """Infer the receipts of a budget: what each unit spends of each fund comes in."""
        sums: dict[tuple[str, str, str], Decimal] = {}
        for line in self.draft[EXPENDITURE]:
            carried = line.get("carried_over") == "是"
            kind = ReceiptKind.CARRIED_OVER if carried else ReceiptKind.CURRENT
            key = (line.get("unit", ""), line.get("fund", ""), kind.value)
            try:
                sums[key] = sums.get(key, Decimal()) + Decimal(line.get("amount", "0"))
            except ArithmeticError:
                continue
        receipts = []
        for at, ((unit, fund, nature), amount) in enumerate(sums.items()):
            own = {"unit": unit} if unit else {}
            receipts.append(
                own | {"fund": fund, "kind": nature, "amount": format(amount.normalize(), "f")}
            )
            self.inferred[RECEIPTS, at, _AMOUNT] = RECEIPTS_INFERRED
        self.draft[RECEIPTS] = receipts

    def department(self) -> None:
        """Infer the department of a single unit."""
        units = self.draft["units"]
        if len(units) == 1 and units[0].get("name"):
            self.draft["department"] = {"name": units[0]["name"]}
            self.inferred["department", "name"] = DEPARTMENT_INFERRED
