"""Try a draft as lint tries packs, and take back what fails: the rest prints at once.

What is taken back is a question in the draft's list; a sentence stays in its file as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from discloser.finding import Finding, Severity
from discloser.pack.pack import Pack
from discloser.read.yaml import read_yaml
from discloser.temporary import temporary_folder
from discloser.workshop.adopt import AdoptedPack, Fallback
from discloser.workshop.adopt.questions import NAME, Question, as_markdown
from discloser.workshop.lint import lint
from discloser.workshop.yaml_text import as_yaml

_DRAFT = "draft"
_MOST_TURNS = 6
_TAKEN_BACK = "这一段印出来核对不上（{why}），先写成注释，请改成模板。"
_TRIED = "{said}试印时：{code} {why}"
_TAKEN_OUT = "这张表印不出来（{why}），先没有列进 report.yaml，请照原文写。"
_UNNUMBERED = "从“{text}”起，序号和前面的接不上，先去掉序号，请照原文的层次改。"
_HEADING = re.compile(r"^(#+ )(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_PLAIN_CONTENTS = (
    "目录里表的序号和标题的序号接不上，先不写表的序号，请照原文的目录写 contents.table。"
)
_PLAIN = "{{ name }}"
_NUMBERED = re.compile(r"[一二三四五六七八九十]+、")
_QUOTED = re.compile(r"“([^“”]{4,})”")
_LONGEST = 80


def settled(adopted: AdoptedPack, base: Pack, roots: tuple[Path, ...]) -> AdoptedPack:
    """The draft without what lint calls errors, as far as that can be taken back."""
    draft = _Draft(
        dict(adopted.files), list(adopted.questions), dict(adopted.fallbacks), base.kind.value
    )
    for _ in range(_MOST_TURNS):
        errors = _errors(draft.files, base, roots)
        if not errors or not draft.mend(errors, base):
            break
    draft.files[NAME] = as_markdown(draft.questions, adopted.source)
    return replace(
        adopted,
        files=draft.files,
        questions=tuple(draft.questions),
        from_base=tuple(dict.fromkeys((*adopted.from_base, *draft.of_base))),
        made=tuple(name for name in adopted.made if name not in draft.of_base),
    )


def _errors(
    files: Mapping[str, str], base: Pack, roots: tuple[Path, ...]
) -> list[tuple[str, int, Finding]]:
    """What lint calls errors of a draft, each with the file that it is in, and the line."""
    with temporary_folder() as folder:
        for name, text in files.items():
            path = folder / _DRAFT / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = lint(_DRAFT, base.year, (folder, *roots), (base.kind,))
        own = (folder / _DRAFT).as_posix() + "/"
    errors = []
    for finding in found:
        if finding.severity is Severity.ERROR:
            place = finding.location
            file = Path(place.file).as_posix() if place is not None else ""
            folder_of_kind = f"/{base.kind}/"
            name = file.removeprefix(own)
            if name == file and folder_of_kind in file:  # a parent's: the draft's that extends it
                name = f"{base.kind}/{file.rpartition(folder_of_kind)[2]}"
            errors.append((name, (place.line if place is not None else 0) or 0, finding))
    return errors


@dataclass
class _Draft:
    """The files of a draft while they are mended."""

    files: dict[str, str]
    questions: list[Question]
    fallbacks: dict[str, tuple[Fallback, ...]]
    folder: str

    def __post_init__(self) -> None:
        self.of_base: list[str] = []

    def mend(self, errors: Iterable[tuple[str, int, Finding]], base: Pack) -> bool:
        """Take back what is wrong; False where nothing could be."""
        before = dict(self.files)
        by_file: dict[str, list[tuple[int, Finding]]] = {}
        for name, line, finding in errors:
            by_file.setdefault(name, []).append((line, finding))
        for name, found in by_file.items():
            if "/tables/" in name:
                self._table(name, found[0][1], base)
            elif name.endswith(".j2") and name in self.files:
                for line, finding in sorted(found, key=lambda each: -each[0]):
                    self._sentence(name, line, finding)
            else:
                for _, finding in found:
                    self._quoted(finding)
        return self.files != before

    def _table(self, name: str, finding: Finding, base: Pack) -> None:
        """Let the next fallback take a table's place; at the end leave it out."""
        table = PurePosixPath(name).stem
        left = self.fallbacks.get(name, ())
        while left and left[0].text == self.files.get(name):
            left = left[1:]
        if left:
            self.files[name] = left[0].text
            self.fallbacks[name] = left[1:]
            why = finding.message[:_LONGEST]
            self._ask(name, _TRIED.format(said=left[0].question, code=finding.code, why=why))
            if "extends: parent" in left[0].text:
                self.of_base.append(table)
            return
        self.files.pop(name, None)
        report = f"{base.kind}/report.yaml"
        self.files[report] = _without(self.files[report], table)
        self._ask(name, _TAKEN_OUT.format(why=finding.message[:_LONGEST]))

    def _sentence(self, name: str, line: int, finding: Finding) -> None:
        """Make a comment of the paragraph on a line."""
        lines = self.files[name].split("\n")
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        if not text.strip() or text.startswith("{#"):
            return
        if text.startswith("#"):
            below = [_HEADING.sub(r"\1", each) for each in lines[line - 1 :]]
            if below != lines[line - 1 :]:
                self.files[name] = "\n".join([*lines[: line - 1], *below])
                self._ask(name, _UNNUMBERED.format(text=text.strip("# ")))
            return
        lines[line - 1] = f"{{# 待定：{text.replace('#}', '').replace('{#', '')} #}}"
        self.files[name] = "\n".join(lines)
        self._ask(name, _TAKEN_BACK.format(why=finding.message[:_LONGEST]))

    def _quoted(self, finding: Finding) -> None:
        """Take back the sentence whose words a finding without a place of its own quotes."""
        for quoted in _QUOTED.findall(finding.message):
            for name, text in list(self.files.items()):
                lines = text.split("\n")
                at = next((n for n, line in enumerate(lines, 1) if quoted in line), 0)
                if name.endswith(".j2") and at:
                    self._sentence(name, at, finding)
                    return
        report = f"{self.folder}/report.yaml"
        plain = _with_plain_tables(self.files[report])
        if any(_NUMBERED.match(quoted) for quoted in _QUOTED.findall(finding.message)):
            self.files[report] = plain
            self._ask(report, _PLAIN_CONTENTS)

    def _ask(self, file: str, text: str) -> None:
        question = Question(file, text)
        if question not in self.questions:
            self.questions.append(question)


def _with_plain_tables(report: str) -> str:
    """A report whose contents name the tables without numbers."""
    comment = report.partition("\n")[0].removeprefix("# ")
    draft, _, _ = read_yaml(report, "report.yaml")
    words: dict[str, Any] = dict(draft or {})
    return as_yaml({**words, "contents": {**words.get("contents", {}), "table": _PLAIN}}, comment)


def _without(report: str, table: str) -> str:
    """A report that does not list a table; a part that has nothing else is left out."""
    comment = report.partition("\n")[0].removeprefix("# ")
    draft, _, _ = read_yaml(report, "report.yaml")
    words: dict[str, Any] = dict(draft or {})
    parts = []
    for part in words["parts"]:
        tables = [each for each in part.get("tables", []) if each != table]
        if tables or part.get("body"):
            parts.append({**part, "tables": tables} if "tables" in part else part)
    return as_yaml({**words, "parts": parts}, comment)
