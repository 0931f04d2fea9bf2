"""Lines of several files as one draft of an input, with the places of its values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding, Rule, Severity
from discloser.importing.lines import Line, project_name, split_code
from discloser.importing.titles import Role
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.ledger import ExpenditureLine
from discloser.model.values import Kind, ReceiptKind
from discloser.money import yuan_text
from discloser.read.understand import understand

TWO_FILES = Rule(
    "J010",
    "两张表说的不一样",
    "同一笔支出，一张表是 {here} 元，另一张表是 {there} 元；取了前一个。",
    "请查明哪个对，不对的不要再给；是两笔的，把它们放在一张表里。",
)
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

_ORDER = tuple(ExpenditureLine.model_fields)
_KEY = (
    *("unit", "function", "category", "project", "department_economic", "government_economic"),
    *("fund", "carried_over"),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What files say, as a draft: ``inferred`` has how the values came about that none of them has.

    ``taken`` tells of each line whether its amount is in the draft; one that another grid has too
    is there once.
    """

    draft: dict[str, Any]
    sources: SourceMap
    inferred: dict[FieldPath, str]
    taken: Mapping[tuple[int, int, int], bool]
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
    draft["expenditure"] = [dict(line.values) for line in lines]
    for at, line in enumerate(lines):
        for name, place in line.places.items():
            places["expenditure", at, name] = place
    understood = understand(draft, SourceMap("", places), forms, codebook)
    read: list[dict[str, str]] = understood.draft["expenditure"]  # type: ignore[assignment]
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, values in enumerate(read):
        groups.setdefault(tuple(values.get(name, "") for name in _KEY), []).append(at)
    findings = list(understood.findings)
    taken = _one_grid_each(lines, groups, findings)
    made = _Made(draft, taken_places(places))
    merged_rows = 0
    for members in groups.values():
        kept = [at for at in members if taken[_id(lines[at])]]
        merged_rows += len(kept) - 1
        made.line(read[kept[0]], [lines[at] for at in kept])
    if merged_rows:
        findings.append(MERGED.at(count=merged_rows))
    made.projects(lines)
    if about["kind"] == Kind.BUDGET.value:
        made.receipts()
    made.department()
    return Imported(made.draft, SourceMap("", made.places), made.inferred, taken, tuple(findings))


def taken_places(places: Mapping[FieldPath, Location]) -> dict[FieldPath, Location]:
    """The places of all but the lines, which are numbered anew."""
    return {path: place for path, place in places.items() if path[0] != "expenditure"}


def _id(line: Line) -> tuple[int, int, int]:
    return line.grid, line.row, line.column


def _one_grid_each(
    lines: list[Line],
    groups: Mapping[tuple[str, ...], list[int]],
    findings: list[Finding],
) -> dict[tuple[int, int, int], bool]:
    """Which lines count: of what two grids say, the first one's; both must say the same."""
    taken = {_id(line): True for line in lines}
    for members in groups.values():
        by_grid: dict[int, list[Line]] = {}
        for at in members:
            by_grid.setdefault(lines[at].grid, []).append(lines[at])
        first, *others = by_grid.values()
        for other in others:
            here, there = _sum(first), _sum(other)
            if here != there:
                both = (first[0].places["amount"], other[0].places["amount"])
                findings.append(TWO_FILES.at(*both, here=yuan_text(here), there=yuan_text(there)))
            taken |= {_id(line): False for line in other}
    return taken


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.yuan or Decimal() for line in lines), Decimal())


def _units(lines: list[Line], places: dict[FieldPath, Location]) -> list[dict[str, str]]:
    units: dict[str, dict[str, str]] = {}
    for line in lines:
        text = line.source.keys.get(Role.UNIT)
        if text is None:
            continue
        code, name = split_code(text.text)
        if (code or name) not in units:
            places["units", len(units)] = text.place
            units[code or name] = {"code": code, "name": name}
    return [{key: text for key, text in unit.items() if text} for unit in units.values()]


class _Made:
    """The draft with what follows from its lines."""

    def __init__(self, draft: dict[str, Any], places: dict[FieldPath, Location]) -> None:
        self.draft = draft | {"expenditure": []}
        self.places = places
        self.inferred: dict[FieldPath, str] = {}

    def line(self, values: Mapping[str, str], lines: list[Line]) -> None:
        """Add one line of the ledger for equal ones of the files."""
        at = len(self.draft["expenditure"])
        held = {name: values[name] for name in _ORDER if values.get(name, "否") not in ("", "否")}
        if len(lines) > 1 and all(line.yuan is not None for line in lines):
            held["amount"] = format(_sum(lines).normalize(), "f")
        self.draft["expenditure"].append(held)
        for name in held:
            place = lines[0].places.get(name)
            if place is not None:
                self.places["expenditure", at, name] = place
            if name in lines[0].inferred:
                self.inferred["expenditure", at, name] = lines[0].inferred[name]

    def projects(self, lines: list[Line]) -> None:
        """List the projects of the lines with their codes."""
        known: dict[str, str] = {}
        for line in lines:
            name = line.values.get("project")
            if name is None:
                continue
            text = line.source.keys[Role.PROJECT].text
            own = line.source.codes.get(Role.PROJECT)
            code = own.text if own is not None else ""
            if not code and project_name(text) != text:
                code = split_code(text)[0]
            if not known.get(name):
                known[name] = code
                self.places["projects", list(known).index(name)] = line.places["project"]
        self.draft["projects"] = [
            {"name": name} | ({"code": code} if code else {}) for name, code in known.items()
        ]

    def receipts(self) -> None:
        """Infer the receipts of a budget: what each unit spends of each fund comes in."""
        sums: dict[tuple[str, str, str], Decimal] = {}
        for line in self.draft["expenditure"]:
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
            self.inferred["receipts", at, "amount"] = RECEIPTS_INFERRED
        self.draft["receipts"] = receipts

    def department(self) -> None:
        """Infer the department of a single unit."""
        units = self.draft["units"]
        if len(units) == 1 and units[0].get("name"):
            self.draft["department"] = {"name": units[0]["name"]}
            self.inferred["department", "name"] = DEPARTMENT_INFERRED
