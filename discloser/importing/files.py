"""Files of an office as an input: what their tables say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from discloser.classification.codebook import Codebook
from discloser.classification.forms import Forms
from discloser.finding import Finding, Rule, Severity
from discloser.importing.about import (
    about_forms,
    about_grids,
    about_units,
    not_of_a_budget,
    of_other_years,
)
from discloser.importing.final_account import FinalAccount
from discloser.importing.form_columns import Columns
from discloser.importing.grid import LedgerGrid
from discloser.importing.information import filled
from discloser.importing.ledger import YUAN_ASSUMED, Imported, draft_of
from discloser.importing.lines import Line, lines_of
from discloser.importing.onto import with_budget
from discloser.importing.proof import Proof, prove_expenses, prove_forms, prove_grids
from discloser.importing.recognition import Recognition
from discloser.importing.tables import Tables, read_tables
from discloser.importing.titles import Title, Titles
from discloser.location import Location
from discloser.model.values import Kind
from discloser.read.spreadsheet.cell import Book

NO_AMOUNT = Rule("J005", "不是金额", "“{name}”这里不是金额。", "请在导出的表里改成数字。")
NOT_REPRODUCED = Rule(
    "J006",
    "有数对不上",
    "“{name}”印的是 {printed}，明细加起来是 {derived}，差 {difference} 元。",
    "请看这一行（列）是不是有没认出来的栏，或导出的表不全。",
    Severity.WARNING,
)


BUDGET_TAKEN = Rule(
    "J053",
    "预算表用作年初预算数",
    "工作表“{sheets}”是部门预算的明细，{count} 行用作支出的年初预算数。",
    "收入的年初预算数请核对后填；给错了文件的，去掉它再导入。",
    Severity.NOTE,
)


@dataclass(frozen=True, slots=True)
class Import:
    """What files say as an input, and its proof; None where nothing could be read."""

    imported: Imported | None
    proof: Proof
    findings: tuple[Finding, ...]
    refusals: tuple[Finding, ...] = ()
    """Those of the findings that forbid to write anything."""


def import_files(
    books: Iterable[Book],
    about: Mapping[str, str],
    forms: Forms,
    codebook: Codebook,
    known: Recognition | None = None,
) -> Import:
    """Read workbooks that are no input, as a draft of ``about`` (pack, kind, year).

    ``known`` is what an office recognises its tables by; without it, what the program does.
    """
    known = known or Recognition()
    titles = Titles(forms, known.columns)
    tables = read_tables(books, titles, known)
    columns = Columns(codebook, titles)
    kind, year = about["kind"], about["year"]
    budgets = _of_the_budget(tables) if kind == Kind.FINAL_ACCOUNT.value else []
    findings = [*tables.findings, *about_grids(tables.grids, kind, year)]
    if kind == Kind.BUDGET.value:
        findings += not_of_a_budget(tables)
    lines: list[Line] = []
    aside: list[Line] = []
    for number, grid in enumerate(tables.grids):
        others = of_other_years(grid, year)
        for line in lines_of(number, grid, titles, forms):
            (aside if line.row in others else lines).append(line)
    for number, own in enumerate(tables.forms, start=len(tables.grids)):
        account = FinalAccount(own, columns, number)
        lines += account.lines()
        findings += (*about_forms(own, year), *account.findings)
    if not lines:
        return Import(None, Proof(()), tuple(findings))
    findings += about_units(lines)
    imported = draft_of(lines, about, forms, codebook)
    if any(
        not _unit(grid, title) for grid in tables.grids for title in grid.heads.amounts.values()
    ):
        imported.inferred["money_unit",] = YUAN_ASSUMED
    if budgets:
        imported, problems = _with_budget(imported, budgets, about, titles, (forms, codebook))
        findings += problems
    told = [each for information in tables.information for each in information]
    imported = replace(imported, draft=imported.draft | filled(told))
    proof = Proof(
        (
            *prove_grids(tables.grids, lines, aside),
            *prove_forms(tables.forms, columns, lines),
            *prove_expenses(told, lines),
        )
    )
    findings += (*imported.findings, *not_reproduced(proof))
    return Import(imported, proof, tuple(findings))


def _of_the_budget(tables: Tables) -> list[LedgerGrid]:
    """Take the exports of a budget that are given beside what a final account is made of."""
    budgets = [grid for grid in tables.grids if grid.heads.caption.kind is Kind.BUDGET]
    if len(budgets) == len(tables.grids) and not tables.forms:
        return []
    tables.grids[:] = [grid for grid in tables.grids if grid not in budgets]
    return budgets


def _with_budget(
    imported: Imported,
    budgets: Sequence[LedgerGrid],
    about: Mapping[str, str],
    titles: Titles,
    known: tuple[Forms, Codebook],
) -> tuple[Imported, list[Finding]]:
    """Put the 年初预算数 of exports of the year's budget to the lines of a final account."""
    budget, year = Kind.BUDGET.value, about["year"]
    findings = list(about_grids(budgets, budget, year))
    lines = [
        line
        for number, grid in enumerate(budgets)
        for line in lines_of(number, grid, titles, known[0])
        if line.row not in of_other_years(grid, year)
    ]
    made = draft_of(lines, {**about, "kind": budget}, *known)
    places = ", ".join(dict.fromkeys(grid.sheet for grid in budgets))
    findings.append(BUDGET_TAKEN.at(Location(budgets[0].file), sheets=places, count=len(lines)))
    return with_budget(imported, made), [*findings, *made.findings]


def _unit(grid: LedgerGrid, title: Title) -> str:
    return title.unit or grid.heads.caption.money_unit


def not_reproduced(proof: Proof) -> Iterable[Finding]:
    """What is said of the numbers that the lines do not give."""
    for each in proof.broken:
        if each.printed is None:
            yield NO_AMOUNT.at(each.place, name=each.name)
            continue
        amounts = (each.printed, each.derived, each.printed - each.derived)
        printed, derived, difference = (f"{amount:,f}" for amount in amounts)
        yield NOT_REPRODUCED.at(
            each.place, name=each.name, printed=printed, derived=derived, difference=difference
        )
