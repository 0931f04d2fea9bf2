"""The engine's work for the bureau and the maintainers: audits, packs, what a changed pack does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from discloser.desk.jobs.engine_names import FINDINGS
from discloser.desk.jobs.result import Result
from discloser.document.differences import differences
from discloser.finding import Severity
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import keep_packs, prepare
from discloser.report import display
from discloser.report_check import finding_json
from discloser.workshop.difference import group
from discloser.workshop.difference_files import as_workbook
from discloser.workshop.lint import lint
from discloser.workshop.listing import list_packs

_MOST_PICTURES = 40
_SCALE = 1.4
"""How many pixels of a picture stand for a point of the page."""


def audit(folder: Path, about: Mapping[str, Any]) -> Result:
    """Audit files of one department: faults, marked copies, check sheet, pictures of the pages."""
    from discloser.audit.audit import audit as audited_of
    from discloser.audit.files import Case
    from discloser.audit.identity import Asked
    from discloser.audit.mark import can_mark, marked, marked_name
    from discloser.audit.report import audit_json, audit_rows, sheet_title, verdict_line
    from discloser.render.checklist import render_checklist

    paths = tuple(folder / name for name in about["files"])
    roots = pack_roots(_path(about, "templates"))
    audited = audited_of(Case(paths[0].stem, paths), Asked(), keep_packs(), roots)
    report = audit_json(audited)
    files = {
        f"{sheet_title(audited)}.xlsx": render_checklist(sheet_title(audited), audit_rows(audited))
    }
    for path in paths if audited.reading is not None else ():
        if can_mark(path):
            copy = marked(path, audited.faults)
            files[marked_name(path)] = copy
            if path.suffix.lower() == ".pdf":
                files |= dict(_pictures(copy, _pages(report)))
    report["faults"] = [
        {
            **finding_json(fault.finding),
            "sure": str(fault.sure),
            "place": display(fault.place),
            "page": fault.place.spot.page if fault.place and fault.place.spot else 0,
            "follows": len(fault.consequences),
        }
        for fault in audited.faults
    ]
    verdict = str(verdict_line(audited))
    return Result({"verdict": verdict}, {FINDINGS: _json(report), **files}, verdict)


def _pages(report: Mapping[str, Any]) -> list[int]:
    """The pages on which something was found, from 1."""
    places = [place for each in report["findings"] for place in each["locations"]]
    pages = {place["spot"]["page"] for place in places if place.get("spot")}
    return sorted(pages - {0})[:_MOST_PICTURES]


def _pictures(pdf: bytes, pages: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    """Pictures of some pages with the marks on them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    for page in pages:
        if page <= len(document):
            stream = BytesIO()
            document[page - 1].render(scale=_SCALE, may_draw_forms=False).to_pil().save(
                stream, "PNG"
            )
            yield f"{page}.png", stream.getvalue()
    document.close()


def packs(_folder: Path, about: Mapping[str, Any]) -> Result:
    """The packs there are, and what lint says of those in use."""
    roots = pack_roots(_path(about, "templates"))
    years = [year for _, _, year in about["packs"]] or [about["year"]]
    listed = [asdict(line) for line in list_packs(roots, max(years))]
    told = []
    for name, kind, year in about["packs"]:
        findings = lint(name, year, roots, (Kind(kind),))
        told.append(
            {
                "pack": name,
                "kind": Kind(kind).label,
                "year": year,
                "errors": sum(each.severity is Severity.ERROR for each in findings),
                "warnings": sum(each.severity is Severity.WARNING for each in findings),
                "findings": [
                    {
                        "label": each.severity.label,
                        "place": display(each.location),
                        "message": each.message,
                    }
                    for each in findings[:200]
                ],
            }
        )
    return Result({"packs": listed, "lint": told}, says=f"{len(listed)} 个模板包")


def effect(folder: Path, about: Mapping[str, Any]) -> Result:
    """What the packs that are to come change in every document, changes that are alike once."""
    now, then = keep_packs(), keep_packs()
    found, names, unlike = {}, {}, []
    for each in about["documents"]:
        place = folder / each["folder"]
        old = prepare(place / each["input"], _path(about, "templates"), load=now)
        new = prepare(place / each["input"], _path(about, "next"), load=then)
        key = each["office"]
        found[key], names[key] = differences(old.document, new.document), key
        if old.ok != new.ok:
            unlike.append(
                f"{key}：{'原来能生成，现在有错误' if old.ok else '原来有错误，现在能生成'}"
            )
    groups = group(found, names)
    data = {
        "unlike": unlike,
        "offices": len(found),
        "touched": sum(bool(each) for each in found.values()),
        "groups": [
            {
                "place": each.example.place,
                "before": each.example.before,
                "after": each.example.after,
                "offices": len(each.departments),
                "count": each.count,
            }
            for each in groups[:300]
        ],
    }
    says = f"{len(found)} 个单位的文本，{data['touched']} 个有变化，{len(groups)} 种。"
    return Result(data, {"模板变化.xlsx": as_workbook(groups)}, says)


def _path(about: Mapping[str, Any], key: str) -> Path | None:
    return Path(about[key]) if about.get(key) else None


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode()
