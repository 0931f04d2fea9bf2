"""Sentences of a final account against the cells of the national tables (F24)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from discloser.check.check import document_check
from discloser.check.reader.printed import SIDES, Term, equal
from discloser.check.reader.prose import Passage
from discloser.check.subject import Reading
from discloser.check.tables import sum_cell, term, three_public_cells
from discloser.finding import Finding, Rule
from discloser.model.values import Kind

F24 = Rule(
    "F24",
    "正文与决算表不符",
    SIDES,
    "请核对这一句和表里的这一格；正文模板取错口径的，改模板：决算数含结转资金安排的支出。",
)
_RECEIPTS = "(财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入)"
_EXPENDITURE = "(基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出)"
_BALANCE = "(年初结转和结余|本年收入|本年支出|年末结转和结余)"


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words before an amount name: a cell by table, row and columns.

    Where the words have a group, it is the column. ``within``: words that the passage has.
    """

    words: str
    table: str
    row: str = "合计"
    header: tuple[str, ...] = ()
    within: str = ""


_SAID = (
    _Said("财政拨款收、支总计均为", "appropriation", "总计"),
    _Said("收、支总计均为", "receipts_and_expenditure", "总计"),
    _Said("年度(?:本年)?收入合计", "receipts"),
    _Said("年度(?:本年)?支出合计", "expenditure"),
    _Said(_RECEIPTS, "receipts", within="收入合计"),
    _Said(_EXPENDITURE, "expenditure", within="支出合计"),
    _Said("一般公共预算财政拨款支出(?:年初预算为.*支出决算为)?", "general_public_expenditure"),
    _Said("一般公共预算财政拨款基本支出", "general_public_expenditure", header=("基本支出",)),
    _Said("政府性基金预算财政拨款.*支出决算为", "government_fund", header=("本年支出",)),
    _Said(f"政府性基金预算财政拨款.*{_BALANCE}", "government_fund"),
    _Said("国有资本经营预算财政拨款.*支出决算为", "state_capital", header=("本年支出",)),
    _Said(f"国有资本经营预算财政拨款.*{_BALANCE}", "state_capital"),
)
_COMPILED = tuple((re.compile(f"(?:{said.words})$"), said) for said in _SAID)
_BASIC_SUMS = re.compile("(人员经费|公用经费)$")
_THREE_PUBLIC = tuple(
    (re.compile(f"(?:{words})$"), index)
    for index, words in enumerate(
        (
            "“三公”经费财政拨款支出.*决算数?为",
            "因公出国（境）费支出决算",
            "公务用车购置及运行(?:维护)?费支出决算",
            "公务用车购置支出",
            "公务用车运行维护支出",
            "公务接待费支出决算",
        )
    )
)


@document_check(F24, kind=Kind.FINAL_ACCOUNT)
def sentences_equal_the_tables(reading: Reading) -> Iterator[Finding]:
    for passage in reading.passages:
        if passage.of_table:
            continue
        for mention in passage.amounts:
            cell = _cell(reading, passage, passage.before(mention))
            label = f"文中“{passage.before(mention)[-20:]}”"
            yield from equal(F24, passage.term(mention, label), cell)


def _cell(reading: Reading, passage: Passage, before: str) -> Term | None:
    """The cell of a national table that the words before an amount name."""
    clause = re.split("[，：]", before)[-1]
    sums = _BASIC_SUMS.match(clause)
    sheet = reading.sheets.get("general_public_basic")
    if sums is not None and sheet is not None:
        return sum_cell(sheet, f"{sums[1]}合计")
    for pattern, index in _THREE_PUBLIC:
        if pattern.search(before):
            cells = three_public_cells(reading, "决算数")
            return cells[index] if cells else None
    for pattern, said in _COMPILED:
        match = pattern.search(before)
        if match is not None and said.within in passage.text:
            header = match.groups() or said.header
            return term(reading, said.table, said.row, *header)
    return None


CHECKS = (sentences_equal_the_tables,)
