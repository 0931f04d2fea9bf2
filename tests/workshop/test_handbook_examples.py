"""Every example of the handbook runs: laid over a new pack, linted, and printed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from shlex import split
from typing import Any

import pytest
from ruamel.yaml import YAML

from discloser.document.nodes import Document, Heading, Paragraph
from discloser.finding import Finding, has_errors
from discloser.model.values import Kind
from discloser.pack.layers import find_layers, pack_roots
from discloser.pipeline import prepare
from discloser.workshop.lint import lint
from tests.command import Run
from tests.workshop.fresh_pack import YEAR, loaded, made_up_input, printed

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "docs/模板手册.md"
GOOD = ROOT / "tests/bad_inputs/good.yaml"
NAME = "made/up"
NOT_RUN = {
    "一、先做这几步": "一览：同样的命令在例九里逐条执行，别的各有测试（tests/workshop）",
}
"""The sections whose unmarked blocks are no example, with the reason."""
_HEADING = re.compile(r"^(##+) (.+)$")
_FENCE = re.compile(r"^( *)```(\w*)$")
_MARK = re.compile(r"^(?:\{)?# (文件|输入)：(\S+?)(?: #\})?$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its section, its language, what it is, and its text."""

    section: str
    language: str
    what: str
    file: str
    text: str


@cache
def blocks() -> tuple[Block, ...]:
    """All fenced blocks of the handbook in their order."""
    found: list[Block] = []
    section = indent = language = ""
    lines: list[str] | None = None
    for line in HANDBOOK.read_text(encoding="utf-8").splitlines():
        fence = _FENCE.match(line)
        if lines is not None and line == f"{indent}```":
            found.append(_block(section, language, lines))
            lines = None
        elif lines is not None:
            lines.append(line.removeprefix(indent))
        elif fence is not None:
            indent, language, lines = fence[1], fence[2], []
        elif heading := _HEADING.match(line):
            section = heading[2]
    return tuple(found)


def _block(section: str, language: str, lines: list[str]) -> Block:
    mark = _MARK.match(lines[0])
    if mark is None:
        return Block(section, language, "", "", "\n".join(lines) + "\n")
    return Block(section, language, mark[1], mark[2], "\n".join(lines[1:]) + "\n")


def examples() -> list[str]:
    """The sections that have examples; what stands before 例一 is of the examples one to seven."""
    return list(dict.fromkeys(b.section for b in blocks() if b.section not in (*NOT_RUN, COMMON)))


COMMON = next(block.section for block in blocks() if block.section.startswith("九、"))
WITH_COMMON = tuple(f"例{number}　" for number in "一二三四五六七")


def of(section: str) -> list[Block]:
    """The blocks of a section, behind those that stand before all examples."""
    common = COMMON if section.startswith(WITH_COMMON) else section
    return [block for block in blocks() if block.section in (common, section)]


def test_every_block_is_an_example_or_says_why_not() -> None:
    bare = [b for b in blocks() if not b.what and b.language != "sh"]
    assert [block.text for block in bare] == []
    commands = {block.section for block in blocks() if block.language == "sh"}
    assert commands - set(examples()) == set(NOT_RUN)
    assert len(examples()) > 10


@pytest.mark.parametrize("section", examples())
def test_an_example_lints_and_prints(
    section: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    example = Example(tmp_path / "templates", run)
    for block in of(section):
        example.take(block)
    findings = example.linted()
    assert not has_errors(findings), [f"{f.code} {f.message}" for f in findings]
    document = example.document(tmp_path / "input")
    assert document.title
    for table in example.tables:
        assert any(each.name.startswith(table) for each in document.tables()), table


class Example:
    """A pack as the blocks of a section make it, one after the other."""

    def __init__(self, packs: Path, run: Run) -> None:
        self._packs = packs
        self._run = run
        self._name = ""
        self._inputs: list[str] = []
        self.tables: list[str] = []

    def take(self, block: Block) -> None:
        """Run a block's commands, write its file, or keep its input."""
        if block.language == "sh":
            for line in block.text.splitlines():
                self._command(split(line, comments=True)[1:])
        elif block.what == "输入":
            self._inputs.append(block.text)
        elif block.language == "text":
            Path(block.file).write_text(block.text, encoding="utf-8")
        else:
            if not self._name:
                self._command(["pack", "new", NAME, "--parent", "national"])
            path = self._packs / self._name / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            if block.file.startswith("budget/tables/"):
                self.tables.append(path.stem)

    def _command(self, words: list[str]) -> None:
        """Run a command; a department that is checked has been filled before."""
        if words[:2] == ["pack", "new"]:
            self._name = words[2]
        if words[0] == "check":
            pack = loaded(self._name, Kind.BUDGET, self._packs, self._year)
            asked = Path(words[1]).read_text(encoding="utf-8")
            assert all(f"{name}:" in asked for name in pack.fields)
            filled = made_up_input(pack, self._packs, Path("filled"))
            Path(words[1]).write_text(filled.read_text(encoding="utf-8"), encoding="utf-8")
        code, out, err = self._run(*words)
        assert code == 0, f"{words}: {out}{err}"

    @property
    def _year(self) -> int:
        """The year from which all of the pack's files are used."""
        years = [int(p.name) for p in (self._packs / self._name).iterdir() if p.name.isdigit()]
        return max([YEAR, *years])

    def linted(self) -> tuple[Finding, ...]:
        """What lint says of the pack's budget."""
        return lint(self._name, self._year, pack_roots(self._packs), (Kind.BUDGET,))

    def document(self, folder: Path) -> Document:
        """The document of the example's input where it has one, else of a made-up department."""
        if not self._inputs:
            pack = loaded(self._name, Kind.BUDGET, self._packs, self._year)
            return printed(pack, self._packs, folder)
        folder.mkdir()
        for name in ("good.yaml", "last_year.yaml"):
            text = GOOD.with_name(name).read_text(encoding="utf-8")
            (folder / name).write_text(text, encoding="utf-8")
        source = folder / "good.yaml"
        source.write_text(with_more(source, self._inputs, self._name), encoding="utf-8")
        made = prepare(source, self._packs)
        assert made.ok, [finding.message for finding in made.findings]
        assert made.document is not None
        return made.document


def with_more(source: Path, inputs: list[str], pack: str) -> str:
    """An input with what the example's inputs say of it, of its units and of its projects."""
    yaml = YAML()
    draft: dict[str, Any] = yaml.load(source)
    draft["pack"] = pack
    for text in inputs:
        for name, value in yaml.load(text).items():
            if not isinstance(value, list):
                draft[name] = {**draft.get(name, {}), **value}
                continue
            for more in value:
                key = "code" if "code" in more else "name"
                (known,) = (each for each in draft[name] if each[key] == more[key])
                known.update(more)
    stream = StringIO()
    yaml.dump(draft, stream)
    return stream.getvalue()


def said(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks() if isinstance(b, Heading | Paragraph))


def test_the_declared_example_prints_what_its_input_says(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    example = Example(tmp_path / "templates", run)
    for block in of("十、自己要填的内容"):
        example.take(block)
    text = said(example.document(tmp_path / "input"))
    assert "计算机5.00万元；共10件，其中面向中小企业5.00万元，货物5.00万元。" in "".join(
        text.split()
    )
    assert "监督索引号53010000123，2025年3月5日审查。" in text
    assert "系统建设的立项依据是信息化规划；" in text
    assert "用于日常运转；" in text


def test_the_new_province_says_its_own_words(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    section = next(each for each in examples() if each.startswith("例九"))
    example = Example(tmp_path / "templates", run)
    for block in of(section):
        if block.language != "sh" or "pack new" in block.text:
            example.take(block)
    document = example.document(tmp_path / "input")
    text = said(document)
    assert re.search(r"收入盘子[\d.]+万元，其中", text)
    assert re.search(r"实有在职\d+人。会议费和培训费共安排[\d.]+万元，其中培训费[\d.]+万元。", text)
    last = list(document.tables())[-1]
    assert (last.number, last.caption[5:]) == ("表十", "会议费培训费预算表")
    layers, _ = find_layers("yunling/base", YEAR, pack_roots(tmp_path / "templates"))
    assert layers is not None
    assert [layer.pack for layer in layers.layers] == ["yunling/base", "national"]
