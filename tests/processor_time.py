"""How much of the processor each test file takes: what the suite's time is made of.

The clock tells how busy the machine is; the seconds of the processor tell what to mend.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

OPTION = "--processor-time"
_KEY = "processor_time"
_MOST = 20
spent: Counter[str] = Counter()
"""Thousandths of a second that the tests of each file took, with the processes they started."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        OPTION, action="store_true", help="list the files that take most of the processor"
    )


def _now() -> float:
    ended = os.times()
    return time.process_time() + ended.children_user + ended.children_system


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count a test with its fixtures to its file."""
    before = _now()
    done = yield
    spent[item.location[0]] += round((_now() - before) * 1000)
    return done


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that has started this one."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput[_KEY] = dict(spent)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what a process of the run tells."""
    spent.update(getattr(node, "workeroutput", {}).get(_KEY, {}))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption(OPTION):
        whole = sum(spent.values())
        terminalreporter.section(f"processor: {whole / 60_000:.1f} minutes")
        for name, thousandths in spent.most_common(_MOST):
            terminalreporter.line(f"{thousandths / 1000:7.1f} s  {name}")
