"""A person at a browser, whose pages are watched: scripts, content policy, accessibility."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_GRAVE = {"serious", "critical"}
_AXE = """async () => (await axe.run()).violations.map(
  each => [each.impact, each.id, each.nodes.slice(0, 3).map(node => node.html).join(' | ')])"""


def axe_script() -> str:
    """The rules of axe-core, of the package that brings them."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


class Person:
    """Somebody at a browser of their own. What is wrong with a page is kept in ``problems``."""

    def __init__(self, chromium: Any, base: str, *, width: dict[str, int] | None = None) -> None:
        self.base = base
        # The desk's own policy lets no foreign script in; axe-core is put in behind its back.
        self.context = chromium.new_context(
            viewport=width or WIDE, locale="zh-CN", accept_downloads=True, bypass_csp=False
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("console", self._heard)
        self.page.on("response", self._answered)

    def _note(self, problem: str) -> None:
        self.problems.append(f"{self.page.url.removeprefix(self.base)} {problem}")

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self._note(f"{response.status} {response.url}")

    def open(self, path: str) -> Any:
        """Go to a page."""
        self.page.goto(self.base + path)
        return self.page

    def sign_in(self, username: str, password: str, new: str = "") -> None:
        """Sign in; choose a new password where one is asked for."""
        self.open("/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("main button")
        if new:
            assert self.page.url.endswith("/password/"), "the first password must be changed"
            self.page.fill("[name=old_password]", password)
            self.page.fill("[name=new_password1]", new)
            self.page.fill("[name=new_password2]", new)
            self.page.click("main button")

    def look(self) -> None:
        """Look at the page as it stands: nothing wider than the window, axe finds nothing grave."""
        wider = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wider > 0:
            self._note(f"wider than the window by {wider} px")
        self.page.evaluate(axe_script())
        for impact, rule, where in self.page.evaluate(_AXE):
            if impact in _GRAVE:
                self._note(f"axe {impact} {rule}: {where}")

    def close(self) -> None:
        """Go home."""
        self.context.close()
