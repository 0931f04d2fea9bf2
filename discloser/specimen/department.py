"""A made-up city: plausible, valid inputs of any number and size, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import exp, log
from random import Random
from typing import Any

from discloser.classification.codebook import Codebook, Scheme
from discloser.compose.needs.of_pack import Needs
from discloser.compute.figures import compute
from discloser.location import SourceMap
from discloser.model.build import build
from discloser.model.values import Category, Fund, Kind, UnitNature
from discloser.pack.pack import Pack
from discloser.specimen import department_words as words
from discloser.specimen.codes import Pair, function_items, pairs
from discloser.specimen.department_final import as_final_account
from discloser.specimen.ledger import Line, receipts_for
from discloser.specimen.supplements import Filler

Draft = dict[str, Any]

FEWEST_LINES, MOST_LINES, MOST_PROJECTS, MOST_UNITS = 5, 400, 60, 6
GENERAL = Fund.GENERAL_PUBLIC_BUDGET.value
_OTHER_FUNDS = (
    Fund.GOVERNMENT_FUND.value,
    Fund.GOVERNMENT_FUND.value,
    Fund.STATE_CAPITAL_OPERATIONS.value,
    Fund.FISCAL_SPECIAL_ACCOUNT.value,
    Fund.INSTITUTIONAL_RECEIPTS.value,
    Fund.OTHER_RECEIPTS.value,
)
_OTHER_EXPENDITURE = "229"
_WITHOUT_DEPARTMENT = frozenset({"209", "223", "229", "231", "232", "234"})
"""Classes that no department is named after."""

_WAGES = (("30101", "50101"), ("30102", "50101"), ("30103", "50101"))
"""What every unit pays its people: the two economic items."""
_CONTRIBUTIONS = (
    ("2080505", "30108", "50102", 16),
    ("2101101", "30110", "50102", 8),
    ("2210201", "30113", "50103", 12),
)
"""What it pays for them: functional item, the two economic items, percentage of the wages."""
_OPERATING_CLASSES = ("302", "310")
_NATURE = UnitNature.ADMINISTRATIVE
"""The economic items of the units: theirs all are administrative, or managed as if they were."""


@dataclass(frozen=True, slots=True)
class NamedDraft:
    """A made-up department: its file name without suffix and its draft."""

    name: str
    draft: Draft


_NO_PROCUREMENT = {"goods": "0", "works": "0", "services": "0"}


def _assets(cars: str) -> dict[str, Any]:
    uses = dict.fromkeys(("law_enforcement", "special", "other"), "0")
    return {
        "vehicles": {"general": cars, **uses},
        "general_equipment": "0",
        "special_equipment": "0",
    }


def make_department(seed: int, index: int, pack: Pack, needs: Needs) -> NamedDraft:
    """Make a department whose input has all that ``pack`` asks for, of its kind and year.

    ``needs`` are those of the pack, which take a while to find. Neighbours in a city do not depend
    on how many there are.
    """
    year = pack.year
    random = Random(f"{seed} {index}")  # noqa: S311 - a made-up city keeps no secret
    function_class = _classes(year)[index % len(_classes(year))]
    district = index // len(_classes(year)) + 1
    name = f"示范市{district}区{_bureau(function_class, year)}局"
    code = f"{1000 + index}"  # four digits: no functional class or item looks like it
    units: list[dict[str, Any]] = [
        {
            "code": f"{code}{number:02}",
            "name": name if number == 1 else f"{name}{number}号中心",
            "nature": (
                UnitNature.ADMINISTRATIVE if number == 1 else UnitNature.CIVIL_SERVICE
            ).value,
            "own": {"procurement": dict(_NO_PROCUREMENT), "assets": _assets("0")},
        }
        for number in range(1, random.choice((1, 1, 1, 2, 3, MOST_UNITS)) + 1)
    ]
    maker = _Ledger(random, year, function_class, [unit["code"] for unit in units])
    target = round(exp(random.uniform(log(FEWEST_LINES), log(MOST_LINES))))
    expenditure = maker.expenditure(target)
    projects = dict.fromkeys(line["project"] for line in expenditure if "project" in line)
    draft: Draft = {
        "pack": pack.name,
        "kind": Kind.BUDGET.value,
        "year": str(year),
        "money_unit": "元",
        "published": f"{year}-03",
        "department": {"code": code, "name": name},
        "units": units,
        "duties": {"items": random.sample(words.DUTIES, random.randint(3, len(words.DUTIES)))},
        "organs": {
            "listed": [
                {"name": organ, "duties": duties}
                for organ, duties in words.ORGANS[: random.randint(2, len(words.ORGANS))]
            ]
        },
        "receipts": receipts_for(expenditure),
        "expenditure": expenditure,
        "projects": [
            _targets(random, project, f"{code}{number:017}", expenditure)
            for number, project in enumerate(projects, start=1)
        ],
        "performance": words.performance(list(projects)),
        "procurement": {
            "goods": str(_procured(random, expenditure)),
            "works": "0",
            "services": str(_procured(random, expenditure)),
        },
        "assets": _assets(str(random.randrange(5))),
        "transfers": {"count": "0"},
    }
    if pack.kind is Kind.FINAL_ACCOUNT:
        draft = as_final_account(random, draft)
    draft = _filled(draft, pack, needs)
    _look_back(random, draft, pack)
    return NamedDraft(f"{index + 1:04}-{function_class}", draft)


class _Ledger:
    """Makes lines; no two have the same unit, item, economic items, fund and project."""

    def __init__(
        self, random: Random, year: int, function_class: str, units: Sequence[str]
    ) -> None:
        self._random = random
        self._year = year
        self._units = units
        items = _items(year, function_class, GENERAL)
        self._class = function_class
        self._own = next((code for code in items if code.endswith("01")), items[0])
        self._known: set[tuple[str, ...]] = set()

    def expenditure(self, target: int) -> list[Line]:
        """About ``target`` lines: what every unit pays, then operating costs, then projects."""
        random = self._random
        lines = [line for unit in self._units for line in self._personnel(unit)][:target]
        rest = target - len(lines)
        projects = min(MOST_PROJECTS, round(rest * random.uniform(0.1, 0.5)))
        for _ in range((rest - projects) // 2 if projects else rest):
            lines += self._add(self._operating())
        for number in range(1, projects + 1):
            project = f"{random.choice(words.PROJECTS)}（{number}号）"
            carried = random.random() < words.SHARE_CARRIED_OVER
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                lines += self._add(self._project(project, carried=carried))
        return lines

    def _add(self, line: Line) -> list[Line]:
        key = tuple(value for name, value in sorted(line.items()) if name != "amount")
        if key in self._known:
            return []
        self._known.add(key)
        return [line]

    def _personnel(self, unit: str) -> Iterator[Line]:
        people = self._random.randint(5, 200)
        wages = [people * self._random.randint(80, 400) * 100 for _ in _WAGES]
        for (department, government), amount in zip(_WAGES, wages, strict=True):
            yield self._basic(unit, self._own, (department, government), amount)
        for function, department, government, percent in _CONTRIBUTIONS:
            amount = sum(wages) // 100 * percent
            yield self._basic(unit, function, (department, government), amount)

    @staticmethod
    def _basic(unit: str, function: str, economic: tuple[str, str], amount: int) -> Line:
        return {
            "unit": unit,
            "function": function,
            "category": Category.BASIC.value,
            "department_economic": economic[0],
            "government_economic": economic[1],
            "amount": str(amount),
        }

    def _operating(self) -> Line:
        operating = [
            pair for pair in pairs(self._year, _NATURE) if pair[0].startswith(_OPERATING_CLASSES[0])
        ]
        department, government = self._random.choice(operating)
        return {
            "unit": self._random.choice(self._units),
            "function": self._own,
            "category": Category.BASIC.value,
            "department_economic": department,
            "government_economic": government,
            "amount": str(self._random.randint(5, 3_000) * 100),
        }

    def _pairs_of(self, classes: tuple[str, ...]) -> list[Pair]:
        return [pair for pair in pairs(self._year, _NATURE) if pair[0].startswith(classes)]

    def _project(self, project: str, *, carried: bool) -> Line:
        random = self._random
        department, government = random.choice(self._pairs_of(_OPERATING_CLASSES))
        # A project has one unit, one kind and one fund: its name decides.
        choice = Random(project)  # noqa: S311
        other = choice.random() < words.SHARE_OTHER_FUNDS
        fund = choice.choice(_OTHER_FUNDS) if other else GENERAL
        line = {
            "unit": choice.choice(self._units),
            "fund": fund,
            "function": choice.choice(_items(self._year, self._class, fund)),
            "category": choice.choice(
                (Category.OTHER_OPERATION.value, Category.SPECIFIC_PURPOSE.value)
            ),
            "project": project,
            "department_economic": department,
            "government_economic": government,
            "amount": str(random.randint(50, 50_000) * 100),
        }
        return line | ({"carried_over": "是"} if carried else {})


def _procured(random: Random, expenditure: Sequence[Line]) -> int:
    """A part of the expenditure that is procured."""
    most = sum(int(line["amount"]) for line in expenditure) // 4
    return min(random.randrange(0, 50) * 10_000, most)


def _targets(random: Random, project: str, code: str, lines: Sequence[Line]) -> Draft:
    amount = sum(int(line["amount"]) for line in lines if line.get("project") == project)
    return {
        "name": project,
        "code": code,
        "cost": words.cost(amount),
        "output": [
            {"name": name, "value": f"≥{random.randint(1, 400)}{unit}"}
            for name, unit in random.sample(words.OUTPUTS, random.randint(1, 3))
        ],
        "benefit": [{"name": random.choice(words.BENEFITS), "value": "长期"}],
        "satisfaction": [{"name": "服务对象满意度", "value": f"≥{random.randint(85, 98)}%"}],
    }


def _filled(draft: Draft, pack: Pack, needs: Needs) -> Draft:
    """A draft with the fields that the pack declares, and the texts that it prints of projects."""
    titles = [need.key[0] for need in needs.of("text")]
    texts = [{"title": title, "text": words.PROJECT_TEXT} for title in titles]
    if texts:
        draft["projects"] = [project | {"texts": texts} for project in draft["projects"]]
    units = [unit["code"] for unit in draft["units"]]
    projects = [project["name"] for project in draft["projects"]]
    functions = sorted({line["function"] for line in draft["expenditure"]})
    return Filler(pack.form, pack.kind, pack.year, units, projects, functions).fill(draft)


def _look_back(random: Random, draft: Draft, pack: Pack) -> None:
    """Add last year's figures, all in one proportion, and reasons for the differences."""
    disclosure = build(draft, SourceMap(""), form=pack.form).disclosure
    if disclosure is None:
        raise ValueError("a made-up department is always valid")
    share = Decimal(random.choice(("0.82", "0.88", "0.93", "0.96", "1", "1.03", "1.07", "1.18")))
    figures = compute(disclosure, pack.measures)
    prior = {name: figures[name].amount * share for name in figures}
    draft["prior_year"] = {"figures": {name: str(amount) for name, amount in prior.items()}}
    reasons = words.REASONS_FOR_LESS if share > 1 else words.REASONS_FOR_MORE
    changed = [name for name in figures if figures[name].amount != prior[name]]
    draft["reasons"] = dict.fromkeys(changed, random.choice(reasons))


@cache
def _classes(year: int) -> list[str]:
    """The functional classes that departments are named after."""
    codes = {code[:3] for code in function_items(year) if code.endswith("01")}
    return sorted(codes - _WITHOUT_DEPARTMENT)


def _bureau(function_class: str, year: int) -> str:
    return Codebook().name(Scheme.FUNCTION, function_class, year).removesuffix("支出")


def _items(year: int, function_class: str, fund: str) -> Sequence[str]:
    """The functional items that a department of a class may spend money of a fund on."""
    items = function_items(year, Fund(fund))
    for start in (function_class, _OTHER_EXPENDITURE):
        own = [code for code in items if code.startswith(start)]
        if own:
            return own
    return items


def line_count(draft: Mapping[str, Any]) -> int:
    """How many ledger lines a draft has."""
    return len(draft["receipts"]) + len(draft["expenditure"])
