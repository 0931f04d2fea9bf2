"""The sheet 待填 counts what a pack asks of every unit, project, item and line, as check does."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.entry.convert import convert, new_input
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare
from discloser.read.workbook_layout import TO_FILL
from tests.entry.office import Office, is_installed
from tests.supplement.demo import at, draft, packs_with, put, written

MISSING = frozenset({"C001", "C002", "C005", "C007", "C008"})
FIELDS = """
guests: {label: 来访批次, type: 个数}
guests_from: {label: 来访来自}
levy: {label: 上缴金额, type: 金额}
levy_to: {label: 上缴给谁}
cars: {label: 车辆数, type: 个数, per: 单位}
car_use: {label: 车辆用途, per: 单位}
rented: {label: 是否租用, type: 是否, per: 项目}
landlord: {label: 出租人, per: 项目}
grade: {label: 会议级别, type: 选择, choices: [一类, 二类], per: 功能科目}
grade_reason: {label: 一类会议的理由, per: 功能科目}
trips:
  label: 出国计划
  lines:
    place: {label: 去往, required: 总要}
    kind: {label: 出国类别, type: 选择, choices: [访问, 培训]}
    days: {label: 天数, type: 个数}
    course: {label: 培训内容}
    rest: {label: 停留说明}
"""
SENTENCES = """
{% set own = supplement %}
{% if own.guests %}来访{{ own.guests }}批，来自{{ own.guests_from }}。{% endif %}
{% if not own.levy.is_zero %}上缴{{ own.levy }}万元给{{ own.levy_to }}。{% endif %}
{% for unit in units %}{% if unit.supplement.cars > 0 %}{{ unit.supplement.car_use }}
{% endif %}{% endfor %}
{% for each in projects %}{% if each.supplement.rented %}{{ each.supplement.landlord }}
{% endif %}{% endfor %}
{% for part in breakdown(basic_expenditure, "function_item") %}
{% set item = item_supplement(part.code) %}
{% if item.grade == "一类" %}{{ item.grade_reason }}{% endif %}{% endfor %}
{% for trip in own.trips %}{{ trip.place }}{{ trip.kind }}
{% if trip.kind == "培训" %}{{ trip.course }}{% endif %}
{% if trip.days != 0 %}{{ trip.rest }}{% endif %}{% endfor %}
"""
NOUGHTS: dict[tuple[str | int, ...], Any] = {
    ("supplement", "guests"): "0",
    ("supplement", "levy"): "0",
    ("units", 0, "supplement", "cars"): "0",
    ("units", 1, "supplement", "cars"): "0",
    ("projects", 0, "supplement", "rented"): "否",
    ("item_supplements", "2010301", "grade"): "二类",
    ("supplement", "trips"): [{"place": "甲国", "kind": "访问", "days": "0"}],
}
SAID: dict[tuple[str | int, ...], Any] = {
    ("supplement", "guests"): "3",
    ("supplement", "levy"): "70000",
    ("units", 0, "supplement", "cars"): "2",
    ("projects", 0, "supplement", "rented"): "是",
    ("item_supplements", "2010301", "grade"): "一类",
    ("supplement", "trips"): [
        {"place": "甲国", "kind": "培训", "days": "5"},
        {"place": "乙国", "kind": "访问"},
        {"place": "丙国"},
    ],
}


def changed(values: dict[tuple[str | int, ...], Any]) -> dict[str, Any]:
    made = draft()
    for path, value in values.items():
        put(made, path, value)
    return made


def blanked(made: Any, random: Random) -> Any:
    """An input without half of what is declared; whole lines may go too."""
    if isinstance(made, list):
        return [blanked(each, random) for each in made if random.random() < 0.9]
    if not isinstance(made, dict):
        return made
    kept = {"supervision_index", "post", "item", "category", "cost", "function", "place", "kind"}
    kept |= {"fund", "amount", "economic"}
    return {
        name: blanked(value, random)
        for name, value in made.items()
        if name in kept or isinstance(value, dict | list) or random.random() < 0.5
    }


def without_half(seed: int) -> dict[str, Any]:
    made, random = changed(SAID), Random(seed)  # noqa: S311 - any choice will do
    for path in (("supplement",), ("item_supplements",), *_holders(made)):
        put(made, path, blanked(at(made, path), random))
    return made


def _holders(made: dict[str, Any]) -> Iterator[tuple[str | int, ...]]:
    for part in ("units", "projects"):
        for index, _ in enumerate(made[part]):
            yield part, index, "supplement"


CASES = {"noughts make it needless": changed(NOUGHTS), "half is left out": without_half(2)}
"""LibreOffice takes seconds for each."""


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packs_with(tmp_path_factory.mktemp("packs"), FIELDS, SENTENCES)


@pytest.fixture(scope="module")
def books(packs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbook of each case."""
    made: dict[str, Path] = {}
    for name, each in CASES.items():
        folder = tmp_path_factory.mktemp("book")
        target = folder / f"{len(made)}.xlsx"
        content, findings = convert(written(each, folder), target, pack_roots(packs))
        assert content is not None, findings
        target.write_bytes(content)
        made[name] = target
    return made


def test_the_count_is_what_check_misses(
    books: dict[str, Path], packs: Path, tmp_path: Path
) -> None:
    if not is_installed():
        pytest.skip("LibreOffice is not installed")
    office = Office.started(tmp_path / "profile")
    (tmp_path / "out").mkdir()
    computed = office.convert_all(list(books.values()), "xlsx", tmp_path / "out")
    counts = {}
    for (name, book), shown in zip(books.items(), computed, strict=True):
        missed = [f.message for f in prepare(book, packs).findings if f.code in MISSING]
        sheet: Any = load_workbook(shown, data_only=True)[TO_FILL]
        said = {row[0].value: row[4].value for row in sheet.iter_rows(min_row=5) if row[4].value}
        assert sheet["D2"].value == len(missed), (name, said, missed)
        counts[name] = len(missed)
    needless, halved = counts.values()
    assert needless == 0
    assert halved > len(SAID)


def test_it_names_the_sheet_and_the_column_of_what_is_asked_of_each(packs: Path) -> None:
    content, _ = new_input("demo", Kind.BUDGET, 2025, ".xlsx", roots=pack_roots(packs))
    assert content is not None
    book: Any = load_workbook(BytesIO(content))
    links = [str(row[0].value) for row in book[TO_FILL].iter_rows(min_row=5) if row[0].value]
    for label, cell in (
        ("单位补充资料·离退休人数", "单位补充资料'!B4"),
        ("项目补充资料·立项依据", "项目补充资料'!"),
        ("科目补充资料·资金用途", "科目补充资料'!B4"),
        ("出国计划·停留说明", "出国计划'!"),
        ("人员情况·编制数", "人员情况'!"),
    ):
        assert any(label in link and cell in link for link in links), label
    assert not any("采购品目" in link for link in links), "the sheet's red title says so"
    marked = book["单位补充资料"].conditional_formatting
    assert any(str(each.sqref).startswith("B4:") for each in marked)
