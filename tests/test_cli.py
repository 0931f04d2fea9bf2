"""The command line: what it prints, in Chinese, and its exit codes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from discloser import __version__, cli_check, cli_render
from tests.command import Run

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"
SOME = r"核对 [1-9]\d+ 处，不符 0 处，未核对 [1-9]\d* 处（列明）。"
ALL_HELD = r"核对 [1-9]\d{3} 处，不符 0 处，未核对 0 处。"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """An input with two faults."""
    path = tmp_path / "bad.yaml"
    shutil.copy(GOOD.with_name("last_year.yaml"), tmp_path)
    text = GOOD.read_text(encoding="utf-8").replace("amount: 1500000", "amount: 一百五十万")
    path.write_text(text.replace("year: 2025", "yaer: 2025\nyear: 2025"), encoding="utf-8")
    return path


ENGLISH = ("Usage", "Commands", "Parameters", "Arguments", "default", "Display", "Show", "required")
"""What the library of the command line would say by itself."""


def english_words(text: str) -> list[str]:
    return [word for word in ENGLISH if word.lower() in text.lower()]


def test_help_is_in_chinese(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert "用法：discloser" in out
    assert english_words(out) == []


@pytest.mark.parametrize("command", ["check", "render", "figures"])
def test_each_command_has_help_in_chinese(command: str, run: Run) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"用法：discloser {command}" in out
    assert english_words(out) == []


def test_it_tells_its_version_that_of_python_and_of_the_pdf_writers(run: Run) -> None:
    code, out, err = run("--version")
    lines = [line.split() for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert lines[0] == ["discloser", __version__]
    assert lines[1] == ["Python", ".".join(map(str, sys.version_info[:3]))]
    assert [name for name, _ in lines[2:]] == ["WeasyPrint", "Typst"]
    assert all(re.fullmatch(r"[\d.]+", number) for _, number in lines[2:])


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["check"],
        ["render"],
        ["figures"],
        ["check", "--nothing", GOOD],
        ["figures", GOOD, "one", "two"],
        ["figures", GOOD, "no_such_figure"],
        ["render", GOOD, "--format", "doc"],
        ["render", GOOD, "--format", ","],
        ["render", GOOD, "--format"],
        ["check", GOOD, "--templates", "/no/such/folder"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(str(GOOD), "GOOD"),
)
def test_misuse_is_explained_in_chinese(arguments: list[str | Path], run: Run) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert re.search("[一-鿿]", err)
    assert "Traceback" not in err


def test_checking_a_good_input_says_so(run: Run) -> None:
    code, out, err = run("check", GOOD)
    assert (code, err) == (0, "")
    assert re.fullmatch(f"{GOOD}：可以生成，没有发现问题。{ALL_HELD}\n", out)


def test_checking_lists_each_fault_and_counts_them(bad: Path, run: Run) -> None:
    code, out, err = run("check", bad)
    assert (code, err) == (1, "")
    assert re.fullmatch(f"{bad}：不能生成，错误 2 个，先改好错误。{SOME}", out.splitlines()[-1])
    assert re.findall(r"错误 (M\d+)", out) == ["M001", "M010"]
    assert out.count("怎么办：") == 2


def test_a_bad_input_does_not_hide_the_others(bad: Path, run: Run) -> None:
    code, out, _ = run("check", bad, GOOD)
    assert code == 1
    last = "\n".join(out.splitlines()[-3:])
    assert re.fullmatch(
        f"{bad}：不能生成，错误 2 个，先改好错误。{SOME}\n"
        f"{GOOD}：可以生成，没有发现问题。{ALL_HELD}\n"
        f"共 2 个：可以生成 1 个，不能生成 1 个（{bad}）。{SOME}",
        last,
    )


def test_several_good_inputs_end_in_one_sentence(run: Run) -> None:
    code, out, _ = run("check", GOOD, GOOD)
    assert code == 0
    assert re.fullmatch(
        "共 2 个，都可以生成。核对 [1-9]\\d{3} 处，不符 0 处，未核对 0 处。", out.splitlines()[-1]
    )


@pytest.mark.parametrize(
    ("name", "rule"), [("nothing.yaml", "R001"), ("", "R002"), ("no\x00file", "R003")]
)
def test_a_file_that_cannot_be_read_is_a_finding(
    name: str, rule: str, tmp_path: Path, run: Run
) -> None:
    code, out, _ = run("check", f"{tmp_path}/{name}")
    assert code == 1
    assert rule in out


def test_figures_are_a_table_that_a_program_can_read(run: Run) -> None:
    code, out, err = run("figures", GOOD)
    rows = {name: rest for name, *rest in (line.split("\t") for line in out.splitlines())}
    assert (code, err) == (0, "")
    # By hand: 1,500,000 + 300,000 + 200,000.50 元, 10 万元 more than last year; personnel
    # 1,000,000 + 300,000, of which the first was 910,000.
    assert rows["receipts_total"] == ["收入总计", "2,000,000.50", "200.00", "190.00"]
    assert rows["personnel_expenditure"] == ["人员经费", "1,300,000", "130.00", "121.00"]
    assert rows["general_public_budget"][1:] == ["1,700,000.50", "170.00", "160.00"]


def test_a_figure_is_explained_by_its_lines(run: Run) -> None:
    code, out, _ = run("figures", GOOD, "personnel_expenditure")
    assert code == 0
    first, second, *rest = out.splitlines()
    assert first == f"输入文件：{GOOD}"
    assert second == "人员经费（personnel_expenditure）"
    assert "印作 130.00 万元，精确 1,300,000 元" in rest[0]
    places = re.findall(r"第 (\d+) 行  (\S+) 元  ", out)
    assert [amount for _, amount in places] == ["1,000,000", "300,000"]
    typed = GOOD.read_text(encoding="utf-8").splitlines()
    for line, amount in places:
        assert f"amount: {amount.replace(',', '')}" in typed[int(line) - 1]


def test_figures_of_a_faulty_input_say_that_lines_are_missing(bad: Path, run: Run) -> None:
    code, out, err = run("figures", bad)
    assert code == 1
    assert "receipts_total" in out
    assert "M010" in err


def test_a_figure_counts_the_actual_amount_of_a_final_account(tmp_path: Path, run: Run) -> None:
    text = GOOD.read_text(encoding="utf-8").replace("kind: budget", "kind: final_account")
    line = "amount: 1500000, initial_budget: 1400000, adjusted_budget: 1450000"
    path = tmp_path / "input.yaml"
    path.write_text(text.replace("amount: 1500000", line), encoding="utf-8")
    _, out, _ = run("figures", path, "general_public_receipts")
    assert re.findall(r"第 \d+ 行  (\S+) 元  ", out) == ["1,500,000"]


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Replace the writers; the list fills with the formats that were asked for."""
    asked: list[list[str]] = []

    def render(_: object, formats: tuple[str, ...], **_options: object) -> dict[str, bytes]:
        asked.append(list(formats))
        return {name: name.encode() for name in formats}

    monkeypatch.setattr(cli_render, "render", render)
    return asked


def test_rendering_names_the_files_it_wrote(
    rendered: list[list[str]], tmp_path: Path, run: Run
) -> None:
    code, out, err = run("render", GOOD, "-o", tmp_path, "--format", "xlsx, pdf")
    *lines, made, where, _next = out.splitlines()
    files = [Path(line) for line in lines]
    assert (code, err, rendered) == (0, "", [["xlsx", "pdf"]])
    assert made == "生成了 1 个部门的公开文件，共 2 个文件。"
    assert where == f"文件在 {tmp_path / 'good'}。"
    assert [file.parent for file in files] == [tmp_path / "good"] * 2
    assert [file.read_bytes() for file in files] == [b"xlsx", b"pdf"]


def test_rendering_makes_all_three_files_of_each_good_input(
    rendered: list[list[str]], bad: Path, tmp_path: Path, run: Run
) -> None:
    code, out, err = run("render", bad, GOOD, "-o", tmp_path / "out")
    assert code == 1
    assert (err, "没有生成文件" in out) == ("", True)
    assert rendered == [["docx", "xlsx", "pdf"]]
    assert len(list((tmp_path / "out" / "good").glob("*.*"))) == 4  # and the ledger
    assert not (tmp_path / "out" / "bad").exists()


def test_a_folder_that_cannot_be_written_is_explained(
    rendered: list[list[str]], tmp_path: Path, run: Run
) -> None:
    blocker = tmp_path / "out"
    blocker.write_text("a file where the folder should be")
    code, out, err = run("render", GOOD, "-o", blocker)
    assert (code, err) == (1, "")
    assert "写不进去" in out
    assert blocker.read_text() == "a file where the folder should be"


def test_an_interrupted_run_ends_without_traceback(
    monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli_check, "prepare", interrupt)
    assert run("check", GOOD) == (130, "", "已停止。\n")


def test_it_runs_as_a_module_in_any_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "discloser", "check", str(GOOD)],
        cwd=ROOT,
        env={"PATH": "", "LC_ALL": "C", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert re.fullmatch(f"{GOOD}：可以生成，没有发现问题。{ALL_HELD}\n", done.stdout.decode())
