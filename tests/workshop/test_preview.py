"""The preview: what it serves, how fast it follows a change, and the page in a browser."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from discloser.workshop.preview import Preview
from tests.workshop.browser import served
from tests.workshop.test_difference import department
from tests.workshop.tiny import NAME, NARRATIVE, make_pack, write


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "templates")


@pytest.fixture
def address(tmp_path: Path, packs: Path) -> Iterator[tuple[Preview, int]]:
    """A running preview of a small input, and its port."""
    with served(department(tmp_path / "inputs", "甲局", "12345678.9"), packs) as running:
        yield running


def ask(port: int, path: str, **headers: str) -> tuple[HTTPResponse, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response, response.read().decode("utf-8", errors="replace")


def news(port: int, page: int = 0) -> dict[str, Any]:
    """What the page is told."""
    told: dict[str, Any] = json.loads(ask(port, f"/news?page={page}")[1])
    return told


def test_it_serves_the_document_its_findings_and_its_numbers(address: tuple[Preview, int]) -> None:
    _, port = address
    first = news(port)
    assert "支出<span data-number>" in first["page"]
    assert {finding["severity"] for finding in first["findings"]} <= {"note"}
    assert news(port, first["pageVersion"])["page"] is None
    text = ask(port, f"/number?page={first['pageVersion']}&index=0")[1]
    assert "本年支出合计（current_expenditure）" in text
    assert "12,345,678.9" in text
    assert "第 9 行" in text
    assert ask(port, f"/number?page={first['pageVersion'] + 1}&index=0")[1] == ""
    assert ask(port, f"/number?page={first['pageVersion']}&index=9999")[1] == ""
    assert ask(port, "/document.pdf")[1].startswith("%PDF")


def test_it_follows_a_change(address: tuple[Preview, int], packs: Path) -> None:
    preview, port = address
    for turn in range(3):
        known = preview.state.page_version
        write(packs / NAME / NARRATIVE, f"第{turn}稿{{{{ current_expenditure }}}}万元。\n")
        begin = time.monotonic()
        while preview.state.page_version == known and time.monotonic() < begin + 10:
            time.sleep(0.005)
        assert f"第{turn}稿" in news(port)["page"]


def test_a_mistake_in_a_template_is_told_with_its_place(
    address: tuple[Preview, int], packs: Path
) -> None:
    preview, port = address
    known = preview.version
    write(packs / NAME / NARRATIVE, "字\n{{ curent_expenditure }}\n")
    while preview.state.findings is None or preview.version == known:
        assert preview.wait(preview.version) > known
    told = news(port)
    (error,) = [f for f in told["findings"] if f["severity"] == "error"]
    assert error["title"] == "错误 T011"
    assert error["place"].endswith("narrative.md.j2:2:4")
    assert "current_expenditure" in error["message"]
    assert error["mark"]["anchor"] == "part-text"
    assert "支出<" in told["page"]  # the last whole page stays
    assert ask(port, "/document.pdf")[0].status == 409


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1.evil.example:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_foreign_page_reads_nothing(
    headers: dict[str, str], address: tuple[Preview, int]
) -> None:
    _, port = address
    named = {name: value.replace("{port}", str(port)) for name, value in headers.items()}
    for path in ("/news", "/number?page=1&index=0", "/document.pdf"):
        response, text = ask(port, path, **named)
        assert (response.status, text) == (403, "")


def test_its_own_page_may_ask_by_either_name(address: tuple[Preview, int]) -> None:
    _, port = address
    for host in ("127.0.0.1", "localhost"):
        own = {"Host": f"{host}:{port}", "Origin": f"http://{host}:{port}"}
        assert ask(port, "/news", **own)[0].status == 200
    assert ask(port, "/../etc/passwd")[0].status == 404


def test_the_page_may_load_nothing_and_stand_in_no_other_page(address: tuple[Preview, int]) -> None:
    policy = ask(address[1], "/")[0].headers["Content-Security-Policy"] or ""
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_it_listens_on_this_machine_only(address: tuple[Preview, int]) -> None:
    _, port = address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells this machine's own address
        own = probe.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no address but the loopback one")
    with pytest.raises(OSError, match="refused"), socket.create_connection((own, port), 2):
        pass
