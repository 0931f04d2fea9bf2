"""What was imported, laid onto what earlier inputs carry over to the new one.

The ledger is the files'; all else is carried over: texts, targets, last year's figures. A final
account gets the 年初预算数 of its lines from the year's budget: its input, or an export of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from discloser.entry.carried_lines import PROJECTS
from discloser.finding import Finding, Rule, Severity
from discloser.importing.information import COUNTED, MONEY
from discloser.importing.ledger import Imported
from discloser.importing.lines import CLOSING, EXPENDITURE, RECEIPTS
from discloser.location import FieldPath
from discloser.model.values import Category, Kind
from discloser.money import MoneyUnit
from discloser.read.unit_forms import find_unit

NOT_SPENT = Rule(
    "J013",
    "没有带入的项目",
    "以前有、这次的文件里没有的项目，没有带入：{names}。",
    "今年还有的，在“项目”“支出”里加上。",
    Severity.NOTE,
)
NEW_PROJECTS = Rule(
    "J014",
    "新的项目",
    "这些项目以前没有：{names}。",
    "请填写它们的绩效目标和说明。",
    Severity.NOTE,
)
NOTHING_SPENT = "决算表没有这一项，年初有预算，决算数按 0 填"
_BOOKS = (RECEIPTS, EXPENDITURE, CLOSING)
_TOLD_APART = ("unit", "fund", "kind", "function", "category", "department_economic")
"""What forms of final accounts tell of a line; published tables name projects too."""


def onto(base: Mapping[str, Any], imported: Imported) -> tuple[Imported, tuple[Finding, ...]]:
    """Lay an import onto the draft that earlier inputs give; amounts go into its money unit."""
    unit = MoneyUnit(base.get("money_unit") or MoneyUnit.YUAN)
    called = _called(base, imported.draft)
    own = _key(base["units"][0]) if base.get("units") else ""
    lines = {
        book: [_in_unit(line, unit, called, own) for line in imported.draft[book]]
        for book in _BOOKS
        if imported.draft.get(book)
    }
    inferred = {
        path: how
        for path, how in imported.inferred.items()
        if path[0] in _BOOKS or (path[0] == "money_unit" and unit is MoneyUnit.YUAN)
    }
    if base.get("kind") == Kind.FINAL_ACCOUNT.value:
        for book in (RECEIPTS, EXPENDITURE):
            _with_budget(book, lines.setdefault(book, []), base.get(book) or [], inferred)
    projects, findings = _projects(base, imported.draft)
    counted = {name: imported.draft[name] for name in COUNTED if name in imported.draft}
    draft = {**base, "units": _units(base, imported.draft, called), **lines}
    for name, part in _in_unit_of(counted, unit).items():
        draft[name] = _merged(base.get(name), part)
    draft |= {"projects": projects} if projects else {}
    if not projects:
        draft.pop("projects", None)
    return replace(imported, draft=draft, inferred=inferred), tuple(findings)


def _called(base: Mapping[str, Any], draft: Mapping[str, Any]) -> dict[str, str]:
    """What the ledger calls each unit of the files: as before where it was there before."""
    before = {_key(unit): str(unit.get("name") or "") for unit in base.get("units") or []}
    called = {}
    for unit in draft.get("units") or []:
        named = (find_unit(str(unit.get(name) or " "), before).key for name in ("code", "name"))
        called[_key(unit)] = next(filter(None, named), _key(unit))
    return called


def _key(unit: Mapping[str, Any]) -> str:
    return str(unit.get("code") or unit.get("name") or "")


def _units(
    base: Mapping[str, Any], draft: Mapping[str, Any], called: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The units as before, and those that are new."""
    before = list(base.get("units") or [])
    known = {_key(unit) for unit in before}
    return [*before, *(unit for unit in draft["units"] if called[_key(unit)] not in known)]


def _in_unit(
    line: Mapping[str, str], unit: MoneyUnit, called: Mapping[str, str], own: str
) -> dict[str, str]:
    made = dict(line)
    if made.get("unit"):
        made["unit"] = called.get(made["unit"], made["unit"])
    if made.get("unit") == own:
        del made["unit"]  # as lines of the department itself are carried over
    try:
        made["amount"] = _text(Decimal(made["amount"]) / unit.yuan)
    except ArithmeticError:
        return made  # no number: it stays as it is written
    return made


def _in_unit_of(part: Mapping[str, Any], unit: MoneyUnit) -> dict[str, Any]:
    """A part with its amounts, which are in 元, in another unit."""
    made: dict[str, Any] = {}
    for name, value in part.items():
        if isinstance(value, Mapping):
            made[name] = _in_unit_of(value, unit)
        else:
            made[name] = _text(Decimal(value) / unit.yuan) if name in MONEY else value
    return made


def _merged(before: Any, part: Any) -> Any:
    """A part over what was there before."""
    if not (isinstance(before, Mapping) and isinstance(part, Mapping)):
        return part
    return {**before, **{name: _merged(before.get(name), part[name]) for name in part}}


def _with_budget(
    book: str,
    lines: list[dict[str, str]],
    budget: Sequence[Mapping[str, Any]],
    inferred: dict[FieldPath, str],
) -> None:
    """Give the lines their 年初预算数; a budgeted item without a line becomes one of nothing."""
    sums: dict[tuple[str, ...], Decimal] = {}
    first: dict[tuple[str, ...], Mapping[str, Any]] = {}
    named = (*_TOLD_APART, *(("project",) if any(map(_project, lines)) else ()))
    for row in budget:
        if row.get("initial_budget"):
            key = _told_apart(row, named)
            first.setdefault(key, row)
            sums[key] = sums.get(key, Decimal()) + Decimal(row["initial_budget"])
    for line in lines:
        if sums:
            line.pop("initial_budget", None)  # the budget tells more than what print has of it
        amount = sums.pop(_told_apart(line, named), None)
        if amount is not None:
            line["initial_budget"] = _text(amount)
    for key, amount in sums.items():
        inferred[book, len(lines), "amount"] = NOTHING_SPENT
        held = {name: first[key][name] for name in named if first[key].get(name)}
        lines.append(held | {"amount": "0", "initial_budget": _text(amount)})


def with_budget(imported: Imported, budget: Imported) -> Imported:
    """Give a final account's expenditure the 年初预算数 that an export of the year's budget has."""
    lines = [dict(line) for line in imported.draft.get(EXPENDITURE) or []]
    inferred = dict(imported.inferred)
    rows = [
        {**line, "category": _of_account(line), "initial_budget": line["amount"]}
        for line in budget.draft.get(EXPENDITURE) or []
        if line.get("amount")
    ]
    _with_budget(EXPENDITURE, lines, rows, inferred)
    return replace(imported, draft={**imported.draft, EXPENDITURE: lines}, inferred=inferred)


def _of_account(line: Mapping[str, Any]) -> str:
    """What a final account calls the nature of a budget's line."""
    category = str(line.get("category") or "")
    return Category.PROJECT.value if category in PROJECTS else category


def _told_apart(line: Mapping[str, Any], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(line.get(name) or "") for name in names)


def _project(line: Mapping[str, Any]) -> str:
    return str(line.get("project") or "")


def _projects(
    base: Mapping[str, Any], draft: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """The projects of the files with what was known of them; a final account's forms name none."""
    before = {str(each.get("name")): each for each in base.get("projects") or []}
    named = {str(each["name"]): each for each in draft.get("projects") or []}
    if not named:
        return list(before.values()), []
    findings = list(_changed(before, named))
    return [{**before.get(name, {}), **each} for name, each in named.items()], findings


def _changed(before: Mapping[str, Any], named: Mapping[str, Any]) -> Iterator[Finding]:
    ended = [name for name in before if name not in named]
    new = [name for name in named if name not in before]
    if ended:
        yield NOT_SPENT.at(names="、".join(ended))
    if new:
        yield NEW_PROJECTS.at(names="、".join(new))


def _text(amount: Decimal) -> str:
    return format(amount.normalize() or Decimal(0), "f")
