"""What is declared is seen where a person looks: in the differences and on the preview's page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from discloser.document.differences import differences
from discloser.pipeline import prepare
from discloser.trace import printed_numbers
from discloser.workshop.preview import Preview
from tests.command import Run
from tests.supplement.demo import INPUT, PACKS, draft, prepared, put, written

Step = tuple[str | int, ...]


@pytest.mark.parametrize(
    ("path", "value", "place", "after"),
    [
        (("supplement", "asset_value"), "12345678.90", "", ""),  # the same amount
        (("supplement", "asset_value"), "22345678.90", "补充资料", "国有资产总额2234.57万元"),
        (("supplement", "signer"), "李四", "补充资料", "由李四审签"),
        (("supplement", "signed"), "否", "补充资料", "尚未审签"),
        (("supplement", "reviewed_on"), "2025-03-06", "补充资料", "2025年3月6日"),
        (("units", 0, "supplement", "retired"), "13", "补充资料", "离退休13人"),
        (("projects", 0, "supplement", "basis"), "新规划。", "系统建设", "新规划。"),
        (("item_supplements", "2010302", "use"), "系统维护", "补充资料", "用于系统维护"),
        (("supplement", "purchases", 0, "quantity"), "11", "政府采购预算明细表", "11"),
        (("supplement", "grants", 1, "place"), "丙县", "对下转移支付", "丙县"),
    ],
)
def test_a_changed_value_shows_where_it_is_printed(
    path: Step, value: str, place: str, after: str, tmp_path: Path
) -> None:
    before = prepare(INPUT, PACKS).document
    made = prepared(put(draft(), path, value), tmp_path).document
    found = differences(before, made)
    shown = [each for each in found if place in each.place and after in each.after]
    assert bool(shown) is bool(after), found
    assert bool(found) is bool(after)
    assert all(each.before != each.after for each in found)


def test_the_command_tells_a_changed_value(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    shutil.copy(INPUT, tmp_path / "old" / "input.yaml")
    path = written(put(draft(), ("supplement", "signer"), "李四"), tmp_path)
    code, out, said = run("diff", path, "--against", tmp_path / "old", "--templates", PACKS)
    assert code in (0, 1), said
    assert "由张三审签" in out
    assert "由李四审签" in out


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """A preview of the input in which one value that is printed is blank."""
    blank = put(draft(), ("units", 1, "supplement", "retired"), None)
    running = Preview(written(blank, tmp_path), PACKS)
    running.start()
    yield running
    running.stop()


def number_of(preview: Preview, text: str) -> str:
    """What the page tells of the first number that is printed so."""
    shown = preview.state.shown
    assert shown is not None
    assert shown.document is not None
    numbers = [each.number.text for each in printed_numbers(shown.document)]
    return "\n".join(preview.number(preview.state.page_version, numbers.index(text)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1234.57", ["国有资产总额", "第 52 行", "12,345,678.90 元"]),
        ("12", ["离退休人数", "12 人"]),
        ("1200.5", ["房屋面积", "1,200.50 平方米"]),
        ("20.40", ["purchases", "50,000 元", "150,000 元", "4,000 元"]),
        ("211", ["10", "200", "1"]),
    ],
)
def test_the_page_tells_where_a_declared_number_comes_from(
    text: str, says: list[str], preview: Preview
) -> None:
    told = number_of(preview, text)
    assert [word for word in says if word not in told] == [], told


def test_a_finding_stands_beside_its_place(preview: Preview) -> None:
    findings = preview.state.findings
    assert findings is not None
    (missed,) = [finding for finding in findings if finding["severity"] == "error"]
    assert "离退休人数" in missed["message"]
    assert "input.yaml" in str(missed)
    shown = preview.state.shown
    assert shown is not None
    assert "（待填：离退休人数）" in preview.state.page
