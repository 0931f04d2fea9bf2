"""The engine's work for the desk, as functions of files in a folder; run in a process apart.

The only room of the desk that calls the engine, and the only one that knows nothing of Django: a
function takes a folder with the files of its job, and what the job is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any

from discloser.desk.jobs import engine_city
from discloser.desk.jobs.engine_book import (
    Grids,
    compare,
    mend,
    opened,
    paste,
    sheets_of,
    shown_cells,
)
from discloser.desk.jobs.engine_names import FINDINGS, NUMBERS, PAGE, SHEETS
from discloser.desk.jobs.result import Result
from discloser.entry.convert import new_input
from discloser.entry.earlier import choose, read_earlier
from discloser.entry.mend.as_workbook import as_workbook
from discloser.filenames import file_names
from discloser.finding import Finding, Severity, has_errors
from discloser.importing.command import Asked, make_import
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import (
    DATA,
    FORMATS,
    Prepared,
    keep_packs,
    layout_finding,
    prepare,
    render,
)
from discloser.problems import merged
from discloser.read import WORKBOOKS
from discloser.render.checklist import render_checklist
from discloser.render.html import render_html
from discloser.render.layout import LayoutError
from discloser.report import display, shown_places, summary
from discloser.report_check import checklist, checklist_title, finding_json, unchecked_json
from discloser.report_outcomes import tally_lines
from discloser.trace import explain_number, printed_numbers
from discloser.workshop.markers import Marker

Work = Callable[[Path, Mapping[str, Any]], Result]
_load = keep_packs()
_TYPST = "typst"
_YAML = (".yaml", ".yml")


def _prepared(folder: Path, about: Mapping[str, Any]) -> Prepared:
    templates = Path(about["templates"]) if about.get("templates") else None
    return prepare(folder / about["input"], templates, load=_load)


def check(folder: Path, about: Mapping[str, Any]) -> Result:
    """Check an input: what was found, the document as a page, how its numbers arise, its cells."""
    prepared = _prepared(folder, about)
    counts = {
        f"{severity.value}s": sum(each.severity is severity for each in prepared.findings)
        for severity in Severity
    }
    verdict = summary(prepared.findings) or "没有发现问题"
    book = shown_cells(prepared, about)
    grids = Grids(book, prepared, about) if book is not None else None
    found = _findings(prepared, grids)
    told = {"findings": found, "tally": _tally(prepared)}
    files = {FINDINGS: _json(told | {"choices": grids.choices if grids is not None else []})}
    if book is not None:
        files[SHEETS] = _json(sheets_of(book))
    document, pack = prepared.document, prepared.pack
    if document is not None and pack is not None:
        files[PAGE] = render_html(document, pack.style).encode()
        numbers = [explain_number(prepared, each) for each in printed_numbers(document)]
        files[NUMBERS] = _json(numbers)
    return Result({"ok": prepared.ok, **counts, "verdict": verdict}, files)


def make(folder: Path, about: Mapping[str, Any]) -> Result:
    """Render the three files of an input, its data package and its check sheet."""
    prepared = _prepared(folder, about)
    if not prepared.ok or prepared.document is None:
        return Result(says=f"不能生成：{summary(prepared.findings)}。", refused=True)
    try:
        rendered = render(prepared, (*FORMATS, DATA), pdf_engine=about.get("engine", _TYPST))
    except LayoutError as error:
        return Result(says=layout_finding(error).message, refused=True)
    title = prepared.document.title
    named = file_names(title, rendered)
    sheet = render_checklist(checklist_title(prepared.path, prepared), checklist(prepared))
    return Result({"title": title}, {**named, f"{title}检查表.xlsx": sheet})


def workbook(folder: Path, about: Mapping[str, Any]) -> Result:
    """Make the workbook that an office fills in; with what last year's input says, if there is."""
    kind, roots = Kind(about["kind"]), pack_roots(_templates(about))
    known, findings = read_earlier([folder / name for name in about["earlier"]], roots)
    chosen, problems = choose(known, kind, about["year"]) if known else (None, ())
    findings = (*findings, *problems)
    if has_errors(findings):
        return _refused(findings)
    content, notes = new_input(
        about["pack"], kind, about["year"], ".xlsx", roots=roots, earlier=chosen
    )
    if content is None:
        return _refused(notes)
    return Result(files={about["name"]: content}, says=summary([*findings, *notes]))


def take_in(folder: Path, about: Mapping[str, Any]) -> Result:
    """Make a workbook of what an office has: an input in any form, exports, documents."""
    paths = [folder / name for name in about["files"]]
    roots = pack_roots(_templates(about))
    if len(paths) == 1:
        content, findings = _own_input(paths[0], about, roots)
        if content is not None or paths[0].suffix.lower() in _YAML:
            return _taken(content, findings, about)
    asked = Asked(
        paths,
        [folder / name for name in about["earlier"]],
        about["pack"],
        Kind(about["kind"]),
        about["year"],
    )
    made = make_import(asked, folder / "imported.xlsx", roots)
    return _taken(made.content, made.findings, about)


def _own_input(
    path: Path, about: Mapping[str, Any], roots: tuple[Path, ...]
) -> tuple[bytes | None, Sequence[Finding]]:
    """A file that is an input already, as a workbook: its own bytes where it is one."""
    if path.suffix.lower() not in (*WORKBOOKS, *_YAML):
        return None, ()
    content, findings = as_workbook(path, roots)
    if content is None:
        return None, findings
    own = path.with_name(f"own{path.stem}.xlsx")
    own.write_bytes(content)
    book, _ = opened(own, about)
    is_input = book is not None and bool(book.draft.get("pack"))
    return (content, findings) if is_input else (None, findings)


def _taken(content: bytes | None, findings: Sequence[Finding], about: Mapping[str, Any]) -> Result:
    if content is None:
        return _refused(findings)
    told = [_finding(each) for each in merged(findings)]
    files = {about["name"]: content, FINDINGS: _json({"findings": told})}
    return Result(files=files, says=summary(findings))


WORKS: Mapping[str, Work] = {
    "audit": engine_city.audit,
    "packs": engine_city.packs,
    "effect": engine_city.effect,
    "check": check,
    "make": make,
    "workbook": workbook,
    "take_in": take_in,
    "mend": mend,
    "paste": paste,
    "compare": compare,
}
"""What can be asked for, by name."""


def run(work: str, folder: str, about: Mapping[str, Any]) -> Result:
    """Do a piece of work, in its folder, so that places name files and no folder of ours."""
    with chdir(folder):
        return WORKS[work](Path(), about)


def _templates(about: Mapping[str, Any]) -> Path | None:
    return Path(about["templates"]) if about.get("templates") else None


def _refused(findings: Sequence[Finding]) -> Result:
    errors = [each for each in merged(findings) if each.severity is Severity.ERROR]
    lines = [f"{display(each.location)} {each.message}{each.remedy}".strip() for each in errors]
    return Result(says="\n".join(lines) or "没有可以读的内容。", refused=True)


def _findings(prepared: Prepared, grids: Grids | None) -> list[dict[str, Any]]:
    marker = None
    if prepared.document is not None and prepared.pack is not None:
        marker = Marker(prepared.document, prepared)
    found = []
    for each in merged(prepared.findings):
        mark = marker.mark(each) if marker is not None else None
        found.append(
            {
                **_finding(each),
                "mark": mark.as_json() if mark is not None else None,
                "grids": grids.of(each) if grids is not None else [],
            }
        )
    return found


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        **finding_json(finding),
        "label": finding.severity.label,
        "place": display(finding.location) or "整份数据",
        "places": shown_places(finding),
    }


def _tally(prepared: Prepared) -> dict[str, Any]:
    lines = [
        str(line).removeprefix("== ") for line in tally_lines(prepared.tally, told_in_full=True)
    ]
    return {"lines": lines, "unchecked": unchecked_json(prepared.tally)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode()
