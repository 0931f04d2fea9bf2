"""The names that templates may use: the contract between packs and the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from jinja2 import TemplateRuntimeError

from discloser.chinese import chinese_month, chinese_number
from discloser.classification.codebook import Scheme
from discloser.compose.evaluation import evaluation_view
from discloser.compose.views import Amount, Formats, Percent, ProjectView, project_view
from discloser.compute.arithmetic import shares
from discloser.compute.figures import Figures, Project
from discloser.compute.ledger import DIMENSIONS, Column, Ledger, Where
from discloser.document.number import NumberFormat, Trim
from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath, SourceMap
from discloser.model.values import Category, Fund
from discloser.money import MoneyUnit
from discloser.pack.pack import Pack
from discloser.pack.specs import NumberFormatSpec
from discloser.validation import nearest

MISSING_PRIOR = Rule(
    "C001",
    "缺少上年数",
    "“{label}”要写与上年的增减，但没有上年数。",
    "请在上年数里填“{label}”（{name}），上年没有的填 0。",
)
NO_COMPARISON = Rule(
    "C006",
    "没有与上年比较",
    "没有“{label}”的上年数，这个单位的文档没有写增减。",
    "要写增减的，请在这个单位自己的上年数里填“{label}”（{name}）。",
    Severity.NOTE,
)
MISSING_REASON = Rule(
    "C002",
    "缺少增减原因",
    "“{label}”与上年不同，但没有写原因。",
    "请在增减原因里写“{label}”（{name}）的原因。",
)
MISSING_ITEM_REASON = Rule(
    "C005",
    "缺少决算差异原因",
    "“{label}”的决算数与年初预算数不同，但没有写原因。",
    "请在决算与年初预算差异原因里写科目 {name} 的原因。",
)
MISSING_PROJECT_TEXT = Rule(
    "C007",
    "缺少项目说明",
    "项目“{name}”没有写“{title}”。",
    "请在这个项目的项目说明里加一条，标题写“{title}”。",
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
_LISTED = {each.value: index for kind in (Category, Fund) for index, each in enumerate(kind)}
_MOST_DIGITS = 30


def _decimal(value: Any) -> Decimal:
    """A number from its text.

    Raises:
        TemplateRuntimeError: if it is none, or one that no document prints.
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or (number and abs(number.adjusted()) > _MOST_DIGITS):
        raise TemplateRuntimeError(f"“{str(value)[:20]}”不是能印的数。")
    return number


def _plain(value: Decimal) -> str:
    """A plain number without trailing zeros: 9.75, 10."""
    return NumberFormat(trim=Trim.ZEROS).text(value)


def _fixed(value: Decimal) -> str:
    """A plain number with two decimals."""
    return NumberFormat().text(value)


def _named(amount: Amount, label: str) -> Amount:
    """The amount under another label."""
    return replace(amount, label=label)


def _in_yuan(amount: Amount) -> Amount:
    """The amount as it prints in 元."""
    return replace(amount, unit=MoneyUnit.YUAN)


class Context:
    """Makes the names for templates, and gathers what they find missing."""

    def __init__(
        self, figures: Figures, pack: Pack, sources: SourceMap, *, of_unit: bool = False
    ) -> None:
        self.figures = figures
        self.pack = pack
        self._sources = sources
        self._of_unit = of_unit
        self._found: dict[tuple[str, str, str], Finding] = {}
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
            "evaluation": evaluation_view(self.figures, self.formats),
            "three_public_details": disclosure.three_public,
            "item_reason": self.item_reason,
            "function_name": self.function_name,
            "performance": disclosure.performance,
            "procurement": disclosure.procurement,
            "assets": disclosure.assets,
            "transfers": disclosure.transfers,
            "projects": self.projects(),
            "project_text": self.project_text,
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
            "decimal": _decimal,
            "plain": _plain,
            "fixed": _fixed,
            "named": _named,
            "styled": self._styled,
            "in_yuan": _in_yuan,
            "only": self._only,
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
        found = self._projects.get(name) or Project(name, "", "", Ledger(()), None)
        return project_view(found, self.figures, self.formats)

    @cached_property
    def _projects(self) -> dict[str, Project]:
        """The projects by name; of several in different units, the first."""
        return {project.name: project for project in reversed(self.figures.projects)}

    def reason(self, name: str) -> str:
        """The reason of a change as the input gives it; a missing one is reported."""
        text = self.figures.disclosure.reasons.get(name, "")
        if not text:
            label = self.figures[name].label if name in self.figures else name
            self._report(MISSING_REASON, name, ("reasons",), label=label)
        return text.rstrip("。；;.")

    def project_text(self, project: ProjectView, title: str) -> str:
        """What the input says of a project under ``title``; a missing text is reported."""
        if title not in project.texts:
            names = [declared.name for declared in self.figures.disclosure.projects]
            path: FieldPath = ("projects",)
            if project.name in names:
                path = (*path, names.index(project.name))
            self._report(MISSING_PROJECT_TEXT, project.name, path, key=title, title=title)
        return project.texts.get(title, f"（待填：{title}）")

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
        groups = amount.lines.group((dimension,))
        for (value,), lines in sorted(
            groups.items(), key=lambda group: self.rank(dimension, group[0][0])
        ):
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
            replace(part, share=Percent(value, self.formats.percent, part.ratio_to(whole)))
            for part, value in zip(parts, values, strict=True)
        ]

    def item_names(self, amount: Amount) -> list[str]:
        """The department economic items behind an amount, by code, each once."""
        spent = [entry for entry in amount.lines if entry.amounts.get(Column.AMOUNT)]
        codes = {entry.dimensions["economic_item"] for entry in spent}
        return [self.code_name("economic_item", code) for code in sorted(filter(None, codes))]

    def code_name(self, dimension: str, code: str) -> str:
        """The name of a code, or the value itself where the dimension has no classification."""
        scheme = _SCHEMES.get(dimension)
        if scheme is None:
            return code
        return self.pack.codebook.name(scheme, code, self.figures.disclosure.year)

    def rank(self, dimension: str, value: str) -> tuple[Any, ...]:
        """Where a value of a dimension stands among the others: by its code, without one last.

        Categories and funds have no codes; they stand as the budget system lists them.
        """
        match dimension:
            case "unit":
                unit = self.figures.units.get(value)
                code = unit.code if unit is not None else value
                return (not code, code or "", self._unit_positions.get(value, 0))
            case "project":
                code = self.project(value).code
                return (not value, not code, code)
            case "category" | "fund":
                return (_LISTED.get(value, len(_LISTED)), value)
        return (not value, value)

    @cached_property
    def _unit_positions(self) -> dict[str, int]:
        return {key: index for index, key in enumerate(self.figures.units)}

    def _missing_prior(self, name: str, label: str) -> None:
        self._report(MISSING_PRIOR, name, ("prior_year", "figures"), label=label)

    def _report(
        self, rule: Rule, name: str, path: FieldPath, *, key: str = "", **values: str
    ) -> None:
        place = self._sources.find(path)
        finding = rule.at(place, figures=(name,), name=name, **values)
        self._found.setdefault((rule.code, name, key), finding)

    def _only(self, amount: Amount, **conditions: str | list[str]) -> Amount:
        """The part of an amount whose lines pass a filter, as ``where`` of a table has it."""
        try:
            where = Where.of(conditions)
        except KeyError as error:
            hint = nearest(str(error.args[0]), list(DIMENSIONS))
            raise TemplateRuntimeError(f"没有“{error.args[0]}”这个字段。{hint}") from error
        lines = amount.lines.where(where)
        part = Amount(lines.total(), amount.format, self.formats, label=amount.label, lines=lines)
        return replace(part, unit=amount.unit)

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
