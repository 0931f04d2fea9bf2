"""What lines are made of, and which of those that print allows are the usual ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from discloser.classification.codebook import Codebook, Scheme, economic_pairs
from discloser.compute.ledger import Side
from discloser.importing.fixed_pairs import FixedPair
from discloser.importing.marginals.masks import Masks
from discloser.model.values import Category, ClosingKind, Fund, Kind, ReceiptKind

_PROJECTS = (
    Category.PROJECT.value,
    Category.OTHER_OPERATION.value,
    Category.SPECIFIC_PURPOSE.value,
)
_OTHERS = tuple(c.value for c in Category if c is not Category.BASIC and c.value not in _PROJECTS)
_ITEM = 7
_ECONOMIC_ITEM = 5
_REST = "99"
"""The last digits of an item for what has no item of its own (其他…支出)."""
NOT_USUAL, WITHOUT_ITEM, CARRIED, LATER = 2.0, 3.0, 0.5, 0.01

_FUNDS = {fund.value: LATER * at for at, fund in enumerate(Fund)}


@dataclass(frozen=True)
class Likely:
    """Values that lines may have beyond those that print names, and how usual a line is."""

    codebook: Codebook
    kind: Kind
    year: int
    pairs: tuple[FixedPair, ...] = ()
    natures: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The categories of projects whose rows tell them."""
    is_undivided: bool = True
    """Whether tables list project expenditure that is of neither kind."""
    unit_natures: Mapping[str, str] = field(default_factory=dict)
    """What each unit is taken for."""

    def values(self, side: str, group: Sequence[str], masks: Masks) -> list[tuple[str, ...]]:
        """The values of a dimension, or of some that go together, for the lines of a book."""
        if group[0] == "category":
            return list(self._natures(masks.values("project")))
        if group[0] == "unit":
            units = masks.units or ("",)
            return [(unit, self.unit_natures.get(unit, "")) for unit in units]
        if len(group) > 1:
            return self._economic(masks)
        return [(value,) for value in self._values(side, group[0], masks)]

    def _values(self, side: str, dimension: str, masks: Masks) -> list[str]:
        match dimension:
            case "fund":
                return [fund.value for fund in Fund]
            case "kind":
                kinds = ReceiptKind if side == Side.RECEIPTS else ClosingKind
                return [kind.value for kind in kinds]
            case "carried_over":
                return ["否", "是"]
        items = list(self._items(masks.values("function")))
        return items if side == Side.EXPENDITURE else [*items, ""]

    def _items(self, codes: Sequence[str]) -> Iterator[str]:
        """The functional items of codes; of a class or group that names none, the usual one."""
        for code in codes:
            if len(code) == _ITEM:
                yield code
            elif not any(other != code and other.startswith(code) for other in codes):
                below = [c.code for c in self.codebook.codes(Scheme.FUNCTION, self.year)]
                items = [c for c in below if len(c) == _ITEM and c.startswith(code)]
                yield next((c for c in items if c.endswith(_REST)), next(iter(items), code))

    def _economic(self, masks: Masks) -> list[tuple[str, ...]]:
        """Pairs that print names, else those that correspond; and none."""
        printed = masks.pairs()
        told = {pair for pair in printed if all(len(code) == _ECONOMIC_ITEM for code in pair)}
        found: dict[tuple[str, ...], None] = dict.fromkeys(pair for pair in printed if pair in told)
        known = {one for one, _ in told}
        for code in self._below(masks.values("economic"), Scheme.DEPARTMENT_ECONOMIC):
            if code not in known:
                found |= dict.fromkeys(self._corresponding(code, masks.values("government")))
        found["", ""] = None
        return list(found)

    def _below(self, codes: Sequence[str], scheme: Scheme) -> Iterator[str]:
        for code in codes:
            if len(code) == _ECONOMIC_ITEM:
                yield code
            elif code.isdigit() and not any(c != code and c.startswith(code) for c in codes):
                items = [c.code for c in self.codebook.codes(scheme, self.year)]
                below = [c for c in items if len(c) == _ECONOMIC_ITEM and c.startswith(code)]
                yield next((c for c in below if c.endswith(_REST)), next(iter(below), code))

    def _corresponding(self, code: str, printed: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The government items of a department's item, those that print names first."""
        both = [two for one, two in economic_pairs() if one == code]
        named = [two for two in both if two.startswith(tuple(printed) or ("",))]
        for two in named or both or [""]:
            yield code, two

    @property
    def _projects(self) -> tuple[str, ...]:
        """The categories of projects, the usual one first."""
        return _PROJECTS if self.is_undivided else _PROJECTS[::-1]

    def _natures(self, projects: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The categories, those of projects with each project's name and without one."""
        yield Category.BASIC.value, ""
        for name in (*filter(None, projects), ""):
            told = self.natures.get(name) or self._projects
            yield from ((category, name) for category in self._projects if category in told)
        yield from ((category, "") for category in _OTHERS)

    def cost(self, side: str, values: Mapping[str, str]) -> float:
        """How unusual a line is; nothing for the most usual ones."""
        cost = _FUNDS[values["fund"]]
        if side != Side.EXPENDITURE:
            return cost + (LATER if values["function"] else 0)
        cost += CARRIED if values["carried_over"] == "是" else 0
        basic = values["category"] == Category.BASIC
        if not values["economic"]:
            return cost + (WITHOUT_ITEM if basic else 0)
        if not basic:
            return cost + 2 * LATER + self.cost_of_nature(values)
        return cost + (0 if self._is_usual(values["function"], values["economic"]) else NOT_USUAL)

    def cost_of_nature(self, values: Mapping[str, str]) -> float:
        """How unusual the category of a line is, and a project without a name."""
        if values["category"] == Category.BASIC:
            return 0
        named = 0 if values["project"] else LATER
        return LATER * (*self._projects, *_OTHERS).index(values["category"]) + named

    def _is_usual(self, function: str, economic: str) -> bool:
        """Whether an item pays for what it is for, and nothing else pays for that."""
        fitting = [p for p in self.pairs if function.startswith(p.function)]
        own = max(fitting, key=lambda p: len(p.function)).economic if fitting else ()
        if own:
            return economic.startswith(own)
        exact = {code for p in self.pairs for code in p.economic if len(code) == _ECONOMIC_ITEM}
        return economic not in exact
