"""What the command line says where it is used wrongly or something goes wrong: a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from discloser import cli, cli_check
from discloser.cli_errors import DEBUG
from discloser.temporary import PREFIX
from tests.command import Run

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"


def commands(app: App, chain: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    for name in app:
        if not name.startswith("-"):
            inner = app[name]
            if inner.default_command is not None:
                yield (*chain, name), inner
            yield from commands(inner, (*chain, name))


COMMANDS = dict(commands(cli.app))
OPTIONS = [
    (chain, name, argument.hint)
    for chain, app in COMMANDS.items()
    for argument in app.assemble_argument_collection()
    for name in argument.names
    if name.startswith("--")
]
TYPED = [(chain, name) for chain, name, hint in OPTIONS if hint not in {str, Path, Path | None}]
CHOICES = [
    (chain, name)
    for chain, name, _ in OPTIONS
    if name in {"--format", "--pdf-engine", "--contents-pages", "--kind", "--templates"}
]


def says_a_sentence(code: int, out: str, err: str) -> None:
    assert (code, out) == (2, "")
    sentence = err.removesuffix("查看用法：discloser --help\n")
    assert re.search("[一-鿿]{3}", sentence)
    assert sentence.rstrip().endswith(("。", "？"))
    for word in ("Token", "Traceback", "Invalid", "None", "keyword", "<class", "UNSET"):
        assert word not in err


def test_every_command_is_looked_at() -> None:
    assert len(COMMANDS) > 15
    assert len(OPTIONS) > 50
    assert len(TYPED) > 15
    assert len(CHOICES) > 10


@pytest.mark.parametrize(("chain", "option"), [*TYPED, *CHOICES])
def test_a_wrong_value_is_told_with_the_option(
    chain: tuple[str, ...], option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    says_a_sentence(*run(*chain, f"{option}=乱写", GOOD))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("chain", "option", "hint"), OPTIONS)
def test_a_missing_value_is_told_with_the_option(
    chain: tuple[str, ...], option: str, hint: object, run: Run
) -> None:
    if hint is bool:
        code, out, err = run(*chain, option, option)
        says_a_sentence(code, out, err)
    else:
        code, out, err = run(*chain, option)
        says_a_sentence(code, out, err)
        assert option in err


@pytest.mark.parametrize("chain", COMMANDS, ids=" ".join)
def test_an_unknown_option_is_told_with_the_nearest(chain: tuple[str, ...], run: Run) -> None:
    code, out, err = run(*chain, "--no-such-option")
    says_a_sentence(code, out, err)
    assert "--no-such-option" in err


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("rendr", "render")])
def test_a_misspelt_command_is_asked_about(typed: str, meant: str, run: Run) -> None:
    code, out, err = run(typed)
    says_a_sentence(code, out, err)
    assert f"是不是“{meant}”" in err


def test_what_nobody_foresaw_is_a_sentence_and_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(cli_check, "prepare", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.delenv(DEBUG, raising=False)
    code, out, err = run("check", GOOD)
    assert (code, err) == (1, "")
    assert len(out.splitlines()) == 1
    (trace,) = tmp_path.glob(f"{PREFIX}*.txt")
    assert str(trace) in out
    assert "a fault of ours" in trace.read_text(encoding="utf-8")
    monkeypatch.setenv(DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["check", str(GOOD)])


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (MemoryError(), "内存不够"),
        (OSError(28, "No space left on device", "/x/局.docx"), "磁盘满了，写不进去（/x/局.docx）"),
        (UnicodeEncodeError("latin-1", "局", 0, 1, "ordinal not in range"), "LC_ALL"),
    ],
    ids=["memory", "disk", "locale"],
)
def test_troubles_of_the_machine_are_told_in_chinese(
    error: Exception, says: str, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli_check, "prepare", fail)
    code, out, _ = run("check", GOOD)
    assert code == 1
    assert says in out


def discloser(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "discloser", *map(str, arguments)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", GOOD, "--json"),
        ("check", "--rules"),
        ("figures", GOOD),
        ("schema",),
        ("pack", "list"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_reader_that_goes_away_is_no_error(arguments: tuple[object, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "discloser", *map(str, arguments)],
            cwd=ROOT,
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode == 141


@pytest.mark.parametrize("coding", ["utf-8", "gbk", "gb18030"])
def test_a_stream_that_takes_chinese_stays_as_it_is_set(coding: str) -> None:
    done = discloser("check", GOOD, PYTHONIOENCODING=coding)
    assert done.returncode == 0
    assert "可以生成" in done.stdout.decode(coding)


@pytest.mark.parametrize("coding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_that_takes_no_chinese_becomes_utf_8(coding: str) -> None:
    done = discloser("check", GOOD, PYTHONIOENCODING=coding)
    assert done.returncode == 0
    assert "可以生成" in done.stdout.decode("utf-8")


ASCII_FILES = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A system whose file names take no Chinese, as in a locale such as en_US.ISO-8859-1."""


def test_a_locale_that_writes_no_chinese_names_is_a_sentence(tmp_path: Path) -> None:
    done = discloser("render", GOOD, "-o", tmp_path, "--format", "xlsx", **ASCII_FILES)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (1, b"")
    assert "export LC_ALL=C.UTF-8" in said
    assert list(tmp_path.rglob("*.xlsx")) == []


def test_a_name_that_is_no_text_is_read_and_told(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xcf\xd8.yaml"
    with open(path, "wb") as file:  # noqa: PTH123 - the name is bytes
        file.write(b"x")
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"discloser", b"check", path],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert "不能生成" in done.stdout.decode()
    assert done.stderr == b""
