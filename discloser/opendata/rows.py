"""The rows of open data: of the ledger, and of the numbers that a document prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from discloser.classification.codebook import Codebook, Scheme
from discloser.compute.figures import Figures
from discloser.compute.ledger import Column, Entry, Side
from discloser.document.nodes import Document
from discloser.money import MoneyUnit
from discloser.trace.printed import PrintedNumber, printed_numbers

Row = Mapping[str, str]
_BOOKS = {Side.RECEIPTS: "收入", Side.EXPENDITURE: "支出", Side.CLOSING: "年末结余"}
_CODES = (
    ("exp_func", "function_item", Scheme.FUNCTION),
    ("dep_bgt_eco", "economic_item", Scheme.DEPARTMENT_ECONOMIC),
    ("gov_bgt_eco", "government_item", Scheme.GOVERNMENT_ECONOMIC),
)


def ledger_rows(figures: Figures, codebook: Codebook) -> Iterator[Row]:
    """One row for each line of this year's ledger, amounts in 元."""
    disclosure = figures.disclosure
    about = {"fiscal_year": str(disclosure.year), "report_kind": disclosure.kind.label}
    projects = {project.name: project.code for project in figures.projects}
    for number, entry in enumerate(figures.ledger, start=1):
        if entry.is_last_years:
            continue
        told = entry.dimensions
        unit = figures.units.get(told["unit"])
        yield {
            "line": str(number),
            "book": _BOOKS[Side(entry.side)],
            **about,
            "agency_code": told["unit"],
            "agency_name": unit.name if unit is not None else told["unit"],
            **_classified(entry, codebook, disclosure.year),
            "pro_code": projects.get(told.get("project", ""), ""),
            "pro_name": told.get("project", ""),
            "fund_type": told["fund"],
            "exp_type": told.get("category", ""),
            "kind": told.get("kind", ""),
            "carried_over": told.get("carried_over", ""),
            "amt": _plain(entry.amounts.get(Column.AMOUNT)),
            "initial_budget": _plain(entry.amounts.get(Column.INITIAL_BUDGET)),
            "adjusted_budget": _plain(entry.amounts.get(Column.ADJUSTED_BUDGET)),
        }


def number_rows(document: Document, figures: Figures) -> Iterator[Row]:
    """One row for each number that is printed, in reading order."""
    printed = (each for each in printed_numbers(document) if each.text)
    for number, each in enumerate(printed, start=1):
        figure = figures.get(each.number.figure) if each.number.figure else None
        yield {
            "number": str(number),
            "place": each.place,
            "figure": each.number.figure,
            "figure_name": figure.label if figure is not None else "",
            "exact": _plain(_exact(each)),
            "printed": each.number.text,
            "unit": each.unit,
        }


def _classified(entry: Entry, codebook: Codebook, year: int) -> Row:
    made: dict[str, str] = {}
    for name, dimension, scheme in _CODES:
        code = entry.dimensions.get(dimension, "")
        made[f"{name}_code"] = code
        made[f"{name}_name"] = codebook.name(scheme, code, year) if code else ""
    return made


def _exact(printed: PrintedNumber) -> Decimal:
    """A number without rounding: an amount in 元, any other as it is."""
    is_money = printed.unit in {unit.value for unit in MoneyUnit}
    return printed.number.value * (MoneyUnit(printed.unit).yuan if is_money else 1)


def _plain(value: Decimal | None) -> str:
    """A number in digits, without zeros at its end."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
