"""One whole year, walked by four people in a browser against a desk with its workers."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from discloser.compose.needs.of_pack import needs_of
from discloser.entry.lists import make_lists
from discloser.entry.workbook import write_workbook
from discloser.model.values import Kind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pack.pack import load_pack
from discloser.specimen.city import City, usual_pack
from tests.desk.walk.served import first_account, served
from tests.desk.walk.watched import Person
from tests.workshop.browser import browser, needs_chromium

pytestmark = needs_chromium
TODAY = datetime.now(UTC).date()
YEAR = TODAY.year + 1
WORD = "Gongkai-2026-yusuan"


@dataclass
class Books:
    """A made-up department, and its workbook without faults and with two."""

    pack: str
    code: str
    name: str
    good: bytes
    faulty: bytes
    function: str
    amount: str


@pytest.fixture(scope="module")
def books() -> Books:
    roots = pack_roots(None)
    name = usual_pack(YEAR, roots)
    pack, _ = load_pack(name, Kind.BUDGET, YEAR, roots)
    assert pack is not None
    draft = City(1, 7, pack, needs_of(pack)).sample(0).draft
    lists = make_lists(pack, YEAR, tuple(pack_names(roots)))
    faulty = copy.deepcopy(draft)
    faulty["expenditure"][0]["function"] = "2999998"
    faulty["expenditure"][1]["amount"] = "一百万"
    return Books(
        name,
        draft["department"]["code"],
        draft["department"]["name"],
        write_workbook(draft, Kind.BUDGET, YEAR, lists),
        write_workbook(faulty, Kind.BUDGET, YEAR, lists),
        str(draft["expenditure"][0]["function"]),
        str(draft["expenditure"][1]["amount"]),
    )


@dataclass
class Year:
    """Who walks, and through what."""

    books: Books
    bureau: Person
    clerk: Person
    head: Person
    folder: Path

    def each(self) -> tuple[Person, ...]:
        return self.bureau, self.clerk, self.head


@pytest.fixture(scope="module")
def year(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    data = tmp_path_factory.mktemp("desk")
    password = first_account(data, "caizheng")
    with served("serve", data) as address, browser() as chromium:
        bureau, clerk, head = (Person(chromium, address) for _ in range(3))
        walkers = Year(books, bureau, clerk, head, tmp_path_factory.mktemp("files"))
        walkers.bureau.sign_in("caizheng", password, WORD)
        yield walkers
        for person in walkers.each():
            person.close()


def sent(person: Person, field: str, name: str, content: bytes) -> None:
    person.page.set_input_files(field, {"name": name, "mimeType": "", "buffer": content})


def settled(person: Person) -> None:
    """Wait until nothing is being done for the page any more."""
    still = person.page.locator("body:not(:has([hx-get], progress)) .bottom")
    expect(still).to_be_visible(timeout=180_000)
    person.page.wait_for_load_state("load")
    person.look()


def go(person: Person, click: Any) -> None:
    """Click what leads to another page, and wait until nothing is being done for that one."""
    with person.page.expect_navigation():
        click.click()
    settled(person)


def state(person: Person, filing: int = 1) -> str:
    person.open(f"/filings/{filing}/")
    settled(person)
    shown: str = person.page.locator(".filing-head .state").first.inner_text()
    return shown


def saved(person: Person, click: str) -> bytes:
    with person.page.expect_download() as waited:
        person.page.click(click)
    return Path(waited.value.path()).read_bytes()


def first_word(bureau: Person, username: str, name: str, role: str, office: str) -> str:
    page = bureau.open("/people/new/")
    page.fill("[name=username]", username)
    page.fill("[name=full_name]", name)
    page.select_option("[name=role]", label=role)
    page.select_option("[name=office]", label=office)
    bureau.look()
    page.click("main button")
    bureau.look()
    word: str = page.locator("code.big").inner_text()
    page.click("text=回到账号")
    bureau.look()
    return word


def new_task(year: Year, which: int) -> None:
    page = year.bureau.open("/tasks/new/")
    page.select_option("[name=kind]", label="部门预算")
    page.fill("[name=year]", str(which))
    page.select_option("[name=pack]", year.books.pack)
    page.fill("[name=approved_on]", TODAY.isoformat())
    page.click("main button")
    year.bureau.look()
    assert year.books.name in page.inner_text("main")


def mend(year: Year, finding: str, value: str) -> None:
    page = year.clerk.open("/filings/1/problems/")
    form = page.locator("article", has_text=finding).locator("form.mend").first
    form.locator("[name=value]").fill(value)
    go(year.clerk, form.locator("button:not([type=button])"))


def hand_in(year: Year) -> None:
    year.clerk.open("/filings/1/")
    button = year.clerk.page.get_by_role("button", name="送负责人签发")
    button.focus()
    year.clerk.page.keyboard.press("Enter")
    year.clerk.page.wait_for_selector(".message.success")
    assert state(year.clerk) == "待签发"


def test_the_bureau_sets_up(year: Year) -> None:
    page = year.bureau.open("/offices/")
    year.bureau.look()
    books = year.books
    listed = f"单位代码,单位名称\n{books.code},{books.name}\n"
    sent(year.bureau, "[name=file]", "名单.csv", listed.encode("gb18030"))
    page.click("main button")
    assert books.name in page.inner_text("table")
    for person, username, role in ((year.clerk, "sun", "填报人"), (year.head, "li", "部门负责人")):
        word = first_word(year.bureau, username, username, role, str(books.name))
        person.sign_in(username, word, WORD)
    new_task(year, YEAR)
    assert state(year.bureau) == "未开始"


def test_the_clerk_fills_in(year: Year) -> None:
    clerk = year.clerk
    page = clerk.open("/")
    clerk.look()
    go(clerk, page.locator("text=做一份填报表"))
    blank = saved(clerk, "main li a")
    assert blank.startswith(b"PK")
    clerk.open("/filings/1/")
    sent(clerk, "[name=sent]", "填好的.xlsx", year.books.faulty)
    go(clerk, page.get_by_role("button", name="上传", exact=True))
    assert state(clerk) == "有错误"
    mend(year, "没有这个科目", year.books.function)
    mend(year, "金额不是数字", year.books.amount)
    assert state(clerk) == "可送审"


def test_she_sees_the_document_and_where_a_number_is_from(year: Year) -> None:
    page = year.clerk.open("/filings/1/document/")
    year.clerk.look()
    number = page.frame_locator("#document").locator("[data-number]").first
    number.click()
    expect(page.locator("#number")).to_have_text(re.compile(r"^(?!点|…).*\d", re.DOTALL))
    page.click("#comment-here")
    assert page.input_value("#remark [name=place]")
    page.fill("#remark [name=text]", "核过")
    page.click("#remark button")
    assert "核过" in page.inner_text(".comment")
    page.click("text=已处理")
    assert page.locator(".comment").count() == 0


def test_she_compares_versions_and_makes_files(year: Year) -> None:
    page = year.clerk.open("/filings/1/versions/")
    year.clerk.look()
    go(year.clerk, page.locator("text=和当前版比").last)
    expect(page.locator("main")).to_contain_text("一百万")
    year.clerk.open("/filings/1/")
    go(year.clerk, page.locator("text=生成 Word、Excel、PDF"))
    year.clerk.open("/filings/1/")
    assert saved(year.clerk, "text=/\\.pdf$/").startswith(b"%PDF")


def test_what_the_head_returns_is_handed_in_again_and_signed(year: Year) -> None:
    hand_in(year)
    page = year.head.open("/")
    year.head.look()
    page.get_by_label("退回原因").fill("请补说明")
    go(year.head, page.get_by_role("button", name="退回填报人"))
    assert "请补说明" in year.clerk.open("/filings/1/").inner_text("blockquote")
    sent(year.clerk, "[name=sent]", "再填的.xlsx", year.books.good)
    go(year.clerk, year.clerk.page.get_by_role("button", name="上传", exact=True))
    assert state(year.clerk) == "可送审"
    hand_in(year)
    page = year.head.open("/filings/1/")
    assert "和上次送审的" in page.inner_text("main")
    page.check("[name=sure]")
    go(year.head, page.get_by_role("button", name="登记保密审查"))
    go(year.head, page.get_by_role("button", name="签发", exact=True))
    assert state(year.head) == "待复核"


def test_the_bureau_passes_and_publishes_with_hashes_that_hold(year: Year) -> None:
    bureau = year.bureau
    page = bureau.open("/filings/1/")
    bureau.look()
    go(bureau, page.get_by_role("button", name="通过", exact=True))
    assert state(bureau) == "已通过"
    go(bureau, page.get_by_role("button", name="登记公开"))
    assert state(bureau) == "已公开"
    packed = year.folder / "package.zip"
    packed.write_bytes(saved(bureau, "text=下载公开文件包"))
    with zipfile.ZipFile(packed) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        digests = {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in manifest["files"]
        }
    assert digests == manifest["files"]
    assert {Path(name).suffix for name in digests} >= {".docx", ".xlsx", ".pdf"}
    board = bureau.open("/tasks/1/")
    bureau.look()
    assert "已公开" in board.inner_text("table.board")


def test_next_years_workbook_brings_this_year_along(year: Year) -> None:
    new_task(year, YEAR + 1)
    page = year.clerk.open("/filings/2/")
    go(year.clerk, page.locator("text=做一份填报表"))
    (year.folder / "next.xlsx").write_bytes(saved(year.clerk, "main li a"))
    book = load_workbook(year.folder / "next.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row if cell}
    assert any(year.books.name in cell for cell in cells)


def test_no_page_had_anything_wrong(year: Year) -> None:
    assert [problem for person in year.each() for problem in person.problems] == []


def test_two_at_once_and_a_lost_line_lose_nothing(year: Year) -> None:
    page: Any = year.clerk.open("/filings/2/")
    sent(year.clerk, "[name=sent]", "明年.xlsx", year.books.faulty)
    go(year.clerk, page.get_by_role("button", name="上传", exact=True))
    page = year.clerk.open("/filings/2/problems/")
    form = page.locator("form.mend").last
    form.locator("[name=value]").fill("123456.78")
    year.clerk.context.set_offline(True)
    form.locator("button:not([type=button])").click(no_wait_after=True)
    page.wait_for_timeout(500)
    year.clerk.context.set_offline(False)
    page = year.clerk.open("/filings/2/problems/")
    assert page.locator("form.mend").last.locator("[name=value]").input_value() == "123456.78"
    assert "还没有存入" in page.inner_text(".draft")
