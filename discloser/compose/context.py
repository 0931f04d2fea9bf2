"""The names that templates may use: the contract between packs and the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from jinja2 import TemplateRuntimeError

from discloser.classification.codebook import Scheme
from discloser.compose.echo import Echo, without_title
from discloser.compose.evaluation import evaluation_view
from discloser.compose.filters import PLAIN_FILTERS
from discloser.compose.missing import (
    MISSING_ITEM_REASON,
    MISSING_LAST_YEAR,
    MISSING_PRIOR,
    MISSING_PROJECT_TEXT,
    MISSING_REASON,
    MISSING_VALUE,
    NO_COMPARISON,
)
from discloser.compose.named_formats import NamedFormats
from discloser.compose.records import records
from discloser.compose.supplements import Shower, Supplements, View
from discloser.compose.tallies import Tallied, Ways, breaking_down, tallies
from discloser.compose.views import (
    Amount,
    Formats,
    Percent,
    ProjectView,
    UnitView,
    project_view,
    unit_view,
)
from discloser.compute.arithmetic import shares
from discloser.compute.figures import Figures, Project
from discloser.compute.ledger import LAST_YEAR, Column, Ledger, Where
from discloser.document.number import NumberFormat, Origin
from discloser.finding import Finding, Rule
from discloser.location import FieldPath, SourceMap
from discloser.model.values import Category, Fund
from discloser.pack.fields import dimensions_of
from discloser.pack.pack import Pack
from discloser.pack.templates import Entries
from discloser.pack.unknown import Unknown, passing_unknown
from discloser.parameters.parameter import values_of
from discloser.validation import nearest

UNKNOWN_OPTION = Rule(
    "C003", "没有这个选项", "模板包没有名为“{name}”的选项。", "{hint}可选的有：{known}。"
)
WRONG_OPTION = Rule(
    "C004", "选项取值不对", "选项“{label}”（{name}）不能填“{value}”。", "可填：{known}。"
)
SHARE_ROUNDING = "share_rounding"
"""The parameter that says where shares leave what rounding makes of them."""
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
        self.echoes: list[Echo] = []
        self.parameters = self._choose_parameters()
        self._number_formats = NamedFormats(self.parameters["number_formats"])
        self.limits = pack.limits(figures.disclosure.options)
        self.formats = self._make_formats()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was missing so far, each once."""
        return tuple(self._found.values())

    def names(self) -> dict[str, Any]:
        """All names that a template may use."""
        disclosure = self.figures.disclosure
        amounts = {name: self.amount(name) for name in self.figures}
        ways = Ways(self._missing_value, self.needs_last_year, self.formats.percent)
        counts = tallies(self.pack.counts, self.figures, ways)
        return (
            amounts
            | counts
            | {
                "year": disclosure.year,
                "last_year": disclosure.year - 1,
                "published": disclosure.published,
                "units": self.supplements.units(),
                "duties": disclosure.duties,
                "organs": disclosure.organs,
                "units_note": disclosure.units_note,
                "evaluation": evaluation_view(
                    self.figures, self.limits, self.formats, self.pack.form, self._missing_value
                ),
                "item_reason": self.item_reason,
                "function_name": self.function_name,
                "performance": disclosure.performance,
                **records(self.pack.form, disclosure, self._missing_value),
                "supplement": self.supplements.of_department(),
                "item_supplement": self.item_supplement,
                "projects": self.projects(),
                "large_projects": self.large_projects(),
                "project_text": self.project_text,
                "param": Entries(self.parameters),
                "amount": self.make_amount,
                "reason": self.reason,
                "has_reason": self.has_reason,
                "compares": self.compares,
                "breakdown": breaking_down(self.breakdown, self.rank, self.code_name),
                "with_shares": self.with_shares,
                "total": self.total,
                "item_names": self.item_names,
            }
        )

    def filters(self) -> dict[str, Any]:
        """The filters that a template may use beside Jinja's."""
        filters = {**PLAIN_FILTERS, "styled": self._styled, "only": self._only}
        return {name: passing_unknown(made) for name, made in filters.items()}

    def amount(self, name: str) -> Amount:
        """The amount of a figure."""
        figure = self.figures[name]
        given: FieldPath = ("prior_year", "figures", name)
        is_given = name in self.figures.disclosure.prior_year.figures
        return Amount(
            figure.amount,
            self.formats.text,
            self.formats,
            name,
            figure.label,
            prior_yuan=figure.prior,
            lines=figure.lines,
            prior_lines=figure.prior_lines,
            prior_field=given if is_given or figure.prior_lines is None else (),
            on_missing_prior=None if self._of_unit else self._missing_prior,
        )

    def make_amount(
        self, yuan: Decimal | float | Amount | Unknown, label: str = ""
    ) -> Amount | Unknown:
        """An amount that is no figure, such as one of the procurement amounts, from 元.

        What is an amount already, as those of the evaluation, stays as it is, and so does a blank;
        a count, and what a division of counts gives, is a TemplateRuntimeError.
        """
        if isinstance(yuan, Unknown | Amount | str):
            return yuan
        if not isinstance(yuan, Decimal):
            told = "不是以元计的金额；是个数的直接印，写死的数请先用 decimal 过滤器。"
            raise TemplateRuntimeError(f"“{yuan}”{told}")
        return Amount(yuan, self.formats.text, self.formats, label=label)

    def total(self, amounts: Iterable[Amount | Unknown]) -> Amount | Unknown:
        """The sum of amounts; unknown where any of them is."""
        listed = list(amounts)
        made = self.make_amount(sum((amount.yuan for amount in listed), Decimal(0)))
        origins = [each.number().origin for each in listed if isinstance(each, Amount)]
        fields = tuple(path for origin in origins if origin is not None for path in origin.fields)
        return replace(made, origin=Origin("合计", fields)) if isinstance(made, Amount) else made

    def projects(self) -> tuple[ProjectView, ...]:
        """The projects in the ledger's order."""
        return tuple(map(self._view_of, self.figures.projects))

    def large_projects(self) -> tuple[ProjectView, ...]:
        """The projects from the amount on that the pack calls large."""
        large = self.figures.large_projects(self.limits.large_project)
        return tuple(map(self._view_of, large))

    def project(self, name: str) -> ProjectView:
        """The project called ``name``; lines without a project make a nameless one."""
        return self._view_of(self._projects.get(name) or self.figures.last_years_project(name))

    def _view_of(self, project: Project) -> ProjectView:
        view = project_view(project, self.figures, self.formats)
        return replace(view, supplement=self.supplements.of_project(project.name))

    def unit(self, key: str) -> UnitView:
        """The unit that ledger lines call ``key``."""
        view = unit_view(self.figures, key)
        return replace(view, supplement=self.supplements.of_unit(key))

    def item_supplement(self, code: str) -> View:
        """What the pack asks of a functional item."""
        return self.supplements.of_item(code, self.function_name(code))

    @cached_property
    def supplements(self) -> Supplements:
        """What the pack declares, as templates see it."""
        show = Shower(self.formats, self._missing_value, self.figures, self.code_name)
        return Supplements(self.figures, show)

    @cached_property
    def _projects(self) -> dict[str, Project]:
        """The projects by name; of several in different units, the first."""
        return {project.name: project for project in reversed(self.figures.projects)}

    def reason(self, name: str) -> str:
        """The reason of a change as the input gives it; a missing one is reported."""
        text = self.figures.disclosure.reasons.get(name, "")
        if text:
            return text
        label = self.figures[name].label if name in self.figures else name
        if (MISSING_PRIOR.code, name, "") not in self._found:  # else nobody knows of a change
            self._report(MISSING_REASON, name, ("reasons", name), label=label)
        return str(Unknown(f"{label}的原因"))

    def project_text(self, project: ProjectView, title: str) -> str:
        """What the input says of a project under ``title``; a missing text is reported."""
        if title not in project.texts:
            names = [declared.name for declared in self.figures.disclosure.projects]
            path: FieldPath = ("projects",)
            if project.name in names:
                path = (*path, names.index(project.name), "texts", len(project.texts))
            self._report(MISSING_PROJECT_TEXT, project.name, path, key=title, title=title)
        text, echoes = without_title(title, project.texts.get(title, str(Unknown(title))))
        self.echoes += echoes
        return text

    def item_reason(self, code: str) -> str:
        """Why an item's actual amount differs from its initial budget; missing, it is reported."""
        text = self.figures.disclosure.item_reasons.get(code, "")
        if text:
            return text
        label = f"{code} {self.function_name(code)}"
        self._report(MISSING_ITEM_REASON, code, ("item_reasons", code), label=label)
        return str(Unknown(f"{label}的原因"))

    def function_name(self, code: str) -> str:
        """The name of a code of the functional classification: class, group or item."""
        return self.code_name("function_item", str(code))

    def compares(self, amount: Amount) -> bool:
        """Whether a sentence compares an amount with last year's.

        A department's document always does, and a missing amount is reported; a unit's own does
        where last year's amount is known.
        """
        if amount.has_prior or not self._of_unit:
            return True
        path = ("prior_year", "figures", amount.name)
        self._report(NO_COMPARISON, amount.name, path, label=amount.label)
        return False

    def has_reason(self, name: str) -> bool:
        """Whether the input gives a reason for a change."""
        return name in self.figures.disclosure.reasons

    def breakdown(
        self, amount: Amount, dimension: str, *, both_years: bool = False
    ) -> list[Amount]:
        """Split an amount by a dimension of its lines; its parts have labels and stand by code.

        With ``both_years``, what there was last year alone is a part as well.
        """
        groups = (amount.lines + (amount.prior_lines or Ledger(()))).group((dimension,))
        parts = []
        for (value,), found in sorted(
            groups.items(), key=lambda group: self.rank(dimension, group[0][0])
        ):
            lines = found.of_column(Column.AMOUNT)
            if any(any(entry.amounts.values()) for entry in (found if both_years else lines)):
                before = found.of_column(Column.PRIOR) if amount.prior_lines is not None else None
                part = amount.part(lines, before, self._on_missing_part)
                parts.append(replace(part, label=self.code_name(dimension, value), code=value))
        return parts

    def with_shares(self, parts: Sequence[Amount], whole: Amount) -> list[Amount]:
        """Give each of ``parts`` its share of ``whole``."""
        rest = self.parameters.get(SHARE_ROUNDING, "末项倒挤") == "末项倒挤"
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

    def _missing_value(self, path: FieldPath, label: str) -> None:
        self._report(MISSING_VALUE, ".".join(map(str, path)), path, label=label)

    @property
    def _on_missing_part(self) -> Callable[[str, str], None] | None:
        return None if self._of_unit else lambda _name, _label: self.needs_last_year()

    def needs_last_year(self) -> None:
        """Report that last year's amounts are printed item by item and nobody knows them."""
        self._report(MISSING_LAST_YEAR, ".".join(map(str, LAST_YEAR)), LAST_YEAR)

    def _missing_prior(self, name: str, label: str) -> None:
        self._report(MISSING_PRIOR, name, ("prior_year", "figures", name), label=label)

    def _report(
        self, rule: Rule, name: str, path: FieldPath, *, key: str = "", **values: str
    ) -> None:
        finding = rule.at(self._sources.find(path), figures=(name,), name=name, **values)
        self._found.setdefault((rule.code, name, key), finding)

    def part_of(self, amount: Amount, conditions: Mapping[str, Any]) -> Amount:
        """The part of an amount whose lines pass a filter of known dimensions."""
        where = Where.of(conditions, list(dimensions_of(self.pack.fields)))
        last = amount.prior_lines.where(where) if amount.prior_lines is not None else None
        part = amount.part(amount.lines.where(where), last, self._on_missing_part)
        return replace(part, unit=amount.unit)

    def _only(self, amount: Amount | Tallied, **conditions: str | list[str]) -> Amount | Tallied:
        """The part of an amount whose lines pass a filter, as ``where`` of a table has it."""
        known = list(dimensions_of(self.pack.fields))
        try:
            where = Where.of(conditions, known)
            if isinstance(amount, Amount):
                return self.part_of(amount, conditions)
        except KeyError as error:
            hint = nearest(str(error.args[0]), known)
            raise TemplateRuntimeError(f"没有“{error.args[0]}”这个字段。{hint}") from error
        return amount.where(where)

    def _styled(self, amount: Amount, name: str) -> Amount:
        return replace(amount, format=self.number_format(name))

    def _choose_parameters(self) -> dict[str, Any]:
        disclosure = self.figures.disclosure
        specs = self.pack.parameters
        selectable = {name: spec for name, spec in specs.items() if spec.options}
        for name, value in disclosure.options.items():
            spec = selectable.get(name)
            if spec is None:
                hint, known = nearest(name, list(selectable)), "、".join(selectable)
                self._report(UNKNOWN_OPTION, name, ("options", name), hint=hint, known=known)
            elif value not in spec.options:
                labels = {"label": spec.label, "value": value, "known": "、".join(spec.options)}
                self._report(WRONG_OPTION, name, ("options", name), **labels)
        return values_of(specs, disclosure.year, disclosure.options)

    def _make_formats(self) -> Formats:
        return Formats(
            self.number_format(self.parameters["text_amount"]),
            self.number_format(self.parameters["table_amount"]),
            self.number_format(self.parameters["percent"]),
        )

    def number_format(self, name: str) -> NumberFormat:
        """The number format of that name."""
        return self._number_formats.named(name)
