"""Earlier inputs as a new draft: what stays is kept, what is counted anew is empty.

A budget is made from last year's budget, and learns from a final account what that knows. A
final account is made from the same year's budget (lines with 年初预算数, projects, targets) and
last year's final account (prior-year figures, opening balances, the form of the evaluation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from discloser.classification.codebook import Codebook
from discloser.compute.figures import Figures
from discloser.entry.carried_lines import (
    PROJECTS,
    Book,
    UnitNames,
    expenditure,
    in_unit,
    opening,
    receipts,
    receipts_by_function,
)
from discloser.entry.earlier import Earlier, Earliers
from discloser.entry.new_codes import Renewal
from discloser.entry.past_years import OLD_YEAR, code_note, old_years, with_new_year
from discloser.finding import Finding, Rule, Severity
from discloser.model.values import Kind
from discloser.money import MoneyUnit, yuan_text

ONLY_IN_BUDGET = Rule(
    "E060",
    "预算有、上年决算没有的行",
    "有 {count} 行预算，上年决算里没有同样的行，各自成一行，没有上年金额。",
    "不用处理。",
    Severity.NOTE,
)
ONLY_LAST_YEAR = Rule(
    "E061",
    "上年决算有、预算没有的行",
    "有 {count} 行上年决算，今年预算里没有同样的行，也带入了，没有年初预算数。",
    "本年有发生的填决算数，没有的删去这一行。",
    Severity.NOTE,
)
ENDED = Rule(
    "E062",
    "没有带入的项目支出",
    "上年决算里这些项目今年预算里没有，没有带入：{names}。",
    "本年还有支出（如使用结转资金）的，在“项目”“支出”里加上。",
    Severity.NOTE,
)
OPENING = Rule(
    "E063",
    "年初结转取自上年决算",
    "“收入”的上年结转结余按上年决算的年末结转和结余填好了，共 {amount} 元。",
    "请核对。",
    Severity.NOTE,
)
NEW_CODE = Rule(
    "E064",
    "科目改了编码",
    "{year} 年这些科目改了编码，带入的行改成了新的：{codes}。",
    "请核对。",
    Severity.NOTE,
)
OUT_OF_USE = Rule(
    "E065",
    "科目停用",
    "{year} 年不再用这些科目：{codes}。",
    "请在“收入”“支出”里改成新的科目。",
    Severity.NOTE,
)
_KEPT = ("department", "duties", "organs", "projects", "performance", "options")
_SCANNED = ("duties", "organs", "units", "projects", "performance", "transfers")
"""Parts whose texts may name a year."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A draft made from earlier inputs, and what to say about it.

    ``last_amounts`` has, for the lines of a book, last year's amounts as texts of the draft's
    money unit; empty where there is none.
    """

    draft: dict[str, Any]
    last_amounts: Mapping[str, list[str]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def carry(
    earlier: Earliers, pack: str, kind: Kind, year: int, codebook: Codebook | None = None
) -> Carried:
    """Make a draft for ``kind`` and ``year`` from earlier inputs.

    Codes that are others in that year by ``codebook`` (the standard one where it is None) are
    changed. Amounts of ledger lines are empty, but for the opening balances that last year's final
    account tells. Reasons are not carried over.

    Raises:
        ValueError: if there is no earlier input to make it from.
    """
    base = earlier.base
    if base is None:
        raise ValueError("nothing to carry over")
    return _Carrying(earlier, base, kind, Renewal(codebook or Codebook(), year)).carried(pack)


def prior_figures(figures: Figures, unit: MoneyUnit) -> dict[str, str]:
    """The amounts that next year compares with: those that are not zero or were compared before."""
    compared = {*figures.disclosure.prior_year.figures, *figures.disclosure.reasons}
    return {
        name: in_unit(figure.amount, unit)
        for name, figure in figures.items()
        if figure.amount or name in compared
    }


class _Carrying:
    """One draft in the making."""

    def __init__(self, earlier: Earliers, base: Earlier, kind: Kind, renewal: Renewal) -> None:
        self._earlier, self._base = earlier, base
        self._kind, self._year = kind, renewal.year
        self._renewal = renewal
        self._unit = base.figures.disclosure.money_unit
        self._units = UnitNames(base.figures.disclosure.units)
        self._findings: list[Finding] = []

    def carried(self, pack: str) -> Carried:
        """The draft with everything in it."""
        last, base = self._earlier.last, self._base
        draft: dict[str, Any] = {
            "pack": pack,
            "kind": self._kind.value,
            "year": str(self._year),
            "money_unit": self._unit.value,
            "published": None,
        }
        draft |= {name: base.draft[name] for name in _KEPT if base.draft.get(name)}
        draft["units"] = [self._with_nature(_unit(each)) for each in base.draft.get("units") or []]
        note = (base.draft.get("transfers") or {}).get("note")
        if note and self._kind is Kind.BUDGET:
            draft["transfers"] = {"note": note}
        self._note_years(draft)
        if base.year != self._year and draft.get("projects"):
            draft["projects"] = self._with_new_codes(draft["projects"])
        books = {"receipts": self._receipts(), "expenditure": self._expenditure()}
        for name, book in books.items():
            draft[name] = [row.draft(self._unit) for row in book.rows.values()]
        self._note_renewal()
        if last is not None and self._continues:
            draft["prior_year"] = {"figures": prior_figures(last.figures, self._unit)}
        if self._kind is Kind.FINAL_ACCOUNT:
            draft["evaluation"] = self._evaluation()
        return Carried(
            {name: value for name, value in draft.items() if value not in ({}, [], None)}
            | {"published": None},
            {
                name: [row.last_text(self._unit) for row in book.rows.values()]
                for name, book in books.items()
                if self._continues
            },
            tuple(self._findings),
        )

    @property
    def _continues(self) -> bool:
        """Whether the disclosure before is last year's, whose amounts this year's go beside."""
        last = self._earlier.last
        return last is not None and last.year == self._year - 1

    def _lines_before(self) -> Earlier | None:
        """The disclosure before, where its lines are of use: last year's, or the only ones."""
        alone = self._earlier.budget is None
        return self._earlier.last if self._continues or alone else None

    def _expenditure(self) -> Book:
        book = Book(self._units)
        budget, last = self._earlier.budget, self._lines_before()
        if budget is not None:
            lines = expenditure(budget.figures, self._units, self._kind)
            for fields, amount in self._renewal.of(lines):
                row = book.row(fields)
                row.initial_budget = (row.initial_budget or Decimal(0)) + amount
        if last is not None:
            lines = expenditure(last.figures, self._units, self._kind)
            self._add_last(book, self._renewal.of(lines), has_budget=budget is not None)
        return book

    def _add_last(
        self, book: Book, lines: Iterable[tuple[dict[str, str], Decimal]], *, has_budget: bool
    ) -> None:
        """Put last year's amounts beside the rows; what has none is a row of its own."""
        budgeted = len(book.rows)
        projects = {row.fields.get("project") for row in book.rows.values()}
        ended: dict[str, None] = {}
        for fields, amount in lines:
            row = book.nearest(fields)
            project = fields.get("project")
            if row is None and has_budget and project and project not in projects:
                ended[project] = None
                continue
            row = row or book.row(fields)
            row.last = (row.last or Decimal(0)) + amount
        if not has_budget:
            return
        place = self._base.place
        alone = sum(row.last is None for row in list(book.rows.values())[:budgeted])
        if alone:
            self._findings.append(ONLY_IN_BUDGET.at(place, count=alone))
        if len(book.rows) > budgeted:
            self._findings.append(ONLY_LAST_YEAR.at(place, count=len(book.rows) - budgeted))
        if ended:
            self._findings.append(ENDED.at(place, names="、".join(ended)))

    def _receipts(self) -> Book:
        book = Book(self._units)
        budget, last = self._earlier.budget, self._lines_before()
        if budget is not None:
            lines = receipts_by_function(budget.figures, self._units)
            for fields, amount in self._renewal.of(lines):
                row = book.row(fields)
                row.initial_budget = (row.initial_budget or Decimal(0)) + amount
        before = receipts(last.figures, self._units) if last is not None else ()
        for fields, amount in self._renewal.of(before):
            known = book.nearest(fields) if budget is not None else book.row(fields)
            if known is not None:
                known.last = (known.last or Decimal(0)) + amount
        self._open(book)
        return book

    def _open(self, book: Book) -> None:
        """Fill the receipts carried over with what last year's final account left."""
        accounts = (self._earlier.last, self._earlier.account)
        account = next(
            (a for a in accounts if a is not None and a.kind is Kind.FINAL_ACCOUNT), None
        )
        if account is None or account.year != self._year - 1:
            return
        whole = Decimal(0)
        for fields, amount in self._renewal.of(opening(account.figures, self._units)):
            if self._kind is Kind.BUDGET:
                fields.pop("function", None)
            row = book.row(fields)
            row.amount = (row.amount or Decimal(0)) + amount
            whole += amount
        if whole:
            self._findings.append(OPENING.at(account.place, amount=yuan_text(whole)))

    def _with_nature(self, unit: dict[str, Any]) -> dict[str, Any]:
        """The unit with its nature, where only another of the earlier inputs knows it."""
        if unit.get("nature"):
            return unit
        for each in self._earlier.all:
            for known in each.figures.disclosure.units:
                same = known.code == unit.get("code") or known.name == unit.get("name")
                if same and known.nature is not None:
                    return unit | {"nature": known.nature.value}
        return unit

    def _with_new_codes(self, projects: list[Any]) -> list[Any]:
        changed: list[tuple[str, str]] = []
        made = []
        for project in projects:
            code = str(project.get("code") or "")
            new = with_new_year(code, self._base.year, self._year)
            if new != code:
                changed.append((code, new))
            made.append(project | {"code": new} if new != code else project)
        if changed:
            place = self._base.sources.find(("projects",))
            self._findings.append(code_note(place, changed, self._base.year, self._year))
        return made

    def _note_renewal(self) -> None:
        for rule, codes in ((NEW_CODE, self._renewal.changed), (OUT_OF_USE, self._renewal.ended)):
            if codes:
                told = "，".join(codes)
                self._findings.append(rule.at(self._base.place, year=self._year, codes=told))

    def _note_years(self, draft: Mapping[str, Any]) -> None:
        for name in _SCANNED:
            for path, words in old_years(draft.get(name), self._year, (name,)):
                self._findings.append(OLD_YEAR.at(self._base.sources.find(path), words=words))

    def _evaluation(self) -> dict[str, Any]:
        """The self-evaluation as far as the budget's targets and last year's form tell it."""
        budget, last = self._earlier.budget, self._earlier.last
        form = (last.draft.get("evaluation") or {}) if last is not None else {}
        if last is not None and not form:
            return {}
        targets = (budget.draft.get("performance") or {}) if budget is not None else {}
        started = {
            "goal": targets.get("goal"),
            "tasks": _tasks(targets.get("tasks") or []),
            "indicators": _indicators(targets.get("indicators") or [], form),
            "targeted_projects": self._targeted(),
            "projects": list(self._evaluated_projects(form)),
            "execution_points": form.get("execution_points"),
        }
        return {name: value for name, value in started.items() if value}

    def _targeted(self) -> str | None:
        budget = self._earlier.budget
        if budget is None:
            return None
        declared = budget.figures.disclosure.projects
        kinds = ("cost", "output", "benefit", "satisfaction")
        count = sum(any(getattr(each, kind) for kind in kinds) for each in declared)
        return str(count) if count else None

    def _evaluated_projects(self, form: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The budget's projects, with last year's supervisor and unit where they are the same."""
        before = {str(each.get("name")): each for each in form.get("projects") or []}
        budget = self._earlier.budget
        names = (
            [p.name for p in budget.figures.projects if p.category in {c.value for c in PROJECTS}]
            if budget is not None
            else list(before)
        )
        for name in dict.fromkeys(names):
            known = before.get(name, {})
            kept = {key: known[key] for key in ("supervisor", "unit") if known.get(key)}
            yield {"name": name} | kept


def _unit(unit: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in unit.items() if name != "own"}
    own = unit.get("own") or {}
    still = {name: own[name] for name in ("duties", "organs", "performance") if own.get(name)}
    return kept | ({"own": still} if still else {})


def _tasks(tasks: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: task[name] for name in ("name", "content") if task.get(name)} for task in tasks]


def _indicators(targets: list[Mapping[str, Any]], form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The budget's indicators with last year's points, or last year's where it has none."""
    before = form.get("indicators") or []
    points = {_of_indicator(each): each.get("points") for each in before}
    found = [{**_named(each), "target": each.get("value")} for each in targets]
    found = found or [{**_named(each), "target": each.get("target")} for each in before]
    for each in found:
        each["points"] = points.get(_of_indicator(each))
    return [{name: value for name, value in each.items() if value} for each in found]


def _named(indicator: Mapping[str, Any]) -> dict[str, Any]:
    return {name: indicator.get(name) for name in ("level1", "level2", "name")}


def _of_indicator(indicator: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(_named(indicator).values())
