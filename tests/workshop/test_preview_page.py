"""The preview of a whole real document in headless Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from discloser.document.nodes import Table
from tests.workshop.browser import Page, browser, needs_chromium, opened

pytestmark = needs_chromium

ROOT = Path(__file__).parents[2]
INPUT = ROOT / "inputs/henan/xinxiang/2025/administrative-approval.yaml"
NARRATIVE = "henan/xinxiang/budget/parts/narrative.md.j2"
TABLE = "henan/xinxiang/budget/tables/receipts.yaml"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


@pytest.fixture
def page(chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.chdir(tmp_path)
    with opened(chromium, INPUT, tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def still(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page whose files nobody changes."""
    with opened(chromium, INPUT, tmp_path_factory.mktemp("still")) as made:
        yield made


def test_the_page_follows_a_template(page: Page) -> None:
    page.open()
    path = page.packs / NARRATIVE
    page.follow(path, "收入", "改过的收入", "改过的收入")
    assert "改过的收入" in page.text()


def test_the_page_follows_the_input(page: Page) -> None:
    page.open()
    page.follow(page.input, "财政压缩资金", "改过的原因", "改过的原因")
    assert "改过的原因" in page.text()


def test_a_change_keeps_the_place_and_what_is_equal(page: Page) -> None:
    page.open()
    page.frame.evaluate("window.scrollTo(0, 3000)")
    page.frame.evaluate("document.querySelectorAll('table').forEach(t => t.known = true)")
    page.follow(page.packs / NARRATIVE, "收入", "改过的收入", "改过的收入")
    assert page.frame.evaluate("window.scrollY") > 2900
    kept = page.frame.evaluate("[...document.querySelectorAll('table')].every(t => t.known)")
    assert kept


def test_the_page_shows_what_the_document_says_after_many_changes(page: Page) -> None:
    from discloser.render.html import render_html

    page.open()
    page.follow(page.input, "财政压缩资金", "压缩", "压缩")
    page.follow(page.packs / TABLE, "columns:", "caption: 改过的表题\ncolumns:", "改过的表题")
    page.follow(page.packs / NARRATIVE, "收入", "段一\n\n段二\n\n收入", "段二")
    page.settle()
    shown = page.preview.state.shown
    assert shown is not None
    assert shown.pack is not None
    body = "new DOMParser().parseFromString(html, 'text/html').body"
    same = page.frame.evaluate(
        f"""html => {{
          document.querySelectorAll('.preview-mark').forEach(each => each.remove());
          return document.body.isEqualNode({body});
        }}""",
        render_html(page.document, shown.pack.style),
    )
    assert same


def test_every_number_of_a_sentence_or_table_says_where_it_comes_from(still: Page) -> None:
    from playwright.sync_api import expect

    inside = still.open()
    told = still.page.locator("#number")
    cell = inside.locator("#table-receipts td[data-number]").first
    cell.hover()
    expect(told).to_contain_text("由输入的")
    table = next(t for t in still.document.tables() if t.name == "receipts")
    expect(told).to_contain_text(table.caption)
    exact = sum(
        (Decimal(text.replace(",", "")) for text in re.findall(r"([\d,.]+) 元", told.inner_text())),
        Decimal(0),
    )
    assert exact / 10000 == Decimal(cell.inner_text().replace(",", "")).quantize(exact / 10000)
    assert re.search(r"第 \d+ 行  59,711,200 元", told.inner_text())
    percent = inside.locator("p [data-number]", has_text="%").first
    percent.hover()
    expect(told).to_contain_text("÷")
    marked = still.frame.evaluate("document.querySelectorAll('[data-number]').length")
    cells = [
        cell
        for table in still.document.tables()
        for row in (*table.head, *table.body)
        for cell in row
        if not isinstance(cell.content, str)
    ]
    assert marked > len(cells) > 1000


def test_a_mistake_in_a_template_is_told_beside_its_paragraph(page: Page) -> None:
    inside = page.open()
    before = page.text()
    right, wrong = "general_public_expenditure) %}", "general_public_expenditur) %}"
    path = page.packs / NARRATIVE
    line = path.read_text(encoding="utf-8").partition(right)[0].count("\n") + 1
    page.change(path, right, wrong)
    item = page.page.locator("#findings li", has_text="T011")
    item.wait_for()
    assert f"narrative.md.j2:{line}:" in item.inner_text()
    assert "是不是“general_public_expenditure”" in item.inner_text()
    mark = inside.locator(".preview-mark.error")
    assert "general_public_expenditur" in mark.inner_text()
    assert "（类）支出" in mark.locator("xpath=..").inner_text()
    # The page stays as it was, so that there is something to stand beside.
    assert page.text() == before
    page.frame.evaluate("window.scrollTo(0, 0)")
    item.locator("a").click()
    page.frame.wait_for_timeout(100)
    assert page.frame.evaluate("window.scrollY") > 100


def test_a_finding_of_the_input_is_told_at_its_number(page: Page) -> None:
    inside = page.open()
    page.change(page.input, 'function: "2010301"', 'function: "2998888"')
    page.settle()
    item = page.page.locator("#findings li.error").first
    item.wait_for()
    item.locator("a").first.wait_for()
    beside = "[data-number] > .preview-mark.error, :has(> [data-number]) > .preview-mark.error"
    assert inside.locator(beside).count() > 0


@pytest.mark.parametrize(("query", "wanted"), [("?part=三", "h2"), ("?table=3", "table")])
def test_it_opens_at_a_heading_or_a_table(query: str, wanted: str, still: Page) -> None:
    still.open(query)
    tops = still.frame.evaluate(
        """wanted => [...document.querySelectorAll(wanted)].map(
          each => [each.textContent, Math.abs(each.getBoundingClientRect().top)])""",
        wanted,
    )
    nearest = min(tops, key=lambda top: top[1])
    assert nearest[1] < 5
    if wanted == "table":
        tables = [b for b in still.document.blocks() if isinstance(b, Table)]
        assert tables[2].caption in nearest[0]
    else:
        assert nearest[0].startswith("三、")


def test_the_button_gives_the_pdf(still: Page) -> None:
    still.open()
    with still.page.context.expect_page(timeout=60_000) as shown:
        still.page.locator("#pdf").click()
    assert shown.value.url == still.address + "document.pdf"
    answer = still.page.request.get(shown.value.url)
    assert answer.headers["content-type"] == "application/pdf"
    pages = len(PdfReader(BytesIO(answer.body())).pages)
    assert pages > 20


def test_the_page_has_no_way_out(still: Page) -> None:
    still.open()
    asked: list[str] = []
    still.page.on("requestfailed", lambda request: asked.append(request.url))
    out = "fetch('http://127.0.0.1:9/').then(() => 'out', () => 'in')"
    assert still.frame.evaluate(out) == "in"
    assert still.page.evaluate(out) == "in"
