"""The names that templates may use: the contract between packs and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jinja2 import TemplateRuntimeError

from discloser.chinese import chinese_month, chinese_number
from discloser.classification.codebook import Scheme
from discloser.compose.views import Amount, Formats, Percent, ProjectView, project_view
from discloser.compute.arithmetic import shares
from discloser.compute.figures import Figures, Project
from discloser.compute.ledger import Ledger
from discloser.document.number import NumberFormat, Trim
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, SourceMap
from discloser.pack.pack import Pack
from discloser.pack.specs import NumberFormatSpec
from discloser.validation import nearest

MISSING_PRIOR = Rule(
    "C001",
    "缺少上年数",
    "“{label}”要写与上年的增减，但没有上年数。",
    "请在 prior_year.figures 里填 {name}（上年没有的填 0）。",
)
NO_COMPARISON = Rule(
    "C006",
    "没有与上年比较",
    "没有“{label}”的上年数，这个单位的文档没有写增减。",
    "要写增减的，请在这个单位的 own.prior_year.figures 里填 {name}。",
    Severity.NOTE,
)
MISSING_REASON = Rule(
    "C002",
    "缺少增减原因",
    "“{label}”与上年不同，但没有写原因。",
    "请在 reasons 里填 {name}。",
)
MISSING_ITEM_REASON = Rule(
    "C005",
    "缺少决算差异原因",
    "“{label}”的决算数与年初预算数不同，但没有写原因。",
    "请在 item_reasons 里填 {name}。",
)
UNKNOWN_OPTION = Rule(
    "C003", "没有这个选项", "模板包没有名为“{name}”的选项。", "{hint}可选的有：{known}。"
)
WRONG_OPTION = Rule(
    "C004", "选项取值不对", "选项“{label}”（{name}）不能填“{value}”。", "可填：{known}。"
)
_SCHEMES = {
    "function_class": Scheme.FUNCTION,
    "function_group": Scheme.FUNCTION,
    "function_item": Scheme.FUNCTION,
    "economic_class": Scheme.DEPARTMENT_ECONOMIC,
    "economic_item": Scheme.DEPARTMENT_ECONOMIC,
    "government_class": Scheme.GOVERNMENT_ECONOMIC,
    "government_item": Scheme.GOVERNMENT_ECONOMIC,
}


def _plain(value: Decimal) -> str:
    """A plain number without trailing zeros: 9.75, 10."""
    return NumberFormat(trim=Trim.ZEROS).text(value)


def _fixed(value: Decimal) -> str:
    """A plain number with two decimals."""
    return NumberFormat().text(value)


def _named(amount: Amount, label: str) -> Amount:
    """The amount under another label."""
    return replace(amount, label=label)


class Context:
    """Makes the names for templates, and gathers what they find missing."""

    def __init__(
        self, figures: Figures, pack: Pack, sources: SourceMap, *, of_unit: bool = False
    ) -> None:
        self.figures = figures
        self.pack = pack
        self._sources = sources
        self._of_unit = of_unit
        self._found: dict[tuple[str, str], Finding] = {}
        self.parameters = self._choose_parameters()
        self.formats = self._make_formats()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was missing so far, each once."""
        return tuple(self._found.values())

    def names(self) -> dict[str, Any]:
        """All names that a template may use."""
        disclosure = self.figures.disclosure
        amounts = {name: self.amount(name) for name in self.figures}
        return amounts | {
            "year": disclosure.year,
            "last_year": disclosure.year - 1,
            "published": disclosure.published,
            "department": disclosure.department,
            "units": disclosure.units,
            "duties": disclosure.duties,
            "organs": disclosure.organs,
            "units_note": disclosure.units_note,
            "evaluation": disclosure.evaluation,
            "three_public_details": disclosure.three_public,
            "item_reason": self.item_reason,
            "function_name": self.function_name,
            "performance": disclosure.performance,
            "procurement": disclosure.procurement,
            "assets": disclosure.assets,
            "transfers": disclosure.transfers,
            "projects": self.projects(),
            "param": self.parameters,
            "amount": self.make_amount,
            "reason": self.reason,
            "has_reason": self.has_reason,
            "compares": self.compares,
            "breakdown": self.breakdown,
            "with_shares": self.with_shares,
            "total": self.total,
            "item_names": self.item_names,
        }

    def filters(self) -> dict[str, Any]:
        """The filters that a template may use beside Jinja's."""
        return {
            "chinese": chinese_number,
            "chinese_month": chinese_month,
            "decimal": Decimal,
            "plain": _plain,
            "fixed": _fixed,
            "named": _named,
            "styled": self._styled,
        }

    def amount(self, name: str) -> Amount:
        """The amount of a figure."""
        figure = self.figures[name]
        return Amount(
            figure.amount,
            self.formats.text,
            self.formats,
            name,
            figure.label,
            prior_yuan=figure.prior,
            lines=figure.lines,
            on_missing_prior=None if self._of_unit else self._missing_prior,
        )

    def make_amount(self, yuan: Decimal, label: str = "") -> Amount:
        """An amount that is no figure, such as one of the procurement amounts, from 元."""
        return Amount(yuan, self.formats.text, self.formats, label=label)

    def total(self, amounts: Iterable[Amount]) -> Amount:
        """The sum of amounts."""
        return self.make_amount(sum((amount.yuan for amount in amounts), Decimal(0)))

    def projects(self) -> tuple[ProjectView, ...]:
        """The projects in the ledger's order."""
        return tuple(
            project_view(project, self.figures, self.formats) for project in self.figures.projects
        )

    def project(self, name: str) -> ProjectView:
        """The project called ``name``; lines without a project make a nameless one."""
        nameless = Project(name, "", "", Ledger(()), None)
        found = (project for project in self.figures.projects if project.name == name)
        return project_view(next(found, nameless), self.figures, self.formats)

    def reason(self, name: str) -> str:
        """The reason of a change as the input gives it; a missing one is reported."""
        text = self.figures.disclosure.reasons.get(name, "")
        if not text:
            label = self.figures[name].label if name in self.figures else name
            self._report(MISSING_REASON, name, ("reasons",), label=label)
        return text.rstrip("。；;.")

    def item_reason(self, code: str) -> str:
        """Why an item's actual amount differs from its initial budget; missing, it is reported."""
        text = self.figures.disclosure.item_reasons.get(code, "")
        if not text:
            label = f"{code} {self.function_name(code)}"
            self._report(MISSING_ITEM_REASON, code, ("item_reasons",), label=label)
        return text.rstrip("。；;.")

    def function_name(self, code: str) -> str:
        """The name of a code of the functional classification: class, group or item."""
        return self.code_name("function_item", code)

    def compares(self, amount: Amount) -> bool:
        """Whether a sentence compares an amount with last year's.

        A department's document always does, and a missing amount is reported; a unit's own does
        where last year's amount is known.
        """
        if amount.has_prior or not self._of_unit:
            return True
        self._report(NO_COMPARISON, amount.name, ("prior_year", "figures"), label=amount.label)
        return False

    def has_reason(self, name: str) -> bool:
        """Whether the input gives a reason for a change."""
        return name in self.figures.disclosure.reasons

    def breakdown(self, amount: Amount, dimension: str) -> list[Amount]:
        """Split an amount by a dimension of its lines; its parts have labels and stand by code."""
        parts = []
        for (value,), lines in sorted(amount.lines.group((dimension,)).items()):
            label = self.code_name(dimension, value)
            parts.append(
                Amount(
                    lines.total(),
                    amount.format,
                    self.formats,
                    label=label,
                    code=value,
                    lines=lines,
                )
            )
        return [part for part in parts if any(any(e.amounts.values()) for e in part.lines)]

    def with_shares(self, parts: Sequence[Amount], whole: Amount) -> list[Amount]:
        """Give each of ``parts`` its share of ``whole``."""
        rest = self.parameters.get("share_rounding", "末项倒挤") == "末项倒挤"
        values = shares([part.printed for part in parts], whole.printed, last_is_rest=rest)
        return [
            replace(part, share=Percent(value, self.formats.percent))
            for part, value in zip(parts, values, strict=True)
        ]

    def item_names(self, amount: Amount) -> list[str]:
        """The department economic items behind an amount, by code, each once."""
        codes = {entry.dimensions["economic_item"] for entry in amount.lines if entry.amounts}
        return [self.code_name("economic_item", code) for code in sorted(filter(None, codes))]

    def code_name(self, dimension: str, code: str) -> str:
        """The name of a code, or the value itself where the dimension has no classification."""
        scheme = _SCHEMES.get(dimension)
        if scheme is None:
            return code
        return self.pack.codebook.name(scheme, code, self.figures.disclosure.year)

    def _missing_prior(self, name: str, label: str) -> None:
        self._report(MISSING_PRIOR, name, ("prior_year", "figures"), label=label)

    def _report(self, rule: Rule, name: str, path: FieldPath, **values: str) -> None:
        place = self._sources.find(path)
        finding = rule.at(place, figures=(name,), name=name, **values)
        self._found.setdefault((rule.code, name), finding)

    def _styled(self, amount: Amount, name: str) -> Amount:
        return replace(amount, format=self._format(name))

    def _choose_parameters(self) -> dict[str, Any]:
        disclosure = self.figures.disclosure
        specs = self.pack.parameters
        chosen = {name: spec.value(disclosure.year) for name, spec in specs.items()}
        selectable = {name: spec for name, spec in specs.items() if spec.options}
        for name, value in disclosure.options.items():
            spec = selectable.get(name)
            if spec is None:
                hint, known = nearest(name, list(selectable)), "、".join(selectable)
                self._report(UNKNOWN_OPTION, name, ("options", name), hint=hint, known=known)
            elif value not in spec.options:
                known = "、".join(spec.options)
                labels = {"label": spec.label, "value": value, "known": known}
                self._report(WRONG_OPTION, name, ("options", name), **labels)
            else:
                chosen[name] = value
        return chosen

    def _make_formats(self) -> Formats:
        return Formats(
            self._format(self.parameters["text_amount"]),
            self._format(self.parameters["table_amount"]),
            self._format(self.parameters["percent"]),
        )

    def _format(self, name: str) -> NumberFormat:
        formats = self.parameters["number_formats"]
        if name not in formats:
            hint = nearest(name, list(formats))
            raise TemplateRuntimeError(f"没有名为“{name}”的数字格式。{hint}")
        return NumberFormatSpec.model_validate(formats[name]).format()
