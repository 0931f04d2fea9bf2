"""Pictures of every page of the desk with its made-up city, in two widths.

``python -m tests.desk.walk.pictures FOLDER`` makes the city anew; it takes a minute or two.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.desk.walk.served import served_demo
from tests.desk.walk.watched import NARROW, WIDE, Person
from tests.workshop.browser import browser

PAGES = {
    "caizheng": {
        "board": "/",
        "board-errors": "/tasks/1/?state=有错误",
        "tasks": "/tasks/",
        "task-new": "/tasks/new/",
        "task-edit": "/tasks/1/edit/",
        "offices": "/offices/",
        "people": "/people/",
        "person-new": "/people/new/",
        "audits": "/audits/",
        "packs": "/packs/",
        "log": "/log/?prove=1",
        "judge": "/filings/5/",
        "publish": "/filings/7/",
        "published": "/filings/8/",
        "password": "/password/",
    },
    "tianbao1": {
        "home": "/",
        "empty": "/filings/1/",
        "empty-problems": "/filings/1/problems/",
        "empty-sheets": "/filings/1/sheets/",
        "empty-document": "/filings/1/document/",
        "empty-versions": "/filings/1/versions/",
        "empty-log": "/filings/1/log/",
    },
    "tianbao2": {
        "errors": "/filings/2/",
        "problems": "/filings/2/problems/",
        "sheets": "/filings/2/sheets/?sheet=支出",
        "versions": "/filings/2/versions/",
        "filing-log": "/filings/2/log/",
    },
    "tianbao3": {
        "hand-in": "/filings/3/",
        "document": "/filings/3/document/",
        "no-problems": "/filings/3/problems/",
    },
    "tianbao6": {"returned": "/filings/6/"},
    "fuze4": {"sign": "/filings/4/"},
    "moban": {"packs-maintainer": "/"},
}
"""Which pages are looked at, by who looks."""


def look_at_all(chromium: Any, base: str, words: dict[str, str], folder: Path) -> list[str]:
    """Open every page in both widths, keep its picture, and return what is wrong with any."""
    problems = []
    for width in (WIDE, NARROW):
        for who, pages in PAGES.items():
            person = Person(chromium, base, width=width)
            person.sign_in(who, words[who])
            for name, path in pages.items():
                person.open(path)
                person.page.wait_for_timeout(200)
                person.look()
                if name == "document":
                    person.page.frame_locator("#document").locator("[data-number]").first.click()
                    person.page.wait_for_timeout(500)
                picture = folder / f"{name}-{width['width']}.png"
                person.page.screenshot(path=picture, full_page=True)
            problems += person.problems
            person.close()
    return problems


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        served_demo(Path(data)) as (address, passwords),
        browser() as seen_by,
    ):
        wrong = look_at_all(seen_by, address, passwords, target)
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    sys.exit(bool(wrong))
