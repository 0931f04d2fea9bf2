"""Which earlier inputs a new one is made from: told by kind and year, in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discloser.compute.catalogue import standard_measures
from discloser.compute.figures import Figures, compute
from discloser.compute.names import draft_with_names, with_names
from discloser.finding import Finding, Rule, Severity, has_errors
from discloser.location import Location, SourceMap
from discloser.model.values import Kind
from discloser.pack.inputs import PackOf, built_of
from discloser.pack.pack import load_pack
from discloser.read import read_input

NO_PRIOR = Rule(
    "E050",
    "没有带入上年数",
    "这一份是 {year} 年{kind}，不是上一年的，没有带入上年数。",
    "请在“上年数”里自己填。",
    Severity.NOTE,
)
NOT_WANTED = Rule(
    "E054",
    "用不上的上年文件",
    "这一份是 {year} 年{kind}；做 {target_year} 年{target}，要的是{wanted}。",
    "请换成要的那一份，或者不带它。",
)
GIVEN_TWICE = Rule(
    "E055",
    "同一种文件给了两份",
    "这一份和“{other}”都是{kind}（{year} 年、{other_year} 年），只能带一份。",
    "请只带要的那一份。",
)
NO_BASE = Rule(
    "E056",
    "缺少上年预算",
    "做 {target_year} 年{target}，只有决算不够，还要有 {year} 年部门预算。",
    "请用 --from 再带上一份 {year} 年部门预算。",
)
OTHER_DEPARTMENT = Rule(
    "E057",
    "不是同一个部门",
    "这一份是“{name}”（{code}）的，“{other}”是“{other_name}”（{other_code}）的。",
    "请换成同一个部门的；改了代码的，先把两份里的部门代码改成一样。",
)
_YEARS_OF_ACCOUNT = 2
"""How far back a final account may lie that a budget learns from: the last one published."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An input of an earlier disclosure: its draft with its places, and its figures."""

    draft: Mapping[str, Any]
    figures: Figures
    sources: SourceMap

    @property
    def kind(self) -> Kind:
        """The kind of disclosure."""
        return self.figures.disclosure.kind

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.figures.disclosure.year

    @property
    def place(self) -> Location:
        """The place that stands for the whole input."""
        return Location(self.sources.file)


@dataclass(frozen=True, slots=True)
class Earliers:
    """The earlier inputs by what they are to the new one; None where there is none.

    ``budget`` is the same year's budget of a final account, ``last`` the disclosure of the same
    kind before, ``account`` the final account that a new budget learns from.
    """

    budget: Earlier | None = None
    last: Earlier | None = None
    account: Earlier | None = None

    @property
    def base(self) -> Earlier | None:
        """Where names, texts and projects come from."""
        return self.budget or self.last

    @property
    def all(self) -> tuple[Earlier, ...]:
        """Those that there are, the newest first."""
        return tuple(each for each in (self.budget, self.last, self.account) if each is not None)


def read_earlier(
    paths: Sequence[Path], roots: tuple[Path, ...]
) -> tuple[list[Earlier], tuple[Finding, ...]]:
    """Read earlier inputs. One with errors is not taken: what it has lost would be lost here."""
    known: list[Earlier] = []
    findings: list[Finding] = []
    for path in paths:
        packs = PackOf(load_pack, roots)
        draft, sources, problems = read_input(path, form_of=packs.form)
        if draft is None or has_errors(problems):
            findings += problems
            continue
        pack, unread = packs.of(draft, sources)
        understood, built = built_of(draft, sources, pack)
        wrong = (*understood.findings, *built.findings, *unread)
        if built.disclosure is None or has_errors(wrong):
            findings += wrong
            continue
        measures = pack.measures if pack is not None else standard_measures()
        disclosure, _, _ = with_names(built.disclosure, sources, measures)
        draft = draft_with_names(understood.draft, measures)
        known.append(Earlier(draft, compute(disclosure, measures), sources))
    return known, tuple(findings)


def year_meant(earlier: Sequence[Earlier], kind: Kind) -> int:
    """The year of a new disclosure that the earlier ones speak for; 0 where they leave it open."""
    budgets = [each.year for each in earlier if each.kind is Kind.BUDGET]
    accounts = [each.year for each in earlier if each.kind is Kind.FINAL_ACCOUNT]
    if kind is Kind.BUDGET:
        return max(budgets, default=-1) + 1
    return max(budgets) if budgets else max(accounts, default=-1) + 1


def choose(
    earlier: Sequence[Earlier], kind: Kind, year: int
) -> tuple[Earliers, tuple[Finding, ...]]:
    """Tell what each earlier input is to the new one of ``kind`` and ``year``."""
    chosen: dict[str, Earlier] = {}
    findings: list[Finding] = []
    target: dict[str, Any] = {"target": kind.label, "target_year": year}
    for each in earlier:
        words: dict[str, Any] = {"kind": each.kind.label, "year": each.year}
        role = _role(each, kind, year)
        if not role:
            wanted = _wanted(kind, year)
            findings.append(NOT_WANTED.at(each.place, wanted=wanted, **words, **target))
        elif role in chosen:
            other = chosen[role]
            more: dict[str, Any] = {"other": other.sources.file, "other_year": other.year}
            findings.append(GIVEN_TWICE.at(each.place, **words, **more))
        else:
            chosen[role] = each
    found = Earliers(**chosen)
    if found.account is not None and found.base is None and not findings:
        findings.append(NO_BASE.at(found.account.place, year=year - 1, **target))
    findings += _departments(found)
    if found.last is not None and found.last.year != year - 1:
        label = found.last.kind.label
        findings.append(NO_PRIOR.at(found.last.place, year=found.last.year, kind=label))
    return found, tuple(findings)


def _role(each: Earlier, kind: Kind, year: int) -> str:
    if each.kind is kind:
        return "last" if each.year < year else ""
    if kind is Kind.FINAL_ACCOUNT:
        return "budget" if each.year == year else ""
    return "account" if year - _YEARS_OF_ACCOUNT <= each.year < year else ""


def _wanted(kind: Kind, year: int) -> str:
    if kind is Kind.FINAL_ACCOUNT:
        return f" {year} 年部门预算、{year - 1} 年部门决算"
    return f" {year - 1} 年部门预算，以及（可以没有）{year - 1} 年或 {year - 2} 年部门决算"


def _departments(found: Earliers) -> list[Finding]:
    findings: list[Finding] = []
    for each in found.all[1:]:
        first = found.all[0]
        known = first.figures.disclosure.department
        department = each.figures.disclosure.department
        if department.code != known.code and department.name != known.name:
            ours = {"name": department.name, "code": department.code}
            theirs = {"other_name": known.name, "other_code": known.code}
            other = first.sources.file
            findings.append(OTHER_DEPARTMENT.at(each.place, other=other, **ours, **theirs))
    return findings
