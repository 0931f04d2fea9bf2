"""The departments that a pack is tried with: every kind of line, every change, empty and long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure, UnitParts
from discloser.model.unit import cut_out_unit
from discloser.model.values import Fund, Kind, ReceiptKind, UnitNature
from discloser.specimen.ledger import Line, receipts_for
from discloser.specimen.sample_lines import (
    CENTRE,
    NATURES,
    OFFICE,
    RUNNING,
    closing_lines,
    expenditure_lines,
    lines_of_every_code,
    with_budgets,
)
from discloser.specimen.sample_words import items_of, projects_of, reason, typed_evaluation, words
from discloser.specimen.supplements import Filler

LONG = "综合行政审批与政务信息化建设管理服务监督指导协调保障中心（筹备）" * 3
_NAME = "示范市示范局"
_SURPLUS = Decimal(50_000)
Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """A disclosure to try a pack with, what is special about it, and last year's figures.

    ``prior`` is last year's share of each figure: 1 for no change, None for unknown. ``is_whole``:
    all is filled in that a document may ask for.
    """

    what: str
    disclosure: Disclosure
    prior: Decimal | None = Decimal("0.8")
    reasons: bool = True
    of_unit: bool = False
    is_whole: bool = True


def samples(
    pack: str, kind: Kind, year: int, form: type[Disclosure] = Disclosure
) -> Iterator[Sample]:
    """The departments, and units, whose documents ``pack`` must print. Each input is valid.

    ``form`` is the model of the pack's inputs, all of whose fields are filled in.
    """
    make = _Maker(pack, kind, year, form)
    lines = expenditure_lines(kind)
    full = make.draft(lines, closing_lines(kind))
    made = make.validate(full)
    yield Sample("各种收支都有，比上年增加", made)
    yield Sample("各种收支都有，比上年减少", made, Decimal(2))
    yield Sample("与上年持平", made, Decimal(1))
    yield Sample("上年没有数", made, Decimal(0))
    yield Sample("不知道上年数的单位", make.cut(full), None, of_unit=True, is_whole=False)
    yield Sample("与上年持平，没有写原因", made, Decimal(1), reasons=False, is_whole=False)
    nothing = make.draft([], [])
    yield Sample("没有一分钱", make.validate(nothing), Decimal(0))
    yield Sample("今年没有、上年有", make.cut(nothing), None, of_unit=True, is_whole=False)
    bare = {name: value for name, value in full.items() if name not in _TYPED_BESIDE}
    named = [{"name": name} for name in projects_of(lines)]
    bare["projects"] = named
    yield Sample("只有台账，别的都没填", make.bare(bare), None, is_whole=False)
    yield Sample("只有一个单位、一笔基本支出", make.small(), is_whole=False)
    some = [*full["projects"][:1], *named[1:]]
    yield Sample("有的项目没有绩效指标", make.validate(full, projects=some), is_whole=False)
    yield Sample("只有一个事业单位", make.of_unit(CENTRE, lines, closing_lines(kind)))
    yield Sample("各类科目都有", make.of_every_code())
    yield Sample("项目没有细化到经济分类", make.not_broken_down(lines))
    carried = [line | {"carried_over": True} for line in lines]
    yield Sample("支出都用上年结转", make.disclosure(carried, closing_lines(kind)))
    yield Sample("名称很长", make.validate(full, department={"code": "101", "name": LONG}))
    if kind is Kind.BUDGET:
        yield Sample("收入没有都安排", make.not_all_planned(lines))
    if kind is Kind.FINAL_ACCOUNT:
        yield Sample("决算大于预算", make.disclosure(with_budgets(lines, "0.8", "0.9"), []))
        yield Sample("决算等于预算", make.disclosure(with_budgets(lines, "1", "1"), []))
        typed = typed_evaluation(year, projects_of(lines))
        yield Sample("自评的数与决算不同", make.validate(full, evaluation=typed))


_TYPED_BESIDE = frozenset(
    {"procurement", "assets", "transfers", "three_public", "item_reasons", "projects"}
)
"""What an input may give beside its ledger and a document may need."""


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes drafts for one pack, kind and year, each with the receipts that pay for its lines."""

    pack: str
    kind: Kind
    year: int
    form: type[Disclosure] = Disclosure

    def disclosure(self, lines: Sequence[Line], closing: Sequence[Line]) -> Disclosure:
        return self.validate(self.draft(lines, closing))

    def validate(self, draft: Mapping[str, Any], **changes: Any) -> Disclosure:
        return self.form.model_validate(self._filled({**draft, **changes}))

    def bare(self, draft: Draft) -> Disclosure:
        """What a draft makes, with nothing more than what its pack cannot do without."""
        return self.form.model_validate(self._filled(draft, whole=False))

    def cut(self, draft: Draft) -> Disclosure:
        """The own document of the first unit."""
        cut = cut_out_unit(self.validate(draft), SourceMap(""), OFFICE)
        if cut is None:
            raise ValueError("the samples have this unit")
        return cut[0]

    def _filled(self, draft: Draft, *, whole: bool = True) -> Draft:
        """A draft with what the pack asks for."""
        units = [unit["code"] for unit in draft["units"]]
        lines = draft["expenditure"]
        names, items = projects_of(lines), items_of(lines)
        return Filler(self.form, self.kind, self.year, units, names, items, whole).fill(draft)

    def draft(self, lines: Sequence[Line], closing: Sequence[Line]) -> Draft:
        said = words(self.form, self.kind, self.year, lines)
        own = {name: said[name] for name in UnitParts.model_fields if name in said}
        units: list[Draft] = [
            {"code": code, "name": f"示范中心{number}" if number else "示范局", "nature": nature}
            for number, (code, nature) in enumerate(NATURES.items())
        ]
        units[0]["own"] = own
        units[-1]["independent"] = False
        return self._ledger(lines, closing) | {"units": units} | said

    def of_every_code(self) -> Disclosure:
        """Every functional class and economic item; the receipts tell the item in a budget too."""
        lines = lines_of_every_code(self.kind, self.year)
        receipts = receipts_for(lines, kind=self.kind, by_item=True)
        return self.validate({**self.draft(lines, []), "receipts": receipts})

    def of_unit(self, unit: str, lines: Sequence[Line], closing: Sequence[Line]) -> Disclosure:
        """A department that is one unit, with all lines of it."""
        draft = self.draft(
            [line for line in lines if line["unit"] == unit],
            [line for line in closing if line["unit"] == unit],
        )
        draft["units"] = [each for each in draft["units"] if each["code"] == unit]
        return self.validate(draft)

    def small(self) -> Disclosure:
        """One unit that pays one thing and says nothing beside."""
        line = next(each for each in expenditure_lines(self.kind) if each["function"] == RUNNING)
        nature = UnitNature.ADMINISTRATIVE
        draft = self._ledger([line], [])
        draft["units"] = [{"code": OFFICE, "name": "示范局", "nature": nature}]
        if self._is_final:
            draft["item_reasons"] = {RUNNING: "追加预算"}
        return self.validate(draft)

    def not_broken_down(self, lines: Sequence[Line]) -> Disclosure:
        """Projects of which no economic item is known."""
        less = [
            {name: value for name, value in line.items() if not name.endswith("_economic")}
            if "project" in line
            else line
            for line in lines
        ]
        return self.disclosure(less, closing_lines(self.kind))

    def not_all_planned(self, lines: Sequence[Line]) -> Disclosure:
        """A budget that leaves some of each fund's receipts of this year."""
        closing = closing_lines(self.kind)
        draft = self.draft(lines, [])
        receipts = receipts_for([*lines, *closing], kind=self.kind)
        return self.validate(draft | {"receipts": receipts, "closing": closing})

    def _ledger(self, lines: Sequence[Line], closing: Sequence[Line]) -> Draft:
        return {
            "pack": self.pack,
            "kind": self.kind.value,
            "year": self.year,
            "published": f"{self.year + 1}-09" if self._is_final else f"{self.year}-03",
            "department": {"code": "101", "name": _NAME},
            "receipts": _with_surplus(receipts_for(lines, closing, kind=self.kind)),
            "expenditure": list(lines),
            "closing": list(closing),
        }

    @property
    def _is_final(self) -> bool:
        return self.kind is Kind.FINAL_ACCOUNT


def _with_surplus(receipts: list[Line]) -> list[Line]:
    """The receipts with some of the institutions' own money from what they have saved."""
    wanted = {"fund": Fund.INSTITUTIONAL_RECEIPTS.value, "kind": ReceiptKind.CURRENT.value}
    for line in receipts:
        rest = Decimal(line["amount"]) - _SURPLUS
        if wanted.items() <= line.items() and rest > 0:
            line["amount"] = str(rest)
            saved = line | {"kind": ReceiptKind.SURPLUS_USED.value, "amount": str(_SURPLUS)}
            return [*receipts, saved]
    return receipts


def last_years(sample: Sample) -> Disclosure | None:
    """Last year's input: the lines of this year with last year's share of each amount."""
    if sample.prior is None:
        return None
    share, this = sample.prior, sample.disclosure
    books: dict[str, Any] = {
        book: tuple(
            line.model_copy(update={"amount": line.amount * share}) for line in getattr(this, book)
        )
        for book in ("receipts", "expenditure", "closing")
    }
    return this.model_copy(update={"year": this.year - 1, **books})


def with_prior(sample: Sample, amounts: Mapping[str, Decimal]) -> Sample:
    """The sample with last year's figures and a reason for each."""
    if sample.prior is None:
        return sample
    figures = {name: amount * sample.prior for name, amount in amounts.items()}
    reasons = {name: reason(n) for n, name in enumerate(amounts)} if sample.reasons else {}
    named = {"figures": figures, "input": f"{sample.disclosure.year - 1}.yaml"}
    prior = sample.disclosure.prior_year.model_copy(update=named)
    changes = {"prior_year": prior, "reasons": reasons}
    return replace(sample, disclosure=sample.disclosure.model_copy(update=changes))
