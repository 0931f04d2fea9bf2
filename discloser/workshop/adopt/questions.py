"""What a person must decide before an adopted pack is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

NAME = "待定.md"
_HEADING = """\
# 待定

这个模板包是照“{file}”起的草稿。下面各项程序定不了，请逐项看过、改好，再删去这份文件。
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide: in which file of the pack, and about what."""

    file: str
    text: str


@dataclass(slots=True)
class Questions:
    """All questions in the order in which they were met; equal ones once."""

    asked: list[Question] = field(default_factory=list)

    def ask(self, file: str, text: str) -> None:
        """Note a question."""
        question = Question(file, text)
        if question not in self.asked:
            self.asked.append(question)


def as_markdown(questions: Iterable[Question], file: str) -> str:
    """The list as a file of the pack, by the files that it is about."""
    by_file: dict[str, list[str]] = {}
    for question in questions:
        by_file.setdefault(question.file, []).append(question.text)
    lines = [_HEADING.format(file=file)]
    for name, texts in by_file.items():
        lines += [f"## {name}", "", *(f"- [ ] {text}" for text in texts), ""]
    return "\n".join(lines)
