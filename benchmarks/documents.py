"""The documents that are measured: a real department, and the same with many times its ledger."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from benchmarks.measure import ROOT
from discloser.document.nodes import Document
from discloser.document.style import Style
from discloser.pipeline import prepare
from discloser.read import read_input
from discloser.read.write_yaml import write_yaml

INPUT = ROOT / "inputs" / "henan" / "xinxiang" / "2025" / "administrative-approval.yaml"


@cache
def document_and_style(times: int = 1) -> tuple[Document, Style]:
    """The composed document of :func:`grown_input` and its style sheet."""
    prepared = prepare(grown_input(times))
    if prepared.document is None or prepared.pack is None or not prepared.ok:
        raise RuntimeError(f"{prepared.path} cannot be rendered: {prepared.findings}")
    return prepared.document, prepared.pack.style


@cache
def grown_input(times: int) -> Path:
    """An input of ``times`` the units, ledger lines and projects of the measured one.

    Copy *n* is a unit of its own whose lines and projects have the real amounts and targets; the
    project names end in 之n. Last year's and control figures grow alike. The texts stay.
    """
    if times == 1:
        return INPUT
    draft, _, findings = read_input(INPUT)
    if draft is None:
        raise RuntimeError(str(findings))
    path = Path(mkdtemp(prefix="discloser-bench-"), f"{times}.yaml")
    path.write_text(write_yaml(multiplied(draft, times)), encoding="utf-8")
    return path


def multiplied(draft: dict[str, Any], times: int) -> dict[str, Any]:
    """A draft with every unit, line and project ``times``, each copy under names of its own."""
    (unit,) = draft["units"]
    grown = deepcopy(draft)
    for number in range(2, times + 1):
        code = str(int(unit["code"]) + number - 1)
        name = f"{unit['name']}之{number}"
        grown["units"].append({"code": code, "name": name})
        for part in ("receipts", "expenditure"):
            grown[part] += [_line(line, code, number) for line in draft[part]]
        grown["projects"] += [_project(project, number) for project in draft["projects"]]
    for amounts in (grown["prior_year"]["figures"], grown["control_figures"]):
        for name, amount in amounts.items():
            amounts[name] = str(int(amount) * times)
    return grown


def _line(line: dict[str, Any], unit: str, number: int) -> dict[str, Any]:
    project = {"project": f"{line['project']}之{number}"} if "project" in line else {}
    return {**line, **project, "unit": unit}


def _project(project: dict[str, Any], number: int) -> dict[str, Any]:
    code = str(int(project["code"]) + number * 10**9)
    return {**deepcopy(project), "name": f"{project['name']}之{number}", "code": code}
