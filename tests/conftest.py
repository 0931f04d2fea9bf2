"""Options of the test run, and the command line as tests run it."""

from __future__ import annotations

import gc

import pytest

from discloser import cli
from tests.command import Run

pytest_plugins = ["tests.processor_time"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-goldens",
        action="store_true",
        help="write what the golden tests find as what they expect; read the difference first",
    )


def pytest_configure() -> None:
    """Let the collector of garbage look less often, as most of what a test makes has no circles.

    At Python's own 700 new objects it took a fifth of the run, at the same peak of memory.
    """
    gc.set_threshold(50_000)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; return its exit code, output and messages."""

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as exit_:
            cli.main([str(argument) for argument in arguments])
        assert isinstance(exit_.value.code, int)
        return exit_.value.code, *capsys.readouterr()

    return call
