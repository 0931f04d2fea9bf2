"""Charts from a pack's specs: the input's numbers in their places, and read by the checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import zip_longest
from pathlib import Path
from shutil import copytree

import pytest

from discloser.check.run import run_document_checks
from discloser.document.differences import differences
from discloser.document.dump import dump
from discloser.document.nodes import Block, Chart, ChartKind, Document, Heading, Paragraph, Text
from discloser.document.number import Number
from discloser.finding import Severity
from discloser.pipeline import Prepared, prepare
from discloser.trace.printed import printed_numbers

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs/sichuan/base/2024/education-final.yaml"
BASE = "sichuan/base/final_account"


@cache
def _prepared() -> Prepared:
    return prepare(INPUT)


def _document() -> Document:
    document = _prepared().document
    assert document is not None
    return document


def _charts(prepared: Prepared) -> list[Chart]:
    assert prepared.document is not None
    return list(prepared.document.charts())


def _with(document: Document, old: Chart, new: Block) -> Document:
    sections = (
        replace(section, blocks=tuple(new if block is old else block for block in section.blocks))
        for section in document.sections
    )
    return replace(document, sections=tuple(sections))


def _changed(folder: Path, changes: dict[str, str], **files: str) -> Prepared:
    """The document by a copy of the packs with words of the input or of files changed."""
    templates = folder / "templates"
    for pack in ("national", "sichuan"):
        copytree(ROOT / "templates" / pack, templates / pack)
    for name, text in files.items():
        (templates / BASE / "charts" / f"{name}.yaml").write_text(text, encoding="utf-8")
    text = INPUT.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "input.yaml").write_text(text, encoding="utf-8")
    return prepare(folder / "input.yaml", templates)


def test_charts_are_numbered_in_order_below_their_headings() -> None:
    heading, found = "", []
    for block in _document().blocks():
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Chart):
            found.append((block.number, block.name, heading))
    assert found == [
        ("图1", "totals", "一、收入支出决算总体情况说明"),
        ("图2", "receipts", "二、收入决算情况说明"),
        ("图3", "expenditure", "三、支出决算情况说明"),
        ("图4", "appropriation", "四、财政拨款收入支出决算总体情况说明"),
        ("图5", "general_public", "（一）总体情况"),
        ("图6", "general_public_structure", "（二）结构情况"),
        ("图7", "three_public", "（二）“三公”经费财政拨款支出决算具体情况说明"),
    ]


def test_points_are_the_numbers_of_the_sentences() -> None:
    """The paragraph above says them, with the shares: 收入决算情况说明."""
    receipts = _charts(_prepared())[1]
    assert receipts.kind is ChartKind.PIE
    text = next(line for line in dump(_document()).splitlines() if "本年收入合计" in line)
    for name, number, share in zip(
        receipts.categories, receipts.series[0].numbers, receipts.shares, strict=True
    ):
        assert f"{name}{number.text}万元，占{share.text}" in text
    assert all(number.figure for number in receipts.series[0].numbers)
    assert "上级补助收入" in text  # which is zero, and no point
    assert "上级补助收入" not in receipts.categories


def test_last_years_number_is_the_one_that_was_given() -> None:
    first = _charts(_prepared())[0]
    assert [series.label for series in first.series] == ["2023年度", "2024年度"]
    assert first.series[0].numbers[0].text == "1295.00"


def _wrong(chart: Chart) -> Iterator[Chart]:
    """The chart with each of its numbers and shares in turn a little too large."""

    def more(number: Number) -> Number:
        return replace(number, value=number.value + Decimal("3.21"))

    for s, series in enumerate(chart.series):
        for n, number in enumerate(series.numbers):
            numbers = (*series.numbers[:n], more(number), *series.numbers[n + 1 :])
            changed = replace(series, numbers=numbers)
            yield replace(chart, series=(*chart.series[:s], changed, *chart.series[s + 1 :]))
    for n, share in enumerate(chart.shares):
        shares = (*chart.shares[:n], more(share), *chart.shares[n + 1 :])
        yield replace(chart, shares=shares)


def test_each_wrong_point_and_share_is_found_at_its_chart() -> None:
    prepared, document = _prepared(), _document()
    assert prepared.pack is not None
    assert prepared.figures is not None
    count = 0
    for changes in zip_longest(*map(_wrong, _charts(prepared))):
        changed = document
        for old, new in zip(document.charts(), changes, strict=True):
            changed = _with(changed, old, new) if new is not None else changed
        found, _ = run_document_checks(
            changed, prepared.figures, prepared.pack.codebook, prepared.sources, prepared.pack.words
        )
        told = [f.location.cell for f in found if f.severity is Severity.ERROR and f.location]
        places = [(cell or "").strip("“”…") for cell in told]
        texts = [chart.text for chart in changes if chart is not None]
        count += len(texts)
        for text in texts:
            assert any(place in text for place in places), text
        # An amount that is wrong breaks its share, too, and nothing elsewhere.
        assert all(any(place in text for text in texts) for place in places)
    assert count == 30


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("2023年度 2024年度", False),
        ("2023年度决算 2024年度决算 单位：万元", False),
        ("2022年度 2024年度", True),
        ("2023年度", True),
        ("2023年度收入决算", True),
    ],
)
def test_the_years_below_the_bars_of_a_chart_that_was_read_are_no_fault(
    text: str, *, is_told: bool
) -> None:
    prepared, document = _prepared(), _document()
    assert prepared.pack is not None
    assert prepared.figures is not None
    read = _with(document, _charts(prepared)[0], Paragraph((Text(text),)))
    found, _ = run_document_checks(
        read,
        prepared.figures,
        prepared.pack.codebook,
        prepared.sources,
        prepared.pack.words,
        words_only=True,
    )
    assert is_told == any(finding.code == "N09" for finding in found)


def test_a_chart_is_dumped_traced_and_compared() -> None:
    document = _document()
    chart = _charts(_prepared())[2]
    assert f"[pie] {chart.text}" in dump(document).splitlines()
    places = [each.place for each in printed_numbers(document) if each.place.startswith("图3")]
    assert len(places) == 2 * len(chart.categories)
    number = replace(chart.series[0].numbers[0], value=Decimal(1))
    series = replace(chart.series[0], numbers=(number, *chart.series[0].numbers[1:]))
    changed = _with(document, chart, replace(chart, series=(series,)))
    (found,) = differences(document, changed)
    assert (found.before, found.after) == (chart.series[0].numbers[0].text, "1.00")
    assert "图3" in found.place


def test_a_chart_of_one_point_is_not_printed_and_the_next_counts_on(tmp_path: Path) -> None:
    prepared = _changed(
        tmp_path,
        {},
        receipts="title: 收入\npoints:\n  - {measure: general_public_receipts}\n"
        "  - {measure: business_receipts}\n",
    )
    charts = _charts(prepared)
    assert "receipts" not in [chart.name for chart in charts]
    assert [chart.number for chart in charts] == [f"图{n}" for n in range(1, 7)]


def test_a_pie_of_too_many_parts_is_bars(tmp_path: Path) -> None:
    prepared = _changed(
        tmp_path,
        {},
        receipts="title: 支出\nkind: pie\npoints:\n"
        "  - {measure: general_public_budget, each: function_item}\n",
    )
    chart = _charts(prepared)[1]
    assert len(chart.categories) > 5
    assert chart.kind is ChartKind.BAR


def test_last_years_series_is_printed_where_it_is_known(tmp_path: Path) -> None:
    known = {
        "    agency_operating_costs: 470000\n": "    agency_operating_costs: 470000\n"
        "    three_public_abroad: 0\n    three_public_vehicles: 61000\n"
        "    three_public_reception: 30000\n"
    }
    chart = _charts(_changed(tmp_path, known))[-1]
    labels = [series.label for series in chart.series]
    assert labels == ["2023年度决算", "2024年度预算", "2024年度决算"]
    assert [number.text for number in chart.series[0].numbers] == ["6.10", "3.00"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title: 甲\npoints: [{measure: receipts_totl}]\n", "receipts_totl"),
        ("title: 甲\nkind: piee\npoints: [{measure: receipts_total}]\n", "piee"),
        ("title: 甲\nwhole: nothing\npoints: [{measure: receipts_total}]\n", "nothing"),
        ("title: 甲\npoint: []\npoints: [{measure: receipts_total}]\n", "point"),
        ("title: 甲\npoints: [{measure: receipts_total, each: clas}]\n", "clas"),
        ("title: 甲\npoints: [{measure: receipts_total, where: {fnd: 一}}]\n", "fnd"),
        ("title: '{{ yaer }}'\npoints: [{measure: receipts_total, label: '{{ yaer }}'}]\n", "yaer"),
    ],
)
def test_a_wrong_key_is_told_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    prepared = _changed(tmp_path, {}, totals=text)
    errors = [f for f in prepared.findings if f.severity is Severity.ERROR]
    placed = [f for f in errors if f.location and f.location.file.endswith("charts/totals.yaml")]
    assert placed
    assert any(says in f"{f.message}{f.remedy}{f.location}" for f in placed)
    assert all(finding.location and finding.location.line for finding in placed)


def test_a_heading_that_is_not_there_is_told(tmp_path: Path) -> None:
    _changed(tmp_path, {})
    report = tmp_path / "templates" / BASE / "report.yaml"
    text = report.read_text(encoding="utf-8").replace("under: 收入决算情况说明", "under: 收入情况")
    report.write_text(text, encoding="utf-8")
    prepared = prepare(tmp_path / "input.yaml", tmp_path / "templates")
    told = next(f for f in prepared.findings if f.code == "T035")
    assert told.location is not None
    assert told.location.file == str(report)
    assert text.splitlines()[(told.location.line or 0) - 1].strip().startswith("- {chart: receipts")
    assert "收入情况" in told.message
