"""A new city: two changed sentences and a renamed table in three small files, and no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.document.nodes import Document, Heading, Paragraph
from discloser.pipeline import prepare

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs/henan/sanmenxia/2025/administrative-approval.yaml"

PACK = """\
title: 某市
parent: henan/base
"""
NARRATIVE = """\
{% extends "parent:budget/parts/narrative.md.j2" %}

{% block government_fund_text %}
{{ lead() }}政府性基金预算支出为{{ government_fund_expenditure }}万元。
{% endblock %}

{% block procurement_text %}
{{ year }}年全部政府采购{{ amount(procurement.total) }}万元。
{% endblock %}
"""
PROJECTS = """\
extends: parent
name: 项目经费表
caption: "{{ year }}年项目经费表"
"""


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Document, Document]:
    """The same input by the new city's pack and by its parent."""
    city = tmp_path / "templates/henan/somewhere"
    files = {
        "pack.yaml": PACK,
        "budget/parts/narrative.md.j2": NARRATIVE,
        "budget/tables/projects.yaml": PROJECTS,
    }
    for name, text in files.items():
        path = city / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (
        _compose(tmp_path, "henan/somewhere"),
        _compose(tmp_path, "henan/base"),
    )


def _compose(folder: Path, pack: str) -> Document:
    text = INPUT.read_text(encoding="utf-8").replace("pack: henan/sanmenxia", f"pack: {pack}")
    lines = text.splitlines()
    dropped = ("procurement_owner", "assets_owner")
    kept = [line for line in lines if not line.strip().startswith(dropped)]
    path = folder / f"{pack.replace('/', '-')}.yaml"
    path.write_text("\n".join(kept), encoding="utf-8")
    prepared = prepare(path, folder / "templates")
    assert prepared.document is not None, [f.message for f in prepared.findings]
    assert prepared.ok, [f.message for f in prepared.findings]
    return prepared.document


def _texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks() if isinstance(b, Heading | Paragraph)]


def test_it_changes_two_sentences_and_nothing_else(documents: tuple[Document, Document]) -> None:
    city, base = (_texts(document) for document in documents)
    changed = [(ours, theirs) for ours, theirs in zip(city, base, strict=True) if ours != theirs]
    assert [ours for ours, _ in changed] == [
        "市行政审批和政务信息管理局2025年政府性基金预算支出为0万元。",
        "2025年全部政府采购0万元。",
    ]


def test_it_renames_one_table_and_keeps_its_cells(documents: tuple[Document, Document]) -> None:
    city, base = (list(document.tables()) for document in documents)
    renamed = [
        (ours.caption, theirs.caption)
        for ours, theirs in zip(city, base, strict=True)
        if ours.caption != theirs.caption
    ]
    assert renamed == [("2025年项目经费表", "2025年项目支出表")]
    assert [table.body for table in city] == [table.body for table in base]
